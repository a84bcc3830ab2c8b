/* SPDX-License-Identifier: MIT
 *
 * Where in a query something is wrong. */
#ifndef PILCROW_CLI_CARET_H
#define PILCROW_CLI_CARET_H

#include <stddef.h>

/* Print on standard error the query, or what of it fits, and a caret under the
 * character at byte `offset` (0..len). */
void caret_print(const char *query, size_t len, size_t offset);

#endif
