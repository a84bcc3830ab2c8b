/* SPDX-License-Identifier: MIT
 *
 * In: a list that may be full. Out: one that is not, twice as large if need
 * be. */
#include "base/list.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/huge.h"

#define FIRST_CAPACITY 16u

/* The next capacity; 0 if its bytes cannot be told. */
static size_t next_capacity(size_t capacity, size_t size)
{
    size_t next = capacity == 0 ? FIRST_CAPACITY : capacity * 2;
    return next > SIZE_MAX / 2 / size ? 0 : next;
}

void *list_room(void *items, size_t count, size_t *capacity, size_t size)
{
    if (count < *capacity)
        return items;
    size_t next = next_capacity(*capacity, size);
    void *moved =
        next == 0 ? NULL : huge_resize(items, count * size, next * size);
    if (moved == NULL)
        return NULL;
    *capacity = next;
    return moved;
}

void *list_room_in(arena *a, void *items, size_t count, size_t *capacity,
                   size_t size)
{
    if (count < *capacity)
        return items;
    size_t next = next_capacity(*capacity, size);
    void *moved = next == 0 ? NULL : arena_room(a, next * size);
    if (moved == NULL)
        return NULL;
    if (count > 0)
        memcpy(moved, items, count * size);
    *capacity = next;
    return moved;
}
