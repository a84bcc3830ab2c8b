/* SPDX-License-Identifier: MIT
 *
 * Tables of cases for the corpus. */
#ifndef PILCROW_TESTS_CORPUS_CASES_H
#define PILCROW_TESTS_CORPUS_CASES_H

#include <stddef.h>

#include "base/buf.h"

/* Write what comes of a document to `out`. */
typedef void (*kit_reader)(buf *out, const char *name, const char *text,
                           size_t len);

/* Run every case of the files in tests/cases/`folder`: what `read` writes must
 * be what the case expects. How a case is written is said at the head of
 * cases/corpus/blocks.txt. Returns how many there are; all that fail are
 * printed before the test fails. */
size_t kit_run_cases(const char *folder, kit_reader read);

#endif
