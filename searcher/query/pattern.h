/* SPDX-License-Identifier: MIT
 *
 * The marks that make a word of the query stand for many:
 *
 *     migr*  mi*tion    `*` any letters, after two letters or digits of the
 *                       word, its parts before a hyphen, slash or dot counted
 *     colo?r            `?` one letter, between two letters or digits
 *     typo~  typo~2     up to one or two slips, by length or as it says
 *
 * Every other *, ? and ~ is punctuation: *emphasis*, what?, ~5. Only the form
 * is looked at here; expand.h knows what stands in the index. */
#ifndef PILCROW_SEARCHER_QUERY_PATTERN_H
#define PILCROW_SEARCHER_QUERY_PATTERN_H

#include <stdbool.h>
#include <stddef.h>

#define PATTERN_EDITS_MAX 2u

/* A piece of the text, from one hyphen, slash, dot or blank to the next. */
typedef struct pattern {
    size_t start, end; /* the piece, its * and ? included, without a ~ */
    size_t after;      /* where the text goes on: behind the ~ and its digit */
    size_t word;       /* where the word begins that it is a piece of */
    unsigned edits;    /* slips; 0: * and ? stand for letters */
    bool inner;        /* a letter or digit follows a * or ? */
} pattern;

/* Marks that look meant but mean nothing. */
typedef enum pattern_trouble {
    PATTERN_LEADING,    /* *tion */
    PATTERN_SHORT,      /* a*    */
    PATTERN_SHORT_TYPO, /* ab~   */
    PATTERN_EDITS,      /* word~5 */
    PATTERN_BOTH        /* wor*d~ */
} pattern_trouble;

/* What pattern_scan meets, in the order of the text. Either may be NULL; false
 * stops. A trouble is at the word [start, end). */
typedef struct pattern_visitor {
    void *ctx;
    bool (*pattern)(void *ctx, const pattern *p);
    void (*trouble)(void *ctx, pattern_trouble what, size_t start, size_t end);
} pattern_visitor;

/* Find the patterns of a word or phrase. False if stopped. */
bool pattern_scan(const char *text, size_t len, const pattern_visitor *v);

/* Slips for a word of so many letters and digits: 0, 1 or 2. */
unsigned pattern_edits(size_t letters);

#endif
