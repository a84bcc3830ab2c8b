/* SPDX-License-Identifier: MIT
 *
 * In: a query tree and a paragraph that it found. Out: one line for each term
 * that adds to the score, computed by the formula in ARCHITECTURE.md. A node
 * that has to match as a whole, as a phrase does, is evaluated alone on the
 * paragraph first; a group scored as one term gets the score it has alone. */
#include "searcher/explain.h"

#include <math.h>
#include <string.h>

#include "base/list.h"

/* What is explained now. */
typedef struct explaining {
    const explain_context *x;
    engine_ref ref;
    const char *id;
    pilcrow_explanation *list;
    size_t count;
    size_t capacity;
    pilcrow_error *err;
} explaining;

pilcrow_status explain_begin(explain_context *x, arena *a,
                             pilcrow_index *index, const compiled_query *query,
                             double k1, double b, pilcrow_error *err)
{
    engine_stats stats;
    pilcrow_status status =
        engine_snapshot_counts(index->snapshot, &stats, err);
    if (status != PILCROW_OK)
        return status;
    *x = (explain_context){.index = index,
                           .arena = a,
                           .query = query,
                           .k1 = k1,
                           .b = b,
                           .paragraphs = (double)stats.paragraphs};
    if (stats.paragraphs > 0)
        x->average = (double)stats.words / (double)stats.paragraphs;
    return PILCROW_OK;
}

/* -------------------------------------------------------------- formula --- */

double explain_idf(double paragraphs, double holders)
{
    double ratio = (paragraphs - holders + 0.5) / (holders + 0.5);
    return log(ratio < 2.0 ? ratio / 2.0 + 1.0 : ratio);
}

static double idf_of(const explain_context *x, uint64_t df)
{
    return explain_idf(x->paragraphs, (double)df);
}

static double bm25(const explain_context *x, const pilcrow_explanation *e)
{
    double f = (double)e->tf;
    double relative = (double)e->length / x->average;
    double norm = x->k1 * (1.0 - x->b + x->b * relative);
    return e->idf * f * (x->k1 + 1.0) / (f + norm);
}

/* --------------------------------------------------------------- entries --- */

/* Say which word of the query a leaf stands for ("" where none is known), and
 * the glossary entry it came through. */
static void tell_origin(const explaining *e, pilcrow_explanation *out,
                        const engine_query *leaf)
{
    arena *a = e->x->arena;
    out->from = "";
    for (size_t i = 0; i < e->x->query->origin_count; i++) {
        const match_origin *origin = &e->x->query->origins[i];
        if (origin->leaf != leaf)
            continue;
        out->from = arena_copy(a, origin->text, origin->len);
        if (origin->kind != NULL)
            out->kind = origin->kind;
        if (origin->entry == NULL || out->from == NULL)
            return;
        out->kind = "translation";
        out->from = arena_format(a, "%s (%s)", out->from, origin->entry);
        return;
    }
}

static pilcrow_status add(explaining *e, const pilcrow_explanation *entry)
{
    pilcrow_explanation *list = list_room_in(e->x->arena, e->list, e->count,
                                             &e->capacity, sizeof *list);
    if (list == NULL || entry->from == NULL || entry->term == NULL)
        return error_no_memory(e->err);
    e->list = list;
    e->list[e->count++] = *entry;
    return PILCROW_OK;
}

/* Fill in what a leaf has in this paragraph; `tf` is 0 where it has nothing. */
static pilcrow_status look_up(explaining *e, const engine_query *leaf,
                              pilcrow_explanation *out)
{
    engine_snapshot *snapshot = e->x->index->snapshot;
    uint32_t tf = 0;
    pilcrow_status status =
        engine_occurrences(snapshot, e->ref, leaf->field, leaf->term,
                           leaf->len, &tf, &out->length, e->err);
    if (status != PILCROW_OK || tf == 0)
        return status;
    out->tf = tf;
    return engine_frequencies(snapshot, leaf->field, leaf->term, leaf->len,
                              &out->df, NULL, e->err);
}

