/* SPDX-License-Identifier: MIT
 *
 * In: the leaves of a compiled query. Out: those to leave out. A leaf that
 * stands in several places counts once and goes from all of them. Rare words
 * stay, as they tell most; so do words that no paragraph holds, as they cost
 * nothing and a +must of them is an answer. */
#include "searcher/words/limits.h"

#include <stdlib.h>
#include <string.h>

#include "searcher/words/tree.h"

/* Equal leaves, as one. */
typedef struct group {
    const limits_leaf *first; /* of the list sorted by node */
    size_t count;
    double paragraphs; /* that it matches, at most */
    double work;       /* in all places together */
} group;

typedef struct holding {
    const limits_query *query;
    limits_leaf *leaves; /* sorted by node, equal ones by place */
    group *groups;
    size_t group_count;
    const limits_term **terms; /* different ones, sorted by bytes */
    size_t term_count;
    double paragraphs; /* of the index */
    double work;       /* of the whole query: at most, or by estimate */
    double most_work;  /* that it may take */
    pilcrow_error *err;
} holding;

/* -------------------------------------------------------------- groups --- */

static int by_node(const void *left, const void *right)
{
    const limits_leaf *a = left;
    const limits_leaf *b = right;
    int order = tree_compare(a->node, b->node);
    if (order != 0)
        return order;
    return (a->from->text > b->from->text) - (a->from->text < b->from->text);
}

static pilcrow_status weigh_group(holding *h, group *g)
{
    tree_cost cost;
    pilcrow_status status =
        tree_estimate(&cost, h->query->index->snapshot, g->first->node,
                      h->paragraphs, h->err);
    g->paragraphs = cost.matches;
    g->work = cost.work * (double)g->count;
    return status;
}

static pilcrow_status make_groups(holding *h)
{
    const limits_query *q = h->query;
    h->leaves = arena_array(q->arena, q->count + 1, sizeof *h->leaves);
    h->groups = arena_array(q->arena, q->count + 1, sizeof *h->groups);
    if (h->leaves == NULL || h->groups == NULL)
        return error_no_memory(h->err);
    if (q->count > 0)
        memcpy(h->leaves, q->leaves, q->count * sizeof *h->leaves);
    if (q->count > 1)
        qsort(h->leaves, q->count, sizeof *h->leaves, by_node);
    for (size_t i = 0; i < q->count; i++) {
        const limits_leaf *leaf = &h->leaves[i];
        if (i > 0 && tree_compare(leaf[-1].node, leaf->node) == 0)
            h->groups[h->group_count - 1].count++;
        else
            h->groups[h->group_count++] = (group){.first = leaf, .count = 1};
    }
    pilcrow_status status = PILCROW_OK;
    for (size_t i = 0; i < h->group_count && status == PILCROW_OK; i++)
        status = weigh_group(h, &h->groups[i]);
    return status;
}

static void leave_out(const group *g)
{
    for (size_t i = 0; i < g->count; i++)
        g->first[i].from->skip = true;
}

static pilcrow_status refuse(const holding *h, const query_node *at)
{
    return query_refuse(h->err, (size_t)(at->text - h->query->text));
}

/* --------------------------------------------------------------- terms --- */

/* Where the term stands among h->terms, or would stand. */
static size_t find_term(const holding *h, const limits_term *term, bool *found)
{
    size_t low = 0;
    size_t high = h->term_count;
    *found = false;
    while (low < high && !*found) {
        size_t middle = low + (high - low) / 2;
        const limits_term *now = h->terms[middle];
        size_t shorter = now->len < term->len ? now->len : term->len;
        int order = memcmp(now->bytes, term->bytes, shorter);
        if (order == 0)
            order = (now->len > term->len) - (now->len < term->len);
        *found = order == 0;
        if (*found || order > 0)
            high = middle;
        else
            low = middle + 1;
    }
    return high;
}

/* Take the terms of a leaf among those counted; how many were new. */
static size_t count_terms(holding *h, const limits_leaf *leaf)
{
    size_t before = h->term_count;
    for (size_t i = 0; i < leaf->term_count; i++) {
        bool found;
        size_t at = find_term(h, &leaf->terms[i], &found);
        if (found)
            continue;
        memmove(&h->terms[at + 1], &h->terms[at],
                (h->term_count - at) * sizeof(const limits_term *));
        h->terms[at] = &leaf->terms[i];
        h->term_count++;
    }
    return h->term_count - before;
}

/* The same without taking them. */
static size_t new_terms(const holding *h, const limits_leaf *leaf)
{
    size_t count = 0;
    for (size_t i = 0; i < leaf->term_count; i++) {
        bool found;
        find_term(h, &leaf->terms[i], &found);
        count += !found;
    }
    return count;
}

static pilcrow_status make_room_for_terms(holding *h)
{
    size_t room = 1;
    for (size_t i = 0; i < h->query->count; i++)
        room += h->query->leaves[i].term_count;
    h->terms = arena_array(h->query->arena, room, sizeof *h->terms);
    return h->terms == NULL ? error_no_memory(h->err) : PILCROW_OK;
}

/* How many different words the query has. `*over` is the leaf, in the order of
 * the query, that brings the first one too many. */
static size_t count_words(holding *h, const query_node **over)
{
    size_t count = 0;
    *over = NULL;
    h->term_count = 0;
    for (size_t i = 0; i < h->query->count; i++) {
        count += count_terms(h, &h->query->leaves[i]);
        if (count > QUERY_TERMS_MAX && *over == NULL)
            *over = h->query->leaves[i].from;
    }
    return count;
}

