/* SPDX-License-Identifier: MIT
 *
 * In: a field and a value. Out: the terms it stands for, as one OR of weight
 * nought. */
#include "searcher/filter.h"

#include <string.h>

#include "base/path.h"
#include "corpus/corpus.h"

typedef struct expansion {
    arena *arena;
    engine_field field;
    const engine_query *children[FILTER_EXPANSIONS_MAX];
    size_t count;
    bool cut;           /* there were more */
    bool failed;        /* out of memory */
    const char *folder; /* the last folder taken: what lies below it is
                           in already */
    size_t folder_len;
} expansion;

static void add_term(expansion *e, const char *term, size_t len)
{
    if (len == 0)
        return;
    if (e->count == FILTER_EXPANSIONS_MAX) {
        e->cut = true;
        return;
    }
    engine_query *node = arena_alloc(e->arena, sizeof *node);
    const char *copy = arena_copy(e->arena, term, len);
    if (node == NULL || copy == NULL) {
        e->failed = true;
        return;
    }
    *node = (engine_query){
        .op = ENGINE_TERM, .field = e->field, .term = copy, .len = len};
    e->children[e->count++] = node;
    if (len > 0 && term[len - 1] == '/') {
        e->folder = copy;
        e->folder_len = len;
    }
}

static bool take_expansion(void *ctx, const char *term, size_t len,
                           uint64_t paragraphs, uint64_t occurrences)
{
    expansion *e = ctx;
    (void)paragraphs;
    (void)occurrences;
    if (e->folder != NULL && len >= e->folder_len &&
        memcmp(term, e->folder, e->folder_len) == 0)
        return true;
    add_term(e, term, len);
    return !e->cut && !e->failed;
}

/* Add what one spelling of a document's name stands for. */
static pilcrow_status add_name(expansion *e, pilcrow_index *index,
                               const char *name, bool prefix,
                               pilcrow_error *err)
{
    size_t len;
    const char *term = schema_whole_term(e->arena, name, ENGINE_TERM_MAX, &len);
    if (term == NULL)
        return error_no_memory(err);
    if (!prefix || (len > 0 && term[len - 1] == '/')) {
        add_term(e, term, len);
        return PILCROW_OK;
    }
    e->folder = NULL;
    return engine_terms(index->snapshot, e->field, name, strlen(name),
                        take_expansion, e, err);
}

/* A path as the user sees it, as the index keeps it: NULL where it is the same
 * or cannot be told. */
static const char *stored_form(const pilcrow_index *index, arena *a,
                               const char *path)
{
    buf stored;
    const char *copy = NULL;
    size_t len = strlen(path);
    bool folder = len > 0 && path[len - 1] == '/';
    buf_init(&stored, 2 * PATH_BYTES_MAX);
    if (len > 0 && len < PATH_BYTES_MAX &&
        places_stored(&stored, &index->places, path) &&
        (!folder || buf_add_byte(&stored, '/')) &&
        strcmp(stored.data, path) != 0)
        copy = arena_copy(a, stored.data, stored.len);
    buf_release(&stored);
    return copy;
}

static pilcrow_status expand_document(expansion *e, pilcrow_index *index,
                                      char *value, pilcrow_error *err)
{
    size_t len = strlen(value);
    bool prefix = len > 0 && value[len - 1] == '*';
    if (prefix)
        value[len - 1] = '\0';
    pilcrow_status status = add_name(e, index, value, prefix, err);
    size_t i = 0;
    do {
        const pilcrow_index *part =
            index->parts == NULL ? index : index->parts[i];
        const char *stored = stored_form(part, e->arena, value);
        if (status == PILCROW_OK && stored != NULL)
            status = add_name(e, index, stored, prefix, err);
    } while (++i < index->part_count && status == PILCROW_OK);
    return status;
}

static void check_kind(const char *value, query_notices *notices)
{
    for (int kind = 0; kind < CORPUS_KIND_COUNT; kind++)
        if (strcmp(corpus_kind_name((corpus_kind)kind), value) == 0)
            return;
    query_notice(notices,
                 "there is no kind '%.40s'; the kinds are paragraph, heading, "
                 "list, table, code, quote, footnote and glossary",
                 value);
}

/* The names of languages, kinds and ids are in lower case. */
static void lower_ascii(char *value)
{
    for (; *value != '\0'; value++)
        if (*value >= 'A' && *value <= 'Z')
            *value = (char)(*value - 'A' + 'a');
}

static const engine_query *weightless(arena *a, const expansion *e)
{
    engine_query *any = arena_alloc(a, sizeof *any);
    engine_query *scale = arena_alloc(a, sizeof *scale);
    const engine_query **children =
        arena_array(a, e->count + 2, sizeof *children);
    if (any == NULL || scale == NULL || children == NULL || e->failed)
        return NULL;
    memcpy(children + 1, e->children, e->count * sizeof *children);
    *any = (engine_query){
        .op = ENGINE_OR, .children = children + 1, .child_count = e->count};
    children[0] = any;
    *scale = (engine_query){
        .op = ENGINE_SCALE, .children = children, .child_count = 1};
    return scale;
}

pilcrow_status filter_compile(const engine_query **out, arena *a,
                              pilcrow_index *index, engine_field field,
                              const char *text, size_t len,
                              query_notices *notices, pilcrow_error *err)
{
    expansion e = {.arena = a, .field = field};
    pilcrow_status status = PILCROW_OK;
    char *value = arena_copy(a, text, len);
    *out = NULL;
    if (value == NULL)
        return error_no_memory(err);
    if (field == ENGINE_DOC) {
        status = expand_document(&e, index, value, err);
    } else {
        lower_ascii(value);
        if (field == ENGINE_KIND)
            check_kind(value, notices);
        if (strlen(value) <= ENGINE_TERM_MAX)
            add_term(&e, value, strlen(value));
    }
    if (status != PILCROW_OK)
        return status;
    if (e.cut)
        query_notice(notices,
                     "doc:%s stands for more than %u names; the "
                     "first %u are searched",
                     value, FILTER_EXPANSIONS_MAX, FILTER_EXPANSIONS_MAX);
    *out = weightless(a, &e);
    return *out == NULL ? error_no_memory(err) : PILCROW_OK;
}
