/* SPDX-License-Identifier: MIT
 *
 * In: the sizes of segments. Out: what to merge. Invariant: a document is
 * merged once a level, so writing an index costs in all no more than its size
 * for each level that it has; and only neighbours are merged. */
#include "engine/segment/write/tiers.h"

#include "engine/segment/file/postings.h"

#define FAN_IN 8u
/* Segments up to this size are all of the lowest level. */
#define LOWEST_BYTES ((uint64_t)1 << 20)
/* One of which more than a quarter is deleted is written anew. */
#define DELETED_PART 4u
#define LEVELS 20u

static unsigned level_of(const tiers_item *item)
{
    unsigned level = 0;
    for (uint64_t bytes = item->bytes; bytes > LOWEST_BYTES; bytes /= FAN_IN)
        level++;
    return level;
}

/* A run of neighbours, `full` of them of the level that is looked for and the
 * others below it. */
typedef struct run {
    size_t first, count;
    unsigned full;
    uint64_t documents;
} run;

/* The first run with FAN_IN segments of `level`. */
static bool find_run(const tiers_item *items, size_t item_count,
                     unsigned level, run *out)
{
    *out = (run){0};
    for (size_t i = 0; i < item_count; i++) {
        uint32_t documents = items[i].documents - items[i].deleted_count;
        unsigned own = level_of(&items[i]);
        if (own > level ||
            out->documents + documents > POSTINGS_DOCUMENTS_MAX) {
            if (out->full >= FAN_IN)
                return true;
            *out = (run){.first = i + 1};
            continue;
        }
        out->count++;
        out->full += own == level;
        out->documents += documents;
    }
    return out->full >= FAN_IN;
}

bool tiers_pick(const tiers_item *items, size_t item_count, size_t *first,
                size_t *count)
{
    run found;
    for (unsigned level = 0; level < LEVELS; level++)
        if (find_run(items, item_count, level, &found)) {
            *first = found.first;
            *count = found.count;
            return true;
        }
    for (size_t i = 0; i < item_count; i++)
        if (items[i].deleted_count > items[i].documents / DELETED_PART) {
            *first = i;
            *count = 1;
            return true;
        }
    return false;
}
