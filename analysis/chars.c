/* SPDX-License-Identifier: MIT
 *
 * In: a code point. Out: its class and script. Invariant: both depend on the
 * code point alone, never on what stands around it. */
#include "analysis/chars.h"

#include <string.h>

#include <utf8proc.h>

#include "base/utf8.h"

static const unsigned char class_of_category[] = {
    [UTF8PROC_CATEGORY_LU] = CHAR_LETTER,
    [UTF8PROC_CATEGORY_LL] = CHAR_LETTER,
    [UTF8PROC_CATEGORY_LT] = CHAR_LETTER,
    [UTF8PROC_CATEGORY_LM] = CHAR_LETTER,
    [UTF8PROC_CATEGORY_LO] = CHAR_LETTER,
    [UTF8PROC_CATEGORY_NL] = CHAR_LETTER,
    [UTF8PROC_CATEGORY_ND] = CHAR_DIGIT,
    [UTF8PROC_CATEGORY_NO] = CHAR_DIGIT,
    [UTF8PROC_CATEGORY_MN] = CHAR_MARK,
    [UTF8PROC_CATEGORY_MC] = CHAR_MARK,
    [UTF8PROC_CATEGORY_ME] = CHAR_IGNORED,
    [UTF8PROC_CATEGORY_CF] = CHAR_IGNORED,
    [UTF8PROC_CATEGORY_CO] = CHAR_BREAK,
};

/* One letter a class, so that the table can be seen. */
enum {
    b = CHAR_BREAK,
    L = CHAR_LETTER,
    D = CHAR_DIGIT,
    A = CHAR_APOSTROPHE,
    H = CHAR_HYPHEN,
    P = CHAR_DOT,
    S = CHAR_SLASH,
    C = CHAR_COMMA
};

/* clang-format off */
const unsigned char char_ascii[128] = {
    b, b, b, b, b, b, b, b, b, b, b, b, b, b, b, b, /* controls */
    b, b, b, b, b, b, b, b, b, b, b, b, b, b, b, b,
    b, b, b, b, b, b, b, A, b, b, b, b, C, H, P, S, /* ' , - . / */
    D, D, D, D, D, D, D, D, D, D, b, b, b, b, b, b,
    b, L, L, L, L, L, L, L, L, L, L, L, L, L, L, L, /* capitals */
    L, L, L, L, L, L, L, L, L, L, L, b, b, b, b, b,
    b, L, L, L, L, L, L, L, L, L, L, L, L, L, L, L, /* small letters */
    L, L, L, L, L, L, L, L, L, L, L, b, b, b, b, b,
};
/* clang-format on */

/* Letters without a gap from U+0400 on. */
#define CYRILLIC_LAST 0x0481u

typedef struct exception {
    uint32_t first, last;
    char_class class;
} exception;

/* In ascending order. ASCII has char_ascii. */
static const exception exceptions[] = {
    {0x00A0, 0x00A0, CHAR_THIN},       {0x00B4, 0x00B4, CHAR_APOSTROPHE},
    {0x02BC, 0x02BC, CHAR_APOSTROPHE}, {0x1161, 0x11FF, CHAR_MARK},
    {0x2007, 0x2007, CHAR_THIN},       {0x2009, 0x2009, CHAR_THIN},
    {0x2010, 0x2011, CHAR_HYPHEN},     {0x2018, 0x2019, CHAR_APOSTROPHE},
    {0x202F, 0x202F, CHAR_THIN},       {0xD7B0, 0xD7FF, CHAR_MARK},
    {0xFF07, 0xFF07, CHAR_APOSTROPHE}, {0xFF0D, 0xFF0D, CHAR_HYPHEN},
    {0xFF9E, 0xFF9F, CHAR_MARK},
};

typedef struct script_range {
    uint32_t first, last;
    char_script script;
} script_range;

