/* SPDX-License-Identifier: MIT
 *
 * In: words with their terms. Out: the term of a word seen before. Invariant: a
 * slot holds a whole pair or is free. */
#include "analysis/cache.h"

#include <stdlib.h>
#include <string.h>

#include "base/mix.h"

bool cache_init(cache *c)
{
    *c = (cache){.slots = calloc(CACHE_SLOTS_FIRST, sizeof *c->slots),
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
    cache_slot *slots = calloc(capacity, sizeof *slots);
    if (slots == NULL)
        return;
    free(c->slots);
    *c = (cache){.slots = slots, .capacity = capacity};
}

/* How many bytes of a word precede its tail. */
static size_t head_of(size_t len)
{
    return len < EIGHT ? 0 : len - EIGHT;
}

static cache_slot *slot_at(const cache *c, uint64_t home, size_t probe)
{
    return &c->slots[(home + probe) & (c->capacity - 1)];
}

const cache_slot *cache_find(const cache *c, uint8_t tag, const char *word,
                             size_t len)
{
    uint64_t tail = mix_tail(word, len);
    const uint64_t home = mix_with_tail(tag, word, len, tail);
    for (size_t i = 0; i < CACHE_PROBES; i++) {
        const cache_slot *slot = slot_at(c, home, i);
        if (slot->tail == tail && slot->word_len == len && slot->tag == tag &&
            eight_same(slot->bytes + slot->term_len, word, head_of(len)))
            return slot;
    }
    return NULL;
}

void cache_put(cache *c, uint8_t tag, const char *word, size_t len,
               const char *term, size_t term_len)
{
    size_t head = head_of(len);
    if (len > UINT8_MAX || head + term_len > CACHE_BYTES)
        return;
    if (c->used >= c->capacity / 2 && c->capacity < CACHE_SLOTS)
        start_anew(c);
    uint64_t tail = mix_tail(word, len);
    const uint64_t home = mix_with_tail(tag, word, len, tail);
    cache_slot *slot = slot_at(c, home, 0);
    for (size_t i = 0; i < CACHE_PROBES && slot->word_len != 0; i++)
        slot = slot_at(c, home, i);
    if (slot->word_len != 0)
        slot = slot_at(c, home, 0);
    c->used += slot->word_len == 0;
    slot->tail = tail;
    slot->tag = tag;
    slot->word_len = (uint8_t)len;
    slot->term_len = (uint8_t)term_len;
    memcpy(slot->bytes, term, term_len);
    memcpy(slot->bytes + term_len, word, head);
}
