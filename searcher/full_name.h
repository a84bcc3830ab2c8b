/* SPDX-License-Identifier: MIT
 *
 * Names of several words in the other alphabet: each word as names_find() has
 * it, and the small ones between them by a list: van der Waals, ван дер Ваальс.
 */
#ifndef PILCROW_SEARCHER_FULL_NAME_H
#define PILCROW_SEARCHER_FULL_NAME_H

#include "searcher/bridge.h"

/* How many of the tokens are such small words and the one word behind them; 0
 * if the first is none, or nothing stands behind. */
size_t full_name_begin(translation *t, const bridge_token *tokens,
                       size_t count);

/* Fill `out` with what `count` tokens side by side are in the other alphabet,
 * as names_find() does, where each is part of a name and they are no more than
 * a phrase may have. */
pilcrow_status full_name_find(bridge_forms *out, translation *t,
                              engine_field field, const bridge_token *tokens,
                              size_t count, pilcrow_error *err);

#endif
