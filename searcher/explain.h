/* SPDX-License-Identifier: MIT
 *
 * Why a paragraph has its score: what each word of the query adds to it. */
#ifndef PILCROW_SEARCHER_EXPLAIN_H
#define PILCROW_SEARCHER_EXPLAIN_H

#include "searcher/compile.h"

typedef struct explain_context {
    pilcrow_index *index;
    arena *arena;
    const compiled_query *query;
    double k1, b;
    double paragraphs;      /* N */
    double average;         /* length */
} explain_context;

/* The idf of a term that so many of the paragraphs hold. */
double explain_idf(double paragraphs, double holders);

/* Once for all hits of a search, on the generation it read. */
pilcrow_status explain_begin(explain_context *x, arena *a,
                             pilcrow_index *index, const compiled_query *query,
                             double k1, double b, pilcrow_error *err);

/* Fill the hit's explanations, which add up to its score. */
pilcrow_status explain_hit(const explain_context *x, pilcrow_hit *hit,
                           engine_ref ref, pilcrow_error *err);

#endif
