/* SPDX-License-Identifier: MIT
 *
 * stem.h: from folded words to terms, by language.
 *
 * Around libstemmer: French, Italian and Catalan articles are cut off; Russian
 * words have the forms joined that it parts (russian.h); Latin ones lose their
 * diacritics afterwards. Russian is always there, and English where no
 * language of Latin script was asked for. */
#ifndef PILCROW_ANALYSIS_STEM_H
#define PILCROW_ANALYSIS_STEM_H

#include "analysis/cache.h"
#include "analysis/language.h"
#include "base/error.h"

#define STEM_LANGUAGES_MAX 32

struct sb_stemmer;

typedef struct stemmer {
    const language *language;
    struct sb_stemmer *handle;
} stemmer;

/* Invariant: by_script[s] is the first language of script s, or -1. */
typedef struct stems {
    stemmer items[STEM_LANGUAGES_MAX];
    size_t count;
    size_t asked; /* how many of them the caller asked for, the first */
    int by_script[SCRIPT_COUNT];
    cache cache;
    buf term, spare;
} stems;

/* Start with the languages of "en,ru". On failure release does no harm.
 *
 * INVALID    a language it does not know; the message lists those it does.
 * NO_MEMORY */
pilcrow_status stems_init(stems *s, const char *languages, pilcrow_error *err);
void stems_release(stems *s);

/* The language of that code among these; -1 if it is not. */
int stems_index(const stems *s, const char *code);

/* A term, borrowed until the next call, and its hash by mix_bytes(). */
typedef struct stems_found {
    const char *term;
    size_t len;
    uint32_t hash;
} stems_found;

/* The term of a folded word of 1 byte at least, of language `index`. False when
 * memory ran out. */
bool stems_term(stems *s, int index, const char *word, size_t len,
                stems_found *out);

/* The same of a padded word of at most CACHE_BYTES (cache.h) that is in the
 * cache, as common ones are; false if it is not. */
static inline bool stems_known(const stems *s, int index, const char *word,
                               size_t len, stems_found *out)
{
    const cache_slot *slot = cache_find(&s->cache, (uint8_t)index, word, len);
    if (slot == NULL)
        return false;
    *out =
        (stems_found){slot->bytes + slot->term_at, slot->term_len, slot->hash};
    return true;
}

#endif
