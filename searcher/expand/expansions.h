/* SPDX-License-Identifier: MIT
 *
 * What patterns stood for that were expanded last: users ask for the same words
 * again and again, and to find the stems of words takes the stemming of some
 * 700 words, or the reading of paragraphs.
 *
 * An answer is good as long as the index stays the same; one that was read anew
 * begins with none. */
#ifndef PILCROW_SEARCHER_EXPAND_EXPANSIONS_H
#define PILCROW_SEARCHER_EXPAND_EXPANSIONS_H

#include "searcher/expand/expand.h"

/* All that the answer depends on but the index. */
typedef struct expansions_question {
    engine_field field;
    unsigned edits;
    size_t limit; /* terms, at most */
    size_t reads; /* paragraphs that were read for the query before */
    const char *text;
    size_t len;
} expansions_question;

/* An answer, and what it took or would take. */
typedef struct expansions_answer {
    expansion outcome;
    size_t visits;
    size_t reads;
} expansions_answer;

/* Fill `out`, its terms in `a`, from what is kept; NULL in outcome.terms
 * without memory. False if it is not kept. */
bool expansions_get(expansions_answer *out, pilcrow_index *index,
                    const expansions_question *question, arena *a);

/* Keep an answer; without memory it is not kept. */
void expansions_keep(pilcrow_index *index, const expansions_question *question,
                     const expansions_answer *answer);

#endif
