/* SPDX-License-Identifier: MIT
 *
 * A quick hash of few bytes, for tables in memory that compare what they find.
 * It differs between machines, so it is not for files. */
#ifndef PILCROW_BASE_MIX_H
#define PILCROW_BASE_MIX_H

#include "base/eight.h"

/* Of a product the high bits depend on all of what was multiplied, the low ones
 * on little; tables look at the low ones of a hash. */
static inline uint64_t mix_one(uint64_t hash, uint64_t bytes)
{
    return __builtin_bswap64((hash ^ bytes) * UINT64_C(0x9E3779B97F4A7C15));
}

/* The last eight bytes, or all of fewer, 1 at least; see eight_of_fewer(). */
static inline uint64_t mix_tail(const char *bytes, size_t len)
{
    return len < EIGHT ? eight_of_fewer(bytes, len)
                       : eight_at(bytes + len - EIGHT);
}

/* The hash of `len` bytes, 1 at least, of which `tail` is mix_tail(). */
static inline uint64_t mix_with_tail(uint64_t seed, const char *bytes,
                                     size_t len, uint64_t tail)
{
    for (size_t at = 0; len - at > EIGHT; at += EIGHT)
        seed = mix_one(seed, eight_at(bytes + at));
    return mix_one(seed, tail);
}

static inline uint64_t mix_bytes(uint64_t seed, const char *bytes, size_t len)
{
    return mix_with_tail(seed, bytes, len, mix_tail(bytes, len));
}

#endif
