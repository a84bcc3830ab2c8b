/* SPDX-License-Identifier: MIT
 *
 * In: for each term the things that have it. Out: an order of the things.
 * Invariant: between two splits the counts of all terms are 0. */
#include "engine/segment/write/bisect.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "engine/segment/file/sorting.h"

/* So few things are not split: they share a block of most lists. */
#define LEAF 32u
/* How often halves exchange things, unless one of so many moves by then, or
 * fewer. */
#define ROUNDS 20u
#define SETTLED 1000u
#define LOGS 4096u

/* A term, as far as it is in the things being split. */
typedef struct tally {
    uint32_t left, right;    /* things of either half that have it */
    uint32_t round;          /* in which the gains were found: */
    float to_left, to_right; /* bits saved by one thing's move */
} tally;

struct bisection {
    uint32_t count;
    uint32_t terms;
    uint32_t *pairs; /* the things of each term, its number before them */
    size_t pair_count, pair_capacity;
    uint32_t *begin; /* of each thing's terms, and the end */
    uint32_t *of;    /* terms, thing after thing */
    tally *tallies;
    float *gains; /* of each thing, by a move to the other half */
    sorting_item *items;
    uint32_t round;
    double logs[LOGS];
    double log_left, log_right; /* of the sizes of the halves */
};

bisection *bisection_new(uint32_t count)
{
    bisection *b = calloc(1, sizeof *b);
    if (b == NULL)
        return NULL;
    b->count = count;
    for (uint32_t i = 1; i < LOGS; i++)
        b->logs[i] = log2(i);
    return b;
}

void bisection_free(bisection *b)
{
    if (b == NULL)
        return;
    free(b->pairs);
    free(b->begin);
    free(b->of);
    free(b->tallies);
    free(b->gains);
    free(b->items);
    free(b);
}

bool bisection_add(bisection *b, const uint32_t *things, uint32_t count)
{
    while (b->pair_capacity - b->pair_count <= count) {
        const size_t capacity = 2 * b->pair_capacity + count + 1024;
        uint32_t *pairs = realloc(b->pairs, capacity * sizeof *pairs);
        if (pairs == NULL)
            return false;
        b->pairs = pairs;
        b->pair_capacity = capacity;
    }
    b->pairs[b->pair_count++] = count;
    memcpy(b->pairs + b->pair_count, things, count * sizeof *things);
    b->pair_count += count;
    b->terms++;
    return true;
}

/* ------------------------------------------------------ terms by thing --- */

static void count_terms(bisection *b)
{
    for (size_t at = 0; at < b->pair_count;) {
        const size_t end = at + 1 + b->pairs[at];
        for (at++; at < end; at++)
            b->begin[b->pairs[at] + 1]++;
    }
    for (uint32_t i = 0; i < b->count; i++)
        b->begin[i + 1] += b->begin[i];
}

/* `begin` runs ahead by one thing meanwhile. */
static void place_terms(bisection *b)
{
    uint32_t term = 0;
    for (size_t at = 0; at < b->pair_count; term++) {
        const size_t end = at + 1 + b->pairs[at];
        for (at++; at < end; at++)
            b->of[b->begin[b->pairs[at]]++] = term;
    }
    for (uint32_t i = b->count; i > 0; i--)
        b->begin[i] = b->begin[i - 1];
    b->begin[0] = 0;
}

static bool turn_round(bisection *b)
{
    b->begin = calloc((size_t)b->count + 2, sizeof *b->begin);
    b->of = malloc((b->pair_count + 1) * sizeof *b->of);
    b->tallies = calloc((size_t)b->terms + 1, sizeof *b->tallies);
    b->gains = malloc(((size_t)b->count + 1) * sizeof *b->gains);
    b->items = malloc(((size_t)b->count + 1) * sizeof *b->items);
    if (b->begin == NULL || b->of == NULL || b->tallies == NULL ||
        b->gains == NULL || b->items == NULL)
        return false;
    count_terms(b);
    place_terms(b);
    free(b->pairs);
    b->pairs = NULL;
    return true;
}

/* ---------------------------------------------------------------- gains --- */

static double log_of(const bisection *b, uint32_t n)
{
    return n < LOGS ? b->logs[n] : log2(n);
}

