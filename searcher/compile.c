/* SPDX-License-Identifier: MIT
 *
 * In: the user's tree. Out: the engine's.
 *
 * A run of words is scored as their OR. +x must be there; a field that only
 * filters (doc, lang, kind, id) must be there too, unscored, fields of one name
 * being alternatives; heading:x must be there and is scored. A word that the
 * analyser cuts into several tokens is their phrase; beside other words that
 * may be missing, its tokens count alone too. With several Latin languages each
 * word stands for its stems in all of them. */
#include "searcher/compile.h"

#include <stdlib.h>
#include <string.h>

#include "base/list.h"
#include "searcher/filter.h"
#include "searcher/words.h"

typedef struct compiler {
    arena *arena;
    pilcrow_index *index;
    words_context words;
    bool strict;
    query_notices *notices;
    pilcrow_error *err;
    pilcrow_status status;    /* the first failure; NULL nodes come with it */
    bool optional;            /* what is compiled now may be missing in a hit */
    engine_query **optionals; /* its word nodes, for the limit of terms */
    size_t optional_count;
} compiler;

static const engine_query *compile_node(compiler *c, const query_node *node);

/* ----------------------------------------------------------------- nodes ---
 */

static engine_query *out_of_memory(compiler *c)
{
    if (c->status == PILCROW_OK)
        c->status = error_no_memory(c->err);
    return NULL;
}

static engine_query *new_node(compiler *c, engine_op op,
                              const engine_query *const *children, size_t count)
{
    engine_query *node = arena_alloc(c->arena, sizeof *node);
    const engine_query **copy = arena_array(c->arena, count + 1, sizeof *copy);
    if (node == NULL || copy == NULL)
        return out_of_memory(c);
    for (size_t i = 0; i < count; i++)
        copy[i] = children[i];
    *node = (engine_query){.op = op, .children = copy, .child_count = count};
    return node;
}

/* A list of nodes that grows in the arena. */
typedef struct node_list {
    const engine_query **items;
    size_t count;
    size_t capacity;
} node_list;

static void add(compiler *c, node_list *list, const engine_query *node)
{
    if (node == NULL)
        return;
    const engine_query **items = list_room_in(
        c->arena, list->items, list->count, &list->capacity, sizeof *items);
    if (items == NULL) {
        out_of_memory(c);
        return;
    }
    list->items = items;
    list->items[list->count++] = node;
}

/* One node for the list: none for an empty one, itself for a single one. */
static const engine_query *join(compiler *c, engine_op op,
                                const node_list *list)
{
    if (list->count == 0)
        return NULL;
    if (list->count == 1)
        return list->items[0];
    return new_node(c, op, list->items, list->count);
}

static const engine_query *pair(compiler *c, engine_op op,
                                const engine_query *first,
                                const engine_query *second)
{
    const engine_query *both[] = {first, second};
    return new_node(c, op, both, 2);
}

static const engine_query *everything(compiler *c)
{
    return new_node(c, ENGINE_ALL, NULL, 0);
}

/* --------------------------------------------------------------- filters ---
 */

/* Does the node only filter, all through? */
static bool only_filters(const query_node *node)
{
    if (node->first == NULL)
        return node->field != ENGINE_BODY && node->field != ENGINE_HEADING;
    for (const query_node *child = node->first; child != NULL;
         child = child->next)
        if (!only_filters(child))
            return false;
    return true;
}

static const engine_query *compile_filter(compiler *c, const query_node *node)
{
    const engine_query *filter = NULL;
    pilcrow_status status =
        filter_compile(&filter, c->arena, c->index, node->field, node->text,
                       node->len, c->notices, c->err);
    if (status != PILCROW_OK && c->status == PILCROW_OK)
        c->status = status;
    return filter;
}

/* --------------------------------------------------------------- leaves --- */

static void note_optional(compiler *c, engine_query *node)
{
    if (!c->optional || node == NULL)
        return;
    if (c->optionals == NULL)
        c->optionals =
            arena_array(c->arena, QUERY_BYTES_MAX, sizeof *c->optionals);
    if (c->optionals == NULL)
        out_of_memory(c);
    else if (c->optional_count < QUERY_BYTES_MAX)
        c->optionals[c->optional_count++] = node;
}

static const engine_query *compile_text(compiler *c, const query_node *node)
{
    engine_query *leaf = NULL;
    pilcrow_status status =
        words_compile(&leaf, &c->words, node->field, node->text, node->len,
                      node->kind == QUERY_PHRASE, c->err);
    if (status != PILCROW_OK) {
        if (c->status == PILCROW_OK)
            c->status = status;
        return NULL;
    }
    if (node->kind == QUERY_WORD)
        note_optional(c, leaf);
    return leaf;
}

