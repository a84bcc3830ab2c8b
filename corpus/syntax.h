/* SPDX-License-Identifier: MIT
 *
 * What a single line of Markdown is, seen alone. Lines are given without white
 * space at either end; every function looks at them only once. */
#ifndef PILCROW_CORPUS_SYNTAX_H
#define PILCROW_CORPUS_SYNTAX_H

#include <stdbool.h>
#include <stddef.h>

/* Three or more - * _ = or ~ with nothing but blanks between. */
bool syntax_is_rule(const char *line, size_t len);

/* The level 1..6 of an ATX heading and where its text lies; 0 for none. */
unsigned syntax_heading(const char *line, size_t len, size_t *start,
                        size_t *end);

/* 1 for ===, 2 for ---, which make the line above a heading; else 0. */
unsigned syntax_underline(const char *line, size_t len);

/* The length of a code fence, 0 for none; `*closes` if nothing follows it. */
size_t syntax_fence(const char *line, size_t len, bool *closes);

/* How a list item begins. */
typedef enum syntax_marker_kind {
    SYNTAX_NO_MARKER,
    SYNTAX_BULLET,   /* - * + and the bullets of print */
    SYNTAX_NUMBER,   /* 1. 1) */
    SYNTAX_LETTER    /* (a) a) (iv) (2) */
} syntax_marker_kind;

typedef struct syntax_marker {
    syntax_marker_kind kind;
    size_t text;     /* where the item's text begins; a number is text */
    size_t content;  /* the same, numbers and letters passed over */
    bool first;      /* a bullet, or one that begins a list: 1, a, i */
} syntax_marker;

syntax_marker syntax_item(const char *line, size_t len);

/* True if `text` (a line, or several) is bold from its first to its last
 * character; a footnote mark or a colon may follow. */
bool syntax_is_bold(const char *text, size_t len);

/* The bold label that `text` begins with, as "**New words:** ...": the length
 * of the whole up to the closing marks, 0 if there is none or it ends in no
 * colon. */
size_t syntax_bold_label(const char *text, size_t len);

/* The length of a mark for the builder of a documentation that begins the
 * line: ":::" with all behind it, "[!NOTE]", "[!INCLUDE [a](b)]"; 0 without. */
size_t syntax_directive(const char *line, size_t len);

/* `[label]: url "title"`. Where the label lies, without brackets. */
bool syntax_link_label(const char *line, size_t len, size_t *start,
                       size_t *end);

#endif
