/* SPDX-License-Identifier: MIT
 *
 * In: segments and what is deleted in them. Out: the rest as one row. */
#include "engine/segment/write/sources.h"

#include <stdlib.h>

#include "engine/segment/file/sorting.h"

static bool count_before(source *s)
{
    uint32_t sum = 0;
    size_t words = (size_t)s->part.segment->documents / SOURCE_WORD_BITS + 1;
    if (s->part.deleted == NULL)
        return true;
    s->before = malloc(words * sizeof *s->before);
    if (s->before == NULL)
        return false;
    for (size_t i = 0; i < words; i++) {
        s->before[i] = sum;
        sum += (uint32_t)__builtin_popcountll(s->part.deleted[i]);
    }
    return true;
}

bool sources_open(sources *out, const merge_part *parts, size_t count)
{
    *out = (sources){.list = calloc(count, sizeof *out->list)};
    if (out->list == NULL)
        return false;
    out->count = count;
    for (size_t i = 0; i < count; i++) {
        source *s = &out->list[i];
        s->part = parts[i];
        pages_read_in_order(&parts[i].segment->pages);
        s->base = out->documents;
        out->documents += parts[i].segment->documents - parts[i].deleted_count;
        if (!count_before(s))
            return false;
    }
    return true;
}

void sources_release(sources *s)
{
    for (size_t i = 0; i < s->count; i++)
        free(s->list[i].before);
    free(s->list);
    *s = (sources){0};
}

bool source_value(source_values *v, const source *s, engine_value which,
                  uint32_t document, uint64_t *out)
{
    const uint32_t block = document / SEGMENT_VALUES_BLOCK;
    if (s != v->of || block != v->block) {
        v->of = NULL;
        if (!segment_values(s->part.segment, which, block, v->values))
            return false;
        v->of = s;
        v->block = block;
    }
    *out = v->values[document % SEGMENT_VALUES_BLOCK];
    return true;
}

void sources_let_go(const sources *s)
{
    for (size_t i = 0; i < s->count; i++)
        pages_let_go(&s->list[i].part.segment->pages);
}

/* ---------------------------------------------------------------- terms --- */

static int compare_walks(const segment_walk *a, const segment_walk *b)
{
    if (a->field != b->field)
        return a->field < b->field ? -1 : 1;
    return sorting_order(a->term, a->len, b->term, b->len);
}

pilcrow_status sources_begin_terms(sources *s, engine_field field,
                                   pilcrow_error *err)
{
    pilcrow_status status = PILCROW_OK;
    for (size_t i = 0; i < s->count && status == PILCROW_OK; i++)
        status = segment_walk_begin(&s->list[i].walk, s->list[i].part.segment,
                                    field, "", 0, err);
    return status;
}

source *sources_least_term(const sources *s)
{
    source *least = NULL;
    for (size_t i = 0; i < s->count; i++) {
        source *at = &s->list[i];
        if (!at->walk.done &&
            (least == NULL || compare_walks(&at->walk, &least->walk) < 0))
            least = at;
    }
    return least;
}

bool source_has_term(const source *s, const source *least)
{
    return !s->walk.done && compare_walks(&s->walk, &least->walk) == 0;
}

pilcrow_status sources_pass_term(sources *s, source *least, pilcrow_error *err)
{
    pilcrow_status status = PILCROW_OK;
    for (size_t i = 0; i < s->count && status == PILCROW_OK; i++) {
        source *at = &s->list[i];
        if (at != least && source_has_term(at, least))
            status = segment_walk_next(&at->walk, err);
    }
    return status == PILCROW_OK ? segment_walk_next(&least->walk, err) : status;
}
