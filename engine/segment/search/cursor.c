/* SPDX-License-Identifier: MIT
 *
 * In: a plan. Out: its matches in one part, in order. Invariant: a cursor's
 * document matches its plan; sums are made in the plan's order. */
#include "engine/segment/search/cursor.h"

#include <stdlib.h>

static uint32_t frequency_none(cursor *c)
{
    (void)c;
    return 0;
}

static double score_none(cursor *c)
{
    (void)c;
    return 0;
}

static uint32_t add_frequencies(uint32_t a, uint32_t b)
{
    return a <= UINT32_MAX - b ? a + b : UINT32_MAX;
}

static void *open(search *s, const plan *p, size_t size,
                  const cursor_kind *kind)
{
    cursor *c = arena_alloc(s->arena, size);
    if (c == NULL)
        return NULL;
    c->kind = kind;
    c->search = s;
    c->plan = p;
    c->document = CURSOR_NEW;
    return c;
}

/* --------------------------------------------------------------- lists --- */

static void seek_list(cursor *c, int64_t target)
{
    c->document = list_seek(c->list, (uint32_t)target);
}

static double score_list(cursor *c)
{
    return list_score(c->list);
}

static uint32_t frequency_list(cursor *c)
{
    return list_frequency(c->list);
}

static const cursor_kind list_kind = {seek_list, score_list, frequency_list};

static cursor *open_list(search *s, const plan *p)
{
    list *l = list_open(s, p);
    cursor *c = l == NULL ? NULL : open(s, p, sizeof *c, &list_kind);
    if (c == NULL)
        return NULL;
    c->list = l;
    c->bound = l->bound;
    c->cost = l->documents;
    return c;
}

/* ---------------------------------------------------- all, and a range --- */

static void seek_all(cursor *c, int64_t target)
{
    c->document = target < c->search->segment->documents ? target : CURSOR_END;
}

static const cursor_kind all_kind = {seek_all, score_none, frequency_none};

static cursor *open_all(search *s, const plan *p)
{
    cursor *c = open(s, p, sizeof *c, &all_kind);
    if (c != NULL)
        c->cost = s->segment->documents;
    return c;
}

typedef struct range_cursor {
    cursor cursor;
    uint32_t block;     /* whose values are at hand; UINT32_MAX: none */
    uint64_t values[SEGMENT_VALUES_BLOCK];
} range_cursor;

static bool load_values(range_cursor *r, uint32_t block)
{
    search *s = r->cursor.search;
    if (r->block == block)
        return true;
    if (!search_work(s, 1))
        return false;
    r->block = block;
    if (segment_values(s->segment, r->cursor.plan->value, block, r->values))
        return true;
    search_damage(s);
    return false;
}

static void seek_range(cursor *c, int64_t target)
{
    range_cursor *r = (range_cursor *)(void *)c;
    const plan *p = c->plan;
    for (; target < c->search->segment->documents; target++) {
        const uint32_t document = (uint32_t)target;
        if (!load_values(r, document / SEGMENT_VALUES_BLOCK))
            break;
        const uint64_t value = r->values[document % SEGMENT_VALUES_BLOCK];
        if (value >= p->low && value <= p->high) {
            c->document = target;
            return;
        }
    }
    c->document = CURSOR_END;
}

static const cursor_kind range_kind = {seek_range, score_none, frequency_none};

static cursor *open_range(search *s, const plan *p)
{
    range_cursor *r = open(s, p, sizeof *r, &range_kind);
    if (r == NULL)
        return NULL;
    r->block = UINT32_MAX;
    r->cursor.cost = s->segment->documents;
    return &r->cursor;
}

/* ----------------------------------------------------------------- any --- */

/* The children are a heap too, the one with the lowest document on top. */
typedef struct any_cursor {
    cursor cursor;
    cursor_list children;   /* in the plan's order */
    uint32_t *heap;         /* numbers of children */
    uint32_t *matching;     /* room for the numbers of those that match */
} any_cursor;

