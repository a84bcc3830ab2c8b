/* SPDX-License-Identifier: MIT
 *
 * In: words that stand side by side in a query. Out: nodes for what glossary
 * entries of the index give in their place.
 *
 * Invariant: what comes out depends on the words and the index alone. */
#include "searcher/translate.h"

#include <stdio.h>
#include <string.h>

#include "base/list.h"
#include "corpus/function_words.h"
#include "searcher/tree.h"

/* A token of the query. */
typedef struct token {
    const char *term;
    size_t len;
    const char *text; /* its bytes in the query */
    size_t text_len;
    bool cyrillic;
} token;

typedef struct token_list {
    token *items;
    size_t count, capacity;
} token_list;

/* What a side says, and who vouches for it. */
typedef struct form {
    const char *text;
    const char *side;            /* its words' terms (side_text) */
    uint64_t paragraphs;         /* that hold its rarest word */
    size_t documents;            /* with an entry that gives it */
    const char *document;        /* the last of these */
    const char *matched, *given; /* both sides of the first such entry */
    const char *path;
    size_t line;
} form;

typedef struct form_list {
    form *items;
    size_t count, capacity;
} form_list;

/* --------------------------------------------------------------- tokens --- */

static bool push_token(translation *t, token_list *list, const char *text,
                       const analysis_token *from)
{
    arena *a = t->words->arena;
    token *items = list_room_in(a, list->items, list->count, &list->capacity,
                                sizeof *items);
    const char *term = arena_copy(a, from->term, from->term_len);
    if (items == NULL || term == NULL)
        return false;
    list->items = items;
    list->items[list->count++] =
        (token){term, from->term_len, text + from->start,
                from->end - from->start, from->script == ANALYSIS_CYRILLIC};
    return true;
}

/* Add the words of a text, as the indexer read those of the entries. */
static bool read_tokens(translation *t, token_list *list, const char *text,
                        size_t len)
{
    analyser *tokens = t->words->index->tokens;
    analysis_token next;
    analyser_start(tokens, text, len, NULL);
    while (analyser_next(tokens, &next))
        if (next.role == ANALYSIS_WORD && !push_token(t, list, text, &next))
            return false;
    return !analyser_failed(tokens);
}

/* What `count` tokens are as a whole side; NULL without memory. */
static char *side_text(translation *t, const token *tokens, size_t count,
                       size_t *len)
{
    size_t size = 1;
    for (size_t i = 0; i < count; i++)
        size += tokens[i].len + 1;
    char *key = arena_alloc(t->words->arena, size + 1);
    *len = 0;
    if (key == NULL)
        return NULL;
    size_t at = 0;
    for (size_t i = 0; i < count; i++) {
        key[at++] = i == 0 ? SCHEMA_SIDE_WHOLE : ' ';
        memcpy(key + at, tokens[i].term, tokens[i].len);
        at += tokens[i].len;
    }
    key[at] = '\0';
    *len = at;
    return key;
}

/* The term they are in the index. */
static const char *side_key(translation *t, const token *tokens, size_t count,
                            size_t *len)
{
    const char *text = side_text(t, tokens, count, len);
    return text == NULL
               ? NULL
               : schema_whole_term(t->words->arena, text, ENGINE_TERM_MAX, len);
}

/* The term that a token is as a word of a side. */
static const char *word_key(translation *t, const token *word, size_t *len)
{
    char *key = arena_alloc(t->words->arena, word->len + 2);
    if (key == NULL)
        return NULL;
    key[0] = SCHEMA_SIDE_WORD;
    memcpy(key + 1, word->term, word->len);
    key[word->len + 1] = '\0';
    return schema_whole_term(t->words->arena, key, ENGINE_TERM_MAX, len);
}

static pilcrow_status count_paragraphs(translation *t, engine_field field,
                                       const char *term, size_t len,
                                       uint64_t *out, pilcrow_error *err)
{
    return engine_frequencies(t->words->index->snapshot, field, term, len, out,
                              NULL, err);
}

/* How many paragraphs the rarest word of a side (side_text) is in; 0 where one
 * is in none. */
