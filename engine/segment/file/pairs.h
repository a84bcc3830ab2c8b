/* SPDX-License-Identifier: MIT
 *
 * The (frequency, length) pairs that bound the scores of many documents.
 *
 * BM25 grows with the frequency and falls with the length, whatever k1 and b
 * are: of all documents only those count that no other one beats in both. They
 * are kept by falling frequency, and so by falling length. */
#ifndef PILCROW_ENGINE_SEGMENT_FILE_PAIRS_H
#define PILCROW_ENGINE_SEGMENT_FILE_PAIRS_H

#include <stddef.h>
#include <stdint.h>

#include "engine/segment/file/postings.h"

/* Let `count` pairs bound one more document, and return how many they are then:
 * at most `max`. `pairs` has room for one more. Where they would be too many
 * the two that lose least become one that bounds both. */
size_t pairs_add(postings_pair *pairs, size_t count, size_t max,
                 uint32_t frequency, uint32_t length);

/* A length in one byte, rounded down: exact below 128, then eight steps to each
 * doubling. */
static inline unsigned char length_code(uint32_t length)
{
    unsigned shift = 0;
    if (length < 128)
        return (unsigned char)length;
    while (length >> shift >= 16)
        shift++;
    const uint32_t code = 128 + (shift - 4) * 8 + ((length >> shift) & 7);
    return (unsigned char)(code < 255 ? code : 255);
}

static inline uint32_t length_of_code(unsigned char code)
{
    if (code < 128)
        return code;
    return (8u + (code & 7u)) << ((code - 128u) / 8 + 4);
}

/* A frequency in one byte, rounded up: from 255 on it may be any. */
static inline unsigned char frequency_code(uint32_t frequency)
{
    return (unsigned char)(frequency < 255 ? frequency : 255);
}

static inline uint32_t frequency_of_code(unsigned char code)
{
    return code < 255 ? code : UINT32_MAX;
}

#endif