/* In ascending order. Letters outside them are of SCRIPT_OTHER. */
static const script_range script_ranges[] = {
    {0x0041, 0x00B4, SCRIPT_LATIN},      {0x00B5, 0x00B5, SCRIPT_GREEK},
    {0x00B6, 0x02FF, SCRIPT_LATIN},      {0x0370, 0x03FF, SCRIPT_GREEK},
    {0x0400, 0x052F, SCRIPT_CYRILLIC},   {0x0530, 0x058F, SCRIPT_ARMENIAN},
    {0x0590, 0x05FF, SCRIPT_HEBREW},     {0x0600, 0x06FF, SCRIPT_ARABIC},
    {0x0750, 0x077F, SCRIPT_ARABIC},     {0x08A0, 0x08FF, SCRIPT_ARABIC},
    {0x0900, 0x097F, SCRIPT_DEVANAGARI}, {0x0B80, 0x0BFF, SCRIPT_TAMIL},
    {0x0E00, 0x0EFF, SCRIPT_PAIRS},      {0x1000, 0x109F, SCRIPT_PAIRS},
    {0x1100, 0x11FF, SCRIPT_PAIRS},      {0x1780, 0x17FF, SCRIPT_PAIRS},
    {0x1950, 0x19DF, SCRIPT_PAIRS},      {0x1A20, 0x1AAF, SCRIPT_PAIRS},
    {0x1C80, 0x1C8F, SCRIPT_CYRILLIC},   {0x1D00, 0x1DBF, SCRIPT_LATIN},
    {0x1E00, 0x1EFF, SCRIPT_LATIN},      {0x1F00, 0x1FFF, SCRIPT_GREEK},
    {0x2070, 0x209F, SCRIPT_LATIN},      {0x2102, 0x2125, SCRIPT_LATIN},
    {0x2126, 0x2126, SCRIPT_GREEK},      {0x2127, 0x2188, SCRIPT_LATIN},
    {0x2C60, 0x2C7F, SCRIPT_LATIN},      {0x2DE0, 0x2DFF, SCRIPT_CYRILLIC},
    {0x2E80, 0x2FDF, SCRIPT_PAIRS},      {0x3005, 0x31FF, SCRIPT_PAIRS},
    {0x3400, 0x9FFF, SCRIPT_PAIRS},      {0xA640, 0xA69F, SCRIPT_CYRILLIC},
    {0xA720, 0xA7FF, SCRIPT_LATIN},      {0xA8E0, 0xA8FF, SCRIPT_DEVANAGARI},
    {0xA960, 0xA97F, SCRIPT_PAIRS},      {0xA9E0, 0xA9FF, SCRIPT_PAIRS},
    {0xAA60, 0xAADF, SCRIPT_PAIRS},      {0xAB30, 0xAB6F, SCRIPT_LATIN},
    {0xAC00, 0xD7FF, SCRIPT_PAIRS},      {0xF900, 0xFAFF, SCRIPT_PAIRS},
    {0xFB00, 0xFB06, SCRIPT_LATIN},      {0xFB13, 0xFB17, SCRIPT_ARMENIAN},
    {0xFB1D, 0xFB4F, SCRIPT_HEBREW},     {0xFB50, 0xFDFF, SCRIPT_ARABIC},
    {0xFE70, 0xFEFE, SCRIPT_ARABIC},     {0xFF21, 0xFF5A, SCRIPT_LATIN},
    {0xFF66, 0xFFDC, SCRIPT_PAIRS},      {0x1B000, 0x1B16F, SCRIPT_PAIRS},
    {0x1D400, 0x1D6A7, SCRIPT_LATIN},    {0x1D6A8, 0x1D7CB, SCRIPT_GREEK},
    {0x20000, 0x3FFFF, SCRIPT_PAIRS},
};

#define COUNT(table) (sizeof(table) / sizeof(table)[0])

static char_class class_by_property(uint32_t code)
{
    const utf8proc_property_t *p = utf8proc_get_property((int32_t)code);
    if (p->ignorable)
        return CHAR_IGNORED;
    if (p->category == UTF8PROC_CATEGORY_NO &&
        (p->decomp_type == UTF8PROC_DECOMP_TYPE_SUPER ||
         p->decomp_type == UTF8PROC_DECOMP_TYPE_FRACTION))
        return CHAR_BREAK;
    return (char_class)class_of_category[p->category];
}

char_class char_class_of(uint32_t code)
{
    if (code < 0x80)
        return (char_class)char_ascii[code];
    if (code >= 0x0400 && code <= CYRILLIC_LAST)
        return CHAR_LETTER;
    for (size_t i = 0; i < COUNT(exceptions); i++) {
        if (code < exceptions[i].first)
            break;
        if (code <= exceptions[i].last)
            return exceptions[i].class;
    }
    return class_by_property(code);
}

char_script char_script_of(uint32_t code)
{
    if (code < 0x80)
        return SCRIPT_LATIN;
    size_t low = 0;
    size_t high = COUNT(script_ranges);
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (code > script_ranges[middle].last)
            low = middle + 1;
        else
            high = middle;
    }
    if (low < COUNT(script_ranges) && code >= script_ranges[low].first)
        return script_ranges[low].script;
    return SCRIPT_OTHER;
}

bool char_is_cyrillic_vowel(uint32_t code)
{
    static const uint16_t vowels[] = {
        0x0430, 0x0435, 0x0438, 0x043E, 0x0443, 0x044B, /* а е и о у ы */
        0x044D, 0x044E, 0x044F, 0x0451, 0x0454,         /* э ю я ё є */
        0x0456, 0x0457, 0x0463, 0x0475,                 /* і ї ѣ ѵ */
    };
    for (size_t i = 0; i < COUNT(vowels); i++)
        if (vowels[i] == code)
            return true;
    return false;
}

char_read char_decode(const char *text, size_t len, size_t at)
{
    char_read c = {0, 0, CHAR_BREAK};
    if (at >= len)
        return c;
    c.size = utf8_read(text + at, len - at, &c.code);
    c.class = char_class_of(c.code);
    return c;
}

size_t char_skip_ignored(const char *text, size_t len, size_t at)
{
    char_read c = char_at(text, len, at);
    while (c.size > 0 && c.class == CHAR_IGNORED) {
        at += c.size;
        c = char_at(text, len, at);
    }
    return at;
}
