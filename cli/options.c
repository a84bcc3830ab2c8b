/* SPDX-License-Identifier: MIT
 *
 * In: the words beside the verb and the table of options. Out: an `options`.
 *
 * Options stand anywhere before "--". "-n 5", "-n5", "--offset 5" and
 * "--offset=5" are read; "-" alone is an argument. A word that begins with a
 * dash and is no option is always an error, never part of a query. */
#include "options.h"

#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "output.h"
#include "suggest.h"
#include "verbs.h"

#define SHOWN_MAX 64 /* bytes of an option's name as messages show it */

/* Where the reader is, and what it fills. */
typedef struct reader {
    options *out;
    const verb *verb;
    char **words;
    size_t count;
    size_t at;      /* the word in hand */
    uint64_t given; /* which rows of the table were given */
} reader;

static const options defaults = {
    .color = "auto", .limit = 10, .k1 = 1.2, .b = 0.75,
    .translation = 0.4};

bool option_is_of(const option *row, const verb *v)
{
    return (row->verbs & v->bit) != 0;
}

char *text_list_join(const text_list *words)
{
    size_t len = 1;
    for (size_t i = 0; i < words->count; i++)
        len += strlen(words->items[i]) + 1;
    char *joined = malloc(len);
    if (joined == NULL)
        output_no_memory();
    char *end = joined;
    for (size_t i = 0; i < words->count; i++)
        end += sprintf(end, "%s%s", i > 0 ? " " : "", words->items[i]);
    *end = '\0';
    return joined;
}

static const char *shown(const option *row, char out[SHOWN_MAX])
{
    if (row->name != NULL)
        snprintf(out, SHOWN_MAX, "--%s", row->name);
    else
        snprintf(out, SHOWN_MAX, "-%c", row->letter);
    return out;
}

/* -------------------------------------------------------------- values --- */

static bool read_choice(const option *row, const char *value)
{
    size_t len = strlen(value);
    for (const char *at = row->value; at != NULL;) {
        size_t size = strcspn(at, "|");
        if (size == len && memcmp(at, value, len) == 0)
            return true;
        at = at[size] == '|' ? at + size + 1 : NULL;
    }
    return false;
}

/* A plain number from `least` to `most`, and whole where it has to be. */
static bool read_number(const option *row, const char *value, double *out)
{
    bool whole = row->kind == OPTION_WHOLE;
    const char *letters = whole ? "0123456789" : "0123456789.eE+-";
    size_t len = strlen(value);
    char *end = NULL;
    if (len == 0 || strspn(value, letters) != len)
        return false;
    *out = strtod(value, &end);
    return *end == '\0' && isfinite(*out) && *out >= row->least &&
           *out <= row->most;
}

static bool complain_value(const option *row, const char *value)
{
    char name[SHOWN_MAX];
    shown(row, name);
    if (row->kind == OPTION_CHOICE)
        output_complain("%s takes one of %s, not '%s'", name, row->value,
                        value);
    else
        output_complain("%s takes a %s from %.0f to %.0f, not '%s'", name,
                        row->kind == OPTION_WHOLE ? "whole number" : "number",
                        row->least, row->most, value);
    return false;
}

static bool store(reader *r, const option *row, const char *value)
{
    char *field = (char *)r->out + row->field;
    text_list *list = NULL;
    double number = 0;
    switch (row->kind) {
    case OPTION_FLAG:
        memcpy(field, &(bool){true}, sizeof(bool));
        return true;
    case OPTION_CHOICE:
        if (!read_choice(row, value))
            return complain_value(row, value);
        memcpy(field, &value, sizeof value);
        return true;
    case OPTION_TEXT:
        memcpy(field, &value, sizeof value);
        return true;
    case OPTION_LIST:
        list = (text_list *)(void *)field;
        list->items[list->count++] = value;
        return true;
    case OPTION_WHOLE:
        if (!read_number(row, value, &number))
            return complain_value(row, value);
        memcpy(field, &(size_t){(size_t)number}, sizeof(size_t));
        return true;
    case OPTION_REAL:
        if (!read_number(row, value, &number))
            return complain_value(row, value);
        memcpy(field, &number, sizeof number);
        return true;
    }
    return false;
}

