/* SPDX-License-Identifier: MIT
 *
 * The catalogue: which files the index holds, and which roots they were found
 * under. Kept as metadata, one key a file ("file/" and the file's key) and one
 * a root ("root/" and the same). Paths are in stored form: relative to the
 * folder that holds the index where they lie below it, else absolute.
 *
 * Roots may lie below one another. What several of them show belongs to the
 * innermost, whose ways of reading hold for it. */
#ifndef PILCROW_INDEXER_CATALOG_H
#define PILCROW_INDEXER_CATALOG_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/places.h"
#include "corpus/corpus.h"
#include "engine/engine.h"
#include "indexer/path_map.h"

/* A file in the index. */
typedef struct catalog_file {
    const char *path;
    const char *root;     /* the root whose walk shows it; "" in memory */
    bool in_memory;       /* a name given to bytes, no file */
    corpus_format format; /* as asked for, not as found */
    uint64_t size;
    uint64_t seconds, nanoseconds; /* of the last change */
    uint64_t hash_high, hash_low;  /* XXH3-128 of the content */
    uint64_t documents, paragraphs, words;
    bool done; /* this run has dealt with it; not stored */
    bool gone; /* the open transaction drops it; not stored */
} catalog_file;

/* Where a refresh looks again, and how. */
typedef struct catalog_root {
    const char *path;
    bool hidden;
    bool follow;
    corpus_format format;
    const char *const *exclude;
    size_t exclude_count;
    uint64_t held; /* files it held when loaded; not stored */
    bool changed;  /* since it was loaded; not stored */
    bool dropped;  /* is no root any more; not stored */
} catalog_root;

typedef struct catalog {
    catalog_file *files;  /* by (path, in_memory), those that are gone too */
    size_t file_count;
    size_t file_capacity;
    size_t sorted;        /* so many are in that order; the rest have come
                             since, */
    path_map fresh[2];    /* and are found here: on disk, in memory */
    catalog_root *roots; /* the dropped ones too */
    size_t root_count;
    size_t root_capacity;
    path_map root_numbers;
    bool roots_changed; /* since they were loaded */
    arena arena;        /* the texts */
} catalog;

void catalog_init(catalog *c);
void catalog_release(catalog *c);

/* Read the catalogue of an index.  CORRUPT, STALE, NO_MEMORY. */
pilcrow_status catalog_load(catalog *c, engine_snapshot *snapshot,
                            pilcrow_error *err);

/* The entry for a path, or NULL; borrowed until the next one is put. */
catalog_file *catalog_find(const catalog *c, const char *path, bool in_memory);
/* Take a file into the list, or what is now known of one that is in it. The
 * texts are copied. False when memory runs out. */
bool catalog_put(catalog *c, const catalog_file *file);
/* Put all files in order and forget those that are gone. */
void catalog_settle(catalog *c);
/* What was changed is in the index now. */
void catalog_committed(catalog *c);
/* The same for a root; those that were dropped are not found. Borrowed until
 * the next root is set. */
catalog_root *catalog_find_root(const catalog *c, const char *path);
/* Does the index hold a file, not bytes in memory, at or below `path`? */
bool catalog_holds_below(const catalog *c, const places *p, const char *path);

/* Add a root, or give the one at that path new ways. The texts are copied.
 * False when memory runs out. */
bool catalog_set_root(catalog *c, const catalog_root *root);
/* Do both look in the same way? */
bool catalog_same_ways(const catalog_root *a, const catalog_root *b);
void catalog_drop_root(catalog *c, const char *path);

/* Order of the catalogue. */
int catalog_compare(const char *path_a, bool in_memory_a, const char *path_b,
                    bool in_memory_b);

/* Write one entry, remove one, or write the roots that have changed (`all`:
 * every one), in the open transaction. */
pilcrow_status catalog_write_file(engine_writer *writer,
                                  const catalog_file *file, pilcrow_error *err);
pilcrow_status catalog_erase_file(engine_writer *writer,
                                  const catalog_file *file, pilcrow_error *err);
pilcrow_status catalog_write_roots(engine_writer *writer, const catalog *c,
                                   bool all, pilcrow_error *err);

#endif