static const engine_query *compile_near(compiler *c, const query_node *node)
{
    const query_node *left = node->first;
    const query_node *right = left->next;
    engine_query *near = NULL;
    if (left->field != right->field || only_filters(left)) {
        const engine_query *a = compile_node(c, left);
        const engine_query *b = compile_node(c, right);
        return a == NULL || b == NULL ? (a == NULL ? b : a)
                                      : pair(c, ENGINE_AND, a, b);
    }
    pilcrow_status status =
        words_compile_near(&near, &c->words, left->field, left->text, left->len,
                           right->text, right->len, node->distance, c->err);
    if (status != PILCROW_OK && c->status == PILCROW_OK)
        c->status = status;
    return near;
}

/* ------------------------------------------------------------- sequences ---
 */

/* A sequence, sorted by what each part is for. */
typedef struct parts {
    size_t plain; /* words and phrases that may be missing */
    node_list should;
    node_list must;
    node_list must_not;
    node_list filters[ENGINE_FIELD_COUNT]; /* alternatives, by field */
} parts;

/* The field by which a filter finds its alternatives. */
static engine_field filter_field(const query_node *node)
{
    while (node->first != NULL)
        node = node->first;
    return node->field;
}

/* A word or phrase of the text that may be missing. */
static bool is_plain(compiler *c, const query_node *child)
{
    return child->first == NULL && child->occur == QUERY_SHOULD &&
           child->field == ENGINE_BODY &&
           words_hold_token(&c->words, child->text, child->len);
}

static void sort_part(compiler *c, parts *p, const query_node *child)
{
    bool was_optional = c->optional;
    c->optional = was_optional && child->occur == QUERY_SHOULD;
    bool marking = c->words.marking;
    c->words.marking = marking && child->occur != QUERY_MUST_NOT;
    c->words.loose = p->plain > 1 && is_plain(c, child);
    const engine_query *node = compile_node(c, child);
    c->optional = was_optional;
    c->words.marking = marking;
    c->words.loose = false;
    if (child->occur == QUERY_MUST_NOT)
        add(c, &p->must_not, node);
    else if (only_filters(child) && child->occur == QUERY_SHOULD)
        add(c, &p->filters[filter_field(child)], node);
    else if (child->occur == QUERY_MUST ||
             (child->first == NULL && child->field == ENGINE_HEADING))
        add(c, &p->must, node);
    else
        add(c, &p->should, node);
}

/* What a hit is scored by: all of `must`, and any of `should` on top. */
static const engine_query *scored_part(compiler *c, const parts *p)
{
    const engine_query *must = join(c, ENGINE_AND, &p->must);
    const engine_query *should = join(c, ENGINE_OR, &p->should);
    if (must == NULL)
        return should;
    if (should == NULL)
        return must;
    return pair(c, ENGINE_AND_MAYBE, must, should);
}

static const engine_query *compile_sequence(compiler *c,
                                            const query_node *first)
{
    parts p = {0};
    node_list filtered = {0};
    for (const query_node *child = first; child != NULL; child = child->next)
        p.plain += is_plain(c, child);
    for (const query_node *child = first; child != NULL; child = child->next)
        sort_part(c, &p, child);
    const engine_query *result = scored_part(c, &p);
    for (size_t i = 0; i < ENGINE_FIELD_COUNT; i++)
        add(c, &filtered, join(c, ENGINE_OR, &p.filters[i]));
    if (result == NULL && filtered.count + p.must_not.count > 0)
        result = everything(c);
    if (result != NULL && filtered.count > 0) {
        const engine_query *all = join(c, ENGINE_AND, &filtered);
        result = all == NULL ? NULL : pair(c, ENGINE_FILTER, result, all);
    }
    if (result != NULL && p.must_not.count > 0) {
        const engine_query *any = join(c, ENGINE_OR, &p.must_not);
        result = any == NULL ? NULL : pair(c, ENGINE_AND_NOT, result, any);
    }
    return result;
}

/* AND and OR: operands without any word are passed over. */
static const engine_query *compile_operands(compiler *c, const query_node *node,
                                            engine_op op)
{
    node_list list = {0};
    bool was_optional = c->optional;
    c->optional = was_optional && op == ENGINE_OR;
    for (const query_node *child = node->first; child != NULL;
         child = child->next)
        add(c, &list, compile_node(c, child));
    c->optional = was_optional;
    return join(c, op, &list);
}

