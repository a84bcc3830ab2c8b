/* SPDX-License-Identifier: MIT
 *
 * pilcrow_search. In: a query. Out: hits, best first, each with its paragraph,
 * highlights and snippet. What one generation of the index says is all or
 * nothing: if a writer overtakes the search, it begins anew. */
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "searcher/explain.h"
#include "searcher/facets.h"
#include "searcher/highlight.h"
#include "searcher/hits.h"
#include "searcher/similar.h"
#include "searcher/snippet.h"
#include "searcher/suggest.h"

#define LIMIT_MAX 1000u
#define OFFSET_MAX 1000000u
#define BRIDGES_MAX 4u /* told of one hit */
/* What a caller of the first version passes. */
#define OPTIONS_SIZE_MIN offsetof(pilcrow_search_options, explain)

typedef struct searching {
    pilcrow_index *index;
    const char *query;
    size_t query_len;
    const char *similar_to; /* an id, in place of a query */
    const query_node *root; /* the query, parsed; NULL for none */
    pilcrow_search_options options;
    int64_t end_ms; /* of the deadline, if there is one */
    pilcrow_hits *hits;
} searching;

/* --------------------------------------------------------------- one hit ---
 */

static pilcrow_status copy_spans(pilcrow_hit *hit, arena *a,
                                 const highlight_list *list, pilcrow_error *err)
{
    pilcrow_span *spans = arena_array(a, list->count + 1, sizeof *spans);
    if (spans == NULL)
        return error_no_memory(err);
    for (size_t i = 0; i < list->count; i++)
        spans[i] = list->items[i].span;
    hit->highlights = spans;
    hit->highlight_count = list->count;
    return PILCROW_OK;
}

/* The glossary entry through which the groups of that number came; or NULL. */
static const char *entry_of(const compiled_query *query, size_t number)
{
    for (size_t i = 0; i < query->group_count; i++)
        if (query->groups[i].number == number)
            return query->groups[i].entry;
    return NULL;
}

/* The glossary entries through which words of a hit were found, each once. */
static pilcrow_status tell_bridges(pilcrow_hit *hit, arena *a,
                                   const highlight_list *list,
                                   const compiled_query *query,
                                   pilcrow_error *err)
{
    const char **bridges = arena_array(a, BRIDGES_MAX, sizeof *bridges);
    size_t count = 0;
    if (bridges == NULL)
        return error_no_memory(err);
    bool is_entry =
        strcmp(hit->paragraph.kind, corpus_kind_name(CORPUS_GLOSSARY)) == 0;
    for (size_t i = 0; !is_entry && i < list->count && count < BRIDGES_MAX;
         i++) {
        const char *entry = entry_of(query, list->items[i].group);
        size_t at = 0;
        while (entry != NULL && at < count && strcmp(bridges[at], entry) != 0)
            at++;
        if (entry != NULL && at == count)
            bridges[count++] = entry;
    }
    hit->bridges = bridges;
    hit->bridge_count = count;
    return PILCROW_OK;
}

static pilcrow_status fill_hit(searching *s, pilcrow_hit *hit,
                               const engine_hit *found,
                               const compiled_query *query,
                               snippet_weights *weights, pilcrow_error *err)
{
    arena *a = &s->hits->arena;
    pilcrow_paragraph *p = &hit->paragraph;
    highlight_list list;
    snippet piece;
    hit->score = found->score;
    pilcrow_status status =
        index_paragraph(p, s->index, found->ref, a, NULL, err);
    if (status == PILCROW_OK)
        status = highlight_find(&list, a, s->index->tokens, p->text,
                                p->text_len, p->lang, query, err);
    if (status == PILCROW_OK)
        status = copy_spans(hit, a, &list, err);
    if (status == PILCROW_OK)
        status = tell_bridges(hit, a, &list, query, err);
    if (status == PILCROW_OK)
        status =
            snippet_cut(&piece, a, p->text, p->text_len, &list, weights, err);
    if (status == PILCROW_OK) {
        hit->snippet = piece.text;
        hit->snippet_highlights = piece.spans;
        hit->snippet_highlight_count = piece.span_count;
    }
    return status;
}

/* Fill a hit of which no more than the id is wanted. */
static pilcrow_status fill_id(searching *s, pilcrow_hit *hit,
                              const engine_hit *found, pilcrow_error *err)
{
    buf id;
    buf_init(&id, ENGINE_TERM_MAX + 1);
    *hit = (pilcrow_hit){
        .rank = hit->rank,
        .score = found->score,
        .paragraph = {.document = "",
                      .path = "",
                      .title = "",
                      .kind = "",
                      .lang = "",
                      .text = "",
                      .meta = "{}"},
        .snippet = "",
    };
    pilcrow_status status =
        engine_fetch_id(s->index->snapshot, found->ref, &id, err);
    if (status == PILCROW_OK) {
        hit->paragraph.id = arena_copy(&s->hits->arena, buf_text(&id), id.len);
        if (hit->paragraph.id == NULL)
            status = error_no_memory(err);
    }
    buf_release(&id);
    return status;
}

