/* SPDX-License-Identifier: MIT
 *
 * What an index is made of: one small file, replaced by rename with each
 * commit. It names every other file with its size and checksum, so that
 * whoever has read it knows whether the others are the right ones. FORMAT.md
 * has it byte by byte. */
#ifndef PILCROW_ENGINE_SEGMENT_FILE_MANIFEST_H
#define PILCROW_ENGINE_SEGMENT_FILE_MANIFEST_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"
#include "engine/segment/file/deleted.h"
#include "engine/segment/file/metadata.h"
#include "engine/segment/file/segment.h"

typedef struct manifest_segment {
    segment_name name;
    uint32_t documents;     /* deleted ones included */
    uint32_t deleted_count;
    uint64_t words;         /* the lengths of those that are not deleted */
    deleted_name deleted;
} manifest_segment;

typedef struct manifest {
    uint64_t generation;
    uint64_t next_number;   /* no file has this number or one above */
    manifest_segment *segments; /* in the order of adding */
    size_t segment_count;
    metadata_name *metadata;    /* the oldest first */
    size_t metadata_count;
} manifest;

/* Zeroed is one of nothing. */
void manifest_release(manifest *m);

/* CORRUPT    there is none in `data`, or it is not as it was written.
 * VERSION    it is of a newer format. */
pilcrow_status manifest_read(manifest *out, const char *data,
                             pilcrow_error *err);

/* Put it in the old one's place; to disk before that, if `durable`, but for
 * the name, for which the folder must be synced after. */
pilcrow_status manifest_write(const manifest *m, const char *data,
                              bool durable, pilcrow_error *err);

/* Is there a file of this kind and number? */
bool manifest_names(const manifest *m, int kind, uint64_t number);

#endif
