/* SPDX-License-Identifier: MIT
 *
 * In: a query tree. Out: its plan, in the search's arena. Invariant: a plan
 * that is not NULL may match something, and has the children its kind needs. */
#include "engine/segment/search/plan.h"

#include <stdlib.h>
#include <string.h>

#include "base/list.h"
#include "engine/segment/search/group.h"
#include "engine/segment/search/unions.h"

/* A scale below it counts as 0: sums of such would not be told from 0. */
#define SCALE_MIN 1e-100

/* What a node is for: its place in the tree above it. */
typedef struct purpose {
    double scale;   /* 0: it only filters */
    bool in_group;  /* frequencies count, scales do not */
} purpose;

typedef struct maker {
    search *search;
    pilcrow_error *err;
    pilcrow_status status;  /* the first failure */
} maker;

static plan *make(maker *m, const engine_query *query, purpose p);

static plan *fail(maker *m, pilcrow_status status)
{
    if (m->status == PILCROW_OK)
        m->status = status;
    return NULL;
}

static plan *no_memory(maker *m)
{
    return m->status == PILCROW_OK ? fail(m, error_no_memory(m->err)) : NULL;
}

static plan *new_plan(maker *m, plan_kind kind, purpose p)
{
    plan *made = arena_alloc(m->search->arena, sizeof *made);
    if (made == NULL)
        return no_memory(m);
    made->kind = kind;
    made->scored = p.scale > 0;
    return made;
}

static void append(maker *m, plan_list *list, plan *item)
{
    if (item == NULL)
        return;
    plan **items = list_room_in(m->search->arena, list->items, list->count,
                                &list->capacity, sizeof(plan *));
    if (items == NULL) {
        no_memory(m);
        return;
    }
    item->order = (uint32_t)list->count;
    list->items = items;
    list->items[list->count++] = item;
}

static void append_all(maker *m, plan_list *list, const plan_list *from)
{
    for (size_t i = 0; i < from->count; i++)
        append(m, list, from->items[i]);
}

/* The heaviest first; of equals the one that the query has first. */
static int by_weight(const void *left, const void *right)
{
    const plan *a = *(plan *const *)left;
    const plan *b = *(plan *const *)right;
    if (a->weight != b->weight)
        return a->weight > b->weight ? -1 : 1;
    return (a->order > b->order) - (a->order < b->order);
}

static double sort_by_weight(plan_list *list)
{
    double sum = 0;
    if (list->count > 1)
        qsort(list->items, list->count, sizeof(plan *), by_weight);
    for (size_t i = 0; i < list->count; i++)
        sum += list->items[i]->weight;
    return sum;
}

static uint64_t all_of(const maker *m)
{
    return m->search->snapshot->paragraphs;
}

/* -------------------------------------------------------------- leaves --- */

static bool is_scored_field(engine_field field)
{
    return field == ENGINE_BODY || field == ENGINE_HEADING;
}

static plan *make_term(maker *m, const engine_query *query, purpose p)
{
    search *s = m->search;
    snapshot_term found = {0};
    plan *made = new_plan(m, PLAN_TERM, p);
    segment_term *parts =
        arena_array(s->arena, s->snapshot->count + 1, sizeof *parts);
    if (made == NULL || parts == NULL)
        return no_memory(m);
    found.parts = parts;
    pilcrow_status status = snapshot_find(s->snapshot, query->field,
                                          query->term, query->len, &found,
                                          m->err);
    if (status != PILCROW_OK)
        return fail(m, status);
    if (found.paragraphs == 0)
        return NULL;
    made->parts = parts;
    made->scored = made->scored && is_scored_field(query->field);
    made->most = found.paragraphs;
    made->least = found.paragraphs;
    made->positive = made->scored;
    if (made->scored)
        made->weight = score_idf(all_of(m), found.paragraphs) * (s->k1 + 1) *
                       p.scale;
    return made;
}

static plan *make_all(maker *m, const engine_query *query, purpose p)
{
    (void)query;
    p.scale = 0;
    plan *made = all_of(m) == 0 ? NULL : new_plan(m, PLAN_ALL, p);
    if (made != NULL) {
        made->most = all_of(m);
        made->least = all_of(m);
    }
    return made;
}

static plan *make_range(maker *m, const engine_query *query, purpose p)
{
    p.scale = 0;
    plan *made =
        query->low > query->high ? NULL : new_plan(m, PLAN_RANGE, p);
    if (made != NULL) {
        made->most = all_of(m);
        made->value = query->value;
        made->low = query->low;
        made->high = query->high;
    }
    return made;
}

