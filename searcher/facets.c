/* SPDX-License-Identifier: MIT
 *
 * In: a query. Out: exact counts of what it matches. Documents are counted by
 * visiting every match once; kinds and languages, which are few, by a search
 * for each, the most common first, until every match is accounted for. */
#include "searcher/facets.h"

#include <stdlib.h>
#include <string.h>

#include "base/list.h"
#include "searcher/tally.h"

typedef struct counting {
    pilcrow_hits *hits;
    pilcrow_index *index;
    const engine_query *query;
    const engine_result *found;
    uint32_t deadline_ms;
    uint64_t matches;
    size_t facet_capacity;
    pilcrow_error *err;
} counting;

static pilcrow_status add_facet(counting *c, const char *name,
                                const char *value, uint64_t count)
{
    pilcrow_hits *hits = c->hits;
    pilcrow_facet *list =
        list_room_in(&hits->arena, hits->facets, hits->facet_count,
                     &c->facet_capacity, sizeof *list);
    if (list == NULL)
        return error_no_memory(c->err);
    hits->facets = list;
    list[hits->facet_count++] = (pilcrow_facet){name, value, count};
    return PILCROW_OK;
}

static int highest_first(const void *left, const void *right)
{
    const pilcrow_facet *a = left;
    const pilcrow_facet *b = right;
    if (a->count != b->count)
        return a->count > b->count ? -1 : 1;
    return strcmp(a->value, b->value);
}

/* Put the facets from `first` on, all of one name, in order. */
static void order(counting *c, size_t first)
{
    pilcrow_hits *hits = c->hits;
    if (hits->facet_count > first)
        qsort(hits->facets + first, hits->facet_count - first,
              sizeof *hits->facets, highest_first);
}

/* ----------------------------------------------------- kinds, languages --- */

/* The terms of a field. */
typedef struct field_terms {
    arena *arena;
    pilcrow_facet *list; /* `count` is that of the whole index */
    size_t count;
    size_t capacity;
    bool failed;
} field_terms;

static bool take_term(void *ctx, const char *term, size_t len,
                      uint64_t paragraphs, uint64_t occurrences)
{
    field_terms *terms = ctx;
    (void)occurrences;
    pilcrow_facet *list = list_room_in(terms->arena, terms->list, terms->count,
                                       &terms->capacity, sizeof *list);
    const char *copy = arena_copy(terms->arena, term, len);
    terms->failed = list == NULL || copy == NULL;
    if (terms->failed)
        return false;
    terms->list = list;
    list[terms->count++] = (pilcrow_facet){NULL, copy, paragraphs};
    return true;
}

static pilcrow_status count_term(counting *c, engine_field field,
                                 const char *term, uint64_t *out)
{
    engine_query only = {
        .op = ENGINE_TERM, .field = field, .term = term, .len = strlen(term)};
    const engine_query *both[] = {c->query, &only};
    engine_query filter = {
        .op = ENGINE_FILTER, .children = both, .child_count = 2};
    engine_search_options options = {
        .k1 = 1.2, .b = 0.75, .count = true, .deadline_ms = c->deadline_ms};
    engine_result result = {0};
    pilcrow_status status =
        engine_search(c->index->snapshot, &filter, &options, &result, c->err);
    *out = result.total;
    engine_result_release(&result);
    return status;
}

static pilcrow_status count_field(counting *c, const char *name,
                                  engine_field field)
{
    field_terms terms = {.arena = &c->hits->arena};
    size_t first = c->hits->facet_count;
    uint64_t left = c->matches;
    pilcrow_status status = engine_terms(c->index->snapshot, field, "", 0,
                                         take_term, &terms, c->err);
    if (status == PILCROW_OK && terms.failed)
        return error_no_memory(c->err);
    if (terms.count > 0)
        qsort(terms.list, terms.count, sizeof *terms.list, highest_first);
    for (size_t i = 0; i < terms.count && left > 0 && status == PILCROW_OK;
         i++) {
        uint64_t count = 0;
        const char *value = terms.list[i].value;
        status = count_term(c, field, value, &count);
        if (status == PILCROW_OK && count > 0)
            status = add_facet(c, name, value, count);
        left -= count < left ? count : left;
    }
    order(c, first);
    return status;
}

/* ------------------------------------------------------------ documents --- */

/* A hit's document: known once the hit is visited. */
typedef struct hit_document {
    engine_ref ref;
    uint64_t document;
    size_t hit;
} hit_document;

