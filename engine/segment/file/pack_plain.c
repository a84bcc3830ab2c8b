/* SPDX-License-Identifier: MIT
 *
 * In: packed words. Out: 128 numbers, on any machine. */
#include "engine/segment/file/pack_kernel.h"
#include "engine/segment/file/varint.h"

static void unpack(const unsigned char *words, unsigned width, uint32_t *out)
{
    const uint32_t mask = width == 32 ? UINT32_MAX : (1u << width) - 1;
    if (width == 0) {
        memset(out, 0, PACK_COUNT * sizeof *out);
        return;
    }
    for (unsigned i = 0; i < PACK_COUNT; i++) {
        const unsigned bit = i / 4 * width, shift = bit % 32;
        const unsigned char *word = words + 16 * (bit / 32) + 4 * (i % 4);
        uint32_t value = word_read(word) >> shift;
        if (shift + width > 32)
            value |= word_read(word + 16) << (32 - shift);
        out[i] = value & mask;
    }
}

static void sum_gaps(uint32_t *values, uint32_t before)
{
    for (unsigned i = 0; i < PACK_COUNT; i++)
        values[i] = before += values[i] + 1;
}

const pack_kernel pack_plain = {"plain", unpack, sum_gaps};
