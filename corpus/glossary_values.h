/* SPDX-License-Identifier: MIT
 *
 * What only shows when all the lines of a text are seen together: values, as
 * "dignity,достоинство", and columns. */
#ifndef PILCROW_CORPUS_GLOSSARY_VALUES_H
#define PILCROW_CORPUS_GLOSSARY_VALUES_H

#include "corpus/glossary_lex.h"

/* Where all lines of a text are values, make the mark between the first two
 * alphabets of each a FACE_COMMA. */
void values_face(lex_item *items, size_t count);

/* Where most lines have one FACE_GAP each, or columns in two alphabets by turns
 * with numbers and transcriptions between, leave those gaps that part the sides
 * of a pair. Where lines have as many cells each, one column of terms and one
 * of translations among them, leave the items of these alone. Elsewhere gaps
 * are a way of filling lines: make them mean nothing. Returns how many items
 * are left.
 */
size_t values_drop_gaps(lex_item *items, size_t count, const char *text);

#endif
