/* SPDX-License-Identifier: MIT
 *
 * In: keys and values. Out: sorted files of them, and what several say
 * together. Invariant: of a key's values the newest counts. */
#include "engine/segment/file/metadata.h"

#include <stdlib.h>
#include <string.h>

#include "base/list.h"
#include "engine/segment/file/files.h"
#include "engine/segment/file/sorting.h"
#include "engine/segment/file/varint.h"

#define CHANGES_MAX ((size_t)1 << 40)
/* A file of up to so many bytes is read from the disk as a whole. */
#define EXPECTED_MAX ((uint64_t)1 << 20)
#define PLACE_BYTES (METADATA_WORDS * 8u)

struct metadata_change {
    const char *key;
    const char *value;
    size_t key_len;
    size_t len;
    size_t order;
};

/* ------------------------------------------------------------- changes --- */

void metadata_changes_init(metadata_changes *c)
{
    *c = (metadata_changes){0};
    arena_init(&c->arena, CHANGES_MAX);
}

void metadata_changes_release(metadata_changes *c)
{
    free(c->list);
    arena_release(&c->arena);
    metadata_changes_init(c);
}

size_t metadata_changes_memory(const metadata_changes *c)
{
    return c->arena.total + c->capacity * sizeof *c->list;
}

bool metadata_change(metadata_changes *c, const char *key, size_t key_len,
                     const char *value, size_t len)
{
    struct metadata_change change = {
        .key = arena_copy(&c->arena, key, key_len),
        .value = arena_copy(&c->arena, value, len),
        .key_len = key_len,
        .len = len,
        .order = c->count};
    struct metadata_change *list =
        list_room(c->list, c->count, &c->capacity, sizeof *list);
    if (list != NULL)
        c->list = list;
    if (list == NULL || change.key == NULL || change.value == NULL)
        return false;
    c->list[c->count++] = change;
    return true;
}

static int by_key(const void *a, const void *b)
{
    const struct metadata_change *left = a;
    const struct metadata_change *right = b;
    int order = sorting_order(left->key, left->key_len, right->key,
                              right->key_len);
    if (order != 0)
        return order;
    return left->order < right->order ? -1 : 1;
}

/* ------------------------------------------------------------- writing --- */

typedef struct writer {
    sink *file;
    table_writer table;
    buf payload;
    bool failed; /* a key was not taken */
} writer;

static pilcrow_status writer_open(writer *w, const metadata_name *name,
                                  const char *data, pilcrow_error *err)
{
    char *path = files_path(data, FILES_METADATA, name->number);
    *w = (writer){0};
    pilcrow_status status = path == NULL ? error_no_memory(err)
                                         : sink_open(&w->file, path, err);
    free(path);
    if (status != PILCROW_OK)
        return status;
    sink_add(w->file, METADATA_MAGIC, METADATA_MAGIC_BYTES);
    table_writer_init(&w->table, w->file);
    buf_init(&w->payload, CHANGES_MAX);
    return status;
}

static void writer_release(writer *w)
{
    if (w->file != NULL)
        table_writer_release(&w->table);
    buf_release(&w->payload);
    sink_close(w->file);
}

/* A key's payload: its value's length and 1, and the value; 0 where it is
 * removed. */
static bool writer_add(void *ctx, const char *key, size_t key_len,
                       const char *value, size_t len)
{
    writer *w = ctx;
    unsigned char head[VARINT_MAX];
    buf_clear(&w->payload);
    buf_add(&w->payload, head, varint_write(head, len > 0 ? len + 1 : 0));
    if (!buf_add(&w->payload, value, len) ||
        !table_writer_add(&w->table, key, key_len, 0, w->payload.data,
                          w->payload.len))
        w->failed = true;
    return !w->failed;
}

