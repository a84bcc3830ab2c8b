/* SPDX-License-Identifier: MIT
 *
 * How many matches each document has: a table that grows in an arena.
 *
 *     tally t;
 *     tally_init(&t, &arena);
 *     tally_add(&t, part, document, ref);   // for every match
 *     tally_count(&t, part, document); */
#ifndef PILCROW_SEARCHER_TALLY_H
#define PILCROW_SEARCHER_TALLY_H

#include "base/arena.h"
#include "engine/engine.h"

/* The matches of one document. */
typedef struct tally_row {
    size_t part;       /* of several indexes */
    uint64_t document; /* its ENGINE_DOCUMENT there */
    engine_ref first;  /* the match that was added first */
    uint64_t count;    /* 0: the row is free */
} tally_row;

typedef struct tally {
    arena *arena;
    tally_row *rows; /* `capacity` of them, free ones among them */
    size_t capacity; /* nought or a power of two */
    size_t count;    /* documents */
} tally;

void tally_init(tally *t, arena *a);
/* False without memory. */
bool tally_add(tally *t, size_t part, uint64_t document, engine_ref ref);
/* 0 for a document that was never added. */
uint64_t tally_count(const tally *t, size_t part, uint64_t document);
/* The documents with the most matches, at most `most`, ties by their first;
 * puts the table in that order, after which nothing can be added or looked up.
 * `*count` says how many. */
const tally_row *tally_largest(tally *t, size_t most, size_t *count);

#endif
