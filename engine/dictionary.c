/* SPDX-License-Identifier: MIT
 *
 * In: records, one after another. Out: the pieces of them that repeat most.
 *
 * The sample is cut into as many stretches as the dictionary has room for
 * pieces. Of each stretch the one piece is taken whose grams, runs of GRAM
 * bytes, stand most often in the whole sample; a gram that has been taken
 * counts no more. Invariant: the best pieces come last, where deflate reaches
 * them with the shortest distances. */
#include "engine/dictionary.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#define GRAM 6u
#define PIECE 64u
#define TABLE_BITS 18u

typedef struct piece {
    size_t start;
    uint64_t score;
} piece;

/* How often each gram stands in the sample, by hash: a clash makes a piece
 * look better than it is, and does no other harm. */
typedef struct grams {
    const char *sample;
    uint32_t *counts;
} grams;

static uint32_t *gram_at(const grams *g, size_t at)
{
    uint64_t bytes = 0;
    memcpy(&bytes, g->sample + at, GRAM);
    bytes *= UINT64_C(0x9E3779B97F4A7C15);
    return &g->counts[bytes >> (64 - TABLE_BITS)];
}

/* What repeats; a gram that stands once is of no use to another record. */
static uint64_t worth(uint32_t count)
{
    return count > 1 ? count : 0;
}

/* The best piece that lies in [start, end). */
static piece best_piece(const grams *g, size_t start, size_t end)
{
    const size_t span = PIECE - GRAM + 1;
    uint64_t score = 0;
    piece best = {.start = start};
    for (size_t at = start; at + GRAM <= end; at++) {
        score += worth(*gram_at(g, at));
        if (at + 1 < start + span)
            continue;
        size_t first = at + 1 - span;
        if (score > best.score)
            best = (piece){first, score};
        score -= worth(*gram_at(g, first));
    }
    return best;
}

static void forget(const grams *g, const piece *taken)
{
    for (size_t at = taken->start; at + GRAM <= taken->start + PIECE; at++)
        *gram_at(g, at) = 0;
}

static int by_score(const void *a, const void *b)
{
    const piece *left = a;
    const piece *right = b;
    if (left->score != right->score)
        return left->score < right->score ? -1 : 1;
    return left->start < right->start ? -1 : left->start > right->start;
}

bool dictionary_build(buf *out, const char *sample, size_t len, size_t max)
{
    size_t room = max / PIECE;
    size_t stretch = room == 0 ? 0 : len / room;
    buf_clear(out);
    if (stretch < PIECE)
        return buf_add(out, sample, len < max ? len : max);
    size_t count = 0;
    piece *pieces = calloc(room, sizeof *pieces);
    grams g = {sample, calloc((size_t)1 << TABLE_BITS, sizeof *g.counts)};
    if (pieces == NULL || g.counts == NULL) {
        out->failed = true;
        goto done;
    }
    for (size_t at = 0; at + GRAM <= len; at++)
        ++*gram_at(&g, at);
    for (size_t i = 0; i < room; i++) {
        piece best = best_piece(&g, i * stretch, (i + 1) * stretch);
        if (best.score == 0)
            continue;
        forget(&g, &best);
        pieces[count++] = best;
    }
    qsort(pieces, count, sizeof *pieces, by_score);
    for (size_t i = 0; i < count; i++)
        buf_add(out, sample + pieces[i].start, PIECE);
done:
    free(g.counts);
    free(pieces);
    return !out->failed;
}
