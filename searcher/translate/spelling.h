/* SPDX-License-Identifier: MIT
 *
 * Names as the other alphabet spells them: Лютер and Luther, Чайковский and
 * Tchaikovsky.
 *
 * Each Cyrillic letter, and some two or three, can be written in Latin ones in
 * several ways: the usual ones of transliteration cost nothing, those of names
 * that came from another language by their sound cost 1. Doubled letters count
 * once; an h or e that is not heard costs 1, an e at the end nothing. Both
 * words are folded (analyser_fold).
 */
#ifndef PILCROW_SEARCHER_TRANSLATE_SPELLING_H
#define PILCROW_SEARCHER_TRANSLATE_SPELLING_H

#include "searcher/expand/distance.h"

/* What the cheapest way costs to write the Cyrillic word, or a beginning of it
 * of at least `least` letters, as the Latin one, of which the last `rest`
 * letters may be left; a vowel or two may be too, or what ends Diderot, which
 * costs 1 if the Cyrillic word is written whole. `most` + 1 where it is over
 * `most`. */
unsigned spelling_cost(const letters *cyrillic, size_t least,
                       const letters *latin, size_t rest, unsigned most);

/* Letters from a to z, and from а to џ, by their numbers from the first on. */
#define SPELLING_LETTERS 48u
#define SPELLING_LATIN_FIRST 'a'
#define SPELLING_CYRILLIC_FIRST 0x430u

/* Which two letters a word in the other alphabet may begin with. */
typedef struct spelling_beginnings {
    bool two[SPELLING_LETTERS][SPELLING_LETTERS];
} spelling_beginnings;

/* Of Latin words that are written for a Cyrillic one. */
void spelling_begin_latin(spelling_beginnings *out, const letters *cyrillic);
/* Of Cyrillic words that a Latin one is written for. */
void spelling_begin_cyrillic(spelling_beginnings *out, const letters *latin);

#endif
