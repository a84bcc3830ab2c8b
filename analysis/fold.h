/* SPDX-License-Identifier: MIT
 *
 * fold.h: from the characters of a segment to the form that is stemmed.
 *
 * NFKC and full case folding by utf8proc, so that й and ё are composed,
 * ligatures and wide letters opened. Further:
 *
 *   Cyrillic   stress marks (U+0300, U+0301) on vowels vanish, ё becomes е, й
 *              stays; marks that compose with nothing vanish
 *   Latin      a final 's is dropped; every apostrophe is '; in Turkish I is ı
 *              and İ is i; in Romanian comma below is cedilla, as its stemmer
 *              has it; in a language without accents they are stripped at once
 *   Digits     marks vanish
 *
 * No more than FOLD_MARKS_MAX marks on one letter are kept. */
#ifndef PILCROW_ANALYSIS_FOLD_H
#define PILCROW_ANALYSIS_FOLD_H

#include "analysis/glyph.h"
#include "base/buf.h"

#define FOLD_MARKS_MAX 8

typedef enum fold_style {
    FOLD_NORMAL,
    FOLD_PLAIN, /* Latin accents are stripped */
    FOLD_TURKISH,
    FOLD_ROMANIAN
} fold_style;

/* The code points on their way. */
typedef struct folder {
    int32_t *codes;
    size_t count, capacity;
    size_t marks; /* at the end of `codes` */
    bool failed;
} folder;

void folder_init(folder *f);
void folder_release(folder *f);

/* Replace `out` by the folded glyphs [first, last), of `script`. False when
 * memory ran out. The outcome may be empty. */
bool fold_glyphs(folder *f, buf *out, const glyph_list *list, size_t first,
                 size_t last, char_script script, fold_style style);

/* The length of a folded Latin word without its 's. */
size_t fold_without_s(const char *word, size_t len);

/* Strip the diacritics of Latin letters, ø and æ and their like included.
 * Replaces `out`. */
bool fold_strip(buf *out, const char *word, size_t len);

#endif
