/* SPDX-License-Identifier: MIT
 *
 * In: the user's tree. Out: the engine's.
 *
 * A run of words is scored as their OR. +x must be there; a field that only
 * filters (doc, lang, kind, id) must be there too, unscored, fields of one name
 * being alternatives; heading:x must be there and is scored. A word that the
 * analyser cuts into several tokens is their phrase; beside other words that
 * may be missing, its tokens count alone too. With several Latin languages each
 * word stands for its stems in all of them. What stands twice side by side is
 * looked for once and counts twice. Titles and headings only add to what the
 * whole finds. */
#include "searcher/compile_inside.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/list.h"
#include "searcher/filter.h"
#include "searcher/own_language.h"
#include "searcher/words/tree.h"

static const engine_query *compile_node(compiler *c, query_node *node);

/* ---------------------------------------------------------------- leaves - */

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

/* Remember what a leaf came to, for the limits. */
static const engine_query *note_leaf(compiler *c, query_node *from,
                                     const engine_query *node,
                                     const limits_term *terms, size_t count)
{
    if (node == NULL)
        return NULL;
    limits_leaf *leaves = list_room_in(c->arena, c->leaves, c->leaf_count,
                                       &c->leaf_capacity, sizeof *leaves);
    if (leaves == NULL)
        return compile_lacks_memory(c);
    c->leaves = leaves;
    c->leaves[c->leaf_count++] = (limits_leaf){from, node, terms, count};
    from->compiled = node;
    return node;
}

static const engine_query *compile_filter(compiler *c, query_node *node)
{
    const engine_query *filter = NULL;
    pilcrow_status status =
        filter_compile(&filter, c->arena, c->index, node->field, node->text,
                       node->len, c->notices, c->err);
    if (status != PILCROW_OK)
        compile_fail(c, status);
    return note_leaf(c, node, filter, NULL, 0);
}

/* The node does not mean what it was written as. */
static void complain(compiler *c, const query_node *node, const char *what,
                     const char *reading)
{
    const size_t offset = (size_t)(node->text - c->words.query);
    if (c->status == PILCROW_OK)
        c->status = query_complain(c->notices, c->options->strict, c->err,
                                   offset, what, reading);
}

/* Punctuation alone is passed over, silently where it stands among words. */
static void note_wordless(compiler *c, const query_node *node)
{
    query_quoted name;
    char what[sizeof name.text + sizeof "'' holds no word"];
    if (node->kind != QUERY_PHRASE && node->occur == QUERY_SHOULD &&
        node->field == ENGINE_BODY)
        return;
    if (node->len == 0)
        snprintf(what, sizeof what, "a phrase holds no word");
    else
        snprintf(what, sizeof what, "'%s' holds no word",
                 query_quote(&name, node->text, node->len));
    complain(c, node, what, "it is passed over");
}

/* An entry holds both of its sides: its translation tells nothing of it. */
static engine_query *outside_glossaries(compiler *c, const engine_query *node)
{
    const char *kind = corpus_kind_name(CORPUS_GLOSSARY);
    engine_query *entries = compile_new(c, ENGINE_TERM, NULL, 0);
    if (entries == NULL)
        return NULL;
    entries->field = ENGINE_KIND;
    entries->term = kind;
    entries->len = strlen(kind);
    const engine_query *both[] = {node, entries};
    return compile_new(c, ENGINE_AND_NOT, both, 2);
}

/* A translation, which finds no entries; NULL is NULL. */
static const engine_query *beside_glossaries(compiler *c,
                                             const engine_query *node)
{
    c->translated |= node != NULL;
    return node == NULL || c->translation.entries.in_documents == 0
               ? node
               : outside_glossaries(c, node);
}

/* What glossaries give for the words, from `first` on `count` nodes side by
 * side; NULL for nothing. Nothing is for words that must not be there. */
static const engine_query *translated(compiler *c, const query_node *first,
                                      size_t count)
{
    const engine_query *node = NULL;
    translate_text *texts = arena_array(c->arena, count, sizeof *texts);
    if (texts == NULL)
        return compile_lacks_memory(c);
    if (!c->words.marking || c->status != PILCROW_OK)
        return NULL;
    const query_node *at = first;
    for (size_t i = 0; i < count; i++, at = at->next)
        texts[i] = (translate_text){at->text, at->len};
    pilcrow_status status =
        translate_texts(&node, &c->translation, first->field, texts, count,
                        first->kind == QUERY_PHRASE, c->err);
    if (status != PILCROW_OK)
        compile_fail(c, status);
    return beside_glossaries(c, node);
}

/* A word that has to match, or what it is in the other language. */
static const engine_query *or_translated(compiler *c, const query_node *node,
                                         const engine_query *leaf)
{
    const engine_query *other = translated(c, node, 1);
    return other == NULL ? leaf : compile_pair(c, ENGINE_OR, leaf, other);
}

