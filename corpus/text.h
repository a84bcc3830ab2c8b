/* SPDX-License-Identifier: MIT
 *
 * What the corpus asks of characters, words and sentences. Text is UTF-8,
 * lengths are bytes; broken bytes count as no letter. */
#ifndef PILCROW_CORPUS_TEXT_H
#define PILCROW_CORPUS_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define SOFT_HYPHEN 0xADu

bool text_is_letter(uint32_t code);
bool text_is_lower(uint32_t code);
bool text_is_upper(uint32_t code);
bool text_is_digit(uint32_t code);

/* White space of any kind: blanks, line ends, form feeds, no-break spaces. */
bool text_is_space(uint32_t code);
/* White space of ASCII, as a byte. */
bool text_is_blank(char byte);
/* Is there a letter of Cyrillic, of the usual ones? And one of ASCII too? */
bool text_has_cyrillic(const char *text, size_t len);
bool text_has_both(const char *text, size_t len);
/* Marks that may follow the end of a sentence: ) ] " ' and their kin. */
bool text_is_closer(uint32_t code);

/* The character at byte `at`, and the one that ends there; 0 outside. */
uint32_t text_at(const char *text, size_t len, size_t at);
uint32_t text_before(const char *text, size_t at);

/* The length of the first of `count` marks that the text begins with; 0 where
 * it begins with none. */
size_t text_mark(const char *text, size_t len, const char *const *marks,
                 size_t count);

/* True if the "`" at `at` opens no code, but marks the stress in a bracket that
 * tells how a word is said: "[`minit]", "[`li:v `aut]". */
bool text_is_stress(const char *text, size_t len, size_t at);

/* Words: runs between white space that hold a letter or a digit. */
size_t text_words(const char *text, size_t len);

/* The last word: its first byte, and its length without punctuation. */
size_t text_last_word(const char *text, size_t len, size_t *word_len);

/* How a text ends, closers and white space left aside. */
typedef enum text_end {
    TEXT_END_OPEN,      /* in the middle of something */
    TEXT_END_COMMA,
    TEXT_END_COLON,     /* ':' or ';' */
    TEXT_END_SENTENCE
} text_end;
text_end text_ending(const char *text, size_t len);

/* True if a sentence ends with the byte before `at`, which is a space, and
 * another begins after it. Abbreviations and initials do not end one. */
bool text_sentence_ends(const char *text, size_t len, size_t at);

/* True if a sentence ends somewhere inside. */
bool text_has_sentence(const char *text, size_t len);

#endif
