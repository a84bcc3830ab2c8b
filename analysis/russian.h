/* SPDX-License-Identifier: MIT
 *
 * russian.h: the fleeting vowels that the Russian stemmer leaves apart.
 *
 * Two small steps, one on either side of the stemmer:
 *
 *   Before  A list of word forms whose vowel no rule can tell is read as
 *           another form of the same word: окон as окна, писем as письма,
 *           ветер as ветра; and the forms of one-syllable words that lose their
 *           only vowel (день: дня, дни, дней) as the word itself.
 *   After   The last vowel of a stem goes where these endings leave one
 *           before them, here with the letter before and what becomes of them:
 *
 *               consonant + ок     к         рынок       рынк
 *               ж ч ш щ ц + ек     к         девочек     девочк
 *               н р л + ек         ьк        огонек      огоньк
 *               vowel + ек         йк        копеек      копейк
 *               л + ец             ьц        владелец    владельц
 *               vowel + ец         йц        китаец      китайц
 *               consonant + ец     ц         беженец     беженц
 *
 *           if a vowel is left before them (so век, срок, лес stay), and not
 *           after any other consonant + ек (человек stays). Beside them,
 *           -анин and -янин lose -ин: гражданин, граждане. And -ал, -ан and -ит
 *           lose what the stemmer takes from them where nothing follows, as if
 *           they were verbs: материалы as материал, океаны as океан, кредиты as
 *           кредит. The same is done to every stem but four named ones, so no
 *           word that was one falls apart.
 *
 * Measured by bench/fleeting.py on the 1,350,292 forms that hunspell-ru gives
 * for 142,823 words in small letters: 44,770 forms have another term than stem.
 * Right joins: 9,797 forms now have the term that most forms of their word
 * have, and some 450 pairs more where the dictionary lists an irregular form as
 * a word of its own (окон, писем, сестер). 3,242 pairs of stems meet that are of
 * two words by the dictionary: 3,089 of these a verb and its participle or noun
 * in -ание (исследовать, исследование), which help a search more than they harm
 * (nDCG@10 of xquad-ru .9536 without -ал, -ан, -ит and the nouns of
 * russian_nouns.h, .9599 with them). Of the others few are words apart (банан
 * and банальный). 83 forms were split from a stem they shared.
 */
#ifndef PILCROW_ANALYSIS_RUSSIAN_H
#define PILCROW_ANALYSIS_RUSSIAN_H

#include <stddef.h>

/* The form to stem in place of `word`, folded; NULL for the word itself.
 * Static. */
const char *russian_read_as(const char *word, size_t len);

/* Change a stem in place. Returns its new length, at most `len`. */
size_t russian_join(char *stem, size_t len);

#endif
