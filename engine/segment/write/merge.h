/* SPDX-License-Identifier: MIT
 *
 * Several segments, neighbours in the order of adding, made one without their
 * deleted documents. Unless they are reordered all is read and written in
 * streams: memory is that of one posting list's block a segment, and 4 bytes for
 * each 64 documents. */
#ifndef PILCROW_ENGINE_SEGMENT_WRITE_MERGE_H
#define PILCROW_ENGINE_SEGMENT_WRITE_MERGE_H

#include "engine/segment/file/segment.h"

typedef struct merge_part {
    segment *segment;
    const uint64_t *deleted; /* NULL: none is */
    uint32_t deleted_count;
} merge_part;

/* What is written. */
typedef struct merge_target {
    const char *data; /* the folder */
    uint64_t number;  /* of the segment */
    bool durable;     /* and to disk */
    bool reorder;     /* what is alike next to each other, where order.h finds
                         that worth it: some 200 bytes of memory a document
                         then, 64 MB at the least */
} merge_target;

/* At least one document is not deleted, and no more than POSTINGS_DOCUMENTS_MAX
 * are. After a failure its file may be there.
 *
 * CORRUPT    a part is damaged. */
pilcrow_status merge_segments(segment_name *out, const merge_part *parts,
                              size_t count, const merge_target *to,
                              pilcrow_error *err);

#endif
