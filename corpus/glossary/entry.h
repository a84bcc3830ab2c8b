/* SPDX-License-Identifier: MIT
 *
 * One stretch of text as a glossary entry: two sides in two alphabets that
 * face each other. Whether it stands in a glossary at all is for those who see
 * its neighbours (glossary.c): here only what no neighbour could mend counts
 * against it. */
#ifndef PILCROW_CORPUS_GLOSSARY_ENTRY_H
#define PILCROW_CORPUS_GLOSSARY_ENTRY_H

#include "corpus/glossary/entry_side.h"

typedef enum entry_kind {
    ENTRY_NONE,
    ENTRY_PAIR, /* two sides */
    ENTRY_KEPT, /* shaped like one, but tells that a term is not translated,
                   or what it means, or has a number for a term: it does not
                   break a glossary */
    ENTRY_TERM  /* one side alone: `term` */
} entry_kind;

typedef struct entry_parse {
    entry_kind kind;
    lex_face face;
    entry_side term, translation;
    size_t start, end; /* of all of it */
    unsigned doubt;    /* that the translation is none; may pass 100 */
    unsigned unsaid;   /* of that, by glossary_doubt_unsaid() */
    bool key;          /* the Latin side may be one */
    bool phrasal;      /* its first or second word is one as "for" */
    bool explained;    /* what the term means follows */
    bool heads;        /* both sides name languages: a head, not an entry */
    bool told;         /* how the term is said follows it, or its part of speech
                        */
    bool option;       /* begins with a hyphen right before a word */
    bool loud;         /* by entry_read_back: a side begins with a capital
                          letter */
    bool task; /* may be what to do, and with what: "собрать image" */
    size_t number;    /* that stands before the term with no mark; 0: none */
    size_t first_end; /* of the first of two parts of the term that a dash
                         parts, as in a list of terms, synonyms and
                         translations; 0: none */
} entry_parse;

/* The side in that alphabet, of an entry that has one in each. */
static inline const entry_side *entry_latin(const entry_parse *e)
{
    return e->term.cyrillic ? &e->translation : &e->term;
}

static inline const entry_side *entry_cyrillic(const entry_parse *e)
{
    return e->term.cyrillic ? &e->term : &e->translation;
}

/* Read `count` items of `text` as an entry. */
entry_parse entry_read(const char *text, const lex_item *items, size_t count);

/* The same where a hyphen without blanks, or nothing but a blank, stands
 * between the sides: to be asked only where it is known that these are entries.
 * False if it is none. */
bool entry_read_tight(entry_parse *out, const char *text, const lex_item *items,
                      size_t count);
bool entry_read_spaced(entry_parse *out, const char *text,
                       const lex_item *items, size_t count);

/* The same where the Cyrillic side is the first: to be asked only of a long
 * row of such lines that begin in small letters, or with stresses marked, or
 * below a label. Where `out` is NULL, whether the alphabets turn so. */
bool entry_read_back(entry_parse *out, const char *text, const lex_item *items,
                     size_t count);

/* The same for two texts that face each other by their place, as two cells or
 * two lines; `term` is in the left one, `translation` in the right one, and the
 * places of all of it are not told. */
entry_parse entry_pair(const char *left, const lex_item *left_items,
                       size_t left_count, const char *right,
                       const lex_item *right_items, size_t right_count);

#endif
