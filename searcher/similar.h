/* SPDX-License-Identifier: MIT
 *
 * A query made of a paragraph: its most telling words. */
#ifndef PILCROW_SEARCHER_SIMILAR_H
#define PILCROW_SEARCHER_SIMILAR_H

#include "searcher/compile.h"

/* How many words of a paragraph are asked for. */
#define SIMILAR_TERMS 25u

/* Find the paragraph `id` and make the query that finds what is like it, without
 * itself. Everything is in `a`.
 *
 * NOT_FOUND  no paragraph has that id.
 * STALE      begin anew. */
pilcrow_status similar_compile(compiled_query *out, arena *a,
                               pilcrow_index *index, const char *id,
                               pilcrow_error *err);

#endif
