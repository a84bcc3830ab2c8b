/* SPDX-License-Identifier: MIT
 *
 * In: a query tree. Out: the best hits of all parts, and how many there are.
 * Invariant: parts are searched in the order of adding, and each in the order
 * of its documents, so that of two equal hits the first one added wins. */
#include "engine/segment/search/search.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "engine/segment/search/collect.h"
#include "engine/segment/search/cursor.h"
#include "engine/segment/search/match.h"
#include "engine/segment/search/plan.h"
#include "engine/segment/search/unions.h"

/* What one search may take beside the hits. */
#define ARENA_MAX ((size_t)1 << 31)
/* Work between two looks at the clock: some 20 microseconds. */
#define PATIENCE 128
/* Lengths of a part are touched as a whole while they take no more bytes. */
#define LENGTHS_WHOLE ((uint64_t)8 << 20)

/* -------------------------------------------------------------- memory --- */

void search_memory_free(search_memory *memory)
{
    if (memory == NULL)
        return;
    arena_release(&memory->arena);
    free(memory);
}

static search_memory *memory_of(backend_snapshot *snapshot)
{
    if (snapshot->search == NULL) {
        snapshot->search = calloc(1, sizeof *snapshot->search);
        if (snapshot->search == NULL)
            return NULL;
        arena_init(&snapshot->search->arena, ARENA_MAX);
    }
    arena_clear(&snapshot->search->arena);
    unions_trim(snapshot);
    return snapshot->search;
}

/* --------------------------------------------------------------- clock --- */

static int64_t now_ns(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000000000 + now.tv_nsec;
}

bool search_clock(search *s)
{
    s->patience = PATIENCE;
    if (s->end_ns != 0 && !s->stopped && now_ns() >= s->end_ns) {
        s->late = true;
        s->stopped = true;
    }
    return !s->stopped;
}

void search_damage(search *s)
{
    s->damaged = true;
    s->stopped = true;
}

pilcrow_status search_status(const search *s, pilcrow_error *err)
{
    if (s->damaged)
        return segment_damaged(err);
    if (s->late)
        return error_set(err, PILCROW_TIMEOUT,
                         "the search took longer than it was given");
    return s->arena->failed ? error_no_memory(err) : PILCROW_OK;
}

/* --------------------------------------------------------------- parts --- */

void search_enter(search *s, const snapshot_part *part)
{
    segment *g = part->segment;
    s->part = part;
    s->segment = g;
    s->lengths_whole =
        (uint64_t)g->documents * g->length_bytes <= LENGTHS_WHOLE;
    if (s->lengths_whole && !segment_all_lengths(g))
        search_damage(s);
}

bool search_touch_lengths(search *s, const uint32_t *documents, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++)
        if (!segment_lengths(s->segment, documents[i], documents[i])) {
            search_damage(s);
            return false;
        }
    return true;
}

/* -------------------------------------------------------------- search --- */

static pilcrow_status begin(search *s, backend_snapshot *snapshot,
                            uint32_t deadline_ms, pilcrow_error *err)
{
    *s = (search){.snapshot = snapshot, .patience = PATIENCE};
    s->memory = memory_of(snapshot);
    if (s->memory == NULL)
        return error_no_memory(err);
    s->arena = &s->memory->arena;
    s->score_block = score_block_best();
    if (deadline_ms > 0)
        s->end_ns = now_ns() + (int64_t)deadline_ms * 1000000;
    return PILCROW_OK;
}

/* How many hits to keep: no more than there are paragraphs. */
static size_t wanted(const backend_snapshot *snapshot,
                     const engine_search_options *options)
{
    const uint64_t all = snapshot->paragraphs;
    const size_t offset = options->offset < all ? options->offset : all;
    const size_t limit = options->limit < all ? options->limit : all;
    return offset + limit;
}

