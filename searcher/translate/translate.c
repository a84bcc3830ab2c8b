/* SPDX-License-Identifier: MIT
 *
 * In: words that stand side by side in a query. Out: nodes for what glossary
 * entries of the index give in their place, or their spelling as names.
 *
 * Invariant: what comes out depends on the words and the index alone. */
#include "searcher/translate/translate.h"

#include "corpus/function_words.h"
#include "corpus/glossary/side.h"
#include "searcher/translate/bridges.h"
#include "searcher/translate/by_words.h"
#include "searcher/translate/names.h"
#include "searcher/translate/translate_nodes.h"
#include "searcher/words/tree.h"

/* Words of a query, side by side, by the languages they may be in. */
typedef struct stretch {
    const bridge_tokens *readings;
    size_t at, count;
} stretch;

static const bridge_token *read_in(const stretch *s, size_t reading)
{
    return s->readings[reading].items + s->at;
}

/* What forms are of the words of a stretch. */
typedef enum worth {
    WORTH_WHOLE, /* what a word or a quoted phrase is */
    WORTH_RUN,   /* the same, of words that the query has without quotes */
    WORTH_PART   /* what stands where the word is part of a side */
} worth;

/* How much they weigh of what the translation of a word does. */
static double share_of(const stretch *s, worth how)
{
    const bridge_token *tokens = read_in(s, 0);
    size_t content = 0;
    if (how == WORTH_PART)
        return TRANSLATE_PART_WEIGHT;
    for (size_t i = 0; i < s->count; i++)
        content += !is_function_word(tokens[i].term, tokens[i].len);
    return how == WORTH_RUN && content > 1 ? TRANSLATE_PHRASE : 1.0;
}

/* In how many paragraphs the rarest of the words is. */
static pilcrow_status count_own(translation *t, engine_field field,
                                const stretch *s, uint64_t *out,
                                pilcrow_error *err)
{
    pilcrow_status status = PILCROW_OK;
    *out = 0;
    for (size_t i = 0; i < t->readings && status == PILCROW_OK; i++) {
        size_t len;
        uint64_t paragraphs;
        const char *side = bridge_side_text(t, read_in(s, i), s->count, &len);
        if (side == NULL)
            return error_no_memory(err);
        status = bridge_rarest(t, field, side, &paragraphs, err);
        if (status == PILCROW_OK && paragraphs > *out)
            *out = paragraphs;
    }
    return status;
}

/* What a translation of these words weighs beside them. */
static pilcrow_status weigh(translation *t, engine_field field,
                            const stretch *s, const bridge_forms *list,
                            double *out, pilcrow_error *err)
{
    uint64_t own, most = 0;
    pilcrow_status status = count_own(t, field, s, &own, err);
    for (size_t i = 0; i < list->count; i++)
        if (list->items[i].paragraphs > most)
            most = list->items[i].paragraphs;
    *out = own * TRANSLATE_RARE <= most ? 1.0 : t->weight;
    return status;
}

/* ------------------------------------------------------------ stretches --- */

static pilcrow_status compile_forms(const engine_query **out, translation *t,
                                    engine_field field, const stretch *s,
                                    const bridge_forms *list, worth how,
                                    pilcrow_error *err)
{
    const bridge_token *first = read_in(s, 0), *last = first + s->count - 1;
    const translate_text from = {
        first->text, (size_t)(last->text + last->text_len - first->text)};
    double weight = 0.0;
    pilcrow_status status = weigh(t, field, s, list, &weight, err);
    weight *= share_of(s, how);
    return status == PILCROW_OK
               ? translate_forms_node(out, t, field, &from, list,
                                      weight < 1.0 ? weight : 1.0,
                                      how == WORTH_PART, err)
               : status;
}

/* What entries give for the words: as one whole side, or for one word as one of
 * sides that say more; in the first language in which they do. */
static pilcrow_status find_forms(bridge_forms *out, translation *t,
                                 engine_field field, const stretch *s,
                                 bool by_word, pilcrow_error *err)
{
    pilcrow_status status = PILCROW_OK;
    *out = (bridge_forms){0};
    for (size_t i = 0; i < t->readings && out->count == 0; i++) {
        size_t len;
        const bridge_token *tokens = read_in(s, i);
        const char *key = by_word ? bridge_word_key(t, tokens, &len)
                                  : bridge_side_key(t, tokens, s->count, &len);
        if (key == NULL)
            return error_no_memory(err);
        status = bridge_find(out, t, key, len, field, tokens->cyrillic, by_word,
                             err);
        if (status != PILCROW_OK)
            break;
    }
    return status;
}

