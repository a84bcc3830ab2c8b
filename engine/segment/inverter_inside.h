/* SPDX-License-Identifier: MIT
 *
 * What an inverter holds, for those who fill it (inverter.c) and who write it
 * (inverter_write.c). */
#ifndef PILCROW_ENGINE_SEGMENT_INVERTER_INSIDE_H
#define PILCROW_ENGINE_SEGMENT_INVERTER_INSIDE_H

#include "engine/segment/chain.h"
#include "engine/segment/inverter.h"
#include "engine/segment/pool.h"
#include "engine/segment/slots.h"

/* Entries lie in blocks of so many, each in a line of the processor's cache. */
#define ENTRIES_BITS 10u
#define ENTRIES_BLOCK ((size_t)1 << ENTRIES_BITS)
#define LINE 64u
/* Terms of a paragraph that may be those of the one before. */
#define REPEATED 16u

typedef struct entry {
    chain postings;
    const char *term;
    uint8_t field;
    uint8_t len;
    bool positions; /* some posting has them */
} entry;

_Static_assert(sizeof(entry) <= LINE, "an entry is a line of the cache");

typedef struct document {
    const char *id;
    uint64_t values[ENGINE_VALUE_COUNT];
    uint32_t length;
    uint8_t id_len;
} document;

struct inverter {
    pool pool;
    entry **blocks; /* of entries, in the pool */
    size_t entry_count, block_count, block_capacity;
    slots terms;
    entry *repeated[REPEATED]; /* what the last paragraph is filtered by */
    document *documents;
    size_t document_count, document_capacity;
    slots ids;
    ids_shape shape;
    uint32_t length_max;
};

static inline entry *entry_at(const inverter *v, size_t number)
{
    return &v->blocks[number >> ENTRIES_BITS][number & (ENTRIES_BLOCK - 1)];
}

#endif