static int64_t document_at(const any_cursor *a, size_t place)
{
    return a->children.items[a->heap[place]]->document;
}

static void sift_down(any_cursor *a, size_t at)
{
    const size_t count = a->children.count;
    for (;;) {
        size_t first = at;
        for (size_t child = 2 * at + 1; child <= 2 * at + 2; child++)
            if (child < count && document_at(a, child) < document_at(a, first))
                first = child;
        if (first == at)
            return;
        const uint32_t number = a->heap[at];
        a->heap[at] = a->heap[first];
        a->heap[first] = number;
        at = first;
    }
}

static void seek_any(cursor *c, int64_t target)
{
    any_cursor *a = (any_cursor *)(void *)c;
    while (document_at(a, 0) < target) {
        cursor_seek(a->children.items[a->heap[0]], target);
        sift_down(a, 0);
    }
    c->document = document_at(a, 0);
}

/* The numbers of the children that match, ascending: those at the top of the
 * heap, and below each of them those of the same document. */
static size_t find_matching(any_cursor *a)
{
    const size_t all = a->children.count;
    size_t count = 1;
    a->matching[0] = 0;
    for (size_t i = 0; i < count; i++)
        for (size_t n = 1; n <= 2; n++) {
            const size_t place = 2 * (size_t)a->matching[i] + n;
            if (place < all && document_at(a, place) == a->cursor.document)
                a->matching[count++] = (uint32_t)place;
        }
    for (size_t i = 0; i < count; i++) {
        const uint32_t number = a->heap[a->matching[i]];
        size_t at = i;
        for (; at > 0 && a->matching[at - 1] > number; at--)
            a->matching[at] = a->matching[at - 1];
        a->matching[at] = number;
    }
    return count;
}

static double score_any(cursor *c)
{
    any_cursor *a = (any_cursor *)(void *)c;
    double sum = 0;
    const size_t count = find_matching(a);
    for (size_t i = 0; i < count; i++)
        sum += cursor_score(a->children.items[a->matching[i]]);
    return sum;
}

static uint32_t frequency_any(cursor *c)
{
    any_cursor *a = (any_cursor *)(void *)c;
    uint32_t sum = 0;
    const size_t count = find_matching(a);
    for (size_t i = 0; i < count; i++)
        sum = add_frequencies(
            sum, cursor_frequency(a->children.items[a->matching[i]]));
    return sum;
}

static const cursor_kind any_kind = {seek_any, score_any, frequency_any};

static cursor *open_any(search *s, const plan *p)
{
    any_cursor *a = open(s, p, sizeof *a, &any_kind);
    if (a == NULL || !cursor_open_list(&a->children, s, &p->children) ||
        a->children.count == 0)
        return NULL;
    const size_t count = a->children.count;
    a->heap = arena_array(s->arena, count, sizeof *a->heap);
    a->matching = arena_array(s->arena, count, sizeof *a->matching);
    if (a->heap == NULL || a->matching == NULL)
        return NULL;
    for (size_t i = 0; i < count; i++) {
        a->heap[i] = (uint32_t)i;
        a->cursor.bound += a->children.items[i]->bound;
        a->cursor.cost += a->children.items[i]->cost;
    }
    return &a->cursor;
}

/* ---------------------------------------------------------------- each --- */

typedef struct each_cursor {
    cursor cursor;
    cursor_list required;   /* in the plan's order */
    cursor_list optional;   /* in the plan's order */
    cursor_list excluded;
    cursor **by_cost;       /* the required, the rarest first */
} each_cursor;

static bool is_excluded(each_cursor *e, int64_t document)
{
    for (size_t i = 0; i < e->excluded.count; i++)
        if (cursor_matches(e->excluded.items[i], document))
            return true;
    return false;
}

/* The rarest leads: whatever another one makes of its document, the next try
 * is at the document that one goes to. */
