/* SPDX-License-Identifier: MIT
 *
 * The front matter of a Markdown file: lines of YAML between two of "---". */
#ifndef PILCROW_CORPUS_FRONT_H
#define PILCROW_CORPUS_FRONT_H

#include "corpus/clean.h"
#include "corpus/lines.h"

/* How many lines the front matter takes, 0 if the file has none. `*title` is
 * the value of its "title:", and left as it was where there is none. */
size_t front_matter(slice *title, const line_table *lines);

#endif
