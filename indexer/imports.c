/* SPDX-License-Identifier: MIT
 *
 * In: the entries of an imported glossary, or an index that holds some. Out:
 * their parts as metadata in the open transaction, or those that are damaged.
 * Invariant: what is written follows from the entries and the analyser. */
#include "indexer/imports.h"

#include <stdlib.h>
#include <string.h>

#include "base/list.h"
#include "base/path.h"
#include "indexer/import_book.h"

#define MEMORY_MAX ((size_t)2 << 30)

void imports_init(imports *list)
{
    *list = (imports){0};
    arena_init(&list->arena, MEMORY_MAX);
}

void imports_release(imports *list)
{
    free(list->items);
    arena_release(&list->arena);
    *list = (imports){0};
}

typedef struct loading {
    imports *list;
    pilcrow_status status;
    pilcrow_error *err;
} loading;

static bool load_head(void *ctx, const char *key, size_t key_len,
                      const char *value, size_t len)
{
    loading *l = ctx;
    imports *list = l->list;
    lexicon_head *items =
        list_room(list->items, list->count, &list->capacity, sizeof *items);
    if (items == NULL) {
        l->status = error_no_memory(l->err);
        return false;
    }
    list->items = items;
    l->status = lexicon_get_head(&items[list->count], &list->arena, key,
                                 key_len, value, len, l->err);
    list->count += l->status == PILCROW_OK;
    return l->status == PILCROW_OK;
}

pilcrow_status imports_load(imports *list, engine_snapshot *snapshot,
                            pilcrow_error *err)
{
    loading l = {list, PILCROW_OK, err};
    pilcrow_status status = engine_metadata_each(
        snapshot, LEXICON_HEADS, strlen(LEXICON_HEADS), load_head, &l, err);
    return status == PILCROW_OK ? l.status : status;
}

/* ------------------------------------------------------------- dropping --- */

static pilcrow_status erase(session *s, const char *key, pilcrow_error *err)
{
    return engine_writer_set_metadata(s->writer, key, strlen(key), "", 0, err);
}

static uint64_t entry_parts(const lexicon_head *head)
{
    return (head->entries + LEXICON_BLOCK - 1) / LEXICON_BLOCK;
}

pilcrow_status imports_drop(session *s, const lexicon_head *head,
                            pilcrow_error *err)
{
    char key[LEXICON_KEY_MAX];
    lexicon_head_key(key, head->key);
    pilcrow_status status = erase(s, key, err);
    for (uint64_t i = 0; i < entry_parts(head) && status == PILCROW_OK; i++) {
        lexicon_entries_key(key, head->key, i);
        status = erase(s, key, err);
    }
    for (uint64_t i = 0; i < head->parts && status == PILCROW_OK; i++) {
        lexicon_sides_key(key, head->key, i);
        status = erase(s, key, err);
    }
    s->changed = true;
    return status;
}

static bool is_meant(const session *s, const lexicon_head *head,
                     const char *stored, const char *given)
{
    return head->in_memory ? strcmp(head->path, given) == 0
                           : places_is_below(&s->places, head->path, stored);
}

pilcrow_status imports_forget(session *s, const char *stored, const char *given,
                              uint64_t *dropped, pilcrow_error *err)
{
    imports list;
    engine_snapshot *own = NULL;
    pilcrow_status status = PILCROW_OK;
    if (s->replaces)
        return PILCROW_OK;
    imports_init(&list);
    if (s->before == NULL)
        status = engine_snapshot_open(&own, s->places.dir, err);
    if (status == PILCROW_OK)
        status = imports_load(&list, own != NULL ? own : s->before, err);
    for (size_t i = 0; i < list.count && status == PILCROW_OK; i++) {
        if (!is_meant(s, &list.items[i], stored, given))
            continue;
        status = imports_drop(s, &list.items[i], err);
        ++*dropped;
    }
    engine_snapshot_close(own);
    imports_release(&list);
    return status;
}

/* -------------------------------------------------------------- reading --- */

