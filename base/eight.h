/* SPDX-License-Identifier: MIT
 *
 * Eight bytes of a text at once, for loops whose next byte of interest is far
 * off. Each test answers by some bit, so 0 or not: whether there is such a
 * byte among the eight. Of eight_upwards() the lowest bit is that of the first
 * such byte; the others may mislead. */
#ifndef PILCROW_BASE_EIGHT_H
#define PILCROW_BASE_EIGHT_H

#include <stdbool.h>
#include <stddef.h>
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

/* Of eight_upwards(), where a character begins: is there one that is neither of
 * ASCII nor a Russian letter (utf8_is_russian())? The lowest bit is in its
 * first byte, or in what stands where its second byte should. */
static inline uint64_t eight_not_russian(uint64_t bytes)
{
    const uint64_t high = eight_has_high(bytes);
    if (high == 0)
        return 0;
    const uint64_t low = EIGHT_TIMES(0x7Fu);
    const uint64_t other = (bytes & EIGHT_TIMES(0xFEu)) ^ EIGHT_TIMES(0xD0u);
    const uint64_t first = high & bytes << 1;
    return (first & (((other & low) + low) | other)) |
           (high ^ first ^ first << 8);
}

/* How many of the bytes are over 0x7F. */
static inline size_t eight_count_high(uint64_t bytes)
{
    return (size_t)((eight_has_high(bytes) >> 7) * EIGHT_TIMES(1u) >> 56);
}

/* The high bit of each byte that is no ASCII letter. */
static inline uint64_t eight_not_letters(uint64_t bytes)
{
    uint64_t small = (bytes & EIGHT_TIMES(0x7Fu)) | EIGHT_TIMES(0x20u);
    uint64_t from_a = small + EIGHT_TIMES(0x80u - 'a');
    uint64_t past_z = small + EIGHT_TIMES(0x7Fu - 'z');
    return eight_has_high(~from_a | past_z | bytes);
}

/* The eight bytes at `text`, the first of them lowest. */
static inline uint64_t eight_upwards(const char *text)
{
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
    return __builtin_bswap64(eight_at(text));
#else
    return eight_at(text);
#endif
}

/* All bits of the bytes behind the first `count`, 8 at most, of such eight. */
static inline uint64_t eight_past(size_t count)
{
    return count == EIGHT ? 0 : UINT64_MAX << 8 * count;
}

/* How many bytes precede the first that is not 0, of which there is one. The
 * first byte is the lowest. */
static inline size_t eight_zeros(uint64_t bytes)
{
    return (size_t)__builtin_ctzll(bytes) / 8;
}

/* The same, or 8 where all are 0. */
static inline size_t eight_before(uint64_t bytes)
{
    return bytes == 0 ? EIGHT : eight_zeros(bytes);
}

/* Of eight_at() the first `count` bytes, fewer than eight; the others 0. */
static inline uint64_t eight_keep(uint64_t bytes, size_t count)
{
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
    return bytes & ~(UINT64_MAX >> 8 * count);
#else
    return bytes & ((UINT64_C(1) << 8 * count) - 1);
#endif
}

/* Fewer than eight bytes, 1 at least, as a number that no other bytes of this
 * length give. */
static inline uint64_t eight_of_fewer(const char *text, size_t len)
{
    const unsigned char *bytes = (const unsigned char *)text;
    uint32_t first, last;
    if (len < sizeof first)
        return bytes[0] | (uint64_t)bytes[len / 2] << 8 |
               (uint64_t)bytes[len - 1] << 16;
    memcpy(&first, text, sizeof first);
    memcpy(&last, text + len - sizeof last, sizeof last);
    return first | (uint64_t)last << 32;
}

/* Are `len` bytes, 0 to any, the same at both places? */
static inline bool eight_same(const char *one, const char *other, size_t len)
{
    if (len < EIGHT)
        return len == 0 ||
               eight_of_fewer(one, len) == eight_of_fewer(other, len);
    for (size_t at = 0; at < len - EIGHT; at += EIGHT)
        if (eight_at(one + at) != eight_at(other + at))
            return false;
    return eight_at(one + len - EIGHT) == eight_at(other + len - EIGHT);
}

/* How many of the first `len` bytes, up to one that differs, are the same at
 * both places. */
static inline size_t eight_shared(const char *one, const char *other,
                                  size_t len)
{
    size_t at = 0;
    for (; len - at >= EIGHT; at += EIGHT) {
        const uint64_t differ =
            eight_upwards(one + at) ^ eight_upwards(other + at);
        if (differ != 0)
            return at + eight_zeros(differ);
    }
    while (at < len && one[at] == other[at])
        at++;
    return at;
}

/* Is one `byte`, which is below 0x80? */
static inline uint64_t eight_has(uint64_t bytes, unsigned byte)
{
    return eight_has_below(bytes ^ EIGHT_TIMES(byte), 1);
}

#endif
