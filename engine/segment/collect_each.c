/* SPDX-License-Identifier: MIT
 *
 * In: parts that a document must all have. Out: the documents that do and whose
 * sums may be among the best.
 *
 * The rarest list leads. A block of it is passed over unread where its bound,
 * with those of all others, does not reach the threshold; a document of it
 * where its own score, with the bounds of the blocks in which the others would
 * have it, does not. Only then is it looked up; and only if its sum is enough
 * are positions read.
 *
 * Invariant: a document's sum is made in the plan's order, whatever order it
 * is looked up in. */
#include "engine/segment/collect_each.h"

#include <stdlib.h>

#include "engine/segment/window.h"

/* Rounding must not hide a document. */
#define ROUNDING (1 + 1e-12)

/* A list that must have the document: of a term, a group, a phrase's term. */
typedef struct member {
    list *list;
    uint32_t block; /* the first that may hold what is to come */
    double bound;   /* of that block; of the list, for one that is short */
    uint32_t last;  /* as far as the bound holds */
} member;

/* A required part, as it is added up. */
typedef struct item {
    const plan *plan;
    cursor *cursor; /* NULL: lists are enough */
    list **lists;   /* one, or a window's */
    size_t count;
    window_room room;
} item;

typedef struct meeting {
    collection *collection;
    search *search;
    item *items; /* in the plan's order */
    size_t item_count;
    member *members; /* by length, the shortest leads */
    size_t member_count;
    double bound; /* of all that is not in a member */
    double reach; /* of all but the lead, up to document reach_end */
    uint32_t reach_end;
    bool reach_found;
    double *rest; /* of optional part i and those behind it */
    cursor_list optional;
    cursor_list excluded;
} meeting;

/* ---------------------------------------------------------------- plans --- */

static bool has_list(const plan *p)
{
    return p->kind == PLAN_TERM || p->kind == PLAN_GROUP ||
           p->kind == PLAN_WINDOW;
}

/* What is much rarer than every list should rather lead. */
#define MUCH_RARER 8

bool collect_each_fits(const plan *p)
{
    uint64_t listed = UINT64_MAX, other = UINT64_MAX;
    if (!p->scored)
        return false;
    if (p->kind != PLAN_EACH)
        return p->kind == PLAN_WINDOW;
    for (size_t i = 0; i < p->children.count; i++) {
        const plan *child = p->children.items[i];
        uint64_t *least = has_list(child) ? &listed : &other;
        *least = child->most < *least ? child->most : *least;
    }
    return listed != UINT64_MAX && listed / MUCH_RARER <= other;
}

/* ----------------------------------------------------------- documents --- */

/* The sum of what is required; bounds stand in for parts that are read by
 * cursors unless `matched`. */
static double sum_required(const meeting *m, bool matched)
{
    double sum = 0;
    for (size_t i = 0; i < m->item_count; i++) {
        const item *at = &m->items[i];
        if (at->cursor != NULL) {
            sum += matched ? cursor_score(at->cursor) : at->cursor->bound;
            continue;
        }
        double part = 0;
        for (size_t n = 0; n < at->count; n++)
            part += list_score(at->lists[n]);
        sum += part;
    }
    return sum;
}

static bool others_match(meeting *m, uint32_t document)
{
    for (size_t i = 0; i < m->item_count; i++) {
        const item *at = &m->items[i];
        if (at->cursor != NULL && !cursor_matches(at->cursor, document))
            return false;
    }
    for (size_t i = 0; i < m->excluded.count; i++)
        if (cursor_matches(m->excluded.items[i], document))
            return false;
    return true;
}

static bool windows_hold(const meeting *m)
{
    for (size_t i = 0; i < m->item_count; i++) {
        const item *at = &m->items[i];
        if (at->cursor == NULL && at->plan->kind == PLAN_WINDOW &&
            !window_holds(at->plan, at->lists, at->count, &at->room))
            return false;
    }
    return true;
}

/* A document that all lists stand on. What is cheap to know comes first. */
static void consider(meeting *m, uint32_t document)
{
    const double threshold = m->collection->top.threshold;
    if (part_deleted(m->search->part, document) ||
        (sum_required(m, false) + m->rest[0]) * ROUNDING <= threshold ||
        !others_match(m, document))
        return;
    double sum = sum_required(m, true);
    for (size_t i = 0; i < m->optional.count; i++) {
        if ((sum + m->rest[i]) * ROUNDING <= threshold)
            return;
        if (cursor_matches(m->optional.items[i], document))
            sum += cursor_score(m->optional.items[i]);
    }
    if (sum > threshold && windows_hold(m) && !m->search->stopped)
        collect_one(m->collection, document, sum);
}

/* ---------------------------------------------------------------- lead --- */

/* Go on to the block of a member that may hold the document. */
static void move_on(member *at, uint32_t document)
{
    list *l = at->list;
    at->block = list_find(l, at->block + 1, document);
    const bool more = at->block < l->block_count;
    at->bound = more ? list_block_bound(l, at->block) : 0;
    at->last = more ? list_last(l, at->block) : POSTINGS_END;
}

/* The most that is added to the lead's score of the document, and of those
 * after it that lie in the same blocks of the other lists. */
static void find_reach(meeting *m, uint32_t document)
{
    m->reach = m->bound;
    m->reach_end = POSTINGS_END;
    for (size_t i = 1; i < m->member_count; i++) {
        member *at = &m->members[i];
        if (document > at->last)
            move_on(at, document);
        m->reach += at->bound;
        m->reach_end = at->last < m->reach_end ? at->last : m->reach_end;
    }
    m->reach_found = true;
}

