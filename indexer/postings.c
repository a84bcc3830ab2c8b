/* SPDX-License-Identifier: MIT
 *
 * In: a stored paragraph. Out: its postings, merged: tokens are gathered,
 * sorted by (term, position), and each run of one term becomes one posting. */
#include "indexer/postings.h"

#include <stdlib.h>
#include <string.h>

#include "base/list.h"
#include "base/path.h"

#include <xxhash.h>

typedef struct occurrence {
    const char *term;
    size_t len;
    uint32_t position;
} occurrence;

/* Tokens of one field while they come in. */
typedef struct gathering {
    occurrence *list;
    size_t count;
    size_t capacity;
    arena *arena;
    analyser *analyser;
} gathering;

static bool gather_one(gathering *g, const analysis_token *token,
                       uint32_t offset)
{
    occurrence *list = list_room(g->list, g->count, &g->capacity, sizeof *list);
    if (list == NULL)
        return false;
    g->list = list;
    char *term = arena_copy(g->arena, token->term, token->term_len);
    if (term == NULL)
        return false;
    g->list[g->count++] =
        (occurrence){term, token->term_len, token->position + offset};
    return true;
}

/* Add the tokens of `text` from position `*next` on, and move `*next` on past
 * them. */
static bool gather(gathering *g, const char *text, size_t len, const char *lang,
                   uint32_t *next)
{
    uint32_t offset = *next;
    analysis_token token;
    analyser_start(g->analyser, text, len, lang);
    while (analyser_next(g->analyser, &token)) {
        if (!gather_one(g, &token, offset))
            return false;
        *next = offset + token.position + 1;
    }
    return !analyser_failed(g->analyser);
}

static int by_term_then_position(const void *left, const void *right)
{
    const occurrence *a = left;
    const occurrence *b = right;
    size_t shorter = a->len < b->len ? a->len : b->len;
    int order = memcmp(a->term, b->term, shorter);
    if (order != 0)
        return order;
    if (a->len != b->len)
        return a->len < b->len ? -1 : 1;
    return (a->position > b->position) - (a->position < b->position);
}

static bool same_term(const occurrence *a, const occurrence *b)
{
    return a->len == b->len && memcmp(a->term, b->term, a->len) == 0;
}

/* The end of the run of one term that begins at `start`. */
static size_t run_end(const gathering *g, size_t start)
{
    size_t end = start + 1;
    while (end < g->count && same_term(&g->list[start], &g->list[end]))
        end++;
    return end;
}

/* Write the postings of one field to `out`, which has room for one a token.
 * Returns how many, or SIZE_MAX when memory runs out. */
static size_t merge(gathering *g, engine_field field, engine_posting *out)
{
    size_t count = 0;
    uint32_t *positions =
        arena_array(g->arena, g->count + 1, sizeof *positions);
    if (positions == NULL)
        return SIZE_MAX;
    if (g->count > 0)
        qsort(g->list, g->count, sizeof *g->list, by_term_then_position);
    for (size_t start = 0, end; start < g->count; start = end) {
        end = run_end(g, start);
        uint32_t frequency = 0;
        uint32_t *run = positions + start;
        for (size_t i = start; i < end; i++)
            if (frequency == 0 || run[frequency - 1] != g->list[i].position)
                run[frequency++] = g->list[i].position;
        out[count++] = (engine_posting){field, g->list[start].term,
                                        g->list[start].len, frequency, run};
    }
    return count;
}

/* A title of last resort is the file's name: that is no heading, and its terms
 * would stand in every paragraph. */
static bool has_own_title(const schema_record *record)
{
    return strcmp(record->title, path_name(record->path)) != 0;
}

static bool gather_heading(gathering *g, const schema_record *record)
{
    uint32_t next = 0;
    if (has_own_title(record) &&
        !gather(g, record->title, strlen(record->title), record->lang, &next))
        return false;
    for (size_t i = 0; i < record->heading_count; i++) {
        next += POSTINGS_HEADING_GAP;
        if (!gather(g, record->heading[i], strlen(record->heading[i]),
                    record->lang, &next))
            return false;
    }
    return true;
}

