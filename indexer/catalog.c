/* SPDX-License-Identifier: MIT
 *
 * In: metadata. Out: the files and roots of an index, and back. Files are kept
 * sorted, so that they can be laid beside a sorted list of what is on disk. */
#include "indexer/catalog.h"

#include <stdlib.h>
#include <string.h>

#include "base/list.h"
#include "corpus/schema.h"

#define FILE_PREFIX "file/"
#define ROOTS_KEY "roots"
#define TEXTS_MAX ((size_t)4 << 30)
#define ENTRY_MAX ((size_t)1 << 20)

void catalog_init(catalog *c)
{
    *c = (catalog){0};
    arena_init(&c->arena, TEXTS_MAX);
}

void catalog_release(catalog *c)
{
    free(c->files);
    free(c->roots);
    arena_release(&c->arena);
    catalog_init(c);
}

int catalog_compare(const char *path_a, bool in_memory_a, const char *path_b,
                    bool in_memory_b)
{
    int order = strcmp(path_a, path_b);
    return order != 0 ? order : (int)in_memory_a - (int)in_memory_b;
}

static int compare_files(const void *left, const void *right)
{
    const catalog_file *a = left;
    const catalog_file *b = right;
    return catalog_compare(a->path, a->in_memory, b->path, b->in_memory);
}

/* ------------------------------------------------------------- reading --- */

typedef struct loading {
    catalog *catalog;
    pilcrow_status status;
    pilcrow_error *err;
} loading;

static bool room_for_file(catalog *c)
{
    catalog_file *files =
        list_room(c->files, c->file_count, &c->file_capacity, sizeof *files);
    if (files == NULL)
        return false;
    c->files = files;
    return true;
}

static void read_file(catalog_file *file, schema_reader *r, arena *a)
{
    file->path = schema_get_text(r, a, NULL);
    file->root = schema_get_text(r, a, NULL);
    file->in_memory = schema_get_number(r) != 0;
    file->format = (corpus_format)schema_get_number(r);
    file->size = schema_get_number(r);
    file->seconds = schema_get_number(r);
    file->nanoseconds = schema_get_number(r);
    file->hash_high = schema_get_number(r);
    file->hash_low = schema_get_number(r);
    file->documents = schema_get_number(r);
    file->paragraphs = schema_get_number(r);
    file->words = schema_get_number(r);
    file->done = false;
}

static bool load_file(void *ctx, const char *key, size_t key_len,
                      const char *value, size_t len)
{
    loading *l = ctx;
    catalog *c = l->catalog;
    schema_reader r = {value, value + len, false};
    (void)key;
    (void)key_len;
    if (!room_for_file(c)) {
        l->status = error_no_memory(l->err);
        return false;
    }
    read_file(&c->files[c->file_count++], &r, &c->arena);
    if (r.failed || r.at != r.end)
        l->status = c->arena.failed
                        ? error_no_memory(l->err)
                        : error_set(l->err, PILCROW_CORRUPT,
                                    "the index's list of files is damaged; "
                                    "rebuild it with 'pilcrow index --full'");
    return l->status == PILCROW_OK;
}

static void read_root(catalog_root *root, schema_reader *r, arena *a)
{
    root->path = schema_get_text(r, a, NULL);
    root->hidden = schema_get_number(r) != 0;
    root->follow = schema_get_number(r) != 0;
    root->format = (corpus_format)schema_get_number(r);
    size_t count = (size_t)schema_get_number(r);
    if (r->failed || count > (size_t)(r->end - r->at)) {
        r->failed = true;
        return;
    }
    const char **exclude = arena_array(a, count + 1, sizeof *exclude);
    if (exclude == NULL) {
        r->failed = true;
        return;
    }
    for (size_t i = 0; i < count; i++)
        exclude[i] = schema_get_text(r, a, NULL);
    root->exclude = exclude;
    root->exclude_count = count;
}

static pilcrow_status load_roots(catalog *c, const buf *value,
                                 pilcrow_error *err)
{
    const char *bytes = buf_text(value);
    schema_reader r = {bytes, bytes + value->len, false};
    while (r.at < r.end && !r.failed) {
        catalog_root root;
        read_root(&root, &r, &c->arena);
        if (!r.failed && !catalog_set_root(c, &root))
            return error_no_memory(err);
    }
    c->roots_changed = false;
    if (r.failed)
        return error_set(err, PILCROW_CORRUPT,
                         "the index's list of folders is damaged; rebuild it "
                         "with 'pilcrow index --full' and their names");
    return PILCROW_OK;
}

pilcrow_status catalog_load(catalog *c, engine_snapshot *snapshot,
                            pilcrow_error *err)
{
    loading l = {c, PILCROW_OK, err};
    buf roots;
    buf_init(&roots, ENGINE_RECORD_MAX);
    pilcrow_status status = engine_metadata_each(
        snapshot, FILE_PREFIX, strlen(FILE_PREFIX), load_file, &l, err);
    if (status == PILCROW_OK)
        status = l.status;
    if (status == PILCROW_OK)
        status = engine_metadata(snapshot, ROOTS_KEY, strlen(ROOTS_KEY), &roots,
                                 err);
    if (status == PILCROW_OK)
        status = load_roots(c, &roots, err);
    if (status == PILCROW_OK && c->file_count > 0)
        qsort(c->files, c->file_count, sizeof *c->files, compare_files);
    buf_release(&roots);
    return status;
}

