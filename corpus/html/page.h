/* SPDX-License-Identifier: MIT
 *
 * The elements of a page, properly nested, on their way to become blocks. */
#ifndef PILCROW_CORPUS_HTML_PAGE_H
#define PILCROW_CORPUS_HTML_PAGE_H

#include "corpus/html/attributes.h"
#include "corpus/table.h"

#define PAGE_TABLES_MAX 16

/* A table that is open. */
typedef struct page_table {
    bool flows; /* its cells hold a page, not data */
    bool in_row, in_cell;
    bool heads_only; /* the row in hand */
    slice cell;      /* the one in hand */
    table_rows rows;
} page_table;

typedef struct page {
    block_list *out;
    char *text; /* of the page, borrowed */
    size_t len;
    size_t here;      /* how far it is read; the caller keeps it */
    size_t note_end;  /* behind the last footnote mark */
    bool open;        /* the last block may go on */
    bool bold_so_far; /* all of the open block */
    bool fresh;       /* the item has no text yet */
    bool noted;       /* the block to come begins with a footnote mark */
    bool labelled;    /* or stands below one */
    bool glued;       /* what follows belongs to the block before */
    bool in_title, in_term;
    unsigned level;  /* of the heading in hand; 0 outside */
    unsigned breaks; /* <br> since the last text */
    size_t hidden, headers, scopes, parts, asides;
    size_t lists, items, quotes, codes, bolds;
    size_t depth;   /* elements that are open */
    size_t unread;  /* the depth of what is not read for its mark, or 0 */
    bool phrase;    /* that is hidden as a phrase is */
    size_t read;    /* the depth of what is read for its mark, or 0 */
    size_t figure;  /* the depth of a figure, or 0 */
    size_t caption; /* of its title */
    size_t button;  /* of the button that is read, or 0 */
    size_t paragraphs;
    bool titled; /* the header in hand has had its level-1 heading */
    page_table tables[PAGE_TABLES_MAX];
    size_t table_count; /* may be over PAGE_TABLES_MAX */
    buf cells;          /* slices of the row in hand */
} page;

void page_init(page *p, block_list *out, char *text, size_t len);
void page_release(page *p);

/* An element begins or ends at `here`; every one that begins has to end. */
void page_start(page *p, const char *name, html_mark mark);
void page_end(page *p, const char *name);

/* Text that is not blank, before `here` and after all there was before. What is
 * hidden becomes blanks. */
void page_text(page *p, slice at);

/* No more text comes. */
void page_finish(page *p);

/* True if memory ran out. */
bool page_failed(const page *p);

#endif
