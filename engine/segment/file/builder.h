/* SPDX-License-Identifier: MIT
 *
 * Writes one segment's file, part by part:
 *
 *     builder_open(&b, ...)
 *     records_writer_add(&b->records, ...)         for each document
 *     builder_begin_lengths(b, ...)
 *     builder_add_length(b, ...)                   for each document
 *     builder_begin_column(b, ...)                 for each value in turn
 *     column_writer_add(&b->column, ...)           for each document
 *     builder_begin_ids(b, ...)
 *     ids_writer_add(&b->ids, ...)                 for each document
 *     ids_writer_add_sorted(&b->ids, ...)          for each in order of id
 *     builder_begin_terms(b)
 *     builder_begin_term(b, ...)                   for each term in order
 *     postings_writer_add(&b->lists.postings, ...) for each that holds it
 *     builder_end_term(b)
 *     builder_add_batch(b, ...)                    or many terms at once
 *     builder_finish(b, ...)
 *
 * Failures are sticky: what returns bool may go unlooked at, builder_finish()
 * or builder_status() tells. Whatever the segment's size, memory is that of a
 * few buffers and some bytes for each few KB written. */
#ifndef PILCROW_ENGINE_SEGMENT_FILE_BUILDER_H
#define PILCROW_ENGINE_SEGMENT_FILE_BUILDER_H

#include "engine/segment/file/directory.h"
#include "engine/segment/file/lists.h"
#include "engine/segment/file/segment.h"

typedef struct builder {
    uint64_t number;
    sink *file;
    sink *terms_spool; /* the table of terms, until all postings are out */
    sink *ids_spool;   /* what comes after all ids */
    records_writer records;
    column_writer column;
    ids_writer ids;
    table_writer terms;
    lists_writer lists;
    directory directory;
    int column_at; /* the value whose column is open; -1: none */
    bool failed;   /* out of memory; the sinks know the rest */
} builder;

/* Begin the file of segment `number` in folder `data`. */
pilcrow_status builder_open(builder **out, const char *data, uint64_t number,
                            pilcrow_error *err);
/* Let go of it; the file stays as it is. NULL is fine. */
void builder_close(builder *b);

/* OK, or the first failure. */
pilcrow_status builder_status(const builder *b, pilcrow_error *err);

/* No length that follows is over `max`. */
bool builder_begin_lengths(builder *b, uint32_t max);
bool builder_add_length(builder *b, uint32_t length);
bool builder_begin_column(builder *b, engine_value which);
bool builder_begin_ids(builder *b, const ids_shape *shape);
bool builder_begin_terms(builder *b);

/* Terms come in the order of (field, bytes), none of ENGINE_ID. One to which no
 * posting is added leaves no trace. `positions`: some posting may have any. */
void builder_begin_term(builder *b, engine_field field, const char *term,
                        size_t len, bool positions);
bool builder_end_term(builder *b);
/* The terms of a batch, all of which come after those there are; it is released
 * in any case. */
bool builder_add_batch(builder *b, lists_batch *batch);

/* Write the rest, and all to disk if `durable`. */
pilcrow_status builder_finish(builder *b, bool durable, segment_name *out,
                              pilcrow_error *err);

#endif