typedef struct visiting {
    counting *counting;
    tally tally;
    hit_document *hits; /* by ref */
    size_t hit_count;
    bool failed;
} visiting;

static int by_ref(const void *left, const void *right)
{
    const hit_document *a = left;
    const hit_document *b = right;
    return (a->ref > b->ref) - (a->ref < b->ref);
}

static bool take_match(void *ctx, engine_ref ref, uint64_t document)
{
    visiting *v = ctx;
    counting *c = v->counting;
    hit_document key = {.ref = ref};
    hit_document *hit = NULL;
    if (v->hit_count > 0)
        hit = bsearch(&key, v->hits, v->hit_count, sizeof key, by_ref);
    if (hit != NULL)
        hit->document = document;
    c->matches++;
    size_t part = engine_ref_part(c->index->snapshot, ref, NULL);
    v->failed = !tally_add(&v->tally, part, document, ref);
    return !v->failed;
}

static pilcrow_status visit_matches(visiting *v)
{
    counting *c = v->counting;
    const engine_result *found = c->found;
    v->hit_count = found->count;
    v->hits = arena_array(&c->hits->arena, found->count + 1, sizeof *v->hits);
    if (v->hits == NULL)
        return error_no_memory(c->err);
    for (size_t i = 0; i < found->count; i++)
        v->hits[i] = (hit_document){.ref = found->hits[i].ref, .hit = i};
    qsort(v->hits, found->count, sizeof *v->hits, by_ref);
    pilcrow_status status = engine_each_match(
        c->index->snapshot, c->query, c->deadline_ms, take_match, v, c->err);
    if (status == PILCROW_OK && v->failed)
        return error_no_memory(c->err);
    return status;
}

static void set_counts(visiting *v)
{
    const engine_snapshot *snapshot = v->counting->index->snapshot;
    for (size_t i = 0; i < v->hit_count; i++) {
        const hit_document *hit = &v->hits[i];
        size_t part = engine_ref_part(snapshot, hit->ref, NULL);
        v->counting->hits->list[hit->hit].in_document =
            tally_count(&v->tally, part, hit->document);
    }
}

static int by_value(const void *left, const void *right)
{
    const pilcrow_facet *a = left;
    const pilcrow_facet *b = right;
    return strcmp(a->value, b->value);
}

/* Records of the same name in two files are one to who reads the names. */
static void merge_names(counting *c, size_t first)
{
    pilcrow_hits *hits = c->hits;
    size_t kept = first;
    if (hits->facet_count > first)
        qsort(hits->facets + first, hits->facet_count - first,
              sizeof *hits->facets, by_value);
    for (size_t i = first; i < hits->facet_count; i++) {
        const pilcrow_facet *at = &hits->facets[i];
        if (kept > first && by_value(&hits->facets[kept - 1], at) == 0)
            hits->facets[kept - 1].count += at->count;
        else
            hits->facets[kept++] = *at;
    }
    hits->facet_count = kept;
    order(c, first);
}

static pilcrow_status list_documents(counting *c, tally *documents)
{
    size_t count, first = c->hits->facet_count;
    pilcrow_status status = PILCROW_OK;
    const tally_row *rows =
        tally_largest(documents, FACETS_DOCUMENTS_MAX, &count);
    for (size_t i = 0; i < count && status == PILCROW_OK; i++) {
        pilcrow_paragraph p;
        status = index_paragraph(&p, c->index, rows[i].first, &c->hits->arena,
                                 NULL, c->err);
        if (status == PILCROW_OK)
            status = add_facet(c, "document", p.document, rows[i].count);
    }
    merge_names(c, first);
    return status;
}

pilcrow_status facets_count(pilcrow_hits *hits, pilcrow_index *index,
                            const engine_query *query,
                            const engine_result *found, bool by_document,
                            bool listed, uint32_t deadline_ms,
                            pilcrow_error *err)
{
    counting c = {.hits = hits,
                  .index = index,
                  .query = query,
                  .found = found,
                  .deadline_ms = deadline_ms,
                  .err = err};
    visiting v = {.counting = &c};
    tally_init(&v.tally, &hits->arena);
    pilcrow_status status = visit_matches(&v);
    hits->documents = v.tally.count;
    if (status == PILCROW_OK && by_document)
        set_counts(&v);
    if (status == PILCROW_OK && listed)
        status = count_field(&c, "kind", ENGINE_KIND);
    if (status == PILCROW_OK && listed)
        status = count_field(&c, "lang", ENGINE_LANG);
    if (status == PILCROW_OK && listed)
        status = list_documents(&c, &v.tally);
    return status;
}
