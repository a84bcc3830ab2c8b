/* SPDX-License-Identifier: MIT
 *
 * chars.h: what a character is to the word rules, and of which script.
 *
 * utf8proc knows the general category of a character but neither scripts nor
 * word breaks, so both are tables of our own.
 *
 * Class by category:
 *
 *   LETTER      Lu Ll Lt Lm Lo Nl
 *   DIGIT       Nd, No
 *   MARK        Mn Mc
 *   IGNORED     Cf (zero-width marks, soft hyphen, bidi marks), Me, and all
 *               that Unicode calls default ignorable
 *   BREAK       everything else: spaces, punctuation, symbols (™ ® © № among
 *               them), U+FFFD, unassigned
 *
 * and by exception:
 *
 *   APOSTROPHE  ' ’ ‘ ʼ ´ ＇      between two letters it is part of the word
 *   HYPHEN      - ‐ ‑ －          joins the parts of a compound or a symbol
 *   DOT . SLASH / COMMA ,         join the parts of a symbol or a number
 *   THIN        no-break, figure, thin and narrow no-break space: separates
 *               the thousands of a number, else a BREAK
 *   MARK        conjoining vowels and finals of Hangul, halfwidth (han)dakuten
 *   BREAK       superscript digits (footnote marks) and fractions */
#ifndef PILCROW_ANALYSIS_CHARS_H
#define PILCROW_ANALYSIS_CHARS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef enum char_class {
    CHAR_BREAK,
    CHAR_LETTER,
    CHAR_DIGIT,
    CHAR_MARK,
    CHAR_IGNORED,
    CHAR_APOSTROPHE,
    CHAR_HYPHEN,
    CHAR_DOT,
    CHAR_SLASH,
    CHAR_COMMA,
    CHAR_THIN
} char_class;

/* The scripts a stemmer may be named for; PAIRS are those written without
 * spaces (and Hangul), cut into pairs of characters; digits, marks and signs
 * are of NONE. */
typedef enum char_script {
    SCRIPT_NONE,
    SCRIPT_LATIN,
    SCRIPT_CYRILLIC,
    SCRIPT_GREEK,
    SCRIPT_ARMENIAN,
    SCRIPT_HEBREW,
    SCRIPT_ARABIC,
    SCRIPT_DEVANAGARI,
    SCRIPT_TAMIL,
    SCRIPT_PAIRS,
    SCRIPT_OTHER,
    SCRIPT_COUNT
} char_script;

char_class char_class_of(uint32_t code);

/* The script of a letter. */
char_script char_script_of(uint32_t code);

/* True for a letter or a digit: what a word may begin with. */
static inline bool char_is_word(char_class class)
{
    return class == CHAR_LETTER || class == CHAR_DIGIT;
}

/* The Cyrillic vowels, small letters, which may carry a stress mark. */
bool char_is_cyrillic_vowel(uint32_t code);

/* One character as it stands in a text. */
typedef struct char_read {
    uint32_t code;
    size_t size; /* bytes; 0 at the end of the text */
    char_class class;
} char_read;

/* The class of each ASCII character. */
extern const unsigned char char_ascii[128];

/* What char_at() says where no ASCII character stands. */
char_read char_decode(const char *text, size_t len, size_t at);

/* The character at `at`; at or past `len` a BREAK of size 0. */
static inline char_read char_at(const char *text, size_t len, size_t at)
{
    unsigned char byte = at < len ? (unsigned char)text[at] : 0x80;
    if (byte < 0x80)
        return (char_read){byte, 1, (char_class)char_ascii[byte]};
    return char_decode(text, len, at);
}

/* The first place at or after `at` that holds no IGNORED character. */
size_t char_skip_ignored(const char *text, size_t len, size_t at);

#endif
