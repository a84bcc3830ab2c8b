/* SPDX-License-Identifier: MIT
 *
 * word.h: from characters to raw words.
 *
 * A part is a letter or digit and all letters, digits and marks that follow,
 * with the zero-width characters between them and with apostrophes between
 * letters. Further:
 *
 *   - A number takes in its separated thousands: 80,000; 80 000 with a THIN
 *     space; 1.000.000 (two groups at least, as 10.700 may be a fraction). The
 *     first group is 1 to 3 digits and no 0, the others three.
 *   - A Russian case ending after a number and a hyphen belongs to it and is no
 *     part of its term, and so does 's: 10-го, 1990-х, 1990's; but 115-ФЗ is a
 *     symbol.
 *   - C++ and C# (any letter), .NET are words.
 *   - Everything else separates, the underscore too.
 *
 * A run is parts joined by single hyphens, dots and slashes, or by a decimal
 * comma: one comma between two numbers that is in no list (1,5 but not 1,2,3).
 * A run is a symbol, and gives a whole token besides its parts, if
 *
 *   - it has a digit, 2 to RUN_PARTS_MAX parts, and none of six letters or more
 *     without digits, nor a number before hyphen and small letters: so 10.7,
 *     R123-78, A/RES/74/1, COVID-19, but not 20-летний, 35-year-old; or
 *   - its parts are single capitals joined by dots: U.N., США as С.Ш.А.; the
 *     whole is then written without the dots;
 *
 * and if no :// or @ stands before it and no @ after it: addresses give their
 * parts only. */
#ifndef PILCROW_ANALYSIS_WORD_H
#define PILCROW_ANALYSIS_WORD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define RUN_PARTS_MAX 12

typedef struct word_part {
    size_t start, end;      /* bytes */
    size_t letters, digits; /* characters */
    uint32_t first;         /* its first character */
    char joint;             /* before it: '-' '.' '/' ',' or 0 for the first */
    bool is_number;         /* digits only, but for separators and ending */
} word_part;

typedef enum run_kind {
    RUN_PLAIN, /* parts only */
    RUN_SYMBOL,
    RUN_ACRONYM
} run_kind;

typedef struct word_run {
    word_part parts[RUN_PARTS_MAX];
    size_t count;
    run_kind kind;
    bool open; /* the run goes on after these parts */
} word_run;

/* Read the run at or after `at`; true if there is one. `*next` is where to go
 * on from. `inside`: the last run was open, and this is the rest of it. */
bool word_run_read(word_run *run, const char *text, size_t len, size_t at,
                   bool inside, size_t *next);

#endif