static pilcrow_status explain_all(searching *s, const engine_result *result,
                                  const compiled_query *query,
                                  pilcrow_error *err)
{
    explain_context x;
    pilcrow_status status = explain_begin(&x, &s->hits->arena, s->index, query,
                                          s->options.k1, s->options.b, err);
    for (size_t i = 0; i < result->count && status == PILCROW_OK; i++)
        status = explain_hit(&x, &s->hits->list[i], result->hits[i].ref, err);
    return status;
}

static pilcrow_status fill_hits(searching *s, const engine_result *result,
                                const compiled_query *query, pilcrow_error *err)
{
    pilcrow_hits *hits = s->hits;
    snippet_weights weights;
    hits->list =
        arena_array(&hits->arena, result->count + 1, sizeof *hits->list);
    if (hits->list == NULL)
        return error_no_memory(err);
    pilcrow_status status = snippet_weights_begin(
        &weights, &hits->arena, s->index->snapshot, query, err);
    for (size_t i = 0; i < result->count && status == PILCROW_OK; i++) {
        hits->list[i].rank = s->options.offset + i + 1;
        status = s->options.ids_only
                     ? fill_id(s, &hits->list[i], &result->hits[i], err)
                     : fill_hit(s, &hits->list[i], &result->hits[i], query,
                                &weights, err);
    }
    if (status == PILCROW_OK && s->options.explain)
        status = explain_all(s, result, query, err);
    hits->count = result->count;
    hits->total = result->total;
    hits->exact = result->exact;
    return status;
}

/* ------------------------------------------------------------- the search ---
 */

