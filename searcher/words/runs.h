/* SPDX-License-Identifier: MIT
 *
 * Slots of words as nodes of the engine, and what of them is highlighted. Each
 * is NULL or false without memory. */
#ifndef PILCROW_SEARCHER_WORDS_RUNS_H
#define PILCROW_SEARCHER_WORDS_RUNS_H

#include "searcher/words/slots.h"
#include "searcher/words/words.h"

#define RUNS_SLOTS_MAX (2 * QUERY_PHRASE_WORDS_MAX)

/* What may stand in a slot: a term, any of several scored as one, or nothing
 * that the index holds. */
engine_query *runs_slot_node(words_context *w, engine_field field,
                             const slot *at);

/* One slot is itself, more are a PHRASE or NEAR, or an OR of such: in every way
 * in which terms of the slots can be chosen, up to `w->ways`. `marked`: to be
 * highlighted as a whole. `count` is RUNS_SLOTS_MAX at most. */
engine_query *runs_node(words_context *w, engine_op op, engine_field field,
                        const slot *slots, size_t count, uint32_t window,
                        bool marked);

/* Highlight whatever terms stand in the slot. */
bool runs_mark_slot(words_context *w, const slot *at);

/* Words that are near, or may be missing, are highlighted each for itself. */
bool runs_mark_each(words_context *w, const slot *slots, size_t count);

#endif
