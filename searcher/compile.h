/* SPDX-License-Identifier: MIT
 *
 * From the tree a user wrote to the tree the engine evaluates, and to what is
 * to be highlighted in its hits. */
#ifndef PILCROW_SEARCHER_COMPILE_H
#define PILCROW_SEARCHER_COMPILE_H

#include "searcher/index.h"
#include "searcher/query.h"

/* A word or a phrase that makes a hit: terms at these distances from the
 * first. */
typedef struct compile_term {
    const char *bytes;
    size_t len;
    uint32_t offset; /* in positions, from the group's first term */
} compile_term;

/* Groups of one word or phrase of the query, as a word and its other spellings
 * are, have the same number. */
typedef struct compile_group {
    const compile_term *terms;
    size_t count;
    size_t number;
    const char *entry; /* the glossary entry it came through; or NULL */
} compile_group;

/* A term of some group: for finding the groups of a word of a text. */
typedef struct compile_entry {
    const compile_term *term;
    size_t group;
} compile_entry;

/* Which words of the query a leaf stands for. */
typedef struct compile_origin {
    const engine_query *leaf;
    const char *text; /* borrowed from the query */
    size_t len;
    const char *entry; /* the glossary entry it came through, as "беженец =
                          refugee, a.md:3"; NULL for the words themselves */
    const char *kind; /* of its explanation; NULL: by its node. Static */
} compile_origin;

/* Most words of a text are none of the query's: a power of two. */
#define COMPILE_KNOWN_WORDS 32u

typedef struct compiled_query {
    const engine_query *query; /* NULL: the query holds no word */
    const compile_group *groups;
    size_t group_count;
    const compile_entry *entries; /* all terms of the groups, by bytes, then
                                     by group, then as in the group */
    size_t entry_count;
    uint64_t known[COMPILE_KNOWN_WORDS]; /* a bit for the hash of each term:
                                            what has none is no term */
    const compile_origin *origins;
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
const compile_entry *compile_entries_of(const compiled_query *query,
                                        const char *term, size_t len,
                                        size_t *count);

#endif