static pilcrow_status writer_finish(writer *w, metadata_name *out,
                                    bool durable, pilcrow_error *err)
{
    static const unsigned char zeros[8];
    table_place place;
    bool whole = table_writer_end(&w->table, &place);
    pilcrow_status status = sink_status(w->file, err);
    if (status == PILCROW_OK && (!whole || w->failed))
        status = error_no_memory(err);
    if (status != PILCROW_OK)
        return status;
    const uint64_t words[METADATA_WORDS] = {place.offset, place.leaves_len,
                                            place.root, place.len,
                                            place.count, place.depth};
    sink_add(w->file, zeros, (8 - sink_size(w->file) % 8) % 8);
    for (unsigned i = 0; i < METADATA_WORDS; i++) {
        unsigned char bytes[8];
        pages_word_write(bytes, words[i]);
        sink_add(w->file, bytes, sizeof bytes);
    }
    return sink_finish(w->file, durable, &out->bytes, &out->checksum, err);
}

pilcrow_status metadata_write(metadata_changes *c, metadata_name *out,
                              const char *data, bool durable,
                              pilcrow_error *err)
{
    writer w;
    pilcrow_status status = writer_open(&w, out, data, err);
    if (status != PILCROW_OK)
        return status;
    if (c->count > 0)
        qsort(c->list, c->count, sizeof *c->list, by_key);
    for (size_t i = 0; i < c->count; i++) {
        const struct metadata_change *at = &c->list[i];
        bool hidden = i + 1 < c->count &&
                      sorting_order(at->key, at->key_len, at[1].key,
                                    at[1].key_len) == 0;
        if (!hidden)
            writer_add(&w, at->key, at->key_len, at->value, at->len);
    }
    status = writer_finish(&w, out, durable, err);
    writer_release(&w);
    if (status == PILCROW_OK)
        metadata_changes_release(c);
    return status;
}

pilcrow_status metadata_merge(metadata_file *files, size_t count, bool whole,
                              metadata_name *out, const char *data,
                              bool durable, pilcrow_error *err)
{
    writer w;
    pilcrow_status status = writer_open(&w, out, data, err);
    if (status != PILCROW_OK)
        return status;
    status = metadata_each(files, count, !whole, "", 0, writer_add, &w, err);
    if (status == PILCROW_OK)
        status = writer_finish(&w, out, durable, err);
    writer_release(&w);
    return status;
}

/* ------------------------------------------------------------- reading --- */

static bool skip_value(const unsigned char **at, const unsigned char *end,
                       unsigned char first, uint64_t *sum)
{
    uint64_t head;
    (void)first;
    (void)sum;
    if (!varint_read(at, end, &head))
        return false;
    uint64_t len = head == 0 ? 0 : head - 1;
    if (len > (uint64_t)(end - *at))
        return false;
    *at += len;
    return true;
}

static bool open_table(metadata_file *f)
{
    pages *p = &f->pages;
    if (p->content <= EXPECTED_MAX)
        pages_expect(p, 0, p->content);
    if (p->content < METADATA_MAGIC_BYTES + PLACE_BYTES ||
        !pages_touch(p, 0, METADATA_MAGIC_BYTES) ||
        memcmp(p->bytes, METADATA_MAGIC, METADATA_MAGIC_BYTES) != 0 ||
        !pages_touch(p, p->content - PLACE_BYTES, PLACE_BYTES))
        return false;
    uint64_t words[METADATA_WORDS];
    for (unsigned i = 0; i < METADATA_WORDS; i++)
        words[i] = pages_word(p->bytes + p->content - PLACE_BYTES + 8 * i);
    if (words[5] > TABLE_DEPTH_MAX)
        return false;
    const table_place place = {words[0], words[1], words[2],
                               words[3], words[4], (uint32_t)words[5]};
    return table_open(&f->table, p, &place, skip_value);
}

