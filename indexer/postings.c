/* SPDX-License-Identifier: MIT
 *
 * In: a stored paragraph. Out: its postings: tokens are gathered, grouped by
 * their terms, and each group becomes one posting. */
#include "indexer/postings.h"

#include <string.h>

#include "base/list.h"
#include "base/path.h"
#include "corpus/function_words.h"

#include <xxhash.h>

#define SLOTS_FIRST 128u
/* Bytes of a text for each of its words, about, by which lists get their first
 * sizes; those of a longer text grow as others do. */
#define WORD_BYTES 8u
#define WORDS_FIRST 16u
#define WORDS_FIRST_MAX 4096u
/* Terms are copied into pieces of so many bytes, one behind the other. */
#define TERMS_ROOM 512u

_Static_assert(TERMS_ROOM >= ANALYSIS_TERM_MAX, "a piece holds any term");

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
    uint32_t *run; /* where its positions go, once all are counted */
} group;

/* Tokens of one field while they come in. */
typedef struct gathering {
    occurrence *list;
    size_t count, capacity;
    group *groups; /* in the order in which their terms came first */
    size_t group_count, group_capacity;
    uint32_t *slots;   /* open addressing: a group's number and 1, or 0 */
    size_t slot_count; /* 0 or a power of two */
    char *room;        /* for the next terms, so many bytes */
    size_t room_left;
    arena *arena;
    analyser *analyser;
} gathering;

/* Lists that will do for most texts of that length. False without memory. */
static bool expect(gathering *g, size_t text_len)
{
    const size_t words = text_len / WORD_BYTES + WORDS_FIRST;
    g->capacity = words < WORDS_FIRST_MAX ? words : WORDS_FIRST_MAX;
    g->group_capacity = g->capacity;
    g->list = arena_room_array(g->arena, g->capacity, sizeof *g->list);
    g->groups = arena_room_array(g->arena, g->capacity, sizeof *g->groups);
    return g->list != NULL && g->groups != NULL;
}

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

/* A copy of the token's term; NULL without memory. */
static const char *copy_term(gathering *g, const analysis_token *token)
{
    if (g->room_left < token->term_len) {
        g->room = arena_room(g->arena, TERMS_ROOM);
        g->room_left = g->room == NULL ? 0 : TERMS_ROOM;
        if (g->room == NULL)
            return NULL;
    }
    char *copy = g->room;
    memcpy(copy, token->term, token->term_len);
    g->room += token->term_len;
    g->room_left -= token->term_len;
    return copy;
}

/* The number of the token's group, a new one if need be; UINT32_MAX without
 * memory. */