/* ------------------------------------------------------------- looking --- */

catalog_file *catalog_find(const catalog *c, const char *path, bool in_memory)
{
    catalog_file key = {.path = path, .in_memory = in_memory};
    if (c->file_count == 0)
        return NULL;
    return bsearch(&key, c->files, c->file_count, sizeof *c->files,
                   compare_files);
}

catalog_root *catalog_find_root(const catalog *c, const char *path)
{
    for (size_t i = 0; i < c->root_count; i++)
        if (strcmp(c->roots[i].path, path) == 0)
            return &c->roots[i];
    return NULL;
}

/* ------------------------------------------------------------ changing --- */

static catalog_root *room_for_root(catalog *c)
{
    catalog_root *roots =
        list_room(c->roots, c->root_count, &c->root_capacity, sizeof *roots);
    if (roots == NULL)
        return NULL;
    c->roots = roots;
    return &c->roots[c->root_count++];
}

static bool same_root(const catalog_root *a, const catalog_root *b)
{
    if (a->hidden != b->hidden || a->follow != b->follow ||
        a->format != b->format || a->exclude_count != b->exclude_count)
        return false;
    for (size_t i = 0; i < a->exclude_count; i++)
        if (strcmp(a->exclude[i], b->exclude[i]) != 0)
            return false;
    return true;
}

bool catalog_set_root(catalog *c, const catalog_root *root)
{
    const catalog_root *known = catalog_find_root(c, root->path);
    if (known != NULL && same_root(known, root))
        return true;
    c->roots_changed = true;
    const char **exclude =
        arena_array(&c->arena, root->exclude_count + 1, sizeof *exclude);
    if (exclude == NULL)
        return false;
    for (size_t i = 0; i < root->exclude_count; i++)
        exclude[i] = arena_text(&c->arena, root->exclude[i]);
    const char *path = arena_text(&c->arena, root->path);
    catalog_root *slot = catalog_find_root(c, root->path);
    if (slot == NULL)
        slot = room_for_root(c);
    if (slot == NULL || c->arena.failed)
        return false;
    *slot = *root;
    slot->path = path;
    slot->exclude = exclude;
    return true;
}

void catalog_drop_root(catalog *c, const char *path)
{
    catalog_root *root = catalog_find_root(c, path);
    if (root == NULL)
        return;
    c->roots_changed = true;
    size_t index = (size_t)(root - c->roots);
    memmove(root, root + 1, (c->root_count - index - 1) * sizeof *root);
    c->root_count--;
}

/* ------------------------------------------------------------- writing --- */

static void metadata_key(char *key, const catalog_file *file)
{
    memcpy(key, FILE_PREFIX, strlen(FILE_PREFIX));
    schema_file_key(key + strlen(FILE_PREFIX), file->path, file->in_memory);
}

#define METADATA_KEY_BYTES (sizeof FILE_PREFIX + SCHEMA_KEY_LETTERS)

static void put_text(buf *out, const char *text)
{
    schema_put_text(out, text, strlen(text));
}

pilcrow_status catalog_write_file(engine_writer *writer,
                                  const catalog_file *file, pilcrow_error *err)
{
    char key[METADATA_KEY_BYTES];
    buf value;
    pilcrow_status status;
    buf_init(&value, ENTRY_MAX);
    metadata_key(key, file);
    put_text(&value, file->path);
    put_text(&value, file->root);
    schema_put_number(&value, file->in_memory);
    schema_put_number(&value, (uint64_t)file->format);
    schema_put_number(&value, file->size);
    schema_put_number(&value, file->seconds);
    schema_put_number(&value, file->nanoseconds);
    schema_put_number(&value, file->hash_high);
    schema_put_number(&value, file->hash_low);
    schema_put_number(&value, file->documents);
    schema_put_number(&value, file->paragraphs);
    schema_put_number(&value, file->words);
    status = value.failed
                 ? error_no_memory(err)
                 : engine_writer_set_metadata(writer, key, strlen(key),
                                              value.data, value.len, err);
    buf_release(&value);
    return status;
}

pilcrow_status catalog_erase_file(engine_writer *writer,
                                  const catalog_file *file, pilcrow_error *err)
{
    char key[METADATA_KEY_BYTES];
    metadata_key(key, file);
    return engine_writer_set_metadata(writer, key, strlen(key), "", 0, err);
}

pilcrow_status catalog_write_roots(engine_writer *writer, const catalog *c,
                                   pilcrow_error *err)
{
    buf value;
    pilcrow_status status;
    buf_init(&value, ENGINE_RECORD_MAX);
    for (size_t i = 0; i < c->root_count; i++) {
        const catalog_root *root = &c->roots[i];
        put_text(&value, root->path);
        schema_put_number(&value, root->hidden);
        schema_put_number(&value, root->follow);
        schema_put_number(&value, (uint64_t)root->format);
        schema_put_number(&value, root->exclude_count);
        for (size_t k = 0; k < root->exclude_count; k++)
            put_text(&value, root->exclude[k]);
    }
    status =
        value.failed
            ? error_no_memory(err)
            : engine_writer_set_metadata(writer, ROOTS_KEY, strlen(ROOTS_KEY),
                                         buf_text(&value), value.len, err);
    buf_release(&value);
    return status;
}
