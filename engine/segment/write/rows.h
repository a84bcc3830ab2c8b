/* SPDX-License-Identifier: MIT
 *
 * Things of one size, in blocks in a pool: however many come, each stays where
 * it is, and none is copied. */
#ifndef PILCROW_ENGINE_SEGMENT_WRITE_ROWS_H
#define PILCROW_ENGINE_SEGMENT_WRITE_ROWS_H

#include "engine/segment/write/pool.h"

/* Of so many in each block. */
#define ROWS_BITS 10u
#define ROWS_BLOCK ((size_t)1 << ROWS_BITS)
/* A block begins with a line of the processor's cache. */
#define ROWS_LINE 64u

/* All zeroes: empty. The blocks are the pool's, their list is to be freed. */
typedef struct rows {
    char **blocks;
    size_t block_count, block_capacity;
    size_t count;
} rows;

/* Where the next goes, which is to be counted by the caller; NULL without
 * memory. All are of `size` bytes. */
void *rows_room(rows *r, pool *p, size_t size);

static inline void *rows_at(const rows *r, size_t number, size_t size)
{
    return r->blocks[number >> ROWS_BITS] + (number & (ROWS_BLOCK - 1)) * size;
}

#endif