static void seek_each(cursor *c, int64_t target)
{
    each_cursor *e = (each_cursor *)(void *)c;
    for (;;) {
        size_t i = 1;
        target = cursor_seek(e->by_cost[0], target);
        if (target == CURSOR_END || c->search->stopped)
            break;
        while (i < e->required.count &&
               cursor_matches(e->by_cost[i], target))
            i++;
        if (i < e->required.count) {
            target = e->by_cost[i]->document;
            if (target == CURSOR_END)
                break;
        } else if (is_excluded(e, target)) {
            target++;
        } else {
            c->document = target;
            return;
        }
    }
    c->document = CURSOR_END;
}

static double score_each(cursor *c)
{
    each_cursor *e = (each_cursor *)(void *)c;
    double sum = 0;
    for (size_t i = 0; i < e->required.count; i++)
        sum += cursor_score(e->required.items[i]);
    for (size_t i = 0; i < e->optional.count; i++)
        if (cursor_matches(e->optional.items[i], c->document))
            sum += cursor_score(e->optional.items[i]);
    return sum;
}

static uint32_t frequency_each(cursor *c)
{
    each_cursor *e = (each_cursor *)(void *)c;
    uint32_t sum = 0;
    for (size_t i = 0; i < e->required.count; i++)
        if (e->required.items[i]->plan->scored)
            sum = add_frequencies(sum, cursor_frequency(e->required.items[i]));
    for (size_t i = 0; i < e->optional.count; i++)
        if (cursor_matches(e->optional.items[i], c->document))
            sum = add_frequencies(sum, cursor_frequency(e->optional.items[i]));
    return sum;
}

static const cursor_kind each_kind = {seek_each, score_each, frequency_each};

static int by_cost(const void *left, const void *right)
{
    const cursor *a = *(cursor *const *)left;
    const cursor *b = *(cursor *const *)right;
    return (a->cost > b->cost) - (a->cost < b->cost);
}

static cursor *open_each(search *s, const plan *p)
{
    each_cursor *e = open(s, p, sizeof *e, &each_kind);
    if (e == NULL || !cursor_open_list(&e->required, s, &p->children) ||
        e->required.count < p->children.count ||
        !cursor_open_list(&e->optional, s, &p->optional) ||
        !cursor_open_list(&e->excluded, s, &p->excluded))
        return NULL;
    e->by_cost = arena_array(s->arena, e->required.count, sizeof(cursor *));
    if (e->by_cost == NULL)
        return NULL;
    for (size_t i = 0; i < e->required.count; i++) {
        e->by_cost[i] = e->required.items[i];
        e->cursor.bound += e->required.items[i]->bound;
    }
    for (size_t i = 0; i < e->optional.count; i++)
        e->cursor.bound += e->optional.items[i]->bound;
    qsort(e->by_cost, e->required.count, sizeof(cursor *), by_cost);
    e->cursor.cost = e->by_cost[0]->cost;
    return &e->cursor;
}

/* ---------------------------------------------------------------- open --- */

static cursor *(*const openers[])(search *, const plan *) = {
    [PLAN_TERM] = open_list,  [PLAN_ALL] = open_all,
    [PLAN_RANGE] = open_range, [PLAN_ANY] = open_any,
    [PLAN_EACH] = open_each,  [PLAN_WINDOW] = cursor_open_window,
    [PLAN_GROUP] = open_list,
};

cursor *cursor_open(search *s, const plan *p)
{
    return openers[p->kind](s, p);
}

bool cursor_open_list(cursor_list *out, search *s, const plan_list *plans)
{
    *out = (cursor_list){0};
    if (plans->count == 0)
        return true;
    out->items = arena_array(s->arena, plans->count, sizeof(cursor *));
    if (out->items == NULL)
        return false;
    for (size_t i = 0; i < plans->count; i++) {
        cursor *c = cursor_open(s, plans->items[i]);
        if (c != NULL)
            out->items[out->count++] = c;
    }
    return !s->arena->failed;
}