/* Is the term among the filters already? They are few and come last. */
static bool has_filter(const postings *out, const engine_posting *list,
                       engine_field field, const char *term, size_t len)
{
    for (size_t i = out->count; i-- > 0 && list[i].frequency == 0;)
        if (list[i].field == field && list[i].len == len &&
            memcmp(list[i].term, term, len) == 0)
            return true;
    return false;
}

/* Add `text` as one unscored term, unless it is empty or there already. */
static bool add_whole(postings *out, engine_posting *list, arena *a,
                      engine_field field, const char *text)
{
    size_t len;
    const char *term = schema_whole_term(a, text, ENGINE_TERM_MAX, &len);
    if (term == NULL)
        return false;
    if (len > 0 && !has_filter(out, list, field, term, len))
        list[out->count++] = (engine_posting){field, term, len, 0, NULL};
    return true;
}

/* Add each folder of a path, as "papers/" and "papers/2024/": a filter on a
 * folder is one term, however many files lie below. */
static bool add_folders(postings *out, engine_posting *list, arena *a,
                        const char *path)
{
    for (const char *at = strchr(path, '/'); at != NULL;
         at = strchr(at + 1, '/')) {
        const char *folder = arena_copy(a, path, (size_t)(at + 1 - path));
        if (folder == NULL || !add_whole(out, list, a, ENGINE_DOC, folder))
            return false;
    }
    return true;
}

static size_t folder_count(const char *path)
{
    size_t count = 0;
    for (; *path != '\0'; path++)
        count += *path == '/';
    return count;
}

static bool add_filters(postings *out, engine_posting *list, arena *a,
                        const schema_record *record, const char *file_key)
{
    return add_whole(out, list, a, ENGINE_ID, record->id) &&
           add_whole(out, list, a, ENGINE_PATH, file_key) &&
           add_whole(out, list, a, ENGINE_DOC, record->path) &&
           add_folders(out, list, a, record->path) &&
           add_whole(out, list, a, ENGINE_DOC, record->document) &&
           add_whole(out, list, a, ENGINE_LANG, record->lang) &&
           add_whole(out, list, a, ENGINE_KIND, record->kind);
}

/* --------------------------------------------------- glossary entries --- */

/* Words, as terms, that carry no meaning of their own to another language. */
static const char *const function_words[] = {
    "a",  "an",  "and", "as", "at", "be",   "by",  "for", "from", "in",  "into",
    "is", "it",  "of",  "on", "or", "that", "the", "to",  "with", "без", "в",
    "во", "для", "до",  "же", "за", "и",    "из",  "или", "к",    "ко",  "на",
    "не", "о",   "об",  "от", "по", "под",  "при", "с",   "со",   "у"};

static bool is_function_word(const analysis_token *token)
{
    size_t count = sizeof function_words / sizeof *function_words;
    for (size_t i = 0; i < count; i++)
        if (strlen(function_words[i]) == token->term_len &&
            memcmp(function_words[i], token->term, token->term_len) == 0)
            return true;
    return false;
}

/* Add the word `token` as a term that begins with SCHEMA_SIDE_WORD. */
static bool add_side_word(postings *out, engine_posting *list, arena *a,
                          const analysis_token *token)
{
    char term[ANALYSIS_TERM_MAX + 2];
    if (is_function_word(token))
        return true;
    term[0] = SCHEMA_SIDE_WORD;
    memcpy(term + 1, token->term, token->term_len);
    const char *copy = arena_copy(a, term, token->term_len + 1);
    return copy != NULL && add_whole(out, list, a, ENGINE_GLOSSARY, copy);
}

