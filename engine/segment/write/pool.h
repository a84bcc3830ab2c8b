/* SPDX-License-Identifier: MIT
 *
 * Memory for what is forgotten all at once: pieces of any size, as they come.
 * Other than an arena's (base/arena.h) they are not zeroed, are aligned to
 * eight bytes, and lie in large blocks. */
#ifndef PILCROW_ENGINE_SEGMENT_WRITE_POOL_H
#define PILCROW_ENGINE_SEGMENT_WRITE_POOL_H

#include <stddef.h>

typedef struct pool_block pool_block;

/* All zeroes: empty. */
typedef struct pool {
    pool_block *blocks;
    char *at, *end;
    size_t bytes; /* that were taken */
} pool;

/* Free all that was taken, and be empty. */
void pool_release(pool *p);

/* Bytes that stay where they are until then; NULL without memory. */
void *pool_take(pool *p, size_t size);
const char *pool_copy(pool *p, const char *bytes, size_t len);

#endif
