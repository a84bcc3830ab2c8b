/* SPDX-License-Identifier: MIT
 *
 * The engine's query tree as a value: made in an arena, compared, and judged by
 * the work it will be. */
#ifndef PILCROW_SEARCHER_WORDS_TREE_H
#define PILCROW_SEARCHER_WORDS_TREE_H

#include "base/arena.h"
#include "engine/engine.h"

/* A node with a copy of the list of `children`. NULL without memory. */
engine_query *tree_node(arena *a, engine_op op,
                        const engine_query *const *children, size_t count);

/* A node that scores `weight` times what `child` does; NULL without memory, or
 * where `child` is. */
engine_query *tree_scale(arena *a, const engine_query *child, double weight);

/* A fixed order of trees; 0 if they are the same through and through. */
int tree_compare(const engine_query *left, const engine_query *right);

/* What a tree will cost, in postings read: a rough guess from the frequencies
 * of its terms. */
typedef struct tree_cost {
    double matches; /* paragraphs, at most */
    double work;
    double leaves; /* terms in it */
} tree_cost;

pilcrow_status tree_estimate(tree_cost *out, engine_snapshot *snapshot,
                             const engine_query *tree, double paragraphs,
                             pilcrow_error *err);

/* The work of the tree if each of its terms were in all paragraphs: nothing is
 * looked up, and tree_estimate() gives no more. */
double tree_most_work(const engine_query *tree, double paragraphs);

#endif
