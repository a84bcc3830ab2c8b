/* SPDX-License-Identifier: MIT
 *
 * In: words and what entries give for them. Out: the same again. Invariant:
 * what is kept is what the entries would give now. */
#include "searcher/translate/bridges.h"

/* All are forgotten when a query begins that finds more, or half of the bytes
 * taken. */
#define ANSWERS_MAX 16384u
#define BYTES_MAX ((size_t)8 << 20)

static XXH128_hash_t hash_of(const bridges_question *q)
{
    const uint64_t rest = (uint64_t)q->field << 3 | (uint64_t)q->name << 2 |
                          (uint64_t)q->cyrillic << 1 | (uint64_t)q->by_word;
    return XXH3_128bits_withSeed(q->key, q->len, rest);
}

void bridges_begin(pilcrow_index *index)
{
    answers *known = answers_now(&index->bridges, index->snapshot,
                                 sizeof(bridge_forms), BYTES_MAX);
    if (known != NULL &&
        (known->known.count > ANSWERS_MAX || known->arena.failed ||
         known->arena.total > BYTES_MAX / 2))
        answers_forget(known);
}

bool bridges_get(bridge_forms *out, const pilcrow_index *index,
                 const bridges_question *question)
{
    const answers *known = index->bridges;
    const bridge_forms *found =
        known == NULL ? NULL : answers_find(known, hash_of(question));
    if (found != NULL)
        *out = *found;
    return found != NULL;
}

/* The forms in `a`; NULL without memory. Those of an entry share its line. */
static const bridge_form *copy_forms(arena *a, const bridge_forms *from)
{
    bridge_form *forms = arena_array(a, from->count + 1, sizeof *forms);
    for (size_t i = 0; forms != NULL && i < from->count; i++) {
        const bridge_form *f = &from->items[i];
        const bool again = i > 0 && f->via == from->items[i - 1].via;
        forms[i] = (bridge_form){.text = arena_text(a, f->text),
                                 .side = arena_text(a, f->side),
                                 .via = again ? forms[i - 1].via
                                              : arena_text(a, f->via),
                                 .paragraphs = f->paragraphs,
                                 .documents = f->documents};
    }
    return a->failed ? NULL : forms;
}

void bridges_keep(pilcrow_index *index, const bridges_question *question,
                  const bridge_forms *answer)
{
    answers *known = index->bridges;
    if (known == NULL)
        return;
    const bridge_form *forms = copy_forms(&known->arena, answer);
    bridge_forms *place =
        forms == NULL ? NULL : answers_put(known, hash_of(question));
    if (place != NULL)
        *place = (bridge_forms){forms, answer->count, answer->work};
}
