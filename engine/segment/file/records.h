/* SPDX-License-Identifier: MIT
 *
 * The stored records of a segment's documents, packed with their neighbours.
 *
 * A paragraph alone is too short to compress well: so records stand together
 * in blocks of some 16 KB, each raw deflate, and one is read by inflating its
 * block. A document's id is left out where it stands in the record: no
 * compression makes it smaller, and the segment has it in its ids already. What
 * comes before it, the head, is much as that of the record before: it is kept
 * as what differs, and the heads of a block stand together before all that
 * comes after, the tails. A tail that is the same as the one before is left
 * out. After the blocks stand the first document and the
 * offset of each.
 * FORMAT.md has it byte by byte. */
#ifndef PILCROW_ENGINE_SEGMENT_FILE_RECORDS_H
#define PILCROW_ENGINE_SEGMENT_FILE_RECORDS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "engine/segment/file/deflate.h"
#include "engine/segment/file/packer.h"
#include "engine/segment/file/pages.h"
#include "engine/segment/file/sink.h"

/* What a file keeps of them. */
typedef struct records_place {
    uint64_t offset;
    uint64_t len;
    uint64_t blocks;
} records_place;

typedef struct records records;

/* One document's record without its id; its bytes are borrowed. */
typedef struct records_piece {
    const char *head;
    size_t head_len;
    bool cut;         /* the document's id comes next, then the tail; */
    const char *tail; /* else there is none */
    size_t tail_len;
    bool again; /* of one that is read: its tail is known to be the same as that
                   of the document before */
} records_piece;

/* A record as a piece, cut where its id stands. It is looked for at `near`
 * first: heads are about as long as the one before. */
records_piece records_cut(const char *record, size_t len, const char *id,
                          size_t id_len, size_t near);

/* ------------------------------------------------------------- writing --- */

typedef struct records_writer {
    sink *out;
    uint64_t begin;
    uint32_t documents;
    uint32_t block_first; /* the first document of the block being filled */
    buf heads, tails;     /* of that block */
    size_t tail_len;      /* of the last tail, if the last record has any */
    bool tail_any;
    buf last; /* the head before in it, as it is */
    buf index;
    packer packer; /* of the blocks that are full */
    bool failed;
} records_writer;

/* `out` is borrowed until end; release after any outcome. It stays where it is
 * until then. Others may help its packer meanwhile. */
void records_writer_init(records_writer *w, sink *out);
void records_writer_release(records_writer *w);

/* The next document's record. False once it has failed (memory, the sink). */
bool records_writer_add(records_writer *w, const records_piece *piece);

bool records_writer_end(records_writer *w, records_place *out);

/* ------------------------------------------------------------- reading --- */

struct records {
    pages *pages;
    records_place place;
    uint32_t documents;
    uint64_t index; /* of the blocks, in the file */
    /* The block that was inflated last. */
    buf raw;
    bool ready;
    uint32_t first, after; /* its documents: from first to before after */
    uint32_t next;         /* the document whose head begins at `at` */
    size_t at;
    size_t heads_end;
    size_t tail_at;  /* where its tail ends, if it has one, */
    size_t tail_len; /* and how long that is */
    bool tail_any;
    buf head;           /* the one before it */
    inflater *inflater; /* NULL before the first block */
};

/* False if the place does not hold together; release anyway. */
bool records_open(records *out, pages *p, const records_place *place,
                  uint32_t documents);
void records_release(records *r);

/* `*out` is borrowed until the next call. OK; CORRUPT without a sentence;
 * NO_MEMORY. */
pilcrow_status records_get(records *r, uint32_t document, records_piece *out);

/* Write the document's record again, as one of `w`. */
pilcrow_status records_copy_one(records_writer *w, records *from,
                                uint32_t document);

/* Write the document's record again, as one of `w`; the whole block as it is,
 * if it is a good one of which no document is left out, and `*document` moves
 * on behind what was written. */
pilcrow_status records_copy(records_writer *w, records *from,
                            uint32_t *document, const uint64_t *deleted);

#endif
