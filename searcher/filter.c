/* SPDX-License-Identifier: MIT
 *
 * In: a field and a value. Out: the terms it stands for, as one OR of weight
 * nought. */
#include "searcher/filter.h"

#include <string.h>

#include "base/path.h"
#include "corpus/corpus.h"

/* What is left of every name: a long one is cut at a character of at most four
 * bytes. */
#define PREFIX_MAX (ENGINE_TERM_MAX - SCHEMA_HASH_LETTERS - 3)
#define LIKELY_VISITS_MAX 200000u /* names looked at */
#define LIKELY_NOTICES_MAX 3u     /* so many notices: then no more are */

typedef struct expansion {
    arena *arena;
    engine_field field;
    const engine_query *children[FILTER_EXPANSIONS_MAX];
    size_t count;
    bool found;         /* some paragraph has one of them */
    bool cut;           /* there were more */
    bool hidden;        /* there may be more that a prefix cannot find */
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
    (void)occurrences;
    e->found = e->found || paragraphs > 0;
    if (e->folder != NULL && len >= e->folder_len &&
        memcmp(term, e->folder, e->folder_len) == 0)
        return true;
    add_term(e, term, len);
    return !e->cut && !e->failed;
}

/* Add the term itself. */
static pilcrow_status add_exact(expansion *e, pilcrow_index *index,
                                const char *term, size_t len,
                                pilcrow_error *err)
{
    uint64_t paragraphs = 0;
    if (len == 0 || len > ENGINE_TERM_MAX)
        return PILCROW_OK;
    pilcrow_status status = engine_frequencies(index->snapshot, e->field, term,
                                               len, &paragraphs, NULL, err);
    e->found = e->found || paragraphs > 0;
    add_term(e, term, len);
    return status;
}

