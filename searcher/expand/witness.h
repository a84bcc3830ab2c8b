/* SPDX-License-Identifier: MIT
 *
 * Whether some word that stands behind a term has a shape: the index holds
 * stems, so paragraphs are read until one shows it. */
#ifndef PILCROW_SEARCHER_EXPAND_WITNESS_H
#define PILCROW_SEARCHER_EXPAND_WITNESS_H

#include "searcher/expand/distance.h"
#include "searcher/index.h"

typedef struct witness_question {
    engine_field field;
    const char *term;
    size_t len;
    const letters *shape;
    size_t most; /* paragraphs to read */
} witness_question;

typedef struct witness_answer {
    bool seen;
    size_t read; /* paragraphs */
} witness_answer;

/* `*out` is set in any case, to nothing seen on failure. NO_MEMORY, or what
 * reading paragraphs gives. */
pilcrow_status witness_ask(witness_answer *out, pilcrow_index *index,
                           const witness_question *q, pilcrow_error *err);

#endif
