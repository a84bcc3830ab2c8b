/* SPDX-License-Identifier: MIT
 *
 * In: words with their terms. Out: the term of a word seen before. Invariant: a
 * slot holds a whole pair or is free. */
#include "analysis/cache.h"

#include <stdlib.h>
#include <string.h>

#include "base/huge.h"

bool cache_init(cache *c)
{
    *c = (cache){.slots = huge_zeroed(CACHE_SLOTS_FIRST, sizeof *c->slots),
                 .capacity = CACHE_SLOTS_FIRST};
    return c->slots != NULL;
}

void cache_release(cache *c)
{
    free(c->slots);
    *c = (cache){0};
}

/* Go on with more slots, all of them free. */
static void start_anew(cache *c)
{
    const size_t capacity = c->capacity * CACHE_GROWTH;
    cache_slot *slots = huge_zeroed(capacity, sizeof *slots);
    if (slots == NULL)
        return;
    free(c->slots);
    *c = (cache){.slots = slots, .capacity = capacity};
}

static size_t padded(size_t len)
{
    return (len + EIGHT - 1) / EIGHT * EIGHT;
}

/* Where a new word is put: a free slot, or the first. */
static cache_slot *slot_for(const cache *c, uint64_t home)
{
    for (size_t i = 0; i < CACHE_PROBES; i++) {
        cache_slot *slot = &c->slots[(home + i) & (c->capacity - 1)];
        if (slot->key == 0)
            return slot;
    }
    return &c->slots[home & (c->capacity - 1)];
}

void cache_put(cache *c, uint8_t tag, const char *word, size_t len,
               const char *term, size_t term_len, uint32_t hash)
{
    const size_t size = padded(len);
    const bool within = term_len <= len && memcmp(word, term, term_len) == 0;
    if (len > CACHE_BYTES || (!within && size + term_len > CACHE_BYTES))
        return;
    if (c->used >= c->capacity / 2 && c->capacity < CACHE_SLOTS)
        start_anew(c);
    cache_slot *slot = slot_for(c, cache_home(tag, word, len));
    c->used += slot->key == 0;
    slot->hash = hash;
    slot->key = cache_key(tag, len);
    slot->term_at = (uint8_t)(within ? 0 : size);
    slot->term_len = (uint8_t)term_len;
    memcpy(slot->bytes, word, size);
    if (!within)
        memcpy(slot->bytes + size, term, term_len);
}
