/* SPDX-License-Identifier: MIT
 *
 * What the cells of one column are, all its rows taken together. */
#ifndef PILCROW_CORPUS_GLOSSARY_COLUMN_H
#define PILCROW_CORPUS_GLOSSARY_COLUMN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "corpus/clean.h"
#include "corpus/glossary/lex.h"

typedef struct column {
    size_t filled; /* cells with letters */
    size_t latin, cyrillic;
    size_t words;  /* in all of them */
    size_t bytes;  /* of their letters */
    size_t small;  /* cells that begin with a small letter */
    size_t spelt;  /* cells that spell out what the cell before is short for */
    uint64_t seen; /* a bit for each hash of a cell */
} column;

/* Count a cell, as it stands in the file. What is in brackets is no word of it,
 * nor is the address of a link. */
void column_add(column *c, const char *text, size_t len);

/* True if a cell begins with the Latin words that the cell before it in its row
 * is short for, and goes on in Cyrillic: "ATC", "Air traffic control Упра...".
 */
bool column_spells(const char *text, const slice *cell);

/* The alphabet of the letter that begins with that byte. */
lex_script column_script_of(char first);

/* True if so many cells do that the others may, too. */
bool column_is_spelt(const column *c);

/* The alphabet of most cells; SCRIPT_NONE where they have one as often as the
 * other. */
lex_script column_script(const column *c);

/* True if few things stand in the column again and again: of what sort each row
 * is, or how far it has got. */
bool column_repeats(const column *c);

#endif