/* Can it match at all, as far as the frequencies of its terms say? */
static bool may_match(compiler *c, const engine_query *node)
{
    tree_cost cost;
    pilcrow_status status =
        tree_estimate(&cost, c->index->snapshot, node, HUGE_VAL, c->err);
    if (status != PILCROW_OK)
        compile_fail(c, status);
    return status == PILCROW_OK && cost.matches > 0.0;
}

/* What only adds to scores: `text` once more, in `field`, at `weight`; `known`
 * as in words_compile_again(). NULL where the index has none of it. */
static const engine_query *bonus(compiler *c, engine_field field,
                                 const engine_query *known, const char *text,
                                 size_t len, bool phrase, double weight)
{
    engine_query *node = NULL;
    pilcrow_status status = words_compile_again(&node, &c->words, known, field,
                                                text, len, phrase, c->err);
    if (status != PILCROW_OK)
        compile_fail(c, status);
    if (node == NULL || !may_match(c, node))
        return NULL;
    return compile_scale(c, node, weight);
}

/* A word with * or ~ may have a translation, which it is not looked for by. */
static void note_pattern(compiler *c, const query_node *node,
                         const engine_query *words)
{
    if (c->status != PILCROW_OK || words == NULL || !c->words.marking ||
        words_count_patterns(node->text, node->len) == 0)
        return;
    pilcrow_status status = translate_pattern(&c->translation, words,
                                              node->text, node->len, c->err);
    if (status != PILCROW_OK)
        compile_fail(c, status);
}

static const engine_query *compile_text(compiler *c, query_node *node)
{
    engine_query *words = NULL;
    pilcrow_status status =
        words_compile(&words, &c->words, node->field, node->text, node->len,
                      node->kind == QUERY_PHRASE, c->err);
    if (status != PILCROW_OK)
        compile_fail(c, status);
    else if (words == NULL)
        note_wordless(c, node);
    note_leaf(c, node, words, c->words.terms, c->words.term_count);
    note_pattern(c, node, words);
    return c->in_run || words == NULL ? words : or_translated(c, node, words);
}

/* What can have no distance to one another only has to be there. */
static const engine_query *compile_far(compiler *c, query_node *left,
                                       query_node *right)
{
    complain(c, left, "NEAR wants two words or phrases of one field with words",
             "between others it is read as AND");
    const engine_query *a = compile_node(c, left);
    const engine_query *b = compile_node(c, right);
    if (a == NULL || b == NULL)
        return a == NULL ? b : a;
    return compile_pair(c, ENGINE_AND, a, b);
}

/* The same in the other language; NULL for nothing. */
static const engine_query *translated_near(compiler *c, const query_node *left,
                                           const query_node *right,
                                           uint32_t distance)
{
    const engine_query *node = NULL;
    const translate_text texts[] = {{left->text, left->len},
                                    {right->text, right->len}};
    if (!c->words.marking || c->status != PILCROW_OK)
        return NULL;
    pilcrow_status status = translate_near(&node, &c->translation, left->field,
                                           texts, distance, c->err);
    if (status != PILCROW_OK)
        compile_fail(c, status);
    return beside_glossaries(c, node);
}

static const engine_query *compile_near(compiler *c, query_node *node)
{
    query_node *left = node->first;
    query_node *right = left->next;
    engine_query *near = NULL;
    if (left->field != right->field || only_filters(left))
        return compile_far(c, left, right);
    pilcrow_status status =
        words_compile_near(&near, &c->words, left->field, left->text, left->len,
                           right->text, right->len, node->distance, c->err);
    if (status != PILCROW_OK)
        compile_fail(c, status);
    note_leaf(c, node, near, c->words.terms, c->words.term_count);
    const engine_query *other = translated_near(c, left, right, node->distance);
    return near == NULL || other == NULL
               ? near
               : compile_pair(c, ENGINE_OR, near, other);
}

/* ------------------------------------------------------------- sequences - */

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

/* A word beside others, with what it weighs there. */
static const engine_query *among_others(compiler *c, query_node *word,
                                        const engine_query *node)
{
    word->share = 1.0;
    if (node == NULL || node->op != ENGINE_TERM)
        return node;
    pilcrow_status status =
        own_language_weight(&word->share, c->index, node, c->err);
    if (status != PILCROW_OK)
        compile_fail(c, status);
    return word->share == 1.0 ? node : compile_scale(c, node, word->share);
}