/* Add the terms of one form of a side. */
static bool add_form(postings *out, engine_posting *list, arena *a,
                     analyser *tokens, const char *form)
{
    buf whole;
    analysis_token token;
    bool ok = true;
    buf_init(&whole, ENGINE_RECORD_MAX);
    analyser_start(tokens, form, strlen(form), NULL);
    while (ok && analyser_next(tokens, &token)) {
        if (token.role != ANALYSIS_WORD)
            continue;
        buf_add_byte(&whole, whole.len == 0 ? SCHEMA_SIDE_WHOLE : ' ');
        buf_add(&whole, token.term, token.term_len);
        ok = add_side_word(out, list, a, &token);
    }
    const char *copy = arena_copy(a, buf_text(&whole), whole.len);
    ok = ok && !whole.failed && !analyser_failed(tokens) && copy != NULL &&
         add_whole(out, list, a, ENGINE_GLOSSARY, copy);
    buf_release(&whole);
    return ok;
}

static bool add_side(postings *out, engine_posting *list, arena *a,
                     analyser *tokens, const corpus_side *side)
{
    bool ok = true;
    for (size_t i = 0; ok && i < side->form_count; i++)
        ok = add_form(out, list, a, tokens, side->forms[i]);
    return ok;
}

static bool add_entry(postings *out, engine_posting *list, arena *a,
                      analyser *tokens, const corpus_entry *entry)
{
    return entry == NULL ||
           (add_side(out, list, a, tokens, &entry->term) &&
            add_side(out, list, a, tokens, &entry->translation));
}

/* How many terms a side has at most: each word has a byte and a space. */
static size_t side_terms(const corpus_side *side)
{
    size_t count = 0;
    for (size_t i = 0; i < side->form_count; i++)
        count += strlen(side->forms[i]) + 2;
    return count;
}

static size_t entry_terms(const corpus_entry *entry)
{
    return entry == NULL
               ? 0
               : side_terms(&entry->term) + side_terms(&entry->translation);
}

pilcrow_status postings_of_entry(postings *out, arena *a, analyser *tokens,
                                 const corpus_entry *entry, pilcrow_error *err)
{
    engine_posting *list = arena_array(a, entry_terms(entry) + 1, sizeof *list);
    *out = (postings){.list = list};
    return list != NULL && add_entry(out, list, a, tokens, entry)
               ? PILCROW_OK
               : error_no_memory(err);
}

#define FILTERS_MAX 6 /* beside the folders and the sides of an entry */

pilcrow_status postings_derive(postings *out, arena *a, analyser *tokens,
                               const schema_record *record,
                               const char *file_key, pilcrow_error *err)
{
    gathering body = {.arena = a, .analyser = tokens};
    gathering heading = {.arena = a, .analyser = tokens};
    engine_posting *list = NULL;
    pilcrow_status status = PILCROW_NO_MEMORY;
    uint32_t next = 0;
    *out = (postings){0};
    if (!gather(&body, record->text, record->text_len, record->lang, &next) ||
        !gather_heading(&heading, record))
        goto done;
    list =
        arena_array(a,
                    body.count + heading.count + FILTERS_MAX +
                        folder_count(record->path) + entry_terms(record->entry),
                    sizeof *list);
    if (list == NULL)
        goto done;
    out->words = body.count;
    size_t in_body = merge(&body, ENGINE_BODY, list);
    if (in_body == SIZE_MAX)
        goto done;
    size_t in_heading = merge(&heading, ENGINE_HEADING, list + in_body);
    if (in_heading == SIZE_MAX)
        goto done;
    out->list = list;
    out->count = in_body + in_heading;
    if (add_filters(out, list, a, record, file_key) &&
        add_entry(out, list, a, tokens, record->entry))
        status = PILCROW_OK;
done:
    free(body.list);
    free(heading.list);
    return status == PILCROW_OK ? status : error_no_memory(err);
}

void postings_values(uint64_t *values, const schema_record *record)
{
    XXH64_hash_t path = XXH3_64bits_withSeed(record->path, strlen(record->path),
                                             record->in_memory);
    values[ENGINE_DOCUMENT] =
        XXH3_64bits_withSeed(record->document, strlen(record->document), path);
    values[ENGINE_ORDINAL] = record->ordinal;
}
