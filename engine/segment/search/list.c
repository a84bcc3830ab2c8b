/* SPDX-License-Identifier: MIT
 *
 * In: a leaf of a plan. Out: its documents and scores in one part.
 * Invariant: bounds hold for what list_score() gives, roundings included. */
#include "engine/segment/search/list.h"

#include <string.h>

/* Rounding must not lift a score over its bound. */
#define ROUNDING (1 + 1e-12)

/* ---------------------------------------------------------------- open --- */

static double best_of(const search *s, const postings_pair *pairs, size_t count)
{
    double best = 0;
    for (size_t i = 0; i < count; i++) {
        const double part =
            score_part(&s->shape, pairs[i].frequency, pairs[i].length);
        best = part > best ? part : best;
    }
    return best * ROUNDING;
}

/* The bound of a list without a table, by its counts: a document is no shorter
 * than the term's count in it, nor than the shortest. */
static double bound_by_counts(const search *s, const segment_term *term)
{
    const uint64_t most = term->occurrences - term->documents + 1;
    const uint32_t frequency = most < UINT32_MAX ? (uint32_t)most : UINT32_MAX;
    const uint32_t shortest = s->segment->length_min;
    const postings_pair pair = {frequency,
                                frequency > shortest ? frequency : shortest};
    return best_of(s, &pair, 1);
}

static bool open_term(list *l, const segment_term *term)
{
    search *s = l->search;
    postings_pair best[POSTINGS_LIST_PAIRS];
    l->documents = term->documents;
    if (!postings_reader_open(&l->reader, s->segment, term)) {
        search_damage(s);
        return false;
    }
    l->block_count = l->reader.block_count;
    l->bounded = l->reader.table != NULL;
    if (l->weight == 0)
        return true;
    const size_t count = postings_reader_best(&l->reader, best);
    l->bound = l->weight *
               (count > 0 ? best_of(s, best, count) : bound_by_counts(s, term));
    return true;
}

static void open_group(list *l, const plan_group *group)
{
    l->group = group;
    l->documents = group->count;
    l->block_count = (group->count + POSTINGS_BLOCK - 1) / POSTINGS_BLOCK;
    l->bounded = true;
    l->bound = l->weight * group->bound * ROUNDING;
}

list *list_open(search *s, const plan *p)
{
    const size_t part = (size_t)(s->part - s->snapshot->parts);
    const bool is_group = p->kind == PLAN_GROUP;
    if ((is_group ? p->groups[part].count : p->parts[part].documents) == 0)
        return NULL;
    list *l = arena_room(s->arena, sizeof *l);
    if (l == NULL)
        return NULL;
    memset(l, 0, offsetof(list, reader)); /* which open_term() sets */
    l->search = s;
    l->weight = p->weight;
    if (is_group)
        open_group(l, &p->groups[part]);
    else if (!open_term(l, &p->parts[part]))
        return NULL;
    l->block = l->block_count;
    l->bound_block = UINT32_MAX;
    return l;
}

/* -------------------------------------------------------------- blocks --- */

uint32_t list_last(const list *l, uint32_t block)
{
    if (l->group != NULL) {
        const uint32_t end = (block + 1) * POSTINGS_BLOCK;
        return l->group
            ->documents[(end < l->documents ? end : l->documents) - 1];
    }
    if (l->bounded)
        return postings_block_last(&l->reader, block);
    return l->count > 0 ? l->docs[l->count - 1] : POSTINGS_END - 1;
}

double list_block_bound(list *l, uint32_t block)
{
    postings_pair pairs[POSTINGS_BLOCK_PAIRS];
    if (l->bound_block == block)
        return l->block_bound;
    if (!l->bounded)
        return l->bound;
    l->bound_block = block;
    if (l->group != NULL)
        l->block_bound = l->weight * l->group->bounds[block] * ROUNDING;
    else
        l->block_bound =
            l->weight * best_of(l->search, pairs,
                                postings_block_pairs(&l->reader, block, pairs));
    return l->block_bound;
}

static uint32_t find_in_group(const plan_group *group, uint32_t block,
                              uint32_t target)
{
    uint32_t at = block * POSTINGS_BLOCK, end = group->count;
    for (uint32_t step = POSTINGS_BLOCK;
         at < end && step < end - at && group->documents[at + step] < target;
         step *= 2)
        at += step;
    while (at < end) {
        const uint32_t middle = at + (end - at) / 2;
        if (group->documents[middle] < target)
            at = middle + 1;
        else
            end = middle;
    }
    return at == group->count
               ? (group->count + POSTINGS_BLOCK - 1) / POSTINGS_BLOCK
               : at / POSTINGS_BLOCK;
}

