/* SPDX-License-Identifier: MIT
 *
 * Keys and values of an index.
 *
 * A commit writes those that it changes as one sorted file; a newer file's
 * value of a key hides an older one's, an empty value the key itself. Files are
 * merged when there are too many of a size. */
#ifndef PILCROW_ENGINE_SEGMENT_FILE_METADATA_H
#define PILCROW_ENGINE_SEGMENT_FILE_METADATA_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/error.h"
#include "engine/segment/file/pages.h"
#include "engine/segment/file/table.h"

#define METADATA_MAGIC "pilcrow metadata"
#define METADATA_MAGIC_BYTES 16u
/* What stands at the end of its content: where the table is. */
#define METADATA_WORDS 6u

/* What the manifest says of a file. */
typedef struct metadata_name {
    uint64_t number; /* its file is "metadata-<number>" */
    uint64_t bytes;
    uint64_t checksum;
} metadata_name;

/* ------------------------------------------------------------- changes --- */

/* Changes not yet written. */
typedef struct metadata_changes {
    arena arena;
    struct metadata_change *list;
    size_t count, capacity;
} metadata_changes;

void metadata_changes_init(metadata_changes *c);
void metadata_changes_release(metadata_changes *c);
/* Bytes that they take. */
size_t metadata_changes_memory(const metadata_changes *c);

/* `value` of 0 bytes removes the key. False without memory. */
bool metadata_change(metadata_changes *c, const char *key, size_t key_len,
                     const char *value, size_t len);

/* Write them as file out->number, and to disk if `durable`; they are as
 * initialised then. */
pilcrow_status metadata_write(metadata_changes *c, metadata_name *out,
                              const char *data, bool durable,
                              pilcrow_error *err);

/* --------------------------------------------------------------- files --- */

typedef struct metadata_file {
    pages pages;
    table table;
} metadata_file;

/* NOT_FOUND, CORRUPT as segment_open(). Zeroed is closed. */
pilcrow_status metadata_open(metadata_file *out, const char *data,
                             const metadata_name *name, pilcrow_error *err);
void metadata_close(metadata_file *f);

/* Replace `value` by what `count` files, the oldest first, have for a key. */
pilcrow_status metadata_get(metadata_file *files, size_t count,
                            const char *key, size_t key_len, buf *value,
                            pilcrow_error *err);

/* Visit what they have for the keys that begin with `prefix`, in order; where
 * `removed` is set those too that are removed, with an empty value. Return
 * false to stop. */
typedef bool metadata_visitor(void *ctx, const char *key, size_t key_len,
                              const char *value, size_t len);
pilcrow_status metadata_each(metadata_file *files, size_t count, bool removed,
                             const char *prefix, size_t prefix_len,
                             metadata_visitor *visit, void *ctx,
                             pilcrow_error *err);

/* Write what they have as one file; `whole`: no older file remains, so that
 * what is removed needs no trace. */
pilcrow_status metadata_merge(metadata_file *files, size_t count, bool whole,
                              metadata_name *out, const char *data,
                              bool durable, pilcrow_error *err);

#endif
