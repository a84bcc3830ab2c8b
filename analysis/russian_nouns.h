/* SPDX-License-Identifier: MIT
 *
 * Russian nouns that the stemmer cuts short where they stand without an ending,
 * as it takes their last letters for one: режим came to реж and режимы to режим,
 * систем to сист and система to систем. In some (обмен) also before -а and -ы. */
#ifndef PILCROW_ANALYSIS_RUSSIAN_NOUNS_H
#define PILCROW_ANALYSIS_RUSSIAN_NOUNS_H

#include <stdbool.h>
#include <stddef.h>

/* How many bytes of the folded word are the stem of such a noun; 0 if it is
 * none. */
size_t russian_noun(const char *word, size_t len);

#endif
