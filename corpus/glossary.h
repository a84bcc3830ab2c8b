/* SPDX-License-Identifier: MIT
 *
 * The bilingual glossaries of a document: entries whose two sides, one Latin
 * and one Cyrillic, face each other over a dash, in two cells, or on two
 * lines.
 *
 * Three in a row make a glossary, or fewer under a heading or label that says
 * so. What one stands in may be a list, a table, code, a heading or a
 * paragraph with all of it. Terms written as code, terms that are kept
 * untranslated and definitions are no entries, and where the neighbours are
 * mostly those, or names with what they are the names of, none is. */
#ifndef PILCROW_CORPUS_GLOSSARY_H
#define PILCROW_CORPUS_GLOSSARY_H

#include "base/arena.h"
#include "corpus/block.h"
#include "corpus/clean.h"
#include "corpus/corpus.h"

/* An entry and where it stands. */
typedef struct glossary_entry {
    size_t block;
    size_t start, end; /* bytes of the block's cleaned text, `end` at most
                          its length; of a row: cells */
    const corpus_entry *entry;
} glossary_entry;

typedef struct glossary {
    arena *memory; /* the entries live here */
    buf entries;   /* of glossary_entry, by block and start */
} glossary;

void glossary_init(glossary *g, arena *memory);
void glossary_release(glossary *g);

/* Find the entries of mended blocks. Blocks that hold one entry together are
 * linked as mend_blocks() links them. False if memory ran out. Linear in the
 * text. */
bool glossary_find(glossary *g, block_list *blocks, cleaner *c,
                   clean_mode mode);

/* The entries that begin in block `index`: the first of `*count`, NULL if
 * there are none. */
const glossary_entry *glossary_of(const glossary *g, size_t index,
                                  size_t *count);

#endif
