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
 * refs ascend in the order of adding. */
#ifndef PILCROW_ENGINE_SEGMENT_SNAPSHOT_H
#define PILCROW_ENGINE_SEGMENT_SNAPSHOT_H

#include "engine/backend.h"
#include "engine/segment/segment.h"

typedef struct snapshot_part {
    segment *segment;
    uint64_t base;              /* the ref of its document 0 */
    const uint64_t *deleted;    /* bit i: document i is; NULL: none is */
    uint32_t deleted_count;
} snapshot_part;

struct backend_snapshot {
    snapshot_part *parts;
    size_t count;
    uint64_t generation;
    uint64_t paragraphs;        /* without the deleted ones */
    uint64_t words;             /* the lengths of these */
    struct snapshot_inside *inside;
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

/* Look a term up in every part; `out->parts` has room for one each. What the
 * deletes cost is counted once a term and remembered. */
pilcrow_status snapshot_find(backend_snapshot *s, engine_field field,
                             const char *term, size_t len, snapshot_term *out,
                             pilcrow_error *err);

/* The part that a ref lies in, and its document there. NULL: no paragraph has
 * that ref. */
const snapshot_part *snapshot_locate(const backend_snapshot *s,
                                     engine_ref ref, uint32_t *document);

/* The engine's search (search.c). */
pilcrow_status segment_search(backend_snapshot *snapshot,
                              const engine_query *query,
                              const engine_search_options *options,
                              engine_result *out, pilcrow_error *err);

#endif
