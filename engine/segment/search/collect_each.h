/* SPDX-License-Identifier: MIT
 *
 * The best hits of an AND, or of a phrase: what several lists have in common,
 * with filters, and with parts that only add. */
#ifndef PILCROW_ENGINE_SEGMENT_SEARCH_COLLECT_EACH_H
#define PILCROW_ENGINE_SEGMENT_SEARCH_COLLECT_EACH_H

#include "engine/segment/search/collect.h"

/* Is the plan an EACH that requires a list, or a WINDOW? */
bool collect_each_fits(const plan *p);

/* Offer what may be among the best. */
void collect_each(collection *c, const plan *p);

#endif
