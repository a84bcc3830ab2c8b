/* SPDX-License-Identifier: MIT
 *
 * What the entries of an index gave for the words that were translated last:
 * the questions of users have many words in common, and for each some ten
 * entries are read and a dozen words looked up.
 *
 * An answer is good as long as the index stays the same; one that was read anew
 * begins with none. */
#ifndef PILCROW_SEARCHER_TRANSLATE_BRIDGES_H
#define PILCROW_SEARCHER_TRANSLATE_BRIDGES_H

#include "searcher/translate/bridge.h"

/* All that the answer depends on but the index. */
typedef struct bridges_question {
    const char *key;
    size_t len;
    engine_field field;
    bool cyrillic;
    bool by_word;
    bool name; /* of names_find(): `key` is the word */
} bridges_question;

/* Begin a query: forget what is not true any more, or if it is much. What is
 * got or kept from then on stays where it is until the next query begins. */
void bridges_begin(pilcrow_index *index);

/* Fill `out`, which is not to be changed, from what is kept. False if it is
 * not. */
bool bridges_get(bridge_forms *out, const pilcrow_index *index,
                 const bridges_question *question);

/* Keep an answer; without memory it is not kept. */
void bridges_keep(pilcrow_index *index, const bridges_question *question,
                  const bridge_forms *answer);

#endif
