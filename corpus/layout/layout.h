/* SPDX-License-Identifier: MIT
 *
 * The text of printed pages by where its words stand.
 *
 * pdftotext tells the place of each word (-bbox-layout), pdftohtml the size of
 * its letters (-xml). From that it is seen
 * which lines are one paragraph, over the ends of columns and pages too, which
 * are headings, footnotes, captions or rows of a table, and which belong to the
 * page: running heads, numbers of lines.
 *
 * What comes out is text with a form feed after each page. Each piece of it
 * begins on a line of its own with LAYOUT_MARK and a letter that says what it
 * is, and ends with a blank line; one that goes on over a page stands whole on
 * its first page. Numbers of pages stand alone on the first or last line, as
 * lines_find_pages() (lines.h) looks for them. */
#ifndef PILCROW_CORPUS_LAYOUT_H
#define PILCROW_CORPUS_LAYOUT_H

#include <stdatomic.h>

#include "base/buf.h"
#include "base/error.h"

/* No text has this control character at the beginning of a line. */
#define LAYOUT_MARK '\x1D'

/* The letter behind it; '1' to '6' are headings. */
#define LAYOUT_PARAGRAPH 'p'
#define LAYOUT_ITEM 'i'
#define LAYOUT_NOTE 'n'
#define LAYOUT_ASIDE 'a' /* a caption, a formula: no sentence goes on in it */
#define LAYOUT_ROW 'r'
/* Parts the cells of a row. */
#define LAYOUT_CELL '\x1F'

/* Text of printed pages that was not made so says why behind its last page:
 * LAYOUT_MARK, this letter and the reason, up to a form feed. */
#define LAYOUT_REMARK '!'

/* Make `out` the text of `places`, which `pdftotext -bbox-layout` has written,
 * with the `fonts` that `pdftohtml -xml` tells of: where these are empty,
 * headings are told by how high their letters are.
 *
 * UNSUPPORTED  `places` is not such, or holds no words, or most of its letters
 *              run from right to left: then the places of words say too little;
 *              or its pages are so full that it is too much work.
 * CANCELLED    `stop`, which may be NULL, became true.
 * NO_MEMORY */
pilcrow_status layout_text(buf *out, const buf *places, const buf *fonts,
                           const atomic_bool *stop, pilcrow_error *err);

#endif
