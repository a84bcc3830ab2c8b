/* SPDX-License-Identifier: MIT
 *
 * What the parts of layout.h hand to each other: the pages, lines and words of
 * a document, in the order in which they are read, and the pieces that the
 * lines make up. Places are in points from the upper left corner. */
#ifndef PILCROW_CORPUS_LAYOUT_PARTS_H
#define PILCROW_CORPUS_LAYOUT_PARTS_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/buf.h"

typedef struct box {
    float left, top, right, bottom;
} box;

typedef struct page_word {
    box at;
    uint32_t text, len; /* in page_set.text */
    bool gone;          /* the number of a line, or the mark of a footnote */
} page_word;

/* What a line is, as far as it is known. */
typedef enum line_kind {
    LINE_BODY,
    LINE_GONE,   /* nothing of it is read */
    LINE_NUMBER, /* the number of the page, and no more */
    LINE_CELL    /* of a table */
} line_kind;

typedef struct page_line {
    box at;
    float size;        /* of most of its letters: that of their font, or how
                          high they are where no fonts are known */
    float base;        /* where these stand */
    float left, right; /* where most lines about it begin and end */
    float from, to;    /* what its column reaches from and to */
    uint32_t word, words;
    uint32_t text, len; /* in page_set.text, words with blanks between */
    uint32_t page;      /* index into the pages */
    uint32_t origin;    /* the line of pdftotext that it is of */
    line_kind kind;
    bool mark; /* a raised mark of a footnote stood before it */
    bool bold;
    bool bullet;    /* it begins with the mark of an item that is no number */
    bool over;      /* it lies over the gutter of its page */
    bool gaps;      /* wide gaps part what stands in it */
    bool dots;          /* it is nothing but dots */
    bool leader;    /* dots led to a number in it: of a table of contents */
    bool goes_on;       /* of a cell: it is of the same as the line before */
    bool formula;   /* set apart, and without words */
    uint32_t table; /* of a cell, counted from 1; 0 once it is in a piece */
    uint32_t row;   /* of the table */
} page_line;

typedef struct printed_page {
    float width, height;
    uint32_t line, lines; /* its first line, and how many */
    uint32_t number;      /* printed on it; 0: none */
    bool at_head;         /* that number is */
    bool counted[2];      /* its number stands in the last row, the first */
} printed_page;

/* Lines that belong together, in order. */
typedef struct page_piece {
    uint32_t line, lines; /* in page_set.order */
    uint32_t page;
    char kind;     /* LAYOUT_... or '1' to '6' */
    uint32_t next; /* piece that continues it, PIECE_NONE if none */
    bool taken;    /* it continues another */
} page_piece;

#define PIECE_NONE UINT32_MAX

typedef struct page_set {
    buf pages, lines, words; /* of the structs above */
    buf text;
    buf order; /* of uint32_t: lines, piece by piece */
    buf pieces;
    float size;            /* of most text */
    float pitch;           /* from one of its lines to the next */
    bool justified;        /* lines end at the edge */
    bool indents;          /* paragraphs begin with an indent */
    uint32_t tables, rows; /* so many there are */
    const atomic_bool *stop; /* may be NULL */
    uint64_t steps;          /* so often a line was looked at */
} page_set;

/* Lines of a document are not looked at more often, all told. */
#define LAYOUT_STEPS_MAX ((uint64_t)1 << 32)

static inline printed_page *page_at(const page_set *s, size_t i)
{
    return (printed_page *)(void *)s->pages.data + i;
}

static inline page_line *line_at(const page_set *s, size_t i)
{
    return (page_line *)(void *)s->lines.data + i;
}

static inline page_word *word_at(const page_set *s, size_t i)
{
    return (page_word *)(void *)s->words.data + i;
}

static inline page_piece *piece_at(const page_set *s, size_t i)
{
    return (page_piece *)(void *)s->pieces.data + i;
}

static inline size_t page_count(const page_set *s)
{
    return s->pages.len / sizeof(printed_page);
}

static inline size_t line_count(const page_set *s)
{
    return s->lines.len / sizeof(page_line);
}

static inline size_t word_count(const page_set *s)
{
    return s->words.len / sizeof(page_word);
}

static inline size_t piece_count(const page_set *s)
{
    return s->pieces.len / sizeof(page_piece);
}

static inline page_line *piece_line(const page_set *s, const page_piece *p,
                                    size_t i)
{
    const uint32_t *order = (const uint32_t *)(const void *)s->order.data;
    return line_at(s, order[p->line + i]);
}

static inline const char *line_words(const page_set *s, const page_line *l)
{
    return s->text.data + l->text;
}

static inline float distance(float a, float b)
{
    return a < b ? b - a : a - b;
}

static inline bool line_is_body(const page_line *l)
{
    return l->kind == LINE_BODY;
}

/* The parts below return false where memory ran out, or this has done so. */

/* To be asked before lines are looked at `steps` times: false if the work is to
 * stop, or comes to too much. Between two questions lie no more steps than a
 * page has lines, times a constant. */
bool layout_goes_on(page_set *s, size_t steps);

/* Read what pdftotext has written; there are no words if it is no such text. */
bool layout_read(page_set *s, const char *xml, size_t len);

/* Put words right whose letters are of another alphabet than their font says. */
void layout_letters(page_set *s);

/* The number behind `name` in a tag, as "xMin=\""; 0 without. */
float layout_value(const char *tag, const char *end, const char *name);
/* The same as a whole number, 0 if it is negative. */
uint32_t layout_count(const char *tag, const char *end, const char *name);
/* True if the tag begins with that. */
bool layout_is_tag(const char *tag, const char *end, const char *name);

/* Learn the sizes of letters from what pdftohtml has written. */
bool layout_fonts(page_set *s, const char *xml, size_t len);

/* Take away numbers of lines and marks of footnotes, and give each line its
 * size and text. */
bool layout_lines(page_set *s);

/* Running heads and feet, and the numbers of pages. */
bool layout_edges(page_set *s);

/* Put the lines of each page in the order in which they are read. */
bool layout_order(page_set *s);

/* What most text is like, and the edges of columns. Without text the size of
 * most is 0, and nothing else is known. */
bool layout_columns(page_set *s);

/* Marks of items become one line with what they stand before. */
bool layout_marks(page_set *s);

/* A cell while the tables of its page are found. */
typedef struct page_cell {
    float base, left;
    float from, to; /* of its column */
    uint32_t line;
    uint32_t side; /* tables side by side have one each; elsewhere it is 0 */
} page_cell;

/* Rows of a table are no farther apart than this many lines. */
#define LAYOUT_ROWS_APART 3.f

/* Tell the sides of the cells of a page, which come from its head down. */
bool layout_beside(page_set *s, const printed_page *p, page_cell *cells,
                   size_t count);

/* Which lines are cells of tables. */
bool layout_tables(page_set *s);

/* The mark of an item that the text begins with, as "2.", "(b)", "[7]" or a
 * bullet: its length, 0 if there is none. */
size_t layout_marker(const char *text, size_t len);

/* True if the lines are in one column of one page, `next` below. */
bool layout_is_below(const page_line *line, const page_line *next);

/* Room is left in the line for the first word of the next. */
bool layout_is_short(const page_set *s, const page_line *line,
                     const page_line *next);

/* Cut the lines into pieces, say what they are and join what goes on. */
bool layout_cut(page_set *s);
bool layout_kinds(page_set *s);
bool layout_join(page_set *s);

#endif
