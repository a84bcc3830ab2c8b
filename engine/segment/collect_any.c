/* SPDX-License-Identifier: MIT
 *
 * In: leaves that add up, and leaves that only add to what one of these
 * matches. Out: the documents whose sums may be among the best.
 *
 * The leaves come the heaviest first. Those at the end whose bounds together do
 * not reach the threshold cannot bring in a document by themselves: only the
 * ones before them, the essential, are read through; the others are looked up
 * for documents that might still make it, and so are those that only add, which
 * come behind all others. Documents are taken a run at a time
 * that no essential list's block ends within; where the bounds of these blocks
 * do not reach the threshold, the run is passed over unread. The scores of a
 * run are added up in an array by document. Words of titles only add: they
 * stand in all paragraphs of few documents, so that a run ends where such a
 * list begins or ceases to hold documents, and outside it has no part in
 * bounds. So do the documents of a group and of a short list in the sum: those
 * of a translation stand together, where texts are of its language.
 *
 * Invariant: a document's sum is made in the order of the leaves, whichever
 * were essential; the array is all 0 between runs. */
#include "engine/segment/collect_any.h"

#include <assert.h>

/* Rounding must not hide a document. */
#define ROUNDING (1 + 1e-12)
#define ROUNDING_DOWN 1e-14

typedef struct leaf {
    cursor *cursor;
    list *list;     /* NULL: read by the cursor alone */
    uint32_t block; /* of the list: the first that may hold what is to come */
    double rest;    /* bounds of this leaf and those behind it */
    double summed;  /* of those of the sum alone */
    /* Of a list that few documents are in, and that only adds, or is short, or
     * a group's: */
    bool sparse;
    uint32_t near_by; /* documents no farther apart are of one run */
    double here;      /* the most it adds to a document */
    uint32_t until;   /* before this one */
    /* Once it is not essential: */
    bool placed;   /* the next two are known */
    double bound;  /* of that block */
    uint32_t last; /* as far as that holds */
} leaf;