/* --------------------------------------------------------------- sums --- */

static plan *finish_any(maker *m, plan *made)
{
    if (made->children.count <= 1)
        return made->children.count == 1 ? made->children.items[0] : NULL;
    made->weight = sort_by_weight(&made->children);
    made->scored = made->weight > 0;
    made->positive = true;
    for (size_t i = 0; i < made->children.count; i++) {
        const plan *child = made->children.items[i];
        made->positive = made->positive && child->positive;
        made->most += child->most;
        made->least = child->least > made->least ? child->least : made->least;
    }
    made->most = made->most < all_of(m) ? made->most : all_of(m);
    return made;
}

static plan *make_any(maker *m, const engine_query *query, purpose p)
{
    plan *made = new_plan(m, PLAN_ANY, p);
    for (size_t i = 0; made != NULL && i < query->child_count; i++) {
        plan *child = make(m, query->children[i], p);
        if (child != NULL && child->kind == PLAN_ANY)
            append_all(m, &made->children, &child->children);
        else
            append(m, &made->children, child);
    }
    return made == NULL ? NULL : finish_any(m, made);
}

/* Add `child` to what `made` requires: an EACH brings its own parts. */
static void require(maker *m, plan *made, plan *child)
{
    if (child->kind != PLAN_EACH) {
        append(m, &made->children, child);
        return;
    }
    append_all(m, &made->children, &child->children);
    append_all(m, &made->optional, &child->optional);
    append_all(m, &made->excluded, &child->excluded);
}

/* What adds to a score only: nothing that does not score is worth keeping, and
 * of an ANY each child stands for itself. In a group it adds frequencies. */
static void add_optional(maker *m, plan *made, plan *child)
{
    if (child == NULL || !child->scored)
        return;
    if (child->kind == PLAN_ANY)
        append_all(m, &made->optional, &child->children);
    else
        append(m, &made->optional, child);
}

/* Where others are required too, ALL says nothing. */
static void drop_all(plan_list *list)
{
    size_t kept = 0;
    for (size_t i = 0; i < list->count; i++)
        if (list->items[i]->kind != PLAN_ALL ||
            (kept == 0 && i + 1 == list->count))
            list->items[kept++] = list->items[i];
    list->count = kept;
}

static plan *finish_each(plan *made)
{
    drop_all(&made->children);
    if (made->children.count == 0)
        return NULL;
    if (made->children.count == 1 && made->optional.count == 0 &&
        made->excluded.count == 0)
        return made->children.items[0];
    made->weight = sort_by_weight(&made->children) +
                   sort_by_weight(&made->optional);
    made->scored = made->weight > 0;
    made->most = UINT64_MAX;
    for (size_t i = 0; i < made->children.count; i++) {
        const plan *child = made->children.items[i];
        made->positive = made->positive || child->positive;
        made->most = child->most < made->most ? child->most : made->most;
    }
    if (made->children.count == 1 && made->excluded.count == 0)
        made->least = made->children.items[0]->least;
    return made;
}

/* The first child with `first`, the others with `others`, all required. */
static plan *make_required(maker *m, const engine_query *query, purpose first,
                           purpose others)
{
    plan *made = new_plan(m, PLAN_EACH, first);
    for (size_t i = 0; made != NULL && i < query->child_count; i++) {
        plan *child = make(m, query->children[i], i == 0 ? first : others);
        if (child == NULL)
            return NULL;
        require(m, made, child);
    }
    return made == NULL ? NULL : finish_each(made);
}

static plan *make_and(maker *m, const engine_query *query, purpose p)
{
    return make_required(m, query, p, p);
}

static plan *make_filter(maker *m, const engine_query *query, purpose p)
{
    return make_required(m, query, p, (purpose){0, false});
}

/* The first child is required; each of the others goes to `take`. */
static plan *make_first(maker *m, const engine_query *query, purpose p,
                        purpose others,
                        void (*take)(maker *, plan *, plan *))
{
    plan *made = new_plan(m, PLAN_EACH, p);
    plan *first = query->child_count == 0 || made == NULL
                      ? NULL
                      : make(m, query->children[0], p);
    if (first == NULL)
        return NULL;
    require(m, made, first);
    for (size_t i = 1; i < query->child_count; i++)
        take(m, made, make(m, query->children[i], others));
    return finish_each(made);
}

static void exclude(maker *m, plan *made, plan *child)
{
    append(m, &made->excluded, child);
}

static plan *make_and_not(maker *m, const engine_query *query, purpose p)
{
    return make_first(m, query, p, (purpose){0, false}, exclude);
}

