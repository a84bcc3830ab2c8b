/* SPDX-License-Identifier: MIT
 *
 * What a side of a glossary entry says, as a query could ask it. */
#ifndef PILCROW_CORPUS_GLOSSARY_SIDE_H
#define PILCROW_CORPUS_GLOSSARY_SIDE_H

#include "base/arena.h"
#include "corpus/corpus.h"
#include "corpus/draft.h"

#define SIDE_FORMS_MAX 12
#define SIDE_FORM_BYTES_MAX ((size_t)2048)

/* Make a side of bytes [start, end) of `d`: its text is without what stands in
 * brackets, which is added to `note`; its forms are the alternatives between
 * commas and slashes, a bracket of one word being a word that may be missing.
 * In them "~" is the headword, unless that is NULL. There is none where all of
 * it is longer than SIDE_FORM_BYTES_MAX. All is in `memory`. False if memory
 * ran out. */
bool side_make(corpus_side *out, arena *memory, buf *note, const draft *d,
               const char *source, size_t start, size_t end,
               const char *headword);

/* Is `word` the "to" or article of `next`, with which a side may begin and its
 * forms do not? Of German ones a noun in capitals tells, of Romance ones that
 * they begin no name: "die Würde", "la dignité", but "La Paz". */
bool side_is_article(const char *word, size_t len, const char *next,
                     size_t next_len);

/* The same for a text that is no part of a file. */
bool side_of_text(corpus_side *out, arena *memory, buf *note, const char *text);

#endif
