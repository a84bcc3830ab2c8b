/* SPDX-License-Identifier: MIT
 *
 * In: a term that a side has. Out: the entries it finds. An entry in a document
 * is a paragraph, and its sides are terms of ENGINE_GLOSSARY; of an imported
 * one the metadata have both (corpus/lexicon.h).
 *
 * Invariant: a part that the index remembers is whole, of the generation it
 * reads, and stays where it is until the next part is fetched. */
#include "searcher/glossary/entries.h"

#include <stdlib.h>
#include <string.h>

#include "base/list.h"

/* Parts that an index remembers, and heads, in bytes. */
#define REMEMBERED_MAX ((size_t)16 << 20)
#define HEADS_MAX ((size_t)64 << 20)

struct entries_book {
    lexicon_head head;
    pilcrow_index *owner; /* the index, or the part of it, that holds it */
    const char *path;     /* as it resolves from the current folder */
};

typedef struct lexicon_memory {
    answers *parts;      /* each a lexicon_part, by its key; NULL: none yet */
    entries_book *books; /* all of them, once they are read; in `heads` */
    size_t book_count, book_capacity;
    bool read;
    arena heads;
    uint64_t epoch; /* of the snapshot that they are of */
} lexicon_memory;

/* ---------------------------------------------------------------- begin --- */

typedef struct loading {
    pilcrow_index *owner;
    pilcrow_status status;
    pilcrow_error *err;
} loading;

static bool load_book(void *ctx, const char *key, size_t key_len,
                      const char *value, size_t len)
{
    loading *l = ctx;
    lexicon_memory *m = l->owner->lexicons;
    entries_book *books = list_room_in(&m->heads, m->books, m->book_count,
                                       &m->book_capacity, sizeof *books);
    if (books == NULL) {
        l->status = error_no_memory(l->err);
        return false;
    }
    m->books = books;
    entries_book *book = &books[m->book_count];
    *book = (entries_book){.owner = l->owner};
    l->status = lexicon_get_head(&book->head, &m->heads, key, key_len, value,
                                 len, l->err);
    if (l->status == PILCROW_OK)
        l->status = lexicon_check_version(&book->head, l->err);
    if (l->status != PILCROW_OK)
        return false;
    book->path = index_shown_path(l->owner, book->head.path,
                                  book->head.in_memory, &m->heads);
    if (book->path == NULL)
        l->status = error_no_memory(l->err);
    m->book_count++;
    return l->status == PILCROW_OK;
}

static void forget_books(lexicon_memory *m)
{
    m->books = NULL;
    m->book_count = m->book_capacity = 0;
    m->read = false;
    arena_clear(&m->heads);
}

/* Forget all if the index may have changed since it was read. */
static pilcrow_status keep_true(pilcrow_index *index, pilcrow_error *err)
{
    const uint64_t epoch = engine_snapshot_epoch(index->snapshot);
    lexicon_memory *m = index->lexicons;
    if (m == NULL) {
        m = calloc(1, sizeof *m);
        if (m == NULL)
            return error_no_memory(err);
        arena_init(&m->heads, HEADS_MAX);
        index->lexicons = m;
    }
    if (m->epoch != epoch)
        forget_books(m);
    m->epoch = epoch;
    return answers_now(&m->parts, index->snapshot, sizeof(lexicon_part),
                       REMEMBERED_MAX) != NULL
               ? PILCROW_OK
               : error_no_memory(err);
}

void entries_forget(lexicon_memory *memory)
{
    if (memory == NULL)
        return;
    answers_free(memory->parts);
    arena_release(&memory->heads);
    free(memory);
}

/* Read the heads of an index, whose memory holds none. */
static pilcrow_status read_books(pilcrow_index *index, pilcrow_error *err)
{
    loading l = {index, PILCROW_OK, err};
    pilcrow_status status =
        engine_metadata_each(index->snapshot, LEXICON_HEADS,
                             strlen(LEXICON_HEADS), load_book, &l, err);
    if (status == PILCROW_OK)
        status = l.status;
    if (status == PILCROW_OK)
        index->lexicons->read = true;
    else
        forget_books(index->lexicons);
    return status;
}

/* Add a book; what is found in it may outlive the index. */
static bool add_book(known_entries *e, const entries_book *book)
{
    const char *path = arena_text(e->arena, book->path);
    entries_book *books =
        list_room(e->books, e->book_count, &e->book_capacity, sizeof *books);
    if (path == NULL || books == NULL)
        return false;
    e->books = books;
    e->books[e->book_count] = *book;
    e->books[e->book_count++].path = path;
    return true;
}

