/* SPDX-License-Identifier: MIT
 *
 * Between the text of the blocks and the entries found: what each stretch of
 * text could be, in the order of the document. */
#ifndef PILCROW_CORPUS_GLOSSARY_UNIT_H
#define PILCROW_CORPUS_GLOSSARY_UNIT_H

#include "corpus/glossary.h"
#include "corpus/glossary_entry.h"

#define UNIT_NO_CELL SIZE_MAX
#define UNIT_LEVELS 8

/* Where a side stands: bytes of a block's cleaned text, or of a cell's. */
typedef struct unit_place {
    size_t block;
    size_t cell; /* UNIT_NO_CELL outside of rows */
    size_t start, end;
} unit_place;

typedef struct unit {
    entry_kind kind;
    lex_face face;
    unsigned doubt;
    bool cyrillic; /* the first side */
    bool says_so;  /* a label before it, or itself, names a glossary */
    bool line;     /* begins a line */
    size_t words;  /* of a text that is no entry */
    unit_place term, translation;
    size_t start, end; /* of the whole: bytes, or cells */
} unit;

/* The finder at work. */
typedef struct finder {
    glossary *out;
    block_list *blocks;
    cleaner *c;
    clean_mode mode;
    draft text; /* of the block or cell in hand */
    draft other;
    buf items; /* of lex_item */
    buf other_items;
    buf pieces;                 /* of cut_piece */
    buf gathered;               /* slices */
    buf units;                  /* of unit: those not yet judged */
    bool headings[UNIT_LEVELS]; /* those in force that name a glossary */
    bool bold_since; /* a bold line that names none came after them */
    bool led;        /* the line before names one */
    bool going_on;   /* the units before made a glossary */
    bool ok;
} finder;

/* Clean block `index` with all that continue it, or a cell, into `out`. */
void finder_read(finder *f, draft *out, size_t index, size_t cell);

/* Units of a row of a table. */
void finder_add_row(finder *f, size_t index);

/* True if the text from `start` on is written as code in the file. */
bool finder_is_code(const finder *f, const draft *d, size_t start);

void finder_add_unit(finder *f, const unit *u);

/* Judge the units gathered so far and begin anew. */
void finder_judge(finder *f);

#endif