/* Add all terms that begin so. */
static pilcrow_status add_prefix(expansion *e, pilcrow_index *index,
                                 const char *prefix, pilcrow_error *err)
{
    e->folder = NULL;
    return engine_terms(index->snapshot, e->field, prefix, strlen(prefix),
                        take_expansion, e, err);
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
    /* A folder is a term of its own, also where that is shortened. */
    const size_t size = strlen(name);
    if (!prefix || (size > 0 && name[size - 1] == '/'))
        return add_exact(e, index, term, len, err);
    e->hidden = size > PREFIX_MAX;
    return add_prefix(e, index, name, err);
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
                                      const char *value, bool prefix,
                                      pilcrow_error *err)
{
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

/* -------------------------------------------------------------- nothing - */

static bool is_kind(const char *value)
{
    for (int kind = 0; kind < CORPUS_KIND_COUNT; kind++)
        if (strcmp(corpus_kind_name((corpus_kind)kind), value) == 0)
            return true;
    return false;
}

static bool is_id(const char *value)
{
    return strlen(value) == SCHEMA_ID_LETTERS &&
           strspn(value, "abcdefghijklmnopqrstuvwxyz234567") ==
               SCHEMA_ID_LETTERS;
}

static bool list_term(void *ctx, const char *term, size_t len,
                      uint64_t paragraphs, uint64_t occurrences)
{
    buf *list = ctx;
    (void)occurrences;
    if (paragraphs == 0)
        return true;
    return buf_add_text(list, list->len > 0 ? ", " : "") &&
           buf_add(list, term, len);
}

static pilcrow_status note_no_language(pilcrow_index *index, const char *value,
                                       query_notices *notices,
                                       pilcrow_error *err)
{
    buf list;
    buf_init(&list, 200);
    pilcrow_status status = engine_terms(index->snapshot, ENGINE_LANG, "", 0,
                                         list_term, &list, err);
    if (status == PILCROW_OK)
        query_notice(notices,
                     "no paragraph is in the language '%s'; the languages "
                     "here are: %s",
                     value, list.len > 0 ? buf_text(&list) : "none");
    buf_release(&list);
    return status;
}

/* A search for the document whose name ends in `name`, or has it begin a part.
 */
typedef struct likely {
    arena *arena;
    const char *name;
    size_t len;
    bool prefix;
    size_t visits;
    const char *found;
} likely;

static bool take_likely(void *ctx, const char *term, size_t len,
                        uint64_t paragraphs, uint64_t occurrences)
{
    likely *l = ctx;
    (void)occurrences;
    if (++l->visits > LIKELY_VISITS_MAX)
        return false;
    for (size_t i = 1; i + l->len <= len && paragraphs > 0; i++)
        if (term[i - 1] == '/' && memcmp(term + i, l->name, l->len) == 0 &&
            (l->prefix || i + l->len == len)) {
            l->found = arena_copy(l->arena, term, l->prefix ? i + l->len : len);
            return false;
        }
    return true;
}

/* People know a file by its name more often than by its path. Of many such
 * slips only the first few are looked into. */
static pilcrow_status note_no_document(const expansion *e, pilcrow_index *index,
                                       const char *value, bool prefix,
                                       query_notices *notices,
                                       pilcrow_error *err)
{
    query_quoted quoted, path;
    likely l = {.arena = e->arena,
                .name = value,
                .len = strlen(value),
                .prefix = prefix};
    pilcrow_status status = PILCROW_OK;
    query_quote(&quoted, value, l.len);
    if (l.len > 0 && notices->count < LIKELY_NOTICES_MAX)
        status = engine_terms(index->snapshot, ENGINE_DOC, "", 0, take_likely,
                              &l, err);
    if (status != PILCROW_OK)
        return status;
    const char *what =
        prefix ? "no document's name begins with" : "no document is called";
    if (l.found == NULL)
        query_notice(notices, "%s '%s'", what, quoted.text);
    else
        query_notice(notices, "%s '%s'; 'doc:%s%s' may be meant", what,
                     quoted.text, query_quote(&path, l.found, strlen(l.found)),
                     prefix ? "*" : "");
    return PILCROW_OK;
}

/* Say that a value finds nothing, which is more often a slip than a wish. */
static pilcrow_status note_nothing(const expansion *e, pilcrow_index *index,
                                   const char *value, bool prefix,
                                   query_notices *notices, pilcrow_error *err)
{
    query_quoted quoted;
    const char *name = query_quote(&quoted, value, strlen(value));
    if (e->field == ENGINE_LANG)
        return note_no_language(index, name, notices, err);
    if (e->field == ENGINE_DOC)
        return note_no_document(e, index, value, prefix, notices, err);
    if (e->field == ENGINE_KIND && !prefix && !is_kind(value))
        query_notice(notices,
                     "there is no kind '%s'; the kinds are paragraph, heading, "
                     "list, table, code, quote, footnote and glossary",
                     name);
    else if (e->field == ENGINE_KIND)
        query_notice(notices, "no paragraph is of the kind '%s'", name);
    else if (!prefix && !is_id(value))
        query_notice(notices,
                     "'%s' is no id: that has %u letters and digits, each "
                     "a to z or 2 to 7",
                     name, SCHEMA_ID_LETTERS);
    else
        query_notice(notices,
                     prefix ? "no paragraph's id begins with '%s'"
                            : "no paragraph has the id '%s'",
                     name);
    return PILCROW_OK;
}

/* ------------------------------------------------------------- the whole - */

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

/* Take a `*` off the end of the value. */
static bool take_star(char *value, query_notices *notices)
{
    query_quoted quoted;
    size_t len = strlen(value);
    bool prefix = len > 0 && value[len - 1] == '*';
    if (prefix)
        value[len - 1] = '\0';
    if (strchr(value, '*') != NULL)
        query_notice(notices,
                     "of the stars in '%s' only one at the end stands for "
                     "anything",
                     query_quote(&quoted, value, len));
    return prefix;
}

pilcrow_status filter_compile(const engine_query **out, arena *a,
                              pilcrow_index *index, engine_field field,
                              const char *text, size_t len,
                              query_notices *notices, pilcrow_error *err)
{
    query_quoted quoted;
    expansion e = {.arena = a, .field = field};
    pilcrow_status status;
    char *value = arena_copy(a, text, len);
    *out = NULL;
    if (value == NULL)
        return error_no_memory(err);
    bool prefix = take_star(value, notices);
    if (field != ENGINE_DOC)
        lower_ascii(value);
    if (field == ENGINE_DOC)
        status = expand_document(&e, index, value, prefix, err);
    else if (prefix)
        status = add_prefix(&e, index, value, err);
    else
        status = add_exact(&e, index, value, strlen(value), err);
    if (e.hidden)
        query_notice(notices,
                     "'%s' is longer than %u bytes, the beginning by which "
                     "names are found; give a folder with its slash, or a "
                     "whole name",
                     query_quote(&quoted, text, len), PREFIX_MAX);
    else if (status == PILCROW_OK && !e.found)
        status = note_nothing(&e, index, value, prefix, notices, err);
    if (status != PILCROW_OK)
        return status;
    if (e.cut)
        query_notice(notices,
                     "'%s' stands for more than %u names; the first %u are "
                     "searched",
                     query_quote(&quoted, text, len), FILTER_EXPANSIONS_MAX,
                     FILTER_EXPANSIONS_MAX);
    *out = weightless(a, &e);
    return *out == NULL ? error_no_memory(err) : PILCROW_OK;
}