/* The words as one whole side. */
static pilcrow_status whole_node(const engine_query **out, translation *t,
                                 engine_field field, const stretch *s,
                                 worth how, pilcrow_error *err)
{
    bridge_forms list;
    pilcrow_status status = find_forms(&list, t, field, s, false, err);
    if (status != PILCROW_OK || list.count == 0)
        return status;
    return compile_forms(out, t, field, s, &list, how, err);
}

/* The first word as one of sides that say more. */
static pilcrow_status part_node(const engine_query **out, translation *t,
                                engine_field field, const stretch *s,
                                pilcrow_error *err)
{
    bridge_forms list;
    const stretch word = {s->readings, s->at, 1};
    pilcrow_status status = find_forms(&list, t, field, &word, true, err);
    if (status != PILCROW_OK || list.count == 0)
        return status;
    return compile_forms(out, t, field, &word, &list, WORTH_PART, err);
}

/* What the words are where no entry is all of them: a name in the other
 * alphabet; else each of them by itself. */
static pilcrow_status find_words(bridge_forms *out, translation *t,
                                 engine_field field, const stretch *s,
                                 pilcrow_error *err)
{
    const bridge_token *first = read_in(s, 0);
    if (s->count == 1)
        return names_find(out, t, field, first, false, err);
    pilcrow_status status =
        by_words_find(out, t, field, first, s->count, true, err);
    return status == PILCROW_OK && out->count == 0 && t->has_entries
               ? by_words_find(out, t, field, first, s->count, false, err)
               : status;
}

/* The same as a node. */
static pilcrow_status words_node(const engine_query **out, translation *t,
                                 engine_field field, const stretch *s,
                                 pilcrow_error *err)
{
    bridge_forms list;
    pilcrow_status status = find_words(&list, t, field, s, err);
    if (status != PILCROW_OK || list.count == 0)
        return status;
    return compile_forms(out, t, field, s, &list, WORTH_WHOLE, err);
}

/* How many of the words the longest side is that begins with the first; 1 where
 * there is none. */
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

/* The same in all languages. */
static pilcrow_status longest_reading(size_t *out, translation *t,
                                      const stretch *s, pilcrow_error *err)
{
    size_t most =
        s->count < TRANSLATE_WORDS_MAX ? s->count : TRANSLATE_WORDS_MAX;
    pilcrow_status status = PILCROW_OK;
    *out = 1;
    for (size_t i = 0; i < t->readings && status == PILCROW_OK; i++) {
        size_t words;
        status = longest_side(&words, t, read_in(s, i), most, err);
        if (status == PILCROW_OK && words > *out)
            *out = words;
    }
    return status;
}

/* A word that says nothing of its own is not translated alone. */
static bool stands_alone(const bridge_token *word)
{
    return !is_function_word(word->term, word->len);
}

/* The longest entry that begins with the first word; `*taken` says how many
 * words it is. `alone`: the word may be translated alone. */
static pilcrow_status entry_node(const engine_query **out, translation *t,
                                 engine_field field, const stretch *s,
                                 bool alone, size_t *taken, pilcrow_error *err)
{
    pilcrow_status status = longest_reading(taken, t, s, err);
    for (; *taken > 0 && status == PILCROW_OK; --*taken) {
        const stretch side = {s->readings, s->at, *taken};
        if (*taken > 1 || alone)
            status = whole_node(out, t, field, &side, WORTH_RUN, err);
        if (*out != NULL)
            return status;
    }
    *taken = 1;
    return status == PILCROW_OK && alone ? part_node(out, t, field, s, err)
                                         : status;
}

/* A name that begins with small words, as van Gogh, if the one behind them is
 * none alone. */