static int64_t now_ms(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

/* Of the deadline, as the engine takes it: 0 for none, else 1 or more. */
static uint32_t time_left(const searching *s)
{
    if (s->options.deadline_ms == 0)
        return 0;
    int64_t left = s->end_ms - now_ms();
    return left > 0 ? (uint32_t)left : 1;
}

static pilcrow_status evaluate(searching *s, const compiled_query *query,
                               pilcrow_error *err)
{
    engine_result result = {0};
    engine_search_options options = {
        .offset = s->options.offset,
        .limit = s->options.limit,
        .k1 = s->options.k1,
        .b = s->options.b,
        .by_document = s->options.by_document,
        .count = s->options.count || s->options.facets,
        .deadline_ms = time_left(s),
    };
    bool tally =
        s->options.facets || (s->options.by_document && s->options.count);
    s->hits->exact = true;
    if (query->query == NULL)
        return PILCROW_OK;
    pilcrow_status status =
        engine_search(s->index->snapshot, query->query, &options, &result, err);
    if (status == PILCROW_OK)
        status = fill_hits(s, &result, query, err);
    if (status == PILCROW_OK && tally)
        status = facets_count(s->hits, s->index, query->query, &result,
                              s->options.by_document, s->options.facets,
                              time_left(s), err);
    engine_result_release(&result);
    return status;
}

static pilcrow_status compile(searching *s, compiled_query *out,
                              pilcrow_error *err)
{
    pilcrow_hits *hits = s->hits;
    const compile_options how = {
        .strict = s->options.strict,
        .translation = s->options.translate ? s->options.translation : 0.0,
    };
    query_node *root;
    if (s->similar_to != NULL)
        return similar_compile(out, &hits->arena, s->index, s->similar_to, err);
    pilcrow_status status =
        query_parse(&root, &hits->arena, s->query, s->query_len,
                    s->options.strict, &hits->notices, err);
    s->root = root;
    if (status == PILCROW_OK)
        status = compile_query(out, &hits->arena, s->index, s->query, root,
                               &how, &hits->notices, err);
    if (status == PILCROW_OK && out->query == NULL && s->index->tokens != NULL)
        query_notice(&hits->notices, "the query holds no word");
    return status;
}

static pilcrow_status suggest(searching *s, pilcrow_error *err)
{
    pilcrow_hits *hits = s->hits;
    suggest_query query = {.index = s->index,
                           .arena = &hits->arena,
                           .text = s->query,
                           .len = s->query_len,
                           .root = s->root,
                           .total = hits->total};
    if (!s->options.suggest || s->similar_to != NULL)
        return PILCROW_OK;
    return suggest_find(&hits->suggestions, &hits->suggestion_count, &query,
                        err);
}

/* One attempt on the newest generation. */
static pilcrow_status attempt(void *ctx, pilcrow_error *err)
{
    searching *s = ctx;
    pilcrow_hits *hits = s->hits;
    compiled_query query;
    arena_clear(&hits->arena);
    hits->notices = (query_notices){.arena = &hits->arena};
    hits->list = NULL;
    hits->count = 0;
    hits->total = 0;
    hits->suggestion_count = 0;
    hits->facets = NULL;
    hits->facet_count = 0;
    hits->documents = 0;
    pilcrow_status status = compile(s, &query, err);
    if (status == PILCROW_OK)
        status = evaluate(s, &query, err);
    if (status == PILCROW_OK)
        status = suggest(s, err);
    return status;
}

static pilcrow_status read_options(pilcrow_search_options *out,
                                   const pilcrow_search_options *options,
                                   pilcrow_error *err)
{
    *out = (pilcrow_search_options)PILCROW_SEARCH_OPTIONS_INIT;
    if (options == NULL)
        return PILCROW_OK;
    if (options->size < OPTIONS_SIZE_MIN || options->size > sizeof *options)
        return error_set(err, PILCROW_INVALID,
                         "the search options are of no size that this library "
                         "knows; start from their _INIT");
    memcpy(out, options, options->size);
    if (out->limit < 1 || out->limit > LIMIT_MAX)
        return error_set(err, PILCROW_INVALID,
                         "the limit is %zu; it must be from 1 to %u",
                         out->limit, LIMIT_MAX);
    if (out->offset > OFFSET_MAX)
        return error_set(err, PILCROW_INVALID,
                         "the offset is %zu; it must be at most %u",
                         out->offset, OFFSET_MAX);
    if (!(out->k1 >= 0.0 && out->k1 <= 1e6))
        return error_set(err, PILCROW_INVALID, "k1 is %g; it must be 0 or more",
                         out->k1);
    if (!(out->b >= 0.0 && out->b <= 1.0))
        return error_set(err, PILCROW_INVALID,
                         "b is %g; it must be from 0 to 1", out->b);
    if (!(out->translation >= 0.0 && out->translation <= 1.0))
        return error_set(err, PILCROW_INVALID,
                         "the weight of translations is %g; it must be from 0 "
                         "to 1",
                         out->translation);
    return PILCROW_OK;
}

static pilcrow_status run(pilcrow_hits **out, searching *s,
                          const pilcrow_search_options *options,
                          pilcrow_error *err)
{
    *out = NULL;
    pilcrow_status status = read_options(&s->options, options, err);
    if (status != PILCROW_OK)
        return status;
    s->end_ms = now_ms() + s->options.deadline_ms;
    s->hits = calloc(1, sizeof *s->hits);
    if (s->hits == NULL)
        return error_no_memory(err);
    arena_init(&s->hits->arena, HITS_MEMORY_MAX);
    status = index_with_newest(s->index, attempt, s, err);
    if (status != PILCROW_OK) {
        pilcrow_hits_free(s->hits);
        return status;
    }
    *out = s->hits;
    return PILCROW_OK;
}

pilcrow_status pilcrow_search(pilcrow_hits **out, pilcrow_index *index,
                              const char *query, size_t query_len,
                              const pilcrow_search_options *options,
                              pilcrow_error *err)
{
    searching s = {.index = index, .query = query, .query_len = query_len};
    return run(out, &s, options, err);
}

pilcrow_status pilcrow_similar(pilcrow_hits **out, pilcrow_index *index,
                               const char *id,
                               const pilcrow_search_options *options,
                               pilcrow_error *err)
{
    searching s = {.index = index, .similar_to = id};
    return run(out, &s, options, err);
}

/* ---------------------------------------------------------------- reading ---
 */

const char *pilcrow_hits_suggestion(const pilcrow_hits *hits, size_t i)
{
    return i < hits->suggestion_count ? hits->suggestions[i] : NULL;
}

const pilcrow_facet *pilcrow_hits_facet(const pilcrow_hits *hits, size_t i)
{
    return i < hits->facet_count ? &hits->facets[i] : NULL;
}

uint64_t pilcrow_hits_documents(const pilcrow_hits *hits)
{
    return hits->documents;
}

size_t pilcrow_hits_count(const pilcrow_hits *hits)
{
    return hits->count;
}

const pilcrow_hit *pilcrow_hits_get(const pilcrow_hits *hits, size_t i)
{
    return i < hits->count ? &hits->list[i] : NULL;
}

uint64_t pilcrow_hits_total(const pilcrow_hits *hits, bool *exact)
{
    if (exact != NULL)
        *exact = hits->exact;
    return hits->total;
}

const char *pilcrow_hits_notice(const pilcrow_hits *hits, size_t i)
{
    return i < hits->notices.count ? hits->notices.list[i] : NULL;
}

void pilcrow_hits_free(pilcrow_hits *hits)
{
    if (hits == NULL)
        return;
    arena_release(&hits->arena);
    free(hits);
}
