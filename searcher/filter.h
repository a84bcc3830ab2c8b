/* SPDX-License-Identifier: MIT
 *
 * The fields that only filter: doc:, lang:, kind:, id:. */
#ifndef PILCROW_SEARCHER_FILTER_H
#define PILCROW_SEARCHER_FILTER_H

#include "searcher/index.h"
#include "searcher/query/query.h"

#define FILTER_EXPANSIONS_MAX 100u

/* The paragraphs whose `field` is `text`, unscored. A `*` at the end means
 * everything that begins so, at most FILTER_EXPANSIONS_MAX names. A value that
 * no paragraph has gives a notice.
 *
 * doc:   a path as it is shown, or as it is stored, or a record's own id; a
 *        folder with its slash means all below it.
 *
 * STALE  the term list moved; begin anew. */
pilcrow_status filter_compile(const engine_query **out, arena *a,
                              pilcrow_index *index, engine_field field,
                              const char *text, size_t len,
                              query_notices *notices, pilcrow_error *err);

#endif
