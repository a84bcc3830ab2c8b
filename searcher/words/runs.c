/* SPDX-License-Identifier: MIT
 *
 * In: slots of words. Out: their nodes, each term with its origin; and the
 * groups to highlight. */
#include "searcher/words/runs.h"

#include <string.h>

#include "base/list.h"
#include "searcher/words/tree.h"

/* ------------------------------------------------------------ highlights - */

static bool same_group(const match_group *group, const match_term *terms,
                       size_t count)
{
    bool same = group->count == count;
    for (size_t i = 0; i < count && same; i++)
        same = group->terms[i].len == terms[i].len &&
               group->terms[i].offset == terms[i].offset &&
               memcmp(group->terms[i].bytes, terms[i].bytes, terms[i].len) == 0;
    return same;
}

/* Highlight these terms, where they stand as far from each other as the slots
 * do. */
static bool mark(words_context *w, const slot *slots,
                 const expand_term *const *chosen, size_t count)
{
    if (!w->marking)
        return true;
    match_group *groups = list_room_in(w->arena, w->groups, w->group_count,
                                       &w->group_capacity, sizeof *groups);
    match_term *terms = arena_array(w->arena, count, sizeof *terms);
    if (groups == NULL || terms == NULL)
        return false;
    w->groups = groups;
    for (size_t i = 0; i < count; i++)
        terms[i] = (match_term){chosen[i]->bytes, chosen[i]->len,
                                slots[i].position - slots[0].position};
    for (size_t i = 0; i < w->group_count; i++)
        if (same_group(&w->groups[i], terms, count))
            return true;
    w->groups[w->group_count++] =
        (match_group){terms, count, w->group_number, w->via};
    return true;
}

bool runs_mark_slot(words_context *w, const slot *at)
{
    for (size_t i = 0; i < at->count; i++) {
        const expand_term *term = &at->terms[i];
        if (!mark(w, at, &term, 1))
            return false;
    }
    return true;
}

bool runs_mark_each(words_context *w, const slot *slots, size_t count)
{
    for (size_t i = 0; i < count; i++, w->group_number++)
        if (!runs_mark_slot(w, &slots[i]))
            return false;
    return true;
}

/* ----------------------------------------------------------------- nodes - */

static engine_query *term_node(words_context *w, engine_field field,
                               const expand_term *term)
{
    engine_query *node = arena_alloc(w->arena, sizeof *node);
    match_origin *origins = list_room_in(w->arena, w->origins, w->origin_count,
                                         &w->origin_capacity, sizeof *origins);
    if (node == NULL || origins == NULL)
        return NULL;
    w->origins = origins;
    w->origins[w->origin_count++] =
        w->from == NULL
            ? (match_origin){node, w->text, w->len, NULL, w->bonus}
            : (match_origin){node, w->from, w->from_len, w->via, NULL};
    *node = (engine_query){.op = ENGINE_TERM,
                           .field = field,
                           .term = term->bytes,
                           .len = term->len};
    return node;
}

engine_query *runs_slot_node(words_context *w, engine_field field,
                             const slot *at)
{
    const engine_query *terms[EXPAND_TERMS_MAX];
    if (at->count == 1)
        return term_node(w, field, at->terms);
    for (size_t i = 0; i < at->count; i++)
        if ((terms[i] = term_node(w, field, &at->terms[i])) == NULL)
            return NULL;
    return tree_node(w->arena, at->count == 0 ? ENGINE_OR : ENGINE_SYNONYM,
                     terms, at->count);
}

/* ------------------------------------------------------------------ runs - */

/* Words in a row (PHRASE) or near each other (NEAR), in every way in which the
 * terms of their slots can be chosen. */
typedef struct run {
    engine_op op;
    engine_field field;
    const slot *slots;
    size_t count;
    uint32_t window;
    bool marked;                   /* to be highlighted as a whole */
    size_t limits[RUNS_SLOTS_MAX]; /* terms of each slot that are tried */
    const expand_term *chosen[RUNS_SLOTS_MAX];
    const engine_query *ways[WORDS_PHRASES_MAX];
    size_t way_count;
} run;

/* How many terms of each slot make no more than w->ways ways. What a plain word
 * loses are forms that it was not typed in. */
static void limit_ways(words_context *w, run *r)
{
    double ways = 1;
    for (size_t i = 0; i < r->count; i++) {
        r->limits[i] = r->slots[i].count;
        ways *= (double)r->slots[i].count;
    }
    bool cut = false;
    while (ways > (double)w->ways) {
        size_t most = 0;
        for (size_t i = 1; i < r->count; i++)
            if (r->limits[i] > r->limits[most])
                most = i;
        ways = ways / (double)r->limits[most] * (double)(r->limits[most] - 1);
        r->limits[most]--;
        cut = cut || slot_is_pattern(&r->slots[most]);
    }
    if (cut)
        query_notice(w->notices,
                     "words with *, ? or ~ side by side stand for more than "
                     "%zu phrases; those of the most frequent words are "
                     "searched for",
                     w->ways);
}

static bool add_way(words_context *w, run *r)
{
    const engine_query *terms[RUNS_SLOTS_MAX];
    for (size_t i = 0; i < r->count; i++)
        if ((terms[i] = term_node(w, r->field, r->chosen[i])) == NULL)
            return false;
    engine_query *way = tree_node(w->arena, r->op, terms, r->count);
    if (way == NULL || (r->marked && !mark(w, r->slots, r->chosen, r->count)))
        return false;
    way->window = r->window;
    r->ways[r->way_count++] = way;
    return true;
}

/* Choose for slot `i` and those behind it. */
static bool add_ways(words_context *w, run *r, size_t i)
{
    if (i == r->count)
        return add_way(w, r);
    for (size_t k = 0; k < r->limits[i]; k++) {
        r->chosen[i] = &r->slots[i].terms[k];
        if (!add_ways(w, r, i + 1))
            return false;
    }
    return true;
}

engine_query *runs_node(words_context *w, engine_op op, engine_field field,
                        const slot *slots, size_t count, uint32_t window,
                        bool marked)
{
    run r = {.op = op,
             .field = field,
             .slots = slots,
             .count = count,
             .window = window,
             .marked = marked};
    if (count == 1) {
        if (marked && !runs_mark_slot(w, slots))
            return NULL;
        return runs_slot_node(w, field, slots);
    }
    limit_ways(w, &r);
    if (!add_ways(w, &r, 0))
        return NULL;
    if (r.way_count != 1)
        return tree_node(w->arena, ENGINE_OR, r.ways, r.way_count);
    engine_query *only = arena_alloc(w->arena, sizeof *only);
    if (only != NULL)
        *only = *r.ways[0];
    return only;
}
