/* SPDX-License-Identifier: MIT
 *
 * A bracket behind a term: its translation, or how it is said, and what
 * follows. */
#ifndef PILCROW_CORPUS_GLOSSARY_BRACKET_H
#define PILCROW_CORPUS_GLOSSARY_BRACKET_H

#include "corpus/glossary/entry.h"
#include "corpus/glossary/span.h"

/* True if the mark at `at` closes a bracket behind which no words go on with
 * the same sentence. */
bool bracket_closes(const span *s, size_t at);

/* True if a sentence goes on behind the bracket that begins the right side. */
bool bracket_goes_on(const span *right);

/* True if the bracket at item `at`, which ends before `end`, tells how a
 * Cyrillic term is said, as its translation follows: "дуб (dub): oak". */
bool bracket_says(const span *s, size_t at, size_t end);

/* Leave a bracket on the left out that tells how the term is said. False where
 * it is the translation, and the right side says what that means: "inflation
 * (инфляция) — a rise in prices". `*told` becomes true where there is one. */
bool bracket_drop(span *left, const entry_side *right, bool *told);

/* "apple: яблоко (yabloko)": does a bracket behind the words of the side `right`
 * spell them in the other alphabet? */
bool bracket_spells(const span *right, const entry_side *side);

/* True if a bracket faces the term, and from item `from` on stands, in the
 * language of the term, what that means. */
bool bracket_explains(const span *s, size_t from, const entry_parse *e);

#endif
