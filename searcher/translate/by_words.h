/* SPDX-License-Identifier: MIT
 *
 * A phrase in the other language word by word, where no entry is all of it:
 * each word as an entry has it or names_find(), and the small ones of names by
 * a list: van der Waals, ван дер Ваальс. */
#ifndef PILCROW_SEARCHER_TRANSLATE_BY_WORDS_H
#define PILCROW_SEARCHER_TRANSLATE_BY_WORDS_H

#include "searcher/translate/bridge.h"

/* How many of the tokens are such small words and the one word behind them; 0
 * if the first is none, nothing stands behind, or they are more than a phrase
 * may have. */
size_t by_words_begin(translation *t, const bridge_token *tokens, size_t count);

/* Words of one word, and ways to write all of them, at most. */
#define BY_WORDS_FORMS_MAX 4u
#define BY_WORDS_WAYS_MAX TRANSLATE_FORMS_MAX

/* Fill `out` with what `count` tokens side by side are in the other language,
 * as far as paragraphs hold the words in that field, where each is something
 * and they are no more than a phrase may have. `names`: only as parts of a
 * name. `via` has those of the words, as bridge_via() and names_find() tell
 * them. Good as long as the query. */
pilcrow_status by_words_find(bridge_forms *out, translation *t,
                             engine_field field, const bridge_token *tokens,
                             size_t count, bool names, pilcrow_error *err);

#endif
