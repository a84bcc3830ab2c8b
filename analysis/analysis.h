/* SPDX-License-Identifier: MIT
 *
 * analysis.h: cleaned text in, tokens with their terms out. The same code reads
 * paragraphs, queries and the text to highlight, and it knows of no index.
 *
 *     analyser_start(analyser, text, len, "en");
 *     analysis_token token;
 *     while (analyser_next(analyser, &token))
 *         ...
 *     if (analyser_failed(analyser)) ... out of memory ...
 *
 * Two tokens may share a position (a symbol and its first part, a pair and its
 * first character); positions never go down. Tokens come in the order of their
 * first bytes. */
#ifndef PILCROW_ANALYSIS_ANALYSIS_H
#define PILCROW_ANALYSIS_ANALYSIS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/error.h"

/* Raised whenever the same text may give other terms than before. */
#define ANALYSIS_VERSION 5

/* The longest term in bytes: longer words are cut and end in a hash. */
#define ANALYSIS_TERM_MAX 200u

typedef enum analysis_script {
    ANALYSIS_LATIN,
    ANALYSIS_CYRILLIC,
    ANALYSIS_NUMBER,
    ANALYSIS_OTHER
} analysis_script;

/* What a token is to those around it. */
typedef enum analysis_role {
    ANALYSIS_WORD,
    ANALYSIS_WHOLE, /* a symbol; its parts follow, from its position on */
    ANALYSIS_SINGLE /* one character of a text in pairs, for those who look for
                       it alone: where there are pairs, a query is the pairs */
} analysis_role;

typedef struct analysis_token {
    size_t start, end;      /* bytes of the text, on character boundaries */
    uint32_t position;      /* from 0 */
    analysis_script script;
    analysis_role role;
    const char *lang;       /* whose stemmer was used; "" for none; static */
    const char *term;       /* valid UTF-8, not NUL-terminated; good until the
                               next call on this analyser */
    size_t term_len;        /* 1..ANALYSIS_TERM_MAX */
    uint32_t hash;          /* mix_bytes(0, term, term_len), see base/mix.h */
} analysis_token;

typedef struct analyser analyser;

/* Make an analyser for these languages, as "en,ru": two-letter codes, the first
 * of Latin script being the default for Latin text.
 *
 * INVALID    a language it does not know; the message lists those it does.
 * NO_MEMORY */
pilcrow_status analyser_new(analyser **out, const char *languages,
                            pilcrow_error *err);
void analyser_free(analyser *a);

/* What an index remembers of its analyser, as "1 en,ru": version and languages.
 * Equal texts mean equal terms. Borrowed from `a`. */
const char *analyser_signature(const analyser *a);

/* Make the analyser that an index of this signature was made with.
 *
 * VERSION    this build's analyser gives other terms. */
pilcrow_status analyser_from_signature(analyser **out, const char *signature,
                                       pilcrow_error *err);

/* The language of a text, one of the analyser's, for its `lang`: "ru" where most
 * letters are Cyrillic, else the Latin language voted for. Static. */
const char *analyser_language(analyser *a, const char *text, size_t len);

/* The code of the `n`-th language of Latin script, from 0, by which it stems;
 * NULL past the last. Static. */
const char *analyser_latin(const analyser *a, size_t n);

/* Begin on `text`, any `len` bytes, borrowed until the last analyser_next.
 * `lang`, one of the analyser's languages, is how Latin words are stemmed; NULL
 * means the first one of Latin script. Cyrillic words are always Russian. */
void analyser_start(analyser *a, const char *text, size_t len,
                    const char *lang);

/* The next token; false at the end, or when memory ran out. */
bool analyser_next(analyser *a, analysis_token *out);

bool analyser_failed(const analyser *a);

/* Replace `out` by a piece of a word as its term would be but for the stemmer:
 * folded, look-alike letters repaired, Latin accents stripped. Punctuation stays
 * as it is, so that what stands for letters in a pattern (mi?rat*) goes through.
 * Empty where words are cut into pairs of characters. Ends what
 * analyser_start began. False when memory ran out. */
bool analyser_fold(analyser *a, buf *out, const char *text, size_t len);

#endif
