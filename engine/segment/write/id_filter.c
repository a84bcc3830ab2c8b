/* SPDX-License-Identifier: MIT
 *
 * In: the ids of a segment. Out: whether one may be among them: each has set
 * two bits of one word. */
#include "engine/segment/write/id_filter.h"

#include <stdlib.h>

#include "base/mix.h"
#include "engine/engine.h"

/* It is worth making for one question in so many ids. */
#define IDS_ASKED 16u
/* Ids a word of 64 bits: one in 60 that are not there passes for one. */
#define IDS_WORD 4u
#define SEED 1u

static uint32_t word_count(const ids *of)
{
    return of->documents / IDS_WORD + 1;
}

/* The word of an id, and its bits there. */
static uint32_t place_of(const ids *of, const char *id, size_t len,
                         uint64_t *bits)
{
    const uint64_t hash = mix_bytes(SEED, id, len);
    *bits = UINT64_C(1) << (hash >> 32 & 63) | UINT64_C(1) << (hash >> 38 & 63);
    return (uint32_t)((hash & UINT32_MAX) * word_count(of) >> 32);
}

static void make(id_filter *f, const ids *of)
{
    char id[ENGINE_TERM_MAX];
    size_t len;
    uint64_t bits;
    uint64_t *words = calloc(word_count(of), sizeof *words);
    bool ok = words != NULL;
    for (uint32_t i = 0; ok && i < of->documents; i++) {
        ok = ids_get(of, i, id, &len) && len > 0;
        if (ok)
            words[place_of(of, id, len, &bits)] |= bits;
    }
    if (ok)
        f->words = words;
    else
        free(words);
}

bool id_filter_may_have(id_filter *f, const ids *of, const char *id, size_t len)
{
    uint64_t bits;
    if (f->words == NULL && ++f->asked == of->documents / IDS_ASKED + 1)
        make(f, of);
    if (f->words == NULL)
        return true;
    const uint32_t place = place_of(of, id, len, &bits);
    return (f->words[place] & bits) == bits;
}

void id_filter_release(id_filter *f)
{
    free(f->words);
    *f = (id_filter){0};
}
