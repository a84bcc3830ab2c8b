/* SPDX-License-Identifier: MIT
 *
 * A hash table from 64-bit keys to values of one size.
 *
 *     map words;
 *     map_init(&words, sizeof(word));
 *     word *w = map_put(&words, hash);
 *     if (w == NULL)
 *         return error_no_memory(err);
 *
 * A key is what the caller makes it: where it is a hash of something longer
 * and two of those must never be taken for one, the value says whose it is. */
#ifndef PILCROW_BASE_MAP_H
#define PILCROW_BASE_MAP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct map {
    char *slots; /* each a key, the value, and whether it is taken */
    size_t value_size;
    size_t capacity; /* 0 or a power of two */
    size_t count;    /* of the keys that are there */
} map;

/* An empty map; allocates nothing. */
void map_init(map *m, size_t value_size);
/* Forget the keys and keep the memory. */
void map_clear(map *m);
/* Free and leave it as init. */
void map_release(map *m);

/* The value of `key`; NULL if it is not there. Borrowed until the next put. */
void *map_find(const map *m, uint64_t key);
/* The same, but made, all zeroes, if it is not there; NULL without memory. */
void *map_put(map *m, uint64_t key);

/* Each value in turn, in no order, and its key: `*at` is 0 at first. NULL after
 * the last. */
void *map_next(const map *m, size_t *at, uint64_t *key);

#ifdef __cplusplus
}
#endif

#endif
