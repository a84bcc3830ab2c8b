/* SPDX-License-Identifier: MIT
 *
 * cache.h: folded word -> term, so that a common word is stemmed once.
 *
 * Open addressing over slots of one cache line each. A word is in one of
 * CACHE_PROBES slots from its hash on; when those are full, a new word takes
 * the place of the first. A word that with its term does not fit in a slot is
 * not kept; where the term is what the word begins with, as most are, it takes
 * no room of its own. A word is compared by eights of bytes, the last of them
 * filled up with zeros: "padded". The cache begins with the few slots that a
 * query takes; once half of them are used it goes on with four times as many, at
 * most CACHE_SLOTS, or as it is if there is no memory. */
#ifndef PILCROW_ANALYSIS_CACHE_H
#define PILCROW_ANALYSIS_CACHE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/mix.h"

#define CACHE_SLOTS_FIRST 512u /* a power of two */
#define CACHE_SLOTS 131072u    /* 4 to the fourth times that */
#define CACHE_GROWTH 4u
#define CACHE_PROBES 4u
#define CACHE_BYTES 56u /* of a word, padded, and its term */

/* `key` 0: free. */
typedef struct cache_slot {
    uint32_t hash;             /* of the term, by mix_bytes() */
    uint16_t key;              /* the word's length and tag */
    uint8_t term_at, term_len; /* in `bytes` */
    char bytes[CACHE_BYTES];   /* the word, padded; the term, if it is other */
} cache_slot;

typedef struct cache {
    cache_slot *slots;
    size_t capacity;
    size_t used;
} cache;

bool cache_init(cache *c);
void cache_release(cache *c);

static inline uint16_t cache_key(uint8_t tag, size_t len)
{
    return (uint16_t)(len << 8 | tag);
}

/* Where the search of a padded word begins. */
static inline uint64_t cache_home(uint8_t tag, const char *word, size_t len)
{
    uint64_t home = tag;
    for (size_t at = 0; at < len; at += EIGHT)
        home = mix_one(home, eight_at(word + at));
    return home;
}

/* The slot of the word under `tag`, padded and of 1 to CACHE_BYTES bytes; NULL
 * if it is not there. */
static inline const cache_slot *cache_find(const cache *c, uint8_t tag,
                                           const char *word, size_t len)
{
    const uint16_t key = cache_key(tag, len);
    const uint64_t home = cache_home(tag, word, len);
    for (size_t i = 0; i < CACHE_PROBES; i++) {
        const cache_slot *slot = &c->slots[(home + i) & (c->capacity - 1)];
        if (slot->key != key)
            continue;
        size_t at = 0;
        while (at < len && eight_at(slot->bytes + at) == eight_at(word + at))
            at += EIGHT;
        if (at >= len)
            return slot;
    }
    return NULL;
}

/* Keep the term, which has 1 byte at least, and its hash of such a word, if it
 * fits. No slot that was found before may be read after it. */
void cache_put(cache *c, uint8_t tag, const char *word, size_t len,
               const char *term, size_t term_len, uint32_t hash);

#endif
