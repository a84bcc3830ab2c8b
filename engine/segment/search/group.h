/* SPDX-License-Identifier: MIT
 *
 * The union of a group of synonyms, made before the search begins: the score
 * of each of its documents depends on how many there are. */
#ifndef PILCROW_ENGINE_SEGMENT_SEARCH_GROUP_H
#define PILCROW_ENGINE_SEGMENT_SEARCH_GROUP_H

#include "engine/segment/file/postings.h"
#include "engine/segment/search/plan.h"

/* Behind the frequencies of a group there is room for so many more: they are
 * scored four at a time. */
#define GROUP_FREQUENCIES_MORE 3u

/* How many bounds `count` documents have: one a block. */
static inline size_t group_bounds(size_t count)
{
    return count / POSTINGS_BLOCK + 1;
}

/* Fill `made->groups` for every part, and say how many documents there are in
 * all. False without memory, or when the search has stopped. */
bool group_make(search *s, plan *made, uint64_t *count);

#endif
