/* SPDX-License-Identifier: MIT
 *
 * What the marks of a text mean to the finder of glossary entries. */
#ifndef PILCROW_CORPUS_GLOSSARY_MARKS_H
#define PILCROW_CORPUS_GLOSSARY_MARKS_H

#include "corpus/glossary/lex.h"

/* The face that the mark at byte `at` makes, with `*end` where it ends;
 * FACE_NONE for none. `first`: no word stands before it in its line. */
lex_face mark_face(const char *text, size_t len, size_t at, bool first,
                   size_t *end);

/* Is it the hyphen of an ending behind a comma: "das Gleis, -e"? */
bool mark_begins_ending(const char *text, size_t len, size_t at);

/* What a mark is that makes no face. */
lex_kind mark_kind(uint32_t code);

/* Is it passed over? */
bool mark_is_silent(uint32_t code);

/* Is it one that no word of a language has before it, as '$' and '.'? */
bool mark_is_sigil(uint32_t code);

/* Past "англ." in "(англ. inflation)", behind a term of `script`: where the
 * words begin that lie in bytes [at, end). */
size_t mark_past_language(const char *text, size_t at, size_t end,
                          lex_script script);

/* Could a mark of the text stand between two sides, or between two entries, or
 * are there entries enough without one? In doubt it is true. Linear, and
 * quick. */
bool mark_may_face(const char *text, size_t len);

#endif
