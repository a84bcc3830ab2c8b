/* SPDX-License-Identifier: MIT
 *
 * How many slips lie between two words: a letter too many, too few, another
 * one, or two neighbours swapped (Damerau; no letter slips twice). */
#ifndef PILCROW_SEARCHER_EXPAND_DISTANCE_H
#define PILCROW_SEARCHER_EXPAND_DISTANCE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define LETTERS_MAX 48u

/* A word as characters. */
typedef struct letters {
    uint32_t codes[LETTERS_MAX];
    size_t count;
} letters;

/* False for a word of more than LETTERS_MAX characters. */
bool letters_read(letters *out, const char *text, size_t len);

/* Slips from `word` to `other`; most + 1 where they are more than `most`.
 * `*beginning` (may be NULL) is the same for the beginning of `other` that is
 * nearest to `word`. */
unsigned distance_between(const letters *word, const letters *other,
                          unsigned most, unsigned *beginning);

#endif