/* Add the books of an index, or of its parts. */
static pilcrow_status load_books(known_entries *e, pilcrow_index *index,
                                 pilcrow_error *err)
{
    pilcrow_status status = PILCROW_OK;
    for (size_t i = 0; i < index->part_count && status == PILCROW_OK; i++)
        status = load_books(e, index->parts[i], err);
    if (index->parts != NULL)
        return status;
    status = keep_true(index, err);
    if (status == PILCROW_OK && !index->lexicons->read)
        status = read_books(index, err);
    if (status != PILCROW_OK)
        return status;
    const lexicon_memory *m = index->lexicons;
    for (size_t i = 0; i < m->book_count; i++)
        if (!add_book(e, &m->books[i]))
            return error_no_memory(err);
    return PILCROW_OK;
}

pilcrow_status entries_begin(known_entries *e, arena *a, pilcrow_index *index,
                             pilcrow_error *err)
{
    const char *kind = corpus_kind_name(CORPUS_GLOSSARY);
    *e = (known_entries){.index = index, .arena = a};
    pilcrow_status status =
        engine_frequencies(index->snapshot, ENGINE_KIND, kind, strlen(kind),
                           &e->in_documents, NULL, err);
    return status == PILCROW_OK ? load_books(e, index, err) : status;
}

void entries_end(known_entries *e)
{
    free(e->books);
    e->books = NULL;
    e->book_count = e->book_capacity = 0;
}

uint64_t entries_imported(const known_entries *e)
{
    uint64_t sum = 0;
    for (size_t i = 0; i < e->book_count; i++)
        sum += e->books[i].head.entries;
    return sum;
}

size_t entries_books(const known_entries *e)
{
    return e->book_count;
}

/* ------------------------------------------------------------- imported --- */

/* A copy of a part's bytes: in memory of the index, where the parts that were
 * remembered make room if need be, or in that of the hits if one part alone is
 * too much for it. NULL without memory. */
static const char *copy_part(known_entries *e, answers *known, const buf *bytes,
                             bool *kept)
{
    const char *copy = arena_copy(&known->arena, buf_text(bytes), bytes->len);
    if (copy == NULL) {
        answers_forget(known);
        copy = arena_copy(&known->arena, buf_text(bytes), bytes->len);
    }
    *kept = copy != NULL;
    return *kept ? copy : arena_copy(e->arena, buf_text(bytes), bytes->len);
}

static pilcrow_status read_part(lexicon_part *out, known_entries *e,
                                pilcrow_index *owner, const char *key,
                                XXH128_hash_t hash, pilcrow_error *err)
{
    buf bytes;
    bool kept = false;
    answers *known = owner->lexicons->parts;
    buf_init(&bytes, LEXICON_PART_MAX);
    pilcrow_status status =
        engine_metadata(owner->snapshot, key, strlen(key), &bytes, err);
    if (status == PILCROW_OK) {
        const char *copy = copy_part(e, known, &bytes, &kept);
        status = copy == NULL ? error_no_memory(err)
                              : lexicon_open_part(out, copy, bytes.len, err);
    }
    buf_release(&bytes);
    lexicon_part *place =
        status == PILCROW_OK && kept ? answers_put(known, hash) : NULL;
    if (place != NULL)
        *place = *out;
    return status;
}

/* The part of an imported glossary that is under `key`. */
static pilcrow_status fetch(lexicon_part *out, known_entries *e,
                            const entries_book *book, const char *key,
                            pilcrow_error *err)
{
    const XXH128_hash_t hash = XXH3_128bits(key, strlen(key));
    const lexicon_part *known =
        answers_find(book->owner->lexicons->parts, hash);
    if (known == NULL)
        return read_part(out, e, book->owner, key, hash, err);
    *out = *known;
    return PILCROW_OK;
}

/* The part that a term lies in. */
static pilcrow_status fetch_sides(lexicon_part *out, known_entries *e,
                                  const entries_book *book, const char *term,
                                  size_t len, pilcrow_error *err)
{
    char key[LEXICON_KEY_MAX];
    lexicon_sides_key(key, book->head.key,
                      lexicon_part_of(term, len, book->head.parts));
    return fetch(out, e, book, key, err);
}

/* Look a term up in an imported glossary. */
static pilcrow_status look_up(known_entries *e, const entries_book *book,
                              const char *term, size_t len, uint64_t *numbers,
                              size_t max, size_t *count, pilcrow_error *err)
{
    lexicon_part sides;
    pilcrow_status status = fetch_sides(&sides, e, book, term, len, err);
    return status != PILCROW_OK
               ? status
               : lexicon_find_side(numbers, max, count, &sides, term, len, err);
}

static pilcrow_status find_longest(known_entries *e, const entries_book *book,
                                   const char *term, size_t len, size_t *out,
                                   pilcrow_error *err)
{
    lexicon_part sides;
    pilcrow_status status = fetch_sides(&sides, e, book, term, len, err);
    return status != PILCROW_OK
               ? status
               : lexicon_find_longest(out, &sides, term, len, err);
}

