/* SPDX-License-Identifier: MIT
 *
 * One generation of an index for reading: its segments in the order of adding,
 * what is deleted in each, the metadata, and statistics that are exact after
 * the deletes.
 *
 * All files are opened and mapped when the snapshot is, so that a writer may
 * remove them: the snapshot goes on reading them and is never STALE.
 *
 * A paragraph's engine_ref is the base of its segment and its document number:
 * refs ascend in the order of adding. In a joint snapshot the segments of its
 * parts follow one another. */
#ifndef PILCROW_ENGINE_SEGMENT_SNAPSHOT_H
#define PILCROW_ENGINE_SEGMENT_SNAPSHOT_H

#include "engine/backend.h"
#include "engine/segment/file/metadata.h"
#include "engine/segment/file/segment.h"

typedef struct snapshot_part {
    segment *segment;
    uint64_t base;              /* the ref of its document 0 */
    uint64_t *deleted;          /* bit i: document i is; NULL: none is */
    uint32_t deleted_count;
    uint32_t index;             /* the index it is of, in a joint snapshot */
} snapshot_part;

struct backend_snapshot {
    snapshot_part *parts;
    size_t count;
    uint64_t generation;
    uint64_t paragraphs;        /* without the deleted ones */
    uint64_t words;             /* the lengths of these */
    /* The rest is for snapshot.c and reading.c. */
    char *data;                 /* NULL: an empty index, or a joint snapshot */
    struct segment_name *names; /* of the parts, to know them again */
    metadata_file *metadata;
    size_t metadata_count;
    bool joint;                 /* what it has is borrowed */
    struct snapshot_count *counts; /* deleted postings of terms, by hash */
    size_t counts_used;
    struct lookups *lookups;    /* terms that were looked up last */
    struct unions *unions;      /* groups that were searched for last */
    struct search_memory *search; /* search.c's, kept from one to the next */
};

static inline bool part_deleted(const snapshot_part *part, uint32_t document)
{
    return part->deleted != NULL &&
           (part->deleted[document / 64] >> (document % 64) & 1) != 0;
}

/* A term in the whole snapshot: where it is in each part, and how many
 * paragraphs that are not deleted hold it, how often. */
typedef struct snapshot_term {
    uint64_t paragraphs;
    uint64_t occurrences;
    segment_term *parts;        /* `count` of them, caller's room */
} snapshot_term;

/* Look a term up in every part; `out->parts` has room for one each, or is NULL
 * where only the sums are wanted. What the deletes cost is counted once a term
 * and remembered, and so are the terms that were looked up last. */
pilcrow_status snapshot_find(backend_snapshot *s, engine_field field,
                             const char *term, size_t len, snapshot_term *out,
                             pilcrow_error *err);

/* The part that a ref lies in, and its document there. NULL: no paragraph has
 * that ref. */
const snapshot_part *snapshot_locate(const backend_snapshot *s,
                                     engine_ref ref, uint32_t *document);

/* ----------------------------------------- backend.h's functions of it --- */

/* search*.c */
pilcrow_status segment_search(backend_snapshot *snapshot,
                              const engine_query *query,
                              const engine_search_options *options,
                              engine_result *out, pilcrow_error *err);
pilcrow_status segment_each_match(backend_snapshot *snapshot,
                                  const engine_query *query,
                                  uint32_t deadline_ms,
                                  engine_match_visitor visit, void *ctx,
                                  pilcrow_error *err);

/* snapshot.c */
pilcrow_status snapshot_open(backend_snapshot **out, const char *data,
                             pilcrow_error *err);
void snapshot_close(backend_snapshot *s);
pilcrow_status snapshot_refresh(backend_snapshot *s, bool *moved,
                                pilcrow_error *err);
pilcrow_status snapshot_join(backend_snapshot **out,
                             backend_snapshot *const *parts, size_t count,
                             pilcrow_error *err);
size_t snapshot_part_of(const backend_snapshot *s, engine_ref ref,
                        engine_ref *inner);

/* reading.c */
pilcrow_status snapshot_stats(backend_snapshot *s, engine_stats *out,
                              pilcrow_error *err);
pilcrow_status snapshot_fetch(backend_snapshot *s, engine_ref ref,
                              buf *record, pilcrow_error *err);
pilcrow_status snapshot_fetch_id(backend_snapshot *s, engine_ref ref,
                                 buf *id, pilcrow_error *err);
pilcrow_status snapshot_occurrences(backend_snapshot *s, engine_ref ref,
                                    engine_field field, const char *term,
                                    size_t len, uint32_t *frequency,
                                    uint64_t *length, pilcrow_error *err);
pilcrow_status snapshot_frequencies(backend_snapshot *s, engine_field field,
                                    const char *term, size_t len,
                                    uint64_t *paragraphs,
                                    uint64_t *occurrences,
                                    pilcrow_error *err);
pilcrow_status snapshot_terms(backend_snapshot *s, engine_field field,
                              const char *prefix, size_t prefix_len,
                              engine_term_visitor visit, void *ctx,
                              pilcrow_error *err);
pilcrow_status snapshot_metadata(backend_snapshot *s, const char *key,
                                 size_t key_len, buf *value,
                                 pilcrow_error *err);
pilcrow_status snapshot_metadata_each(backend_snapshot *s, const char *prefix,
                                      size_t prefix_len,
                                      engine_metadata_visitor visit, void *ctx,
                                      pilcrow_error *err);
pilcrow_status snapshot_each_record(backend_snapshot *s,
                                    engine_record_visitor visit, void *ctx,
                                    pilcrow_error *err);
pilcrow_status snapshot_each_posting(backend_snapshot *s,
                                     engine_posting_visitor visit, void *ctx,
                                     pilcrow_error *err);

#endif
