/* SPDX-License-Identifier: MIT
 *
 * Which segments are to be merged. */
#ifndef PILCROW_ENGINE_SEGMENT_WRITE_TIERS_H
#define PILCROW_ENGINE_SEGMENT_WRITE_TIERS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* What counts of a segment. */
typedef struct tiers_item {
    uint64_t bytes;
    uint32_t documents;
    uint32_t deleted_count;
} tiers_item;

/* Of segments in the order of adding, the run to be merged now: `*count` of
 * them from `*first` on; 1 is one to be rid of its deleted documents. False if
 * all is well as it is: then there are at most 7 of a size in a row, where
 * sizes differ by a factor of 8. */
bool tiers_pick(const tiers_item *items, size_t item_count, size_t *first,
                size_t *count);

#endif
