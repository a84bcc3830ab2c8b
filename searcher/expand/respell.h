/* SPDX-License-Identifier: MIT
 *
 * For a word that the index does not hold, those like it that it does. */
#ifndef PILCROW_SEARCHER_EXPAND_RESPELL_H
#define PILCROW_SEARCHER_EXPAND_RESPELL_H

#include "searcher/expand/expand.h"

#define RESPELL_WORDS_MAX 3u

/* A word as it stands in the documents, in small letters. */
typedef struct respelling {
    const char *text; /* NUL-terminated */
    uint64_t paragraphs;
    unsigned edits; /* between it and what was typed */
} respelling;

typedef struct respellings {
    respelling words[RESPELL_WORDS_MAX]; /* the nearest first, then the most
                                            frequent */
    size_t count;
} respellings;

/* The words like `text` in the field; in how many paragraphs something has to
 * stand to count. Everything is in the expander's arena. */
pilcrow_status respell(respellings *out, expander *x, engine_field field,
                       const char *text, size_t len, uint64_t paragraphs,
                       pilcrow_error *err);

/* In how many paragraphs of the field the word stands, in any language. */
pilcrow_status respell_known(uint64_t *paragraphs, expander *x,
                             engine_field field, const char *text, size_t len,
                             pilcrow_error *err);

/* `word` with the capitals of `typed`: all, or the first. NULL without memory.
 */
const char *respell_case(arena *a, const char *word, const char *typed,
                         size_t typed_len);

#endif
