/* SPDX-License-Identifier: MIT
 *
 * The terms of the index that a pattern stands for.
 *
 * The index holds stems. A pattern is held against them folded, not stemmed:
 * migr* finds the term migrat. Where it is longer than the stem of its words,
 * as migration* is, the stems of words that may be made of it are looked up. A
 * typo~ is held against stems and against the words that have them. */
#ifndef PILCROW_SEARCHER_EXPAND_EXPAND_H
#define PILCROW_SEARCHER_EXPAND_EXPAND_H

#include "searcher/expand/forms.h"
#include "searcher/index.h"
#include "searcher/query/query.h"

#define EXPAND_TERMS_MAX 100u      /* of a pattern */
#define EXPAND_TERMS_TOTAL 1000u   /* of the patterns of a query, shared out */
#define EXPAND_TERMS_MIN 8u        /* of a pattern, however many there are */
#define EXPAND_PATTERNS_MAX 128u   /* different ones, of a query */
#define EXPAND_VISITS_MAX 1000000u /* terms looked at for a query */
#define EXPAND_READS_MAX 4000u     /* paragraphs read for a query */
#define EXPAND_READS_MOST 200u     /* for a term */
#define EXPAND_READS_LEAST 16u

typedef struct expand_term {
    const char *bytes;
    size_t len;
    uint64_t paragraphs;
    unsigned edits;
    bool unsure; /* a word of it could be of the form; is there one? */
} expand_term;

/* What a pattern stands for: those that most paragraphs hold first; of slips,
 * those with fewest first. */
typedef struct expansion {
    const expand_term *terms;
    size_t count;
    size_t found; /* there are so many; `count` is cut */
    bool tried;   /* false: the query has too many patterns */
    bool pairs;   /* of a script whose words are pairs of characters: none */
} expansion;

/* Of one query on one generation of the index. */
typedef struct expander {
    arena *arena;
    pilcrow_index *index;
    forms_reader forms;
    size_t limit; /* terms of a pattern */
    size_t visits;
    size_t reads;
    struct expand_memo *memos; /* what was asked before */
    size_t memo_count;
} expander;

/* `languages` as in index_latin_languages(), borrowed; `patterns` is how many
 * the query has. */
void expander_begin(expander *x, arena *a, pilcrow_index *index,
                    const char *const *languages, size_t patterns);

/* Expand a pattern as it is typed: `edits` slips, or with 0 its * and ?. In
 * `field` BODY or HEADING. Good as long as the arena.
 *
 * STALE  the term list moved; begin anew. */
pilcrow_status expand_pattern(expansion *out, expander *x, engine_field field,
                              const char *text, size_t len, unsigned edits,
                              pilcrow_error *err);

#endif
