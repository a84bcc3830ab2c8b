/* SPDX-License-Identifier: MIT
 *
 * Table rows written with bars, and what cells of any table have in common. */
#ifndef PILCROW_CORPUS_TABLE_H
#define PILCROW_CORPUS_TABLE_H

#include "corpus/block.h"

/* True if the line is a row of dashes that stands under column heads. */
bool table_is_delimiter(const char *line, size_t len);

/* True if the line begins and ends with a bar and has a cell between. */
bool table_is_row(const char *line, size_t len);

/* True if it has a bar behind each of two cells or more: "a | b |". */
bool table_is_closed_row(const char *line, size_t len);

/* Add a slice for each cell of the line `at` of `text` to `cells` (of slice),
 * empty ones too. Returns how many. */
size_t table_cells(buf *cells, const char *text, slice at);

/* The rows of a table as they come, all zeroes before the first. If all cells
 * of that one are heads it is no row but stands over the others that have as
 * many cells; of several such, the one with the most. A row of heads has none
 * over it. */
typedef struct table_rows {
    block heads;  /* without slices: there are none */
    size_t place; /* of the block that they would be */
    size_t count; /* of rows that are not heads */
} table_rows;

/* Add a row to `out`, a block that has its slices and all but its type and its
 * heads. False if it is kept as the heads. */
bool table_rows_add(table_rows *rows, block_list *out, block row,
                    bool is_heads);

/* A head that is no longer than this is told with each cell below it. */
bool table_head_is_short(const slice *head);

/* Make the heads a row at `place`, before their rows, if one of them is not told
 * in any of these: no cell stands below it, or it is too long. */
void table_show_heads(block_list *out, size_t place, const block *heads);

/* No more rows come. Blocks that came since the heads may move by one. */
void table_rows_end(const table_rows *rows, block_list *out);

#endif