static void collect_parts(collection *c, const plan *p)
{
    search *s = c->search;
    for (size_t i = 0; i < s->snapshot->count && !s->stopped; i++) {
        search_enter(s, &s->snapshot->parts[i]);
        collect(c, p);
    }
}

static pilcrow_status count_all(search *s, const plan *p, bool by_document,
                                engine_result *out, pilcrow_error *err)
{
    out->exact = true;
    out->total = p == NULL ? 0 : p->least;
    if (p == NULL || (!by_document && p->least == p->most))
        return PILCROW_OK;
    return match_count(&out->total, s, p, by_document, err);
}

/* Where time ran out, what was seen is a lower bound. */
static void note_late(const collection *c, engine_result *out)
{
    out->exact = false;
    if (out->total < c->top.count)
        out->total = c->top.count;
}

/* What is known of the total without counting: all that were looked at, if
 * none was passed over; at least what is certain. */
static void estimate(const collection *c, const plan *p, bool by_document,
                     engine_result *out)
{
    out->total = by_document ? c->top.count : c->matches;
    out->exact = p == NULL || (c->top.count < c->top.want && !c->passed_over);
    if (out->exact || by_document)
        return;
    out->exact = p->least == p->most;
    if (p->least > out->total)
        out->total = p->least;
}

static pilcrow_status run(search *s, const engine_query *query,
                          const engine_search_options *options,
                          engine_result *out, pilcrow_error *err)
{
    plan *p;
    const backend_snapshot *all = s->snapshot;
    collection c = {.search = s, .by_document = options->by_document};
    s->k1 = options->k1;
    s->shape = score_shape_of(options->k1, options->b,
                              all->paragraphs == 0
                                  ? 0
                                  : (double)all->words /
                                        (double)all->paragraphs);
    pilcrow_status status = plan_make(&p, s, query, true, err);
    if (status != PILCROW_OK)
        return status;
    top_init(&c.top, wanted(all, options), options->by_document);
    if (p != NULL && c.top.want > 0)
        collect_parts(&c, p);
    status = c.top.failed ? error_no_memory(err) : search_status(s, err);
    if (status == PILCROW_OK && options->count)
        status = count_all(s, p, options->by_document, out, err);
    else
        estimate(&c, p, options->by_document, out);
    if (status == PILCROW_TIMEOUT)
        note_late(&c, out);
    if (status == PILCROW_OK || status == PILCROW_TIMEOUT)
        top_finish(&c.top, options->offset, out);
    top_release(&c.top);
    return status;
}

static pilcrow_status search_with(backend_snapshot *snapshot, bool plain,
                                  const engine_query *query,
                                  const engine_search_options *options,
                                  engine_result *out, pilcrow_error *err)
{
    search s;
    pilcrow_status status = begin(&s, snapshot, options->deadline_ms, err);
    if (status != PILCROW_OK)
        return status;
    s.plain = plain;
    return run(&s, query, options, out, err);
}

pilcrow_status segment_search(backend_snapshot *snapshot,
                              const engine_query *query,
                              const engine_search_options *options,
                              engine_result *out, pilcrow_error *err)
{
    return search_with(snapshot, false, query, options, out, err);
}

pilcrow_status segment_search_plainly(backend_snapshot *snapshot,
                                      const engine_query *query,
                                      const engine_search_options *options,
                                      engine_result *out, pilcrow_error *err)
{
    return search_with(snapshot, true, query, options, out, err);
}

pilcrow_status segment_each_match(backend_snapshot *snapshot,
                                  const engine_query *query,
                                  uint32_t deadline_ms,
                                  engine_match_visitor visit, void *ctx,
                                  pilcrow_error *err)
{
    search s;
    plan *p;
    pilcrow_status status = begin(&s, snapshot, deadline_ms, err);
    if (status == PILCROW_OK)
        status = plan_make(&p, &s, query, false, err);
    if (status == PILCROW_OK && p != NULL)
        status = match_each(&s, p, visit, ctx, err);
    return status;
}