static uint32_t group_of(gathering *g, const analysis_token *token)
{
    if (2 * (g->group_count + 1) > g->slot_count && !add_slots(g))
        return UINT32_MAX;
    uint32_t *slot = find_slot(g, token->term, token->term_len, token->hash);
    if (*slot != 0)
        return *slot - 1;
    const char *term = copy_term(g, token);
    if (term == NULL || (g->group_count == g->group_capacity && !add_groups(g)))
        return UINT32_MAX;
    g->groups[g->group_count++] =
        (group){term, token->term_len, token->hash, 0, NULL};
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
static size_t merge(gathering *g, engine_field field, engine_posting *out)
{
    if (g->count == 0)
        return 0;
    uint32_t *positions =
        arena_room_array(g->arena, g->count, sizeof *positions);
    if (positions == NULL)
        return SIZE_MAX;
    for (size_t i = 0; i < g->group_count; i++) {
        group *at = &g->groups[i];
        at->run = positions;
        out[i] = (engine_posting){field, at->term, at->len, 0, positions};
        positions += at->count;
    }
    for (size_t i = 0; i < g->count; i++) {
        const occurrence *at = &g->list[i];
        put_position(&out[at->group], g->groups[at->group].run, at->position);
    }
    return g->group_count;
}

const char *postings_title(const schema_record *record)
{
    return strcmp(record->title, path_name(record->path)) != 0 ? record->title
                                                               : "";
}

static bool gather_heading(gathering *g, const schema_record *record)
{
    uint32_t next = 0;
    const char *title = postings_title(record);
    if (!gather(g, title, strlen(title), record->lang, &next))
        return false;
    for (size_t i = 0; i < record->heading_count; i++) {
        next += POSTINGS_HEADING_GAP;
        if (!gather(g, record->heading[i], strlen(record->heading[i]),
                    record->lang, &next))
            return false;
    }
    return true;
}

/* Of these fields a paragraph has several terms, and may be given one twice. */
static bool may_repeat(engine_field field)
{
    return field == ENGINE_DOC || field == ENGINE_GLOSSARY;
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
    if (len > 0 &&
        !(may_repeat(field) && has_filter(out, list, field, term, len)))
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

#define FILE_FILTERS_MAX 2 /* beside the folders */

pilcrow_status postings_of_file(postings *out, arena *a, const char *path,
                                const char *key, pilcrow_error *err)
{
    engine_posting *list =
        arena_array(a, folder_count(path) + FILE_FILTERS_MAX, sizeof *list);
    *out = (postings){.list = list};
    return list != NULL && add_whole(out, list, a, ENGINE_PATH, key) &&
                   add_whole(out, list, a, ENGINE_DOC, path) &&
                   add_folders(out, list, a, path)
               ? PILCROW_OK
               : error_no_memory(err);
}

#define FILTERS_MAX 4 /* beside those of the file and the sides of an entry */

static bool add_filters(postings *out, engine_posting *list, arena *a,
                        const schema_record *record, const postings *file)
{
    memcpy(list + out->count, file->list, file->count * sizeof *list);
    out->count += file->count;
    return add_whole(out, list, a, ENGINE_ID, record->id) &&
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

/* Add the terms of one form of a side, its Latin words in that language; NULL
 * without memory, else the one that is all of it, uncut. */
static const char *add_reading(postings *out, engine_posting *list, arena *a,
                               analyser *tokens, const char *form,
                               const char *lang)
{
    buf whole;
    analysis_token token;
    bool ok = true;
    buf_init(&whole, ENGINE_RECORD_MAX);
    analyser_start(tokens, form, strlen(form), lang);
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
    return ok ? copy : NULL;
}

/* The same in each language that Latin words may be in: a query's words are
 * looked up in all. Returns the one of the first. */
static const char *add_form(postings *out, engine_posting *list, arena *a,
                            analyser *tokens, const char *form)
{
    const char *first = add_reading(out, list, a, tokens, form, NULL);
    const char *lang;
    for (size_t i = 1; first != NULL; i++) {
        if ((lang = analyser_latin(tokens, i)) == NULL)
            break;
        if (add_reading(out, list, a, tokens, form, lang) == NULL)
            first = NULL;
    }
    return first;
}

/* `wholes` may be NULL. */
static bool add_side(postings *out, engine_posting *list, const char **wholes,
                     arena *a, analyser *tokens, const corpus_side *side)
{
    for (size_t i = 0; i < side->form_count; i++) {
        const char *whole = add_form(out, list, a, tokens, side->forms[i]);
        if (whole == NULL)
            return false;
        if (wholes != NULL)
            wholes[i] = whole;
    }
    return true;
}

static bool add_entry(postings *out, engine_posting *list, const char **wholes,
                      arena *a, analyser *tokens, const corpus_entry *entry)
{
    if (entry == NULL)
        return true;
    const char **second =
        wholes == NULL ? NULL : wholes + entry->term.form_count;
    return add_side(out, list, wholes, a, tokens, &entry->term) &&
           add_side(out, list, second, a, tokens, &entry->translation);
}

/* How many terms a side has at most: each word has a byte and a space. */
static size_t side_terms(const corpus_side *side)
{
    size_t count = 0;
    for (size_t i = 0; i < side->form_count; i++)
        count += strlen(side->forms[i]) + 2;
    return count;
}

static size_t entry_terms(const analyser *tokens, const corpus_entry *entry)
{
    size_t readings = 1;
    if (entry == NULL)
        return 0;
    while (analyser_latin(tokens, readings) != NULL)
        readings++;
    return readings *
           (side_terms(&entry->term) + side_terms(&entry->translation));
}

pilcrow_status postings_of_entry(postings *out, const char **wholes, arena *a,
                                 analyser *tokens, const corpus_entry *entry,
                                 pilcrow_error *err)
{
    engine_posting *list =
        arena_array(a, entry_terms(tokens, entry) + 1, sizeof *list);
    *out = (postings){.list = list};
    return list != NULL && add_entry(out, list, wholes, a, tokens, entry)
               ? PILCROW_OK
               : error_no_memory(err);
}

/* Room for `count` postings and those of the filters, not zeroed; NULL without
 * memory. */
static engine_posting *list_room_for(arena *a, size_t count,
                                     const postings *file)
{
    count += FILTERS_MAX + file->count;
    return arena_room_array(a, count, sizeof(engine_posting));
}

pilcrow_status postings_of_alike(postings *out, arena *a,
                                 const schema_record *record,
                                 const postings *file, pilcrow_error *err)
{
    engine_posting *list = list_room_for(a, 0, file);
    *out = (postings){.list = list};
    return list != NULL && add_filters(out, list, a, record, file)
               ? PILCROW_OK
               : error_no_memory(err);
}

pilcrow_status postings_derive(postings *out, arena *a, analyser *tokens,
                               const schema_record *record,
                               const postings *file, pilcrow_error *err)
{
    gathering body = {.arena = a, .analyser = tokens};
    gathering heading = {.arena = a, .analyser = tokens};
    uint32_t next = 0;
    *out = (postings){0};
    if (!expect(&body, record->text_len) ||
        !gather(&body, record->text, record->text_len, record->lang, &next))
        return error_no_memory(err);
    heading.room = body.room;
    heading.room_left = body.room_left;
    if (!gather_heading(&heading, record))
        return error_no_memory(err);
    const size_t sides = entry_terms(tokens, record->entry);
    engine_posting *list =
        list_room_for(a, body.count + heading.count + sides, file);
    if (list == NULL)
        return error_no_memory(err);
    const size_t in_body = merge(&body, ENGINE_BODY, list);
    if (in_body == SIZE_MAX)
        return error_no_memory(err);
    const size_t in_heading = merge(&heading, ENGINE_HEADING, list + in_body);
    if (in_heading == SIZE_MAX)
        return error_no_memory(err);
    *out = (postings){list, in_body + in_heading, body.count};
    return add_filters(out, list, a, record, file) &&
                   add_entry(out, list, NULL, a, tokens, record->entry)
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
