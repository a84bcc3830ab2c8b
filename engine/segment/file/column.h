/* SPDX-License-Identifier: MIT
 *
 * A column: one 64-bit number a document, in blocks of COLUMN_BLOCK documents.
 *
 * The numbers of neighbours are alike: the same (one document's), or each one
 * more than the one before (ordinals). A block is packed in the smaller of two
 * ways: runs, each with the number of its first document; or what each number
 * is over the block's least, in as few bytes as the largest takes. In either,
 * the numbers may count up by themselves from document to document. After the
 * blocks stand their offsets. FORMAT.md has it byte by byte. */
#ifndef PILCROW_ENGINE_SEGMENT_FILE_COLUMN_H
#define PILCROW_ENGINE_SEGMENT_FILE_COLUMN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "engine/segment/file/pages.h"
#include "engine/segment/file/sink.h"

#define COLUMN_BLOCK 128u

/* What a file keeps of a column: where it is. */
typedef struct column_place {
    uint64_t offset;
    uint64_t len;
} column_place;

/* ------------------------------------------------------------- writing --- */

typedef struct column_writer {
    sink *out;
    uint64_t begin;
    buf offsets;
    uint32_t in_block;
    bool failed;
    uint64_t block[COLUMN_BLOCK];
} column_writer;

/* `out` is borrowed until end; release after any outcome. */
void column_writer_init(column_writer *w, sink *out);
void column_writer_release(column_writer *w);
/* The next document's number. False once it has failed. */
bool column_writer_add(column_writer *w, uint64_t value);
/* `out->offset` is where the column begins in the sink. */
bool column_writer_end(column_writer *w, column_place *out);

/* ------------------------------------------------------------- reading --- */

typedef struct column {
    pages *pages;
    column_place place;
    uint32_t documents;
    uint64_t offsets;       /* of the table of offsets, in the file */
} column;

/* False if the place cannot hold that many. */
bool column_open(column *out, pages *p, const column_place *place,
                 uint32_t documents);

/* The number of one document. False is damage. */
bool column_get(const column *c, uint32_t document, uint64_t *out);

/* The numbers of the documents from block * COLUMN_BLOCK on; `out` has room for
 * COLUMN_BLOCK, those past the last document are not set. */
bool column_get_block(const column *c, uint32_t block, uint64_t *out);

#endif