/* Could the document, which scores `score` in the lead, reach the threshold by
 * what the blocks of the other lists can add? */
static inline bool may_reach(meeting *m, uint32_t document, double score)
{
    if (document > m->reach_end || !m->reach_found)
        find_reach(m, document);
    return (score + m->reach) * ROUNDING > m->collection->top.threshold;
}

/* Where the other lists have the document, or the first after it that may be
 * in all of them. */
static uint32_t meet(meeting *m, uint32_t document)
{
    for (size_t i = 1; i < m->member_count; i++) {
        const member *at = &m->members[i];
        list *l = at->list;
        if (at->block < l->block_count && at->block >= list_next_block(l) &&
            list_last(l, at->block) >= document)
            list_load(l, at->block);
        const uint32_t found = list_seek(l, document);
        if (found != document)
            return found;
    }
    return document;
}

/* Go through a block of the lead. False once a list has come to its end. */
static bool scan_block(meeting *m, uint32_t block)
{
    list *lead = m->members[0].list;
    const bool scored = lead->weight > 0;
    const top *best = &m->collection->top;
    if (!list_load(lead, block) || (scored && !list_score_block(lead)))
        return false;
    for (uint32_t at = 0; at < lead->count;) {
        const uint32_t document = lead->docs[at];
        const double score = scored ? lead->scores[at] : 0;
        if (best->threshold >= 0 && !may_reach(m, document, score)) {
            at++;
            continue;
        }
        const uint32_t found = meet(m, document);
        if (found == POSTINGS_END || m->search->stopped)
            return false;
        if (found == document) {
            lead->at = at;
            consider(m, document);
            at++;
        } else {
            while (at < lead->count && lead->docs[at] < found)
                at++;
        }
    }
    return true;
}

/* The bounds of all but the lead, for blocks of it. */
static double bound_of_others(const meeting *m)
{
    double sum = m->bound;
    for (size_t i = 1; i < m->member_count; i++)
        sum += m->members[i].list->bound;
    return sum;
}

static void run(meeting *m)
{
    list *lead = m->members[0].list;
    const double others = bound_of_others(m);
    for (uint32_t block = 0; block < lead->block_count; block++) {
        if (!search_work(m->search, 1))
            return;
        const double bound =
            lead->weight > 0 ? list_block_bound(lead, block) : 0;
        if ((bound + others) * ROUNDING > m->collection->top.threshold &&
            !scan_block(m, block))
            return;
    }
}

/* ---------------------------------------------------------------- open --- */

static int by_length(const void *left, const void *right)
{
    const member *a = left;
    const member *b = right;
    return (a->list->documents > b->list->documents) -
           (a->list->documents < b->list->documents);
}

static void add_member(meeting *m, list *l)
{
    member *at = &m->members[m->member_count++];
    *at = (member){.list = l, .bound = l->bound, .last = POSTINGS_END};
    if (l->weight > 0 && l->bounded) {
        at->bound = list_block_bound(l, 0);
        at->last = list_last(l, 0);
    }
}

/* The lists of a required part; false if the part of the snapshot has not all
 * of them. */
static bool open_lists(meeting *m, item *at)
{
    search *s = m->search;
    const bool window = at->plan->kind == PLAN_WINDOW;
    at->count = window ? at->plan->children.count : 1;
    at->lists = arena_array(s->arena, at->count, sizeof(list *));
    if (at->lists == NULL ||
        (window && !window_room_make(&at->room, s, at->plan, at->count)))
        return false;
    for (size_t i = 0; i < at->count; i++) {
        at->lists[i] =
            list_open(s, window ? at->plan->children.items[i] : at->plan);
        if (at->lists[i] == NULL)
            return false;
        add_member(m, at->lists[i]);
    }
    return true;
}

static bool open_items(meeting *m, plan *const *plans, size_t count)
{
    size_t members = 0;
    for (size_t i = 0; i < count; i++)
        members += plans[i]->kind == PLAN_WINDOW ? plans[i]->children.count : 1;
    m->items = arena_array(m->search->arena, count, sizeof *m->items);
    m->members = arena_array(m->search->arena, members, sizeof *m->members);
    if (m->items == NULL || m->members == NULL)
        return false;
    for (size_t i = 0; i < count; i++) {
        item *at = &m->items[m->item_count++];
        at->plan = plans[i];
        if (has_list(plans[i])) {
            if (!open_lists(m, at))
                return false;
            continue;
        }
        at->cursor = cursor_open(m->search, plans[i]);
        if (at->cursor == NULL)
            return false;
        m->bound += at->cursor->bound;
    }
    qsort(m->members, m->member_count, sizeof *m->members, by_length);
    return true;
}

static bool open_rest(meeting *m, const plan *p)
{
    if (!cursor_open_list(&m->optional, m->search, &p->optional) ||
        !cursor_open_list(&m->excluded, m->search, &p->excluded))
        return false;
    m->rest =
        arena_array(m->search->arena, m->optional.count + 1, sizeof *m->rest);
    if (m->rest == NULL)
        return false;
    for (size_t i = m->optional.count; i-- > 0;)
        m->rest[i] = m->rest[i + 1] + m->optional.items[i]->bound;
    m->bound += m->rest[0];
    return true;
}

void collect_each(collection *c, const plan *p)
{
    meeting m = {.collection = c, .search = c->search};
    plan *alone = (plan *)(uintptr_t)p;
    const bool each = p->kind == PLAN_EACH;
    if (open_items(&m, each ? p->children.items : &alone,
                   each ? p->children.count : 1) &&
        open_rest(&m, p))
        run(&m);
}
