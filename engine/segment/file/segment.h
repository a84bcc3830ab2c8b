/* SPDX-License-Identifier: MIT
 *
 * One segment: a file of paragraphs that was written once and never changes,
 * mapped into memory. FORMAT.md describes its bytes.
 *
 * Its paragraphs are documents 0 .. documents - 1, in the order of adding unless
 * they were reordered (order.h).
 * Which of them are deleted is no matter of the segment but of a snapshot.
 *
 * Nothing is verified when a segment is opened but its footer and what says
 * where its parts are. A page of the file is verified when it is first
 * touched: whoever reads bytes asks segment_touch() before, which also checks
 * that they lie within the file.
 * Whatever the bytes say, what is here never reads outside the file.
 *
 * A handle belongs to one thread at a time. */
#ifndef PILCROW_ENGINE_SEGMENT_FILE_SEGMENT_H
#define PILCROW_ENGINE_SEGMENT_FILE_SEGMENT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "base/buf.h"
#include "base/error.h"
#include "engine/engine.h"
#include "engine/segment/file/column.h"
#include "engine/segment/file/ids.h"
#include "engine/segment/file/pages.h"
#include "engine/segment/file/records.h"
#include "engine/segment/file/table.h"

/* Values come in blocks of this many documents. */
#define SEGMENT_VALUES_BLOCK COLUMN_BLOCK

/* So many bytes after any that segment_touch() allows may be read too (not
 * trusted): a vector load never needs a special case at a list's end. */
#define SEGMENT_SLACK PAGES_SLACK

typedef struct segment {
    const unsigned char *bytes; /* the mapped file */
    uint32_t documents;         /* deleted ones included; 1 or more */
    uint64_t words;             /* the sum of all lengths */
    /* The lengths: little-endian numbers of 1, 2 or 4 bytes, one a document.
     * Call segment_lengths() for those that will be read. */
    const unsigned char *lengths;
    unsigned length_bytes;
    uint32_t length_min, length_max;
    /* The rest is for segment*.c. */
    unsigned holders;           /* snapshots that have it open */
    pages pages;
    uint64_t lengths_at;
    bool lengths_touched;       /* all of them */
    uint64_t postings, postings_len;
    column columns[ENGINE_VALUE_COUNT];
    ids ids;
    table terms;
    records records;
} segment;

/* True if the bytes lie within the file and are as they were written. False is
 * damage: the caller returns segment_damaged(). */
static inline bool segment_touch(segment *s, uint64_t offset, uint64_t len)
{
    return pages_touch(&s->pages, offset, len);
}

/* CORRUPT, with the sentence that says what to do. */
pilcrow_status segment_damaged(pilcrow_error *err);

/* ------------------------------------------------------------- lengths --- */

/* Touch the lengths of documents first .. last (both within the segment). */
bool segment_lengths(segment *s, uint32_t first, uint32_t last);
/* All of them; it is remembered that they were. */
bool segment_all_lengths(segment *s);

/* The length of a document whose length was touched: its occurrences in BODY
 * and HEADING. */
static inline uint32_t segment_length(const segment *s, uint32_t document)
{
    uint32_t length = 0;
    const unsigned char *at =
        s->lengths + (size_t)document * s->length_bytes;
    memcpy(&length, at, sizeof length); /* the slack allows it */
    return s->length_bytes == 4
               ? length
               : length & ((1u << 8 * s->length_bytes) - 1);
}

/* -------------------------------------------------------------- values --- */

/* One value of one document. False is damage. */
bool segment_value(segment *s, engine_value which, uint32_t document,
                   uint64_t *out);

/* The values of block `block`: documents block * SEGMENT_VALUES_BLOCK and on.
 * `out` has room for SEGMENT_VALUES_BLOCK; those past the last document are
 * not set. */
bool segment_values(segment *s, engine_value which, uint32_t block,
                    uint64_t *out);

/* --------------------------------------------------------------- terms --- */

/* Where a term's postings are: `docs_len` bytes at `docs`, and after them
 * `positions_len` bytes with its positions (0: it is kept without). Both lie
 * within the file; neither is touched. An id has no postings: where `docs_len`
 * is 0, `only` is the one document that holds the term. */
typedef struct segment_term {
    uint32_t documents;     /* that hold it; 0: no such term */
    uint64_t occurrences;   /* 0 in the fields that only filter */
    engine_field field;
    uint32_t only;
    uint64_t docs;
    uint64_t docs_len;
    uint64_t positions_len;
} segment_term;

/* Only these fields have occurrences and positions. */
static inline bool field_is_scored(engine_field field)
{
    return field == ENGINE_BODY || field == ENGINE_HEADING;
}

/* Look a term up. OK with documents 0 where it is not there. */
pilcrow_status segment_find(segment *s, engine_field field, const char *term,
                            size_t len, segment_term *out,
                            pilcrow_error *err);

/* A walk over the terms of all fields but ENGINE_ID, in the order of (field,
 * bytes). After begin or next that is OK: `done`, or the others are those of a
 * term, `term` borrowed until the next call. */
typedef struct segment_walk {
    segment *segment;
    bool done;
    engine_field field;
    const char *term;       /* NUL-terminated too */
    size_t len;
    segment_term at;
    /* inside */
    table_cursor cursor;
} segment_walk;

/* Begin at the first term at or after (field, term). Nothing to release. */
pilcrow_status segment_walk_begin(segment_walk *w, segment *s,
                                  engine_field field, const char *term,
                                  size_t len, pilcrow_error *err);
pilcrow_status segment_walk_next(segment_walk *w, pilcrow_error *err);

/* ------------------------------------------------------------- records --- */

/* A document's id: `id` has room for ENGINE_TERM_MAX bytes. */
pilcrow_status segment_id(segment *s, uint32_t document, char *id,
                          size_t *len, pilcrow_error *err);

/* Replace the content of `record` by what is stored of a document. */
pilcrow_status segment_record(segment *s, uint32_t document, buf *record,
                              pilcrow_error *err);

/* ------------------------------------------------------- open and close --- */

/* What the manifest says of a segment. */
typedef struct segment_name {
    uint64_t number;    /* its file is "segment-<number>" */
    uint64_t bytes;     /* the file's size */
    uint64_t checksum;  /* of its footer */
} segment_name;

/* `data`: the data folder. NOT_FOUND: the file is not there; CORRUPT: it is
 * not the one that is named. */
pilcrow_status segment_open(segment **out, const char *data,
                            const segment_name *name, pilcrow_error *err);
void segment_close(segment *s);

#endif
