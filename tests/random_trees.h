/* SPDX-License-Identifier: MIT
 *
 * Collections and queries drawn from a seed: words of two languages and of very
 * different frequencies, several at one position now and then; trees of every
 * node that engine.h has. */
#ifndef PILCROW_TESTS_RANDOM_TREES_H
#define PILCROW_TESTS_RANDOM_TREES_H

#include "reference.h"

typedef struct chance {
    uint64_t state;
} chance;

/* A number below `below`, which is 1 or more. */
uint32_t draw(chance *c, uint32_t below);

/* How a collection is drawn. */
typedef struct shape {
    uint32_t words;      /* in the vocabulary */
    uint32_t body_max;   /* words of a paragraph */
    uint32_t documents;
    uint32_t commits;    /* one in so many steps */
    bool alone;          /* no two words share a position */
    bool no_near;        /* no tree has a NEAR */
} shape;

/* The next step. What it points to lies in the arena. `r` tells which ids
 * there are; `*next_id` numbers new ones. */
step random_step(chance *c, const shape *s, const reference *r,
                 uint32_t *next_id, arena *a);

/* A tree at most `depth` deep, in the arena. */
engine_query *random_tree(chance *c, const shape *s, const reference *r,
                          unsigned depth, arena *a);

/* The text that kit_query() reads. */
void print_tree(buf *out, const engine_query *q);
/* As cases/engine/query.txt has it: "+ ID DOCUMENT ORDINAL LANG | ...";
 * and "- field:term", "commit", "rollback", "reopen". */
void print_step(buf *out, const step *s);

/* The tree after one simplification, the `n`-th of all: a node gives way to one
 * of its children, or loses one. NULL past the last. */
const engine_query *simpler_tree(const engine_query *q, unsigned n, arena *a);

/* True if the tree holds such a node. */
bool tree_holds(const engine_query *q, engine_op op);
/* True if its groups are of terms, phrases and the like alone, for which
 * engine.h says what they score. */
bool tree_groups_are_plain(const engine_query *q);

#endif
