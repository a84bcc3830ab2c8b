/* SPDX-License-Identifier: MIT
 *
 * Lines of values: "dignity,достоинство", "dignity;достоинство". */
#ifndef PILCROW_CORPUS_GLOSSARY_VALUES_H
#define PILCROW_CORPUS_GLOSSARY_VALUES_H

#include "corpus/glossary_lex.h"

/* Where all lines of a text are values, make the mark between the first two
 * alphabets of each a FACE_COMMA. */
void values_face(lex_item *items, size_t count);

#endif
