/* SPDX-License-Identifier: MIT
 *
 * In: a paragraph and the groups of a query. Out: the spans that matched,
 * ascending, none overlapping another. */
#include "searcher/highlight.h"

#include <stdlib.h>
#include <string.h>

#include "base/list.h"

/* A token of the paragraph that some group knows. */
typedef struct candidate {
    size_t start, end;
    uint32_t position;
    const match_entry *entries; /* of its term, at least one */
    size_t entry_count;
} candidate;

typedef struct finding {
    arena *arena;
    const compiled_query *query;
    candidate *candidates; /* by position, ascending */
    size_t count;
    size_t capacity;
    highlight_list *out;
} finding;

static bool collect(finding *f, const analysis_token *token)
{
    size_t count;
    const match_entry *entries =
        compile_entries_of(f->query, token->term, token->term_len, &count);
    if (count == 0)
        return true;
    candidate *list = list_room_in(f->arena, f->candidates, f->count,
                                   &f->capacity, sizeof *list);
    if (list == NULL)
        return false;
    f->candidates = list;
    f->candidates[f->count++] =
        (candidate){token->start, token->end, token->position, entries, count};
    return true;
}

static bool is_term(const candidate *c, const match_term *term)
{
    const match_term *own = c->entries[0].term;
    return own->len == term->len &&
           memcmp(own->bytes, term->bytes, own->len) == 0;
}

/* The candidate from `from` on that is `term` at `position`; NULL if none. */
static const candidate *at_position(const finding *f, size_t from,
                                    const match_term *term, uint32_t position)
{
    for (size_t i = from; i < f->count && f->candidates[i].position <= position;
         i++)
        if (f->candidates[i].position == position &&
            is_term(&f->candidates[i], term))
            return &f->candidates[i];
    return NULL;
}

static bool add_span(finding *f, const candidate *c, size_t group)
{
    highlight_list *out = f->out;
    highlight *items = list_room_in(f->arena, out->items, out->count,
                                    &out->capacity, sizeof *items);
    if (items == NULL)
        return false;
    out->items = items;
    out->items[out->count++] = (highlight){{c->start, c->end}, group};
    return true;
}

/* Does the group stand whole with its first term at candidate `i`? Then mark
 * all its words. */
static bool mark_group(finding *f, size_t i, const match_group *g)
{
    const candidate *words[2 * QUERY_PHRASE_WORDS_MAX];
    words[0] = &f->candidates[i];
    for (size_t t = 1; t < g->count; t++) {
        words[t] = at_position(f, i, &g->terms[t],
                               words[0]->position + g->terms[t].offset);
        if (words[t] == NULL)
            return true;
    }
    for (size_t t = 0; t < g->count; t++)
        if (!add_span(f, words[t], g->number))
            return false;
    return true;
}

/* Mark what the groups that begin with candidate `i` match. */
static bool mark_groups(finding *f, size_t i)
{
    const candidate *c = &f->candidates[i];
    for (size_t e = 0; e < c->entry_count; e++) {
        const match_group *g = &f->query->groups[c->entries[e].group];
        if (c->entries[e].term == &g->terms[0] && !mark_group(f, i, g))
            return false;
    }
    return true;
}

static int by_start(const void *left, const void *right)
{
    const highlight *a = left;
    const highlight *b = right;
    if (a->span.start != b->span.start)
        return a->span.start < b->span.start ? -1 : 1;
    if (a->span.end != b->span.end)
        return a->span.end > b->span.end ? -1 : 1; /* the longer first */
    return (a->group > b->group) - (a->group < b->group);
}

/* Sort; of two that overlap keep the one that begins first. */
static void tidy(highlight_list *out)
{
    size_t kept = 0;
    if (out->count == 0)
        return;
    qsort(out->items, out->count, sizeof *out->items, by_start);
    for (size_t i = 0; i < out->count; i++)
        if (kept == 0 ||
            out->items[i].span.start >= out->items[kept - 1].span.end)
            out->items[kept++] = out->items[i];
    out->count = kept;
}

pilcrow_status highlight_find(highlight_list *out, arena *a, analyser *tokens,
                              const char *text, size_t len, const char *lang,
                              const compiled_query *query, pilcrow_error *err)
{
    finding f = {.arena = a, .query = query, .out = out};
    analysis_token token;
    *out = (highlight_list){0};
    if (query->group_count == 0)
        return PILCROW_OK;
    analyser_start(tokens, text, len, lang);
    while (analyser_next(tokens, &token))
        if (!collect(&f, &token))
            return error_no_memory(err);
    if (analyser_failed(tokens))
        return error_no_memory(err);
    for (size_t i = 0; i < f.count; i++)
        if (!mark_groups(&f, i))
            return error_no_memory(err);
    tidy(out);
    return PILCROW_OK;
}