typedef struct adder {
    collection *collection;
    search *search;
    leaf *leaves; /* and one more, whose rest is 0 */
    size_t count;
    size_t in_sum;      /* leaves of the sum: those behind only add, */
    double extra;       /* at most this in the run under way */
    size_t essential;   /* leaves that are read through */
    double limit;       /* what the sum of these must exceed */
    double reach;       /* the most that the others add, */
    uint32_t reach_end; /* up to this document; if they are */
    bool reach_found;
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

/* The most that all leaves from `i` of the sum on add in the run under way. */
static double rest_of(const adder *a, size_t i)
{
    return (i < a->in_sum ? a->leaves[i].summed : 0) + a->extra;
}

/* The threshold may have risen: what the essential leaves must come to. */
static void set_limit(adder *a)
{
    const double threshold = a->collection->top.threshold;
    const double rest = rest_of(a, a->essential) * ROUNDING;
    a->limit = threshold - rest - (rest > 0 ? threshold * ROUNDING_DOWN : 0);
    if (a->limit < 0)
        a->limit = 0;
}

/* And which they are: fewer, perhaps. */
static void set_essential(adder *a)
{
    const double threshold = a->collection->top.threshold;
    while (a->essential > 0 &&
           rest_of(a, a->essential - 1) * ROUNDING <= threshold) {
        a->essential--;
        a->reach_found = false;
    }
    set_limit(a);
}

/* How far apart documents of one run are, in lists that only add and in those
 * of the sum, where a run takes longer to begin. */
#define NEAR_BY 64
#define NEAR_IN_SUM 1024

/* Find how much a sparse list adds from `first` on, and how far. */
static void look_around(leaf *at, uint32_t first)
{
    list *l = at->list;
    const uint32_t next = list_seek(l, first);
    at->here = 0;
    at->until = next;
    at->block = next == POSTINGS_END ? l->block_count : l->block;
    if (next == POSTINGS_END || next - first > at->near_by)
        return;
    uint32_t i = l->at;
    while (i + 1 < l->count && l->docs[i + 1] - l->docs[i] <= at->near_by)
        i++;
    at->here = list_block_bound(l, l->block);
    at->until = l->docs[i] + 1;
}

/* Know it, where it is not known that far yet. */
static inline void know_around(leaf *at, uint32_t first)
{
    if (first >= at->until)
        look_around(at, first);
}

/* Begin a run: what may be added in it, how far that holds, and which leaves of
 * the sum are essential for it. */
static uint32_t enter_run(adder *a, uint32_t first)
{
    uint32_t end = a->search->segment->documents;
    const size_t before = a->essential;
    a->extra = 0;
    for (size_t i = a->in_sum; i < a->count; i++) {
        leaf *at = &a->leaves[i];
        if (at->sparse) {
            know_around(at, first);
            end = at->until < end ? at->until : end;
        }
        a->extra += at->sparse ? at->here : at->cursor->bound;
    }
    a->essential = a->in_sum;
    set_essential(a);
    if (a->essential != before)
        a->reach_found = false;
    return end;
}

/* A single essential list needs no sums: it is scanned block by block. */
static bool is_one_list(const adder *a)
{
    return a->essential == 1 && a->leaves[0].list != NULL;
}

/* How far from `first` on, but not beyond `end`, the blocks of the essential
 * lists reach, and the most that a document there can come to. */
static uint32_t run_end(adder *a, uint32_t first, uint32_t end, double *bound)
{
    double sum = 0;
    if (!is_one_list(a) && end - first > SEARCH_WINDOW)
        end = first + SEARCH_WINDOW;
    for (size_t i = 0; i < a->essential; i++) {
        leaf *at = &a->leaves[i];
        list *l = at->list;
        if (l == NULL) {
            sum += at->cursor->document == CURSOR_END ? 0 : at->cursor->bound;
            continue;
        }
        if (at->sparse) {
            know_around(at, first);
            end = at->until < end ? at->until : end;
            sum += at->here;
            continue;
        }
        if (at->block < l->block_count && list_last(l, at->block) < first)
            at->block = list_find(l, at->block + 1, first);
        if (at->block == l->block_count)
            continue;
        const uint32_t last = list_last(l, at->block);
        end = last < end ? last + 1 : end;
        sum += list_block_bound(l, at->block);
    }
    *bound = (sum + rest_of(a, a->essential)) * ROUNDING;
    return end;
}

/* ----------------------------------------------------------- candidates --- */

/* Find the block of a leaf that may hold the document, and its bound. */
static void place(leaf *at, uint32_t document)
{
    list *l = at->list;
    at->placed = true;
    if (at->sparse) {
        know_around(at, document);
        at->bound = at->here;
        at->last = at->until - 1;
        return;
    }
    at->last = POSTINGS_END;
    at->bound = at->cursor->bound;
    if (l == NULL)
        return;
    if (at->block < l->block_count && list_last(l, at->block) < document)
        at->block = list_find(l, at->block + 1, document);
    const bool more = at->block < l->block_count;
    at->bound = more ? list_block_bound(l, at->block) : 0;
    at->last = more ? list_last(l, at->block) : POSTINGS_END;
}

/* The most that the leaves that are not essential add to the document, and to
 * those after it in the same blocks. */
static void find_reach(adder *a, uint32_t document)
{
    a->reach = 0;
    a->reach_end = POSTINGS_END;
    for (size_t i = a->essential; i < a->count; i++) {
        leaf *at = &a->leaves[i];
        if (!at->placed || document > at->last)
            place(at, document);
        a->reach += at->bound;
        a->reach_end = at->last < a->reach_end ? at->last : a->reach_end;
    }
    a->reach_found = true;
}

/* Look a document up in a leaf that is not essential, if what its block there
 * can add would be enough: false if not. */
static bool look_up(adder *a, leaf *at, uint32_t document, double *sum)
{
    list *l = at->list;
    const double threshold = a->collection->top.threshold;
    if ((*sum + at->bound + at[1].rest) * ROUNDING <= threshold)
        return false;
    if (l == NULL) {
        if (cursor_matches(at->cursor, document))
            *sum += cursor_score(at->cursor);
        return true;
    }
    if (at->block == l->block_count ||
        (at->block != l->block && !list_load(l, at->block)))
        return true;
    if (list_seek(l, document) == document)
        *sum += list_score(l);
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

/* A document whose sum over the essential leaves is above the limit. */
static void consider(adder *a, uint32_t document, double sum)
{
    if (document > a->reach_end || !a->reach_found)
        find_reach(a, document);
    if ((sum + a->reach) * ROUNDING <= a->collection->top.threshold ||
        part_deleted(a->search->part, document))
        return;
    for (size_t i = a->essential; i < a->count; i++)
        if (!look_up(a, &a->leaves[i], document, &sum))
            return;
    if (sum > a->collection->top.threshold && passes(a, document))
        collect_one(a->collection, document, sum);
}

/* ------------------------------------------------------------- one list --- */

/* The run of a single essential list: its block, or a piece of it. */
static void scan_block(adder *a, uint32_t first, uint32_t end)
{
    leaf *at = &a->leaves[0];
    list *l = at->list;
    const size_t essential = a->essential;
    if (at->block == l->block_count ||
        (at->block != l->block && !list_load(l, at->block)) ||
        !list_score_block(l))
        return;
    uint32_t i = l->at;
    while (i < l->count && l->docs[i] < first)
        i++;
    for (; i < l->count && l->docs[i] < end && a->essential == essential; i++)
        if (l->scores[i] > a->limit) {
            consider(a, l->docs[i], l->scores[i]);
            set_essential(a);
        }
    l->at = i < l->count ? i : l->count - 1;
}

/* --------------------------------------------------------- several ones --- */

static void add_list(adder *a, leaf *at, uint32_t first, uint32_t end)
{
    list *l = at->list;
    search_memory *memory = a->search->memory;
    if (at->block == l->block_count ||
        (at->block != l->block && !list_load(l, at->block)) ||
        !list_score_block(l))
        return;
    uint32_t i = l->at;
    const uint32_t *docs = l->docs;
    while (i < l->count && docs[i] < first)
        i++;
    for (; i < l->count && docs[i] < end; i++) {
        const uint32_t offset = docs[i] - first;
        memory->sums[offset] += l->scores[i];
        search_mark(memory, offset);
    }
    l->at = i < l->count ? i : l->count - 1;
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
            if (sum > a->limit) {
                consider(a, first + offset, sum);
                set_limit(a);
            }
        }
    }
}

