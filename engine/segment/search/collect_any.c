/* SPDX-License-Identifier: MIT
 *
 * In: leaves that add up, and leaves that only add to what one of these
 * matches. Out: the documents whose sums may be among the best.
 *
 * The leaves come the heaviest first. Documents are taken a run at a time. In
 * each run every leaf has a bound of its own: that of its best block there, or
 * 0 where it is known to hold no document. Those at the end whose bounds
 * together do not reach the threshold cannot bring in a document by
 * themselves: only the ones before them, the essential, are read through, and
 * their scores added up in an array by document; the others are looked up for
 * documents that might still make it, and so are those that only add, which
 * come behind all others. The runs of one list alone are its blocks. Where no
 * leaf is essential the run is passed over unread, and with it all documents
 * behind it that its bounds hold for.
 *
 * Words of titles stand in all paragraphs of few documents, and those of a
 * translation where texts are of its language: what such lists hold around a
 * run is looked at before it is scanned.
 *
 * Invariant: a document's sum is made in the order of the leaves, whichever
 * were essential; the array is all 0 between runs. */
#include "engine/segment/search/collect_any.h"

#include <assert.h>

/* Rounding must not hide a document. */
#define ROUNDING (1 + 1e-12)
#define ROUNDING_DOWN 1e-14

/* Documents of a run: the more, the less it costs to begin one, and the less
 * its bounds tell. */
#define RUN 1024u
/* A block whose documents lie farther apart than so many runs is unpacked to
 * see which of them has any. */
#define RUNS_APART 2

static_assert(RUN <= SEARCH_WINDOW, "the array has room for a run");

typedef struct leaf {
    cursor *cursor;
    list *list; /* NULL: read by the cursor alone */
    double all; /* bounds of this leaf and those behind it, anywhere */
    /* In the run under way: */
    uint32_t block; /* of the list: the first that may hold a document of it */
    uint32_t last;  /* document of that block */
    bool wide;      /* those of that block lie far apart */
    bool unread;    /* and it has not been looked where */
    double here;    /* the most the leaf adds to a document */
    uint32_t until; /* before this one */
    double rest;    /* bounds of this leaf and those behind it */
    double summed;  /* of those of the sum alone */
} leaf;

typedef struct adder {
    collection *collection;
    search *search;
    leaf *leaves; /* and one more, whose bounds are 0 */
    size_t count;
    size_t in_sum;      /* leaves of the sum: those behind only add */
    size_t essential;   /* leaves that are read through */
    double limit;       /* what the sum of these must exceed */
    double reach;       /* the most that the others add, */
    uint32_t reach_end; /* before this document */
    cursor_list filters;
    cursor_list excluded;
} adder;

/* ---------------------------------------------------------------- plans --- */

/* A sum of 0 is that of a document that no leaf matches. */
static bool is_sum(const plan *p)
{
    return p->positive && (p->kind == PLAN_ANY || p->kind == PLAN_TERM ||
                           p->kind == PLAN_GROUP);
}

/* The one part of an EACH that scores; NULL if there are more. */
static const plan *scored_part(const plan *p)
{
    const plan *found = NULL;
    for (size_t i = 0; i < p->children.count; i++) {
        if (!p->children.items[i]->scored)
            continue;
        if (found != NULL)
            return NULL;
        found = p->children.items[i];
    }
    return found;
}

/* A filter that few paragraphs pass should rather lead. */
#define MUCH_RARER 8

bool collect_any_fits(const plan *p)
{
    if (!p->scored || p->kind == PLAN_WINDOW)
        return false;
    if (p->kind != PLAN_EACH)
        return is_sum(p);
    const plan *sum = scored_part(p);
    return sum != NULL && is_sum(sum) && sum->most / MUCH_RARER <= p->most &&
           (p->optional.count == 0 || p->children.count == 1 ||
            sum->kind == PLAN_ANY);
}

/* --------------------------------------------------------------- bounds --- */

/* The threshold may have risen: what the essential leaves must come to. */
static void set_limit(adder *a)
{
    const double threshold = a->collection->top.threshold;
    const double rest = a->leaves[a->essential].rest * ROUNDING;
    a->limit = threshold - rest - (rest > 0 ? threshold * ROUNDING_DOWN : 0);
    if (a->limit < 0)
        a->limit = 0;
}

