/* SPDX-License-Identifier: MIT
 *
 * Memory for things that die together: a document, a query, a list of hits.
 *
 * Invariants: what an arena gives stays where it is until clear or release; it
 * is aligned for any type, and zeroed but where it is called room. Past `max`
 * bytes in all, or when memory runs out, NULL comes back and `failed` stays
 * set.
 *
 * init allocates nothing; clear keeps the block if there is one alone, and else
 * has the next round begin with one for what this round took, 2 MB at most;
 * release frees all and leaves it as init. */
#ifndef PILCROW_BASE_ARENA_H
#define PILCROW_BASE_ARENA_H

#include <stdbool.h>
#include <stddef.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct arena_block arena_block;

typedef struct arena {
    arena_block *blocks; /* newest first */
    size_t total;        /* bytes handed out */
    size_t expected;     /* so many will be; 0: not known */
    size_t max;
    bool failed;
} arena;

void arena_init(arena *a, size_t max);
void arena_clear(arena *a);
void arena_release(arena *a);

void *arena_alloc(arena *a, size_t size);
/* The same, not zeroed: for what is large and set before it is read. */
void *arena_room(arena *a, size_t size);
/* `count` things of `size` bytes; NULL on overflow too. */
void *arena_array(arena *a, size_t count, size_t size);
void *arena_room_array(arena *a, size_t count, size_t size);
/* A NUL-terminated copy of `len` bytes. */
char *arena_copy(arena *a, const void *bytes, size_t len);
char *arena_text(arena *a, const char *text);
char *arena_format(arena *a, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

#ifdef __cplusplus
}
#endif

#endif
