/* SPDX-License-Identifier: MIT
 *
 * A table of hashes: which numbers may be those of a term. Whoever looks one up
 * goes from its first slot to the next, round the end, until an empty one. */
#ifndef PILCROW_ENGINE_SEGMENT_SLOTS_H
#define PILCROW_ENGINE_SEGMENT_SLOTS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/eight.h"

/* Number 0 is an empty one. */
typedef struct slot {
    uint32_t hash;
    uint32_t number; /* and 1 */
} slot;

/* All zeroes: empty. The list is to be freed. */
typedef struct slots {
    slot *list;
    size_t capacity; /* 0 or a power of two */
    size_t used;
} slots;

/* Make room for `more`, at most SLOTS_MORE; after it a quarter of the slots is
 * empty. False without memory. */
#define SLOTS_MORE 512u
bool slots_room(slots *s, size_t more);

static inline uint64_t slots_mix(uint64_t hash, uint64_t bytes)
{
    hash = (hash ^ bytes) * UINT64_C(0x9E3779B97F4A7C15);
    return hash ^ hash >> 32;
}

/* The hash of a term, which is not empty. */
static inline uint32_t slots_hash(const char *bytes, size_t len, unsigned field)
{
    uint64_t hash = field;
    for (; len > EIGHT; bytes += EIGHT, len -= EIGHT)
        hash = slots_mix(hash, eight_at(bytes));
    return (uint32_t)slots_mix(hash, len == EIGHT ? eight_at(bytes)
                                                  : eight_of_fewer(bytes, len));
}

#endif
