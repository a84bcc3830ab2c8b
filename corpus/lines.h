/* SPDX-License-Identifier: MIT
 *
 * The lines of a file, and the pages they lie on.
 *
 * A line ends at \n or \r\n; at \r only in a file that has no \n at all. The
 * first begins behind the byte order mark. */
#ifndef PILCROW_CORPUS_LINES_H
#define PILCROW_CORPUS_LINES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"

typedef struct text_line {
    size_t start;
    size_t end;        /* without the line end */
    uint32_t page;     /* 0: the file shows no pages */
    bool turned;       /* a form feed stands before it */
    bool furniture;    /* a page mark: it is no text of the document */
} text_line;

typedef struct line_table {
    const char *text;
    text_line *lines;       /* in the arena */
    size_t count;
} line_table;

/* The lines one by one, for a text so long that they are not to be kept. */
typedef struct line_walk {
    const char *text;
    size_t len, at;
    size_t count; /* lines that were read */
    char stop;
} line_walk;

/* The bytes of the byte order mark a text begins with, perhaps none. */
size_t lines_order_mark(const char *text, size_t len);

/* `text` is borrowed. */
void line_walk_start(line_walk *w, const char *text, size_t len);
/* Go on with what comes next of a text, from the beginning of a line on. */
void line_walk_go_on(line_walk *w, const char *text, size_t len);
/* The next line, of no page; false behind the last. */
bool line_walk_next(line_walk *w, text_line *out);

/* False if memory ran out. `text` is borrowed. */
bool lines_read(line_table *out, arena *memory, const char *text, size_t len);

/* Give every line its page, from form feeds and page marks ("<!-- page 3 -->",
 * "{2}-----", "[Page 3]", "Page 3 of 9", and between form feeds numbers that
 * count pages at their head or foot), and mark those lines. */
void lines_find_pages(line_table *table);

/* The index of the line that holds `byte`; the last one past the end. */
size_t lines_at(const line_table *table, size_t byte);

#endif
