/* SPDX-License-Identifier: MIT
 *
 * The union of a group of synonyms, made before the search begins: the score
 * of each of its documents depends on how many there are. */
#ifndef PILCROW_ENGINE_SEGMENT_GROUP_H
#define PILCROW_ENGINE_SEGMENT_GROUP_H

#include "engine/segment/plan.h"

/* Fill `made->groups` for every part, and say how many documents there are in
 * all. False without memory, or when the search has stopped. */
bool group_make(search *s, plan *made, uint64_t *count);

#endif
