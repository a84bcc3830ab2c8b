/* SPDX-License-Identifier: MIT
 *
 * Entries in a row with nothing between the two sides: "wheat пшеница, rye
 * рожь, oats овёс". */
#ifndef PILCROW_CORPUS_GLOSSARY_TURNS_H
#define PILCROW_CORPUS_GLOSSARY_TURNS_H

#include "corpus/glossary_lex.h"

/* Make items of entries of such a row, which fills a line or what a colon
 * leaves of it. `room` is for scratch. False if memory ran out. Linear. */
bool turns_face(buf *items, buf *room);

/* Part the pairs of two columns that a converter wrote on one line with nothing
 * between, "shore берег tide прилив", in a text whose lines are nearly all of
 * such pairs. False if memory ran out. Linear. */
bool turns_part(buf *items, buf *room, const char *text);

#endif
