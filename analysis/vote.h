/* SPDX-License-Identifier: MIT
 *
 * vote.h: which of an analyser's languages a text is in.
 *
 * The script with the most letters decides. Where several of the languages are
 * written in it, as in Latin, its function words vote: each word in a
 * language's table is one vote for it, and a tie goes to the one named first.
 */
#ifndef PILCROW_ANALYSIS_VOTE_H
#define PILCROW_ANALYSIS_VOTE_H

#include "analysis/stem.h"

/* The code of the language; static. A text in a script that no language has
 * is given the first one of Latin script. */
const char *vote_language(const stems *s, const char *text, size_t len);

#endif