static int rarest_first(const void *left, const void *right)
{
    const group *a = left;
    const group *b = right;
    if (a->paragraphs != b->paragraphs)
        return a->paragraphs < b->paragraphs ? -1 : 1;
    return (a->first > b->first) - (a->first < b->first);
}

/* True if some leaf was left out. */
static bool keep_rarest_words(holding *h)
{
    size_t kept = 0;
    bool cut = false;
    h->term_count = 0;
    if (h->group_count > 1)
        qsort(h->groups, h->group_count, sizeof *h->groups, rarest_first);
    for (size_t i = 0; i < h->group_count; i++) {
        const group *g = &h->groups[i];
        if (g->first->term_count == 0 || g->paragraphs <= 0.0)
            continue;
        if (kept + new_terms(h, g->first) <= QUERY_TERMS_MAX) {
            kept += count_terms(h, g->first);
        } else {
            leave_out(g);
            cut = true;
        }
    }
    return cut;
}

static pilcrow_status hold_words(holding *h, limits_verdict *out)
{
    const query_node *over;
    size_t count = count_words(h, &over);
    if (count <= QUERY_TERMS_MAX)
        return PILCROW_OK;
    if (h->query->strict) {
        error_set(h->err, PILCROW_QUERY,
                  "the query has %zu different words; at most %u are allowed",
                  count, QUERY_TERMS_MAX);
        return refuse(h, over);
    }
    *out = keep_rarest_words(h) ? LIMITS_CUT : LIMITS_KEPT;
    if (!h->query->cut) /* else it is told */
        query_notice(h->query->notices,
                     "the query has %zu different words; the %u rarest that "
                     "the index holds are searched for",
                     count, QUERY_TERMS_MAX);
    return PILCROW_OK;
}

/* ---------------------------------------------------------------- work --- */

static int most_work_first(const void *left, const void *right)
{
    const group *a = left;
    const group *b = right;
    if (a->work != b->work)
        return a->work > b->work ? -1 : 1;
    return (a->first > b->first) - (a->first < b->first);
}

/* How many of the groups, from the first on, take what is too much. */
static size_t count_too_many(const holding *h)
{
    double work = h->work;
    size_t count = 0;
    while (count < h->group_count && work > h->most_work)
        work -= h->groups[count++].work;
    return count;
}

/* Where more than half of the words would have to go, translations go before
 * any of them. */
static pilcrow_status hold_work(holding *h, limits_verdict *out)
{
    const limits_query *q = h->query;
    if (h->work <= h->most_work)
        return PILCROW_OK;
    if (h->group_count > 1)
        qsort(h->groups, h->group_count, sizeof *h->groups, most_work_first);
    const size_t many = count_too_many(h);
    if (q->translated && many * 2 > h->group_count) {
        query_notice(q->notices, "the query would take too long; its words are "
                                 "not translated");
        *out = LIMITS_UNTRANSLATED;
        return PILCROW_OK;
    }
    if (q->strict) {
        error_set(h->err, PILCROW_QUERY,
                  "the query would take too long: too many words and phrases "
                  "that very many paragraphs hold");
        return refuse(h, h->groups[0].first->from);
    }
    for (size_t i = 0; i < many; i++)
        leave_out(&h->groups[i]);
    *out = many > 0 ? LIMITS_CUT : LIMITS_KEPT;
    query_notice(q->notices,
                 "the query would take too long; its words and phrases that "
                 "the most paragraphs hold are passed over");
    return PILCROW_OK;
}

static pilcrow_status weigh(holding *h)
{
    const limits_query *q = h->query;
    engine_stats stats;
    tree_cost cost;
    pilcrow_status status =
        engine_snapshot_counts(q->index->snapshot, &stats, h->err);
    if (status != PILCROW_OK)
        return status;
    h->paragraphs = (double)stats.paragraphs;
    h->most_work = LIMITS_WORK_PER_PARAGRAPH * h->paragraphs;
    if (h->most_work < LIMITS_WORK)
        h->most_work = LIMITS_WORK;
    h->work = tree_most_work(q->root, h->paragraphs);
    if (h->work <= h->most_work)
        return PILCROW_OK;
    status = tree_estimate(&cost, q->index->snapshot, q->root, h->paragraphs,
                           h->err);
    h->work = cost.work;
    return status;
}

/* Is the query within the limits even if all its words differ? */
static bool is_small(const holding *h)
{
    size_t words = 0;
    for (size_t i = 0; i < h->query->count; i++)
        words += h->query->leaves[i].term_count;
    return words <= QUERY_TERMS_MAX && h->work <= h->most_work;
}

pilcrow_status limits_hold(limits_verdict *out, const limits_query *query,
                           pilcrow_error *err)
{
    holding h = {.query = query, .err = err};
    *out = LIMITS_KEPT;
    if (query->root == NULL)
        return PILCROW_OK;
    pilcrow_status status = weigh(&h);
    if (status != PILCROW_OK || is_small(&h))
        return status;
    status = make_groups(&h);
    if (status == PILCROW_OK)
        status = make_room_for_terms(&h);
    if (status == PILCROW_OK)
        status = hold_words(&h, out);
    if (status == PILCROW_OK && *out == LIMITS_KEPT)
        status = hold_work(&h, out);
    return status;
}
