/* SPDX-License-Identifier: MIT
 *
 * Which words of a hit matched, and the piece of text around the best of them.
 * The text is read by the analyser that indexed it, so a highlight falls on the
 * words that were found, whatever their form. */
#ifndef PILCROW_SEARCHER_HIGHLIGHT_H
#define PILCROW_SEARCHER_HIGHLIGHT_H

#include "searcher/compile.h"

#define SNIPPET_CHARACTERS 240u

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

typedef struct snippet {
    const char *text;       /* at most SNIPPET_CHARACTERS characters; where
                               something was cut off stands an ellipsis */
    const pilcrow_span *spans;  /* the highlights in it */
    size_t span_count;
} snippet;

/* Cut the best window: the one with most different groups, then with most
 * highlights, then the first; at word boundaries. */
pilcrow_status snippet_cut(snippet *out, arena *a, const char *text,
                           size_t len, const highlight_list *highlights,
                           pilcrow_error *err);

#endif
