/* SPDX-License-Identifier: MIT
 *
 * In: words and what entries give for them. Out: the same again. Invariant:
 * what is kept is what the entries would give now. */
#include "searcher/bridges.h"

#include <stdlib.h>
#include <xxhash.h>

#include "base/map.h"

/* All are forgotten when a query begins that finds more, or half of the bytes
 * taken. */
#define ANSWERS_MAX 16384u
#define BYTES_MAX ((size_t)8 << 20)

/* An answer, and the other half of the question's hash. */
typedef struct kept {
    uint64_t check;
    const bridge_form *forms;
    size_t count;
} kept;

struct bridges {
    uint64_t epoch; /* of the snapshot that they are of */
    map answers;
    arena arena;
};

static XXH128_hash_t hash_of(const bridges_question *q)
{
    const uint64_t rest = (uint64_t)q->field << 2 | (uint64_t)q->cyrillic << 1 |
                          (uint64_t)q->by_word;
    return XXH3_128bits_withSeed(q->key, q->len, rest);
}

static struct bridges *make(void)
{
    struct bridges *b = calloc(1, sizeof *b);
    if (b != NULL) {
        map_init(&b->answers, sizeof(kept));
        arena_init(&b->arena, BYTES_MAX);
    }
    return b;
}

void bridges_begin(pilcrow_index *index)
{
    const uint64_t epoch = engine_snapshot_epoch(index->snapshot);
    if (index->bridges == NULL)
        index->bridges = make();
    struct bridges *b = index->bridges;
    if (b == NULL)
        return;
    if (b->epoch != epoch || b->answers.count > ANSWERS_MAX ||
        b->arena.failed || b->arena.total > BYTES_MAX / 2) {
        map_clear(&b->answers);
        arena_clear(&b->arena);
    }
    b->epoch = epoch;
}

bool bridges_get(bridge_forms *out, const pilcrow_index *index,
                 const bridges_question *question)
{
    const struct bridges *b = index->bridges;
    const XXH128_hash_t hash = hash_of(question);
    const kept *found = b == NULL ? NULL : map_find(&b->answers, hash.low64);
    if (found == NULL || found->check != hash.high64)
        return false;
    *out = (bridge_forms){found->forms, found->count};
    return true;
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
    const XXH128_hash_t hash = hash_of(question);
    struct bridges *b = index->bridges;
    if (b == NULL)
        return;
    const bridge_form *forms = copy_forms(&b->arena, answer);
    kept *place = forms == NULL ? NULL : map_put(&b->answers, hash.low64);
    if (place != NULL)
        *place = (kept){hash.high64, forms, answer->count};
}

void bridges_free(struct bridges *b)
{
    if (b == NULL)
        return;
    map_release(&b->answers);
    arena_release(&b->arena);
    free(b);
}
