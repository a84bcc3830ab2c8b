/* SPDX-License-Identifier: MIT
 *
 * In: patterns and their terms. Out: the same again. Invariant: what is kept is
 * what expanding would give now. */
#include "searcher/expand/expansions.h"

#define XXH_STATIC_LINKING_ONLY /* for a hash state on the stack */
#include <xxhash.h>

/* All are forgotten when there are more, or they take more. */
#define ANSWERS_MAX 1024u
#define BYTES_MAX ((size_t)4 << 20)

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

static answers *known_to(pilcrow_index *index)
{
    return answers_now(&index->expansions, index->snapshot,
                       sizeof(expansions_answer), BYTES_MAX);
}

bool expansions_get(expansions_answer *out, pilcrow_index *index,
                    const expansions_question *question, arena *a)
{
    const answers *known = known_to(index);
    const expansions_answer *found =
        known == NULL ? NULL : answers_find(known, hash_of(question));
    if (found == NULL)
        return false;
    *out = *found;
    out->outcome.terms = copy_terms(a, &found->outcome);
    return true;
}

void expansions_keep(pilcrow_index *index, const expansions_question *question,
                     const expansions_answer *answer)
{
    answers *known = known_to(index);
    if (known == NULL)
        return;
    if (known->known.count >= ANSWERS_MAX || known->arena.failed)
        answers_forget(known);
    expansions_answer now = *answer;
    now.outcome.terms = copy_terms(&known->arena, &answer->outcome);
    expansions_answer *place = now.outcome.terms == NULL
                                   ? NULL
                                   : answers_put(known, hash_of(question));
    if (place != NULL)
        *place = now;
}
