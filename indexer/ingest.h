/* SPDX-License-Identifier: MIT
 *
 * The loop that fills an index: a file's text, or its paragraphs as stored
 * before, become paragraphs of the engine. */
#ifndef PILCROW_INDEXER_INGEST_H
#define PILCROW_INDEXER_INGEST_H

#include "corpus/pieces.h"
#include "indexer/intake.h"

/* Where a text comes from: memory, or a long file of records. */
typedef struct ingest_source {
    const char *text; /* NULL: the other */
    size_t len;
    pieces *pieces;
} ingest_source;

/* Cut the text into paragraphs and send them all on their way into the index:
 * the session's totals and the report go up as they come in, and the file's
 * entry is written, with its counts, once they are there. The texts of `file`
 * must stay until session_wait(). What the index held of the file must have
 * been dropped before. A file that changes while it is read is entered as one
 * that is to be read again. */
pilcrow_status ingest_text(session *s, const catalog_file *file,
                           const intake_about *about,
                           const ingest_source *source, pilcrow_error *err);

/* While rebuilding: take a file's paragraphs over from the index as it was,
 * analysed anew, for a file that cannot be read again now. */
pilcrow_status ingest_stored(session *s, const catalog_file *file,
                             pilcrow_error *err);

#endif
