/* SPDX-License-Identifier: MIT
 *
 * How many of all matches are of each kind, language and document. */
#ifndef PILCROW_SEARCHER_FACETS_H
#define PILCROW_SEARCHER_FACETS_H

#include "searcher/hits.h"
#include "searcher/index.h"

/* Documents that are listed, at most. */
#define FACETS_DOCUMENTS_MAX 1000u

/* Count the matches of `query` by document; if `found`, whose hits those of
 * `hits` are, is by document, set `in_document` of each; with `listed` fill
 * `hits->facets`. What stays
 * is in the arena of `hits`, and `documents` is set.
 *
 * deadline_ms  0: none. TIMEOUT when it passes. */
pilcrow_status facets_count(pilcrow_hits *hits, pilcrow_index *index,
                            const engine_query *query,
                            const engine_result *found, bool by_document,
                            bool listed, uint32_t deadline_ms,
                            pilcrow_error *err);

#endif
