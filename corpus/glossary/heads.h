/* SPDX-License-Identifier: MIT
 *
 * The heads of a table. */
#ifndef PILCROW_CORPUS_GLOSSARY_HEADS_H
#define PILCROW_CORPUS_GLOSSARY_HEADS_H

#include "corpus/glossary/unit.h"

/* Make `f->heads` those of the table that block `index` is a row of. A table is
 * read but once. `plain`: the row has one alphabet, and may be its heads. */
void finder_read_heads(finder *f, size_t index, bool plain);

/* Does the head say that a column is one of terms, or of what they mean? */
static inline bool head_is_named(const unit_head *head)
{
    return head->language || head->means;
}

/* "Type in English", "Type in Russian": do they differ in the language alone?
 */
static inline bool heads_are_twins(const unit_head *a, const unit_head *b)
{
    return a->sure && b->sure && a->about == b->about;
}

/* True if the heads of the two columns are words, and no pair of that order
 * themselves, in small letters: a table in Markdown has heads even where it has
 * none. */
bool heads_are_words(const unit_head *left, const unit_head *right,
                     bool cyrillic);

/* True if each of the two columns is of one alphabet, and their cells are about
 * as long. */
bool heads_match(const unit_heads *heads, size_t left, size_t right);

#endif