static pilcrow_status full_node(const engine_query **out, translation *t,
                                engine_field field, const stretch *s,
                                size_t *taken, pilcrow_error *err)
{
    bridge_forms list = {0};
    const bridge_token *first = read_in(s, 0);
    const size_t count = by_words_begin(t, first, s->count);
    if (count == 0)
        return PILCROW_OK;
    pilcrow_status status =
        names_find(&list, t, field, first + count - 1, false, err);
    if (status != PILCROW_OK || list.count > 0)
        return status;
    status = by_words_find(&list, t, field, first, count, true, err);
    if (status != PILCROW_OK || list.count == 0)
        return status;
    const stretch full = {s->readings, s->at, count};
    *taken = count;
    return compile_forms(out, t, field, &full, &list, WORTH_RUN, err);
}

/* What an entry gives for the first words, else what name they are. */
static pilcrow_status next_node(const engine_query **out, translation *t,
                                engine_field field, const stretch *s,
                                size_t *taken, pilcrow_error *err)
{
    const stretch word = {s->readings, s->at, 1};
    const bool alone = stands_alone(read_in(s, 0));
    pilcrow_status status = PILCROW_OK;
    *taken = 1;
    if (t->has_entries)
        status = entry_node(out, t, field, s, alone, taken, err);
    if (status == PILCROW_OK && alone && *out == NULL)
        status = words_node(out, t, field, &word, err);
    return status == PILCROW_OK && alone && *out == NULL
               ? full_node(out, t, field, s, taken, err)
               : status;
}

/* All of the words as one side, which may have been kept without the "to" or
 * article that it begins with. */
static pilcrow_status side_node(const engine_query **out, translation *t,
                                engine_field field, stretch s,
                                pilcrow_error *err)
{
    pilcrow_status status = PILCROW_OK;
    for (; s.count > 0 && status == PILCROW_OK; s.at++, s.count--) {
        const bridge_token *first = read_in(&s, 0), *next = first + 1;
        status = whole_node(out, t, field, &s, WORTH_WHOLE, err);
        if (*out != NULL || s.count == 1 ||
            !side_is_article(first->text, first->text_len, next->text,
                             next->text_len))
            break;
    }
    return status;
}

/* A quoted phrase: an entry that is all of it, or something for each word. */
static pilcrow_status phrase_node(const engine_query **out, translation *t,
                                  engine_field field, const stretch *s,
                                  pilcrow_error *err)
{
    pilcrow_status status = PILCROW_OK;
    if (t->has_entries)
        status = side_node(out, t, field, *s, err);
    return status == PILCROW_OK && *out == NULL && s->count > 0
               ? words_node(out, t, field, s, err)
               : status;
}

pilcrow_status translate_begin(translation *t, words_context *words,
                               double weight, pilcrow_error *err)
{
    *t = (translation){.words = words, .weight = weight};
    t->readings = bridge_readings(words);
    if (weight <= 0.0)
        return PILCROW_OK;
    bridges_begin(words->index);
    pilcrow_status status =
        entries_begin(&t->entries, words->arena, words->index, err);
    t->has_entries =
        t->entries.in_documents > 0 || entries_imported(&t->entries) > 0;
    return status;
}

void translate_end(translation *t)
{
    entries_end(&t->entries);
}

void translate_restart(translation *t)
{
    t->name_count = 0;
    t->name_visits = 0;
}

/* Read the texts in each language they may be in, as the same words; NULL
 * without memory. */
static const bridge_tokens *
read_texts(translation *t, const translate_text *texts, size_t count)
{
    bridge_tokens *all = arena_array(t->words->arena, t->readings, sizeof *all);
    for (size_t i = 0; all != NULL && i < t->readings; i++) {
        for (size_t n = 0; n < count; n++)
            if (!bridge_read_tokens(t, &all[i], i, texts[n].text, texts[n].len))
                return NULL;
        if (all[i].count != all[0].count)
            all[i] = all[0];
    }
    return all;
}

/* What the translation of a stretch weighs. */
static double weight_of(const engine_query *node)
{
    while (node->op == ENGINE_OR && node->child_count > 0)
        node = node->children[0];
    return node->op == ENGINE_SCALE ? node->weight : 1.0;
}

/* All of the translations, each with what it lacks of TRANSLATE_PHRASE times
 * its weight, or of that of the words themselves; NULL if none lacks any. */
