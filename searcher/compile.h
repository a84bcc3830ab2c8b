/* SPDX-License-Identifier: MIT
 *
 * From the tree a user wrote to the tree the engine evaluates, and to what is
 * to be highlighted in its hits. */
#ifndef PILCROW_SEARCHER_COMPILE_H
#define PILCROW_SEARCHER_COMPILE_H

#include "searcher/index.h"
#include "searcher/query/query.h"
#include "searcher/words/match.h"

/* Most words of a text are none of the query's: a power of two. */
#define COMPILE_KNOWN_WORDS 32u

typedef struct compiled_query {
    const engine_query *query; /* NULL: the query holds no word */
    const match_group *groups;
    size_t group_count;
    const match_entry *entries; /* all terms of the groups, by bytes, then
                                     by group, then as in the group */
    size_t entry_count;
    uint64_t known[COMPILE_KNOWN_WORDS]; /* a bit for the hash of each term:
                                            what has none is no term */
    const match_origin *origins;
    size_t origin_count;
} compiled_query;

/* What a word weighs that stands in the title or a heading of a paragraph, and
 * two words that stand side by side in it as they do in the query; measured in
 * bench/README.md. */
#define COMPILE_CONTEXT_WEIGHT 0.25
#define COMPILE_PROXIMITY_WEIGHT 0.1

/* How a query is to be read, of pilcrow_search_options. */
typedef struct compile_options {
    bool strict;
    double translation; /* what a translation weighs; 0: none */
    bool context;       /* titles and headings are looked at too */
    bool proximity;     /* words that stand together count more */
} compile_options;

/* Compile `root`, the tree of `query` (NULL for an empty one), for this index.
 * Everything is in `a`. Leaves that break a limit are marked in `root`. Reads
 * the index's term list: may return STALE.
 *
 * QUERY  strict: a limit is broken; err->offset is where. */
pilcrow_status compile_query(compiled_query *out, arena *a,
                             pilcrow_index *index, const char *query,
                             query_node *root, const compile_options *options,
                             query_notices *notices, pilcrow_error *err);

/* Fill `entries` from the groups; false without memory (groups.c). */
bool compile_index_groups(compiled_query *query, arena *a);

/* The entries of this term: `*count` of them, NULL for none (groups.c). */
const match_entry *compile_entries_of(const compiled_query *query,
                                      const char *term, size_t len,
                                      size_t *count);

#endif
