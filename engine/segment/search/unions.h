/* SPDX-License-Identifier: MIT
 *
 * The groups that were searched for last in a snapshot, with their documents:
 * queries have words in common, and the translations of a word are the same in
 * each.
 *
 * They are good as long as the snapshot, which never changes. Those of one take
 * 32 MB at most; past half of that all are forgotten between two searches. */
#ifndef PILCROW_ENGINE_SEGMENT_SEARCH_UNIONS_H
#define PILCROW_ENGINE_SEGMENT_SEARCH_UNIONS_H

#include <xxhash.h>

#include "engine/segment/search/plan.h"

typedef struct unions unions;

/* What a group's documents, frequencies and bounds depend on. */
XXH128_hash_t unions_key(const engine_query *group, const score_shape *shape);

/* Fill `groups`, one a part, and how many documents they have together. What
 * they point to stays until the search ends. False if nothing is kept. */
bool unions_get(const backend_snapshot *s, XXH128_hash_t key,
                plan_group *groups, uint64_t *count);

/* Keep a copy. Without memory nothing is kept. */
void unions_keep(backend_snapshot *s, XXH128_hash_t key,
                 const plan_group *groups, uint64_t count);

/* Between two searches: forget them if they take too much. */
void unions_trim(backend_snapshot *s);

/* NULL is fine. */
void unions_free(unions *u);

#endif
