/* SPDX-License-Identifier: MIT
 *
 * Which words of a hit matched. The text is read by the analyser that indexed
 * it, so a highlight falls on the words that were found, whatever their form. */
#ifndef PILCROW_SEARCHER_HIGHLIGHT_H
#define PILCROW_SEARCHER_HIGHLIGHT_H

#include "searcher/compile.h"

typedef struct highlight {
    pilcrow_span span;      /* in the text, not empty, not overlapping */
    size_t group;           /* the number of the group that matched here */
} highlight;

typedef struct highlight_list {
    highlight *items;       /* ascending */
    size_t count;
    size_t capacity;
} highlight_list;

/* Find the words of the text, in language `lang`, that the groups match: a
 * phrase only where it stands whole. Everything is in `a`. */
pilcrow_status highlight_find(highlight_list *out, arena *a, analyser *tokens,
                              const char *text, size_t len, const char *lang,
                              const compiled_query *query,
                              pilcrow_error *err);

#endif
