/* SPDX-License-Identifier: MIT
 *
 * Where the entries of a text begin and end: at ';', bullets and line ends;
 * where the alphabets turn back for lack of one of these; and not where a line
 * end cuts an entry in two. */
#ifndef PILCROW_CORPUS_GLOSSARY_CUT_H
#define PILCROW_CORPUS_GLOSSARY_CUT_H

#include "corpus/glossary/entry.h"

/* Items [first, last). */
typedef struct cut_piece {
    size_t first, last;
    bool line; /* begins a line */
} cut_piece;

/* Add the pieces of `count` items of `text` to `pieces` (of cut_piece).
 * `of_list`: the text is an item of a list, whose further lines go on with it
 * unless they are entries themselves. False if memory ran out. Linear in the
 * items. */
bool cut_items(buf *pieces, const char *text, const lex_item *items,
               size_t count, bool of_list);

#endif
