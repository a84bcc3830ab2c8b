/* SPDX-License-Identifier: MIT
 *
 * The best hits so far: at most `want` of them, of each document one if hits
 * are grouped.
 *
 * Hits are offered in the order of their refs, part after part, so of two with one
 * score the one offered first stays. */
#ifndef PILCROW_ENGINE_SEGMENT_SEARCH_TOP_H
#define PILCROW_ENGINE_SEGMENT_SEARCH_TOP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "engine/engine.h"

/* A document in a joint snapshot. */
typedef struct top_key {
    uint64_t document;
    uint32_t index;
} top_key;

typedef struct top {
    engine_hit *heap;   /* the worst on top; malloc'd */
    top_key *keys;      /* of each hit, if grouped */
    uint32_t *slots;    /* hash table: 1 + place in the heap; 0 is free */
    size_t slot_count;  /* a power of 2 */
    size_t count;
    size_t capacity;
    size_t want;
    bool grouped;
    bool failed;        /* out of memory */
    /* A hit must score more than this to come in; -1 while there is room. */
    double threshold;
} top;

void top_init(top *t, size_t want, bool grouped);
void top_release(top *t);

/* Offer a hit whose score is above the threshold; `key` may be NULL if hits
 * are not grouped. False without memory. */
bool top_offer(top *t, engine_ref ref, double score, const top_key *key);

/* Sort what there is, best first, and hand over the hits from `offset` on. */
void top_finish(top *t, size_t offset, engine_result *out);

#endif
