/* SPDX-License-Identifier: MIT
 *
 * russian.h: forms of a Russian word that the stemmer leaves apart.
 *
 * What is done before the stemmer sees a word, in this order, and behind it:
 *
 *   Lists   A form whose vowel no rule can tell, or that no ending shows, is
 *           read as another of its word (russian_forms.h): окон as окна, ветер
 *           as ветра, полезен as полезны, начиная as начинать; so are those of
 *           one-syllable words that lose their only vowel (день: дня, дни).
 *   Nouns   That the stemmer cuts short are in a list (russian_nouns.h).
 *   Verbs   By endings (russian_verbs.h): использует as использовать.
 *   Behind  -ен and -ыт stay (russian_verbs.h), and the last vowel of a stem
 *           goes where these endings leave one before them, here with the
 *           letter before and what becomes of them:
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
 *           -анин and -янин lose -ин: гражданин, граждане. -ал, -ан and -ит
 *           lose what the stemmer takes from them where nothing follows, as if
 *           they were verbs: материалы as материал, океаны as океан, кредиты as
 *           кредит. -телен, -ивен and -ентен are adjectives: активен, активны;
 *           -ален and -илен, behind most letters, are such or nouns in -льня:
 *           читален as читальня.
 *           And -а goes behind ж ч ш щ, which joins содержать with содержит,
 *           and получать with получить. Four stems are left alone.
 *
 * Measured by bench/fleeting.py on the 1,350,292 forms that hunspell-ru gives
 * for 142,823 words in small letters: 142,330 have another term than stem;
 * 46,335 now have the term that most forms of their word have; 658 are split
 * from it, of some 60 words: most of them have one form in -чат that is read as
 * a verb's (расплывчат), or an imperative in -пись or -меть, or are лев, лен and
 * рот, each a form of another word as well: левы, лены, роты. 10,448 pairs of stems
 * meet that are of two words by the dictionary, which has participles and nouns
 * in -ание as words of their own: of 150 drawn at random all but two or three
 * are of one verb. nDCG@10 of xquad-ru is .9597 with all this and .9522 without
 * (p .02), xquad-mixed .9587 and .9537 (p .005).
 */
#ifndef PILCROW_ANALYSIS_RUSSIAN_H
#define PILCROW_ANALYSIS_RUSSIAN_H

#include <stddef.h>

/* Change a stem in place. Returns its new length, at most `len`. */
size_t russian_join(char *stem, size_t len);

#endif