/* Find which leaves are essential in the run: a document of it that none of
 * them holds is in none of the sum, or comes to no more than the threshold. */
static void set_essential(adder *a)
{
    const double threshold = a->collection->top.threshold;
    for (size_t i = a->count; i-- > 0;) {
        leaf *at = &a->leaves[i];
        at->rest = (at[1].rest + at->here) * ROUNDING;
        at->summed = at[1].summed + (i < a->in_sum ? at->here : 0);
    }
    a->essential = a->in_sum;
    while (a->essential > 0 &&
           (a->leaves[a->essential - 1].summed <= 0 ||
            a->leaves[a->essential - 1].rest * ROUNDING <= threshold))
        a->essential--;
    a->reach_end = 0;
    set_limit(a);
}

/* The first block that may hold a document of the run. */
static void set_block(leaf *at, uint32_t block)
{
    const list *l = at->list;
    at->block = block;
    at->last = POSTINGS_END;
    if (block == l->block_count)
        return;
    const uint32_t before = block > 0 ? list_last(l, block - 1) : 0;
    at->last = list_last(l, block);
    at->wide = at->last - before > RUNS_APART * RUN;
}

/* In a wide block, go to the first document from `first` on: none is there
 * before `end`? A block that is not unpacked yet is left for later, unless
 * `reading`. */
static bool is_gap(leaf *at, uint32_t first, uint32_t end, bool reading)
{
    list *l = at->list;
    if (!at->wide || at->last < end)
        return false;
    at->unread = !reading && l->block != at->block && l->group == NULL;
    if (at->unread)
        return false;
    at->until = list_seek(l, first);
    return at->until >= end;
}

/* Bound what a list adds to documents from `first` on, to those before `end` at
 * least. */
static void bound_list(leaf *at, uint32_t first, uint32_t end, bool reading)
{
    list *l = at->list;
    if (at->here <= 0 && at->until >= end)
        return;
    at->here = 0;
    at->until = POSTINGS_END;
    at->unread = false;
    if (at->last < first)
        set_block(at, list_find(l, at->block + 1, first));
    if (at->block == l->block_count || is_gap(at, first, end, reading))
        return;
    uint32_t block = at->block, last = at->last;
    at->here = list_block_bound(l, block);
    while (last < end - 1 && ++block < l->block_count) {
        const double bound = list_block_bound(l, block);
        at->here = bound > at->here ? bound : at->here;
        last = list_last(l, block);
    }
    at->until = block < l->block_count ? last + 1 : POSTINGS_END;
}

static void bound_cursor(leaf *at, uint32_t end)
{
    const int64_t document = at->cursor->document;
    at->here = document < end ? at->cursor->bound : 0;
    at->until = document < end ? end : (uint32_t)document;
}

static void bound_leaves(adder *a, uint32_t first, uint32_t end)
{
    for (size_t i = 0; i < a->count; i++)
        if (a->leaves[i].list != NULL)
            bound_list(&a->leaves[i], first, end, false);
        else
            bound_cursor(&a->leaves[i], end);
    set_essential(a);
}

/* Once more, with a look at what was not unpacked. */
static void bound_unread(adder *a, uint32_t first, uint32_t end)
{
    for (size_t i = 0; i < a->count; i++)
        if (a->leaves[i].unread)
            bound_list(&a->leaves[i], first, end, true);
    set_essential(a);
}

/* One list alone needs no array: its run is what is left of a block. */
static uint32_t end_of_run(adder *a, uint32_t first)
{
    const uint32_t all = a->search->segment->documents;
    leaf *at = &a->leaves[0];
    if (a->in_sum == 1 && at->list != NULL) {
        if (at->last < first)
            set_block(at, list_find(at->list, at->block + 1, first));
        return at->last < all ? at->last + 1 : all;
    }
    return all - first < RUN ? all : first + RUN;
}

/* Begin a run. Where no leaf is essential it is as long as its bounds hold. */
static uint32_t enter_run(adder *a, uint32_t first)
{
    const uint32_t all = a->search->segment->documents;
    uint32_t end = end_of_run(a, first);
    bound_leaves(a, first, end);
    if (a->essential > 0)
        bound_unread(a, first, end);
    if (a->essential > 0)
        return end;
    end = all;
    for (size_t i = 0; i < a->count; i++)
        end = a->leaves[i].until < end ? a->leaves[i].until : end;
    return end;
}

