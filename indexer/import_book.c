/* SPDX-License-Identifier: MIT
 *
 * In: entries. Out: the parts that an index keeps of them: blocks of entries,
 * and their terms, sorted by part, term and entry. */
#include "indexer/import_book.h"

#include <stdlib.h>
#include <string.h>

#include "base/list.h"
#include "indexer/postings.h"

#define BOOK_MEMORY_MAX ((size_t)2 << 30)

void import_book_init(import_book *book)
{
    *book = (import_book){0};
    arena_init(&book->arena, BOOK_MEMORY_MAX);
}

void import_book_release(import_book *book)
{
    free(book->entries);
    free(book->sides);
    arena_release(&book->arena);
    *book = (import_book){0};
}

bool import_book_add(import_book *book, uint64_t line,
                     const corpus_entry *entry)
{
    lexicon_entry *entries =
        list_room(book->entries, book->count, &book->capacity, sizeof *entries);
    if (entries == NULL)
        return false;
    book->entries = entries;
    book->entries[book->count++] = (lexicon_entry){line, entry, NULL};
    return true;
}

const corpus_entry *import_book_copy(import_book *book,
                                     const corpus_entry *entry)
{
    buf bytes;
    const corpus_entry *copy = NULL;
    buf_init(&bytes, ENGINE_RECORD_MAX);
    schema_encode_entry(&bytes, entry);
    schema_reader r = {buf_text(&bytes), buf_text(&bytes) + bytes.len, false};
    if (!bytes.failed)
        copy = schema_decode_entry(&r, &book->arena);
    buf_release(&bytes);
    return r.failed ? NULL : copy;
}

/* ---------------------------------------------------------------- terms --- */

static bool push_side(import_book *book, const engine_posting *term,
                      uint64_t number)
{
    lexicon_side *sides = list_room(book->sides, book->side_count,
                                    &book->side_capacity, sizeof *sides);
    const char *copy = arena_copy(&book->arena, term->term, term->len);
    if (sides == NULL || copy == NULL)
        return false;
    book->sides = sides;
    book->sides[book->side_count++] = (lexicon_side){copy, term->len, number};
    return true;
}

/* Gather the terms of entry `number`. */
static pilcrow_status gather_entry(import_book *book, size_t number,
                                   arena *scratch, analyser *tokens,
                                   pilcrow_error *err)
{
    lexicon_entry *e = &book->entries[number];
    postings terms;
    const size_t forms = lexicon_forms(e->entry);
    const char **wholes = arena_array(&book->arena, forms + 1, sizeof *wholes);
    bool ok = wholes != NULL;
    if (!ok)
        return error_no_memory(err);
    pilcrow_status status =
        postings_of_entry(&terms, wholes, scratch, tokens, e->entry, err);
    if (status != PILCROW_OK)
        return status;
    for (size_t i = 0; i < terms.count && ok; i++)
        ok = push_side(book, &terms.list[i], number);
    for (size_t i = 0; i < forms && ok; i++) {
        wholes[i] = arena_copy(&book->arena, wholes[i], strlen(wholes[i]));
        ok = wholes[i] != NULL;
    }
    e->terms = wholes;
    return ok ? PILCROW_OK : error_no_memory(err);
}

/* Gather the terms of all entries. */
static pilcrow_status gather(import_book *book, analyser *tokens,
                             pilcrow_error *err)
{
    arena scratch;
    pilcrow_status status = PILCROW_OK;
    arena_init(&scratch, BOOK_MEMORY_MAX);
    book->side_count = 0;
    for (size_t i = 0; i < book->count && status == PILCROW_OK; i++) {
        arena_clear(&scratch);
        status = gather_entry(book, i, &scratch, tokens, err);
    }
    arena_release(&scratch);
    return status;
}

static int by_term(const void *left, const void *right)
{
    const lexicon_side *a = left, *b = right;
    size_t shorter = a->len < b->len ? a->len : b->len;
    int order = memcmp(a->term, b->term, shorter);
    if (order != 0)
        return order;
    if (a->len != b->len)
        return a->len < b->len ? -1 : 1;
    return (a->number > b->number) - (a->number < b->number);
}

/* Put the sorted terms part by part into `out`, and where each part begins into
 * `starts` (one more than there are parts). */