pilcrow_status metadata_open(metadata_file *out, const char *data,
                             const metadata_name *name, pilcrow_error *err)
{
    *out = (metadata_file){0};
    char *path = files_path(data, FILES_METADATA, name->number);
    if (path == NULL)
        return error_no_memory(err);
    pilcrow_status status =
        pages_open(&out->pages, path, name->bytes, name->checksum, err);
    if (status == PILCROW_OK && !open_table(out)) {
        metadata_close(out);
        status = error_set(err, PILCROW_CORRUPT,
                           "'%s' is not as it was written; rebuild the index "
                           "with --full",
                           path);
    }
    free(path);
    return status;
}

void metadata_close(metadata_file *f)
{
    pages_close(&f->pages);
}

static pilcrow_status damaged(pilcrow_error *err)
{
    return error_set(err, PILCROW_CORRUPT,
                     "the index is damaged: its metadata are not as they were "
                     "written; rebuild it with --full");
}

/* The value that a cursor stands on. */
static const char *value_at(const table_cursor *c, size_t *len)
{
    uint64_t head = 0;
    const unsigned char *at = c->payload;
    varint_read(&at, c->payload_end, &head);
    *len = (size_t)(c->payload_end - at);
    return (const char *)at;
}

pilcrow_status metadata_get(metadata_file *files, size_t count,
                            const char *key, size_t key_len, buf *value,
                            pilcrow_error *err)
{
    table_cursor c;
    buf_clear(value);
    for (size_t i = count; i-- > 0;) {
        if (!table_seek(&c, &files[i].table, key, key_len))
            return damaged(err);
        if (c.done || sorting_order(c.key, c.key_len, key, key_len) != 0)
            continue;
        size_t len;
        const char *bytes = value_at(&c, &len);
        return buf_add(value, bytes, len) ? PILCROW_OK : error_no_memory(err);
    }
    return PILCROW_OK;
}

/* The newest of the cursors that stand on the least key; -1: all are done. */
static int find_least(const table_cursor *cursors, size_t count)
{
    int least = -1;
    for (size_t i = count; i-- > 0;) {
        const table_cursor *c = &cursors[i];
        if (c->done)
            continue;
        if (least < 0 || sorting_order(c->key, c->key_len,
                                       cursors[least].key,
                                       cursors[least].key_len) < 0)
            least = (int)i;
    }
    return least;
}

/* Move all cursors on that stand on this key. */
static bool pass(table_cursor *cursors, size_t count, const char *key,
                 size_t key_len)
{
    for (size_t i = 0; i < count; i++) {
        table_cursor *c = &cursors[i];
        if (!c->done && sorting_order(c->key, c->key_len, key, key_len) == 0 &&
            !table_next(c))
            return false;
    }
    return true;
}

static bool seek_all(table_cursor *cursors, metadata_file *files,
                     size_t count, const char *prefix, size_t prefix_len)
{
    for (size_t i = 0; i < count; i++)
        if (!table_seek(&cursors[i], &files[i].table, prefix, prefix_len))
            return false;
    return true;
}

pilcrow_status metadata_each(metadata_file *files, size_t count, bool removed,
                             const char *prefix, size_t prefix_len,
                             metadata_visitor *visit, void *ctx,
                             pilcrow_error *err)
{
    char key[TABLE_KEY_MAX];
    table_cursor *cursors = calloc(count + 1, sizeof *cursors);
    if (cursors == NULL)
        return error_no_memory(err);
    bool ok = seek_all(cursors, files, count, prefix, prefix_len);
    for (int at; ok && (at = find_least(cursors, count)) >= 0;) {
        size_t len;
        const table_cursor *c = &cursors[at];
        const char *value = value_at(c, &len);
        if (c->key_len < prefix_len ||
            memcmp(c->key, prefix, prefix_len) != 0)
            break;
        if ((len > 0 || removed) &&
            !visit(ctx, c->key, c->key_len, value, len))
            break;
        size_t key_len = c->key_len;
        memcpy(key, c->key, key_len);
        ok = pass(cursors, count, key, key_len);
    }
    free(cursors);
    return ok ? PILCROW_OK : damaged(err);
}
