/* SPDX-License-Identifier: MIT
 *
 * Whole numbers in 1 to 10 bytes, seven bits a byte, the low ones first; all
 * bytes but the last have the top bit set. And little-endian words. */
#ifndef PILCROW_ENGINE_SEGMENT_FILE_VARINT_H
#define PILCROW_ENGINE_SEGMENT_FILE_VARINT_H

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#define VARINT_MAX 10u

/* Write at `out`, which has room for VARINT_MAX bytes; how many were used. */
static inline unsigned varint_write(unsigned char *out, uint64_t value)
{
    unsigned len = 0;
    for (; value >= 0x80; value >>= 7)
        out[len++] = (unsigned char)(value | 0x80);
    out[len++] = (unsigned char)value;
    return len;
}

/* Read at `*at`, which moves on. False, and nothing moves, if the number is
 * not whole before `end` or has more than 64 bits. */
static inline bool varint_read(const unsigned char **at,
                               const unsigned char *end, uint64_t *value)
{
    uint64_t sum = 0;
    const unsigned char *next = *at;
    if (next < end && *next < 0x80) { /* most are */
        *value = *next;
        *at = next + 1;
        return true;
    }
    for (unsigned shift = 0; next < end && shift < 64; shift += 7) {
        const uint64_t bits = *next & 0x7F;
        if (shift == 63 && bits > 1)
            return false;
        sum |= bits << shift;
        if (*next++ < 0x80) {
            *at = next;
            *value = sum;
            return true;
        }
    }
    return false;
}

/* The same for a number of at most 32 bits. */
static inline bool varint_read32(const unsigned char **at,
                                 const unsigned char *end, uint32_t *value)
{
    uint64_t wide;
    const unsigned char *next = *at;
    if (!varint_read(&next, end, &wide) || wide > UINT32_MAX)
        return false;
    *at = next;
    *value = (uint32_t)wide;
    return true;
}

static inline uint32_t word_read(const unsigned char *bytes)
{
    return (uint32_t)bytes[0] | (uint32_t)bytes[1] << 8 |
           (uint32_t)bytes[2] << 16 | (uint32_t)bytes[3] << 24;
}

static inline void word_write(unsigned char *bytes, uint32_t value)
{
    for (unsigned i = 0; i < 4; i++)
        bytes[i] = (unsigned char)(value >> 8 * i);
}

#endif
