/* SPDX-License-Identifier: MIT
 *
 * In: a term and a shape. Out: whether a word of that shape came to the term.
 * Invariant: an answer that is remembered is what reading would give now. */
#include "searcher/witness.h"

#define XXH_STATIC_LINKING_ONLY /* for a hash state on the stack */
#include <xxhash.h>

#include "searcher/shape.h"
#include "searcher/surface.h"

#define FOLDED_MAX ((size_t)64 * 1024)
#define REMEMBERED_MAX 4096u

/* An answer, and the other half of the question's hash. */
typedef struct remembered {
    uint64_t check;
    uint32_t read;
    bool seen;
} remembered;

/* All that the answer depends on but the index. */
static XXH128_hash_t hash_of(const witness_question *q)
{
    XXH3_state_t state;
    const uint64_t numbers[] = {q->field, q->most, q->len, q->shape->count};
    XXH3_128bits_reset(&state);
    XXH3_128bits_update(&state, numbers, sizeof numbers);
    XXH3_128bits_update(&state, q->term, q->len);
    XXH3_128bits_update(&state, q->shape->codes,
                        q->shape->count * sizeof *q->shape->codes);
    return XXH3_128bits_digest(&state);
}

/* Forget what was true of another generation, or is too much. */
static pilcrow_status keep_true(pilcrow_index *index, pilcrow_error *err)
{
    engine_stats now;
    pilcrow_status status = engine_snapshot_counts(index->snapshot, &now, err);
    if (index->witnessed.value_size == 0)
        map_init(&index->witnessed, sizeof(remembered));
    if (status == PILCROW_OK && (now.generation != index->witnessed_in ||
                                 index->witnessed.count >= REMEMBERED_MAX)) {
        map_clear(&index->witnessed);
        index->witnessed_in = now.generation;
    }
    return status;
}

static bool recall(witness_answer *out, const pilcrow_index *index,
                   XXH128_hash_t hash)
{
    const remembered *found = map_find(&index->witnessed, hash.low64);
    if (found == NULL || found->check != hash.high64)
        return false;
    *out = (witness_answer){found->seen, found->read};
    return true;
}

/* Without memory it is not remembered. */
static void remember(pilcrow_index *index, XXH128_hash_t hash,
                     const witness_answer *answer)
{
    remembered *place = map_put(&index->witnessed, hash.low64);
    if (place != NULL)
        *place =
            (remembered){hash.high64, (uint32_t)answer->read, answer->seen};
}

/* A search for a word in paragraphs. */
typedef struct looking {
    analyser *tokens;
    const letters *shape;
    buf folded;
    bool seen;
    bool failed; /* out of memory */
} looking;

static bool look_at_word(void *ctx, const char *word, size_t len)
{
    looking *l = ctx;
    letters folded;
    l->failed = !analyser_fold(l->tokens, &l->folded, word, len);
    if (l->failed)
        return false;
    l->seen = letters_read(&folded, buf_text(&l->folded), l->folded.len) &&
              shape_fits(l->shape, &folded);
    return !l->seen;
}

static pilcrow_status look(witness_answer *out, pilcrow_index *index,
                           const witness_question *q, pilcrow_error *err)
{
    looking l = {.tokens = index->tokens, .shape = q->shape};
    buf_init(&l.folded, FOLDED_MAX);
    pilcrow_status status =
        surface_each(index, q->field, q->term, q->len, q->most, look_at_word,
                     &l, &out->read, err);
    out->seen = l.seen;
    buf_release(&l.folded);
    return status == PILCROW_OK && l.failed ? error_no_memory(err) : status;
}

pilcrow_status witness_ask(witness_answer *out, pilcrow_index *index,
                           const witness_question *question, pilcrow_error *err)
{
    const XXH128_hash_t hash = hash_of(question);
    *out = (witness_answer){false, 0};
    pilcrow_status status = keep_true(index, err);
    if (status != PILCROW_OK || recall(out, index, hash))
        return status;
    status = look(out, index, question, err);
    if (status == PILCROW_OK)
        remember(index, hash, out);
    return status;
}
