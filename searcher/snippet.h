/* SPDX-License-Identifier: MIT
 *
 * The piece of a hit's text around the best of its highlights. */
#ifndef PILCROW_SEARCHER_SNIPPET_H
#define PILCROW_SEARCHER_SNIPPET_H

#include "searcher/highlight.h"

#define SNIPPET_CHARACTERS 240u /* code points */

typedef struct snippet {
    const char *text;          /* at most SNIPPET_CHARACTERS; where something
                                  was cut off stands an ellipsis */
    const pilcrow_span *spans; /* the highlights in it, one that was cut as far
                                  as it goes */
    size_t span_count;
} snippet;

/* What a word of the query counts, by the numbers of its groups (compile.h),
 * looked up when a hit first needs it. One for all hits of a search. */
typedef struct snippet_weights {
    const compiled_query *query;
    engine_snapshot *snapshot;
    uint64_t paragraphs;
    size_t count;       /* numbers are below it */
    uint32_t *weights;  /* 0: not looked up yet */
    uint32_t *standing; /* highlights of that number in the window at hand */
} snippet_weights;

/* Everything is in `a`; the query and the snapshot are borrowed. */
pilcrow_status snippet_weights_begin(snippet_weights *out, arena *a,
                                     engine_snapshot *snapshot,
                                     const compiled_query *query,
                                     pilcrow_error *err);

/* What group number `number` counts: 1 or more, rare words more. */
pilcrow_status snippet_weight(uint32_t *out, snippet_weights *w, size_t number,
                              pilcrow_error *err);

/* Cut the best window of valid UTF-8: the one whose different words weigh most,
 * then with most highlights, then the first; at word boundaries. Takes time in
 * proportion to the text and the highlights. */
pilcrow_status snippet_cut(snippet *out, arena *a, const char *text, size_t len,
                           const highlight_list *highlights,
                           snippet_weights *weights, pilcrow_error *err);

#endif
