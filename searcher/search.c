/* SPDX-License-Identifier: MIT
 *
 * pilcrow_search. In: a query. Out: hits, best first, each with its paragraph,
 * highlights and snippet. What one generation of the index says is all or
 * nothing: if a writer overtakes the search, it begins anew. */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/options.h"
#include "searcher/explain.h"
#include "searcher/facets.h"
#include "searcher/filter.h"
#include "searcher/highlight.h"
#include "searcher/hits.h"
#include "searcher/similar.h"
#include "searcher/snippet.h"
#include "searcher/suggest.h"

#define LIMIT_MAX 1000u
#define OFFSET_MAX 1000000u
#define BRIDGES_MAX 4u /* told of one hit */
#define FILTERS_MAX 100u
/* Milliseconds after the deadline in which what was found may still be fetched:
 * a page of hits takes one or two. */
#define GRACE_MS 20
/* What a caller of the first version passes. */
#define OPTIONS_SIZE_MIN offsetof(pilcrow_search_options, explain)

typedef struct searching {
    pilcrow_index *index;
    const char *query;
    size_t query_len;
    const char *similar_to; /* an id, in place of a query */
    const query_node *root; /* the query, parsed; NULL for none */
    pilcrow_search_options options;
    bool late; /* the deadline has passed */
    pilcrow_hits *hits;
} searching;

/* -------------------------------------------------------------- one hit --- */

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
        if (entry == NULL || at < count)
            continue;
        bridges[count] = arena_text(a, entry);
        if (bridges[count++] == NULL)
            return error_no_memory(err);
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

/* Fill a hit of which no more than the id is wanted; `id` is room for it. */
static pilcrow_status fill_id(searching *s, pilcrow_hit *hit,
                              const engine_hit *found, buf *id,
                              pilcrow_error *err)
{
    hit->score = found->score;
    hit->paragraph.document = "";
    hit->paragraph.path = "";
    hit->paragraph.title = "";
    hit->paragraph.kind = "";
    hit->paragraph.lang = "";
    hit->paragraph.text = "";
    hit->paragraph.meta = "{}";
    hit->snippet = "";
    pilcrow_status status =
        engine_fetch_id(s->index->snapshot, found->ref, id, err);
    if (status != PILCROW_OK)
        return status;
    hit->paragraph.id = arena_copy(&s->hits->arena, buf_text(id), id->len);
    return hit->paragraph.id == NULL ? error_no_memory(err) : PILCROW_OK;
}

/* Has the deadline passed, and so many milliseconds more? It is remembered. */
static bool is_late(searching *s, int64_t grace)
{
    bool late = index_is_late(s->index, grace);
    s->late = s->late || late;
    return late;
}

static pilcrow_status explain_all(searching *s, const engine_result *result,
                                  const compiled_query *query,
                                  pilcrow_error *err)
{
    explain_context x;
    pilcrow_status status = explain_begin(&x, &s->hits->arena, s->index, query,
                                          s->options.k1, s->options.b, err);
    for (size_t i = 0; i < s->hits->count && status == PILCROW_OK; i++)
        if (!is_late(s, 0))
            status =
                explain_hit(&x, &s->hits->list[i], result->hits[i].ref, err);
    return status;
}

static pilcrow_status fill_hits(searching *s, const engine_result *result,
                                const compiled_query *query, pilcrow_error *err)
{
    pilcrow_hits *hits = s->hits;
    snippet_weights weights;
    buf id;
    hits->list =
        arena_array(&hits->arena, result->count + 1, sizeof *hits->list);
    if (hits->list == NULL)
        return error_no_memory(err);
    pilcrow_status status = snippet_weights_begin(
        &weights, &hits->arena, s->index->snapshot, query, err);
    buf_init(&id, ENGINE_TERM_MAX + 1);
    for (size_t i = 0; i < result->count && status == PILCROW_OK; i++) {
        if (is_late(s, GRACE_MS))
            break;
        hits->list[i].rank = s->options.offset + i + 1;
        status = s->options.ids_only
                     ? fill_id(s, &hits->list[i], &result->hits[i], &id, err)
                     : fill_hit(s, &hits->list[i], &result->hits[i], query,
                                &weights, err);
        hits->count = i + 1;
    }
    buf_release(&id);
    if (status == PILCROW_OK && s->options.explain && !is_late(s, 0))
        status = explain_all(s, result, query, err);
    hits->total = result->total;
    hits->exact = result->exact;
    return status;
}

/* ----------------------------------------------------------- the search --- */

/* What a status of the engine is to this search: that time has run out is
 * noted, and what was found taken. */
static pilcrow_status unless_late(searching *s, pilcrow_status status)
{
    if (status != PILCROW_TIMEOUT)
        return status;
    s->late = true;
    return PILCROW_OK;
}

