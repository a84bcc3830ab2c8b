/* SPDX-License-Identifier: MIT
 *
 * An engine's index and the reference side by side: the same steps done to
 * both, the same questions asked of both, and the first disagreement kept. */
#ifndef PILCROW_TESTS_PAIR_H
#define PILCROW_TESTS_PAIR_H

#include "reference.h"

/* What is asked of a collection. */
typedef struct probe {
    const engine_query *query;
    engine_search_options options;
} probe;

typedef struct pair {
    char *dir;
    engine_writer *writer;
    engine_snapshot *snapshot; /* NULL: none open */
    reference *reference;
    engine_ref *refs; /* of the generation that was looked at, ascending */
    size_t *numbers;  /* of the paragraphs with these refs */
    size_t count;
    char why[2048];   /* the first disagreement; "" for none */
} pair;

void pair_open(pair *p);
void pair_close(pair *p);

/* Do the step to both. */
void pair_apply(pair *p, const step *s);

/* Read the newest generation, through the snapshot that is there or, where it
 * is to be `anew`, through another: paragraphs, records, numbers. */
void pair_look(pair *p, bool anew);

/* Ask both, of the generation that was looked at: hits, scores, order, totals,
 * the page that the probe wants, every match, and the terms' statistics. */
void pair_compare(pair *p, const probe *q);

#endif
