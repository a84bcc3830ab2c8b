/* SPDX-License-Identifier: MIT
 *
 * A stretch of the items that a text was read as. */
#ifndef PILCROW_CORPUS_GLOSSARY_SPAN_H
#define PILCROW_CORPUS_GLOSSARY_SPAN_H

#include "corpus/glossary/lex.h"
#include "corpus/glossary/words.h"

/* Bytes of a folded word that is compared. */
#define SPAN_FOLD_ROOM 64

/* Items [first, last). */
typedef struct span {
    const char *text;
    const lex_item *items;
    size_t first, last;
} span;

/* Item `at`, folded, in `room` (SPAN_FOLD_ROOM bytes); returns its length. */
size_t span_fold(char *room, const span *s, size_t at);

/* Is item `at`, or the first one, a word of that sort? */
bool span_word_is(const span *s, size_t at, glossary_word sort);
bool span_first_is(const span *s, glossary_word sort);

/* "n.", "гл.": is item `at` short for a part of speech? */
bool span_is_short_speech(const span *s, size_t at);

/* Is item `at` that mark? */
bool span_mark_is(const span *s, size_t at, char mark);

/* Is item `at` the number of a sense, "1)" or "2.", with what that is behind?
 */
bool span_counts_sense(const span *s, size_t at);

/* Has item `at` one of these endings, behind more than `stem` bytes? */
bool span_ends_in(const span *s, size_t at, const char *const *ends,
                  size_t count, size_t stem);

/* Does the word behind the mark at `at` begin with the letter of the one word
 * before it, and is it longer, as it is where that is short for it? */
bool span_spells_out(const span *s, size_t at);

/* Is item `at` a participle, with another word behind it that it may govern? */
bool span_opens_clause(const span *s, size_t at);

/* Is the note a bracket with an abbreviation: "(IDPs)", "(ВПЛ)"? */
bool span_is_abbreviation(const char *text, const lex_item *note);

/* A noun, and a participle with what it governs: "лицо, ищущее убежище". */
bool span_is_noun_and_clause(const span *s);

/* What counts a side: "1." or "а)" before it, left out of the span. */
typedef enum span_counter {
    COUNTER_NONE,
    COUNTER_NUMBER,
    COUNTER_LETTER
} span_counter;

span_counter span_counted(const span *s);

/* The number of few digits that item `at` is; 0 if it is none. */
size_t span_number(const span *s, size_t at);

/* Past the number before an entry, as of a footnote, "1 ebb - отлив"; 0 if
 * there is none. */
size_t span_take_number(span *s);

/* Cyrillic if any letter of the item is. */
lex_script span_item_script(const char *text, const lex_item *item);

/* Part the word of two alphabets parts[0] at its hyphen: what is before it, the
 * hyphen as a face, and what is behind. */
void span_part(lex_item parts[3], const char *text);

/* Does a word from item `from` on begin like the last of the term, as it does
 * where they show its use? */
bool span_repeats(const span *s, size_t from, const span *term);

/* The alphabet of the first word from item `from` on, or of the one right
 * before the mark at `at`, notes aside. */
lex_script span_script(const span *s, size_t from);
lex_script span_script_before(const span *s, size_t at);

/* True if the lines of a text end where they are full, not where entries do:
 * each but the last has two marks between sides or more, and one ends with such
 * a mark. */
bool span_flows(const lex_item *items, size_t count);

#endif
