/* SPDX-License-Identifier: MIT
 *
 * Table rows written with bars, and what cells of any table have in common. */
#ifndef PILCROW_CORPUS_TABLE_H
#define PILCROW_CORPUS_TABLE_H

#include "corpus/clean.h"

/* True if the line is a row of dashes that stands under column heads. */
bool table_is_delimiter(const char *line, size_t len);

/* True if the line begins and ends with a bar and has a cell between. */
bool table_is_row(const char *line, size_t len);

/* A piece of `text` without the blanks at its ends. */
slice table_trim(const char *text, slice at);

/* Add a slice for each cell of the line `at` of `text` to `cells` (of slice),
 * empty ones too. Returns how many. */
size_t table_cells(buf *cells, const char *text, slice at);

#endif
