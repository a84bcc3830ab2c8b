/* SPDX-License-Identifier: MIT
 *
 * What help and man pages say besides the tables of verbs and options, and how
 * the text of a verb is laid out: once, for both. */
#ifndef PILCROW_CLI_PAGES_H
#define PILCROW_CLI_PAGES_H

#include <stdbool.h>
#include <stddef.h>

#include "options.h"

/* One line of a section that is the same for all verbs. */
typedef struct page_fact {
    const char *section;
    const char *name;
    const char *text;
} page_fact;

extern const page_fact page_facts[];     /* ends with a row without `section` */
extern const char *const page_closing[]; /* paragraphs; ends with NULL */

/* A piece of a text: a paragraph to be filled, or, where `name` is not empty, a
 * row of a table. Both end in NUL. */
#define PAGE_NAME_MAX 64
#define PAGE_TEXT_MAX 1024
typedef struct page_piece {
    char name[PAGE_NAME_MAX];
    char text[PAGE_TEXT_MAX];
} page_piece;

/* The next piece of the text at `*at`, which moves on. False at its end.
 *
 * Blank lines part paragraphs. A line that begins with two blanks is a row: a
 * name, two blanks or more, a text without such a gap; a line that begins with
 * more blanks goes on with the row above. */
bool page_next(page_piece *out, const char **at);

/* "-n N", "--offset N", "-h, --help", "--color auto|always|never". */
#define PAGE_OPTION_MAX 96
void page_option_name(char out[PAGE_OPTION_MAX], const option *row);

/* Print the man page of a verb, or of the command itself for NULL, as troff. */
struct verb;
void page_print_man(const struct verb *v);

#endif
