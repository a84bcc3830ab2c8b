/* SPDX-License-Identifier: MIT
 *
 * The map of the command: a table of verbs and a table of options. Parsing and
 * help follow from these two; so can man pages and completions. */
#ifndef PILCROW_CLI_VERBS_H
#define PILCROW_CLI_VERBS_H

#include "exit.h"
#include "options.h"

enum {
    VERB_INDEX = 1u << 0,
    VERB_SIMILAR = 1u << 8,
    VERB_SEARCH = 1u << 1,
    VERB_SHOW = 1u << 2,
    VERB_STATUS = 1u << 3,
    VERB_CHECK = 1u << 4,
    VERB_FORGET = 1u << 5,
    VERB_HELP = 1u << 6,
    VERB_ANALYZE = 1u << 9,
    VERB_COMPACT = 1u << 10,
    VERB_GLOSSARY = 1u << 11
};

/* Those that -i may give several indexes. */
#define VERBS_OF_SEVERAL (VERB_SEARCH | VERB_SHOW | VERB_SIMILAR)

typedef struct verb {
    unsigned bit;
    const char *name;
    const char *arguments; /* as help writes them; "" when none */
    size_t least, most;    /* how many; said by `arguments` */
    int (*run)(const options *o);
    const char *summary;         /* one line */
    const char *about;           /* what help says of it besides */
    const char *const *examples; /* ends with NULL */
} verb;

extern const verb verb_table[];     /* ends with a row without `name` */
extern const option option_table[]; /* ends with a row without `help` */

/* The verb called `name`; NULL if there is none. */
const verb *verb_find(const char *name);

/* After a name that no verb has: say so, with the nearest. */
void verb_complain(const char *name);

int index_run(const options *o);
int search_run(const options *o);
int show_run(const options *o);
int similar_run(const options *o);
int glossary_run(const options *o);
int status_run(const options *o);
int check_run(const options *o);
int compact_run(const options *o);
int forget_run(const options *o);
int analyze_run(const options *o);
int help_run(const options *o);

#endif
