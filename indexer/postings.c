/* SPDX-License-Identifier: MIT
 *
 * In: a stored paragraph. Out: its postings: tokens are gathered, grouped by
 * their terms, and each group becomes one posting. */
#include "indexer/postings.h"

#include <string.h>

#include "base/list.h"
#include "base/mix.h"
#include "base/path.h"
#include "corpus/function_words.h"

#include <xxhash.h>

#define SLOTS_FIRST 128u

typedef struct occurrence {
    uint32_t group;
    uint32_t position;
} occurrence;

/* The occurrences of one term. */
typedef struct group {
    const char *term;
    size_t len;
    uint32_t hash;
    uint32_t count;
} group;

/* Tokens of one field while they come in. */
typedef struct gathering {
    occurrence *list;
    size_t count, capacity;
    group *groups; /* in the order in which their terms came first */
    size_t group_count, group_capacity;
    uint32_t *slots;   /* open addressing: a group's number and 1, or 0 */
    size_t slot_count; /* 0 or a power of two */
    arena *arena;
    analyser *analyser;
} gathering;

/* The slot of a term, or the empty one where it goes. */
static uint32_t *find_slot(const gathering *g, const char *term, size_t len,
                           uint32_t hash)
{
    const size_t mask = g->slot_count - 1;
    for (size_t at = hash & mask;; at = (at + 1) & mask) {
        uint32_t *slot = &g->slots[at];
        if (*slot == 0)
            return slot;
        const group *there = &g->groups[*slot - 1];
        if (there->hash == hash && there->len == len &&
            memcmp(there->term, term, len) == 0)
            return slot;
    }
}

/* At least half of the slots stay empty. */
static bool add_slots(gathering *g)
{
    const size_t count = g->slot_count == 0 ? SLOTS_FIRST : 2 * g->slot_count;
    uint32_t *slots = arena_array(g->arena, count, sizeof *slots);
    if (slots == NULL)
        return false;
    g->slots = slots;
    g->slot_count = count;
    for (size_t i = 0; i < g->group_count; i++) {
        const group *at = &g->groups[i];
        *find_slot(g, at->term, at->len, at->hash) = (uint32_t)i + 1;
    }
    return true;
}

static bool add_groups(gathering *g)
{
    group *groups = list_room_in(g->arena, g->groups, g->group_count,
                                 &g->group_capacity, sizeof *groups);
    if (groups == NULL)
        return false;
    g->groups = groups;
    return true;
}

/* The number of the token's group, a new one if need be; UINT32_MAX without
 * memory. */
static uint32_t group_of(gathering *g, const analysis_token *token)
{
    const uint32_t hash = (uint32_t)mix_bytes(0, token->term, token->term_len);
    if (2 * (g->group_count + 1) > g->slot_count && !add_slots(g))
        return UINT32_MAX;
    uint32_t *slot = find_slot(g, token->term, token->term_len, hash);
    if (*slot != 0)
        return *slot - 1;
    const char *term = arena_copy(g->arena, token->term, token->term_len);
    if (term == NULL || (g->group_count == g->group_capacity && !add_groups(g)))
        return UINT32_MAX;
    g->groups[g->group_count++] = (group){term, token->term_len, hash, 0};
    *slot = (uint32_t)g->group_count;
    return *slot - 1;
}

static bool gather_one(gathering *g, const analysis_token *token,
                       uint32_t offset)
{
    if (g->count == g->capacity) {
        occurrence *list = list_room_in(g->arena, g->list, g->count,
                                        &g->capacity, sizeof *list);
        if (list == NULL)
            return false;
        g->list = list;
    }
    const uint32_t number = group_of(g, token);
    if (number == UINT32_MAX)
        return false;
    g->groups[number].count++;
    g->list[g->count++] = (occurrence){number, token->position + offset};
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

/* Put a position where it belongs among those there are, unless it is one. They
 * come in order but for what stands at several places at once. */
static void put_position(engine_posting *posting, uint32_t *run,
                         uint32_t position)
{
    uint32_t at = posting->frequency;
    if (at == 0 || run[at - 1] < position) {
        run[posting->frequency++] = position;
        return;
    }
    while (at > 0 && run[at - 1] > position)
        at--;
    if (at > 0 && run[at - 1] == position)
        return;
    memmove(run + at + 1, run + at, (posting->frequency - at) * sizeof *run);
    run[at] = position;
    posting->frequency++;
}

/* Write the postings of one field to `out`, which has room for one a token.
 * Returns how many, or SIZE_MAX when memory runs out. */
static size_t merge(const gathering *g, engine_field field, engine_posting *out)
{
    uint32_t *positions =
        arena_array(g->arena, g->count + 1, sizeof *positions);
    uint32_t **runs = arena_array(g->arena, g->group_count + 1, sizeof *runs);
    if (positions == NULL || runs == NULL)
        return SIZE_MAX;
    for (size_t i = 0; i < g->group_count; i++) {
        const group *at = &g->groups[i];
        runs[i] = positions;
        out[i] = (engine_posting){field, at->term, at->len, 0, positions};
        positions += at->count;
    }
    for (size_t i = 0; i < g->count; i++) {
        const occurrence *at = &g->list[i];
        put_position(&out[at->group], runs[at->group], at->position);
    }
    return g->group_count;
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

/* Add the word `token` as a term that begins with SCHEMA_SIDE_WORD. */
static bool add_side_word(postings *out, engine_posting *list, arena *a,
                          const analysis_token *token)
{
    char term[ANALYSIS_TERM_MAX + 2];
    if (is_function_word(token->term, token->term_len))
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
    uint32_t next = 0;
    *out = (postings){0};
    if (!gather(&body, record->text, record->text_len, record->lang, &next) ||
        !gather_heading(&heading, record))
        return error_no_memory(err);
    list =
        arena_array(a,
                    body.count + heading.count + FILTERS_MAX +
                        folder_count(record->path) + entry_terms(record->entry),
                    sizeof *list);
    if (list == NULL)
        return error_no_memory(err);
    out->words = body.count;
    size_t in_body = merge(&body, ENGINE_BODY, list);
    if (in_body == SIZE_MAX)
        return error_no_memory(err);
    size_t in_heading = merge(&heading, ENGINE_HEADING, list + in_body);
    if (in_heading == SIZE_MAX)
        return error_no_memory(err);
    out->list = list;
    out->count = in_body + in_heading;
    return add_filters(out, list, a, record, file_key) &&
                   add_entry(out, list, a, tokens, record->entry)
               ? PILCROW_OK
               : error_no_memory(err);
}

void postings_values(uint64_t *values, const schema_record *record)
{
    XXH64_hash_t path = XXH3_64bits_withSeed(record->path, strlen(record->path),
                                             record->in_memory);
    values[ENGINE_DOCUMENT] =
        XXH3_64bits_withSeed(record->document, strlen(record->document), path);
    values[ENGINE_ORDINAL] = record->ordinal;
}
