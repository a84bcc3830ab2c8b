/* SPDX-License-Identifier: MIT
 *
 * Files that another program turns into text are loaded ahead of their turn,
 * several at once: that takes far longer than all that comes after it. What
 * comes of a file, text or error, is given when its turn has come, as
 * corpus_load() would. */
#ifndef PILCROW_INDEXER_AHEAD_H
#define PILCROW_INDEXER_AHEAD_H

#include "indexer/plan.h"

typedef struct ahead ahead;

/* `jobs` threads at most, and no more than there are processors; with one, or
 * where none can be had, files are loaded when their turn comes. NULL without
 * memory. */
ahead *ahead_new(unsigned jobs);
/* Stops what is being loaded. NULL is fine. */
void ahead_free(ahead *a);

/* Is there room to begin with another file? */
bool ahead_has_room(ahead *a);
/* Begin to load the file, borrowed until its turn has come. Files are begun in
 * the order of their turns. */
void ahead_begin(ahead *a, const plan_file *file);

/* Load the file, whose turn has come, begun before or not. `out` and the
 * outcome are as those of corpus_load(). */
pilcrow_status ahead_load(ahead *a, buf *out, const plan_file *file,
                          pilcrow_error *err);

#endif
