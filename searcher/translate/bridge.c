/* SPDX-License-Identifier: MIT
 *
 * In: words of a query. Out: their terms, and what the glossary entries that
 * have these on one side say on the other, with who vouches for it. */
#include "searcher/translate/bridge.h"

#include <stdio.h>
#include <string.h>

#include "base/list.h"
#include "searcher/query/pattern.h"
#include "searcher/translate/bridges.h"

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
    list->items[list->count++] =
        (bridge_token){.term = term,
                       .len = from->term_len,
                       .text = text + from->start,
                       .text_len = from->end - from->start,
                       .cyrillic = from->script == ANALYSIS_CYRILLIC};
    return true;
}

size_t bridge_readings(const words_context *w)
{
    size_t count = 0;
    while (w->languages[count] != NULL)
        count++;
    return count > 0 ? count : 1;
}

/* Tokens of one text. */
typedef struct tokens_of {
    bridge_token *items;
    size_t count;
    const char *text;
} tokens_of;

static bool mark_parts(void *ctx, const pattern *p)
{
    const tokens_of *of = ctx;
    for (size_t i = 0; i < of->count; i++) {
        const size_t at = (size_t)(of->items[i].text - of->text);
        of->items[i].part |= at >= p->start && at < p->after;
    }
    return true;
}

