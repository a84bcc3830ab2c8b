/* SPDX-License-Identifier: MIT
 *
 * What the files that make blocks of a page share: page.c, the elements
 * and texts, page_table.c, tables, and page_read.c, what is
 * read. */
#ifndef PILCROW_CORPUS_HTML_PAGE_INSIDE_H
#define PILCROW_CORPUS_HTML_PAGE_INSIDE_H

#include "corpus/html/page.h"

typedef struct page_element page_element;
typedef void page_step(page *p, const page_element *e);

/* What an element does where it begins and ends. */
struct page_element {
    const char *name;
    page_step *open, *close;
    unsigned level;
};

/* A block that holds so many slices, as what is open now makes it. */
block page_block_here(const page *p, size_t slices);
/* Begin a block with that text; end the one in hand, if there is one. */
void page_open_block(page *p, slice at);
void page_close_block(page *p);

/* The innermost table, if its cells are data. */
page_table *page_data_table(page *p);
/* That table turns out to lay out a page: its cells are no cells any more. */
void page_leave_cells(page *p);
/* False if the text stands in no cell. */
bool page_add_to_cell(page *p, slice at);

/* An element begins that has that mark, and the innermost one ends. */
void page_heed(page *p, html_mark mark);
void page_leave(page *p);
/* What is left out for its mark is read from here on. */
void page_read_again(page *p);

/* Is text read here? Of the page's own header, a level-1 heading is, and what
 * is told below it. */
bool page_is_shown(const page *p);
/* Make it blank: a block may go on behind it, and a cell does. A hidden phrase
 * parts no words: it becomes a part of the tag before it. */
void page_hide_text(page *p, slice at);

/* The steps of tables; `level` is 1 for a column head. */
page_step page_open_table, page_close_table, page_open_row, page_close_row,
    page_open_cell, page_close_cell;

/* The steps of what is not read, or not everywhere; `level` of a margin is 1
 * for a header, 0 for a footer. */
page_step page_open_hidden, page_close_hidden, page_open_aside,
    page_close_aside, page_open_dialog, page_close_dialog, page_open_button,
    page_close_button, page_open_margin, page_close_margin;

#endif
