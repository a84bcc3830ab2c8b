/* SPDX-License-Identifier: MIT
 *
 * In: sizes. Out: memory from a chain of blocks, freed at once. */
#include "base/arena.h"

#include <stdalign.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/huge.h"

/* What a round took is one block of the next, up to a large page. An arena that
 * sees one round, as that of hits, has small ones: the system would take large
 * ones away from the allocator after each search. */
#define BLOCK_LEAST ((size_t)16 * 1024)
#define BLOCK_MOST (HUGE_PAGE - sizeof(arena_block))

struct arena_block {
    arena_block *next;
    size_t used;
    size_t size;
    alignas(max_align_t) char bytes[];
};

void arena_init(arena *a, size_t max)
{
    *a = (arena){.max = max};
}

static void free_chain(arena_block *block)
{
    while (block != NULL) {
        arena_block *next = block->next;
        free(block);
        block = next;
    }
}

void arena_clear(arena *a)
{
    if (a->blocks != NULL && a->blocks->next != NULL) {
        free_chain(a->blocks);
        a->blocks = NULL;
        a->expected = a->total + a->total / 4;
    } else if (a->blocks != NULL) {
        a->blocks->used = 0;
    }
    a->total = 0;
    a->failed = false;
}

void arena_release(arena *a)
{
    free_chain(a->blocks);
    arena_init(a, a->max);
}

static arena_block *add_block(arena *a, size_t at_least)
{
    size_t size = a->expected < BLOCK_MOST ? a->expected : BLOCK_MOST;
    size = size > BLOCK_LEAST ? size : BLOCK_LEAST;
    size = at_least > size ? at_least : size;
    arena_block *block = huge_alloc(sizeof *block + size);
    if (block == NULL)
        return NULL;
    block->next = a->blocks;
    block->used = 0;
    block->size = size;
    a->blocks = block;
    return block;
}

void *arena_room(arena *a, size_t size)
{
    const size_t align = alignof(max_align_t);
    if (a->failed)
        return NULL;
    if (size > a->max || a->total > a->max - size || size > SIZE_MAX / 2) {
        a->failed = true;
        return NULL;
    }
    size_t rounded = (size + align - 1) / align * align;
    arena_block *block = a->blocks;
    if (block == NULL || block->size - block->used < rounded)
        block = add_block(a, rounded);
    if (block == NULL) {
        a->failed = true;
        return NULL;
    }
    void *memory = block->bytes + block->used;
    block->used += rounded;
    a->total += rounded;
    return memory;
}

void *arena_alloc(arena *a, size_t size)
{
    void *memory = arena_room(a, size);
    if (memory != NULL)
        memset(memory, 0, size);
    return memory;
}

void *arena_room_array(arena *a, size_t count, size_t size)
{
    if (size != 0 && count > SIZE_MAX / size) {
        a->failed = true;
        return NULL;
    }
    return arena_room(a, count * size);
}

void *arena_array(arena *a, size_t count, size_t size)
{
    void *memory = arena_room_array(a, count, size);
    if (memory != NULL)
        memset(memory, 0, count * size);
    return memory;
}

char *arena_copy(arena *a, const void *bytes, size_t len)
{
    char *copy = arena_room(a, len + 1);
    if (copy == NULL)
        return NULL;
    if (len > 0)
        memcpy(copy, bytes, len);
    copy[len] = '\0';
    return copy;
}

char *arena_text(arena *a, const char *text)
{
    return arena_copy(a, text, strlen(text));
}

char *arena_format(arena *a, const char *format, ...)
{
    va_list list, again;
    va_start(list, format);
    va_copy(again, list);
    int size = vsnprintf(NULL, 0, format, list);
    char *text = size < 0 ? NULL : arena_alloc(a, (size_t)size + 1);
    if (text != NULL)
        vsnprintf(text, (size_t)size + 1, format, again);
    va_end(again);
    va_end(list);
    return text;
}
