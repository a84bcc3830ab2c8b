/* SPDX-License-Identifier: MIT
 *
 * stem.h: from folded words to terms, by language.
 *
 * Around libstemmer: French, Italian and Catalan articles are cut off; Russian
 * words get their fleeting vowels joined (russian.h); Latin words lose their
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

/* Make the term of a folded word of 1 byte at least, of language `index`, in
 * s->term. False when memory ran out. */
bool stems_make(stems *s, int index, const char *word, size_t len)
    __attribute__((cold));

/* The same, borrowed until the next call, of a common word from the cache. */
static inline bool stems_term(stems *s, int index, const char *word, size_t len,
                              const char **term, size_t *term_len)
{
    const cache_slot *slot = cache_find(&s->cache, (uint8_t)index, word, len);
    if (slot == NULL && !stems_make(s, index, word, len))
        return false;
    *term = slot != NULL ? slot->bytes : s->term.data;
    *term_len = slot != NULL ? slot->term_len : s->term.len;
    return true;
}

#endif
