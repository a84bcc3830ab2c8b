/* SPDX-License-Identifier: MIT
 *
 * Imported glossaries in an index (what is kept of them: corpus/lexicon.h). */
#ifndef PILCROW_INDEXER_IMPORTS_H
#define PILCROW_INDEXER_IMPORTS_H

#include "corpus/lexicon.h"
#include "indexer/session.h"

/* The glossaries that a generation holds. */
typedef struct imports {
    lexicon_head *items;
    size_t count, capacity;
    arena arena;
} imports;

void imports_init(imports *list);
void imports_release(imports *list);
/* CORRUPT, STALE, NO_MEMORY. */
pilcrow_status imports_load(imports *list, engine_snapshot *snapshot,
                            pilcrow_error *err);

/* Drop one from the index, or one that there is not. */
pilcrow_status imports_drop(session *s, const lexicon_head *head,
                            pilcrow_error *err);
/* Drop those that `stored`, a path or a folder and all below it, or the name
 * `given` stand for. `*dropped` goes up. */
pilcrow_status imports_forget(session *s, const char *stored, const char *given,
                              uint64_t *dropped, pilcrow_error *err);

/* In a rebuild: take over all that the index held before. */
pilcrow_status imports_carry(session *s, pilcrow_error *err);

/* Derive each part of them anew and hold it against what is kept; `found` gets
 * a sentence for each that differs. */
pilcrow_status imports_check(engine_snapshot *snapshot, analyser *tokens,
                             pilcrow_damage_fn found, void *ctx,
                             pilcrow_error *err);

#endif
