/* SPDX-License-Identifier: MIT
 *
 * What only shows when a line, or all the lines of a text, are seen together:
 * entries in a row, as "wheat пшеница, rye рожь, oats овёс", values, as
 * "dignity,достоинство", and columns. */
#ifndef PILCROW_CORPUS_GLOSSARY_ROWS_H
#define PILCROW_CORPUS_GLOSSARY_ROWS_H

#include "corpus/glossary/lex.h"

/* Part the entries of such lines by cuts, and their two sides by faces. Gaps
 * that part no sides mean nothing then; cells beside those of a pair are left
 * out. `room` is for scratch. False if memory ran out. Linear. */
bool rows_face(buf *items, buf *room, const char *text);

#endif
