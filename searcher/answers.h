/* SPDX-License-Identifier: MIT
 *
 * Answers of one kind that an open index keeps, because users ask for the same
 * words again and again. An answer is good as long as the index stays the same;
 * one that was read anew begins with none.
 *
 * A question is the hash of all that its answer depends on but the index: two
 * of one hash would be taken for one, which 128 bits leave to nobody. */
#ifndef PILCROW_SEARCHER_ANSWERS_H
#define PILCROW_SEARCHER_ANSWERS_H

#include <xxhash.h>

#include "base/arena.h"
#include "base/map.h"
#include "engine/engine.h"

typedef struct answers {
    uint64_t epoch; /* of the snapshot that they are of */
    map known;
    arena arena; /* of all that answers point at */
} answers;

/* The answers at `*kept`, made if it is NULL: none of them if the index may
 * have changed since the last call. An answer has `size` bytes, what all of
 * them point at at most `most`. NULL without memory. */
answers *answers_now(answers **kept, const engine_snapshot *snapshot,
                     size_t size, size_t most);
void answers_forget(answers *a);

/* The answer; NULL if it is not kept. Good until the next is put. */
void *answers_find(const answers *a, XXH128_hash_t question);
/* Room for an answer; NULL without memory. */
void *answers_put(answers *a, XXH128_hash_t question);

/* NULL is fine. */
void answers_free(answers *a);

#endif