static pilcrow_status rarest(translation *t, engine_field field,
                             const char *side, uint64_t *out,
                             pilcrow_error *err)
{
    pilcrow_status status = PILCROW_OK;
    *out = side[0] == '\0' ? 0 : UINT64_MAX;
    while (*side != '\0' && *out > 0 && status == PILCROW_OK) {
        uint64_t paragraphs;
        const char *word = side + 1; /* behind its mark or space */
        size_t len = strcspn(word, " ");
        status = count_paragraphs(t, field, word, len, &paragraphs, err);
        if (status == PILCROW_OK && paragraphs < *out)
            *out = paragraphs;
        side = word + len;
    }
    return status;
}

/* ---------------------------------------------------------------- forms --- */

static bool is_known(form *known, const form *f)
{
    if (strcmp(known->side, f->side) != 0)
        return false;
    if (strcmp(known->document, f->document) != 0)
        known->documents++;
    known->document = f->document;
    return true;
}

static bool push_form(translation *t, form_list *list, const form *f)
{
    for (size_t i = 0; i < list->count; i++)
        if (is_known(&list->items[i], f))
            return true;
    form *items = list_room_in(t->words->arena, list->items, list->count,
                               &list->capacity, sizeof *items);
    if (items == NULL)
        return false;
    list->items = items;
    list->items[list->count++] = *f;
    return true;
}

/* How many words a side (side_text) has. */
static size_t count_words(const char *side)
{
    size_t count = side[0] != '\0';
    for (; *side != '\0'; side++)
        count += *side == ' ';
    return count;
}

/* Add a form that is `side`, if paragraphs hold it. */
static pilcrow_status add_form(translation *t, form_list *list, form *f,
                               engine_field field, const char *side,
                               pilcrow_error *err)
{
    if (side == NULL)
        return error_no_memory(err);
    if (count_words(side) > QUERY_PHRASE_WORDS_MAX)
        return PILCROW_OK;
    pilcrow_status status = rarest(t, field, side, &f->paragraphs, err);
    if (status != PILCROW_OK || f->paragraphs == 0)
        return status;
    f->side = side;
    return push_form(t, list, f) ? PILCROW_OK : error_no_memory(err);
}

/* Is the word one that says something, in the index's own glossaries? */
static pilcrow_status is_content(translation *t, const token *word, bool *out,
                                 pilcrow_error *err)
{
    size_t len;
    uint64_t entries = 0;
    const char *key = word_key(t, word, &len);
    *out = false;
    if (key == NULL)
        return error_no_memory(err);
    pilcrow_status status = entries_count(&t->entries, key, len, &entries, err);
    *out = entries > 0;
    return status;
}

/* Add a form whole. */
static pilcrow_status add_whole(translation *t, form_list *list, form *f,
                                engine_field field, pilcrow_error *err)
{
    size_t len;
    token_list tokens = {0};
    if (!read_tokens(t, &tokens, f->text, strlen(f->text)))
        return error_no_memory(err);
    const char *side = side_text(t, tokens.items, tokens.count, &len);
    return add_form(t, list, f, field, side, err);
}

/* Add each word of a form that says something. */
static pilcrow_status add_words(translation *t, form_list *list, form *f,
                                engine_field field, pilcrow_error *err)
{
    token_list tokens = {0};
    pilcrow_status status = PILCROW_OK;
    if (!read_tokens(t, &tokens, f->text, strlen(f->text)))
        return error_no_memory(err);
    if (tokens.count > QUERY_PHRASE_WORDS_MAX)
        return PILCROW_OK;
    for (size_t i = 0; i < tokens.count && status == PILCROW_OK; i++) {
        bool content;
        size_t len;
        token *word = &tokens.items[i];
        form one = *f;
        status = is_content(t, word, &content, err);
        if (status != PILCROW_OK || !content)
            continue;
        one.text = arena_copy(t->words->arena, word->text, word->text_len);
        if (one.text == NULL)
            return error_no_memory(err);
        status =
            add_form(t, list, &one, field, side_text(t, word, 1, &len), err);
    }
    return status;
}

