/* SPDX-License-Identifier: MIT
 *
 * In: packed words. Out: 128 numbers, four at a time, on x86-64. The same
 * source is compiled for SSE4.1 and for AVX2, whose three-operand forms save
 * a third of the instructions. Each width has its own unrolled code. */
#include "engine/segment/file/pack_kernel.h"

#if defined(__x86_64__)

#include <immintrin.h>

#define ALWAYS static inline __attribute__((always_inline))

/* Slot `slot` of the four lanes. */
ALWAYS __m128i slot_of(const __m128i *words, const unsigned width,
                       const unsigned slot)
{
    const unsigned bit = slot * width, shift = bit % 32;
    const __m128i *word = words + bit / 32;
    if (width == 0)
        return _mm_setzero_si128();
    __m128i value = _mm_srli_epi32(_mm_loadu_si128(word), (int)shift);
    if (shift + width > 32)
        value = _mm_or_si128(value, _mm_slli_epi32(_mm_loadu_si128(word + 1),
                                                   (int)(32 - shift)));
    if (shift + width == 32)
        return value;
    return _mm_and_si128(value, _mm_set1_epi32((int)((1ull << width) - 1)));
}

#define FOUR(one, n) one((n)) one((n) + 1) one((n) + 2) one((n) + 3)
#define ALL_SLOTS(one)                                                         \
    FOUR(one, 0) FOUR(one, 4) FOUR(one, 8) FOUR(one, 12)                       \
    FOUR(one, 16) FOUR(one, 20) FOUR(one, 24) FOUR(one, 28)

ALWAYS void unpack_width(const unsigned char *words, const unsigned width,
                         uint32_t *out)
{
    const __m128i *in = (const __m128i *)(const void *)words;
    __m128i *to = (__m128i *)(void *)out;
#define SLOT(n) _mm_storeu_si128(to + (n), slot_of(in, width, (n)));
    ALL_SLOTS(SLOT)
#undef SLOT
}

/* One function a width, and the entry that chooses among them. */
#define WIDTHS(one)                                                            \
    one(0) one(1) one(2) one(3) one(4) one(5) one(6) one(7) one(8) one(9)      \
    one(10) one(11) one(12) one(13) one(14) one(15) one(16) one(17) one(18)    \
    one(19) one(20) one(21) one(22) one(23) one(24) one(25) one(26) one(27)    \
    one(28) one(29) one(30) one(31) one(32)

#define CASE_UNPACK(w)                                                         \
    case w:                                                                    \
        unpack_width(words, w, out);                                           \
        break;

#define UNPACK(name, isa)                                                      \
    __attribute__((target(isa))) static void name##_unpack(                    \
        const unsigned char *words, unsigned width, uint32_t *out)             \
    {                                                                          \
        switch (width) {                                                       \
            WIDTHS(CASE_UNPACK)                                                \
        }                                                                      \
    }

UNPACK(sse41, "sse4.1")
UNPACK(avx2, "avx2")

/* Four gaps, each one more than it says, become sums among themselves; what
 * all those before come to is carried to the next four. */
__attribute__((target("sse4.1"))) static void
sse41_sum_gaps(uint32_t *values, uint32_t before)
{
    __m128i *at = (__m128i *)(void *)values;
    __m128i carry = _mm_set1_epi32((int)before);
    for (unsigned i = 0; i < PACK_COUNT / 4; i++) {
        __m128i sums = _mm_loadu_si128(at + i);
        sums = _mm_add_epi32(sums, _mm_slli_si128(sums, 4));
        sums = _mm_add_epi32(sums, _mm_slli_si128(sums, 8));
        sums = _mm_add_epi32(sums, _mm_setr_epi32(1, 2, 3, 4));
        _mm_storeu_si128(at + i, _mm_add_epi32(carry, sums));
        carry = _mm_add_epi32(carry, _mm_shuffle_epi32(sums, 0xFF));
    }
}

/* The same for eight, of which the second four take up the sum of the first. */
__attribute__((target("avx2"))) static void avx2_sum_gaps(uint32_t *values,
                                                          uint32_t before)
{
    const __m256i last = _mm256_set1_epi32(7);
    __m256i *at = (__m256i *)(void *)values;
    __m256i carry = _mm256_set1_epi32((int)before);
    for (unsigned i = 0; i < PACK_COUNT / 8; i++) {
        __m256i sums = _mm256_loadu_si256(at + i);
        sums = _mm256_add_epi32(sums, _mm256_slli_si256(sums, 4));
        sums = _mm256_add_epi32(sums, _mm256_slli_si256(sums, 8));
        const __m256i first = _mm256_permute2x128_si256(sums, sums, 0x08);
        sums = _mm256_add_epi32(sums, _mm256_shuffle_epi32(first, 0xFF));
        sums = _mm256_add_epi32(sums, _mm256_setr_epi32(1, 2, 3, 4, 5, 6, 7, 8));
        _mm256_storeu_si256(at + i, _mm256_add_epi32(carry, sums));
        carry = _mm256_add_epi32(carry,
                                 _mm256_permutevar8x32_epi32(sums, last));
    }
}

const pack_kernel pack_sse41 = {"sse4.1", sse41_unpack, sse41_sum_gaps};
const pack_kernel pack_avx2 = {"avx2", avx2_unpack, avx2_sum_gaps};

#endif
