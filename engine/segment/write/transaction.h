/* SPDX-License-Identifier: MIT
 *
 * A writer and its open transaction.
 *
 * Paragraphs gather in memory (inverter.h) and become a segment when that is
 * full; deletes set bits in copies of the bitmaps; metadata gather likewise.
 * All of it is in files that the manifest does not name, until a commit names
 * them. Whatever a transaction leaves behind is removed when the writer is
 * closed, or when the next one begins. */
#ifndef PILCROW_ENGINE_SEGMENT_WRITE_TRANSACTION_H
#define PILCROW_ENGINE_SEGMENT_WRITE_TRANSACTION_H

#include "engine/backend.h"
#include "engine/segment/file/builder.h"
#include "engine/segment/file/manifest.h"
#include "engine/segment/write/id_filter.h"
#include "engine/segment/write/inverter.h"

/* A segment of the transaction. */
typedef struct transaction_part {
    segment *segment;
    manifest_segment info;
    uint64_t *deleted;  /* NULL: none is */
    id_filter ids;
    bool more_deleted;  /* than its file says */
    bool uncommitted;   /* no manifest names its file */
} transaction_part;

struct backend_writer {
    char *data;
    bool fresh;
    bool doomed;        /* the transaction can only be rolled back */
    size_t memory_bytes;
    unsigned jobs;      /* threads that write a segment */
    manifest committed; /* what the folder has; generation 0: nothing yet */
    manifest previous;  /* what it had before: its files go once the present
                           one's name is on disk */
    uint64_t next_number;
    transaction_part *parts; /* in the order of adding */
    size_t part_count, part_capacity;
    /* What is in memory: documents, and which of them are deleted. */
    inverter *inverter;
    builder *builder;   /* takes their records; NULL while there are none */
    uint64_t *deleted;
    size_t deleted_capacity; /* in words */
    uint32_t deleted_count;
    uint64_t deleted_words;  /* the lengths of those */
    metadata_changes changes;
    metadata_name *metadata; /* the oldest first */
    size_t metadata_count, metadata_capacity;
    size_t metadata_old;     /* of these the committed ones */
};

/* ------------------------------------------------------- transaction.c --- */

pilcrow_status transaction_open(backend_writer **out,
                                const backend_target *target,
                                pilcrow_error *err);
pilcrow_status transaction_add(backend_writer *w,
                               const engine_paragraph *paragraph,
                               pilcrow_error *err);
void transaction_expect(backend_writer *w, const char *id, size_t len,
                        uint32_t alike);
pilcrow_status transaction_remove(backend_writer *w, engine_field field,
                                  const char *term, size_t len,
                                  uint64_t *deleted, pilcrow_error *err);
pilcrow_status transaction_set_metadata(backend_writer *w, const char *key,
                                        size_t key_len, const char *value,
                                        size_t len, pilcrow_error *err);
pilcrow_status transaction_rollback(backend_writer *w, pilcrow_error *err);
void transaction_close(backend_writer *w);

/* Begin on what the folder has, once nothing of a transaction is left. */
pilcrow_status transaction_begin(backend_writer *w, pilcrow_error *err);
/* Let go of a part; its file stays. */
void transaction_close_part(transaction_part *part);
/* Forget all of the transaction, but for its files. */
void transaction_drop(backend_writer *w);
/* Is the document in memory deleted? */
bool transaction_is_deleted(const backend_writer *w, uint32_t document);
/* Forget what is in memory. */
void transaction_drop_memory(backend_writer *w);

/* ------------------------------------------------------------- commit.c --- */

/* Make a segment of what is in memory, and merge what there is to merge. */
pilcrow_status transaction_flush(backend_writer *w, pilcrow_error *err);
/* Write the metadata that have gathered as a file. */
pilcrow_status transaction_flush_metadata(backend_writer *w,
                                          pilcrow_error *err);
pilcrow_status transaction_commit(backend_writer *w, pilcrow_error *err);

/* Write all of the index in folder `from` into the empty folder `to` as one
 * segment, as generation `generation`; nothing is synced. */
pilcrow_status transaction_compact(const char *from, const char *to,
                                   uint64_t generation, pilcrow_error *err);

#endif
