/* SPDX-License-Identifier: MIT
 *
 * What entries or names give in place of words, as nodes of the engine. They
 * live in the arena of the words; `from` is what of the query they stand for.
 * NULL where the words of no form are in the index. */
#ifndef PILCROW_SEARCHER_TRANSLATE_TRANSLATE_NODES_H
#define PILCROW_SEARCHER_TRANSLATE_TRANSLATE_NODES_H

#include "searcher/translate/bridge.h"

/* One node for all forms, at `weight`, the more documents vouch for one the
 * heavier. Those that as many do are one term, unless they are `apart`. */
pilcrow_status translate_forms_node(const engine_query **out, translation *t,
                                    engine_field field,
                                    const translate_text *from,
                                    const bridge_forms *list, double weight,
                                    bool apart, pilcrow_error *err);

/* Each form of the first of two sides near to each of the second: of either
 * TRANSLATE_NEAR_MAX, at the weight of a translation. */
pilcrow_status translate_near_node(const engine_query **out, translation *t,
                                   engine_field field,
                                   const translate_text *from,
                                   const bridge_forms *sides, uint32_t distance,
                                   pilcrow_error *err);

#endif
