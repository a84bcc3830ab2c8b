/* SPDX-License-Identifier: MIT
 *
 * A plan over one part of a snapshot, as a cursor that moves from one matching
 * document to the next. Every kind of plan has one. They are the plain way of
 * evaluating a query, and what the fast ways fall back on for what they do not
 * know.
 *
 * Deleted documents are matched too: the caller leaves them out. */
#ifndef PILCROW_ENGINE_SEGMENT_SEARCH_CURSOR_H
#define PILCROW_ENGINE_SEGMENT_SEARCH_CURSOR_H

#include "engine/segment/search/list.h"
#include "engine/segment/search/plan.h"
#include "engine/segment/search/search.h"

#define CURSOR_NEW ((int64_t)-1)
#define CURSOR_END ((int64_t)POSTINGS_END)

typedef struct cursor cursor;

typedef struct cursor_kind {
    /* Move to the first match that is `target` or after; target > document. */
    void (*seek)(cursor *c, int64_t target);
    /* Of the present document. */
    double (*score)(cursor *c);
    uint32_t (*frequency)(cursor *c);   /* in a group */
} cursor_kind;

struct cursor {
    const cursor_kind *kind;
    search *search;
    const plan *plan;
    int64_t document;   /* CURSOR_NEW, one that matches, or CURSOR_END */
    double bound;       /* no document scores higher */
    uint64_t cost;      /* documents it may have to look at */
    list *list;         /* of a TERM or a GROUP; else NULL */
};

/* A cursor for the plan in the part under way, in the search's arena. NULL if
 * nothing of the part matches, or without memory (the arena has then
 * failed). */
cursor *cursor_open(search *s, const plan *p);

/* Move to the first match that is `target` or after, and return it. */
static inline int64_t cursor_seek(cursor *c, int64_t target)
{
    if (c->document < target)
        c->kind->seek(c, target);
    return c->document;
}

static inline bool cursor_matches(cursor *c, int64_t document)
{
    return cursor_seek(c, document) == document;
}

static inline double cursor_score(cursor *c)
{
    return c->bound > 0 ? c->kind->score(c) : 0;
}

static inline uint32_t cursor_frequency(cursor *c)
{
    return c->kind->frequency(c);
}

/* Cursors for a list of plans; those of which nothing matches are left out. */
typedef struct cursor_list {
    cursor **items;
    size_t count;
} cursor_list;

/* False without memory. */
bool cursor_open_list(cursor_list *out, search *s, const plan_list *plans);

/* A WINDOW's cursor (window.c); as cursor_open(). */
cursor *cursor_open_window(search *s, const plan *p);

#endif
