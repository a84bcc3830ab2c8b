/* SPDX-License-Identifier: MIT
 *
 * Finding the best hits of one part of a snapshot.
 *
 * A plan of the common forms goes to the way that is fast for it; all others,
 * and any in a plain search, are scored one match after the other. Every way
 * offers the same hits with the same scores, but for those that cannot be among
 * the best. */
#ifndef PILCROW_ENGINE_SEGMENT_SEARCH_COLLECT_H
#define PILCROW_ENGINE_SEGMENT_SEARCH_COLLECT_H

#include "engine/segment/search/cursor.h"
#include "engine/segment/search/plan.h"
#include "engine/segment/search/search.h"
#include "engine/segment/search/top.h"

/* The hits of a search under way. */
typedef struct collection {
    search *search;
    bool by_document;
    bool passed_over;   /* some match was not looked at */
    uint64_t matches;   /* looked at */
    top top;
} collection;

/* Offer what matches in the part under way. */
void collect(collection *c, const plan *p);

/* Offer one document, which matches. False when the search has stopped. */
bool collect_one(collection *c, uint32_t document, double score);

#endif
