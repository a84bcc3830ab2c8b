/* SPDX-License-Identifier: MIT
 *
 * Records that wait in memory until it is known in which order they go into a
 * segment. A text that several have is there once, and of their heads what they
 * begin with as the first does. */
#ifndef PILCROW_ENGINE_SEGMENT_WRITE_HELD_H
#define PILCROW_ENGINE_SEGMENT_WRITE_HELD_H

#include "engine/segment/file/records.h"
#include "engine/segment/write/pool.h"

typedef struct held_record held_record;

/* All zeroes: empty. */
typedef struct held {
    pool pool;
    held_record **list; /* in the pool */
    size_t count, capacity;
    buf first; /* the head of the first */
} held;

/* Keep a copy of the piece as the last; of its tail none, where the `like`th
 * has the same. False without memory. */
bool held_add(held *h, const records_piece *piece, size_t like);
#define HELD_LIKE_NONE SIZE_MAX

/* Has the `number`th the same tail? */
bool held_has_tail(const held *h, size_t number, const records_piece *piece);

/* How long the last head is, or `other` if there is none. */
size_t held_last_head(const held *h, size_t other);

/* The bytes that it takes. */
size_t held_memory(const held *h);

/* Write all, the `order[i]`th as the `i`th. False without memory, or once the
 * writer has failed. */
bool held_write(const held *h, const uint32_t *order, records_writer *w);

/* Free all, and be empty. */
void held_release(held *h);

#endif
