/* SPDX-License-Identifier: MIT
 *
 * pilcrow_glossary_list. In: an index, and perhaps words. Out: the entries a
 * side of which holds all of them, by path and line. */
#include "searcher/glossary/glossary.h"

#include <stdlib.h>
#include <string.h>

#include "base/list.h"

typedef struct word {
    const char *term;
    size_t len;
} word;

/* The words to look for in one language. */
typedef struct reading {
    const char *lang;
    word *words;
    size_t count, capacity;
} reading;

typedef struct listing {
    pilcrow_glossary *glossary;
    pilcrow_index *index;
    const char *term; /* what to look for; "" for all */
    bool lint;
    reading readings[INDEX_LANGUAGES_MAX]; /* of `term` */
    size_t reading_count;
    bool *seen; /* which of a reading's words a side has */
} listing;

/* --------------------------------------------------------------- filter --- */

static bool read_in(reading *r, listing *l, const char *lang)
{
    arena *a = &l->glossary->arena;
    analyser *tokens = l->index->tokens;
    analysis_token token;
    *r = (reading){.lang = lang};
    analyser_start(tokens, l->term, strlen(l->term), lang);
    while (analyser_next(tokens, &token)) {
        word *words =
            list_room_in(a, r->words, r->count, &r->capacity, sizeof *words);
        const char *term = arena_copy(a, token.term, token.term_len);
        if (words == NULL || term == NULL)
            return false;
        r->words = words;
        if (token.role == ANALYSIS_WORD)
            r->words[r->count++] = (word){term, token.term_len};
    }
    return !analyser_failed(tokens);
}

static pilcrow_status read_words(listing *l, pilcrow_error *err)
{
    arena *a = &l->glossary->arena;
    const char **languages = index_latin_languages(l->index, a);
    size_t words = 0;
    bool ok = languages != NULL;
    l->reading_count = 0;
    for (size_t i = 0;
         ok && (i == 0 || languages[i] != NULL) && i < INDEX_LANGUAGES_MAX;
         i++) {
        reading *r = &l->readings[l->reading_count++];
        ok = read_in(r, l, languages[i]);
        words = r->count > words ? r->count : words;
    }
    l->seen = arena_array(a, words + 1, sizeof *l->seen);
    return ok && l->seen != NULL ? PILCROW_OK : error_no_memory(err);
}

/* Does the text hold all of the words, in that language? */
static bool holds_reading(listing *l, const reading *r, const char *text)
{
    analyser *tokens = l->index->tokens;
    analysis_token token;
    size_t found = 0;
    memset(l->seen, 0, r->count);
    analyser_start(tokens, text, strlen(text), r->lang);
    while (analyser_next(tokens, &token))
        for (size_t i = 0; i < r->count; i++) {
            const word *w = &r->words[i];
            if (l->seen[i] || w->len != token.term_len ||
                memcmp(w->term, token.term, w->len) != 0)
                continue;
            l->seen[i] = true;
            found++;
        }
    return found == r->count;
}

/* In any of them? */
static bool holds_all(listing *l, const char *text)
{
    for (size_t i = 0; i < l->reading_count; i++)
        if (holds_reading(l, &l->readings[i], text))
            return true;
    return false;
}

static bool has_words(const listing *l)
{
    return l->readings[0].count > 0;
}

/* Does a side: as it is written, or in one of the forms it gives? */
static bool side_holds(listing *l, const corpus_side *side)
{
    bool found = holds_all(l, side->text);
    for (size_t i = 0; i < side->form_count && !found; i++)
        found = holds_all(l, side->forms[i]);
    return found;
}

/* ------------------------------------------------------------- listing --- */

static pilcrow_status take(void *ctx, const entries_found *found,
                           pilcrow_error *err)
{
    listing *l = ctx;
    pilcrow_glossary *g = l->glossary;
    const corpus_entry *entry = found->entry;
    if (has_words(l) && !side_holds(l, &entry->term) &&
        !side_holds(l, &entry->translation))
        return PILCROW_OK;
    glossary_item *items =
        list_room(g->items, g->count, &g->capacity, sizeof *items);
    if (items == NULL)
        return error_no_memory(err);
    g->items = items;
    g->items[g->count++] =
        (glossary_item){.shown = {.term = entry->term.text,
                                  .translation = entry->translation.text,
                                  .note = entry->note,
                                  .path = found->path,
                                  .line = found->line,
                                  .id = found->id},
                        .entry = entry};
    if (found->record != NULL) {
        glossary_item *item = &g->items[g->count - 1];
        item->stored = found->record->path;
        item->in_memory = found->record->in_memory;
        item->ordinal = found->record->ordinal;
    }
    return PILCROW_OK;
}

