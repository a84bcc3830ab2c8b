/* SPDX-License-Identifier: MIT
 *
 * What the words of a command line say, once they are read. */
#ifndef PILCROW_CLI_OPTIONS_H
#define PILCROW_CLI_OPTIONS_H

#include <stdbool.h>
#include <stddef.h>

/* Words of the command line, in their order; borrowed from it. */
typedef struct text_list {
    const char **items;
    size_t count;
} text_list;

/* The words with a space between; owned by the caller: free(). */
char *text_list_join(const text_list *words);

/* Every option of every verb. Texts are borrowed from the command line; NULL
 * means not given. */
typedef struct options {
    text_list arguments; /* what is no option */
    text_list indexes;   /* more than one only where the verb takes several */
    const char *engine;
    const char *languages;
    const char *format;
    const char *color;
    const char *queries;
    const char *name;
    const char *file;
    const char *generate;
    text_list exclude;
    size_t limit;
    size_t offset;
    size_t context;
    size_t memory_mb;
    size_t jobs;
    double k1;
    double b;
    bool json;
    bool strict;
    bool no_translate;
    bool no_headings;
    bool proximity;
    double translation;
    bool by_document;
    bool facets;
    bool summary;
    bool explain;
    bool hidden;
    bool follow;
    bool full;
    bool prune;
    bool watch;
    bool help;
} options;

typedef enum option_kind {
    OPTION_FLAG,   /* bool, takes no value */
    OPTION_TEXT,   /* const char * */
    OPTION_CHOICE, /* const char *, one of those in `value` */
    OPTION_LIST,   /* text_list, may be repeated */
    OPTION_WHOLE,  /* size_t from `least` to `most` */
    OPTION_REAL    /* double from `least` to `most` */
} option_kind;

/* One row of the table of options. */
typedef struct option {
    unsigned verbs;   /* VERB_... bits of those that take it */
    char letter;      /* of "-n"; 0: none */
    const char *name; /* of "--name"; NULL: none */
    option_kind kind;
    const char *value; /* "DIR", or "a|b|c" for a choice; NULL: none */
    double least, most;
    size_t field; /* offsetof(options, ...) */
    const char *help;
} option;

struct verb;

/* Where the verb stands among the words: the first that is no option, nor the
 * value of one; `count` where there is none. */
int options_find_verb(int count, char **words);

/* Read `count` words for `verb` into `out`, which begins with the defaults.
 * Release it in any case. False, after saying why, when they make no sense. */
bool options_read(options *out, const struct verb *verb, int count,
                  char **words);
void options_release(options *o);

/* Does this row belong to `verb`? */
bool option_is_of(const option *row, const struct verb *verb);

#endif
