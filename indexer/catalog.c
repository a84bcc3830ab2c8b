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
#define ROOT_PREFIX "root/"
#define TEXTS_MAX ((size_t)4 << 30)
#define ENTRY_MAX ((size_t)1 << 20)

void catalog_init(catalog *c)
{
    *c = (catalog){0};
    arena_init(&c->arena, TEXTS_MAX);
    path_map_init(&c->root_numbers);
    path_map_init(&c->fresh[false]);
    path_map_init(&c->fresh[true]);
}

void catalog_release(catalog *c)
{
    free(c->files);
    free(c->roots);
    path_map_release(&c->root_numbers);
    path_map_release(&c->fresh[false]);
    path_map_release(&c->fresh[true]);
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
    file->done = file->gone = false;
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

/* Put a root at the end of the list; its texts stay where they are. */
static catalog_root *append_root(catalog *c, const catalog_root *root)
{
    catalog_root *roots =
        list_room(c->roots, c->root_count, &c->root_capacity, sizeof *roots);
    if (roots == NULL)
        return NULL;
    c->roots = roots;
    if (!path_map_put(&c->root_numbers, root->path, c->root_count))
        return NULL;
    c->roots[c->root_count] = *root;
    return &c->roots[c->root_count++];
}

static bool load_root(void *ctx, const char *key, size_t key_len,
                      const char *value, size_t len)
{
    loading *l = ctx;
    catalog *c = l->catalog;
    catalog_root root = {0};
    schema_reader r = {value, value + len, false};
    (void)key;
    (void)key_len;
    read_root(&root, &r, &c->arena);
    if (c->arena.failed || (!r.failed && append_root(c, &root) == NULL))
        l->status = error_no_memory(l->err);
    else if (r.failed || r.at != r.end)
        l->status = error_set(l->err, PILCROW_CORRUPT,
                              "the index's list of folders is damaged; "
                              "rebuild it with 'pilcrow index --full' and "
                              "their names");
    return l->status == PILCROW_OK;
}

/* Visit the entries whose keys begin with `prefix`. */
static pilcrow_status load_each(loading *l, engine_snapshot *snapshot,
                                const char *prefix,
                                engine_metadata_visitor load)
{
    pilcrow_status status =
        engine_metadata_each(snapshot, prefix, strlen(prefix), load, l, l->err);
    return status == PILCROW_OK ? l->status : status;
}

static void count_held(catalog *c)
{
    for (size_t i = 0; i < c->root_count; i++)
        c->roots[i].held = 0;
    for (size_t i = 0; i < c->file_count; i++) {
        catalog_root *root = catalog_find_root(c, c->files[i].root);
        if (root != NULL)
            root->held++;
    }
}

pilcrow_status catalog_load(catalog *c, engine_snapshot *snapshot,
                            pilcrow_error *err)
{
    loading l = {c, PILCROW_OK, err};
    pilcrow_status status = load_each(&l, snapshot, FILE_PREFIX, load_file);
    if (status == PILCROW_OK)
        status = load_each(&l, snapshot, ROOT_PREFIX, load_root);
    if (status == PILCROW_OK)
        catalog_settle(c);
    return status;
}

/* ------------------------------------------------------------- looking --- */

catalog_file *catalog_find(const catalog *c, const char *path, bool in_memory)
{
    catalog_file key = {.path = path, .in_memory = in_memory};
    catalog_file *found = NULL;
    if (c->sorted > 0)
        found =
            bsearch(&key, c->files, c->sorted, sizeof *c->files, compare_files);
    if (found != NULL || c->sorted == c->file_count)
        return found;
    size_t number = path_map_find(&c->fresh[in_memory], path);
    return number == PATH_MAP_NONE ? NULL : &c->files[number];
}

catalog_root *catalog_find_root(const catalog *c, const char *path)
{
    size_t number = path_map_find(&c->root_numbers, path);
    if (number == PATH_MAP_NONE || c->roots[number].dropped)
        return NULL;
    return &c->roots[number];
}

bool catalog_holds_below(const catalog *c, const places *p, const char *path)
{
    const catalog_file *same = catalog_find(c, path, false);
    if (same != NULL && !same->gone)
        return true;
    for (size_t i = 0; i < c->file_count; i++)
        if (!c->files[i].in_memory && !c->files[i].gone &&
            places_is_below(p, c->files[i].path, path))
            return true;
    return false;
}

/* ------------------------------------------------------------ changing --- */

bool catalog_put(catalog *c, const catalog_file *file)
{
    catalog_file *known = catalog_find(c, file->path, file->in_memory);
    const char *path =
        known != NULL ? known->path : arena_text(&c->arena, file->path);
    const catalog_root *above = catalog_find_root(c, file->root);
    const char *root =
        above != NULL ? above->path : arena_text(&c->arena, file->root);
    if (path == NULL || root == NULL || (known == NULL && !room_for_file(c)))
        return false;
    if (known == NULL &&
        !path_map_put(&c->fresh[file->in_memory], path, c->file_count))
        return false;
    catalog_file *entry = known != NULL ? known : &c->files[c->file_count++];
    *entry = *file;
    entry->path = path;
    entry->root = root;
    return true;
}

void catalog_settle(catalog *c)
{
    size_t kept = 0;
    for (size_t i = 0; i < c->file_count; i++)
        if (!c->files[i].gone)
            c->files[kept++] = c->files[i];
    if (kept > 0 && (c->sorted < c->file_count))
        qsort(c->files, kept, sizeof *c->files, compare_files);
    c->file_count = c->sorted = kept;
    for (size_t i = 0; i < 2; i++) {
        path_map_release(&c->fresh[i]);
        path_map_init(&c->fresh[i]);
    }
    count_held(c);
}

void catalog_committed(catalog *c)
{
    for (size_t i = 0; i < c->root_count; i++)
        c->roots[i].changed = false;
    c->roots_changed = false;
}

bool catalog_same_ways(const catalog_root *a, const catalog_root *b)
{
    if (a->hidden != b->hidden || a->follow != b->follow ||
        a->format != b->format || a->exclude_count != b->exclude_count)
        return false;
    for (size_t i = 0; i < a->exclude_count; i++)
        if (strcmp(a->exclude[i], b->exclude[i]) != 0)
            return false;
    return true;
}

/* A copy of the root whose texts are the catalogue's own. */
static bool copy_root(catalog_root *out, catalog *c, const catalog_root *root)
{
    const char **exclude =
        arena_array(&c->arena, root->exclude_count + 1, sizeof *exclude);
    if (exclude == NULL)
        return false;
    for (size_t i = 0; i < root->exclude_count; i++)
        exclude[i] = arena_text(&c->arena, root->exclude[i]);
    *out = *root;
    out->path = arena_text(&c->arena, root->path);
    out->exclude = exclude;
    out->changed = true;
    out->dropped = false;
    return !c->arena.failed;
}

bool catalog_set_root(catalog *c, const catalog_root *root)
{
    catalog_root fresh;
    size_t number = path_map_find(&c->root_numbers, root->path);
    catalog_root *known = number == PATH_MAP_NONE ? NULL : &c->roots[number];
    if (known != NULL && !known->dropped && catalog_same_ways(known, root))
        return true;
    c->roots_changed = true;
    if (!copy_root(&fresh, c, root))
        return false;
    if (known == NULL)
        return append_root(c, &fresh) != NULL;
    fresh.path = known->path;
    fresh.held = known->held;
    *known = fresh;
    return true;
}

void catalog_drop_root(catalog *c, const char *path)
{
    catalog_root *root = catalog_find_root(c, path);
    if (root == NULL)
        return;
    root->changed = root->dropped = true;
    c->roots_changed = true;
}

/* ------------------------------------------------------------- writing --- */

#define METADATA_KEY_BYTES (sizeof FILE_PREFIX + SCHEMA_KEY_LETTERS)
_Static_assert(sizeof FILE_PREFIX == sizeof ROOT_PREFIX, "room for either");

static void metadata_key(char *key, const char *prefix, const char *path,
                         bool in_memory)
{
    size_t len = strlen(prefix);
    memcpy(key, prefix, len);
    schema_file_key(key + len, path, in_memory);
}

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
    metadata_key(key, FILE_PREFIX, file->path, file->in_memory);
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
    metadata_key(key, FILE_PREFIX, file->path, file->in_memory);
    return engine_writer_set_metadata(writer, key, strlen(key), "", 0, err);
}

