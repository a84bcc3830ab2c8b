/* SPDX-License-Identifier: MIT
 *
 * The bilingual glossaries of a document: entries whose two sides, one Latin
 * and one Cyrillic, face each other over a dash, in two cells, on two lines,
 * or by a bracket.
 *
 * Three in a row make a glossary, or fewer under a heading or label that says
 * so. What one stands in may be a list, a table, code, a heading or a
 * paragraph with all of it. Terms written as code, terms that are kept
 * untranslated and definitions are no entries, and where the neighbours are
 * mostly those, or names with what they are the names of, none is. */
#ifndef PILCROW_CORPUS_GLOSSARY_H
#define PILCROW_CORPUS_GLOSSARY_H

#include "base/arena.h"
#include "corpus/block_text.h"
#include "corpus/corpus.h"

/* A part of a block: bytes of its cleaned text; of a row: cells. */
typedef struct glossary_part {
    size_t block;
    size_t start, end;
} glossary_part;

/* An entry and where it stands. An entry over two blocks is in the list twice:
 * at the first with both parts, at the second as a part alone. */
typedef struct glossary_entry {
    glossary_part at;
    glossary_part rest;        /* in another block; its `end` is 0 for none */
    const corpus_entry *entry; /* NULL: a part of the entry before */
} glossary_entry;

typedef struct glossary {
    arena *memory; /* the entries live here */
    buf entries;   /* of glossary_entry, by block and start */
} glossary;

void glossary_init(glossary *g, arena *memory);
void glossary_release(glossary *g);

/* Find the entries in the texts of mended blocks. False if memory ran out.
 * Linear in the text. */
bool glossary_find(glossary *g, block_texts *texts);

/* Could there be entries in a text that stands alone, on one line or more? In
 * doubt it is true: a quick look at its letters and marks, not one at what they
 * say. */
bool glossary_may_be_in(const char *text, size_t len);

/* The entries that begin in block `index`: the first of `*count`, NULL if
 * there are none. */
const glossary_entry *glossary_of(const glossary *g, size_t index,
                                  size_t *count);

#endif
