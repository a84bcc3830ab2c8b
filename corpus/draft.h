/* SPDX-License-Identifier: MIT
 *
 * A text being put together, with the place each of its bytes came from.
 *
 * Invariants: the runs ascend from text 0 and cover the text without a gap;
 * once `text` or `runs` has failed, nothing changes any more. */
#ifndef PILCROW_CORPUS_DRAFT_H
#define PILCROW_CORPUS_DRAFT_H

#include "base/buf.h"
#include "corpus/corpus.h"

typedef struct draft {
    buf text;
    buf runs; /* of corpus_run */
} draft;

void draft_init(draft *d);
void draft_clear(draft *d);
void draft_release(draft *d);
bool draft_failed(const draft *d);

/* Add bytes as they stand in the file at `source`. */
void draft_copy(draft *d, const char *bytes, size_t len, size_t source);
/* Add bytes that stand for the `source_len` bytes at `source`. */
void draft_make(draft *d, const char *bytes, size_t len, size_t source,
                size_t source_len);
/* Add another draft's text and runs. */
void draft_add(draft *d, const draft *more);

/* Add bytes [start, end) of another draft's text, with their runs. */
void draft_add_part(draft *d, const draft *more, size_t start, size_t end);

/* The index of the run that byte `at` of the text lies in; 0 if there is none.
 * And the byte of the file that it comes from, and the one behind. */
size_t draft_run_at(const draft *d, size_t at);
size_t draft_source(const draft *d, size_t at);
size_t draft_source_end(const draft *d, size_t at);

/* The bytes of the file from the first run to the end of the last. */
void draft_range(const draft *d, size_t *start, size_t *end);

/* Borrowed until the draft changes. */
const corpus_run *draft_runs(const draft *d);
size_t draft_run_count(const draft *d);

#endif