static void sort_part(compiler *c, parts *p, query_node *child)
{
    bool marking = c->words.marking;
    c->words.marking = marking && child->occur != QUERY_MUST_NOT;
    c->in_run = is_plain(c, child);
    c->words.loose = p->plain > 1 && c->in_run;
    const engine_query *node = compile_node(c, child);
    if (p->plain > 1 && c->in_run && child->kind == QUERY_WORD)
        node = among_others(c, child, node);
    c->in_run = false;
    c->words.marking = marking;
    c->words.loose = false;
    if (child->occur == QUERY_MUST_NOT)
        compile_add(c, &p->must_not, node);
    else if (only_filters(child) && child->occur == QUERY_SHOULD)
        compile_add(c, &p->filters[filter_field(child)], node);
    else if (child->occur == QUERY_MUST ||
             (child->first == NULL && child->field == ENGINE_HEADING))
        compile_add(c, &p->must, node);
    else
        compile_add(c, &p->should, node);
}

/* What a hit is scored by: all of `must`, and any of `should` on top. */
static const engine_query *scored_part(compiler *c, const parts *p)
{
    const engine_query *must = compile_join(c, ENGINE_AND, &p->must);
    const engine_query *should = compile_join(c, ENGINE_OR, &p->should);
    if (must == NULL)
        return should;
    if (should == NULL)
        return must;
    return compile_pair(c, ENGINE_AND_MAYBE, must, should);
}

/* A plain word that no limit has taken out. */
static bool is_in_run(compiler *c, const query_node *child)
{
    return !child->skip && is_plain(c, child);
}

/* Translate the plain words of a sequence, those side by side together. */
static void add_translations(compiler *c, parts *p, const query_node *first)
{
    const query_node *next;
    for (const query_node *child = first; child != NULL; child = next) {
        size_t count = 1;
        next = child->next;
        if (!is_in_run(c, child))
            continue;
        while (child->kind == QUERY_WORD && next != NULL &&
               next->kind == QUERY_WORD && is_in_run(c, next)) {
            next = next->next;
            count++;
        }
        compile_add(c, &p->should, translated(c, child, count));
    }
}

/* Two words of the query, if they are side by side and can be. */
static bool are_pair(compiler *c, const query_node *left,
                     const query_node *right)
{
    return right != NULL && left->kind == QUERY_WORD &&
           right->kind == QUERY_WORD && is_in_run(c, left) &&
           is_in_run(c, right) && right->text > left->text &&
           words_count_patterns(left->text, left->len) == 0 &&
           words_count_patterns(right->text, right->len) == 0;
}

/* Plain words that stand side by side count more where they do so in the
 * text. */
static void add_pairs(compiler *c, parts *p, const query_node *first)
{
    if (!c->options->proximity || !c->words.marking)
        return;
    c->words.bonus = "proximity";
    for (const query_node *child = first; child != NULL; child = child->next) {
        const query_node *next = child->next;
        if (c->status != PILCROW_OK || !are_pair(c, child, next))
            continue;
        c->words.text = child->text;
        c->words.len = (size_t)(next->text + next->len - child->text);
        compile_add(c, &p->should,
                    bonus(c, ENGINE_BODY, NULL, c->words.text, c->words.len,
                          true, COMPILE_PROXIMITY_WEIGHT));
    }
    c->words.bonus = NULL;
}

static const engine_query *compile_sequence(compiler *c, query_node *first)
{
    parts p = {0};
    node_list filtered = {0};
    for (const query_node *child = first; child != NULL; child = child->next)
        p.plain += is_plain(c, child);
    for (query_node *child = first; child != NULL; child = child->next)
        sort_part(c, &p, child);
    add_translations(c, &p, first);
    add_pairs(c, &p, first);
    const engine_query *result = scored_part(c, &p);
    for (size_t i = 0; i < ENGINE_FIELD_COUNT; i++)
        compile_add(c, &filtered, compile_join(c, ENGINE_OR, &p.filters[i]));
    if (result == NULL && filtered.count + p.must_not.count > 0)
        result = compile_all(c);
    if (result != NULL && filtered.count > 0) {
        const engine_query *all = compile_join(c, ENGINE_AND, &filtered);
        result =
            all == NULL ? NULL : compile_pair(c, ENGINE_FILTER, result, all);
    }
    if (result != NULL && p.must_not.count > 0) {
        const engine_query *any = compile_join(c, ENGINE_OR, &p.must_not);
        result =
            any == NULL ? NULL : compile_pair(c, ENGINE_AND_NOT, result, any);
    }
    return result;
}

/* AND and OR: operands without any word are passed over. */
static const engine_query *compile_operands(compiler *c, query_node *node,
                                            engine_op op)
{
    node_list list = {0};
    for (query_node *child = node->first; child != NULL; child = child->next)
        compile_add(c, &list, compile_node(c, child));
    return compile_join(c, op, &list);
}

