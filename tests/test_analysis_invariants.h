/* SPDX-License-Identifier: MIT
 *
 * What holds of the tokens of any bytes whatever:
 *
 *   - ranges come in the order of their starts, inside the text, not empty, on
 *     character boundaries;
 *   - positions start at 0 and go up by at most one;
 *   - terms are valid UTF-8 of 1..ANALYSIS_TERM_MAX bytes;
 *   - the same bytes give the same tokens;
 *   - a token's own text gives its term: that token alone, or the same symbol
 *     with its parts. */
#ifndef PILCROW_TESTS_TEST_ANALYSIS_INVARIANTS_H
#define PILCROW_TESTS_TEST_ANALYSIS_INVARIANTS_H

#include "analysis/analysis.h"

/* NULL, or a static sentence on what does not hold. `a` and `again` are two
 * analysers for the same languages. */
const char *invariants_broken(analyser *a, analyser *again, const char *text,
                              size_t len, const char *lang);

#endif
