/* SPDX-License-Identifier: MIT
 *
 * fast.h: the common words without the general rules.
 *
 * A simple word is ASCII letters and digits, or Russian letters (composed),
 * followed by what plainly ends a word. A plain part or run is one whose bytes
 * are ASCII, or a part of Russian letters only. Their outcome is what word.h,
 * glyph.h and fold.h would give, for every language but Turkish; for any other,
 * or one of more than FAST_BYTES_MAX bytes, there is none. */
#ifndef PILCROW_ANALYSIS_FAST_H
#define PILCROW_ANALYSIS_FAST_H

#include "analysis/chars.h"
#include "analysis/word.h"

#define FAST_BYTES_MAX 64u

typedef struct fast_word {
    size_t start, end;  /* bytes of the text */
    size_t len;         /* of the folded form; 1 at least */
    char_script script; /* NONE, LATIN or CYRILLIC */
    bool stemmed;       /* for a stemmer; else the form is the term */
} fast_word;

/* Read the word at or after `from`, if it is a simple one, folded to `folded`,
 * which has room for FAST_BYTES_MAX. False if it is none, or there is no word:
 * out->start is then where the general rules go on. */
bool fast_read(fast_word *out, char *folded, const char *text, size_t len,
               size_t from);

/* The same of a part that was read, and of a symbol as a whole. */
bool fast_part(fast_word *out, char *folded, const char *text,
               const word_part *part);
bool fast_run(fast_word *out, char *folded, const char *text,
              const word_run *run);

#endif
