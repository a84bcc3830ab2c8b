/* SPDX-License-Identifier: MIT
 *
 * Growing lists of any struct. A list is a pointer, a count and a capacity in
 * the caller's hands; before it adds an item the caller asks for room:
 *
 *     plan_file *files = list_room(p->files, p->count, &p->capacity,
 *                                  sizeof *files);
 *     if (files == NULL)
 *         return error_no_memory(err);
 *     p->files = files;
 *     p->files[p->count++] = ...; */
#ifndef PILCROW_BASE_LIST_H
#define PILCROW_BASE_LIST_H

#include <stddef.h>

#include "base/arena.h"

/* `items`, or where they have moved to, with room for one more of `size` bytes
 * behind `count`. NULL without memory: `items` and `*capacity` are as before.
 * The list is the caller's, free(). */
void *list_room(void *items, size_t count, size_t *capacity, size_t size);

/* The same in an arena; what `items` took there is not used again. */
void *list_room_in(arena *a, void *items, size_t count, size_t *capacity,
                   size_t size);

#endif
