/* SPDX-License-Identifier: MIT
 *
 * A table of hashes: which numbers may be those of a term. Whoever looks one up
 * goes from its first slot to the next, round the end, until an empty one. */
#ifndef PILCROW_ENGINE_SEGMENT_WRITE_SLOTS_H
#define PILCROW_ENGINE_SEGMENT_WRITE_SLOTS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/mix.h"

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

/* The first slot of a hash. There is one. */
static inline slot *slots_first(const slots *s, uint32_t hash)
{
    return &s->list[hash & (s->capacity - 1)];
}

/* The hash of a term, which is not empty. */
static inline uint32_t slots_hash(const char *bytes, size_t len, unsigned field)
{
    return (uint32_t)mix_bytes(field, bytes, len);
}

#endif
