/* SPDX-License-Identifier: MIT
 *
 * The best hits of an OR: one sum of scored leaves, that filters may narrow. */
#ifndef PILCROW_ENGINE_SEGMENT_SEARCH_COLLECT_ANY_H
#define PILCROW_ENGINE_SEGMENT_SEARCH_COLLECT_ANY_H

#include "engine/segment/search/collect.h"

/* Is the plan a scored leaf or an ANY of such, alone or as the one scored part
 * of an EACH whose filters are not much rarer? An EACH with optional parts has to
 * have an ANY. */
bool collect_any_fits(const plan *p);

/* Offer what may be among the best. */
void collect_any(collection *c, const plan *p);

#endif
