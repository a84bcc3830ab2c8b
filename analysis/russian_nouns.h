/* SPDX-License-Identifier: MIT
 *
 * Russian nouns that the stemmer cuts short in some form, as it takes their last
 * letters for an ending: режим came to реж and режимы to режим, музей to муз and
 * музея to музе, систему to сист and систем to систем, запись to зап. They stand
 * in a list, without what is left of them before any ending; those in -пись by
 * that. */
#ifndef PILCROW_ANALYSIS_RUSSIAN_NOUNS_H
#define PILCROW_ANALYSIS_RUSSIAN_NOUNS_H

#include <stdbool.h>
#include <stddef.h>

/* How many bytes of the folded word, without an ending or with one of a letter,
 * are the stem of such a noun; 0 if it is none. */
size_t russian_noun(const char *word, size_t len);

#endif