uint32_t list_find(const list *l, uint32_t block, uint32_t target)
{
    if (block >= l->block_count)
        return l->block_count;
    if (l->group != NULL)
        return find_in_group(l->group, block, target);
    return postings_block_find(&l->reader, block, target);
}

static bool end(list *l)
{
    l->at = 0;
    l->count = 0;
    return false;
}

bool list_load(list *l, uint32_t block)
{
    search *s = l->search;
    if (block >= l->block_count || !search_work(s, 1))
        return end(l);
    l->scores_ready = false;
    l->frequencies = NULL;
    l->block = block;
    l->at = 0;
    if (l->group != NULL) {
        const uint32_t first = block * POSTINGS_BLOCK;
        const uint32_t left = l->group->count - first;
        l->docs = l->group->documents + first;
        l->frequencies = l->group->frequencies + first;
        l->count = left < POSTINGS_BLOCK ? left : POSTINGS_BLOCK;
        return true;
    }
    if (!postings_block_load(&l->reader, block)) {
        search_damage(s);
        return end(l);
    }
    l->docs = l->reader.documents;
    l->count = l->reader.in_block;
    return true;
}

uint32_t list_seek(list *l, uint32_t target)
{
    if (l->at < l->count && l->docs[l->at] >= target)
        return l->docs[l->at];
    if (l->count == 0 || l->docs[l->count - 1] < target) {
        if (l->count == 0 && l->block < l->block_count)
            return POSTINGS_END;
        const uint32_t block = list_find(l, list_next_block(l), target);
        if (block >= l->block_count) {
            l->block = l->block_count - 1;
            end(l);
            return POSTINGS_END;
        }
        if (!list_load(l, block))
            return POSTINGS_END;
    }
    l->at = postings_find(l->docs, l->at, l->count, target);
    if (l->at < l->count)
        return l->docs[l->at];
    end(l);
    return POSTINGS_END;
}

/* -------------------------------------------------------------- scores --- */

static bool unpack_frequencies(list *l)
{
    if (l->frequencies != NULL)
        return true;
    if (!postings_block_frequencies(&l->reader)) {
        search_damage(l->search);
        return false;
    }
    l->frequencies = l->reader.frequencies;
    return true;
}

const uint32_t *list_frequencies(list *l)
{
    return l->weight == 0 || !unpack_frequencies(l) ? NULL : l->frequencies;
}

uint32_t list_frequency(list *l)
{
    const uint32_t *frequencies = list_frequencies(l);
    return frequencies == NULL ? 0 : frequencies[l->at];
}

double list_score(list *l)
{
    search *s = l->search;
    if (l->weight == 0)
        return 0;
    if (l->scores_ready)
        return l->scores[l->at];
    const uint32_t document = l->docs[l->at];
    if (!unpack_frequencies(l) || !search_length_ready(s, document))
        return 0;
    return score_one(&s->shape, l->weight, l->frequencies[l->at],
                     segment_length(s->segment, document));
}

bool list_score_block(list *l)
{
    search *s = l->search;
    uint32_t lengths[POSTINGS_BLOCK];
    uint32_t copy[POSTINGS_BLOCK];
    const uint32_t *frequencies;
    if (l->scores_ready)
        return true;
    if (!unpack_frequencies(l) || !search_lengths_ready(s, l->docs, l->count))
        return false;
    score_lengths(s->segment, l->docs, l->count, lengths);
    frequencies = l->frequencies;
    if (l->count % 4 != 0) { /* the last block: nothing unset is read */
        memset(copy, 0, sizeof copy);
        memcpy(copy, frequencies, l->count * sizeof *copy);
        frequencies = copy;
        memset(lengths + l->count, 0, (4 - l->count % 4) * sizeof *lengths);
    }
    s->score_block(&s->shape, l->weight, frequencies, lengths, l->count,
                   l->scores);
    l->scores_ready = true;
    return true;
}

uint32_t list_positions(list *l)
{
    l->reader.at = l->at;
    const uint32_t count = postings_reader_positions(&l->reader);
    if (l->reader.corrupt)
        search_damage(l->search);
    return count;
}

uint32_t list_position(list *l)
{
    const uint32_t position = postings_reader_position(&l->reader);
    if (position == POSTINGS_END && l->reader.corrupt)
        search_damage(l->search);
    return position;
}
