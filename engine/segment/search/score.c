/* SPDX-License-Identifier: MIT
 *
 * In: frequencies and lengths. Out: scores. Invariant: each is computed by the
 * same steps in the same order, so that all ways agree to the last bit. */
#include "engine/segment/search/score.h"

#include <math.h>
#include <string.h>

#if defined(__x86_64__)
#include <immintrin.h>
#endif

/* Nothing to a frequency of 1 or more, and makes 0 / 0 be 0. */
#define LEAST 1e-300

score_shape score_shape_of(double k1, double b, double average)
{
    return (score_shape){k1 * (1 - b) + LEAST,
                         average > 0 ? k1 * b / average : 0};
}

double score_idf(uint64_t all, uint64_t count)
{
    const double n = (double)count;
    const double r = ((double)all - n + 0.5) / (n + 0.5);
    return log(r < 2 ? r / 2 + 1 : r);
}

void score_block_plain(const score_shape *shape, double weight,
                       const uint32_t *frequencies, const uint32_t *lengths,
                       uint32_t count, double *out)
{
    for (uint32_t i = 0; i < count; i++)
        out[i] = score_one(shape, weight, frequencies[i], lengths[i]);
}

#if defined(__x86_64__)

/* 32 bits without a sign as a double: the bits are the low ones of 2^52 + x. */
__attribute__((target("avx2"))) static inline __m256d
to_doubles(const uint32_t *numbers)
{
    const __m128i four =
        _mm_loadu_si128((const __m128i *)(const void *)numbers);
    const __m256i bits = _mm256_cvtepu32_epi64(four);
    const __m256d magic = _mm256_set1_pd(0x1p52);
    return _mm256_sub_pd(
        _mm256_castsi256_pd(_mm256_or_si256(bits, _mm256_castpd_si256(magic))),
        magic);
}

__attribute__((target("avx2"))) static void
score_block_avx2(const score_shape *shape, double weight,
                 const uint32_t *frequencies, const uint32_t *lengths,
                 uint32_t count, double *out)
{
    const __m256d base = _mm256_set1_pd(shape->base);
    const __m256d slope = _mm256_set1_pd(shape->slope);
    const __m256d w = _mm256_set1_pd(weight);
    for (uint32_t i = 0; i < count; i += 4) {
        const __m256d f = to_doubles(frequencies + i);
        const __m256d length = to_doubles(lengths + i);
        const __m256d norm = _mm256_add_pd(base, _mm256_mul_pd(slope, length));
        const __m256d part = _mm256_div_pd(f, _mm256_add_pd(f, norm));
        _mm256_storeu_pd(out + i, _mm256_mul_pd(w, part));
    }
}

#endif

score_block_fn score_block_best(void)
{
#if defined(__x86_64__)
    if (__builtin_cpu_supports("avx2"))
        return score_block_avx2;
#endif
    return score_block_plain;
}

void score_lengths(const segment *s, const uint32_t *documents, uint32_t count,
                   uint32_t *lengths)
{
    const unsigned char *all = s->lengths;
    uint16_t two;
    if (s->length_bytes == 1)
        for (uint32_t i = 0; i < count; i++)
            lengths[i] = all[documents[i]];
    else if (s->length_bytes == 2)
        for (uint32_t i = 0; i < count; i++) {
            memcpy(&two, all + 2 * (size_t)documents[i], sizeof two);
            lengths[i] = two;
        }
    else
        for (uint32_t i = 0; i < count; i++)
            lengths[i] = segment_length(s, documents[i]);
}
