/* SPDX-License-Identifier: MIT
 *
 * In: a text, or its parts. Out: the simple words among them, folded.
 * Invariant: whenever in doubt, none: the general rules decide. */
#include "analysis/fast.h"

#include <string.h>

#include "analysis/fold.h"
#include "analysis/switches.h"

const char fast_kinds[] = "bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb"
                          "bbbabbbabbbaaaaaddddddddddbbbbbb"
                          "bllllllllllllllllllllllllllbbbbb"
                          "bllllllllllllllllllllllllllbbbbb"
                          "hhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhh"
                          "hhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhh"
                          "hhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhh"
                          "hhhhhhhhhhhhhhhhhhhhhhhhhhhhhhhh";

/* True if the longer character at `at` ends a word whatever follows. */
bool fast_is_break(const char *text, size_t len, size_t at)
{
    return char_at(text, len, at).class == CHAR_BREAK;
}

size_t fast_fold_digits(char *out, const char *text, size_t max, bool *letter)
{
    size_t size = 0;
    for (; size < max && size < FAST_BYTES_MAX; size++) {
        char kind = fast_kind(text, size);
        if (kind != 'd' && kind != 'l')
            break;
        out[size] = fast_small(text[size]);
        *letter |= kind == 'l';
    }
    fast_pad(out, size);
    return size;
}

/* How many of the eight bytes at `text` are small Russian letters from the
 * first on. These are D0 B0 to D0 BF and D1 80 to D1 8F, so that the bits that
 * are not the letter's own are 0 when D0 B0 is taken off, and with it the 30
 * that a D1 brings. */
static inline size_t small_russian(const char *text)
{
    const uint64_t each = UINT64_C(0x0001000100010001);
    uint64_t letters = eight_upwards(text) ^ each * 0xB0D0u;
    uint64_t others = (letters ^ (letters & each) * 0x3000u) & each * 0xF0FEu;
    return others == 0 ? EIGHT : eight_zeros(others) & ~(size_t)1;
}

/* What a Russian letter is folded to, both as offsets from U+0400; 0 for what
 * is none. */
static inline unsigned fold_russian(unsigned letter)
{
    if (letter - 0x30u < 0x20)
        return letter; /* а to я */
    if (letter - 0x10u < 0x20)
        return letter + 0x20;
    bool yo = ANALYSIS_FOLD_YO && (letter == 0x01 || letter == 0x51);
    return yo ? 0x35 : 0;
}

/* Fold Russian letters likewise. */
static size_t fold_russian_word(char *out, const char *text, size_t max)
{
    size_t size = 0;
    while (size + 2 <= max && size < FAST_BYTES_MAX) {
        if (size + EIGHT <= max && size + EIGHT <= FAST_BYTES_MAX) {
            memcpy(out + size, text + size, EIGHT);
            size_t plain = small_russian(text + size);
            size += plain;
            if (plain == EIGHT || size + 2 > max)
                continue;
        }
        unsigned lead = (unsigned char)text[size] ^ 0xD0u;
        unsigned trail = (unsigned char)text[size + 1] ^ 0x80u;
        unsigned folded = fold_russian(lead << 6 | trail);
        if (lead > 1 || trail > 0x3F || folded == 0)
            break;
        out[size++] = (char)(0xD0u | folded >> 6);
        out[size++] = (char)(0x80u | (folded & 0x3Fu));
    }
    fast_pad(out, size);
    return size;
}

/* The same of Russian letters. */
static bool read_russian(fast_word *out, char *folded, const char *text,
                         size_t len, size_t at)
{
    out->start = at;
    out->len = fold_russian_word(folded, text + at, len - at);
    out->end = at + out->len;
    out->script = SCRIPT_CYRILLIC;
    out->stemmed = true;
    return out->len > 0 && fast_is_end(text, len, out->end, out->len);
}

bool fast_read_any(fast_word *out, char *folded, const char *text, size_t len,
                   size_t from, size_t at)
{
    while (at < len && fast_kind(text, at) == 'h') {
        if (read_russian(out, folded, text, len, at))
            return true;
        char_read c = char_at(text, len, at);
        if (char_is_word(c.class))
            return false;
        from = at + c.size;
        at = fast_skip(text, len, from);
    }
    return fast_read_ascii(out, folded, text, len, from, at);
}

/* ---------------------------------------------------- parts that were read */

/* Fold an ASCII part to `folded`, of a number its digits. Returns how many
 * bytes that makes; 0 if the part is not ASCII. `*end` is where the last of
 * them stands. */
static size_t fold_ascii_part(char *folded, const char *text,
                              const word_part *part, size_t *end)
{
    size_t size = 0;
    for (size_t at = part->start; at < part->end; at++) {
        unsigned char byte = (unsigned char)text[at];
        if (byte >= 0x80)
            return 0;
        if (part->is_number && char_ascii[byte] != CHAR_DIGIT)
            continue;
        folded[size++] = fast_small(text[at]);
        *end = at + 1;
    }
    return size;
}

bool fast_part(fast_word *out, char *folded, const char *text,
               const word_part *part)
{
    const char *bytes = text + part->start;
    size_t size = part->end - part->start;
    if (size > FAST_BYTES_MAX)
        return false;
    out->start = part->start;
    out->end = part->end;
    if ((unsigned char)*bytes >= 0x80) {
        out->script = SCRIPT_CYRILLIC;
        out->stemmed = true;
        out->len = fold_russian_word(folded, bytes, size);
        return out->len == size;
    }
    out->script = part->is_number ? SCRIPT_NONE : SCRIPT_LATIN;
    out->len = fold_ascii_part(folded, text, part, &out->end);
    if (out->len == 0)
        return false;
    /* Neither .NET nor C++ nor what has digits is for a stemmer. */
    out->stemmed = !part->is_number && part->digits == 0 && *bytes != '.' &&
                   folded[out->len - 1] >= 'a';
    if (!part->is_number)
        out->len = fold_without_s(folded, out->len);
    fast_pad(folded, out->len);
    return true;
}

bool fast_run(fast_word *out, char *folded, const char *text,
              const word_run *run)
{
    size_t last;
    bool letters = false;
    out->start = run->parts[0].start;
    out->end = run->parts[run->count - 1].end;
    out->len = 0;
    out->stemmed = false;
    if (out->end - out->start > FAST_BYTES_MAX)
        return false;
    for (size_t i = 0; i < run->count; i++) {
        const word_part *part = &run->parts[i];
        if (i > 0 && run->kind == RUN_SYMBOL)
            folded[out->len++] = part->joint == ',' ? '.' : part->joint;
        size_t size = fold_ascii_part(folded + out->len, text, part, &last);
        if (size == 0)
            return false;
        out->len += size;
        letters |= !part->is_number;
    }
    out->script = letters ? SCRIPT_LATIN : SCRIPT_NONE;
    if (letters)
        out->len = fold_without_s(folded, out->len);
    return true;
}
