/* SPDX-License-Identifier: MIT
 *
 * In: the entries that documents hold. Out: what stands right beside one of
 * them and is half an entry: a word and a dash with nothing to face it, a row
 * of a table with one cell.
 *
 * Such a half is a paragraph of its own, as the entries around it are, so it is
 * told by its place among them. */
#include <stdlib.h>
#include <string.h>

#include "base/list.h"
#include "searcher/glossary/glossary.h"

#define HALF_BYTES_MAX 160u

typedef struct looking {
    pilcrow_glossary *glossary;
    pilcrow_index *index;
    const glossary_item *items; /* of one file, by their ordinals */
    size_t count;
    engine_ref *refs; /* its other paragraphs */
    size_t ref_count, ref_capacity;
    bool failed;
} looking;

/* -------------------------------------------------------------- halves --- */

/* The length of a dash that `text` begins with; 0 for none. */
static size_t dash_at(const char *text)
{
    static const char *const dashes[] = {"-", "\xE2\x80\x93", "\xE2\x80\x94",
                                         "\xE2\x88\x92"};
    for (size_t i = 0; i < sizeof dashes / sizeof *dashes; i++)
        if (strncmp(text, dashes[i], strlen(dashes[i])) == 0)
            return strlen(dashes[i]);
    return 0;
}

/* Bytes [*start, *end) of the text that are the one side of half an entry.
 * False if it is none. */
static bool find_half(const char *text, size_t len, size_t *start, size_t *end)
{
    size_t dash = dash_at(text);
    if (dash > 0 && text[dash] == ' ') {
        *start = dash + 1;
        *end = len;
        return len > *start;
    }
    for (size_t size = 1; size <= 3 && size + 1 < len; size++) {
        if (dash_at(text + len - size) != size || text[len - size - 1] != ' ')
            continue;
        *start = 0;
        *end = len - size - 1;
        return true;
    }
    return false;
}

/* "English: dignity": the one cell of a row, under its head. */
static bool find_cell(const char *text, size_t len, size_t *start, size_t *end)
{
    const char *colon = strstr(text, ": ");
    if (colon == NULL || strchr(text, ';') != NULL)
        return false;
    *start = (size_t)(colon - text) + 2;
    *end = len;
    return *end > *start && strstr(colon + 2, ": ") == NULL;
}

static int by_ordinal(const void *left, const void *right)
{
    const glossary_item *a = left, *b = right;
    return (a->ordinal > b->ordinal) - (a->ordinal < b->ordinal);
}

static bool has_entry(const looking *l, uint64_t ordinal)
{
    const glossary_item key = {.ordinal = ordinal};
    return bsearch(&key, l->items, l->count, sizeof key, by_ordinal) != NULL;
}

/* A row of a table is judged stricter: a heading over a glossary's rows and a
 * remark below them look alike. */
static bool is_half(const looking *l, const pilcrow_paragraph *p,
                    uint64_t ordinal, size_t *start, size_t *end)
{
    bool before = ordinal > 0 && has_entry(l, ordinal - 1);
    bool after = has_entry(l, ordinal + 1);
    if (p->text_len > HALF_BYTES_MAX || (!before && !after))
        return false;
    if (strcmp(p->kind, corpus_kind_name(CORPUS_TABLE)) == 0)
        return before && after && find_cell(p->text, p->text_len, start, end);
    return find_half(p->text, p->text_len, start, end);
}

static pilcrow_status report(looking *l, const pilcrow_paragraph *p,
                             size_t start, size_t end, pilcrow_error *err)
{
    pilcrow_glossary *g = l->glossary;
    pilcrow_entry *entry = arena_alloc(&g->arena, sizeof *entry);
    const char *side = arena_copy(&g->arena, p->text + start, end - start);
    const char *reason =
        arena_format(&g->arena, "'%s' has nothing on its other side", side);
    pilcrow_finding *findings = list_room(
        g->findings, g->finding_count, &g->finding_capacity, sizeof *findings);
    if (findings != NULL)
        g->findings = findings;
    if (entry == NULL || side == NULL || reason == NULL || findings == NULL)
        return error_no_memory(err);
    *entry = (pilcrow_entry){.term = start == 0 ? side : "",
                             .translation = start == 0 ? "" : side,
                             .note = "",
                             .path = p->path,
                             .line = p->line,
                             .id = p->id};
    g->findings[g->finding_count++] =
        (pilcrow_finding){"one-sided", reason, entry, NULL};
    return PILCROW_OK;
}

static pilcrow_status look_at(looking *l, engine_ref ref, pilcrow_error *err)
{
    pilcrow_paragraph p;
    schema_record record;
    size_t start = 0, end = 0;
    pilcrow_status status =
        index_paragraph(&p, l->index, ref, &l->glossary->arena, &record, err);
    if (status != PILCROW_OK || !is_half(l, &p, record.ordinal, &start, &end))
        return status;
    return report(l, &p, start, end, err);
}

/* --------------------------------------------------------------- files --- */

static bool gather(void *ctx, engine_ref ref, uint64_t document)
{
    looking *l = ctx;
    engine_ref *refs =
        list_room(l->refs, l->ref_count, &l->ref_capacity, sizeof *refs);
    (void)document;
    l->failed = refs == NULL;
    if (l->failed)
        return false;
    l->refs = refs;
    l->refs[l->ref_count++] = ref;
    return true;
}

/* Look at all paragraphs of the file that are no entries. */
static pilcrow_status look_at_file(looking *l, pilcrow_error *err)
{
    char key[SCHEMA_KEY_LETTERS + 1];
    const char *kind = corpus_kind_name(CORPUS_GLOSSARY);
    schema_file_key(key, l->items->stored, l->items->in_memory);
    const engine_query of_file = {.op = ENGINE_TERM,
                                  .field = ENGINE_PATH,
                                  .term = key,
                                  .len = SCHEMA_KEY_LETTERS};
    const engine_query entry = {.op = ENGINE_TERM,
                                .field = ENGINE_KIND,
                                .term = kind,
                                .len = strlen(kind)};
    const engine_query *const both[] = {&of_file, &entry};
    const engine_query others = {
        .op = ENGINE_AND_NOT, .children = both, .child_count = 2};
    l->ref_count = 0;
    pilcrow_status status =
        engine_each_match(l->index->snapshot, &others, 0, gather, l, err);
    if (status == PILCROW_OK && l->failed)
        status = error_no_memory(err);
    for (size_t i = 0; i < l->ref_count && status == PILCROW_OK; i++)
        status = look_at(l, l->refs[i], err);
    return status;
}

static bool same_file(const glossary_item *a, const glossary_item *b)
{
    return strcmp(a->shown.path, b->shown.path) == 0 &&
           a->in_memory == b->in_memory;
}

pilcrow_status glossary_find_halves(pilcrow_glossary *g, pilcrow_index *index,
                                    pilcrow_error *err)
{
    looking l = {.glossary = g, .index = index};
    pilcrow_status status = PILCROW_OK;
    size_t end;
    for (size_t i = 0; i < g->count && status == PILCROW_OK; i = end) {
        for (end = i + 1;
             end < g->count && same_file(&g->items[i], &g->items[end]);)
            end++;
        if (g->items[i].shown.id[0] == '\0')
            continue;
        glossary_item *items = arena_array(&g->arena, end - i, sizeof *items);
        if (items == NULL)
            return error_no_memory(err);
        memcpy(items, &g->items[i], (end - i) * sizeof *items);
        qsort(items, end - i, sizeof *items, by_ordinal);
        l.items = items;
        l.count = end - i;
        status = look_at_file(&l, err);
    }
    free(l.refs);
    return status;
}