static void scan_run(adder *a, uint32_t first, uint32_t end)
{
    assert(end - first <= SEARCH_WINDOW);
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
           a->leaves[0].rest > best->threshold && search_work(s, 1)) {
        double bound;
        uint32_t end = enter_run(a, first);
        if (a->essential > 0) {
            end = run_end(a, first, end, &bound);
            if (bound > best->threshold) {
                if (is_one_list(a))
                    scan_block(a, first, end);
                else
                    scan_run(a, first, end);
            }
        }
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

/* A list is sparse that so many times its documents are not more than all. */
#define SPARSE 4

static bool is_sparse(const adder *a, const leaf *at)
{
    const list *l = at->list;
    const bool in_sum = at < a->leaves + a->in_sum;
    return l != NULL && (!in_sum || l->group != NULL || l->block_count == 1) &&
           l->documents / POSTINGS_BLOCK * SPARSE <
               a->search->segment->documents / POSTINGS_BLOCK;
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
    a->essential = cursors.count;
    a->leaves = arena_array(a->search->arena, a->count + 1, sizeof *a->leaves);
    if (a->leaves == NULL || cursors.count == 0)
        return false;
    for (size_t i = a->count; i-- > 0;) {
        cursor *c = i < cursors.count ? cursors.items[i]
                                      : adding.items[i - cursors.count];
        leaf *at = &a->leaves[i];
        *at = (leaf){.cursor = c, .list = c->list};
        at->near_by = i < a->in_sum ? NEAR_IN_SUM : NEAR_BY;
        at->sparse = is_sparse(a, at);
        bound_short(at);
        at->rest = (at[1].rest + c->bound) * ROUNDING;
        if (i < a->in_sum)
            at->summed = (at[1].summed + c->bound) * ROUNDING;
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
