/* SPDX-License-Identifier: MIT
 *
 * In: words of a query. Out: their terms, and what the glossary entries that
 * have these on one side say on the other, with who vouches for it. */
#include "searcher/bridge.h"

#include <string.h>

#include "base/list.h"

/* --------------------------------------------------------------- tokens --- */

static bool push_token(translation *t, bridge_tokens *list, const char *text,
                       const analysis_token *from)
{
    arena *a = t->words->arena;
    bridge_token *items = list_room_in(a, list->items, list->count,
                                       &list->capacity, sizeof *items);
    const char *term = arena_copy(a, from->term, from->term_len);
    if (items == NULL || term == NULL)
        return false;
    list->items = items;
    list->items[list->count++] = (bridge_token){
        term, from->term_len, text + from->start, from->end - from->start,
        from->script == ANALYSIS_CYRILLIC};
    return true;
}

bool bridge_read_tokens(translation *t, bridge_tokens *list, const char *text,
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

char *bridge_side_text(translation *t, const bridge_token *tokens, size_t count,
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

const char *bridge_side_key(translation *t, const bridge_token *tokens,
                            size_t count, size_t *len)
{
    const char *text = bridge_side_text(t, tokens, count, len);
    return text == NULL
               ? NULL
               : schema_whole_term(t->words->arena, text, ENGINE_TERM_MAX, len);
}

const char *bridge_word_key(translation *t, const bridge_token *word,
                            size_t *len)
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

pilcrow_status bridge_rarest(translation *t, engine_field field,
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

static bool is_known(bridge_form *known, const bridge_form *f)
{
    if (strcmp(known->side, f->side) != 0)
        return false;
    if (strcmp(known->document, f->document) != 0)
        known->documents++;
    known->document = f->document;
    return true;
}

static bool push_form(translation *t, bridge_forms *list, const bridge_form *f)
{
    for (size_t i = 0; i < list->count; i++)
        if (is_known(&list->items[i], f))
            return true;
    bridge_form *items = list_room_in(t->words->arena, list->items, list->count,
                                      &list->capacity, sizeof *items);
    if (items == NULL)
        return false;
    list->items = items;
    list->items[list->count++] = *f;
    return true;
}

/* How many words a side (bridge_side_text) has. */
static size_t count_words(const char *side)
{
    size_t count = side[0] != '\0';
    for (; *side != '\0'; side++)
        count += *side == ' ';
    return count;
}

/* Add a form that is `side`, if paragraphs hold it. */
static pilcrow_status add_form(translation *t, bridge_forms *list,
                               bridge_form *f, engine_field field,
                               const char *side, pilcrow_error *err)
{
    if (side == NULL)
        return error_no_memory(err);
    if (count_words(side) > QUERY_PHRASE_WORDS_MAX)
        return PILCROW_OK;
    pilcrow_status status = bridge_rarest(t, field, side, &f->paragraphs, err);
    if (status != PILCROW_OK || f->paragraphs == 0)
        return status;
    f->side = side;
    return push_form(t, list, f) ? PILCROW_OK : error_no_memory(err);
}

/* Is the word one that says something, in the index's own glossaries? */
static pilcrow_status is_content(translation *t, const bridge_token *word,
                                 bool *out, pilcrow_error *err)
{
    size_t len;
    uint64_t entries = 0;
    const char *key = bridge_word_key(t, word, &len);
    *out = false;
    if (key == NULL)
        return error_no_memory(err);
    pilcrow_status status = entries_count(&t->entries, key, len, &entries, err);
    *out = entries > 0;
    return status;
}

/* Add a form whole. */
static pilcrow_status add_whole(translation *t, bridge_forms *list,
                                bridge_form *f, engine_field field,
                                pilcrow_error *err)
{
    size_t len;
    bridge_tokens tokens = {0};
    if (!bridge_read_tokens(t, &tokens, f->text, strlen(f->text)))
        return error_no_memory(err);
    const char *side = bridge_side_text(t, tokens.items, tokens.count, &len);
    return add_form(t, list, f, field, side, err);
}

/* Add each word of a form that says something. */
static pilcrow_status add_words(translation *t, bridge_forms *list,
                                bridge_form *f, engine_field field,
                                pilcrow_error *err)
{
    bridge_tokens tokens = {0};
    pilcrow_status status = PILCROW_OK;
    if (!bridge_read_tokens(t, &tokens, f->text, strlen(f->text)))
        return error_no_memory(err);
    if (tokens.count > QUERY_PHRASE_WORDS_MAX)
        return PILCROW_OK;
    for (size_t i = 0; i < tokens.count && status == PILCROW_OK; i++) {
        bool content;
        size_t len;
        bridge_token *word = &tokens.items[i];
        bridge_form one = *f;
        status = is_content(t, word, &content, err);
        if (status != PILCROW_OK || !content)
            continue;
        one.text = arena_copy(t->words->arena, word->text, word->text_len);
        if (one.text == NULL)
            return error_no_memory(err);
        status = add_form(t, list, &one, field,
                          bridge_side_text(t, word, 1, &len), err);
    }
    return status;
}

/* What to look for in the entries that a term finds. */
typedef struct asking {
    translation *t;
    bridge_forms *list;
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
        bridge_form f = {.text = given->forms[i],
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

pilcrow_status bridge_find(translation *t, bridge_forms *list, const char *key,
                           size_t len, engine_field field, bool cyrillic,
                           bool by_word, pilcrow_error *err)
{
    asking q = {t, list, field, cyrillic, by_word};
    return entries_find(&t->entries, key, len, TRANSLATE_ENTRIES_MAX, add_entry,
                        &q, err);
}
