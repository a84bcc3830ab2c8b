/* SPDX-License-Identifier: MIT
 *
 * Where the parts of a segment are: what stands at the end of its content. */
#ifndef PILCROW_ENGINE_SEGMENT_FILE_DIRECTORY_H
#define PILCROW_ENGINE_SEGMENT_FILE_DIRECTORY_H

#include "engine/engine.h"
#include "engine/segment/file/column.h"
#include "engine/segment/file/ids.h"
#include "engine/segment/file/records.h"
#include "engine/segment/file/table.h"

/* What a segment's file begins with. */
#define SEGMENT_MAGIC "pilcrow segment\n"
#define SEGMENT_MAGIC_BYTES 16u

/* The words, 64 bits each, that it is on disk. */
#define DIRECTORY_WORDS 24u
#define DIRECTORY_BYTES (DIRECTORY_WORDS * 8u)

typedef struct directory {
    uint64_t documents;
    uint64_t words;
    uint64_t length_bytes;
    uint64_t length_min, length_max;
    uint64_t lengths;
    records_place records;
    column_place columns[ENGINE_VALUE_COUNT];
    ids_place ids;
    uint64_t postings, postings_len;
    table_place terms;
} directory;

void directory_write(unsigned char *out, const directory *d);
/* False if a number is out of its range. */
bool directory_read(directory *out, const unsigned char *bytes);

/* A term's payload in the table of terms. Room for PAYLOAD_MAX bytes. */
#define PAYLOAD_MAX 64u
struct segment_term;
size_t payload_write(unsigned char *out, const struct segment_term *term);
/* Read what payload_write() wrote for a term of out->field; all of `out` but
 * `docs` is set. */
bool payload_read(struct segment_term *out, const unsigned char **at,
                  const unsigned char *end);

#endif
