/* SPDX-License-Identifier: MIT
 *
 * Terms in a row, each with its translation in brackets: "Key words: inflation
 * (инфляция), exchange rate (обменный курс)". */
#ifndef PILCROW_CORPUS_GLOSSARY_LISTED_H
#define PILCROW_CORPUS_GLOSSARY_LISTED_H

#include "corpus/glossary/lex.h"

/* Make the brackets of such rows a FACE_LISTED each, and part their entries by
 * cuts. What the label before a row lists without a translation is left out. A
 * row without a label is one only if it is all of the text and each of its
 * terms has a translation. `room` is for scratch. False if memory ran out.
 * Linear. */
bool listed_face(buf *items, buf *room, const draft *d, const char *source);

#endif