/* Read all of block `n` of the entries; it is not remembered. */
static pilcrow_status read_block(known_entries *e, const entries_book *book,
                                 uint64_t n, lexicon_entry *block,
                                 size_t *count, pilcrow_error *err)
{
    buf bytes;
    lexicon_part part;
    char key[LEXICON_KEY_MAX];
    buf_init(&bytes, LEXICON_PART_MAX);
    lexicon_entries_key(key, book->head.key, n);
    pilcrow_status status =
        engine_metadata(book->owner->snapshot, key, strlen(key), &bytes, err);
    if (status == PILCROW_OK)
        status = lexicon_open_part(&part, buf_text(&bytes), bytes.len, err);
    if (status == PILCROW_OK)
        status = lexicon_get_entries(block, count, e->arena, &part, err);
    buf_release(&bytes);
    return status;
}

static pilcrow_status give(const entries_book *book, const lexicon_entry *entry,
                           entries_visitor visit, void *ctx, pilcrow_error *err)
{
    const entries_found found = {.entry = entry->entry,
                                 .document = book->path,
                                 .path = book->path,
                                 .line = (size_t)entry->line,
                                 .id = "",
                                 .terms = entry->terms};
    return visit(ctx, &found, err);
}

static pilcrow_status find_imported(known_entries *e, const entries_book *book,
                                    const char *term, size_t len, size_t limit,
                                    entries_visitor visit, void *ctx,
                                    pilcrow_error *err)
{
    uint64_t numbers[ENTRIES_LIMIT_MAX];
    size_t found = 0;
    pilcrow_status status =
        look_up(e, book, term, len, numbers, limit, &found, err);
    for (size_t i = 0; i < found && i < limit && status == PILCROW_OK; i++) {
        char key[LEXICON_KEY_MAX];
        lexicon_part block;
        lexicon_entry entry;
        lexicon_entries_key(key, book->head.key, numbers[i] / LEXICON_BLOCK);
        status = fetch(&block, e, book, key, err);
        if (status == PILCROW_OK)
            status =
                lexicon_get_entry(&entry, e->arena, &block,
                                  (size_t)(numbers[i] % LEXICON_BLOCK), err);
        if (status == PILCROW_OK)
            status = give(book, &entry, visit, ctx, err);
    }
    return status;
}

/* --------------------------------------------------------- in documents --- */

static pilcrow_status give_paragraph(known_entries *e, engine_ref ref,
                                     entries_visitor visit, void *ctx,
                                     pilcrow_error *err)
{
    schema_record record;
    pilcrow_paragraph p;
    pilcrow_status status =
        index_paragraph(&p, e->index, ref, e->arena, &record, err);
    if (status != PILCROW_OK || record.entry == NULL)
        return status;
    const entries_found found = {record.entry, p.document, p.path, p.line,
                                 p.id,         &record,    NULL};
    return visit(ctx, &found, err);
}

static pilcrow_status find_in_documents(known_entries *e, const char *term,
                                        size_t len, size_t limit,
                                        entries_visitor visit, void *ctx,
                                        pilcrow_error *err)
{
    engine_result found = {0};
    const engine_query query = {
        .op = ENGINE_TERM, .field = ENGINE_GLOSSARY, .term = term, .len = len};
    const engine_search_options options = {
        .limit = limit, .k1 = 1.2, .b = 0.75};
    pilcrow_status status =
        engine_search(e->index->snapshot, &query, &options, &found, err);
    for (size_t i = 0; i < found.count && status == PILCROW_OK; i++)
        status = give_paragraph(e, found.hits[i].ref, visit, ctx, err);
    engine_result_release(&found);
    return status;
}

/* -------------------------------------------------------------- looking --- */

static pilcrow_status count_in_documents(const known_entries *e,
                                         const char *term, size_t len,
                                         uint64_t *out, pilcrow_error *err)
{
    *out = 0;
    if (e->in_documents == 0)
        return PILCROW_OK;
    return engine_frequencies(e->index->snapshot, ENGINE_GLOSSARY, term, len,
                              out, NULL, err);
}

pilcrow_status entries_count(known_entries *e, const char *term, size_t len,
                             uint64_t *out, pilcrow_error *err)
{
    pilcrow_status status = count_in_documents(e, term, len, out, err);
    for (size_t i = 0; i < e->book_count && status == PILCROW_OK; i++) {
        size_t count;
        status = look_up(e, &e->books[i], term, len, NULL, 0, &count, err);
        *out += status == PILCROW_OK ? count : 0;
    }
    return status;
}