/* ----------------------------------------------------------- candidates --- */

/* Look a document up in a leaf that is not essential, if what that and those
 * behind it can add would be enough: false if not. */
static bool look_up(adder *a, leaf *at, uint32_t document, double *sum)
{
    if ((*sum + at->rest) * ROUNDING <= a->collection->top.threshold)
        return false;
    if (at->here <= 0)
        return true;
    if (at->list == NULL) {
        if (cursor_matches(at->cursor, document))
            *sum += cursor_score(at->cursor);
    } else if (list_seek(at->list, document) == document) {
        *sum += list_score(at->list);
    }
    return true;
}

static bool passes(adder *a, uint32_t document)
{
    for (size_t i = 0; i < a->filters.count; i++)
        if (!cursor_matches(a->filters.items[i], document))
            return false;
    for (size_t i = 0; i < a->excluded.count; i++)
        if (cursor_matches(a->excluded.items[i], document))
            return false;
    return true;
}

/* The most that the leaves that are not essential add to the document, and to
 * those after it up to where one of them stands that stands behind it now. */
static void find_reach(adder *a, uint32_t document)
{
    a->reach = 0;
    a->reach_end = POSTINGS_END;
    for (size_t i = a->essential; i < a->count; i++) {
        const leaf *at = &a->leaves[i];
        const list *l = at->list;
        const uint32_t stands =
            l != NULL && l->at < l->count ? l->docs[l->at] : 0;
        if (stands <= document)
            a->reach += at->here;
        else if (stands < a->reach_end)
            a->reach_end = stands;
    }
}

/* A document whose sum over the essential leaves is above the limit. */
static void consider(adder *a, uint32_t document, double sum)
{
    if (document >= a->reach_end)
        find_reach(a, document);
    if ((sum + a->reach) * ROUNDING <= a->collection->top.threshold ||
        part_deleted(a->search->part, document))
        return;
    a->reach_end = 0;
    for (size_t i = a->essential; i < a->count; i++)
        if (!look_up(a, &a->leaves[i], document, &sum))
            return;
    if (sum > a->collection->top.threshold && passes(a, document))
        collect_one(a->collection, document, sum);
    set_limit(a);
}

/* ------------------------------------------------------------- one list --- */

/* A single essential list needs no sums: it is scanned block by block. */
static bool is_one_list(const adder *a)
{
    return a->essential == 1 && a->leaves[0].list != NULL;
}

static bool scan_block(adder *a, uint32_t block, uint32_t first, uint32_t end)
{
    list *l = a->leaves[0].list;
    if ((block != l->block && !list_load(l, block)) || !list_score_block(l))
        return false;
    uint32_t i = l->at;
    while (i < l->count && l->docs[i] < first)
        i++;
    for (; i < l->count && l->docs[i] < end; i++)
        if (l->scores[i] > a->limit)
            consider(a, l->docs[i], l->scores[i]);
    l->at = i < l->count ? i : l->count - 1;
    return true;
}

static void scan_list(adder *a, uint32_t first, uint32_t end)
{
    leaf *at = &a->leaves[0];
    list *l = at->list;
    for (uint32_t block = at->block; block < l->block_count; block++) {
        if (list_block_bound(l, block) > a->limit &&
            !scan_block(a, block, first, end))
            return;
        if (list_last(l, block) >= end - 1)
            return;
    }
}

/* --------------------------------------------------------- several ones --- */

static void add_list(adder *a, leaf *at, uint32_t first, uint32_t end)
{
    list *l = at->list;
    search_memory *memory = a->search->memory;
    uint32_t next = list_seek(l, first);
    while (next < end && list_score_block(l)) {
        const uint32_t *docs = l->docs;
        uint32_t i = l->at;
        for (; i < l->count && docs[i] < end; i++) {
            const uint32_t offset = docs[i] - first;
            memory->sums[offset] += l->scores[i];
            search_mark(memory, offset);
        }
        l->at = i < l->count ? i : l->count - 1;
        next = list_seek(l, i < l->count ? docs[i] : docs[i - 1] + 1);
    }
}

