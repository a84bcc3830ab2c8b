/* SPDX-License-Identifier: MIT
 *
 * In: the sizes of segments. Out: what to merge. Invariant: a document is
 * merged once a level, so writing an index costs in all no more than its size
 * for each level that it has; and only neighbours are merged. */
#include "engine/segment/tiers.h"

#include "engine/segment/postings.h"

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

/* The first run of FAN_IN or more segments of `level` or below. */
static bool find_run(const tiers_item *items, size_t item_count,
                     unsigned level, size_t *first, size_t *count)
{
    uint64_t documents = 0;
    *count = 0;
    for (size_t i = 0; i < item_count; i++) {
        documents += items[i].documents - items[i].deleted_count;
        bool fits = level_of(&items[i]) <= level &&
                    documents <= POSTINGS_DOCUMENTS_MAX;
        if (!fits && *count >= FAN_IN)
            return true;
        if (!fits) {
            *count = 0;
            documents = 0;
            continue;
        }
        *first = *count == 0 ? i : *first;
        ++*count;
    }
    return *count >= FAN_IN;
}

bool tiers_pick(const tiers_item *items, size_t item_count, size_t *first,
                size_t *count)
{
    for (unsigned level = 0; level < LEVELS; level++)
        if (find_run(items, item_count, level, first, count))
            return true;
    for (size_t i = 0; i < item_count; i++)
        if (items[i].deleted_count > items[i].documents / DELETED_PART) {
            *first = i;
            *count = 1;
            return true;
        }
    return false;
}
