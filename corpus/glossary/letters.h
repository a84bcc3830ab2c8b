/* SPDX-License-Identifier: MIT
 *
 * What the reader of glossaries asks of a character. Inline: it is asked of
 * each several times. */
#ifndef PILCROW_CORPUS_GLOSSARY_LETTERS_H
#define PILCROW_CORPUS_GLOSSARY_LETTERS_H

#include <stdbool.h>
#include <stdint.h>

#include <utf8proc.h>

#include "corpus/glossary/lex.h"

/* What is asked of every character, as bits. */
enum {
    IS_LATIN = 1,
    IS_CYRILLIC = 2,
    IS_OTHER = 4, /* a letter of any other script */
    IS_LETTER = IS_LATIN | IS_CYRILLIC | IS_OTHER,
    IS_DIGIT = 8,
    IS_MARK = 16,
    IS_UPPER = 32,
    IS_LOWER = 64
};

static inline unsigned class_of_letter(uint32_t code)
{
    if (code < 0x300 || (code >= 0x1E00 && code < 0x1F00))
        return IS_LATIN;
    if ((code >= 0x400 && code < 0x530) || (code >= 0x1C80 && code < 0x1C90))
        return IS_CYRILLIC;
    return IS_OTHER;
}

static inline unsigned class_of_other(uint32_t code)
{
    utf8proc_category_t is = utf8proc_category((utf8proc_int32_t)code);
    if (is == UTF8PROC_CATEGORY_ND)
        return IS_DIGIT;
    if (is >= UTF8PROC_CATEGORY_MN && is <= UTF8PROC_CATEGORY_ME)
        return IS_MARK;
    if (is < UTF8PROC_CATEGORY_LU || is > UTF8PROC_CATEGORY_LO)
        return 0;
    bool upper = is == UTF8PROC_CATEGORY_LU || is == UTF8PROC_CATEGORY_LT;
    return class_of_letter(code) | (upper ? IS_UPPER : 0u) |
           (is == UTF8PROC_CATEGORY_LL ? IS_LOWER : 0u);
}

/* Russian and ASCII without utf8proc, which takes its time. */
static inline unsigned class_of(uint32_t code)
{
    if (code >= 0x410 && code < 0x450)
        return IS_CYRILLIC | (code < 0x430 ? IS_UPPER : IS_LOWER);
    if (code >= 0x80)
        return class_of_other(code);
    if (code >= '0' && code <= '9')
        return IS_DIGIT;
    if ((code | 0x20) < 'a' || (code | 0x20) > 'z')
        return 0;
    return IS_LATIN | (code < 'a' ? IS_UPPER : IS_LOWER);
}

static inline lex_script script_of(uint32_t code)
{
    unsigned is = class_of(code);
    return is & IS_LATIN      ? SCRIPT_LATIN
           : is & IS_CYRILLIC ? SCRIPT_CYRILLIC
           : is & IS_OTHER    ? SCRIPT_OTHER
                              : SCRIPT_NONE;
}

static inline bool is_letter(uint32_t code)
{
    return (class_of(code) & IS_LETTER) != 0;
}

static inline bool is_wordly(uint32_t code)
{
    return (class_of(code) & (IS_LETTER | IS_DIGIT | IS_MARK)) != 0;
}

static inline uint32_t lower_of(uint32_t code)
{
    if (code < 0x80)
        return code >= 'A' && code <= 'Z' ? code + 0x20 : code;
    if (code >= 0x410 && code < 0x450)
        return code < 0x430 ? code + 0x20 : code;
    return (uint32_t)utf8proc_tolower((utf8proc_int32_t)code);
}

static inline bool is_hyphen(uint32_t code)
{
    return code == '-' || code == 0x2010 || code == 0x2011;
}

static inline bool is_dash(uint32_t code)
{
    return (code >= 0x2012 && code <= 0x2015) || code == 0x2212 ||
           code == 0x2500 || code == 0x2501 || code == 0x2E3A || code == 0xFF0D;
}

static inline bool is_apostrophe(uint32_t code)
{
    return code == '\'' || code == 0x2019 || code == 0x2BC || code == '`' ||
           code == 0xB4;
}

#endif
