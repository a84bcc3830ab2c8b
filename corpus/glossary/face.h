/* SPDX-License-Identifier: MIT
 *
 * What stands on both sides of a mark that may part the two of an entry. */
#ifndef PILCROW_CORPUS_GLOSSARY_FACE_H
#define PILCROW_CORPUS_GLOSSARY_FACE_H

#include "corpus/glossary/span.h"

/* May the item part two sides? */
bool face_parts(const lex_item *item);

/* A dash or a hyphen behind a blank. */
bool face_is_dash(const span *s, size_t at);

/* A stop that ends a sentence: a word of three letters or so before it, and
 * more text behind. */
bool face_ends_sentence(const span *s, size_t at);

/* A colon behind a label that speaks of something else than words: "Тон:". */
bool face_is_strange_label(const span *s, size_t colon);

/* How many words items [first, last) have. */
size_t face_words(const span *s, size_t first, size_t last);

/* The left side of the face at `at`: what a label or a sentence before it
 * leaves. */
span face_left(const span *s, size_t at);

/* The right side, up to a remark behind another face, "//", a reference or a
 * sentence. */
span face_right(const span *s, size_t at);

/* "tide - the rise of the sea every day - прилив": where the text is a term,
 * what that means in the same language, on several lines or in sentences, and
 * its translation, the meaning is left out. Returns how many items are left. */
size_t face_leave_meaning(lex_item *items, size_t count);

#endif
