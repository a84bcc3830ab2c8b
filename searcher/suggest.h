/* SPDX-License-Identifier: MIT
 *
 * What the user may have meant: the query once more, with words of the index in
 * place of those that it does not hold. Nothing is ever searched for in place
 * of what was typed. */
#ifndef PILCROW_SEARCHER_SUGGEST_H
#define PILCROW_SEARCHER_SUGGEST_H

#include "searcher/compile.h"
#include "searcher/index.h"
#include "searcher/query/query.h"

#define SUGGEST_MAX 3u

typedef struct suggest_query {
    pilcrow_index *index;
    arena *arena;
    const char *text; /* as typed */
    size_t len;
    const query_node *root; /* what was made of it */
    const compiled_query *compiled; /* and of that */
    uint64_t total;         /* what it finds */
} suggest_query;

/* Queries that find something, the likeliest first: each is the whole text with
 * some words put right, operators and all else as typed. None where every word
 * is known. In the query's arena.
 *
 * A word is put right when no paragraph has it, nor what glossaries give for
 * it; where next to nothing is found also when only one or two have it and many
 * have one like it.
 *
 * STALE  the index moved; begin anew. */
pilcrow_status suggest_find(const char *const **out, size_t *count,
                            const suggest_query *query, pilcrow_error *err);

#endif
