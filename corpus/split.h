/* SPDX-License-Identifier: MIT
 *
 * One text, cut into paragraphs: what Markdown, plain text and the records of
 * JSON Lines share. */
#ifndef PILCROW_CORPUS_SPLIT_H
#define PILCROW_CORPUS_SPLIT_H

#include "base/arena.h"
#include "corpus/corpus.h"
#include "corpus/heading.h"
#include "corpus/lines.h"
#include "corpus/paragraphs.h"

/* A text while it is cut. Everything it gives lives until split_release. */
typedef struct split {
    arena memory;
    line_table lines;
    outline path;
    paragraph_list paragraphs;
} split;

/* Cut `text` by the rules of `features` (see block.h). Call split_release in
 * any case. False if memory ran out. */
bool split_text(split *out, unsigned features, const char *text, size_t len,
                const corpus_sink *sink);
void split_release(split *s);

/* OK if any line holds a record, or all are blank; else INVALID, which says why
 * the first does not; NO_MEMORY. */
pilcrow_status records_look(const char *text, size_t len, pilcrow_error *err);

/* Every line of JSON Lines is a document. */
pilcrow_status split_records(const char *name, const char *text, size_t len,
                             const corpus_sink *sink, pilcrow_error *err);

/* Every line of a glossary as a table is an entry. */
pilcrow_status split_pairs(const char *name, const char *text, size_t len,
                           const corpus_sink *sink, pilcrow_error *err);

#endif