/* Add all entries of a kept glossary to the book. */
static pilcrow_status read_book(import_book *book, engine_snapshot *snapshot,
                                const lexicon_head *head, pilcrow_error *err)
{
    buf bytes;
    char key[LEXICON_KEY_MAX];
    lexicon_part part;
    lexicon_entry block[LEXICON_BLOCK];
    pilcrow_status status = lexicon_check_version(head, err);
    buf_init(&bytes, LEXICON_PART_MAX);
    for (uint64_t i = 0; i < entry_parts(head) && status == PILCROW_OK; i++) {
        size_t count = 0;
        lexicon_entries_key(key, head->key, i);
        status = engine_metadata(snapshot, key, strlen(key), &bytes, err);
        if (status == PILCROW_OK)
            status = lexicon_open_part(&part, buf_text(&bytes), bytes.len, err);
        if (status == PILCROW_OK)
            status =
                lexicon_get_entries(block, &count, &book->arena, &part, err);
        for (size_t k = 0; k < count && status == PILCROW_OK; k++)
            if (!import_book_add(book, block[k].line, block[k].entry))
                status = error_no_memory(err);
    }
    buf_release(&bytes);
    return status;
}

pilcrow_status imports_carry(session *s, pilcrow_error *err)
{
    imports list;
    if (s->before == NULL)
        return PILCROW_OK;
    imports_init(&list);
    pilcrow_status status = imports_load(&list, s->before, err);
    for (size_t i = 0; i < list.count && status == PILCROW_OK; i++) {
        import_book book;
        import_book_init(&book);
        status = read_book(&book, s->before, &list.items[i], err);
        if (status == PILCROW_OK)
            status = import_book_write(&book, s, &list.items[i], err);
        import_book_release(&book);
    }
    imports_release(&list);
    return status;
}

/* ------------------------------------------------------------- checking --- */

typedef struct comparing {
    engine_snapshot *snapshot;
    size_t different;
    buf kept;
} comparing;

static pilcrow_status compare_part(void *ctx, const char *key,
                                   const char *value, size_t len,
                                   pilcrow_error *err)
{
    comparing *c = ctx;
    pilcrow_status status =
        engine_metadata(c->snapshot, key, strlen(key), &c->kept, err);
    if (status == PILCROW_OK &&
        (c->kept.len != len || memcmp(buf_text(&c->kept), value, len) != 0))
        c->different++;
    return status;
}

static pilcrow_status check_one(engine_snapshot *snapshot, analyser *tokens,
                                const lexicon_head *head, buf *sentence,
                                pilcrow_error *err)
{
    import_book book;
    comparing c = {.snapshot = snapshot};
    import_book_init(&book);
    buf_init(&c.kept, LEXICON_PART_MAX);
    pilcrow_status status = read_book(&book, snapshot, head, err);
    if (status == PILCROW_OK && book.count != head->entries)
        buf_add_format(sentence,
                       "the imported glossary '%s' has %zu entries, and should "
                       "have %llu",
                       head->path, book.count,
                       (unsigned long long)head->entries);
    else if (status == PILCROW_OK)
        status = import_book_parts(&book, tokens, head, compare_part, &c, err);
    if (c.different > 0)
        buf_add_format(sentence,
                       "%zu parts of the imported glossary '%s' are not what "
                       "its entries give",
                       c.different, head->path);
    buf_release(&c.kept);
    import_book_release(&book);
    return status;
}

pilcrow_status imports_check(engine_snapshot *snapshot, analyser *tokens,
                             pilcrow_damage_fn found, void *ctx,
                             pilcrow_error *err)
{
    imports list;
    buf sentence;
    imports_init(&list);
    buf_init(&sentence, 4 * PATH_BYTES_MAX);
    pilcrow_status status = imports_load(&list, snapshot, err);
    for (size_t i = 0; i < list.count && status == PILCROW_OK; i++) {
        buf_clear(&sentence);
        status = check_one(snapshot, tokens, &list.items[i], &sentence, err);
        if (status == PILCROW_OK && sentence.len > 0)
            found(ctx, buf_text(&sentence));
    }
    buf_release(&sentence);
    imports_release(&list);
    return status;
}
