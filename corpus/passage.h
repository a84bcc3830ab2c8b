/* SPDX-License-Identifier: MIT
 *
 * From blocks to paragraphs worth citing.
 *
 *   - List items of 30 words or more stand alone. Runs of shorter ones make one
 *     paragraph, up to about 150 words, with the line that leads into them: a
 *     paragraph of up to 60 words that ends in ':' right before. An item and
 *     those below it are kept together where they fit.
 *   - A table row is "Head: cell; Head: cell".
 *   - A heading is a paragraph of its own if it has 8 words or more, or if
 *     nothing stands under it before the next one.
 *   - A bold label that begins a long heading ("**New words:** ...") is all
 *     that goes into the heading path.
 *   - A glossary entry is a paragraph of its own, whatever it stands in. What
 *     is left of that stays what it was; of a heading, the part before the
 *     first entry. */
#ifndef PILCROW_CORPUS_PASSAGE_H
#define PILCROW_CORPUS_PASSAGE_H

#include "corpus/block_text.h"
#include "corpus/glossary/glossary.h"
#include "corpus/heading.h"
#include "corpus/paragraphs.h"

/* Fill `out` and `path` from the texts of blocks. False if memory ran out. */
bool passages_build(paragraph_list *out, outline *path, block_texts *texts,
                    const glossary *entries);

#endif
