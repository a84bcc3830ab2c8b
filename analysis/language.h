/* SPDX-License-Identifier: MIT
 *
 * language.h: the languages that can be stemmed, and what is particular to
 * each. A word is stemmed by its own script: one language at a time for Latin,
 * Russian for Cyrillic, else the first language given of that script. */
#ifndef PILCROW_ANALYSIS_LANGUAGE_H
#define PILCROW_ANALYSIS_LANGUAGE_H

#include "analysis/chars.h"
#include "analysis/fold.h"
#include "base/buf.h"

typedef struct language {
    char code[3];     /* two letters, as in ISO 639-1 */
    const char *name; /* of libstemmer's algorithm */
    char_script script;
    fold_style style;
    bool elides; /* l'homme: the article is cut off */
} language;

/* Static; NULL if there is none. */
const language *language_find(const char *code, size_t len);

/* Append all codes, as "ar, ca, da". */
bool language_list(buf *out);

/* How many bytes of `word` are an elided article with its apostrophe. */
size_t language_elision(const language *l, const char *word, size_t len);

#endif