static void put_root(buf *value, const catalog_root *root)
{
    put_text(value, root->path);
    schema_put_number(value, root->hidden);
    schema_put_number(value, root->follow);
    schema_put_number(value, (uint64_t)root->format);
    schema_put_number(value, root->exclude_count);
    for (size_t k = 0; k < root->exclude_count; k++)
        put_text(value, root->exclude[k]);
}

static pilcrow_status write_root(engine_writer *writer,
                                 const catalog_root *root, buf *value,
                                 pilcrow_error *err)
{
    char key[METADATA_KEY_BYTES];
    buf_clear(value);
    if (!root->dropped)
        put_root(value, root);
    if (value->failed)
        return error_set(err, PILCROW_LIMIT,
                         "the globs of --exclude take more than %zu MB",
                         ENTRY_MAX >> 20);
    metadata_key(key, ROOT_PREFIX, root->path, false);
    return engine_writer_set_metadata(writer, key, strlen(key), buf_text(value),
                                      value->len, err);
}

pilcrow_status catalog_write_roots(engine_writer *writer, const catalog *c,
                                   bool all, pilcrow_error *err)
{
    buf value;
    pilcrow_status status = PILCROW_OK;
    buf_init(&value, ENTRY_MAX);
    for (size_t i = 0; i < c->root_count && status == PILCROW_OK; i++)
        if (all ? !c->roots[i].dropped : c->roots[i].changed)
            status = write_root(writer, &c->roots[i], &value, err);
    buf_release(&value);
    return status;
}
