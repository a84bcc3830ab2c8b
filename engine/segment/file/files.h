/* SPDX-License-Identifier: MIT
 *
 * The files of a data folder: their names, and the calls that read and write
 * them whole whatever interrupts.
 *
 *     manifest      what the index is made of; replaced by rename
 *     segment-N     paragraphs            (segment.h)
 *     deleted-N     which are deleted     (deleted.h)
 *     metadata-N    keys and values       (metadata.h)
 *
 * N is a number that no other file of the folder has or will have. */
#ifndef PILCROW_ENGINE_SEGMENT_FILE_FILES_H
#define PILCROW_ENGINE_SEGMENT_FILE_FILES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include "base/buf.h"
#include "base/error.h"

#define FILES_MANIFEST "manifest"
#define FILES_MANIFEST_NEW "manifest.tmp"
#define FILES_SPOOL "spool-"

typedef enum files_kind {
    FILES_SEGMENT,
    FILES_DELETED,
    FILES_METADATA,
    FILES_KIND_COUNT
} files_kind;

/* The path of file `number` of a kind; free(). NULL without memory. */
char *files_path(const char *data, files_kind kind, uint64_t number);

/* The kind and number that a file's name says. False for any other name. */
bool files_parse(const char *name, files_kind *kind, uint64_t *number);

/* All of `len` bytes at the end of a file. False with errno. */
bool files_write(int fd, const void *bytes, size_t len);
/* `len` bytes from `offset`. False with errno; EIO where there are fewer. */
bool files_read(int fd, void *bytes, size_t len, uint64_t offset);
/* A file, for files_write() or to read. -1 with errno. */
int files_create(const char *path);
int files_open(const char *path);
bool files_sync(int fd);

/* Write a new file, and to disk if `durable`. */
pilcrow_status files_write_all(const char *path, const char *bytes, size_t len,
                               bool durable, pilcrow_error *err);

/* Replace `out` by the content of a file; LIMIT if it is over `out->max`.
 * NOT_FOUND where there is none. */
pilcrow_status files_read_all(buf *out, const char *path, pilcrow_error *err);

/* Make `data/from` be `data/to`. */
pilcrow_status files_rename(const char *data, const char *from, const char *to,
                            pilcrow_error *err);

/* Remove a file; one that cannot be removed stays for a later sweep. */
void files_remove(const char *data, files_kind kind, uint64_t number);

#endif
