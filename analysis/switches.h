/* SPDX-License-Identifier: MIT
 *
 * switches.h: steps of the analysis that can be left out when it is built, with
 * -DANALYSIS_FOLD_YO=0 and the like, to measure what each is worth (see
 * bench/relevance.sh). An index made without one is read only by a build
 * without it. */
#ifndef PILCROW_ANALYSIS_SWITCHES_H
#define PILCROW_ANALYSIS_SWITCHES_H

/* ё is read as е. */
#ifndef ANALYSIS_FOLD_YO
#define ANALYSIS_FOLD_YO 1
#endif

/* Forms of a Russian word that the stemmer parts are joined (russian.h). */
#ifndef ANALYSIS_JOIN_RUSSIAN
#define ANALYSIS_JOIN_RUSSIAN 1
#endif

/* A word is stemmed by its own script; else all words of a text by the language
 * voted for it. */
#ifndef ANALYSIS_STEM_BY_SCRIPT
#define ANALYSIS_STEM_BY_SCRIPT 1
#endif

/* Latin diacritics are stripped. */
#ifndef ANALYSIS_STRIP_MARKS
#define ANALYSIS_STRIP_MARKS 1
#endif

#endif
