/* SPDX-License-Identifier: MIT
 *
 * BM25, as ARCHITECTURE.md gives it, in the form weight * part: the weight is
 * of a term (idf, k1 + 1, and what scales it), the part of a document.
 *
 * Scores are the same to the last bit whichever way they are computed: one at
 * a time or a block at once, on any machine. */
#ifndef PILCROW_ENGINE_SEGMENT_SEARCH_SCORE_H
#define PILCROW_ENGINE_SEGMENT_SEARCH_SCORE_H

#include <stdint.h>

#include "engine/segment/file/segment.h"

/* f / (f + base + slope * length). */
typedef struct score_shape {
    double base;
    double slope;
} score_shape;

/* `average`: length of a paragraph. */
score_shape score_shape_of(double k1, double b, double average);

/* idf of a term that `count` of `all` paragraphs hold. */
double score_idf(uint64_t all, uint64_t count);

static inline double score_part(const score_shape *shape, uint32_t frequency,
                                uint32_t length)
{
    const double f = frequency;
    return f / (f + (shape->base + shape->slope * length));
}

static inline double score_one(const score_shape *shape, double weight,
                               uint32_t frequency, uint32_t length)
{
    return weight * score_part(shape, frequency, length);
}

/* Of `count` documents, at most 128. The arrays have room for a count that is a
 * multiple of 4, and the rest up to it is read and written too. */
typedef void (*score_block_fn)(const score_shape *shape, double weight,
                               const uint32_t *frequencies,
                               const uint32_t *lengths, uint32_t count,
                               double *out);

/* The best way for this machine, and the plain one. */
score_block_fn score_block_best(void);
void score_block_plain(const score_shape *shape, double weight,
                       const uint32_t *frequencies, const uint32_t *lengths,
                       uint32_t count, double *out);

/* The lengths of documents whose lengths were touched. */
void score_lengths(const segment *s, const uint32_t *documents, uint32_t count,
                   uint32_t *lengths);

#endif
