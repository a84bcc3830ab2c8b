/* SPDX-License-Identifier: MIT
 *
 * In: questions with their answers. Out: the same again. Invariant: what is
 * kept is of the generation that the index reads. */
#include "searcher/answers.h"

#include <stdlib.h>

/* The other half of the question's hash; the answer follows. */
typedef struct entry {
    uint64_t check;
    char answer[];
} entry;

answers *answers_now(answers **kept, const engine_snapshot *snapshot,
                     size_t size, size_t most)
{
    const uint64_t epoch = engine_snapshot_epoch(snapshot);
    if (*kept == NULL) {
        *kept = calloc(1, sizeof **kept);
        if (*kept == NULL)
            return NULL;
        map_init(&(*kept)->known, sizeof(entry) + size);
        arena_init(&(*kept)->arena, most);
    }
    if ((*kept)->epoch != epoch)
        answers_forget(*kept);
    (*kept)->epoch = epoch;
    return *kept;
}

void answers_forget(answers *a)
{
    map_clear(&a->known);
    arena_clear(&a->arena);
}

void *answers_find(const answers *a, XXH128_hash_t question)
{
    entry *found = map_find(&a->known, question.low64);
    return found != NULL && found->check == question.high64 ? found->answer
                                                            : NULL;
}

void *answers_put(answers *a, XXH128_hash_t question)
{
    entry *place = map_put(&a->known, question.low64);
    if (place == NULL)
        return NULL;
    place->check = question.high64;
    return place->answer;
}

void answers_free(answers *a)
{
    if (a == NULL)
        return;
    map_release(&a->known);
    arena_release(&a->arena);
    free(a);
}
