/* SPDX-License-Identifier: MIT
 *
 * In: the id of a paragraph. Out: an OR of the words that tell it apart: those
 * with the highest product of frequency here and rarity in the index. A word
 * that stands nowhere else finds nothing and is left out. So are the entries of
 * glossaries, unless it is one: two words in common with a text make none like
 * it. */
#include "searcher/similar.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/list.h"
#include "corpus/corpus.h"
#include "searcher/words/tree.h"

typedef struct candidate {
    const char *term;
    size_t len;
    uint32_t frequency;
    uint64_t paragraphs;
    double value;
} candidate;

typedef struct candidates {
    candidate *items;
    size_t count;
    size_t capacity;
} candidates;

/* ------------------------------------------------------------ gathering --- */

static bool gather(candidates *list, arena *a, const analysis_token *token)
{
    candidate *items = list_room_in(a, list->items, list->count,
                                    &list->capacity, sizeof *items);
    const char *term = arena_copy(a, token->term, token->term_len);
    if (items == NULL || term == NULL)
        return false;
    list->items = items;
    list->items[list->count++] =
        (candidate){.term = term, .len = token->term_len, .frequency = 1};
    return true;
}

static int by_term(const void *left, const void *right)
{
    const candidate *a = left;
    const candidate *b = right;
    size_t shorter = a->len < b->len ? a->len : b->len;
    int order = memcmp(a->term, b->term, shorter);
    return order != 0 ? order : (a->len > b->len) - (a->len < b->len);
}

/* Make one candidate of each term. */
static void merge(candidates *list)
{
    size_t kept = 0;
    if (list->count > 0)
        qsort(list->items, list->count, sizeof *list->items, by_term);
    for (size_t i = 0; i < list->count; i++) {
        if (kept > 0 && by_term(&list->items[kept - 1], &list->items[i]) == 0)
            list->items[kept - 1].frequency++;
        else
            list->items[kept++] = list->items[i];
    }
    list->count = kept;
}

static pilcrow_status words_of(candidates *list, arena *a, pilcrow_index *index,
                               const pilcrow_paragraph *p, pilcrow_error *err)
{
    analysis_token token;
    analyser_start(index->tokens, p->text, p->text_len, p->lang);
    while (analyser_next(index->tokens, &token))
        if (!gather(list, a, &token))
            return error_no_memory(err);
    if (analyser_failed(index->tokens))
        return error_no_memory(err);
    merge(list);
    return PILCROW_OK;
}

/* ------------------------------------------------------------- choosing --- */

static int most_telling_first(const void *left, const void *right)
{
    const candidate *a = left;
    const candidate *b = right;
    if (a->value != b->value)
        return a->value > b->value ? -1 : 1;
    return by_term(a, b);
}

static pilcrow_status weigh(candidates *list, pilcrow_index *index,
                            pilcrow_error *err)
{
    engine_stats stats;
    pilcrow_status status =
        engine_snapshot_counts(index->snapshot, &stats, err);
    for (size_t i = 0; i < list->count && status == PILCROW_OK; i++) {
        candidate *c = &list->items[i];
        status = engine_frequencies(index->snapshot, ENGINE_BODY, c->term,
                                    c->len, &c->paragraphs, NULL, err);
        if (c->paragraphs > 1)
            c->value =
                (1.0 + log((double)c->frequency)) *
                log((double)stats.paragraphs / (double)c->paragraphs + 1.0);
    }
    if (status == PILCROW_OK && list->count > 0)
        qsort(list->items, list->count, sizeof *list->items,
              most_telling_first);
    return status;
}

/* What `any` finds but the paragraph itself, and but entries of glossaries
 * unless it is one. NULL without memory. */
static const engine_query *others(arena *a, const engine_query *any,
                                  const pilcrow_paragraph *p)
{
    const char *entry = corpus_kind_name(CORPUS_GLOSSARY);
    engine_query *nodes = arena_array(a, 2, sizeof *nodes);
    if (nodes == NULL)
        return NULL;
    nodes[0] = (engine_query){.op = ENGINE_TERM,
                              .field = ENGINE_ID,
                              .term = p->id,
                              .len = strlen(p->id)};
    nodes[1] = (engine_query){.op = ENGINE_TERM,
                              .field = ENGINE_KIND,
                              .term = entry,
                              .len = strlen(entry)};
    const engine_query *all[] = {any, &nodes[0], &nodes[1]};
    return tree_node(a, ENGINE_AND_NOT, all,
                     strcmp(p->kind, entry) == 0 ? 2 : 3);
}

/* The best of the list as an OR; its groups are for highlighting. */
static bool build(compiled_query *out, arena *a, const candidates *list,
                  const pilcrow_paragraph *p)
{
    size_t count = 0;
    while (count < list->count && count < SIMILAR_TERMS &&
           list->items[count].value > 0.0)
        count++;
    engine_query *nodes = arena_array(a, count + 1, sizeof *nodes);
    const engine_query **children = arena_array(a, count + 2, sizeof *children);
    match_group *groups = arena_array(a, count + 1, sizeof *groups);
    match_term *terms = arena_array(a, count + 1, sizeof *terms);
    if (nodes == NULL || children == NULL || groups == NULL || terms == NULL)
        return false;
    for (size_t i = 0; i < count; i++) {
        const candidate *c = &list->items[i];
        nodes[i] = (engine_query){.op = ENGINE_TERM,
                                  .field = ENGINE_BODY,
                                  .term = c->term,
                                  .len = c->len};
        children[i] = &nodes[i];
        terms[i] = (match_term){c->term, c->len, 0};
        groups[i] = (match_group){&terms[i], 1, i, NULL};
    }
    engine_query *any = &nodes[count];
    *any = (engine_query){
        .op = ENGINE_OR, .children = children, .child_count = count};
    *out = (compiled_query){
        .query = others(a, any, p), .groups = groups, .group_count = count};
    return out->query != NULL && compile_index_groups(out, a);
}

pilcrow_status similar_compile(compiled_query *out, arena *a,
                               pilcrow_index *index, const char *id,
                               pilcrow_error *err)
{
    engine_ref ref;
    pilcrow_paragraph paragraph;
    candidates list = {0};
    *out = (compiled_query){0};
    pilcrow_status status = index_find(index, id, &ref, err);
    if (status == PILCROW_OK)
        status = index_paragraph(&paragraph, index, ref, a, NULL, err);
    if (status == PILCROW_OK)
        status = words_of(&list, a, index, &paragraph, err);
    if (status == PILCROW_OK)
        status = weigh(&list, index, err);
    if (status == PILCROW_OK && !build(out, a, &list, &paragraph))
        status = error_no_memory(err);
    return status;
}