/* What the longest side among the terms of documents is looked for with. */
typedef struct longest {
    const char *term;
    size_t len;
    size_t found;
} longest;

static bool note_longest(void *ctx, const char *term, size_t len,
                         uint64_t paragraphs, uint64_t occurrences)
{
    longest *l = ctx;
    (void)occurrences;
    if (paragraphs > 0 && len > l->found &&
        lexicon_begins_with(l->term, l->len, term, len))
        l->found = len;
    return true;
}

/* Many sides may begin with one word, few with two. */
static pilcrow_status longest_in_documents(const known_entries *e, longest *l,
                                           pilcrow_error *err)
{
    const char *space = memchr(l->term, ' ', l->len);
    if (space == NULL || e->in_documents == 0)
        return PILCROW_OK;
    const char *second = space + 1;
    size_t rest = l->len - (size_t)(second - l->term);
    const char *end = memchr(second, ' ', rest);
    size_t len = end == NULL ? l->len : (size_t)(end - l->term);
    return engine_terms(e->index->snapshot, ENGINE_GLOSSARY, l->term, len,
                        note_longest, l, err);
}

pilcrow_status entries_longest(known_entries *e, const char *term, size_t len,
                               size_t *out, pilcrow_error *err)
{
    longest l = {term, len, 0};
    pilcrow_status status = longest_in_documents(e, &l, err);
    *out = l.found;
    for (size_t i = 0; i < e->book_count && status == PILCROW_OK; i++) {
        size_t found = 0;
        status = find_longest(e, &e->books[i], term, len, &found, err);
        if (found > *out)
            *out = found;
    }
    return status;
}

pilcrow_status entries_find(known_entries *e, const char *term, size_t len,
                            size_t limit, entries_visitor visit, void *ctx,
                            pilcrow_error *err)
{
    uint64_t held = 0;
    if (limit > ENTRIES_LIMIT_MAX)
        limit = ENTRIES_LIMIT_MAX;
    pilcrow_status status = count_in_documents(e, term, len, &held, err);
    if (status == PILCROW_OK && held > 0)
        status = find_in_documents(e, term, len, limit, visit, ctx, err);
    for (size_t i = 0; i < e->book_count && status == PILCROW_OK; i++)
        status =
            find_imported(e, &e->books[i], term, len, limit, visit, ctx, err);
    return status;
}

/* ------------------------------------------------------------------ all --- */

typedef struct gathering {
    engine_ref *refs;
    size_t count, capacity;
    bool failed;
} gathering;

static bool gather_ref(void *ctx, engine_ref ref, uint64_t document)
{
    gathering *g = ctx;
    engine_ref *refs = list_room(g->refs, g->count, &g->capacity, sizeof *refs);
    (void)document;
    g->failed = refs == NULL;
    if (g->failed)
        return false;
    g->refs = refs;
    g->refs[g->count++] = ref;
    return true;
}

static pilcrow_status each_in_documents(known_entries *e, entries_visitor visit,
                                        void *ctx, pilcrow_error *err)
{
    gathering g = {0};
    const char *kind = corpus_kind_name(CORPUS_GLOSSARY);
    const engine_query query = {.op = ENGINE_TERM,
                                .field = ENGINE_KIND,
                                .term = kind,
                                .len = strlen(kind)};
    pilcrow_status status =
        engine_each_match(e->index->snapshot, &query, 0, gather_ref, &g, err);
    if (status == PILCROW_OK && g.failed)
        status = error_no_memory(err);
    for (size_t i = 0; i < g.count && status == PILCROW_OK; i++)
        status = give_paragraph(e, g.refs[i], visit, ctx, err);
    free(g.refs);
    return status;
}

static pilcrow_status each_imported(known_entries *e, const entries_book *book,
                                    entries_visitor visit, void *ctx,
                                    pilcrow_error *err)
{
    lexicon_entry block[LEXICON_BLOCK];
    pilcrow_status status = PILCROW_OK;
    uint64_t blocks = (book->head.entries + LEXICON_BLOCK - 1) / LEXICON_BLOCK;
    for (uint64_t n = 0; n < blocks && status == PILCROW_OK; n++) {
        size_t count = 0;
        status = read_block(e, book, n, block, &count, err);
        for (size_t i = 0; i < count && status == PILCROW_OK; i++)
            status = give(book, &block[i], visit, ctx, err);
    }
    return status;
}

pilcrow_status entries_each(known_entries *e, entries_visitor visit, void *ctx,
                            pilcrow_error *err)
{
    pilcrow_status status = each_in_documents(e, visit, ctx, err);
    for (size_t i = 0; i < e->book_count && status == PILCROW_OK; i++)
        status = each_imported(e, &e->books[i], visit, ctx, err);
    return status;
}
