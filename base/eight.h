/* SPDX-License-Identifier: MIT
 *
 * Eight bytes of a text at once, for loops whose next byte of interest is far
 * off. Each test answers by some bit, so 0 or not: whether there is such a
 * byte among the eight, not which it is. */
#ifndef PILCROW_BASE_EIGHT_H
#define PILCROW_BASE_EIGHT_H

#include <stdint.h>
#include <string.h>

#define EIGHT sizeof(uint64_t)

/* `byte` in all eight places. */
#define EIGHT_TIMES(byte) (UINT64_C(0x0101010101010101) * (byte))

/* The eight bytes at `text`. */
static inline uint64_t eight_at(const char *text)
{
    uint64_t bytes;
    memcpy(&bytes, text, sizeof bytes);
    return bytes;
}

/* Is one over 0x7F? */
static inline uint64_t eight_has_high(uint64_t bytes)
{
    return bytes & EIGHT_TIMES(0x80u);
}

/* Is one below `limit`, which is 0x80 at most? */
static inline uint64_t eight_has_below(uint64_t bytes, unsigned limit)
{
    return eight_has_high((bytes - EIGHT_TIMES(limit)) & ~bytes);
}

/* The high bit of each byte that is a blank, ' '. */
static inline uint64_t eight_blanks(uint64_t bytes)
{
    const uint64_t low = EIGHT_TIMES(0x7Fu);
    const uint64_t other = bytes ^ EIGHT_TIMES((unsigned)' ');
    return ~(((other & low) + low) | other | low);
}

/* Is one `byte`, which is below 0x80? */
static inline uint64_t eight_has(uint64_t bytes, unsigned byte)
{
    return eight_has_below(bytes ^ EIGHT_TIMES(byte), 1);
}

#endif
