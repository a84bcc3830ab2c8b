/* SPDX-License-Identifier: MIT
 *
 * Reading the case files of analysis: text files of one case a line.
 *
 * Empty lines and lines that begin with # are passed over. \u{301} stands for
 * the character U+0301, \x{FF} for the byte FF, \n for a line end, \\ for a
 * backslash. */
#ifndef PILCROW_TESTS_TEST_ANALYSIS_CASES_H
#define PILCROW_TESTS_TEST_ANALYSIS_CASES_H

#include <stdbool.h>
#include <stddef.h>

#define CASE_BYTES_MAX 4096

/* One line of a case file, its escapes undone: `left SEPARATOR right`. */
typedef struct case_line {
    size_t number; /* from 1 */
    char left[CASE_BYTES_MAX], right[CASE_BYTES_MAX];
    size_t left_len, right_len;
} case_line;

typedef void (*case_fn)(void *ctx, const case_line *line);

/* Call `check` for each case of tests/cases/analysis/`name`; a line without
 * `separator` comes with an empty right side. Returns the number of cases;
 * fails the test if the file cannot be read. */
size_t cases_read(const char *name, const char *separator, case_fn check,
                  void *ctx);

#endif
