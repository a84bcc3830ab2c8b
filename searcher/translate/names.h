/* SPDX-License-Identifier: MIT
 *
 * Names, which few glossaries have: a word of the query that the collection has
 * in the other alphabet, as a name, spelt by its sound. Тесла finds Tesla where
 * a paragraph shows it.
 *
 * It is a name if it has a capital letter, or no paragraph holds it, or, in a
 * query of few words, most paragraphs give it a capital. It is found where most
 * of the words that come to a term have a capital letter and can be written for
 * it (spelling.h). */
#ifndef PILCROW_SEARCHER_TRANSLATE_NAMES_H
#define PILCROW_SEARCHER_TRANSLATE_NAMES_H

#include "searcher/translate/bridge.h"

/* Words side by side that are few. */
#define NAMES_FEW_WORDS 3u
/* Letters of a name, at least; spellings of one that are looked for. */
#define NAMES_LETTERS_MIN 4u
#define NAMES_LETTERS_BESIDE 2u /* among other words of the name */
#define NAMES_FORMS_MAX 3u
/* Of one name: terms looked at, those that are like it, and paragraphs read to
 * see how each of these is written. */
#define NAMES_VISITS_MAX 50000u
#define NAMES_CANDIDATES_MAX 6u
#define NAMES_READS_MAX 4u

/* Fill `out` with what a token is in the other alphabet, if it is a name, as
 * bridge_find() does: as far as paragraphs hold it in that field, and of
 * several spellings the nearest, NAMES_FORMS_MAX of them. `beside`: other words
 * of the name stand next to it, so that it may be short. `via` tells of each
 * the first paragraph that was seen to have it: "Теслы = Tesla, report.md:3".
 * Good as long as the query. */
pilcrow_status names_find(bridge_forms *out, translation *t, engine_field field,
                          const bridge_token *token, bool beside,
                          pilcrow_error *err);

#endif
