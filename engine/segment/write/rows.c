/* SPDX-License-Identifier: MIT
 *
 * In: how large things are. Out: room for one more of them. */
#include "engine/segment/write/rows.h"

#include <stdint.h>

#include "base/list.h"

void *rows_room(rows *r, pool *p, size_t size)
{
    if (r->count < r->block_count * ROWS_BLOCK)
        return rows_at(r, r->count, size);
    char **blocks = list_room(r->blocks, r->block_count, &r->block_capacity,
                              sizeof(char *));
    if (blocks == NULL)
        return NULL;
    r->blocks = blocks;
    char *block = pool_take(p, ROWS_BLOCK * size + ROWS_LINE);
    if (block == NULL)
        return NULL;
    block += -(uintptr_t)block & (ROWS_LINE - 1);
    blocks[r->block_count++] = block;
    return rows_at(r, r->count, size);
}
