/* SPDX-License-Identifier: MIT
 *
 * token.h: the analyser from within, and the last step, from a segment of
 * decoded characters to a token: folded, stemmed, cut to length. */
#ifndef PILCROW_ANALYSIS_TOKEN_H
#define PILCROW_ANALYSIS_TOKEN_H

#include "analysis/analysis.h"
#include "analysis/fold.h"
#include "analysis/glyph.h"
#include "analysis/stem.h"
#include "analysis/word.h"

struct analyser {
    stems stems;
    char *signature;
    const char *text;
    size_t len, at;
    int languages[SCRIPT_COUNT]; /* whose stemmer, by script; -1 for none */
    bool slow; /* never fast: for tests, which set it before a start */
    bool fast; /* fast.h holds: the language of Latin words is not Turkish */
    uint32_t position; /* of the next part */
    word_run run;
    size_t part;        /* the next one of the run */
    bool whole;         /* the whole symbol is still to come */
    glyph_list glyphs;  /* of the part in hand */
    size_t glyph;       /* the next one */
    size_t pairs_start; /* cutting pairs from here */
    size_t pairs_end;   /* up to here; 0: not in pairs */
    size_t after_pairs; /* the glyph to go on from then */
    bool paired;        /* the pair at `glyph` is made */
    folder folder;
    buf folded;
    char term[ANALYSIS_TERM_MAX]; /* one that was cut, or a fast word */
    bool failed;
};

/* What a segment comes to. */
typedef enum token_outcome {
    TOKEN_MADE,
    TOKEN_NONE, /* no character of it belongs in a term */
    TOKEN_FAILED
} token_outcome;

/* Fill the token of the glyphs in `s`, a WORD at the analyser's next position.
 * With `stemmed` false it is folded only. */
token_outcome token_of_segment(analyser *a, const segment *s, bool stemmed,
                               analysis_token *token);

/* What the scripts are called outside; those after these are OTHER. */
extern const analysis_script token_scripts[SCRIPT_CYRILLIC + 1];

/* Fill the same from a term that is found: `index` is the language that it was
 * stemmed by, -1 for none. */
static inline void token_put_term(const analyser *a, analysis_token *token,
                                  const stems_found *found, char_script script,
                                  int index)
{
    token->script =
        script <= SCRIPT_CYRILLIC ? token_scripts[script] : ANALYSIS_OTHER;
    token->role = ANALYSIS_WORD;
    token->lang = index < 0 ? "" : a->stems.items[index].language->code;
    token->term = found->term;
    token->term_len = found->len;
    token->hash = found->hash;
}

/* Fill the token's term, script and language from a folded word, and make it a
 * WORD; false when memory ran out. */
bool token_set_term(analyser *a, analysis_token *token, const char *word,
                    size_t len, char_script script, bool stemmed);

/* Put the folded glyphs [first, last), of `script`, into a->folded, as for
 * stemming or as they stay. False when memory ran out. */
bool token_fold(analyser *a, size_t first, size_t last, char_script script,
                bool stemmed);

/* Memory ran out: no more tokens. Returns false. */
bool token_fail(analyser *a);

#endif
