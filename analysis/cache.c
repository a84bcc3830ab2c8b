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

static cache_slot *slot_of(const cache *c, uint16_t key, const char *word)
{
    return slot_for(c, cache_home((uint8_t)key, word, key >> 8));
}

/* Go on with more slots, and what there is in them. */
static void grow(cache *c)
{
    cache more = {.capacity = c->capacity * CACHE_GROWTH};
    more.slots = huge_zeroed(more.capacity, sizeof *more.slots);
    if (more.slots == NULL)
        return;
    for (size_t i = 0; i < c->capacity; i++) {
        const cache_slot *from = &c->slots[i];
        if (from->key == 0)
            continue;
        cache_slot *to = slot_of(&more, from->key, from->bytes);
        more.used += to->key == 0;
        *to = *from;
    }
    free(c->slots);
    *c = more;
}

void cache_put(cache *c, uint8_t tag, const char *word, size_t len,
               const char *term, size_t term_len, uint32_t hash)
{
    const size_t size = padded(len);
    const bool within = term_len <= len && memcmp(word, term, term_len) == 0;
    if (len > CACHE_BYTES || (!within && size + term_len > CACHE_BYTES))
        return;
    if (c->used >= c->capacity / 2 && c->capacity < CACHE_SLOTS)
        grow(c);
    cache_slot *slot = slot_of(c, cache_key(tag, len), word);
    c->used += slot->key == 0;
    slot->hash = hash;
    slot->key = cache_key(tag, len);
    slot->term_at = (uint8_t)(within ? 0 : size);
    slot->term_len = (uint8_t)term_len;
    memcpy(slot->bytes, word, size);
    if (!within)
        memcpy(slot->bytes + size, term, term_len);
}