/* -------------------------------------------------------- unknown ones --- */

/* Letters that mean something to other search commands. */
static const struct {
    unsigned verb;
    char letter;
    const char *hint;
} hints[] = {
    {VERB_SEARCH, 'A', "'pilcrow show --context N ID' prints neighbours"},
    {VERB_SEARCH, 'B', "'pilcrow show --context N ID' prints neighbours"},
    {VERB_SEARCH, 'C', "'pilcrow show --context N ID' prints neighbours"},
    {VERB_SEARCH, 'c', "--summary counts, --facets counts by document"},
    {VERB_SEARCH, 'e', "put '--' before a query that begins with '-'"},
    {VERB_SEARCH, 'F', "a query has no regular expressions"},
    {VERB_SEARCH, 'g', "'doc:folder/*' or 'doc:name*' narrows a query"},
    {VERB_SEARCH, 'l', "--by-document gives the best of each document"},
    {VERB_SEARCH, 'm', "-n says how many hits"},
    {VERB_SEARCH, 'r', "the whole index is searched; 'doc:folder/*' narrows"},
    {VERB_SEARCH, 'v', "write 'NOT word' for what must not be there"},
    {VERB_SEARCH, 'w', "words are found whole, in all their forms"},
};

static const char *hint_for(const verb *v, const char *word)
{
    for (size_t i = 0; i < sizeof hints / sizeof *hints; i++)
        if (hints[i].verb == v->bit && word[1] == hints[i].letter &&
            strspn(word + 2, "0123456789") == strlen(word + 2))
            return hints[i].hint;
    return NULL;
}

/* What to do about a word that begins with a dash and is no option. */
static bool complain_unknown(const verb *v, const char *word)
{
    const char *bare = word + strspn(word, "-");
    suggestion s = {.typed = bare};
    for (const option *row = option_table; row->help != NULL; row++)
        if (option_is_of(row, v) && row->name != NULL)
            suggest_consider(&s, row->name);
    const char *hint = hint_for(v, word);
    if (hint != NULL)
        output_complain("'%s' has no option '%s'; %s", v->name, word, hint);
    else if (s.best != NULL)
        output_complain("'%s' has no option '%s'; did you mean '--%s'? "
                        "(after '--' nothing is an option)",
                        v->name, word, s.best);
    else if (v->bit == VERB_SEARCH && word[1] != '-')
        output_complain("'search' has no option '%s'; to leave that word out "
                        "write 'NOT %s', or put '--' before the query",
                        word, bare);
    else
        output_complain("'%s' has no option '%s'; 'pilcrow help %s' lists "
                        "them, and after '--' nothing is an option",
                        v->name, word, v->name);
    return false;
}

/* --------------------------------------------------------------- words --- */

static bool store_once(reader *r, const option *row, const char *value)
{
    uint64_t bit = (uint64_t)1 << (row - option_table);
    bool again = (r->given & bit) != 0;
    r->given |= bit;
    bool several = (r->verb->bit & VERBS_OF_SEVERAL) != 0;
    if (again && !several && row->field == offsetof(options, indexes)) {
        output_complain("-i was given twice; '%s' is about one index",
                        r->verb->name);
        return false;
    }
    return store(r, row, value);
}

/* `attached` is what stands behind the name in the same word, or NULL. */
static bool take_option(reader *r, const option *row, const char *attached)
{
    char name[SHOWN_MAX];
    if (row->kind == OPTION_FLAG && attached != NULL) {
        output_complain("%s takes no value", shown(row, name));
        return false;
    }
    if (row->kind == OPTION_FLAG || attached != NULL)
        return store_once(r, row, attached);
    if (r->at + 1 >= r->count) {
        output_complain("%s needs a value: %s %s", shown(row, name), name,
                        row->value);
        return false;
    }
    return store_once(r, row, r->words[++r->at]);
}

