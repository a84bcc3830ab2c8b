/* SPDX-License-Identifier: MIT
 *
 * In: a segment of decoded characters. Out: its token. Invariant: the term
 * depends on the segment's characters and the language alone. */
#include "analysis/token.h"

#include <stdio.h>
#include <string.h>

#include <xxhash.h>

#include "analysis/switches.h"
#include "base/mix.h"
#include "base/utf8.h"

#define HASH_DIGITS 16u

bool token_fail(analyser *a)
{
    a->failed = true;
    return false;
}

const analysis_script token_scripts[] = {
    [SCRIPT_NONE] = ANALYSIS_NUMBER,
    [SCRIPT_LATIN] = ANALYSIS_LATIN,
    [SCRIPT_CYRILLIC] = ANALYSIS_CYRILLIC,
};

/* Cut a term that is too long; its hash keeps it apart from its like. */
__attribute__((cold)) static void limit_term(analyser *a, analysis_token *token)
{
    size_t keep = ANALYSIS_TERM_MAX - HASH_DIGITS;
    while (!utf8_boundary(token->term, token->term_len, keep))
        keep--;
    char hash[HASH_DIGITS + 1];
    snprintf(hash, sizeof hash, "%016llx",
             (unsigned long long)XXH3_64bits(token->term, token->term_len));
    memcpy(a->term, token->term, keep);
    memcpy(a->term + keep, hash, HASH_DIGITS);
    token->term = a->term;
    token->term_len = keep + HASH_DIGITS;
    token->hash = (uint32_t)mix_bytes(0, token->term, token->term_len);
}

bool token_set_term(analyser *a, analysis_token *token, const char *word,
                    size_t len, char_script script, bool stemmed)
{
    int index = stemmed ? a->languages[script] : -1;
    stems_found found = {word, len, 0};
    if (index < 0)
        found.hash = (uint32_t)mix_bytes(0, word, len);
    else if (!stems_term(&a->stems, index, word, len, &found))
        return token_fail(a);
    token_put_term(a, token, &found, script, index);
    if (token->term_len > ANALYSIS_TERM_MAX)
        limit_term(a, token);
    return true;
}

/* The style of folding for words that are stemmed, or not. */
static fold_style style_for(const analyser *a, char_script script, bool stemmed)
{
    int index = a->languages[script];
    if (script != SCRIPT_LATIN || index < 0)
        return FOLD_NORMAL;
    fold_style style = a->stems.items[index].language->style;
    if (!ANALYSIS_STRIP_MARKS && (style == FOLD_PLAIN || !stemmed))
        return FOLD_NORMAL;
    return stemmed || style == FOLD_TURKISH ? style : FOLD_PLAIN;
}

bool token_fold(analyser *a, size_t first, size_t last, char_script script,
                bool stemmed)
{
    return fold_glyphs(&a->folder, &a->folded, &a->glyphs, first, last, script,
                       style_for(a, script, stemmed));
}

token_outcome token_of_segment(analyser *a, const segment *s, bool stemmed,
                               analysis_token *token)
{
    if (!token_fold(a, s->first, s->last, s->script, stemmed)) {
        token_fail(a);
        return TOKEN_FAILED;
    }
    if (a->folded.len == 0)
        return TOKEN_NONE;
    token->start = s->start;
    token->end = s->end;
    token->position = a->position;
    return token_set_term(a, token, a->folded.data, a->folded.len, s->script,
                          stemmed)
               ? TOKEN_MADE
               : TOKEN_FAILED;
}
