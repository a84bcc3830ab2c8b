/* SPDX-License-Identifier: MIT
 *
 * In: a seed, not 0. Out: numbers that look drawn by chance, the same from the
 * same seed everywhere, so that a failure comes again (xorshift64*). */
#ifndef PILCROW_TESTS_CHANCE_H
#define PILCROW_TESTS_CHANCE_H

#include <stddef.h>
#include <stdint.h>

static inline uint64_t chance_next(uint64_t *seed)
{
    *seed ^= *seed >> 12;
    *seed ^= *seed << 25;
    *seed ^= *seed >> 27;
    return *seed * UINT64_C(2685821657736338717);
}

/* One below `limit`, which is 1 at least. */
static inline size_t below(uint64_t *seed, size_t limit)
{
    return (size_t)(chance_next(seed) >> 33) % limit;
}

#endif
