/* SPDX-License-Identifier: MIT
 *
 * The cleaned texts of blocks, for those who mend them, find glossary entries
 * and build paragraphs, and read a block more than once: what was cleaned is
 * kept. */
#ifndef PILCROW_CORPUS_BLOCK_TEXT_H
#define PILCROW_CORPUS_BLOCK_TEXT_H

#include "base/arena.h"
#include "corpus/block.h"
#include "corpus/clean.h"

typedef struct kept_text kept_text;

typedef struct block_texts {
    const block_list *blocks;
    cleaner *cleaner;
    clean_mode mode;
    arena *memory;    /* of what is kept */
    kept_text **kept; /* by block; NULL before the first */
    size_t kept_bytes;
    buf slices; /* of the block being cleaned */
} block_texts;

/* All is borrowed; the blocks stay as they are. */
void block_texts_init(block_texts *t, const block_list *blocks, cleaner *c,
                      clean_mode mode, arena *memory);
void block_texts_release(block_texts *t);

/* How the block is cleaned. */
clean_mode block_texts_mode(const block_texts *t, const block *at);

/* The bytes of the file from the block to the end of all that continues it. */
slice block_texts_range(const block_texts *t, size_t index);

/* Make `out` the text of block `index` with all that continues it. False if
 * memory ran out. */
bool block_texts_read(block_texts *t, draft *out, size_t index);

/* While it is not yet known what continues which: make `out` the text of the
 * block alone, read as no code; and say that another now continues it. */
bool block_texts_read_alone(block_texts *t, draft *out, size_t index);
void block_texts_continued(block_texts *t, size_t index);

#endif