/* Count what matches, for facets and documents. Half a count is none. */
static pilcrow_status count_matches(searching *s, const engine_query *query,
                                    const engine_result *result,
                                    pilcrow_error *err)
{
    pilcrow_hits *hits = s->hits;
    const pilcrow_search_options *o = &s->options;
    if (s->late || !(o->facets || (o->by_document && o->count)))
        return PILCROW_OK;
    pilcrow_status status = unless_late(
        s, facets_count(hits, s->index, query, result, o->by_document,
                        o->facets, index_time_left(s->index), err));
    if (s->late)
        hits->facet_count = hits->documents = 0;
    return status;
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
        .deadline_ms = index_time_left(s->index),
    };
    s->hits->exact = true;
    if (query->query == NULL)
        return PILCROW_OK;
    pilcrow_status status =
        unless_late(s, engine_search(s->index->snapshot, query->query, &options,
                                     &result, err));
    if (status == PILCROW_OK)
        status = fill_hits(s, &result, query, err);
    if (status == PILCROW_OK)
        status = count_matches(s, query->query, &result, err);
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
        .context = s->options.context,
        .proximity = s->options.proximity,
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
    bool by_filters = root == NULL && s->options.filter_count > 0;
    if (status == PILCROW_OK && out->query == NULL && !by_filters &&
        s->index->tokens != NULL)
        query_notice(&hits->notices, "the query holds no word");
    return status;
}

/* ---------------------------------------------------------------- filters --- */

/* The field of a filter, by the name that facets have for it too. */
static bool find_field(engine_field *out, const char *name)
{
    static const struct {
        const char *name;
        engine_field field;
    } fields[] = {{"document", ENGINE_DOC},
                  {"kind", ENGINE_KIND},
                  {"lang", ENGINE_LANG},
                  {"id", ENGINE_ID}};
    for (size_t i = 0; i < sizeof fields / sizeof *fields; i++)
        if (strcmp(fields[i].name, name) == 0) {
            *out = fields[i].field;
            return true;
        }
    return false;
}

/* Any of the values that are given for a field; NULL in `*out` for none. */
static pilcrow_status filter_field(const engine_query **out, searching *s,
                                   engine_field field, pilcrow_error *err)
{
    arena *a = &s->hits->arena;
    const pilcrow_search_options *o = &s->options;
    const engine_query **values =
        arena_array(a, o->filter_count + 1, sizeof *values);
    engine_query *any = arena_alloc(a, sizeof *any);
    size_t count = 0;
    pilcrow_status status = PILCROW_OK;
    *out = NULL;
    if (values == NULL || any == NULL)
        return error_no_memory(err);
    for (size_t i = 0; i < o->filter_count && status == PILCROW_OK; i++) {
        engine_field own;
        const char *value = o->filters[i].value;
        if (find_field(&own, o->filters[i].name) && own == field)
            status = filter_compile(&values[count++], a, s->index, field, value,
                                    strlen(value), &s->hits->notices, err);
    }
    *any = (engine_query){
        .op = ENGINE_OR, .children = values, .child_count = count};
    if (count > 0)
        *out = any;
    return status;
}

/* What the query finds, where it passes the filters. An empty query is every
 * paragraph that does. */
static pilcrow_status add_filters(compiled_query *query, searching *s,
                                  pilcrow_error *err)
{
    arena *a = &s->hits->arena;
    engine_query *nodes = arena_array(a, 2, sizeof *nodes);
    const engine_query **children =
        arena_array(a, ENGINE_FIELD_COUNT + 1, sizeof *children);
    size_t count = 1;
    pilcrow_status status = PILCROW_OK;
    if (nodes == NULL || children == NULL)
        return error_no_memory(err);
    for (int i = 0; i < ENGINE_FIELD_COUNT && status == PILCROW_OK; i++) {
        status = filter_field(&children[count], s, (engine_field)i, err);
        count += children[count] != NULL;
    }
    nodes[0] = (engine_query){.op = ENGINE_ALL};
    nodes[1] = (engine_query){
        .op = ENGINE_FILTER, .children = children, .child_count = count};
    children[0] = query->query;
    if (query->query == NULL && s->root == NULL && s->similar_to == NULL)
        children[0] = &nodes[0];
    if (children[0] != NULL)
        query->query = &nodes[1];
    return status;
}

static pilcrow_status check_filters(const pilcrow_search_options *o,
                                    pilcrow_error *err)
{
    engine_field ignored;
    if (o->filter_count > FILTERS_MAX)
        return error_set(err, PILCROW_LIMIT,
                         "there are %zu filters; %u are the most",
                         o->filter_count, FILTERS_MAX);
    if (o->filters == NULL && o->filter_count > 0)
        return error_missing(err, "the list of filters");
    for (size_t i = 0; i < o->filter_count; i++) {
        if (o->filters[i].name == NULL || o->filters[i].value == NULL)
            return error_missing(err, "the name or the value of a filter");
        if (!find_field(&ignored, o->filters[i].name))
            return error_set(err, PILCROW_INVALID,
                             "there is no filter '%s'; use document, kind, "
                             "lang or id",
                             o->filters[i].name);
    }
    return PILCROW_OK;
}