static pilcrow_status explain_term(explaining *e, const engine_query *leaf,
                                   const char *kind, double weight)
{
    pilcrow_explanation entry = {.kind = kind, .weight = weight};
    pilcrow_status status = look_up(e, leaf, &entry);
    if (status != PILCROW_OK || entry.tf == 0)
        return status;
    entry.term = arena_copy(e->x->arena, leaf->term, leaf->len);
    tell_origin(e, &entry, leaf);
    entry.idf = idf_of(e->x, entry.df);
    entry.score = weight * bm25(e->x, &entry);
    return add(e, &entry);
}

/* ------------------------------------------------------------ whole nodes --- */

/* Evaluate a node alone on the paragraph: does it match, with which score? Each
 * of several indexes may hold a paragraph of its id. */
static pilcrow_status evaluate(explaining *e, const engine_query *node,
                               bool *matches, double *score)
{
    engine_result result = {0};
    engine_query id = {.op = ENGINE_TERM,
                       .field = ENGINE_ID,
                       .term = e->id,
                       .len = strlen(e->id)};
    const engine_query *both[] = {node, &id};
    engine_query filter = {
        .op = ENGINE_FILTER, .children = both, .child_count = 2};
    engine_search_options options = {
        .limit = e->x->index->part_count + 1, .k1 = e->x->k1, .b = e->x->b};
    pilcrow_status status = engine_search(e->x->index->snapshot, &filter,
                                          &options, &result, e->err);
    *matches = false;
    *score = 0.0;
    for (size_t i = 0; i < result.count && status == PILCROW_OK; i++)
        if (result.hits[i].ref == e->ref) {
            *matches = true;
            *score = result.hits[i].score;
        }
    engine_result_release(&result);
    return status;
}

/* What a member of a group has: a term, or a phrase of terms, which counts as
 * often as its rarest one. `*first` is its first term. */
static pilcrow_status look_up_member(explaining *e, const engine_query *member,
                                     pilcrow_explanation *out,
                                     const engine_query **first)
{
    bool matches = true;
    double score;
    *first = member;
    if (member->op == ENGINE_TERM)
        return look_up(e, member, out);
    pilcrow_status status = evaluate(e, member, &matches, &score);
    for (size_t i = 0; i < member->child_count && status == PILCROW_OK; i++) {
        pilcrow_explanation one = {0};
        const engine_query *leaf;
        status = look_up_member(e, member->children[i], &one, &leaf);
        *first = i == 0 ? leaf : *first;
        out->tf = i == 0 || one.tf < out->tf ? one.tf : out->tf;
        out->df = i == 0 || one.df < out->df ? one.df : out->df;
        out->length = one.length > 0 ? one.length : out->length;
    }
    if (!matches)
        out->tf = 0;
    return status;
}

/* A member of a group as it is told: its term, or those of a phrase with spaces
 * between. NULL without memory. */
static const char *member_text(const explaining *e, const engine_query *member)
{
    arena *a = e->x->arena;
    if (member->op == ENGINE_TERM)
        return arena_copy(a, member->term, member->len);
    const char *text = member_text(e, member->children[0]);
    if (member->op != ENGINE_PHRASE)
        return text;
    for (size_t i = 1; i < member->child_count && text != NULL; i++) {
        const char *next = member_text(e, member->children[i]);
        text = next == NULL ? NULL : arena_format(a, "%s %s", text, next);
    }
    return text;
}

/* How many paragraphs a node matches. */
static pilcrow_status count_matches(explaining *e, const engine_query *node,
                                    uint64_t *out)
{
    engine_result result = {0};
    engine_search_options options = {
        .limit = 1, .k1 = e->x->k1, .b = e->x->b, .count = true};
    pilcrow_status status = engine_search(e->x->index->snapshot, node,
                                          &options, &result, e->err);
    *out = result.total;
    engine_result_release(&result);
    return status;
}

/* What the formula makes of idf, from the other end: an engine may estimate how
 * many paragraphs a group is in, and its score goes by that. */
