/* SPDX-License-Identifier: MIT
 *
 * Which documents of a segment are deleted, as a file: written anew, under a
 * new number, with each generation that deletes more of them. */
#ifndef PILCROW_ENGINE_SEGMENT_FILE_DELETED_H
#define PILCROW_ENGINE_SEGMENT_FILE_DELETED_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"

/* Words of a bitmap of so many documents. */
static inline size_t deleted_words(uint32_t documents)
{
    return (size_t)documents / 64 + 1;
}

/* What the manifest says of a file; number 0: there is none. */
typedef struct deleted_name {
    uint64_t number; /* its file is "deleted-<number>" */
    uint64_t checksum;
} deleted_name;

/* Read it into a bitmap of `documents` bits, of which `count` are set; free().
 *
 * NOT_FOUND  it is not there.
 * CORRUPT    it is not the one that is named, or not of so many. */
pilcrow_status deleted_read(uint64_t **out, const char *data,
                            const deleted_name *name, uint32_t documents,
                            uint32_t count, pilcrow_error *err);

/* Write file out->number, and to disk if `durable`. */
pilcrow_status deleted_write(deleted_name *out, const char *data,
                             const uint64_t *bits, uint32_t documents,
                             uint32_t count, bool durable,
                             pilcrow_error *err);

#endif
