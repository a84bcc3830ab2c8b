/* SPDX-License-Identifier: MIT
 *
 * The posting lists of terms, packed one after another.
 *
 * They go into a sink as they come (lists_writer), or into a batch, which is
 * put behind what a segment has already when that is written so far
 * (builder_add_batch). A batch depends on nothing but its terms, so that
 * several threads may fill one each. */
#ifndef PILCROW_ENGINE_SEGMENT_FILE_LISTS_H
#define PILCROW_ENGINE_SEGMENT_FILE_LISTS_H

#include "base/buf.h"
#include "engine/engine.h"
#include "engine/segment/file/postings.h"
#include "engine/segment/file/segment.h"
#include "engine/segment/file/sink.h"

#define LISTS_KEY_MAX (1 + ENGINE_TERM_MAX)

typedef struct lists_writer {
    sink *out;
    sink *positions; /* a spool: those of the list under way */
    postings_writer postings;
    /* The term under way, as a key of the table of terms. */
    char key[LISTS_KEY_MAX];
    size_t key_len;
} lists_writer;

/* Write to `out`, borrowed until release; `data` is the folder of the spool.
 * Release is for one that was opened, even in vain, once or more often. */
pilcrow_status lists_open(lists_writer *w, sink *out, const char *data,
                          pilcrow_error *err);
void lists_release(lists_writer *w);

/* Begin the list of a term; what is in it is then given to w->postings.
 * `positions`: some posting may have any. */
void lists_begin(lists_writer *w, engine_field field, const char *term,
                 size_t len, bool positions);

/* What was written: of a list to which no posting was added `documents` is 0.
 * False if it or a sink failed. */
bool lists_end(lists_writer *w, segment_term *out);

typedef struct lists_batch {
    lists_writer lists;
    sink *spool; /* what lists.out is */
    buf terms;   /* what is to be said of each term, one after another */
    bool failed; /* out of memory, or a spool is */
} lists_batch;

/* What a batch says of a term, borrowed from it. */
typedef struct lists_note {
    const char *key;
    size_t key_len;
    const char *payload;
    size_t payload_len;
    uint64_t list_len; /* bytes */
} lists_note;

pilcrow_status lists_batch_open(lists_batch *b, const char *data,
                                pilcrow_error *err);
void lists_batch_release(lists_batch *b);

/* End a list that was begun with b->lists. */
void lists_batch_end(lists_batch *b);

/* Read the note at byte `at` of b->terms; returns where the next begins. */
size_t lists_batch_read(const lists_batch *b, size_t at, lists_note *out);

#endif