/* What to look for in the entries that a term finds. */
typedef struct asking {
    translation *t;
    form_list *list;
    engine_field field;
    bool cyrillic; /* the side that is asked for */
    bool by_word;
} asking;

/* Add what an entry gives for that side. */
static pilcrow_status add_entry(void *ctx, const entries_found *found,
                                pilcrow_error *err)
{
    const asking *q = ctx;
    const corpus_entry *entry = found->entry;
    bool first = entry->term.cyrillic == q->cyrillic;
    const corpus_side *matched = first ? &entry->term : &entry->translation;
    const corpus_side *given = first ? &entry->translation : &entry->term;
    const char *const *sides = found->terms;
    pilcrow_status status = PILCROW_OK;
    if (sides != NULL && first)
        sides += entry->term.form_count;
    for (size_t i = 0; i < given->form_count && status == PILCROW_OK; i++) {
        form f = {.text = given->forms[i],
                  .documents = 1,
                  .document = found->document,
                  .matched = matched->text,
                  .given = given->text,
                  .path = found->path,
                  .line = found->line};
        if (q->by_word)
            status = add_words(q->t, q->list, &f, q->field, err);
        else if (sides == NULL)
            status = add_whole(q->t, q->list, &f, q->field, err);
        else
            status = add_form(q->t, q->list, &f, q->field, sides[i], err);
    }
    return status;
}

/* Add what all entries that hold the term give. */
static pilcrow_status find_forms(translation *t, form_list *list,
                                 const char *key, size_t len,
                                 engine_field field, bool cyrillic,
                                 bool by_word, pilcrow_error *err)
{
    asking q = {t, list, field, cyrillic, by_word};
    return entries_find(&t->entries, key, len, TRANSLATE_ENTRIES_MAX, add_entry,
                        &q, err);
}

/* ---------------------------------------------------------------- nodes --- */

/* Keep the forms most documents vouch for; among these, the first. */
static void keep_best(form_list *list)
{
    for (size_t i = 1; i < list->count; i++) {
        form now = list->items[i];
        size_t at = i;
        for (; at > 0 && list->items[at - 1].documents < now.documents; at--)
            list->items[at] = list->items[at - 1];
        list->items[at] = now;
    }
    if (list->count > TRANSLATE_FORMS_MAX)
        list->count = TRANSLATE_FORMS_MAX;
}

/* "беженец = asylum-seeker, study.md:12": put together by hand, as most queries
 * have dozens and show few. */
static const char *bridge_text(translation *t, const form *f)
{
    char line[24];
    const char *const pieces[] = {f->matched, " = ",   f->given,
                                  ", ",       f->path, line};
    enum { PIECES = sizeof pieces / sizeof *pieces };
    size_t lens[PIECES], size = 1;
    snprintf(line, sizeof line, ":%zu", f->line);
    for (size_t i = 0; i < PIECES; i++)
        size += lens[i] = strlen(pieces[i]);
    char *text = arena_alloc(t->words->arena, size);
    for (size_t i = 0, at = 0; text != NULL && i < PIECES; at += lens[i++])
        memcpy(text + at, pieces[i], lens[i] + 1);
    return text;
}

/* Do both come through the same line? */
static bool same_bridge(const form *a, const form *b)
{
    return a->matched == b->matched && a->given == b->given &&
           a->path == b->path && a->line == b->line;
}

static pilcrow_status compile_form(engine_query **out, words_context *w,
                                   engine_field field, const form *f,
                                   pilcrow_error *err)
{
    return words_one_reading(w)
               ? words_compile_terms(out, w, field, f->side + 1, err)
               : words_compile(out, w, field, f->text, strlen(f->text), true,
                               err);
}

