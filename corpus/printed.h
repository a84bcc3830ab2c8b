/* SPDX-License-Identifier: MIT
 *
 * Text taken from pages set in type, as pdftotext gives it: form feeds part
 * its pages, and often nothing parts its paragraphs. */
#ifndef PILCROW_CORPUS_PRINTED_H
#define PILCROW_CORPUS_PRINTED_H

#include <stdbool.h>
#include <stddef.h>

#include "corpus/lines.h"

/* True if a paragraph ends with the line `index`, to judge by its lines: it
 * ends a sentence, the next line begins one, and the first word of that would
 * have had room behind it. False where no line follows on the page. */
bool printed_ends(const line_table *lines, size_t index);

/* A bullet set apart stands alone, a blank line above its text: the lines from
 * the bullet at `index` to that text, or 0. */
size_t printed_item(const line_table *lines, size_t index);

#endif
