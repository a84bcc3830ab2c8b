/* SPDX-License-Identifier: MIT
 *
 * In: a text. Out: its simple words, folded. Invariant: whenever in doubt,
 * none: the general rules decide. */
#include "analysis/fast.h"

#include "analysis/switches.h"

/* What a byte does to a simple word, a row of 32 bytes each:
 *
 *   b   ends the word whatever follows, and begins none
 *   j   may join another part, or belong to the word, if another follows
 *   d   a digit
 *   l   a letter */
static const char kinds[] = "bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb"
                            "bbbjbbbjbbbjbjjjddddddddddbbbbbb"
                            "bllllllllllllllllllllllllllbbbbb"
                            "bllllllllllllllllllllllllllbbbbb";

#define HIGH 'h' /* a byte of a longer character */

static char kind_at(const char *text, size_t at)
{
    unsigned char byte = (unsigned char)text[at];
    return byte < 0x80 ? kinds[byte] : HIGH;
}

size_t fast_skip(const char *text, size_t len, size_t at)
{
    while (at < len) {
        char kind = kind_at(text, at);
        if (kind == 'l' || kind == 'd' || text[at] == '.')
            return at;
        size_t size = 1;
        if (kind == HIGH) {
            char_read c = char_at(text, len, at);
            if (char_is_word(c.class))
                return at;
            size = c.size;
        }
        at += size;
    }
    return at;
}

/* True if a word of `size` bytes that ends before `at` ends there for good. */
static bool is_end(const char *text, size_t len, size_t at, size_t size)
{
    if (at >= len)
        return true;
    switch (kind_at(text, at)) {
    case 'b':
        return true;
    case 'j':
        if (at + 1 >= len)
            return text[at] != '#' || size > 1;
        return kind_at(text, at + 1) == 'b' && (text[at] != '#' || size > 1);
    case HIGH:
        return char_at(text, len, at).class == CHAR_BREAK;
    default:
        return false;
    }
}

/* Fold two bytes of a Russian letter to `out`; false if they are not one. */
static bool fold_russian(char *out, const char *in)
{
    unsigned char lead = (unsigned char)in[0];
    unsigned char trail = (unsigned char)in[1];
    out[0] = in[0];
    out[1] = in[1];
    if (lead == 0xD0 && trail >= 0x90 && trail <= 0x9F) {
        out[1] = (char)(trail + 0x20); /* А to П */
    } else if (lead == 0xD0 && trail >= 0xA0 && trail <= 0xAF) {
        out[0] = (char)0xD1; /* Р to Я */
        out[1] = (char)(trail - 0x20);
    } else if (ANALYSIS_FOLD_YO && ((lead == 0xD0 && trail == 0x81) ||
                                    (lead == 0xD1 && trail == 0x91))) {
        out[0] = (char)0xD0; /* Ё, ё */
        out[1] = (char)0xB5;
    } else {
        return (lead == 0xD0 && trail >= 0xB0 && trail <= 0xBF) ||
               (lead == 0xD1 && trail >= 0x80 && trail <= 0x8F);
    }
    return true;
}

/* Fold the letters from `at`. Returns how many bytes they are. */
static size_t fold_ascii_run(char *out, const char *text, size_t max)
{
    size_t size = 0;
    while (size < max && kind_at(text, size) == 'l') {
        out[size] = (char)(text[size] | 0x20);
        size++;
    }
    return size;
}

static size_t fold_russian_run(char *out, const char *text, size_t max)
{
    size_t size = 0;
    while (size + 2 <= max && fold_russian(out + size, text + size))
        size += 2;
    return size;
}

bool fast_read(fast_word *out, const char *text, size_t len, size_t at)
{
    if (at >= len)
        return false;
    size_t max = len - at < FAST_BYTES_MAX ? len - at : FAST_BYTES_MAX;
    if (kind_at(text, at) == 'l') {
        out->script = SCRIPT_LATIN;
        out->len = fold_ascii_run(out->folded, text + at, max);
    } else {
        out->script = SCRIPT_CYRILLIC;
        out->len = fold_russian_run(out->folded, text + at, max);
    }
    return out->len > 0 && is_end(text, len, at + out->len, out->len);
}