static void add_cursor(adder *a, leaf *at, uint32_t first, uint32_t end)
{
    cursor *c = at->cursor;
    search_memory *memory = a->search->memory;
    for (int64_t next = first; cursor_seek(c, next) < end;
         next = c->document + 1) {
        const uint32_t offset = (uint32_t)c->document - first;
        memory->sums[offset] += cursor_score(c);
        search_mark(memory, offset);
    }
}

/* The sums of the run; the array is 0 again. The leaves that were added up stay
 * the essential ones meanwhile. */
static void scan_sums(adder *a, uint32_t first, uint32_t end)
{
    search_memory *memory = a->search->memory;
    for (uint32_t word = 0; word * 64 < end - first; word++) {
        uint64_t marks = memory->marks[word];
        memory->marks[word] = 0;
        while (marks != 0) {
            const uint32_t offset = word * 64 + search_take_mark(&marks);
            const double sum = memory->sums[offset];
            memory->sums[offset] = 0;
            if (sum > a->limit)
                consider(a, first + offset, sum);
        }
    }
}

static void scan_run(adder *a, uint32_t first, uint32_t end)
{
    for (size_t i = 0; i < a->essential; i++)
        if (a->leaves[i].list != NULL)
            add_list(a, &a->leaves[i], first, end);
        else
            add_cursor(a, &a->leaves[i], first, end);
    scan_sums(a, first, end);
}

/* ----------------------------------------------------------------- runs --- */

static void run(adder *a)
{
    search *s = a->search;
    const top *best = &a->collection->top;
    uint32_t first = 0;
    while (first < s->segment->documents &&
           a->leaves[0].all > best->threshold && search_work(s, 1)) {
        const uint32_t end = enter_run(a, first);
        if (is_one_list(a))
            scan_list(a, first, end);
        else if (a->essential > 0)
            scan_run(a, first, end);
        first = end;
    }
}

/* A short list has no bounds but those of its scores: it is soon read. */
static void bound_short(leaf *at)
{
    list *l = at->list;
    double best = 0;
    if (l == NULL || l->bounded || !list_load(l, 0) || !list_score_block(l))
        return;
    for (uint32_t i = 0; i < l->count; i++)
        best = l->scores[i] > best ? l->scores[i] : best;
    l->bound = best;
    at->cursor->bound = best;
}

/* The leaves of the sum, and behind them those that only add. */
static bool open_leaves(adder *a, const plan *sum, const plan_list *optional)
{
    cursor_list cursors, adding;
    plan *alone = (plan *)(uintptr_t)sum;
    const plan_list one = {.items = &alone, .count = 1};
    if (!cursor_open_list(&cursors, a->search,
                          sum->kind == PLAN_ANY ? &sum->children : &one) ||
        !cursor_open_list(&adding, a->search, optional))
        return false;
    a->count = cursors.count + adding.count;
    a->in_sum = cursors.count;
    a->leaves = arena_array(a->search->arena, a->count + 1, sizeof *a->leaves);
    if (a->leaves == NULL || cursors.count == 0)
        return false;
    for (size_t i = a->count; i-- > 0;) {
        cursor *c = i < cursors.count ? cursors.items[i]
                                      : adding.items[i - cursors.count];
        leaf *at = &a->leaves[i];
        *at = (leaf){.cursor = c, .list = c->list};
        bound_short(at);
        if (at->list != NULL)
            set_block(at, 0);
        at->all = (at[1].all + c->bound) * ROUNDING;
    }
    return true;
}

/* Filters that match nothing of the part leave nothing. */
static bool open_filters(adder *a, const plan *p, const plan *sum)
{
    search *s = a->search;
    a->filters.items =
        arena_array(s->arena, p->children.count, sizeof(cursor *));
    if (a->filters.items == NULL ||
        !cursor_open_list(&a->excluded, s, &p->excluded))
        return false;
    for (size_t i = 0; i < p->children.count; i++) {
        if (p->children.items[i] == sum)
            continue;
        cursor *c = cursor_open(s, p->children.items[i]);
        if (c == NULL)
            return false;
        a->filters.items[a->filters.count++] = c;
    }
    return true;
}

void collect_any(collection *c, const plan *p)
{
    adder a = {.collection = c, .search = c->search};
    const plan *sum = p->kind == PLAN_EACH ? scored_part(p) : p;
    if (!open_leaves(&a, sum, &p->optional) ||
        (p->kind == PLAN_EACH && !open_filters(&a, p, sum)))
        return;
    run(&a);
}
