/* SPDX-License-Identifier: MIT
 *
 * In: the children of a group. Out: the documents that any of them matches,
 * with their frequencies added up. Invariant: the search's memory is all 0
 * again after each window of documents. */
#include "engine/segment/search/group.h"

#include <string.h>

#include "engine/segment/search/cursor.h"

/* A group's documents in one part while they are found. */
typedef struct gathering {
    search *search;
    plan_group *group;
    uint32_t room;
} gathering;

static void take(gathering *g, uint32_t document, uint32_t frequency)
{
    plan_group *out = g->group;
    if (part_deleted(g->search->part, document) || out->count == g->room)
        return;
    out->documents[out->count] = document;
    out->frequencies[out->count++] = frequency;
}

/* -------------------------------------------------------------- windows --- */

static void add_list(list *l, uint32_t first, uint32_t end)
{
    search_memory *memory = l->search->memory;
    uint32_t document = list_seek(l, first);
    while (document < end) {
        const uint32_t *frequencies = list_frequencies(l);
        uint32_t i = l->at;
        for (; i < l->count && l->docs[i] < end; i++) {
            const uint32_t offset = l->docs[i] - first;
            memory->counts[offset] += frequencies == NULL ? 0 : frequencies[i];
            search_mark(memory, offset);
        }
        document = list_seek(l, l->docs[i - 1] + 1);
    }
}

/* What is no list: a phrase, or a tree. */
static void add_cursor(cursor *c, uint32_t first, uint32_t end)
{
    search_memory *memory = c->search->memory;
    for (int64_t at = first; cursor_seek(c, at) < end; at = c->document + 1) {
        const uint32_t offset = (uint32_t)c->document - first;
        memory->counts[offset] += cursor_frequency(c);
        search_mark(memory, offset);
    }
}

static void take_window(gathering *g, uint32_t first)
{
    search_memory *memory = g->search->memory;
    for (uint32_t word = 0; word < SEARCH_WINDOW / 64; word++) {
        uint64_t marks = memory->marks[word];
        memory->marks[word] = 0;
        while (marks != 0) {
            const uint32_t offset = word * 64 + search_take_mark(&marks);
            take(g, first + offset, memory->counts[offset]);
            memory->counts[offset] = 0;
        }
    }
}

/* The first document, of all children, that is still to come. */
static uint32_t next_of(const cursor_list *cursors, uint32_t from)
{
    int64_t next = POSTINGS_END;
    for (size_t i = 0; i < cursors->count; i++) {
        cursor *c = cursors->items[i];
        const int64_t document =
            c->list != NULL ? list_seek(c->list, from) : cursor_seek(c, from);
        next = document < next ? document : next;
    }
    return (uint32_t)next;
}

static void gather_windows(gathering *g, const cursor_list *cursors)
{
    uint32_t first = next_of(cursors, 0);
    while (first != POSTINGS_END && !g->search->stopped) {
        const uint32_t end = first + SEARCH_WINDOW;
        for (size_t i = 0; i < cursors->count; i++) {
            cursor *c = cursors->items[i];
            if (c->list != NULL)
                add_list(c->list, first, end);
            else
                add_cursor(c, first, end);
        }
        take_window(g, first);
        first = next_of(cursors, end);
    }
}

/* --------------------------------------------------------------- bounds --- */

static bool bound_blocks(gathering *g)
{
    search *s = g->search;
    plan_group *group = g->group;
    uint32_t lengths[POSTINGS_BLOCK];
    double parts[POSTINGS_BLOCK];
    if (!search_lengths_ready(s, group->documents, group->count))
        return false;
    for (uint32_t first = 0; first < group->count; first += POSTINGS_BLOCK) {
        const uint32_t left = group->count - first;
        const uint32_t count = left < POSTINGS_BLOCK ? left : POSTINGS_BLOCK;
        double best = 0;
        score_lengths(s->segment, group->documents + first, count, lengths);
        if (count % 4 != 0) /* the last block: nothing unset is read */
            memset(lengths + count, 0, (4 - count % 4) * sizeof *lengths);
        s->score_block(&s->shape, 1, group->frequencies + first, lengths, count,
                       parts);
        for (uint32_t i = 0; i < count; i++)
            best = parts[i] > best ? parts[i] : best;
        group->bounds[first / POSTINGS_BLOCK] = best;
        group->bound = best > group->bound ? best : group->bound;
    }
    return true;
}

/* ------------------------------------------------------------ the parts --- */

static bool make_room(gathering *g, const cursor_list *cursors)
{
    uint64_t most = 0;
    for (size_t i = 0; i < cursors->count; i++)
        most += cursors->items[i]->cost;
    if (most > g->search->segment->documents)
        most = g->search->segment->documents;
    g->room = (uint32_t)most;
    arena *a = g->search->arena;
    g->group->documents = arena_array(a, most, sizeof(uint32_t));
    g->group->frequencies =
        arena_array(a, most + GROUP_FREQUENCIES_MORE, sizeof(uint32_t));
    g->group->bounds = arena_array(a, group_bounds(most), sizeof(double));
    return !a->failed;
}

static bool gather(gathering *g, const plan *made)
{
    cursor_list cursors;
    if (!cursor_open_list(&cursors, g->search, &made->children))
        return false;
    if (cursors.count == 0)
        return true;
    if (!make_room(g, &cursors))
        return false;
    gather_windows(g, &cursors);
    return bound_blocks(g);
}

bool group_make(search *s, plan *made, uint64_t *count)
{
    *count = 0;
    for (size_t i = 0; i < s->snapshot->count; i++) {
        gathering g = {.search = s, .group = &made->groups[i]};
        search_enter(s, &s->snapshot->parts[i]);
        if (!gather(&g, made) || s->stopped)
            return false;
        *count += g.group->count;
    }
    return true;
}
