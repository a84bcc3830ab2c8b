/* SPDX-License-Identifier: MIT
 *
 * In: sizes. Out: memory from a chain of blocks. Invariant: what was taken
 * stays where it is. */
#include "engine/segment/write/pool.h"

#include <stdlib.h>
#include <string.h>

#include "base/huge.h"

/* Small ones, until they come to a large one. */
#define BLOCK_SMALL (HUGE_PAGE - sizeof(pool_block))
#define BLOCK_LARGE (4 * HUGE_PAGE - sizeof(pool_block))

struct pool_block {
    struct pool_block *next;
    _Alignas(16) char bytes[];
};

void pool_release(pool *p)
{
    while (p->blocks != NULL) {
        pool_block *next = p->blocks->next;
        free(p->blocks);
        p->blocks = next;
    }
    *p = (pool){0};
}

void *pool_take(pool *p, size_t size)
{
    size = (size + 7) & ~(size_t)7;
    if (size > (size_t)(p->end - p->at)) {
        size_t room = p->bytes < BLOCK_LARGE ? BLOCK_SMALL : BLOCK_LARGE;
        if (room < size)
            room = size;
        pool_block *block = huge_alloc(sizeof *block + room);
        if (block == NULL)
            return NULL;
        block->next = p->blocks;
        p->blocks = block;
        p->at = block->bytes;
        p->end = block->bytes + room;
    }
    void *taken = p->at;
    p->at += size;
    p->bytes += size;
    return taken;
}

const char *pool_copy(pool *p, const char *bytes, size_t len)
{
    char *copy = pool_take(p, len);
    if (copy != NULL)
        memcpy(copy, bytes, len);
    return copy;
}
