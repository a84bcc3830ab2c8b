/* SPDX-License-Identifier: MIT
 *
 * The front matter of a Markdown file: lines of YAML between two of "---", or
 * of TOML between two of "+++". */
#ifndef PILCROW_CORPUS_FRONT_H
#define PILCROW_CORPUS_FRONT_H

#include "corpus/clean.h"
#include "corpus/lines.h"

/* The value of a "title:". */
typedef struct front_title {
    slice text;
    char quote; /* what it stood between; 0: nothing */
} front_title;

/* How many lines the front matter takes, 0 if the file has none. `*title` is
 * left as it was where there is none. */
size_t front_matter(front_title *title, const line_table *lines);

/* Read the title's text, cleaned, as one that stood between such quotes. */
void front_unquote(buf *title, char quote);

#endif
