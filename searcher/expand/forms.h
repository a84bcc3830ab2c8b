/* SPDX-License-Identifier: MIT
 *
 * From terms, which are stems, to the words they may stand for, and back. The
 * index keeps no words: a form is made of a stem and an ending, and is one if
 * the analyser gives that stem for it. */
#ifndef PILCROW_SEARCHER_EXPAND_FORMS_H
#define PILCROW_SEARCHER_EXPAND_FORMS_H

#include "analysis/analysis.h"

#define FORMS_BYTES_MAX 256u
#define FORMS_ENDING_BYTES_MAX 16u

typedef struct forms_reader {
    analyser *tokens;
    const char *const *languages; /* those Latin words may be in, NULL-ended */
} forms_reader;

/* Visit the term of a word in each language; the bytes are borrowed for the
 * call. Nothing is visited where it is no single word. Return false to stop.
 * False without memory. */
typedef bool (*forms_visitor)(void *ctx, const char *bytes, size_t len);
bool forms_terms(const forms_reader *f, const char *word, size_t len,
                 forms_visitor visit, void *ctx);

/* Is `term` that of the word in some language? */
bool forms_is_term(const forms_reader *f, const char *word, size_t len,
                   const char *term, size_t term_len);

/* The endings that inflected words of the script of `text` have beside their
 * stem, "" first; NULL-ended, static. */
const char *const *forms_endings(const char *text, size_t len);

/* The letters of the script of `text`, as UTF-8 in one string; static; "" for
 * a script of which none are known. */
const char *forms_alphabet(const char *text, size_t len);

/* Visit words of the form of `pattern`, where a `*` is nothing or some letters
 * and a `?` is one letter: not all of them, but enough that the stems shorter
 * than the pattern come up. Return false to stop. */
bool forms_each(const char *pattern, size_t len, forms_visitor visit,
                void *ctx);

#endif
