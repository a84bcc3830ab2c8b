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
};

/* An empty report; NULL when memory runs out. */
pilcrow_report *report_new(void);

/* Note a file passed over, or a part of it at `line` (0: the whole); both texts
 * are copied. A failed one raises counts.failed. False when memory runs out. */
bool report_add_skip(pilcrow_report *report, const char *path, size_t line,
                     const char *reason, bool failed);

#endif
