/* SPDX-License-Identifier: MIT
 *
 * In: the groups of a query. Out: what each number of theirs counts in a
 * snippet, as whole numbers, so that sums are exact in any order. */
#include <math.h>

#include "searcher/snippet.h"

#define WEIGHT_UNIT 256.0

pilcrow_status snippet_weights_begin(snippet_weights *out, arena *a,
                                     engine_snapshot *snapshot,
                                     const compiled_query *query,
                                     pilcrow_error *err)
{
    engine_stats stats;
    *out = (snippet_weights){.query = query, .snapshot = snapshot};
    for (size_t i = 0; i < query->group_count; i++)
        if (query->groups[i].number >= out->count)
            out->count = query->groups[i].number + 1;
    out->weights = arena_array(a, out->count + 1, sizeof *out->weights);
    out->standing = arena_array(a, out->count + 1, sizeof *out->standing);
    if (out->weights == NULL || out->standing == NULL)
        return error_no_memory(err);
    pilcrow_status status = engine_snapshot_counts(snapshot, &stats, err);
    if (status == PILCROW_OK)
        out->paragraphs = stats.paragraphs;
    return status;
}

/* In how many paragraphs the group stands, at most. */
static pilcrow_status paragraphs_of(uint64_t *out, const snippet_weights *w,
                                    const match_group *g, pilcrow_error *err)
{
    pilcrow_status status = PILCROW_OK;
    *out = w->paragraphs;
    for (size_t i = 0; i < g->count && status == PILCROW_OK; i++) {
        uint64_t holding = 0;
        status = engine_frequencies(w->snapshot, ENGINE_BODY, g->terms[i].bytes,
                                    g->terms[i].len, &holding, NULL, err);
        *out = holding < *out ? holding : *out;
    }
    return status;
}

static uint32_t weight_of(uint64_t holding, uint64_t paragraphs)
{
    double all = (double)paragraphs;
    double some = holding > paragraphs ? all : (double)holding;
    return 1 + (uint32_t)(WEIGHT_UNIT *
                          log(1.0 + (all - some + 0.5) / (some + 0.5)));
}

static pilcrow_status look_up(snippet_weights *w, size_t number,
                              pilcrow_error *err)
{
    uint64_t holding = 0;
    for (size_t i = 0; i < w->query->group_count; i++) {
        const match_group *g = &w->query->groups[i];
        uint64_t some = 0;
        pilcrow_status status = PILCROW_OK;
        if (g->number == number)
            status = paragraphs_of(&some, w, g, err);
        if (status != PILCROW_OK)
            return status;
        holding += some;
    }
    w->weights[number] = weight_of(holding, w->paragraphs);
    return PILCROW_OK;
}

pilcrow_status snippet_weight(uint32_t *out, snippet_weights *w, size_t number,
                              pilcrow_error *err)
{
    pilcrow_status status = PILCROW_OK;
    if (w->weights[number] == 0)
        status = look_up(w, number, err);
    *out = w->weights[number];
    return status;
}
