/* SPDX-License-Identifier: MIT
 *
 * In: bytes that claim to be UTF-8. Out: characters, their width and their
 * visible form. Every byte belongs to exactly one character or is
 * CHARACTER_BROKEN, so what is shown never drops any. */
#include "character.h"

#include <stdio.h>

typedef struct range {
    uint32_t first, last;
} range;

/* Besides the C0 and C1 controls. */
static const range hazards[] = {
    {0x061C, 0x061C}, /* Arabic letter mark */
    {0x200E, 0x200F}, /* left-to-right and right-to-left mark */
    {0x2028, 0x2029}, /* line and paragraph separator */
    {0x202A, 0x202E}, /* embeddings and overrides */
    {0x2066, 0x2069}, /* isolates */
    {0xFEFF, 0xFEFF}, /* byte order mark */
};

static const range narrow[] = {
    {0x0300, 0x036F}, {0x0483, 0x0489}, {0x0591, 0x05BD}, {0x0610, 0x061A},
    {0x064B, 0x065F}, {0x200B, 0x200D}, {0x2060, 0x2060}, {0x20D0, 0x20F0},
    {0xFE00, 0xFE0F}, {0xFE20, 0xFE2F},
};

static const range wide[] = {
    {0x1100, 0x115F},   {0x2E80, 0x303E},   {0x3041, 0x33FF},
    {0x3400, 0x4DBF},   {0x4E00, 0x9FFF},   {0xA000, 0xA4CF},
    {0xAC00, 0xD7A3},   {0xF900, 0xFAFF},   {0xFE30, 0xFE6F},
    {0xFF00, 0xFF60},   {0xFFE0, 0xFFE6},   {0x1F300, 0x1F64F},
    {0x1F900, 0x1F9FF}, {0x20000, 0x3FFFD},
};

static const range blanks[] = {
    {0x0000, 0x0020}, {0x007F, 0x00A0}, {0x1680, 0x1680}, {0x2000, 0x200A},
    {0x2028, 0x2029}, {0x202F, 0x202F}, {0x205F, 0x205F}, {0x3000, 0x3000},
};

#define COUNT(array) (sizeof(array) / sizeof *(array))

static bool is_in(uint32_t c, const range *ranges, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (c >= ranges[i].first && c <= ranges[i].last)
            return true;
    return false;
}

static size_t length_by_lead(unsigned char lead)
{
    if (lead < 0x80)
        return 1;
    if (lead >= 0xC2 && lead <= 0xDF)
        return 2;
    if (lead >= 0xE0 && lead <= 0xEF)
        return 3;
    return lead >= 0xF0 && lead <= 0xF4 ? 4 : 0;
}

/* Longer than need be, a surrogate, or past the last character. */
static bool is_forbidden(uint32_t c, size_t size)
{
    static const uint32_t least[] = {0, 0, 0x80, 0x800, 0x10000};
    return c < least[size] || (c >= 0xD800 && c <= 0xDFFF) || c > 0x10FFFF;
}

uint32_t character_decode(const char *text, size_t len, size_t *used)
{
    unsigned char lead = (unsigned char)text[0];
    size_t size = length_by_lead(lead);
    *used = 1;
    if (size == 1)
        return lead;
    if (size == 0 || size > len)
        return CHARACTER_BROKEN;
    uint32_t c = lead & (0x7Fu >> size);
    for (size_t i = 1; i < size; i++) {
        unsigned char next = (unsigned char)text[i];
        if ((next & 0xC0) != 0x80)
            return CHARACTER_BROKEN;
        c = c << 6 | (next & 0x3F);
    }
    if (is_forbidden(c, size))
        return CHARACTER_BROKEN;
    *used = size;
    return c;
}

bool character_is_hazard(uint32_t c)
{
    return c < 0x20 || (c >= 0x7F && c < 0xA0) || c == CHARACTER_BROKEN ||
           is_in(c, hazards, COUNT(hazards));
}

void character_escape(char out[CHARACTER_ESCAPE_MAX], uint32_t c,
                      unsigned char byte)
{
    if (c == '\n' || c == '\t' || c == '\r')
        snprintf(out, CHARACTER_ESCAPE_MAX, "\\%c",
                 c == '\n'   ? 'n'
                 : c == '\t' ? 't'
                             : 'r');
    else if (c == CHARACTER_BROKEN || c < 0x80)
        snprintf(out, CHARACTER_ESCAPE_MAX, "\\x%02x", (unsigned)byte);
    else
        snprintf(out, CHARACTER_ESCAPE_MAX, "\\u%04x", (unsigned)c);
}

size_t character_columns(uint32_t c)
{
    if (c < 0x300)
        return 1;
    if (is_in(c, narrow, COUNT(narrow)))
        return 0;
    return is_in(c, wide, COUNT(wide)) ? 2 : 1;
}

bool character_is_blank(uint32_t c)
{
    return is_in(c, blanks, COUNT(blanks));
}

size_t character_cut(const char *text, size_t len, size_t most)
{
    if (len <= most)
        return len;
    while (most > 0 && ((unsigned char)text[most] & 0xC0) == 0x80)
        most--;
    return most;
}