static pilcrow_status suggest(searching *s, const compiled_query *compiled,
                              pilcrow_error *err)
{
    pilcrow_hits *hits = s->hits;
    suggest_query query = {.index = s->index,
                           .arena = &hits->arena,
                           .text = s->query,
                           .len = s->query_len,
                           .root = s->root,
                           .compiled = compiled,
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
    s->late = false;
    pilcrow_status status = compile(s, &query, err);
    if (status == PILCROW_OK && s->options.filter_count > 0)
        status = add_filters(&query, s, err);
    if (status == PILCROW_OK)
        status = evaluate(s, &query, err);
    if (status == PILCROW_OK && !is_late(s, 0))
        status = unless_late(s, suggest(s, &query, err));
    if (status != PILCROW_OK || !(s->late || is_late(s, 0)))
        return status;
    hits->exact = false;
    return error_set(err, PILCROW_TIMEOUT,
                     "the search took longer than the %" PRIu32
                     " ms it was given",
                     s->options.deadline_ms);
}

static pilcrow_status read_options(pilcrow_search_options *out,
                                   const pilcrow_search_options *options,
                                   pilcrow_error *err)
{
    *out = (pilcrow_search_options)PILCROW_SEARCH_OPTIONS_INIT;
    pilcrow_status status = options_take(out, sizeof *out, OPTIONS_SIZE_MIN,
                                         options, "search options", err);
    if (status != PILCROW_OK)
        return status;
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
    return check_filters(out, err);
}

static pilcrow_status run(pilcrow_hits **out, searching *s,
                          const pilcrow_search_options *options,
                          pilcrow_error *err)
{
    if (out == NULL)
        return error_missing(err, "the place for the hits");
    *out = NULL;
    if (s->index == NULL)
        return error_missing(err, "the index");
    if (s->query == NULL && s->query_len > 0)
        return error_missing(err, "the query");
    pilcrow_status status = read_options(&s->options, options, err);
    if (status != PILCROW_OK)
        return status;
    s->hits = calloc(1, sizeof *s->hits);
    if (s->hits == NULL)
        return error_no_memory(err);
    arena_init(&s->hits->arena, HITS_MEMORY_MAX);
    index_set_deadline(s->index, s->options.deadline_ms);
    status = index_with_newest(s->index, attempt, s, err);
    index_set_deadline(s->index, 0);
    if (status == PILCROW_OK || status == PILCROW_TIMEOUT)
        *out = s->hits;
    else
        pilcrow_hits_free(s->hits);
    return status;
}

pilcrow_status pilcrow_search(pilcrow_hits **out, pilcrow_index *index,
                              const char *query, size_t query_len,
                              const pilcrow_search_options *options,
                              pilcrow_error *err)
{
    searching s = {.index = index,
                   .query = query == NULL ? "" : query,
                   .query_len = query_len};
    if (query == NULL && query_len > 0)
        s.query = NULL;
    return run(out, &s, options, err);
}

pilcrow_status pilcrow_similar(pilcrow_hits **out, pilcrow_index *index,
                               const char *id,
                               const pilcrow_search_options *options,
                               pilcrow_error *err)
{
    searching s = {.index = index, .query = "", .similar_to = id};
    if (id == NULL) {
        if (out != NULL)
            *out = NULL;
        return error_missing(err, "the id");
    }
    return run(out, &s, options, err);
}

/* -------------------------------------------------------------- reading --- */

const char *pilcrow_hits_suggestion(const pilcrow_hits *hits, size_t i)
{
    return hits != NULL && i < hits->suggestion_count ? hits->suggestions[i]
                                                      : NULL;
}

const pilcrow_facet *pilcrow_hits_facet(const pilcrow_hits *hits, size_t i)
{
    return hits != NULL && i < hits->facet_count ? &hits->facets[i] : NULL;
}

uint64_t pilcrow_hits_documents(const pilcrow_hits *hits)
{
    return hits == NULL ? 0 : hits->documents;
}

size_t pilcrow_hits_count(const pilcrow_hits *hits)
{
    return hits == NULL ? 0 : hits->count;
}

const pilcrow_hit *pilcrow_hits_get(const pilcrow_hits *hits, size_t i)
{
    return hits != NULL && i < hits->count ? &hits->list[i] : NULL;
}

uint64_t pilcrow_hits_total(const pilcrow_hits *hits, bool *exact)
{
    if (exact != NULL)
        *exact = hits == NULL || hits->exact;
    return hits == NULL ? 0 : hits->total;
}

const char *pilcrow_hits_notice(const pilcrow_hits *hits, size_t i)
{
    return hits != NULL && i < hits->notices.count ? hits->notices.list[i]
                                                   : NULL;
}

void pilcrow_hits_free(pilcrow_hits *hits)
{
    if (hits == NULL)
        return;
    arena_release(&hits->arena);
    free(hits);
}
