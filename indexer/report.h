/* SPDX-License-Identifier: MIT
 *
 * What a run did: the public pilcrow_report, while it is written. */
#ifndef PILCROW_INDEXER_REPORT_H
#define PILCROW_INDEXER_REPORT_H

#include "base/arena.h"
#include "pilcrow.h"

struct pilcrow_report {
    pilcrow_counts counts;
    pilcrow_skip *skips;
    size_t skip_count;
    size_t skip_capacity;
    arena arena; /* the texts of the skips */
    pilcrow_skip_fn tell; /* who is to be told of skips; may be NULL */
    void *tell_ctx;
    size_t told; /* so many have been */
};

/* An empty report; NULL when memory runs out. */
pilcrow_report *report_new(void);

/* Note a file passed over, or a part of it at `line` (0: the whole); both texts
 * are copied. A failed one raises counts.failed. False when memory runs out. */
bool report_add_skip(pilcrow_report *report, const char *path, size_t line,
                     const char *reason, bool failed);

/* Tell of the skips that have not been told; on the caller's thread. */
void report_tell(pilcrow_report *report);

#endif
