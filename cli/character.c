/* SPDX-License-Identifier: MIT
 *
 * In: bytes that claim to be UTF-8. Out: characters, their width and their
 * visible form. Every byte belongs to exactly one character or is
 * CHARACTER_BROKEN, so what is shown never drops any. */
#include "character.h"

#include <stdio.h>

/* Besides the C0 and C1 controls. */
static const character_range hazards[] = {
    {0x061C, 0x061C}, /* Arabic letter mark */
    {0x200E, 0x200F}, /* left-to-right and right-to-left mark */
    {0x2028, 0x2029}, /* line and paragraph separator */
    {0x202A, 0x202E}, /* embeddings and overrides */
    {0x2066, 0x206F}, /* isolates, and orders that are no longer in use */
    {0xFEFF, 0xFEFF}, /* byte order mark */
};

static const character_range blanks[] = {
    {0x0000, 0x0020}, {0x007F, 0x00A0}, {0x1680, 0x1680}, {0x2000, 0x200A},
    {0x2028, 0x2029}, {0x202F, 0x202F}, {0x205F, 0x205F}, {0x3000, 0x3000},
};

/* Wide punctuation that stays with what is before it. */
static const character_range closing[] = {
    {0x3001, 0x3002}, {0x3009, 0x3009}, {0x300B, 0x300B}, {0x300D, 0x300D},
    {0x300F, 0x300F}, {0x3011, 0x3011}, {0x30FC, 0x30FC}, {0xFF01, 0xFF01},
    {0xFF09, 0xFF09}, {0xFF0C, 0xFF0C}, {0xFF0E, 0xFF0E}, {0xFF1A, 0xFF1B},
    {0xFF1F, 0xFF1F},
};

#define COUNT(array) (sizeof(array) / sizeof *(array))

static bool is_in(uint32_t c, const character_range *ranges, size_t count)
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

bool character_may_begin_line(uint32_t c)
{
    return !is_in(c, closing, COUNT(closing));
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
