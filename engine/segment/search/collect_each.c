/* SPDX-License-Identifier: MIT
 *
 * In: parts that a document must all have. Out: the documents that do and whose
 * sums may be among the best.
 *
 * The rarest list leads. A block of it is passed over unread where its bound,
 * with those of all others, does not reach the threshold. It is taken a run at
 * a time: the documents for which no other list changes its block, and so has
 * one bound. Those of a run are left whose own scores, with these bounds, reach
 * the threshold; one list after the other takes away what it does not hold, or
 * scores too low. Only of what is left then are positions read.
 *
 * Invariant: a document's sum is made in the plan's order, whatever order it
 * is looked up in. */
#include "engine/segment/search/collect_each.h"

#include <stdlib.h>

#include "engine/segment/search/window.h"

/* Rounding must not hide a document. */
#define ROUNDING (1 + 1e-12)

/* Where so many documents of a run are left, they are marked for a list to be
 * held against, and its block is scored as a whole. */
#define MANY 8u

/* A list that must have the document: of a term, a group, a phrase's term. */
typedef struct member {
    list *list;
    uint32_t block; /* the first that may hold what is to come */
    uint32_t last;  /* document of it, as far as is known */
    uint32_t from;  /* where in it the next run begins */
    double bound;   /* of it; of the list, for one that is short */
    /* Where in the block the run's document is that stands at a place of the
     * lead's block; by that place. */
    unsigned char places[POSTINGS_BLOCK];
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
    size_t cursors;  /* items that are read by one */
    member *members; /* by length, the shortest leads */
    size_t member_count;
    double bound; /* of all that is not in a member */
    /* The run: */
    double reach; /* of all but the lead */
    uint32_t end; /* its last document */
    size_t left_count;
    unsigned char left[POSTINGS_BLOCK]; /* documents, by place in the lead */
    double most[POSTINGS_BLOCK];        /* each may score, by place */
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
 * cursors unless they are `matched`. */
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

/* The document at a place of the lead, which all lists hold. What is cheap to
 * know comes first. */
static void consider(meeting *m, unsigned place)
{
    const uint32_t document = m->members[0].list->docs[place];
    m->members[0].list->at = place;
    for (size_t i = 1; i < m->member_count; i++)
        m->members[i].list->at = m->members[i].places[place];
    const double threshold = m->collection->top.threshold;
    if (part_deleted(m->search->part, document))
        return;
    double sum = sum_required(m, false);
    if ((sum + m->rest[0]) * ROUNDING <= threshold ||
        !others_match(m, document))
        return;
    if (m->cursors > 0)
        sum = sum_required(m, true);
    for (size_t i = 0; i < m->optional.count; i++) {
        if ((sum + m->rest[i]) * ROUNDING <= threshold)
            return;
        if (cursor_matches(m->optional.items[i], document))
            sum += cursor_score(m->optional.items[i]);
    }
    if (sum > threshold && windows_hold(m) && !m->search->stopped)
        collect_one(m->collection, document, sum);
}

/* ---------------------------------------------------------------- runs --- */

/* Begin a run with that document. False once a list has come to its end. */
static bool enter_run(meeting *m, uint32_t document)
{
    m->reach = m->bound;
    m->end = POSTINGS_END - 1;
    for (size_t i = 1; i < m->member_count; i++) {
        member *at = &m->members[i];
        list *l = at->list;
        if (document > at->last) {
            at->block = list_find(l, at->block + 1, document);
            if (at->block >= l->block_count)
                return false;
            at->last = list_last(l, at->block);
        }
        if (l->weight > 0 && m->collection->top.threshold >= 0)
            at->bound = list_block_bound(l, at->block);
        m->reach += at->bound;
        m->end = at->last < m->end ? at->last : m->end;
    }
    return true;
}

/* Begin with all documents of the lead from `at` to `end`. */
static void take_all(meeting *m, uint32_t at, uint32_t end)
{
    for (uint32_t i = at; i < end; i++)
        m->left[i - at] = (unsigned char)i;
    m->left_count = end - at;
}

/* The same without those that cannot reach the threshold. */
static void take_reaching(meeting *m, uint32_t at, uint32_t end)
{
    const list *lead = m->members[0].list;
    const double threshold = m->collection->top.threshold;
    m->left_count = 0;
    for (uint32_t i = at; i < end; i++) {
        const double score = lead->weight > 0 ? lead->scores[i] : 0;
        m->most[i] = (score + m->reach) * ROUNDING;
        m->left[m->left_count] = (unsigned char)i;
        m->left_count += m->most[i] > threshold;
    }
}

/* Few: each is looked for. */
static void keep_found(meeting *m, member *at)
{
    const uint32_t *docs = m->members[0].list->docs;
    const uint32_t *in = at->list->docs;
    const uint32_t count = at->list->count;
    const size_t left = m->left_count;
    uint32_t from = at->from;
    size_t kept = 0;
    for (size_t i = 0; i < left && from < count; i++) {
        const unsigned char place = m->left[i];
        from = postings_find(in, from, count, docs[place]);
        if (from == count || in[from] != docs[place])
            continue;
        at->places[place] = (unsigned char)from;
        m->left[kept++] = place;
    }
    at->from = from;
    m->left_count = kept;
}

/* Many, from `first` on: where the list has which is written down first, so
 * that nothing is to be foretold. What was written for other runs is left there:
 * a mark counts if the list has the document where it says. */
static void keep_marked(meeting *m, member *at, uint32_t first, uint32_t end)
{
    const uint32_t *docs = m->members[0].list->docs;
    const uint32_t *in = at->list->docs;
    const uint32_t count = at->list->count;
    const size_t left = m->left_count;
    unsigned char *marks = m->search->memory->places;
    uint32_t from = postings_find(in, at->from, count, first);
    size_t kept = 0;
    for (; from < count && in[from] <= end; from++)
        marks[in[from] - first] = (unsigned char)from;
    for (size_t i = 0; i < left; i++) {
        const unsigned char place = m->left[i];
        const unsigned char mark = marks[docs[place] - first];
        at->places[place] = mark;
        m->left[kept] = place;
        kept += mark < count && in[mark] == docs[place];
    }
    at->from = from;
    m->left_count = kept;
}

/* Put the list's scores where its bound was taken for them. */
static void keep_reaching(meeting *m, member *at)
{
    list *l = at->list;
    const double threshold = m->collection->top.threshold;
    size_t kept = 0;
    if (l->weight == 0 || threshold < 0 ||
        (m->left_count >= MANY && !list_score_block(l)))
        return;
    for (size_t i = 0; i < m->left_count; i++) {
        const unsigned char place = m->left[i];
        l->at = at->places[place];
        m->most[place] += list_score(l) - at->bound;
        m->left[kept] = place;
        kept += m->most[place] > threshold;
    }
    m->left_count = kept;
}

/* Leave what a list holds. False if it cannot be read. */
static bool narrow(meeting *m, member *at)
{
    const uint32_t *docs = m->members[0].list->docs;
    list *l = at->list;
    if (l->block != at->block) {
        if (!list_load(l, at->block))
            return false;
        at->from = 0;
        at->last = l->docs[l->count - 1];
    }
    const uint32_t first = docs[m->left[0]];
    const uint32_t end = docs[m->left[m->left_count - 1]];
    if (m->left_count >= MANY && end - first < SEARCH_WINDOW)
        keep_marked(m, at, first, end);
    else
        keep_found(m, at);
    keep_reaching(m, at);
    return true;
}

/* Go through the run's documents in the lead. Until there is a threshold
 * nothing is scored but what all lists have. */
static bool scan_run(meeting *m, uint32_t at, uint32_t end)
{
    list *lead = m->members[0].list;
    if (m->collection->top.threshold < 0)
        take_all(m, at, end);
    else if (lead->weight > 0 && !list_score_block(lead))
        return false;
    else
        take_reaching(m, at, end);
    for (size_t i = 1; i < m->member_count && m->left_count > 0; i++)
        if (!narrow(m, &m->members[i]))
            return false;
    for (size_t i = 0; i < m->left_count && !m->search->stopped; i++)
        consider(m, m->left[i]);
    return !m->search->stopped;
}

/* Go through a block of the lead. False once a list has come to its end. */
static bool scan_block(meeting *m, uint32_t block, double bound)
{
    list *lead = m->members[0].list;
    uint32_t end;
    if (!list_load(lead, block))
        return false;
    for (uint32_t at = 0; at < lead->count; at = end) {
        if (!enter_run(m, lead->docs[at]))
            return false;
        end = postings_find(lead->docs, at, lead->count, m->end + 1);
        if ((bound + m->reach) * ROUNDING > m->collection->top.threshold &&
            !scan_run(m, at, end))
            return false;
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
            !scan_block(m, block, bound))
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
    at->list = l;
    at->bound = l->bound;
    at->last = l->bounded ? list_last(l, 0) : POSTINGS_END - 1;
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
        m->cursors++;
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
