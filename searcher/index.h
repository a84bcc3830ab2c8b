/* SPDX-License-Identifier: MIT
 *
 * The public pilcrow_index: an index open for reading, seen from inside. */
#ifndef PILCROW_SEARCHER_INDEX_H
#define PILCROW_SEARCHER_INDEX_H

#include "analysis/analysis.h"
#include "base/arena.h"
#include "base/places.h"
#include "corpus/schema.h"
#include "engine/engine.h"
#include "searcher/answers.h"

#define INDEX_LANGUAGES_MAX 32

struct pilcrow_index {
    engine_snapshot *snapshot;
    analyser *tokens;       /* NULL while the index is empty */
    places places;          /* as they were when it was opened */
    char *languages;        /* "en,ru" */
    pilcrow_index **parts;  /* of several opened as one, whose snapshots
                               `snapshot` joins; else NULL */
    size_t part_count;
    int64_t end_ms;         /* of the search under way; 0: it has no deadline */
    answers *expansions; /* of patterns; NULL: none yet */
    answers *bridges;    /* of words translated; NULL: none yet */
    answers *surnames;   /* of terms that may be one's; NULL: none yet */
    struct lexicon_memory *lexicons; /* heads and parts of imported
                                        glossaries; NULL: none yet */
};

/* Give the work on this index so many milliseconds; 0: no end. */
void index_set_deadline(pilcrow_index *index, uint32_t ms);
/* What is left of them, as the engine takes it: 0 for no end, else 1 or
 * more. */
uint32_t index_time_left(const pilcrow_index *index);
/* Have they passed, and `grace` ms more? */
bool index_is_late(const pilcrow_index *index, int64_t grace);

/* The index that a ref of `index` is of, and in `*ref` its own ref for it:
 * a part of several, else `index` itself. */
pilcrow_index *index_owner(pilcrow_index *index, engine_ref *ref);

/* The languages Latin words of a query may be in, static strings, NULL-ended, in
 * a list in `a`; NULL without memory. */
const char **index_latin_languages(const pilcrow_index *index, arena *a);

/* Run `step` on the newest generation, and again if a writer overtook it, at
 * most ENGINE_ATTEMPTS times in all. */
typedef pilcrow_status (*index_step)(void *ctx, pilcrow_error *err);
pilcrow_status index_with_newest(pilcrow_index *index, index_step step,
                                 void *ctx, pilcrow_error *err);

/* Find the paragraph of that id in the generation at hand.
 *
 * NOT_FOUND  there is none. */
pilcrow_status index_find(pilcrow_index *index, const char *id,
                          engine_ref *out, pilcrow_error *err);

/* A stored path as the user is to see it, in `a`; NULL without memory. */
const char *index_shown_path(const pilcrow_index *index, const char *path,
                             bool in_memory, arena *a);

/* Fetch a stored paragraph and give it as the public struct, its path as it
 * resolves from the current folder; all texts in `a`. `*stored` (may be NULL) is
 * the record as it is. */
pilcrow_status index_paragraph(pilcrow_paragraph *out, pilcrow_index *index,
                               engine_ref ref, arena *a, schema_record *stored,
                               pilcrow_error *err);

#endif