static const engine_query *compile_node(compiler *c, const query_node *node)
{
    if (c->status != PILCROW_OK)
        return NULL;
    switch (node->kind) {
    case QUERY_SEQUENCE:
        return compile_sequence(c, node->first);
    case QUERY_AND:
        return compile_operands(c, node, ENGINE_AND);
    case QUERY_OR:
        return compile_operands(c, node, ENGINE_OR);
    case QUERY_NEAR:
        return compile_near(c, node);
    case QUERY_WORD:
    case QUERY_PHRASE:
        break;
    }
    return only_filters(node) ? compile_filter(c, node) : compile_text(c, node);
}

/* --------------------------------------------------------- limit of terms ---
 */

typedef struct ranked_word {
    const engine_query *node;
    uint64_t paragraphs;
} ranked_word;

/* Rare words tell most; those that no paragraph holds tell nothing. */
static int rarest_first(const void *left, const void *right)
{
    const ranked_word *a = left;
    const ranked_word *b = right;
    if ((a->paragraphs == 0) != (b->paragraphs == 0))
        return a->paragraphs == 0 ? 1 : -1;
    if (a->paragraphs != b->paragraphs)
        return a->paragraphs < b->paragraphs ? -1 : 1;
    return (a->node > b->node) - (a->node < b->node);
}

static bool same_word(const engine_query *a, const engine_query *b)
{
    return a->op == b->op && a->op == ENGINE_TERM && a->len == b->len &&
           memcmp(a->term, b->term, a->len) == 0;
}

static bool is_listed(const ranked_word *list, size_t count,
                      const engine_query *node)
{
    for (size_t i = 0; i < count; i++)
        if (list[i].node == node || same_word(list[i].node, node))
            return true;
    return false;
}

/* The different words of the query, with how many paragraphs hold each. */
static pilcrow_status rank_words(compiler *c, ranked_word *list, size_t *count)
{
    *count = 0;
    for (size_t i = 0; i < c->optional_count; i++) {
        const engine_query *node = c->optionals[i];
        if (is_listed(list, *count, node))
            continue;
        ranked_word *word = &list[(*count)++];
        *word = (ranked_word){.node = node, .paragraphs = 1};
        if (node->op != ENGINE_TERM)
            continue;
        pilcrow_status status =
            engine_frequencies(c->index->snapshot, node->field, node->term,
                               node->len, &word->paragraphs, NULL, c->err);
        if (status != PILCROW_OK)
            return status;
    }
    qsort(list, *count, sizeof *list, rarest_first);
    return PILCROW_OK;
}

/* Keep the rarest words; the others match nothing. */
static pilcrow_status limit_words(compiler *c)
{
    size_t count;
    if (c->optional_count <= QUERY_TERMS_MAX)
        return PILCROW_OK;
    ranked_word *list = arena_array(c->arena, c->optional_count, sizeof *list);
    if (list == NULL)
        return error_no_memory(c->err);
    pilcrow_status status = rank_words(c, list, &count);
    if (status != PILCROW_OK || count <= QUERY_TERMS_MAX)
        return status;
    if (c->strict)
        return error_set(c->err, PILCROW_QUERY,
                         "the query has %zu words; at most %u are allowed",
                         count, QUERY_TERMS_MAX);
    for (size_t i = 0; i < c->optional_count; i++)
        if (!is_listed(list, QUERY_TERMS_MAX, c->optionals[i]))
            *c->optionals[i] = (engine_query){.op = ENGINE_OR};
    query_notice(c->notices,
                 "the query has %zu words; the %u rarest are searched for",
                 count, QUERY_TERMS_MAX);
    return PILCROW_OK;
}

pilcrow_status compile_query(compiled_query *out, arena *a,
                             pilcrow_index *index, const char *query,
                             const query_node *root, bool strict,
                             query_notices *notices, pilcrow_error *err)
{
    compiler c = {.arena = a,
                  .index = index,
                  .strict = strict,
                  .notices = notices,
                  .err = err,
                  .optional = true};
    *out = (compiled_query){0};
    if (root == NULL || index->tokens == NULL)
        return PILCROW_OK;
    pilcrow_status status =
        words_begin(&c.words, a, index, strict, notices, err);
    c.words.query = query;
    if (status != PILCROW_OK)
        return status;
    /* A lone word or group is a sequence of one. */
    if (root->kind == QUERY_SEQUENCE)
        out->query = compile_sequence(&c, root->first);
    else
        out->query = compile_sequence(&c, root);
    if (c.status == PILCROW_OK)
        c.status = limit_words(&c);
    out->groups = c.words.groups;
    out->group_count = c.words.group_count;
    out->origins = c.words.origins;
    out->origin_count = c.words.origin_count;
    return c.status;
}
