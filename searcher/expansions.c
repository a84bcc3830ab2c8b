/* SPDX-License-Identifier: MIT
 *
 * In: patterns and their terms. Out: the same again. Invariant: what is kept is
 * what expanding would give now. */
#include "searcher/expansions.h"

#define XXH_STATIC_LINKING_ONLY /* for a hash state on the stack */
#include <stdlib.h>
#include <xxhash.h>

#include "base/map.h"

/* All are forgotten when there are more, or they take more. */
#define ANSWERS_MAX 1024u
#define BYTES_MAX ((size_t)4 << 20)

/* An answer, and the other half of the question's hash. */
typedef struct kept {
    uint64_t check;
    expansions_answer answer; /* its terms in the arena */
} kept;

struct expansions {
    uint64_t epoch; /* of the snapshot that they are of */
    map answers;
    arena arena;
};

static XXH128_hash_t hash_of(const expansions_question *q)
{
    XXH3_state_t state;
    const uint64_t numbers[] = {q->field, q->edits, q->limit, q->reads};
    XXH3_128bits_reset(&state);
    XXH3_128bits_update(&state, numbers, sizeof numbers);
    XXH3_128bits_update(&state, q->text, q->len);
    return XXH3_128bits_digest(&state);
}

/* The terms of `from` in `a`; NULL without memory. */
static expand_term *copy_terms(arena *a, const expansion *from)
{
    expand_term *terms = arena_array(a, from->count + 1, sizeof *terms);
    for (size_t i = 0; terms != NULL && i < from->count; i++) {
        terms[i] = from->terms[i];
        terms[i].bytes = arena_copy(a, from->terms[i].bytes, terms[i].len);
        if (terms[i].bytes == NULL)
            return NULL;
    }
    return terms;
}

static void forget(struct expansions *e)
{
    map_clear(&e->answers);
    arena_clear(&e->arena);
}

static struct expansions *make(void)
{
    struct expansions *e = calloc(1, sizeof *e);
    if (e != NULL) {
        map_init(&e->answers, sizeof(kept));
        arena_init(&e->arena, BYTES_MAX);
    }
    return e;
}

/* What is kept and true of what the snapshot reads; NULL without memory. */
static struct expansions *keep_true(pilcrow_index *index)
{
    const uint64_t epoch = engine_snapshot_epoch(index->snapshot);
    if (index->expansions == NULL)
        index->expansions = make();
    struct expansions *e = index->expansions;
    if (e != NULL && e->epoch != epoch)
        forget(e);
    if (e != NULL)
        e->epoch = epoch;
    return e;
}

bool expansions_get(expansions_answer *out, pilcrow_index *index,
                    const expansions_question *question, arena *a)
{
    const struct expansions *e = keep_true(index);
    const XXH128_hash_t hash = hash_of(question);
    const kept *found = e == NULL ? NULL : map_find(&e->answers, hash.low64);
    if (found == NULL || found->check != hash.high64)
        return false;
    *out = found->answer;
    out->outcome.terms = copy_terms(a, &found->answer.outcome);
    return true;
}

void expansions_keep(pilcrow_index *index, const expansions_question *question,
                     const expansions_answer *answer)
{
    const XXH128_hash_t hash = hash_of(question);
    struct expansions *e = keep_true(index);
    if (e == NULL)
        return;
    if (e->answers.count >= ANSWERS_MAX || e->arena.failed)
        forget(e);
    kept now = {hash.high64, *answer};
    now.answer.outcome.terms = copy_terms(&e->arena, &answer->outcome);
    kept *place = now.answer.outcome.terms == NULL
                      ? NULL
                      : map_put(&e->answers, hash.low64);
    if (place != NULL)
        *place = now;
}

void expansions_free(struct expansions *e)
{
    if (e == NULL)
        return;
    map_release(&e->answers);
    arena_release(&e->arena);
    free(e);
}
