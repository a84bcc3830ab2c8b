/* SPDX-License-Identifier: MIT
 *
 * fast.h: the common words without the general rules.
 *
 * A simple word is ASCII letters only, or Russian letters only (composed), of
 * at most FAST_BYTES_MAX bytes, followed by what plainly ends a word. For such
 * a word the outcome is what word.h, glyph.h and fold.h would give, for every
 * language but Turkish; for any other there is none. */
#ifndef PILCROW_ANALYSIS_FAST_H
#define PILCROW_ANALYSIS_FAST_H

#include "analysis/chars.h"

#define FAST_BYTES_MAX 60u

typedef struct fast_word {
    char folded[FAST_BYTES_MAX];
    size_t len;         /* of both the word and its folded form */
    char_script script; /* LATIN or CYRILLIC */
} fast_word;

/* Pass over what cannot begin a word. */
size_t fast_skip(const char *text, size_t len, size_t at);

/* Read a simple word at `at`; false if there is none. */
bool fast_read(fast_word *out, const char *text, size_t len, size_t at);

#endif
