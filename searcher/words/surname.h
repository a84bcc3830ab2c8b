/* SPDX-License-Identifier: MIT
 *
 * Russian surnames in -ов and -ев. The stemmer takes that for an ending where
 * nothing stands behind it: Чебышёв comes to чебыш, Чебышёва and Чебышёвым to
 * чебышев. No rule can tell it from законов, of законы; whether the words of a
 * term are forms of one surname is seen in the paragraphs that hold them. */
#ifndef PILCROW_SEARCHER_WORDS_SURNAME_H
#define PILCROW_SEARCHER_WORDS_SURNAME_H

#include "searcher/words/slots.h"

/* Paragraphs read to see what a term's words are. */
#define SURNAME_READS_MAX 4u

/* Add to each plain word of `list`, read from `text`, the term that other forms
 * of it have, if it is such a surname and the index has them in that field. */
pilcrow_status surname_widen(slot_list *list, pilcrow_index *index, arena *a,
                             engine_field field, const char *text,
                             pilcrow_error *err);

#endif
