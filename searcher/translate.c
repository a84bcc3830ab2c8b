/* SPDX-License-Identifier: MIT
 *
 * In: words that stand side by side in a query. Out: nodes for what glossary
 * entries of the index give in their place.
 *
 * Invariant: what comes out depends on the words and the index alone. */
#include "searcher/translate.h"

#include <string.h>

#include "corpus/function_words.h"
#include "searcher/bridges.h"
#include "searcher/tree.h"

/* ---------------------------------------------------------------- nodes --- */

/* In scripts of pairs not all positions have a term of a side: all of them
 * begin behind the letters of two bytes. */
static bool may_be_pairs(const char *terms)
{
    while (*terms != '\0' && (unsigned char)*terms < 0xe0)
        terms++;
    return *terms != '\0';
}

static pilcrow_status compile_form(engine_query **out, words_context *w,
                                   engine_field field, const bridge_form *f,
                                   pilcrow_error *err)
{
    return words_one_reading(w) && !may_be_pairs(f->side)
               ? words_compile_terms(out, w, field, f->side + 1, err)
               : words_compile(out, w, field, f->text, strlen(f->text), true,
                               err);
}

/* The forms [first, last), which as many documents vouch for, as one term. */
static pilcrow_status group_node(const engine_query **out, translation *t,
                                 engine_field field, const bridge_form *forms,
                                 size_t count, double weight,
                                 pilcrow_error *err)
{
    words_context *w = t->words;
    const engine_query *nodes[TRANSLATE_FORMS_MAX];
    size_t made = 0;
    pilcrow_status status = PILCROW_OK;
    for (size_t i = 0; i < count && status == PILCROW_OK; i++) {
        engine_query *node = NULL;
        w->via = forms[i].via;
        status = compile_form(&node, w, field, &forms[i], err);
        if (node != NULL)
            nodes[made++] = node;
    }
    w->via = NULL;
    if (status != PILCROW_OK || made == 0)
        return status;
    const engine_query *group =
        made == 1 ? nodes[0] : tree_node(w->arena, ENGINE_SYNONYM, nodes, made);
    engine_query *scale =
        group == NULL ? NULL : tree_node(w->arena, ENGINE_SCALE, &group, 1);
    if (scale == NULL)
        return error_no_memory(err);
    scale->weight = weight;
    *out = scale;
    return PILCROW_OK;
}

/* One node for all forms, the more documents vouch for one the heavier. */
static pilcrow_status forms_node(const engine_query **out, translation *t,
                                 engine_field field, const bridge_forms *list,
                                 double weight, pilcrow_error *err)
{
    const engine_query *groups[TRANSLATE_FORMS_MAX];
    size_t made = 0, next;
    pilcrow_status status = PILCROW_OK;
    for (size_t i = 0; i < list->count && status == PILCROW_OK; i = next) {
        const bridge_form *first = &list->items[i];
        const engine_query *group = NULL;
        for (next = i + 1; next < list->count; next++)
            if (list->items[next].documents != first->documents)
                break;
        double share =
            (double)first->documents / (double)list->items[0].documents;
        status =
            group_node(&group, t, field, first, next - i, weight * share, err);
        if (group != NULL)
            groups[made++] = group;
    }
    if (status != PILCROW_OK || made == 0)
        return status;
    *out = made == 1 ? groups[0]
                     : tree_node(t->words->arena, ENGINE_OR, groups, made);
    return *out == NULL ? error_no_memory(err) : PILCROW_OK;
}

/* What a translation of these words weighs beside them. */
static pilcrow_status weigh(translation *t, engine_field field,
                            const bridge_token *tokens, size_t count,
                            const bridge_forms *list, double *out,
                            pilcrow_error *err)
{
    size_t len;
    uint64_t own, most = 0;
    const char *side = bridge_side_text(t, tokens, count, &len);
    *out = t->weight;
    if (side == NULL)
        return error_no_memory(err);
    pilcrow_status status = bridge_rarest(t, field, side, &own, err);
    for (size_t i = 0; i < list->count; i++)
        if (list->items[i].paragraphs > most)
            most = list->items[i].paragraphs;
    if (own * TRANSLATE_RARE <= most)
        *out = 1.0;
    return status;
}

/* ------------------------------------------------------------ stretches --- */

static pilcrow_status compile_forms(const engine_query **out, translation *t,
                                    engine_field field,
                                    const bridge_token *tokens, size_t count,
                                    const bridge_forms *list, double share,
                                    pilcrow_error *err)
{
    words_context *w = t->words;
    const bridge_token *last = &tokens[count - 1];
    bool strict = w->strict;
    double weight;
    pilcrow_status status = weigh(t, field, tokens, count, list, &weight, err);
    if (status != PILCROW_OK)
        return status;
    w->strict = false; /* what entries say is not the user's mistake */
    w->from = tokens->text;
    w->from_len = (size_t)(last->text + last->text_len - tokens->text);
    status = forms_node(out, t, field, list, weight * share, err);
    w->from = NULL;
    w->strict = strict;
    return status;
}

