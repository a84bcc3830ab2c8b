/* SPDX-License-Identifier: MIT
 *
 * The public pilcrow_hits and pilcrow_view, seen from inside. */
#ifndef PILCROW_SEARCHER_HITS_H
#define PILCROW_SEARCHER_HITS_H

#include "base/arena.h"
#include "searcher/query/query.h"

#define HITS_MEMORY_MAX ((size_t)1 << 31)

struct pilcrow_hits {
    pilcrow_hit *list;
    size_t count;
    uint64_t total;
    bool exact;
    query_notices notices;
    const char *const *suggestions;
    size_t suggestion_count;
    pilcrow_facet *facets;
    size_t facet_count;
    uint64_t documents; /* 0: not counted */
    arena arena;            /* all of the above */
};

struct pilcrow_view {
    pilcrow_paragraph *list;/* in the document's order */
    size_t count;
    size_t focus;           /* the one asked for */
    arena arena;
};

#endif
