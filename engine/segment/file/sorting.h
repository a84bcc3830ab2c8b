/* SPDX-License-Identifier: MIT
 *
 * Sorting many short keys by their bytes. */
#ifndef PILCROW_ENGINE_SEGMENT_FILE_SORTING_H
#define PILCROW_ENGINE_SEGMENT_FILE_SORTING_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* A key's first 8 bytes as one number, those it lacks 0, and what it is the
 * key of. */
typedef struct sorting_item {
    uint64_t prefix;
    uint32_t number;
} sorting_item;

uint64_t sorting_prefix(const char *key, size_t len);

/* The order of two items' whole keys: below 0, 0, or above. */
typedef int sorting_compare_fn(const sorting_item *a, const sorting_item *b,
                               void *ctx);

/* By their numbers; `ctx` is not looked at. */
sorting_compare_fn sorting_by_number;

/* Sort by prefix, and where that is the same by `compare`. False without
 * memory. */
bool sorting_sort(sorting_item *items, size_t count,
                  sorting_compare_fn *compare, void *ctx);

/* The order of two keys by their bytes; a key comes before those that it
 * begins. */
int sorting_order(const char *a, size_t a_len, const char *b, size_t b_len);

#endif
