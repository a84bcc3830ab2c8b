/* SPDX-License-Identifier: MIT
 *
 * In: the positions of several terms in one document. Out: whether they are
 * near enough. Invariant: lists are read forward only, each no further than
 * is needed to tell. */
#include "engine/segment/search/window.h"

#include <stdlib.h>

/* Positions compared that count as much as a block unpacked. */
#define POSITIONS_A_BLOCK 256

typedef struct window_cursor {
    cursor cursor;
    list **lists;   /* in the plan's order */
    list **by_cost; /* the rarest first */
    size_t count;
    window_room room;
} window_cursor;

bool window_room_make(window_room *room, search *s, const plan *p, size_t count)
{
    *room = (window_room){.count = count};
    if (p->ordered) {
        room->ahead = arena_array(s->arena, count, sizeof *room->ahead);
        return room->ahead != NULL;
    }
    room->ahead = arena_array(s->arena, count * count, sizeof *room->ahead);
    room->waiting = arena_array(s->arena, count, sizeof *room->waiting);
    room->taken = arena_array(s->arena, count, sizeof *room->taken);
    room->tried = arena_array(s->arena, count, sizeof *room->tried);
    return room->ahead != NULL && room->waiting != NULL &&
           room->taken != NULL && room->tried != NULL;
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
        const uint64_t next = reach > p->window && reach - p->window > least
                                  ? reach - p->window
                                  : least;
        positions[0] = move(lists[0], positions[0], (uint32_t)next);
    }
}

/* The position of a term that is compared: the first of those that wait. */
static uint32_t head(const window_room *room, size_t i)
{
    return room->ahead[i * room->count];
}

/* A term goes on to its first position that is `target` or after. */
static void go_on(list *l, const window_room *room, size_t i, uint32_t target)
{
    uint32_t *ahead = room->ahead + i * room->count;
    size_t gone = 0;
    while (gone < room->waiting[i] && ahead[gone] < target)
        gone++;
    room->waiting[i] -= gone;
    for (size_t n = 0; n < room->waiting[i]; n++)
        ahead[n] = ahead[gone + n];
    if (room->waiting[i] > 0)
        return;
    ahead[0] = move(l, list_position(l), target);
    room->waiting[i] = 1;
}

/* Read ahead what of a term could stand below `end`. As many positions as there
 * are terms are enough: the others take all but one of them at most. */
static void read_ahead(list *l, const window_room *room, size_t i, uint64_t end)
{
    uint32_t *ahead = room->ahead + i * room->count;
    size_t *waiting = &room->waiting[i];
    while (*waiting < room->count && ahead[*waiting - 1] < end)
        ahead[(*waiting)++] = list_position(l);
}

static size_t owner_of(const window_room *room, uint32_t position)
{
    size_t i = 0;
    while (i < room->count && room->taken[i] != position)
        i++;
    return i;
}

/* Give term `i` a place below `end` of its own: a free one, or one whose owner
 * can be given another. Terms `tried` before it are not asked again. */
static bool give_place(const window_room *room, size_t i, uint64_t end,
                       uint32_t tried)
{
    const uint32_t *ahead = room->ahead + i * room->count;
    room->tried[i] = tried;
    for (size_t n = 0; n < room->waiting[i] && ahead[n] < end; n++) {
        const size_t owner = owner_of(room, ahead[n]);
        if (owner < room->count && (room->tried[owner] == tried ||
                                    !give_place(room, owner, end, tried)))
            continue;
        room->taken[i] = ahead[n];
        return true;
    }
    return false;
}

/* Can each term have a place of its own in a window, of which each has one at
 * least? */
static bool all_have_places(list *const *lists, const window_room *room,
                            uint64_t end)
{
    for (size_t i = 0; i < room->count; i++) {
        read_ahead(lists[i], room, i, end);
        room->taken[i] = POSTINGS_END;
        room->tried[i] = 0;
    }
    search_work(lists[0]->search,
                (int64_t)(1 + room->count * room->count / 16));
    for (size_t i = 0; i < room->count; i++)
        if (!give_place(room, i, end, (uint32_t)i + 1))
            return false;
    return true;
}

/* The first and the last place where one of the terms stands. */
static void find_ends(const window_room *room, uint32_t *first, uint32_t *last)
{
    *first = *last = head(room, 0);
    for (size_t i = 1; i < room->count; i++) {
        const uint32_t position = head(room, i);
        *first = position < *first ? position : *first;
        *last = position > *last ? position : *last;
    }
}

static bool share_a_place(const window_room *room)
{
    for (size_t i = 1; i < room->count; i++)
        for (size_t n = 0; n < i; n++)
            if (head(room, i) == head(room, n))
                return true;
    return false;
}

/* In any order, no two at one place. No window begins before `first`: a term
 * that is out of reach of the last one goes on to where it could be in reach,
 * and where a window will not do the next one begins after it. */
static bool holds_in_any_order(const plan *p, list *const *lists,
                               const window_room *room)
{
    for (size_t i = 0; i < room->count; i++) {
        room->ahead[i * room->count] = begin(lists[i], 0);
        room->waiting[i] = 1;
    }
    while (!lists[0]->search->stopped) {
        uint32_t first, last;
        find_ends(room, &first, &last);
        if (last == POSTINGS_END)
            return false;
        const bool in_reach = last - first < p->window;
        if (in_reach &&
            (!share_a_place(room) ||
             all_have_places(lists, room, (uint64_t)first + p->window)))
            return true;
        const uint32_t target = in_reach ? first + 1 : last - p->window + 1;
        for (size_t i = 0; i < room->count; i++)
            if (head(room, i) < target)
                go_on(lists[i], room, i, target);
    }
    return false;
}

bool window_holds(const plan *p, list *const *lists, size_t count,
                  const window_room *room)
{
    if (p->ordered)
        return holds_in_order(p, lists, count, room->ahead);
    return holds_in_any_order(p, lists, room);
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
        !window_room_make(&w->room, s, p, w->count))
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