/* The tokens as one whole side. */
static pilcrow_status whole_node(const engine_query **out, translation *t,
                                 engine_field field, const bridge_token *tokens,
                                 size_t count, pilcrow_error *err)
{
    size_t len;
    bridge_forms list = {0};
    const char *key = bridge_side_key(t, tokens, count, &len);
    if (key == NULL)
        return error_no_memory(err);
    pilcrow_status status =
        bridge_find(&list, t, key, len, field, tokens->cyrillic, false, err);
    if (status != PILCROW_OK || list.count == 0)
        return status;
    return compile_forms(out, t, field, tokens, count, &list, 1.0, err);
}

/* The token as a word of sides that say more. */
static pilcrow_status part_node(const engine_query **out, translation *t,
                                engine_field field, const bridge_token *word,
                                pilcrow_error *err)
{
    size_t len;
    bridge_forms list = {0};
    const char *key = bridge_word_key(t, word, &len);
    if (key == NULL)
        return error_no_memory(err);
    pilcrow_status status =
        bridge_find(&list, t, key, len, field, word->cyrillic, true, err);
    if (status != PILCROW_OK || list.count == 0)
        return status;
    return compile_forms(out, t, field, word, 1, &list, TRANSLATE_PART_WEIGHT,
                         err);
}

/* How many of the tokens the longest side is that begins with the first; 1
 * where there is none. */
static pilcrow_status longest_side(size_t *out, translation *t,
                                   const bridge_token *tokens, size_t count,
                                   pilcrow_error *err)
{
    size_t len, side = 0;
    *out = 1;
    if (count == 1)
        return PILCROW_OK;
    const char *text = bridge_side_text(t, tokens, count, &len);
    if (text == NULL)
        return error_no_memory(err);
    if (len > ENGINE_TERM_MAX) { /* is hashed: no side is told from its begin */
        *out = count;
        return PILCROW_OK;
    }
    pilcrow_status status = entries_longest(&t->entries, text, len, &side, err);
    for (size_t i = 0; i < side; i++)
        *out += text[i] == ' ';
    return status;
}

/* A word that says nothing of its own is not translated alone. */
static bool stands_alone(const bridge_token *word)
{
    return !is_function_word(word->term, word->len);
}

/* The longest entry that begins with the first token; `*taken` says how many
 * tokens it is. */
static pilcrow_status longest_node(const engine_query **out, translation *t,
                                   engine_field field,
                                   const bridge_token *tokens, size_t count,
                                   size_t *taken, pilcrow_error *err)
{
    size_t most = count < TRANSLATE_WORDS_MAX ? count : TRANSLATE_WORDS_MAX;
    pilcrow_status status = longest_side(taken, t, tokens, most, err);
    for (; *taken > 0 && status == PILCROW_OK; --*taken) {
        if (*taken > 1 || stands_alone(tokens))
            status = whole_node(out, t, field, tokens, *taken, err);
        if (*out != NULL)
            return status;
    }
    *taken = 1;
    return status == PILCROW_OK && stands_alone(tokens)
               ? part_node(out, t, field, tokens, err)
               : status;
}

pilcrow_status translate_begin(translation *t, words_context *words,
                               double weight, pilcrow_error *err)
{
    *t = (translation){.words = words, .weight = weight};
    if (weight <= 0.0)
        return PILCROW_OK;
    bridges_begin(words->index);
    pilcrow_status status =
        entries_begin(&t->entries, words->arena, words->index, err);
    t->possible =
        t->entries.in_documents > 0 || entries_imported(&t->entries) > 0;
    return status;
}

void translate_end(translation *t)
{
    entries_end(&t->entries);
}

pilcrow_status translate_texts(const engine_query **out, translation *t,
                               engine_field field, const translate_text *texts,
                               size_t count, bool whole, pilcrow_error *err)
{
    bridge_tokens tokens = {0};
    pilcrow_status status = PILCROW_OK;
    const engine_query **nodes;
    size_t made = 0, taken;
    *out = NULL;
    if (!t->possible)
        return PILCROW_OK;
    for (size_t i = 0; i < count; i++)
        if (!bridge_read_tokens(t, &tokens, texts[i].text, texts[i].len))
            return error_no_memory(err);
    if (whole)
        return tokens.count == 0
                   ? PILCROW_OK
                   : whole_node(out, t, field, tokens.items, tokens.count, err);
    nodes = arena_array(t->words->arena, tokens.count + 1, sizeof *nodes);
    if (nodes == NULL)
        return error_no_memory(err);
    for (size_t i = 0; i < tokens.count && status == PILCROW_OK; i += taken) {
        const engine_query *node = NULL;
        status = longest_node(&node, t, field, tokens.items + i,
                              tokens.count - i, &taken, err);
        if (node != NULL)
            nodes[made++] = node;
    }
    if (status != PILCROW_OK || made == 0)
        return status;
    *out = made == 1 ? nodes[0]
                     : tree_node(t->words->arena, ENGINE_OR, nodes, made);
    return *out == NULL ? error_no_memory(err) : PILCROW_OK;
}