/* About how many bits a term's gaps take that is in so many of either half. */
static double cost(const bisection *b, uint32_t left, uint32_t right)
{
    return left * (b->log_left - log_of(b, left + 1)) +
           right * (b->log_right - log_of(b, right + 1));
}

static void find_gains(const bisection *b, tally *t)
{
    const double now = cost(b, t->left, t->right);
    t->round = b->round;
    t->to_right =
        t->left == 0 ? 0 : (float)(now - cost(b, t->left - 1, t->right + 1));
    t->to_left =
        t->right == 0 ? 0 : (float)(now - cost(b, t->left + 1, t->right - 1));
}

static float gain_of(bisection *b, uint32_t thing, bool from_left)
{
    float sum = 0;
    for (uint32_t i = b->begin[thing]; i < b->begin[thing + 1]; i++) {
        tally *t = &b->tallies[b->of[i]];
        if (t->round != b->round)
            find_gains(b, t);
        sum += from_left ? t->to_right : t->to_left;
    }
    return sum;
}

/* The higher the gain the lower the number, in 16 bits. */
static uint64_t rank_of(float gain)
{
    uint32_t bits;
    memcpy(&bits, &gain, sizeof bits);
    bits = (bits >> 31) != 0 ? bits : ~bits & 0x7FFFFFFFu;
    return bits >> 16;
}

/* Put things of one half in the order of their gains. */
static bool rank(bisection *b, uint32_t *things, uint32_t count, bool left)
{
    for (uint32_t i = 0; i < count; i++) {
        b->gains[things[i]] = gain_of(b, things[i], left);
        b->items[i] = (sorting_item){rank_of(b->gains[things[i]]), things[i]};
    }
    if (!sorting_sort(b->items, count, sorting_by_number, NULL))
        return false;
    for (uint32_t i = 0; i < count; i++)
        things[i] = b->items[i].number;
    return true;
}

/* --------------------------------------------------------------- splits --- */

static void count_in(bisection *b, uint32_t thing, int32_t left, int32_t right)
{
    for (uint32_t i = b->begin[thing]; i < b->begin[thing + 1]; i++) {
        tally *t = &b->tallies[b->of[i]];
        t->left += (uint32_t)left;
        t->right += (uint32_t)right;
    }
}

/* Exchange as many as it is worth: how many; UINT32_MAX without memory. */
static uint32_t exchange(bisection *b, uint32_t *things, uint32_t half,
                         uint32_t count)
{
    uint32_t *right = things + half;
    uint32_t moved = 0;
    b->round++;
    if (!rank(b, things, half, true) || !rank(b, right, count - half, false))
        return UINT32_MAX;
    while (moved < half && moved < count - half &&
           b->gains[things[moved]] + b->gains[right[moved]] > 0) {
        const uint32_t thing = things[moved];
        count_in(b, thing, -1, 1);
        count_in(b, right[moved], 1, -1);
        things[moved] = right[moved];
        right[moved++] = thing;
    }
    return moved;
}

static bool split(bisection *b, uint32_t *things, uint32_t count)
{
    const uint32_t half = count / 2;
    uint32_t moved = count;
    b->log_left = log_of(b, half);
    b->log_right = log_of(b, count - half);
    for (uint32_t i = 0; i < count; i++)
        count_in(b, things[i], i < half, i >= half);
    for (unsigned round = 0; round < ROUNDS && moved > count / SETTLED; round++)
        moved = exchange(b, things, half, count);
    for (uint32_t i = 0; i < count && moved != UINT32_MAX; i++)
        count_in(b, things[i], -(i < half), -(i >= half));
    return moved != UINT32_MAX;
}

static int by_value(const void *a, const void *b)
{
    const uint32_t left = *(const uint32_t *)a, right = *(const uint32_t *)b;
    return (left > right) - (left < right);
}

/* Halves of halves, the left ones first; few enough keep the order they had. */
static bool split_all(bisection *b, uint32_t *things, uint32_t count)
{
    if (count <= LEAF) {
        qsort(things, count, sizeof *things, by_value);
        return true;
    }
    return split(b, things, count) && split_all(b, things, count / 2) &&
           split_all(b, things + count / 2, count - count / 2);
}

bool bisection_run(bisection *b, uint32_t *order)
{
    for (uint32_t i = 0; i < b->count; i++)
        order[i] = i;
    return turn_round(b) && split_all(b, order, b->count);
}
