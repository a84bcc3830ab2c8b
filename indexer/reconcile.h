/* SPDX-License-Identifier: MIT
 *
 * Making the index match the disk: what was planned is laid beside the
 * catalogue, both sorted, and each file is added, changed, left or dropped. */
#ifndef PILCROW_INDEXER_RECONCILE_H
#define PILCROW_INDEXER_RECONCILE_H

#include "indexer/ingest.h"
#include "indexer/plan.h"

/* Bring the index up to date with the plan. `progress` may be NULL.
 *
 * CANCELLED  `progress` asked to stop; what was finished may be committed. */
pilcrow_status reconcile(session *s, const plan *p,
                         pilcrow_progress_fn progress, void *progress_ctx,
                         pilcrow_error *err);

/* Add bytes in memory, or change what was added under that name. */
pilcrow_status reconcile_memory(session *s, const pilcrow_source *source,
                                corpus_format format, pilcrow_error *err);

/* The same for a text, as UTF-8, of which more is known. */
pilcrow_status reconcile_text(session *s, const char *name,
                              corpus_format format, const intake_about *about,
                              const buf *text, pilcrow_error *err);

#endif
