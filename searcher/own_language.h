/* SPDX-License-Identifier: MIT
 *
 * What a word without meaning of its own ("of", «и») weighs in a query. Most
 * paragraphs of its language hold it, but in a collection that is mostly in
 * other languages it seems a rare word, and paragraphs that hold it alone would
 * stand above those that answer in another language. */
#ifndef PILCROW_SEARCHER_OWN_LANGUAGE_H
#define PILCROW_SEARCHER_OWN_LANGUAGE_H

#include "searcher/index.h"

/* 1; or for a function word of which less than half of the paragraphs are in its
 * language what makes it as common as it is in that. */
pilcrow_status own_language_weight(double *out, pilcrow_index *index,
                                   const engine_query *term,
                                   pilcrow_error *err);

#endif
