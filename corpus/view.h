/* SPDX-License-Identifier: MIT
 *
 * A line as block.c looks at it. */
#ifndef PILCROW_CORPUS_VIEW_H
#define PILCROW_CORPUS_VIEW_H

#include "corpus/lines.h"

typedef struct view {
    size_t index;      /* of the line */
    size_t start, end; /* its text: no quote signs, no white space around */
    size_t indent;     /* columns before it, a tab going to the next fourth */
    bool quoted;       /* quote signs stand before it */
} view;

/* `quotes`: take '>' at the start for quote signs. */
view view_of(const line_table *lines, size_t index, bool quotes);

#endif
