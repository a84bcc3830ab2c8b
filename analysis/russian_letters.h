/* SPDX-License-Identifier: MIT
 *
 * Folded Russian words by their letters, of two bytes each. */
#ifndef PILCROW_ANALYSIS_RUSSIAN_LETTERS_H
#define PILCROW_ANALYSIS_RUSSIAN_LETTERS_H

#include <stdbool.h>
#include <stddef.h>
#include <string.h>

#define LETTER 2u /* bytes of a Cyrillic letter */

#define RUSSIAN_VOWELS "аеиоуыэюя"

/* True if the letter at `at` is one of those in `set`. */
static inline bool letter_in(const char *at, const char *set)
{
    for (; *set != '\0'; set += LETTER)
        if (memcmp(at, set, LETTER) == 0)
            return true;
    return false;
}

/* True if the last letter of a word is one of those in `set`. */
static inline bool last_letter_in(const char *word, size_t len, const char *set)
{
    return len >= LETTER && letter_in(word + len - LETTER, set);
}

static inline bool has_vowel(const char *word, size_t len)
{
    for (size_t at = 0; at + LETTER <= len; at += LETTER)
        if (letter_in(word + at, RUSSIAN_VOWELS))
            return true;
    return false;
}

/* How many bytes of a word are before an ending; 0 if it has another, or is no
 * longer than it. */
static inline size_t before_ending(const char *word, size_t len,
                                   const char *ending)
{
    const size_t size = strlen(ending);
    return len > size && word[len - 1] == ending[size - 1] &&
                   memcmp(word + len - size, ending, size) == 0
               ? len - size
               : 0;
}

/* The same of the first that fits of several, NULL-ended. */
static inline size_t before_endings(const char *word, size_t len,
                                    const char *const *endings)
{
    size_t left = 0;
    while (left == 0 && *endings != NULL)
        left = before_ending(word, len, *endings++);
    return left;
}

#endif