bool bridge_read_tokens(translation *t, bridge_tokens *list, size_t reading,
                        const char *text, size_t len)
{
    const size_t before = list->count;
    analyser *tokens = t->words->index->tokens;
    analysis_token next;
    analyser_start(tokens, text, len, t->words->languages[reading]);
    while (analyser_next(tokens, &next))
        if (next.role == ANALYSIS_WORD && !push_token(t, list, text, &next))
            return false;
    if (list->count > before) {
        tokens_of now = {list->items + before, list->count - before, text};
        const pattern_visitor visitor = {.ctx = &now, .pattern = mark_parts};
        pattern_scan(text, len, &visitor);
    }
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

/* An entry: both sides, and where it stands. */
typedef struct source {
    const char *matched, *given;
    const char *path;
    size_t line;
    const char *document;
    const char *via; /* how it is told; NULL: not yet */
} source;

/* What an entry gives, whether or not a paragraph holds it. */
typedef struct candidate {
    const char *text, *side; /* as of a bridge_form */
    source *from;            /* the first entry */
    const char *document;    /* of the last */
    size_t documents;
    uint64_t paragraphs;
} candidate;

/* What to look for in the entries that a term finds, and what was found. */
typedef struct asking {
    translation *t;
    engine_field field;
    bool cyrillic; /* the term is */
    bool by_word;
    source *now; /* the entry that is looked at */
    candidate *found;
    size_t count, capacity;
} asking;

static bool is_known(candidate *known, const char *side, const char *document)
{
    if (strcmp(known->side, side) != 0)
        return false;
    if (strcmp(known->document, document) != 0)
        known->documents++;
    known->document = document;
    return true;
}

size_t bridge_count_words(const char *side)
{
    size_t count = side[0] != '\0';
    for (; *side != '\0'; side++)
        count += *side == ' ';
    return count;
}

/* Add a form that is `side`. */
static pilcrow_status add_form(asking *q, const char *text, const char *side,
                               pilcrow_error *err)
{
    const char *document = q->now->document;
    if (side == NULL || text == NULL)
        return error_no_memory(err);
    if (bridge_count_words(side) > QUERY_PHRASE_WORDS_MAX)
        return PILCROW_OK;
    for (size_t i = 0; i < q->count; i++)
        if (is_known(&q->found[i], side, document))
            return PILCROW_OK;
    candidate *list = list_room_in(q->t->words->arena, q->found, q->count,
                                   &q->capacity, sizeof *list);
    if (list == NULL)
        return error_no_memory(err);
    q->found = list;
    q->found[q->count++] = (candidate){.text = text,
                                       .side = side,
                                       .from = q->now,
                                       .document = document,
                                       .documents = 1};
    return PILCROW_OK;
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
static pilcrow_status add_whole(asking *q, const char *text, pilcrow_error *err)
{
    size_t len;
    bridge_tokens tokens = {0};
    if (!bridge_read_tokens(q->t, &tokens, 0, text, strlen(text)))
        return error_no_memory(err);
    return add_form(
        q, text, bridge_side_text(q->t, tokens.items, tokens.count, &len), err);
}

/* Add each word of a form that says something. */
static pilcrow_status add_words(asking *q, const char *text, pilcrow_error *err)
{
    translation *t = q->t;
    bridge_tokens tokens = {0};
    pilcrow_status status = PILCROW_OK;
    if (!bridge_read_tokens(t, &tokens, 0, text, strlen(text)))
        return error_no_memory(err);
    if (tokens.count > QUERY_PHRASE_WORDS_MAX)
        return PILCROW_OK;
    for (size_t i = 0; i < tokens.count && status == PILCROW_OK; i++) {
        bool content;
        size_t len;
        const bridge_token *word = &tokens.items[i];
        status = is_content(t, word, &content, err);
        if (status == PILCROW_OK && content)
            status = add_form(
                q, arena_copy(t->words->arena, word->text, word->text_len),
                bridge_side_text(t, word, 1, &len), err);
    }
    return status;
}

/* Add what an entry gives for the term. */
static pilcrow_status add_entry(void *ctx, const entries_found *found,
                                pilcrow_error *err)
{
    asking *q = ctx;
    const corpus_entry *entry = found->entry;
    const bool first = entry->term.cyrillic == q->cyrillic;
    const corpus_side *matched = first ? &entry->term : &entry->translation;
    const corpus_side *given = first ? &entry->translation : &entry->term;
    const char *const *sides = found->terms;
    pilcrow_status status = PILCROW_OK;
    if (sides != NULL && first)
        sides += entry->term.form_count;
    q->now = arena_alloc(q->t->words->arena, sizeof *q->now);
    if (q->now == NULL)
        return error_no_memory(err);
    *q->now = (source){.matched = matched->text,
                       .given = given->text,
                       .path = found->path,
                       .line = found->line,
                       .document = found->document};
    for (size_t i = 0; i < given->form_count && status == PILCROW_OK; i++)
        if (q->by_word)
            status = add_words(q, given->forms[i], err);
        else if (sides == NULL)
            status = add_whole(q, given->forms[i], err);
        else
            status = add_form(q, given->forms[i], sides[i], err);
    return status;
}

static pilcrow_status look_up(asking *q, const char *key, size_t len,
                              pilcrow_error *err)
{
    known_entries *entries = &q->t->entries;
    uint64_t count = 1;
    pilcrow_status status = PILCROW_OK;
    if (q->by_word)
        status = entries_count(entries, key, len, &count, err);
    if (status == PILCROW_OK && count > 0 &&
        (!q->by_word || count <= TRANSLATE_PART_ENTRIES_MAX))
        status = entries_find(entries, key, len, TRANSLATE_ENTRIES_MAX,
                              add_entry, q, err);
    return status;
}

/* In how many paragraphs a form's rarest word is, in the language of Latin
 * words in which it is in most. */
static pilcrow_status count_form(const asking *q, const char *text,
                                 const char *side, uint64_t *out,
                                 pilcrow_error *err)
{
    translation *t = q->t;
    pilcrow_status status = bridge_rarest(t, q->field, side, out, err);
    for (size_t i = 1; i < t->readings && status == PILCROW_OK; i++) {
        size_t len;
        uint64_t paragraphs = 0;
        bridge_tokens tokens = {0};
        if (!bridge_read_tokens(t, &tokens, i, text, strlen(text)))
            return error_no_memory(err);
        side = bridge_side_text(t, tokens.items, tokens.count, &len);
        if (side == NULL)
            return error_no_memory(err);
        status = bridge_rarest(t, q->field, side, &paragraphs, err);
        if (paragraphs > *out)
            *out = paragraphs;
    }
    return status;
}

/* Drop what no paragraph holds; once all entries are read, as an engine is
 * faster at looking up terms one after another. */
static pilcrow_status drop_absent(asking *q, pilcrow_error *err)
{
    size_t kept = 0;
    pilcrow_status status = PILCROW_OK;
    for (size_t i = 0; i < q->count && status == PILCROW_OK; i++) {
        candidate *c = &q->found[i];
        status = count_form(q, c->text, c->side, &c->paragraphs, err);
        if (c->paragraphs > 0)
            q->found[kept++] = *c;
    }
    q->count = kept;
    return status;
}

/* Keep the forms most documents vouch for; among these, the first. */
static void keep_best(asking *q)
{
    for (size_t i = 1; i < q->count; i++) {
        candidate now = q->found[i];
        size_t at = i;
        for (; at > 0 && q->found[at - 1].documents < now.documents; at--)
            q->found[at] = q->found[at - 1];
        q->found[at] = now;
    }
    if (q->count > TRANSLATE_FORMS_MAX)
        q->count = TRANSLATE_FORMS_MAX;
}

/* Put together by hand, as most queries have dozens and show few. */
const char *bridge_via(arena *a, const char *matched, const char *given,
                       const char *path, size_t line)
{
    char number[24];
    const char *const pieces[] = {matched, " = ", given, ", ", path, number};
    enum { PIECES = sizeof pieces / sizeof *pieces };
    size_t lens[PIECES], size = 1;
    snprintf(number, sizeof number, ":%zu", line);
    for (size_t i = 0; i < PIECES; i++)
        size += lens[i] = strlen(pieces[i]);
    char *text = arena_alloc(a, size);
    for (size_t i = 0, at = 0; text != NULL && i < PIECES; at += lens[i++])
        memcpy(text + at, pieces[i], lens[i] + 1);
    return text;
}

static pilcrow_status make_forms(bridge_forms *out, const asking *q,
                                 pilcrow_error *err)
{
    arena *a = q->t->words->arena;
    bridge_form *forms = arena_array(a, q->count + 1, sizeof *forms);
    for (size_t i = 0; forms != NULL && i < q->count; i++) {
        const candidate *c = &q->found[i];
        if (c->from->via == NULL)
            c->from->via = bridge_via(a, c->from->matched, c->from->given,
                                      c->from->path, c->from->line);
        forms[i] = (bridge_form){c->text, c->side, c->from->via, c->paragraphs,
                                 c->documents};
    }
    *out = (bridge_forms){.items = forms, .count = q->count};
    return a->failed ? error_no_memory(err) : PILCROW_OK;
}

pilcrow_status bridge_find(bridge_forms *out, translation *t, const char *key,
                           size_t len, engine_field field, bool cyrillic,
                           bool by_word, pilcrow_error *err)
{
    pilcrow_index *index = t->words->index;
    const bridges_question question = {.key = key,
                                       .len = len,
                                       .field = field,
                                       .cyrillic = cyrillic,
                                       .by_word = by_word};
    asking q = {
        .t = t, .field = field, .cyrillic = cyrillic, .by_word = by_word};
    if (bridges_get(out, index, &question))
        return PILCROW_OK;
    pilcrow_status status = look_up(&q, key, len, err);
    if (status == PILCROW_OK)
        status = drop_absent(&q, err);
    keep_best(&q);
    if (status == PILCROW_OK)
        status = make_forms(out, &q, err);
    if (status == PILCROW_OK)
        bridges_keep(index, &question, out);
    return status;
}