static bool take_long(reader *r, const char *word)
{
    const char *name = word + 2;
    size_t len = strcspn(name, "=");
    const char *attached = name[len] == '=' ? name + len + 1 : NULL;
    for (const option *row = option_table; row->help != NULL; row++)
        if (option_is_of(row, r->verb) && row->name != NULL &&
            strlen(row->name) == len && memcmp(row->name, name, len) == 0)
            return take_option(r, row, attached);
    return complain_unknown(r->verb, word);
}

/* What may stand right behind a letter. "-n5" and "-i./x" are values, but
 * "-nuclear" and "-immigrants" are words someone wants left out. */
static bool can_be_attached(const option *row, const char *rest)
{
    if (rest[0] == '\0')
        return true;
    if (row->kind == OPTION_WHOLE || row->kind == OPTION_REAL)
        return strchr("0123456789", rest[0]) != NULL;
    return (row->kind == OPTION_TEXT || row->kind == OPTION_LIST) &&
           strchr("./", rest[0]) != NULL;
}

static bool take_letter(reader *r, const char *word)
{
    const char *rest = word + 2;
    for (const option *row = option_table; row->help != NULL; row++)
        if (option_is_of(row, r->verb) && row->letter == word[1] &&
            can_be_attached(row, rest))
            return take_option(r, row, rest[0] == '\0' ? NULL : rest);
    return complain_unknown(r->verb, word);
}

static bool take_word(reader *r, bool *options_end)
{
    const char *word = r->words[r->at];
    text_list *arguments = &r->out->arguments;
    if (*options_end || word[0] != '-' || word[1] == '\0')
        arguments->items[arguments->count++] = word;
    else if (strcmp(word, "--") == 0)
        *options_end = true;
    else
        return word[1] == '-' ? take_long(r, word) : take_letter(r, word);
    return true;
}

/* Does the value of an option follow as a word of its own? An option of several
 * verbs takes one for all of them or for none. */
static bool wants_value(const char *word)
{
    for (const option *row = option_table; row->help != NULL; row++) {
        const bool is_it =
            word[1] == '-'
                ? row->name != NULL && strcmp(word + 2, row->name) == 0
                : row->letter == word[1] && word[2] == '\0';
        if (is_it)
            return row->kind != OPTION_FLAG;
    }
    return false;
}

int options_find_verb(int count, char **words)
{
    int at = 0;
    while (at < count && words[at][0] == '-' && words[at][1] != '\0')
        at += wants_value(words[at]) ? 2 : 1;
    return at < count ? at : count;
}

/* Room for as many as there can be. */
static text_list list_of(size_t most)
{
    text_list list = {calloc(most + 1, sizeof *list.items), 0};
    if (list.items == NULL)
        output_no_memory();
    return list;
}

static bool count_is_right(const reader *r)
{
    size_t count = r->out->arguments.count;
    if (count >= r->verb->least && count <= r->verb->most)
        return true;
    output_complain("%s: pilcrow %s%s%s",
                    count < r->verb->least ? "an argument is missing"
                                           : "too many arguments",
                    r->verb->name, r->verb->arguments[0] == '\0' ? "" : " ",
                    r->verb->arguments);
    return false;
}

bool options_read(options *out, const verb *v, int count, char **words)
{
    reader r = {.out = out, .verb = v, .words = words, .count = (size_t)count};
    bool options_end = false;
    *out = defaults;
    out->arguments = list_of(r.count);
    out->exclude = list_of(r.count);
    out->indexes = list_of(r.count);
    for (; r.at < r.count; r.at++)
        if (!take_word(&r, &options_end))
            return false;
    return out->help || count_is_right(&r);
}

void options_release(options *o)
{
    free(o->arguments.items);
    free(o->exclude.items);
    free(o->indexes.items);
}
