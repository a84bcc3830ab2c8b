/* SPDX-License-Identifier: MIT
 *
 * Styled text, wrapped to the terminal. Hazards are shown
 * as escapes; styles and hyperlinks are the only escape sequences that ever go
 * out.
 *
 *     printer p = printer_for_output("auto");
 *     printer_put(&p, STYLE_PATH, hit->paragraph.path);
 *     printer_wrap(&p, &(wrapped){.text = ..., .indent = 4});
 *     printer_line(&p); */
#ifndef PILCROW_CLI_PRINTER_H
#define PILCROW_CLI_PRINTER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

#include "pilcrow.h"

typedef enum style {
    STYLE_PLAIN,
    STYLE_STRONG,
    STYLE_DIM,
    STYLE_PATH,
    STYLE_PLACE,
    STYLE_MATCH,
    STYLE_MATCH_DIM,
    STYLE_COUNT
} style;

typedef struct printer {
    FILE *out;
    size_t width; /* 0: never wrap */
    bool color;
    const char *link_form; /* of hyperlinks; NULL: none */
    style now;             /* what the terminal is set to */
    size_t column;
} printer;

/* A piece of text that may take several lines. */
typedef struct wrapped {
    const char *text;
    size_t len;
    size_t indent;   /* columns before every line but the first */
    bool keep_lines; /* a line end in the text is one here too;
                        else it is shown as an escape */
    bool keep_words; /* a word wider than a line is not broken either */
    style style;
    const pilcrow_span *matches; /* in `text`, ascending; in STYLE_MATCH */
    size_t match_count;
} wrapped;

/* To standard output; `color` is auto, always or never. */
printer printer_for_output(const char *color);

/* To standard error, without colour. */
printer printer_for_errors(void);

/* As it is, without wrapping. */
void printer_put(printer *p, style s, const char *text);
void printer_space(printer *p, size_t columns);

/* Go on at `column`, on the next line where this one is too full for a gap of
 * two columns before it. */
void printer_column(printer *p, size_t column);

/* A place in a file, "path:lines", as a hyperlink to `line` where the terminal
 * takes them. It stays on one line, for editors and readers to take up. */
void printer_place(printer *p, const char *path, size_t line,
                   const char *lines);

/* Broken between words where the line is full, within a word only when that is
 * wider than a line. */
void printer_wrap(printer *p, const wrapped *w);

/* End the line, in plain style. */
void printer_line(printer *p);

#endif