static void distribute(const import_book *book, lexicon_side *out,
                       size_t *starts, uint64_t parts)
{
    for (size_t i = 0; i < book->side_count; i++) {
        const lexicon_side *side = &book->sides[i];
        starts[lexicon_part_of(side->term, side->len, parts) + 1]++;
    }
    for (uint64_t p = 0; p < parts; p++)
        starts[p + 1] += starts[p];
    for (size_t i = 0; i < book->side_count; i++) {
        const lexicon_side *side = &book->sides[i];
        out[starts[lexicon_part_of(side->term, side->len, parts)]++] = *side;
    }
    for (uint64_t p = parts; p > 0; p--)
        starts[p] = starts[p - 1];
    starts[0] = 0;
}

/* ---------------------------------------------------------------- parts --- */

/* What parts are made with. */
typedef struct making {
    const lexicon_head *head;
    import_part_visitor visit;
    void *ctx;
    buf part;
    pilcrow_error *err;
} making;

static pilcrow_status give(making *m, const char *key)
{
    if (m->part.failed)
        return error_set(m->err, PILCROW_LIMIT,
                         "a part of the glossary is too large to keep");
    return m->visit(m->ctx, key, m->part.data, m->part.len, m->err);
}

static pilcrow_status make_entries(making *m, const import_book *book)
{
    char key[LEXICON_KEY_MAX];
    pilcrow_status status = PILCROW_OK;
    for (size_t i = 0; i < book->count && status == PILCROW_OK;
         i += LEXICON_BLOCK) {
        size_t left = book->count - i;
        lexicon_put_entries(&m->part, book->entries + i,
                            left < LEXICON_BLOCK ? left : LEXICON_BLOCK);
        lexicon_entries_key(key, m->head->key, i / LEXICON_BLOCK);
        status = give(m, key);
    }
    return status;
}

static pilcrow_status make_sides(making *m, const import_book *book,
                                 uint64_t parts)
{
    char key[LEXICON_KEY_MAX];
    pilcrow_status status = PILCROW_OK;
    lexicon_side *sorted = calloc(book->side_count + 1, sizeof *sorted);
    size_t *starts = calloc((size_t)parts + 1, sizeof *starts);
    if (sorted == NULL || starts == NULL)
        status = error_no_memory(m->err);
    else
        distribute(book, sorted, starts, parts);
    for (uint64_t p = 0; p < parts && status == PILCROW_OK; p++) {
        lexicon_put_sides(&m->part, sorted + starts[p],
                          starts[p + 1] - starts[p]);
        lexicon_sides_key(key, m->head->key, p);
        status = give(m, key);
    }
    free(sorted);
    free(starts);
    return status;
}

static pilcrow_status make_head(making *m, const import_book *book,
                                uint64_t parts)
{
    char key[LEXICON_KEY_MAX];
    lexicon_head head = *m->head;
    head.entries = book->count;
    head.parts = parts;
    buf_clear(&m->part);
    lexicon_put_head(&m->part, &head);
    lexicon_head_key(key, head.key);
    return give(m, key);
}

pilcrow_status import_book_parts(import_book *book, analyser *tokens,
                                 const lexicon_head *head,
                                 import_part_visitor visit, void *ctx,
                                 pilcrow_error *err)
{
    making m = {.head = head, .visit = visit, .ctx = ctx, .err = err};
    pilcrow_status status = gather(book, tokens, err);
    if (status != PILCROW_OK)
        return status;
    if (book->side_count > 0)
        qsort(book->sides, book->side_count, sizeof *book->sides, by_term);
    uint64_t parts = book->side_count / LEXICON_PART_TERMS + 1;
    buf_init(&m.part, LEXICON_PART_MAX);
    status = make_entries(&m, book);
    if (status == PILCROW_OK)
        status = make_sides(&m, book, parts);
    if (status == PILCROW_OK)
        status = make_head(&m, book, parts);
    buf_release(&m.part);
    return status;
}

static pilcrow_status write_part(void *ctx, const char *key, const char *value,
                                 size_t len, pilcrow_error *err)
{
    session *s = ctx;
    return engine_writer_set_metadata(s->writer, key, strlen(key), value, len,
                                      err);
}

pilcrow_status import_book_write(import_book *book, session *s,
                                 const lexicon_head *head, pilcrow_error *err)
{
    s->changed = true;
    return import_book_parts(book, s->tokens, head, write_part, s, err);
}
