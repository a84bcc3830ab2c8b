/* SPDX-License-Identifier: MIT
 *
 * cache.h: folded word -> term, so that a common word is stemmed once.
 *
 * Open addressing over slots of one cache line each. A word is in one of
 * CACHE_PROBES slots from its hash on; when those are full, a new word takes
 * the place of the first. A word that with its term does not fit in a slot is
 * not kept. The cache begins with the few slots that a query takes; once half
 * of them are used it forgets all and goes on with eight times as many, at most
 * CACHE_SLOTS, or as it is if there is no memory. */
#ifndef PILCROW_ANALYSIS_CACHE_H
#define PILCROW_ANALYSIS_CACHE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define CACHE_SLOTS_FIRST 512u /* a power of two */
#define CACHE_SLOTS 32768u     /* 64 times that */
#define CACHE_GROWTH 8u
#define CACHE_PROBES 4u
#define CACHE_BYTES 53u

/* `word_len` 0: free. */
typedef struct cache_slot {
    uint64_t tail; /* the last eight bytes of the word, or all of a shorter */
    uint8_t tag;
    uint8_t word_len, term_len;
    char bytes[CACHE_BYTES]; /* the term, then what precedes the tail */
} cache_slot;

typedef struct cache {
    cache_slot *slots;
    size_t capacity;
    size_t used;
} cache;

bool cache_init(cache *c);
void cache_release(cache *c);

/* The slot of the word (len > 0) under `tag`; NULL if it is not there. */
const cache_slot *cache_find(const cache *c, uint8_t tag, const char *word,
                             size_t len);

/* Keep the term, both of 1 byte at least, if it fits. No slot that was found
 * before may be read after it. */
void cache_put(cache *c, uint8_t tag, const char *word, size_t len,
               const char *term, size_t term_len);

#endif