static int by_place(const void *left, const void *right)
{
    const glossary_item *a = left, *b = right;
    int order = strcmp(a->shown.path, b->shown.path);
    if (order == 0)
        order =
            (a->shown.line > b->shown.line) - (a->shown.line < b->shown.line);
    if (order == 0)
        order = (a->ordinal > b->ordinal) - (a->ordinal < b->ordinal);
    return order != 0 ? order
                      : strcmp(a->shown.translation, b->shown.translation);
}

static int by_place_of_entry(const void *left, const void *right)
{
    const pilcrow_finding *a = left, *b = right;
    int order = strcmp(a->entry->path, b->entry->path);
    if (order == 0)
        order = (a->entry->line > b->entry->line) -
                (a->entry->line < b->entry->line);
    if (order == 0)
        order = strcmp(a->kind, b->kind);
    return order != 0 ? order : strcmp(a->reason, b->reason);
}

/* The first language of each alphabet among those of the index. */
static pilcrow_status tell_languages(pilcrow_glossary *g,
                                     const pilcrow_index *index,
                                     pilcrow_error *err)
{
    const char **latin = index_latin_languages(index, &g->arena);
    if (latin == NULL)
        return error_no_memory(err);
    g->latin = latin[0] == NULL ? "en" : latin[0];
    g->cyrillic = "ru";
    return PILCROW_OK;
}

/* One attempt on the newest generation. */
static pilcrow_status attempt(void *ctx, pilcrow_error *err)
{
    listing *l = ctx;
    pilcrow_glossary *g = l->glossary;
    known_entries all = {0};
    arena_clear(&g->arena);
    g->count = g->finding_count = 0;
    pilcrow_status status = tell_languages(g, l->index, err);
    if (status != PILCROW_OK || l->index->tokens == NULL)
        return status;
    status = read_words(l, err);
    if (status == PILCROW_OK && l->term[0] != '\0' && !has_words(l))
        return PILCROW_OK; /* punctuation alone is no word of any side */
    if (status == PILCROW_OK)
        status = entries_begin(&all, &g->arena, l->index, err);
    if (status == PILCROW_OK)
        status = entries_each(&all, take, l, err);
    entries_end(&all);
    if (g->count > 0)
        qsort(g->items, g->count, sizeof *g->items, by_place);
    if (status == PILCROW_OK && l->lint)
        status = glossary_lint(g, l->index->tokens, err);
    if (status == PILCROW_OK && l->lint && !has_words(l))
        status = glossary_find_halves(g, l->index, err);
    if (g->finding_count > 0)
        qsort(g->findings, g->finding_count, sizeof *g->findings,
              by_place_of_entry);
    return status;
}

static pilcrow_status list(pilcrow_glossary **out, pilcrow_index *index,
                           const char *term, bool lint, pilcrow_error *err)
{
    listing l = {
        .index = index, .term = term == NULL ? "" : term, .lint = lint};
    *out = NULL;
    l.glossary = calloc(1, sizeof *l.glossary);
    if (l.glossary == NULL)
        return error_no_memory(err);
    arena_init(&l.glossary->arena, GLOSSARY_MEMORY_MAX);
    pilcrow_status status = index_with_newest(index, attempt, &l, err);
    if (status == PILCROW_OK)
        *out = l.glossary;
    else
        pilcrow_glossary_free(l.glossary);
    return status;
}

static pilcrow_status refuse(pilcrow_glossary **out, pilcrow_error *err)
{
    if (out == NULL)
        return error_missing(err, "the place for the glossary");
    *out = NULL;
    return error_missing(err, "the index");
}

pilcrow_status pilcrow_glossary_list(pilcrow_glossary **out,
                                     pilcrow_index *index, const char *term,
                                     pilcrow_error *err)
{
    if (out == NULL || index == NULL)
        return refuse(out, err);
    return list(out, index, term, false, err);
}

pilcrow_status pilcrow_glossary_lint(pilcrow_glossary **out,
                                     pilcrow_index *index, const char *term,
                                     pilcrow_error *err)
{
    if (out == NULL || index == NULL)
        return refuse(out, err);
    return list(out, index, term, true, err);
}

size_t pilcrow_glossary_count(const pilcrow_glossary *glossary)
{
    return glossary == NULL ? 0 : glossary->count;
}

const pilcrow_entry *pilcrow_glossary_get(const pilcrow_glossary *glossary,
                                          size_t i)
{
    return glossary != NULL && i < glossary->count ? &glossary->items[i].shown
                                                   : NULL;
}

const pilcrow_finding *
pilcrow_glossary_finding(const pilcrow_glossary *glossary, size_t i)
{
    return glossary != NULL && i < glossary->finding_count
               ? &glossary->findings[i]
               : NULL;
}

void pilcrow_glossary_free(pilcrow_glossary *glossary)
{
    if (glossary == NULL)
        return;
    arena_release(&glossary->arena);
    free(glossary->items);
    free(glossary->findings);
    free(glossary);
}
