/* SPDX-License-Identifier: MIT
 *
 * Tables that a Markdown text holds as HTML, as programs write them that make
 * Markdown of scans and data sheets. */
#ifndef PILCROW_CORPUS_TABLE_HTML_H
#define PILCROW_CORPUS_TABLE_HTML_H

#include "corpus/block.h"

/* The bytes of a table that begins with the line at the start of `text`, from
 * there to behind its "</table>"; 0 if there is none, if it does not end or if
 * it holds another. Tags may stand before "<table". */
size_t table_html_find(const char *text, size_t len, size_t line_len);

/* Add a block for each row of the table found at `at` of `text`. A first row of
 * nothing but column heads goes with the rows of as many cells. `blanks` is
 * what parts the first from the block before. */
void table_html_rows(block_list *out, const char *text, slice at,
                     size_t blanks);

#endif
