/* SPDX-License-Identifier: MIT
 *
 * Paragraphs that a page break, a rule or a footnote has cut.
 *
 * A paragraph continues the one before, or the list item, if all of this holds:
 *   - the first does not end a sentence, and not with ':' or ';';
 *   - it reads as running text: 8 words or more, and not itself begun with a
 *     small letter (in a text of small letters such a beginning says nothing);
 *     fewer words, or an item in small letters, where a comma or a word like
 *     "of" tells that it is cut and a page or a rule that something cut it;
 *   - nothing but footnotes, rules, page marks, bare page numbers and pictures
 *     stands between; where the first is clearly cut, as at a comma, also a
 *     table, a caption, or the few words at the edge of a page;
 *   - the second begins with a plain word in small letters; or else there was
 *     something between, and the first breaks off where no sentence ends: at a
 *     comma, at a word like "of" or "with", or, having whole sentences before,
 *     without a full stop.
 * When in doubt they stay apart. */
#ifndef PILCROW_CORPUS_MEND_H
#define PILCROW_CORPUS_MEND_H

#include "corpus/block_text.h"

/* Link the pieces of each paragraph through `next` and mark all but the first
 * as taken, with the page numbers and running heads between them. `texts` are
 * those of `list`. False if memory ran out. */
bool mend_blocks(block_list *list, block_texts *texts, const line_table *lines);

#endif
