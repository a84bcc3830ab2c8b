/* SPDX-License-Identifier: MIT
 *
 * What matches, whatever it scores. */
#ifndef PILCROW_ENGINE_SEGMENT_SEARCH_MATCH_H
#define PILCROW_ENGINE_SEGMENT_SEARCH_MATCH_H

#include "engine/segment/search/plan.h"
#include "engine/segment/search/search.h"

/* How many paragraphs match; by document, how many documents have some. */
pilcrow_status match_count(uint64_t *count, search *s, const plan *p,
                           bool by_document, pilcrow_error *err);

/* engine_each_match(). */
pilcrow_status match_each(search *s, const plan *p, engine_match_visitor visit,
                          void *ctx, pilcrow_error *err);

#endif
