/* SPDX-License-Identifier: MIT
 *
 * A file as a row of blocks: what its lines are, before their mark-up is
 * cleaned and their text read.
 *
 * Invariants: blocks are in the order of the file and no line belongs to two;
 * a block has at least one slice, but for BLOCK_GAP, which has none. */
#ifndef PILCROW_CORPUS_BLOCK_H
#define PILCROW_CORPUS_BLOCK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "corpus/clean.h"
#include "corpus/lines.h"

#define BLOCK_BOLD_LEVEL 7u
#define BLOCK_NONE SIZE_MAX

typedef enum block_type {
    BLOCK_PARAGRAPH,
    BLOCK_HEADING,
    BLOCK_ITEM,
    BLOCK_ROW,
    BLOCK_CODE,
    BLOCK_FOOTNOTE,
    BLOCK_GAP        /* a rule or a page mark: nothing to read */
} block_type;

typedef struct block {
    block_type type;
    bool quoted;         /* stands behind '>' */
    bool bold;           /* a heading whose text is bold from end to end */
    bool goes_on;        /* a further paragraph of the item before */
    bool whole;          /* it continues none, and none continues it */
    bool ordinal;        /* an item that begins with a number or letter */
    unsigned level;      /* heading: 1..6, or BLOCK_BOLD_LEVEL; item: depth */
    size_t blanks;       /* blank lines right before */
    size_t marker;       /* where the line's mark-up begins */
    size_t slice;        /* the first of its slices */
    size_t slice_count;
    size_t head;         /* row: the slices of the column heads */
    size_t head_count;
    size_t next;         /* mended: the block that continues this one */
    bool taken;          /* mended: it is such a continuation, or furniture */
} block;

/* Which recognisers look at a text. */
typedef enum block_features {
    BLOCK_BASIC = 0,     /* blank lines cut paragraphs, and nothing else */
    BLOCK_PLAIN = 1,     /* list items, rules, footnotes, pages, too */
    BLOCK_MARKUP = 2,    /* all of Markdown */
    BLOCK_HTML = 4       /* none: the text is a page of HTML (html.h) */
} block_features;

typedef struct block_list {
    buf blocks;          /* of block */
    buf slices;          /* of slice */
    label_set labels;
    slice title;         /* the front matter's or page's, empty without */
    char title_quote;    /* what it stood between; 0: nothing */
    block none;          /* stands for the last block where memory ran out */
} block_list;

void block_list_init(block_list *list);
void block_list_release(block_list *list);

/* Cut the lines into blocks. False if memory ran out. Time and memory are
 * linear in the text. */
bool block_split(block_list *out, const line_table *lines,
                 unsigned features);

/* Borrowed until the list changes. */
block *block_at(const block_list *list, size_t index);
/* The block added last, or something to write to if adding it has failed. */
block *block_last(block_list *list);
size_t block_count(const block_list *list);
const slice *block_slices(const block_list *list, const block *b);

/* The bytes of the file from the block's first slice to its last. */
slice block_range(const block_list *list, const block *b);

#endif
