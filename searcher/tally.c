/* SPDX-License-Identifier: MIT
 *
 * In: matches, one by one. Out: their number by document. Open addressing; at
 * most three quarters of the rows are taken. */
#include "searcher/tally.h"

#include <stdlib.h>

#define FIRST_CAPACITY 64u

void tally_init(tally *t, arena *a)
{
    *t = (tally){.arena = a};
}

/* The row of this document, or the free one where it belongs. */
static tally_row *find(tally_row *rows, size_t capacity, size_t part,
                       uint64_t document)
{
    uint64_t hash = (document ^ part) * UINT64_C(0x9E3779B97F4A7C15);
    size_t at = (size_t)(hash >> 32) & (capacity - 1);
    while (rows[at].count > 0 &&
           (rows[at].document != document || rows[at].part != part))
        at = (at + 1) & (capacity - 1);
    return &rows[at];
}

static bool grow(tally *t)
{
    size_t capacity = t->capacity == 0 ? FIRST_CAPACITY : 2 * t->capacity;
    tally_row *rows = arena_array(t->arena, capacity, sizeof *rows);
    if (rows == NULL)
        return false;
    for (size_t i = 0; i < t->capacity; i++)
        if (t->rows[i].count > 0)
            *find(rows, capacity, t->rows[i].part, t->rows[i].document) =
                t->rows[i];
    t->rows = rows;
    t->capacity = capacity;
    return true;
}

bool tally_add(tally *t, size_t part, uint64_t document, engine_ref ref)
{
    if (t->count >= t->capacity / 4 * 3 && !grow(t))
        return false;
    tally_row *row = find(t->rows, t->capacity, part, document);
    if (row->count == 0) {
        *row = (tally_row){part, document, ref, 0};
        t->count++;
    }
    row->count++;
    return true;
}

uint64_t tally_count(const tally *t, size_t part, uint64_t document)
{
    if (t->capacity == 0)
        return 0;
    return find(t->rows, t->capacity, part, document)->count;
}

static int largest_first(const void *left, const void *right)
{
    const tally_row *a = left;
    const tally_row *b = right;
    if (a->count != b->count)
        return a->count > b->count ? -1 : 1;
    return (a->first > b->first) - (a->first < b->first);
}

const tally_row *tally_largest(tally *t, size_t most, size_t *count)
{
    size_t kept = 0;
    for (size_t i = 0; i < t->capacity; i++)
        if (t->rows[i].count > 0)
            t->rows[kept++] = t->rows[i];
    if (kept > 0)
        qsort(t->rows, kept, sizeof *t->rows, largest_first);
    *count = kept < most ? kept : most;
    return t->rows;
}
