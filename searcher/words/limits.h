/* SPDX-License-Identifier: MIT
 *
 * The limits of a query as a whole: how many different words it may have, and
 * how much work it may be. A query over them is compiled once more without its
 * commonest words, or without translations where these are what is too much;
 * strict: too many words of its own are refused. */
#ifndef PILCROW_SEARCHER_WORDS_LIMITS_H
#define PILCROW_SEARCHER_WORDS_LIMITS_H

#include "searcher/index.h"
#include "searcher/query/query.h"

/* Postings (tree.h) that may be read for a query: so many, or so many times
 * the paragraphs of the index. About a second on a machine of 2020. */
#define LIMITS_WORK 6e6
#define LIMITS_WORK_PER_PARAGRAPH 16.0

typedef struct limits_term {
    const char *bytes;
    size_t len;
} limits_term;

/* A word, a phrase, a NEAR or a filter of the query, compiled. */
typedef struct limits_leaf {
    query_node *from;
    const engine_query *node;
    const limits_term *terms; /* none for a filter */
    size_t term_count;
} limits_leaf;

typedef struct limits_query {
    pilcrow_index *index;
    arena *arena;
    const char *text;         /* as typed, for an error's offset */
    const engine_query *root; /* NULL: nothing was compiled */
    const limits_leaf *leaves;
    size_t count;
    bool strict;
    bool cut; /* not the first time: leaves were left out before */
    bool translated; /* it holds translations, which are no leaves */
    query_notices *notices;
} limits_query;

/* How to compile the query once more. */
typedef enum limits_verdict {
    LIMITS_KEPT,        /* not at all */
    LIMITS_CUT,         /* without the leaves that are marked `skip` */
    LIMITS_UNTRANSLATED /* without translations */
} limits_verdict;

/* Hold the compiled query against the limits. Where it breaks one, a notice
 * says so, and `*out` how to compile it once more, to call this again.
 *
 * QUERY  strict: it breaks one; err->offset is where too much begins. */
pilcrow_status limits_hold(limits_verdict *out, const limits_query *query,
                           pilcrow_error *err);

#endif
