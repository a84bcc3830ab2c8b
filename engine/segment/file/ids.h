/* SPDX-License-Identifier: MIT
 *
 * The ids of a segment's documents: the id of a document, and the document of
 * an id, in less room than a dictionary would take.
 *
 * Where all ids are of one length, each is packed in as few bits a letter as
 * the letters that occur need; else they stand as they are, with their
 * offsets. After them come the documents in the order of their ids, in as few
 * bits as the largest needs, to be searched by halves. FORMAT.md has it byte
 * by byte. */
#ifndef PILCROW_ENGINE_SEGMENT_FILE_IDS_H
#define PILCROW_ENGINE_SEGMENT_FILE_IDS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "engine/engine.h"
#include "engine/segment/file/pages.h"
#include "engine/segment/file/sink.h"

/* What a file keeps of it. */
typedef struct ids_place {
    uint64_t offset;
    uint64_t len;
} ids_place;

/* ------------------------------------------------------------- writing --- */

/* What all ids of a segment have in common; known before they are written. */
typedef struct ids_shape {
    uint64_t count;         /* exact */
    bool any;
    size_t length;          /* of each id; 0: they differ */
    bool letters[256];
} ids_shape;

/* Take one more id into account; zeroed has seen none. */
void ids_shape_add(ids_shape *shape, const char *id, size_t len);
/* Take those of a segment into account, but for their number. */
struct ids;
void ids_shape_join(ids_shape *shape, const struct ids *other);

typedef struct ids_writer {
    sink *out;
    sink *spool;            /* offsets, where ids differ in length */
    uint64_t begin;
    ids_shape shape;
    unsigned letter_bits;
    unsigned document_bits;
    unsigned char codes[256];
    uint64_t bits;          /* not yet written, */
    unsigned bit_count;     /* so many of them */
    uint64_t text_at;
    bool sorted;            /* the ids are written: now come the documents */
    bool failed;
} ids_writer;

/* `shape` is of all ids that will follow; of its letters there may be more
 * than they have. `spool` is empty, and is
 * again at the end; both sinks are borrowed until then. */
bool ids_writer_begin(ids_writer *w, const ids_shape *shape, sink *out,
                      sink *spool);
/* The ids by document, all of them; */
bool ids_writer_add(ids_writer *w, const char *id, size_t len);
/* then the documents in the order of their ids. */
bool ids_writer_add_sorted(ids_writer *w, uint32_t document);
bool ids_writer_end(ids_writer *w, ids_place *out);

/* ------------------------------------------------------------- reading --- */

typedef struct ids {
    pages *pages;
    uint32_t documents;
    size_t length;          /* 0: they differ */
    unsigned letter_count;
    unsigned letter_bits;
    unsigned document_bits;
    uint64_t offsets;       /* where they differ */
    uint64_t texts;         /* the ids themselves */
    uint64_t texts_len;
    uint64_t sorted;        /* the documents by id */
    char letters[256];
} ids;

/* False if it does not hold together. */
bool ids_open(ids *out, pages *p, const ids_place *place, uint32_t documents);

/* A document's id: `id` has room for ENGINE_TERM_MAX bytes. False is damage. */
bool ids_get(const ids *s, uint32_t document, char *id, size_t *len);

/* The document that is at `rank` among them by id. False is damage. */
bool ids_by_rank(const ids *s, uint32_t rank, uint32_t *document);

/* The rank of the first id that is not below `id`: `documents` if all are.
 * `*equal`: it is that id. False is damage. */
bool ids_find(const ids *s, const char *id, size_t len, uint32_t *rank,
              bool *equal);

#endif