static plan *make_and_maybe(maker *m, const engine_query *query, purpose p)
{
    return make_first(m, query, p, p, add_optional);
}

static plan *make_scale(maker *m, const engine_query *query, purpose p)
{
    if (query->child_count == 0)
        return NULL;
    if (!p.in_group)
        p.scale *= query->weight;
    if (p.scale < SCALE_MIN)
        p.scale = 0;
    return make(m, query->children[0], p);
}

/* ------------------------------------------------- windows and groups --- */

static plan *make_window(maker *m, const engine_query *query, purpose p)
{
    const size_t count = query->child_count;
    if (count <= 1)
        return count == 0 ? NULL : make(m, query->children[0], p);
    for (size_t i = 0; i < count; i++)
        if (!is_scored_field(query->children[i]->field))
            return NULL;
    plan *made = new_plan(m, PLAN_WINDOW, p);
    if (made == NULL)
        return NULL;
    made->window = query->window;
    if (count > query->window)
        made->window = count < UINT32_MAX ? (uint32_t)count : UINT32_MAX;
    made->ordered = query->op == ENGINE_PHRASE;
    made->positive = made->scored;
    made->most = UINT64_MAX;
    for (size_t i = 0; i < count; i++) {
        plan *child = make(m, query->children[i], p);
        if (child == NULL)
            return NULL;
        append(m, &made->children, child);
        made->weight += child->weight;
        made->most = child->most < made->most ? child->most : made->most;
    }
    return made;
}

/* A group that scores: its union is made now, for its statistics, unless it is
 * kept from a search before. */
static plan *weigh_group(maker *m, const engine_query *query, plan *made,
                         double scale)
{
    search *s = m->search;
    const XXH128_hash_t key = unions_key(query, &s->shape);
    uint64_t count = 0;
    made->groups =
        arena_array(s->arena, s->snapshot->count + 1, sizeof *made->groups);
    if (made->groups == NULL)
        return no_memory(m);
    if (s->plain || !unions_get(s->snapshot, key, made->groups, &count)) {
        if (!group_make(s, made, &count))
            return s->stopped ? NULL : no_memory(m);
        if (!s->plain)
            unions_keep(s->snapshot, key, made->groups, count);
    }
    if (count == 0)
        return NULL;
    made->most = count;
    made->least = count;
    made->weight = score_idf(all_of(m), count) * (s->k1 + 1) * scale;
    return made;
}

static plan *make_group(maker *m, const engine_query *query, purpose p)
{
    if (p.in_group || p.scale == 0)
        return make_any(m, query, p);
    plan *made = new_plan(m, PLAN_GROUP, p);
    bool counted = false;
    if (made == NULL)
        return NULL;
    plan *any = make_any(m, query, (purpose){1, true});
    if (any == NULL || m->status != PILCROW_OK)
        return NULL;
    if (any->kind == PLAN_TERM) {
        any->weight *= p.scale;
        return any;
    }
    if (any->kind == PLAN_ANY)
        made->children = any->children;
    else
        append(m, &made->children, any);
    made->positive = true;
    for (size_t i = 0; i < made->children.count; i++) {
        counted = counted || made->children.items[i]->scored;
        made->positive = made->positive && made->children.items[i]->positive;
    }
    if (!counted)
        return any;
    return m->status == PILCROW_OK ? weigh_group(m, query, made, p.scale) : NULL;
}

/* By engine_op. */
static plan *(*const makers[])(maker *, const engine_query *, purpose) = {
    [ENGINE_TERM] = make_term,         [ENGINE_ALL] = make_all,
    [ENGINE_OR] = make_any,            [ENGINE_AND] = make_and,
    [ENGINE_AND_NOT] = make_and_not,   [ENGINE_AND_MAYBE] = make_and_maybe,
    [ENGINE_FILTER] = make_filter,     [ENGINE_PHRASE] = make_window,
    [ENGINE_NEAR] = make_window,       [ENGINE_SYNONYM] = make_group,
    [ENGINE_SCALE] = make_scale,       [ENGINE_RANGE] = make_range,
};

static plan *make(maker *m, const engine_query *query, purpose p)
{
    if (m->status != PILCROW_OK || m->search->stopped)
        return NULL;
    return makers[query->op](m, query, p);
}

pilcrow_status plan_make(plan **out, search *s, const engine_query *query,
                         bool scored, pilcrow_error *err)
{
    maker m = {.search = s, .err = err};
    *out = make(&m, query, (purpose){scored ? 1 : 0, false});
    if (m.status == PILCROW_OK)
        m.status = search_status(s, err);
    return m.status;
}
