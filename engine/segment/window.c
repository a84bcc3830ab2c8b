/* SPDX-License-Identifier: MIT
 *
 * In: the positions of several terms in one document. Out: whether they are
 * near enough. Invariant: lists are read forward only, each no further than
 * is needed to tell. */
#include "engine/segment/window.h"

#include <stdlib.h>

/* Positions compared that count as much as a block unpacked. */
#define POSITIONS_A_BLOCK 256

typedef struct window_cursor {
    cursor cursor;
    list **lists;       /* in the plan's order */
    list **by_cost;     /* the rarest first */
    size_t count;
    window_room room;
} window_cursor;

bool window_room_make(window_room *room, search *s, size_t count)
{
    room->positions = arena_array(s->arena, count, sizeof *room->positions);
    room->order = arena_array(s->arena, count, sizeof *room->order);
    return room->positions != NULL && room->order != NULL;
}

/* ----------------------------------------------------------- positions --- */

/* Begin with a list's positions; the first that is `target` or after. */
static uint32_t begin(list *l, uint32_t target)
{
    uint32_t position;
    const uint32_t count = list_positions(l);
    search_work(l->search, 1 + count / POSITIONS_A_BLOCK);
    do
        position = list_position(l);
    while (position < target);
    return position;
}

static uint32_t move(list *l, uint32_t position, uint32_t target)
{
    while (position < target)
        position = list_position(l);
    return position;
}

/* In order: for each position of the first term the others as soon after one
 * another as they come. That is the nearest end; where it is too far, the
 * first term goes on to where it could be in reach of it. */
static bool holds_in_order(const plan *p, list *const *lists, size_t count,
                           uint32_t *positions)
{
    size_t begun = 1;
    positions[0] = begin(lists[0], 0);
    for (;;) {
        size_t i = 1;
        uint32_t last = positions[0];
        if (last == POSTINGS_END)
            return false;
        for (; i < count; i++) {
            if (i == begun)
                positions[begun++] = begin(lists[i], last + 1);
            else
                positions[i] = move(lists[i], positions[i], last + 1);
            last = positions[i];
            if (last == POSTINGS_END)
                return false;
            /* Each of the terms still to come takes a place too. */
            if (last - positions[0] + (count - 1 - i) >= p->window)
                break;
        }
        if (i == count)
            return true;
        const uint64_t reach = (uint64_t)last + (count - 1 - i) + 1;
        const uint64_t least = (uint64_t)positions[0] + 1;
        const uint64_t next =
            reach > p->window && reach - p->window > least ? reach - p->window
                                                           : least;
        positions[0] = move(lists[0], positions[0], (uint32_t)next);
    }
}

/* Put `order[at]` where its position belongs among the ones behind it. */
static void settle(uint32_t *order, size_t at, size_t count,
                   const uint32_t *positions)
{
    const uint32_t moved = order[at];
    for (; at + 1 < count && positions[order[at + 1]] < positions[moved]; at++)
        order[at] = order[at + 1];
    order[at] = moved;
}

/* In any order, no two at one place: the terms sorted by their positions. The
 * first goes on to where it could be in reach of the last; one that shares its
 * place goes on to its next. */
static bool holds_in_any_order(const plan *p, list *const *lists, size_t count,
                               const window_room *room)
{
    uint32_t *positions = room->positions, *order = room->order;
    for (size_t i = 0; i < count; i++) {
        positions[i] = begin(lists[i], 0);
        if (positions[i] == POSTINGS_END)
            return false;
        order[i] = (uint32_t)i;
        for (size_t at = i; at-- > 0;)
            settle(order, at, i + 1, positions);
    }
    for (;;) {
        size_t i = 1;
        uint32_t moved = order[0], target;
        const uint32_t first = positions[moved];
        const uint32_t last = positions[order[count - 1]];
        if (last - first >= p->window) {
            target = last - p->window + 1;
            i = 0;
        } else {
            while (i < count && positions[order[i]] != positions[order[i - 1]])
                i++;
            if (i == count)
                return true;
            moved = order[i];
            target = positions[moved] + 1;
        }
        positions[moved] = move(lists[moved], positions[moved], target);
        if (positions[moved] == POSTINGS_END)
            return false;
        settle(order, i, count, positions);
    }
}

bool window_holds(const plan *p, list *const *lists, size_t count,
                  const window_room *room)
{
    if (p->ordered)
        return holds_in_order(p, lists, count, room->positions);
    return holds_in_any_order(p, lists, count, room);
}

/* -------------------------------------------------------------- cursor --- */

static void seek_window(cursor *c, int64_t target)
{
    window_cursor *w = (window_cursor *)(void *)c;
    uint32_t document = (uint32_t)target;
    for (;;) {
        size_t i = 1;
        document = list_seek(w->by_cost[0], document);
        while (i < w->count && document != POSTINGS_END) {
            const uint32_t found = list_seek(w->by_cost[i], document);
            i = found == document ? i + 1 : 1;
            if (found != document)
                document = found == POSTINGS_END
                               ? found
                               : list_seek(w->by_cost[0], found);
        }
        if (document == POSTINGS_END || c->search->stopped ||
            window_holds(c->plan, w->lists, w->count, &w->room))
            break;
        document++;
    }
    c->document = c->search->stopped ? CURSOR_END : (int64_t)document;
}

static double score_window(cursor *c)
{
    const window_cursor *w = (const window_cursor *)(const void *)c;
    double sum = 0;
    for (size_t i = 0; i < w->count; i++)
        sum += list_score(w->lists[i]);
    return sum;
}

/* A phrase stands no oftener than its rarest term. */
static uint32_t frequency_window(cursor *c)
{
    const window_cursor *w = (const window_cursor *)(const void *)c;
    uint32_t least = UINT32_MAX;
    for (size_t i = 0; i < w->count; i++) {
        const uint32_t frequency = list_frequency(w->lists[i]);
        least = frequency < least ? frequency : least;
    }
    return least;
}

static const cursor_kind window_kind = {seek_window, score_window,
                                        frequency_window};

static int by_cost(const void *left, const void *right)
{
    const list *a = *(list *const *)left;
    const list *b = *(list *const *)right;
    return (a->documents > b->documents) - (a->documents < b->documents);
}

static bool open_lists(window_cursor *w, search *s, const plan *p)
{
    w->count = p->children.count;
    w->lists = arena_array(s->arena, w->count, sizeof(list *));
    w->by_cost = arena_array(s->arena, w->count, sizeof(list *));
    if (w->lists == NULL || w->by_cost == NULL ||
        !window_room_make(&w->room, s, w->count))
        return false;
    for (size_t i = 0; i < w->count; i++) {
        w->lists[i] = list_open(s, p->children.items[i]);
        if (w->lists[i] == NULL)
            return false;
        w->by_cost[i] = w->lists[i];
        w->cursor.bound += w->lists[i]->bound;
    }
    qsort(w->by_cost, w->count, sizeof(list *), by_cost);
    w->cursor.cost = w->by_cost[0]->documents;
    return true;
}

cursor *cursor_open_window(search *s, const plan *p)
{
    window_cursor *w = arena_alloc(s->arena, sizeof *w);
    if (w == NULL || !open_lists(w, s, p))
        return NULL;
    w->cursor.kind = &window_kind;
    w->cursor.search = s;
    w->cursor.plan = p;
    w->cursor.document = CURSOR_NEW;
    return &w->cursor;
}