static pilcrow_status together_node(const engine_query **out, translation *t,
                                    const engine_query *const *nodes,
                                    size_t count, pilcrow_error *err)
{
    const engine_query *all[TRANSLATE_TOGETHER_MAX];
    arena *a = t->words->arena;
    bool any = false;
    *out = NULL;
    for (size_t i = 0; i < count; i++) {
        const double weight = weight_of(nodes[i]);
        const double more = weight * TRANSLATE_PHRASE < 1.0
                                ? TRANSLATE_PHRASE - 1.0
                                : 1.0 / weight - 1.0;
        any = any || more > 0.0;
        all[i] = tree_scale(a, nodes[i], more);
        if (all[i] == NULL)
            return error_no_memory(err);
    }
    if (any)
        *out = tree_node(a, ENGINE_AND, all, count);
    return any && *out == NULL ? error_no_memory(err) : PILCROW_OK;
}

/* The longest entries that the words begin with, one after the other. */
static pilcrow_status run_node(const engine_query **out, translation *t,
                               engine_field field, stretch s,
                               pilcrow_error *err)
{
    arena *a = t->words->arena;
    const engine_query **nodes = arena_array(a, s.count + 1, sizeof *nodes);
    const engine_query *together = NULL;
    size_t made = 0, taken;
    bool all = true; /* words that say something were translated */
    pilcrow_status status = PILCROW_OK;
    if (nodes == NULL)
        return error_no_memory(err);
    for (; s.count > 0 && status == PILCROW_OK; s.count -= taken) {
        const engine_query *node = NULL;
        const bool says = stands_alone(read_in(&s, 0));
        status = next_node(&node, t, field, &s, &taken, err);
        if (node != NULL)
            nodes[made++] = node;
        all = all && (node != NULL || !says);
        s.at += taken;
    }
    if (status == PILCROW_OK && all && made > 1 &&
        made <= TRANSLATE_TOGETHER_MAX)
        status = together_node(&together, t, nodes, made, err);
    if (status != PILCROW_OK || made == 0)
        return status;
    if (together != NULL)
        nodes[made++] = together;
    *out = made == 1 ? nodes[0] : tree_node(a, ENGINE_OR, nodes, made);
    return *out == NULL ? error_no_memory(err) : PILCROW_OK;
}

/* ----------------------------------------------------------------- near --- */

/* What the text is as a whole: the forms of an entry, or of a name. */
static pilcrow_status find_whole(bridge_forms *out, translation *t,
                                 engine_field field, const translate_text *text,
                                 pilcrow_error *err)
{
    const bridge_tokens *readings = read_texts(t, text, 1);
    pilcrow_status status = PILCROW_OK;
    *out = (bridge_forms){0};
    if (readings == NULL)
        return error_no_memory(err);
    const stretch s = {readings, 0, readings[0].count};
    t->few = s.count <= NAMES_FEW_WORDS;
    if (s.count == 0 || (s.count == 1 && !stands_alone(read_in(&s, 0))))
        return PILCROW_OK;
    if (t->has_entries)
        status = find_forms(out, t, field, &s, false, err);
    return status == PILCROW_OK && out->count == 0
               ? find_words(out, t, field, &s, err)
               : status;
}

pilcrow_status translate_near(const engine_query **out, translation *t,
                              engine_field field, const translate_text *texts,
                              uint32_t distance, pilcrow_error *err)
{
    bridge_forms sides[2] = {{0}, {0}};
    pilcrow_status status = PILCROW_OK;
    *out = NULL;
    if (t->weight <= 0.0)
        return PILCROW_OK;
    for (size_t i = 0; i < 2 && status == PILCROW_OK; i++) {
        status = find_whole(&sides[i], t, field, &texts[i], err);
        if (sides[i].count == 0)
            return status;
    }
    const translate_text from = {
        texts[0].text, (size_t)(texts[1].text + texts[1].len - texts[0].text)};
    return status == PILCROW_OK
               ? translate_near_node(out, t, field, &from, sides, distance, err)
               : status;
}

/* ---------------------------------------------------------------- texts --- */

pilcrow_status translate_texts(const engine_query **out, translation *t,
                               engine_field field, const translate_text *texts,
                               size_t count, bool whole, pilcrow_error *err)
{
    *out = NULL;
    if (t->weight <= 0.0)
        return PILCROW_OK;
    const bridge_tokens *readings = read_texts(t, texts, count);
    if (readings == NULL)
        return error_no_memory(err);
    const stretch all = {readings, 0, readings[0].count};
    t->few = all.count <= NAMES_FEW_WORDS;
    return whole ? phrase_node(out, t, field, &all, err)
                 : run_node(out, t, field, all, err);
}
