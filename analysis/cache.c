/* SPDX-License-Identifier: MIT
 *
 * In: words with their terms. Out: the term of a word seen before. Invariant: a
 * slot holds a whole pair or is free. */
#include "analysis/cache.h"

#include <stdlib.h>
#include <string.h>

#define XXH_INLINE_ALL
#include <xxhash.h>

bool cache_init(cache *c)
{
    c->slots = calloc(CACHE_SLOTS, sizeof *c->slots);
    return c->slots != NULL;
}

void cache_release(cache *c)
{
    free(c->slots);
    c->slots = NULL;
}

static size_t home_of(uint8_t tag, const char *word, size_t len)
{
    return (size_t)XXH3_64bits_withSeed(word, len, tag);
}

static cache_slot *slot_at(const cache *c, size_t home, size_t probe)
{
    return &c->slots[(home + probe) % CACHE_SLOTS];
}

const cache_slot *cache_find(const cache *c, uint8_t tag, const char *word,
                             size_t len)
{
    if (len >= CACHE_BYTES)
        return NULL;
    size_t home = home_of(tag, word, len);
    for (size_t i = 0; i < CACHE_PROBES; i++) {
        const cache_slot *slot = slot_at(c, home, i);
        if (slot->word_len == len && slot->tag == tag &&
            memcmp(slot->bytes, word, len) == 0)
            return slot;
    }
    return NULL;
}

const cache_slot *cache_put(cache *c, uint8_t tag, const char *word, size_t len,
                            const char *term, size_t term_len)
{
    if (len >= CACHE_BYTES || term_len > CACHE_BYTES - len)
        return NULL;
    size_t home = home_of(tag, word, len);
    cache_slot *slot = slot_at(c, home, 0);
    for (size_t i = 0; i < CACHE_PROBES && slot->word_len != 0; i++)
        slot = slot_at(c, home, i);
    if (slot->word_len != 0)
        slot = slot_at(c, home, 0);
    slot->tag = tag;
    slot->word_len = (uint8_t)len;
    slot->term_len = (uint8_t)term_len;
    memcpy(slot->bytes, word, len);
    memcpy(slot->bytes + len, term, term_len);
    return slot;
}