static const engine_query *compile_node(compiler *c, query_node *node)
{
    if (c->status != PILCROW_OK || node->skip)
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

/* --------------------------------------------------------------- context - */

/* Is it a word or phrase of the text, as it is written? */
static bool is_written_out(const query_node *node)
{
    return node->first == NULL && node->field == ENGINE_BODY &&
           words_count_patterns(node->text, node->len) == 0;
}

/* The words and phrases below `node`, each as it may stand in a title or
 * heading. What must not be there takes nothing away there, nor adds. */
static void gather_context(compiler *c, const query_node *node, node_list *list)
{
    if (c->status != PILCROW_OK || node->skip ||
        node->occur == QUERY_MUST_NOT || node->kind == QUERY_NEAR)
        return;
    for (const query_node *child = node->first; child != NULL;
         child = child->next)
        gather_context(c, child, list);
    if (!is_written_out(node))
        return;
    c->words.text = node->text;
    c->words.len = node->len;
    compile_add(c, list,
                bonus(c, ENGINE_HEADING, node->compiled, node->text, node->len,
                      node->kind == QUERY_PHRASE,
                      COMPILE_CONTEXT_WEIGHT * node->share));
}

/* What the query finds, and in the same order of words what titles and headings
 * add to its score. */
static const engine_query *in_context(compiler *c, const engine_query *query,
                                      const query_node *root)
{
    node_list list = {0};
    if (query == NULL || !c->options->context)
        return query;
    gather_context(c, root, &list);
    const engine_query *context = compile_join(c, ENGINE_OR, &list);
    return context == NULL ? query
                           : compile_pair(c, ENGINE_AND_MAYBE, query, context);
}

/* ------------------------------------------------------------- the whole - */

/* The patterns of the whole query. */
static size_t count_patterns(const query_node *node)
{
    size_t count = 0;
    if (node->first == NULL && !only_filters(node))
        return words_count_patterns(node->text, node->len);
    for (const query_node *child = node->first; child != NULL;
         child = child->next)
        count += count_patterns(child);
    return count;
}

/* Compile the tree as it is marked now. */
static pilcrow_status compile_once(compiler *c, compiled_query *out,
                                   query_node *root)
{
    words_restart(&c->words);
    translate_restart(&c->translation);
    c->leaf_count = 0;
    c->translated = false;
    /* A lone word or group is a sequence of one. */
    out->query =
        compile_sequence(c, root->kind == QUERY_SEQUENCE ? root->first : root);
    out->groups = c->words.groups;
    out->group_count = c->words.group_count;
    out->origins = c->words.origins;
    out->origin_count = c->words.origin_count;
    if (c->status == PILCROW_OK && !compile_index_groups(out, c->arena))
        compile_lacks_memory(c);
    return c->status;
}

/* Compile the tree until it is within the limits. */
static pilcrow_status compile_within_limits(compiler *c, compiled_query *out,
                                            query_node *root)
{
    limits_verdict next = LIMITS_KEPT;
    bool cut = false;
    do {
        pilcrow_status status = compile_once(c, out, root);
        const limits_query limited = {.index = c->index,
                                      .arena = c->arena,
                                      .text = c->words.query,
                                      .root = out->query,
                                      .leaves = c->leaves,
                                      .count = c->leaf_count,
                                      .strict = c->options->strict,
                                      .cut = cut,
                                      .translated = c->translated,
                                      .notices = c->notices};
        if (status == PILCROW_OK)
            status = limits_hold(&next, &limited, c->err);
        if (status != PILCROW_OK)
            return status;
        if (next == LIMITS_UNTRANSLATED)
            c->translation.weight = 0.0;
        cut = cut || next == LIMITS_CUT;
    } while (next != LIMITS_KEPT);
    return PILCROW_OK;
}

pilcrow_status compile_query(compiled_query *out, arena *a,
                             pilcrow_index *index, const char *query,
                             query_node *root, const compile_options *options,
                             query_notices *notices, pilcrow_error *err)
{
    compiler c = {.arena = a,
                  .index = index,
                  .options = options,
                  .notices = notices,
                  .err = err};
    *out = (compiled_query){0};
    if (root == NULL || index->tokens == NULL)
        return PILCROW_OK;
    pilcrow_status status =
        words_begin(&c.words, a, index, query, count_patterns(root),
                    options->strict, notices, err);
    if (status == PILCROW_OK)
        status = translate_begin(&c.translation, &c.words, options->translation,
                                 err);
    if (status == PILCROW_OK)
        status = compile_within_limits(&c, out, root);
    translate_end(&c.translation);
    if (status != PILCROW_OK)
        return status;
    out->query = in_context(&c, out->query, root);
    out->origins = c.words.origins;
    out->origin_count = c.words.origin_count;
    return c.status;
}
