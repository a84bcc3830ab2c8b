/* SPDX-License-Identifier: MIT
 *
 * The state of block_split (block.h), for the recognisers that make it up: one
 * line is given to one after the other, and the first that takes it wins. */
#ifndef PILCROW_CORPUS_SPLITTER_H
#define PILCROW_CORPUS_SPLITTER_H

#include "corpus/block.h"
#include "corpus/view.h"

#define DEPTH_MAX 32

typedef struct splitter {
    block_list *out;
    const line_table *lines;
    const char *text;
    unsigned features;
    bool open;
    size_t blanks; /* blank lines since the last block */
    bool in_list;
    size_t indents[DEPTH_MAX]; /* of the items that hold the present one */
    unsigned depth;
    size_t no_fence[2]; /* no closing fence as long as that follows */
    size_t ends[3];     /* where the next comment, script, style ends that was
                           looked for; SIZE_MAX: none does any more */
    uint32_t page;      /* of the line before */
    bool quoted;        /* that line was */
} splitter;

static inline size_t view_len(const view *v)
{
    return v->end - v->start;
}

/* How many slices there are so far. */
static inline size_t splitter_slices(const splitter *s)
{
    return s->out->slices.len / sizeof(slice);
}

view splitter_line(const splitter *s, size_t index);
const char *splitter_text(const splitter *s, const view *v);

/* Begin a block with the text from `start` to the end of the line, and go on
 * with it; end the one that is open, if one is. */
void splitter_open(splitter *s, block_type type, const view *v, size_t start);
void splitter_extend(splitter *s, const view *v);
void splitter_close(splitter *s);

/* What follows is in no item of a list. */
void splitter_end_list(splitter *s);

/* Something of which nothing is read. */
void splitter_gap(splitter *s, const view *v);

/* Open a paragraph of what follows on the line that holds byte `end`, the end
 * of something; returns that line. */
size_t splitter_rest(splitter *s, size_t end);

/* The recognisers of what is not read as text: they take the line of `v`, and
 * perhaps more, and return how many, 0 for none. */
size_t take_unseen(splitter *s, const view *v);
size_t take_fence(splitter *s, const view *v);
size_t take_indented_code(splitter *s, const view *v);

/* The same of tables. */
size_t take_table(splitter *s, const view *v);
size_t take_html_table(splitter *s, const view *v);
size_t take_bare_row(splitter *s, const view *v);
size_t take_closed_rows(splitter *s, const view *v);

/* The same of a piece of printed text (layout.h). */
size_t take_printed(splitter *s, const view *v);

#endif