/* The forms [first, last), which as many documents vouch for, as one term. */
static pilcrow_status group_node(const engine_query **out, translation *t,
                                 engine_field field, const form *forms,
                                 size_t count, double weight,
                                 pilcrow_error *err)
{
    words_context *w = t->words;
    const engine_query *nodes[TRANSLATE_FORMS_MAX];
    size_t made = 0;
    pilcrow_status status = PILCROW_OK;
    for (size_t i = 0; i < count && status == PILCROW_OK; i++) {
        engine_query *node = NULL;
        if (i == 0 || !same_bridge(&forms[i - 1], &forms[i]))
            w->via = bridge_text(t, &forms[i]);
        if (w->via == NULL)
            return error_no_memory(err);
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
                                 engine_field field, const form_list *list,
                                 double weight, pilcrow_error *err)
{
    const engine_query *groups[TRANSLATE_FORMS_MAX];
    size_t made = 0, next;
    pilcrow_status status = PILCROW_OK;
    for (size_t i = 0; i < list->count && status == PILCROW_OK; i = next) {
        const form *first = &list->items[i];
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
                            const token *tokens, size_t count,
                            const form_list *list, double *out,
                            pilcrow_error *err)
{
    size_t len;
    uint64_t own, most = 0;
    const char *side = side_text(t, tokens, count, &len);
    *out = t->weight;
    if (side == NULL)
        return error_no_memory(err);
    pilcrow_status status = rarest(t, field, side, &own, err);
    for (size_t i = 0; i < list->count; i++)
        if (list->items[i].paragraphs > most)
            most = list->items[i].paragraphs;
    if (own * TRANSLATE_RARE <= most)
        *out = 1.0;
    return status;
}

/* ------------------------------------------------------------ stretches --- */

static pilcrow_status compile_forms(const engine_query **out, translation *t,
                                    engine_field field, const token *tokens,
                                    size_t count, form_list *list, double share,
                                    pilcrow_error *err)
{
    words_context *w = t->words;
    const token *last = &tokens[count - 1];
    bool strict = w->strict;
    double weight;
    keep_best(list);
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
                                 engine_field field, const token *tokens,
                                 size_t count, pilcrow_error *err)
{
    size_t len;
    form_list list = {0};
    const char *key = side_key(t, tokens, count, &len);
    if (key == NULL)
        return error_no_memory(err);
    pilcrow_status status =
        find_forms(t, &list, key, len, field, tokens->cyrillic, false, err);
    if (status != PILCROW_OK || list.count == 0)
        return status;
    return compile_forms(out, t, field, tokens, count, &list, 1.0, err);
}

/* The token as a word of sides that say more. */
static pilcrow_status part_node(const engine_query **out, translation *t,
                                engine_field field, const token *word,
                                pilcrow_error *err)
{
    size_t len;
    uint64_t entries = 0;
    form_list list = {0};
    const char *key = word_key(t, word, &len);
    if (key == NULL)
        return error_no_memory(err);
    pilcrow_status status = entries_count(&t->entries, key, len, &entries, err);
    if (status == PILCROW_OK && entries > 0 &&
        entries <= TRANSLATE_PART_ENTRIES_MAX)
        status =
            find_forms(t, &list, key, len, field, word->cyrillic, true, err);
    if (status != PILCROW_OK || list.count == 0)
        return status;
    return compile_forms(out, t, field, word, 1, &list, TRANSLATE_PART_WEIGHT,
                         err);
}

/* How many of the tokens the longest side is that begins with the first; 1
 * where there is none. */
static pilcrow_status longest_side(size_t *out, translation *t,
                                   const token *tokens, size_t count,
                                   pilcrow_error *err)
{
    size_t len, side = 0;
    *out = 1;
    if (count == 1)
        return PILCROW_OK;
    const char *text = side_text(t, tokens, count, &len);
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
static bool stands_alone(const token *word)
{
    return !is_function_word(word->term, word->len);
}

/* The longest entry that begins with the first token; `*taken` says how many
 * tokens it is. */
static pilcrow_status longest_node(const engine_query **out, translation *t,
                                   engine_field field, const token *tokens,
                                   size_t count, size_t *taken,
                                   pilcrow_error *err)
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
    token_list tokens = {0};
    pilcrow_status status = PILCROW_OK;
    const engine_query **nodes;
    size_t made = 0, taken;
    *out = NULL;
    if (!t->possible)
        return PILCROW_OK;
    for (size_t i = 0; i < count; i++)
        if (!read_tokens(t, &tokens, texts[i].text, texts[i].len))
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
