/* SPDX-License-Identifier: MIT
 *
 * What stands between the sides of an entry where no mark does. */
#ifndef PILCROW_CORPUS_GLOSSARY_SPACED_H
#define PILCROW_CORPUS_GLOSSARY_SPACED_H

#include "corpus/glossary/entry.h"

/* The item where a Latin beginning turns into Cyrillic, past the part of speech
 * that may stand there, with nothing but words and notes on both sides; 0 if
 * there is none. */
size_t spaced_turn(const span *s);

/* Is there a bracket that tells how the term is said, its part of speech or its
 * gender? */
bool spaced_has_sound(const span *s);

/* Are stresses marked in bytes [start, end), as for those who learn the words?
 */
bool spaced_is_stressed(const char *text, size_t start, size_t end);

/* "La mer est calme. Море спокойно.": is it a sentence and its translation? */
bool spaced_is_example(const span *s);

/* "lig. – ligamentum связка": an abbreviation before the face at `at`, and
 * behind it what that is short for, with its translation. */
bool spaced_is_spelt_out(const span *s, size_t at);

/* "oak дуб lime липа": are there several entries in a row, with nothing between
 * them, nor their sides? Two are enough where blanks part them as columns. */
bool spaced_is_row(const span *s);

/* The item where the alphabets turn back, from Cyrillic to Latin: the next such
 * entry begins there. `s->last` if they do not. */
size_t spaced_next(const span *s);

#endif