static double idf_behind(const explain_context *x, const pilcrow_explanation *e)
{
    pilcrow_explanation one = *e;
    one.idf = 1.0;
    double factor = bm25(x, &one);
    return factor > 0.0 ? e->score / factor : idf_of(x, e->df);
}

/* A group scored as one term: what its members have together. */
static pilcrow_status explain_group(explaining *e, const engine_query *node,
                                    double weight)
{
    bool matches;
    pilcrow_explanation entry = {.kind = "term", .weight = weight};
    pilcrow_status status = evaluate(e, node, &matches, &entry.score);
    for (size_t i = 0; i < node->child_count && matches && status == PILCROW_OK;
         i++) {
        pilcrow_explanation one = {0};
        const engine_query *leaf;
        status = look_up_member(e, node->children[i], &one, &leaf);
        if (one.tf > 0 && entry.term == NULL) {
            entry.term = member_text(e, node->children[i]);
            entry.kind =
                leaf->field == ENGINE_HEADING ? "heading" : entry.kind;
            tell_origin(e, &entry, leaf);
        }
        entry.tf += one.tf;
        entry.length = one.length > 0 ? one.length : entry.length;
    }
    if (status != PILCROW_OK || !matches)
        return status;
    status = count_matches(e, node, &entry.df);
    if (status != PILCROW_OK)
        return status;
    entry.idf = idf_behind(e->x, &entry);
    entry.score *= weight;
    return add(e, &entry);
}

static pilcrow_status explain_node(explaining *e, const engine_query *node,
                                   const char *kind, double weight);

static pilcrow_status explain_children(explaining *e, const engine_query *node,
                                       size_t count, const char *kind,
                                       double weight)
{
    pilcrow_status status = PILCROW_OK;
    for (size_t i = 0; i < count && status == PILCROW_OK; i++)
        status = explain_node(e, node->children[i], kind, weight);
    return status;
}

/* A node of which the first `count` children score, if it matches at all. */
static pilcrow_status explain_if_matches(explaining *e,
                                         const engine_query *node,
                                         size_t count, const char *kind,
                                         double weight)
{
    bool matches;
    double score;
    pilcrow_status status = evaluate(e, node, &matches, &score);
    if (status != PILCROW_OK || !matches)
        return status;
    return explain_children(e, node, count, kind, weight);
}

static pilcrow_status explain_node(explaining *e, const engine_query *node,
                                   const char *kind, double weight)
{
    size_t all = node->child_count;
    size_t first = all < 1 ? all : 1;
    switch (node->op) {
    case ENGINE_TERM:
        if (node->field == ENGINE_HEADING)
            kind = "heading";
        return explain_term(e, node, kind, weight);
    case ENGINE_OR:
        return explain_children(e, node, all, kind, weight);
    case ENGINE_AND:
    case ENGINE_AND_MAYBE:
        return explain_if_matches(e, node, all, kind, weight);
    case ENGINE_AND_NOT:
    case ENGINE_FILTER:
        return explain_if_matches(e, node, first, kind, weight);
    case ENGINE_PHRASE:
        return explain_if_matches(e, node, all, "phrase", weight);
    case ENGINE_NEAR:
        return explain_if_matches(e, node, all, "proximity", weight);
    case ENGINE_SYNONYM:
        return explain_group(e, node, weight);
    case ENGINE_SCALE:
        if (node->weight == 0.0)
            return PILCROW_OK;
        return explain_children(e, node, first, kind, weight * node->weight);
    case ENGINE_ALL:
    case ENGINE_RANGE:
        break;
    }
    return PILCROW_OK;
}

pilcrow_status explain_hit(const explain_context *x, pilcrow_hit *hit,
                           engine_ref ref, pilcrow_error *err)
{
    explaining e = {.x = x, .ref = ref, .id = hit->paragraph.id, .err = err};
    pilcrow_status status = explain_node(&e, x->query->query, "term", 1.0);
    hit->explained = true;
    hit->explanations = e.list;
    hit->explanation_count = e.count;
    return status;
}
