/* SPDX-License-Identifier: MIT
 *
 * In: bytes that should be UTF-8. Out: code points, or clean bytes. */
#include "base/utf8.h"

#include <string.h>

#include "base/eight.h"

/* Bytes that utf8_valid() looks at at once. */
#define STRETCH 32u

/* How the bytes after a lead byte must look (Unicode, table 3-7). */
typedef struct lead {
    size_t need;       /* continuation bytes; 0 for a byte that cannot lead */
    unsigned char low; /* range of the first of them */
    unsigned char high;
    uint32_t bits; /* what the lead byte brings */
} lead;

static lead lead_of(unsigned char byte)
{
    if (byte >= 0xC2 && byte <= 0xDF)
        return (lead){1, 0x80, 0xBF, byte & 0x1Fu};
    if (byte >= 0xE0 && byte <= 0xEF)
        return (lead){2, byte == 0xE0 ? 0xA0 : 0x80, byte == 0xED ? 0x9F : 0xBF,
                      byte & 0x0Fu};
    if (byte >= 0xF0 && byte <= 0xF4)
        return (lead){3, byte == 0xF0 ? 0x90 : 0x80, byte == 0xF4 ? 0x8F : 0xBF,
                      byte & 0x07u};
    return (lead){0, 0, 0, 0};
}

size_t utf8_read(const char *text, size_t len, uint32_t *code)
{
    const unsigned char *bytes = (const unsigned char *)text;
    if (bytes[0] < 0x80) {
        *code = bytes[0];
        return 1;
    }
    if (len > 1 && bytes[0] >= 0xC2 && bytes[0] <= 0xDF &&
        (bytes[1] & 0xC0) == 0x80) {
        *code = (bytes[0] & 0x1Fu) << 6 | (bytes[1] & 0x3Fu);
        return 2;
    }
    lead first = lead_of(bytes[0]);
    uint32_t value = first.bits;
    *code = UTF8_REPLACEMENT;
    if (first.need == 0)
        return 1;
    for (size_t i = 1; i <= first.need; i++) {
        unsigned char low = i == 1 ? first.low : 0x80;
        unsigned char high = i == 1 ? first.high : 0xBF;
        if (i >= len || bytes[i] < low || bytes[i] > high)
            return i;
        value = value << 6 | (bytes[i] & 0x3Fu);
    }
    *code = value;
    return first.need + 1;
}

size_t utf8_write(char *out, uint32_t code)
{
    if (code > 0x10FFFF || (code >= 0xD800 && code <= 0xDFFF))
        code = UTF8_REPLACEMENT;
    if (code < 0x80) {
        out[0] = (char)code;
        return 1;
    }
    if (code < 0x800) {
        out[0] = (char)(0xC0 | code >> 6);
        out[1] = (char)(0x80 | (code & 0x3F));
        return 2;
    }
    if (code < 0x10000) {
        out[0] = (char)(0xE0 | code >> 12);
        out[1] = (char)(0x80 | (code >> 6 & 0x3F));
        out[2] = (char)(0x80 | (code & 0x3F));
        return 3;
    }
    out[0] = (char)(0xF0 | code >> 18);
    out[1] = (char)(0x80 | (code >> 12 & 0x3F));
    out[2] = (char)(0x80 | (code >> 6 & 0x3F));
    out[3] = (char)(0x80 | (code & 0x3F));
    return 4;
}

/* True if the character at `text`, of `len` bytes as read, is whole. */
static bool is_whole(const char *text, size_t len, uint32_t code)
{
    return code != UTF8_REPLACEMENT ||
           (len == 3 && memcmp(text, "\xEF\xBF\xBD", 3) == 0);
}

size_t utf8_ascii(const char *text, size_t len)
{
    size_t at = 0;
    while (len - at >= 4 * EIGHT &&
           !eight_has_high(eight_at(text + at) | eight_at(text + at + EIGHT) |
                           eight_at(text + at + 2 * EIGHT) |
                           eight_at(text + at + 3 * EIGHT)))
        at += 4 * EIGHT;
    while (len - at >= EIGHT && !eight_has_high(eight_at(text + at)))
        at += EIGHT;
    while (at < len && (unsigned char)text[at] < 0x80)
        at++;
    return at;
}

/* Is a byte awaited that goes on with a character of two or three? Two bytes
 * stand before. */
static inline bool awaits(const unsigned char *bytes)
{
    return (bytes[-1] >= 0xC2) | (bytes[-2] >= 0xE1);
}

/* Are STRETCH bytes of characters of one to three bytes, and none of these but
 * the usual? They may begin and end within one; two bytes stand before. */
static bool is_usual_stretch(const unsigned char *bytes)
{
    unsigned char odd = 0;
    for (size_t i = 0; i < STRETCH; i++) {
        const unsigned char byte = bytes[i];
        odd |= (unsigned char)(((byte >= 0x80) & (byte < 0xC0)) ^
                               awaits(bytes + i));
        /* Of three bytes only those of dashes, quotation marks, bullets. */
        odd |= (unsigned char)(((byte & 0xFE) == 0xC0) |
                               ((byte >= 0xE0) & (byte != 0xE2)));
    }
    return odd == 0;
}

size_t utf8_before(const char *text, size_t at)
{
    size_t start = at - 1;
    while (start > 0 && at - start < 4 &&
           ((unsigned char)text[start] & 0xC0) == 0x80)
        start--;
    return start;
}

/* Are the characters whole that begin from `*at` to `end`? It moves past. */
static bool are_whole(const char *text, size_t len, size_t *at, size_t end)
{
    while (*at < end && *at < len) {
        uint32_t code;
        const size_t size = utf8_read(text + *at, len - *at, &code);
        if (!is_whole(text + *at, size, code))
            return false;
        *at += size;
    }
    return true;
}

bool utf8_valid(const char *text, size_t len)
{
    size_t at = 0;
    bool whole = are_whole(text, len, &at, 2);
    while (whole && at < len) {
        const unsigned char *bytes = (const unsigned char *)text + at;
        if (len - at >= EIGHT && !eight_has_high(eight_at(text + at)) &&
            !awaits(bytes)) {
            at += utf8_ascii(text + at, len - at);
        } else if (len - at > STRETCH && is_usual_stretch(bytes)) {
            at += STRETCH;
        } else {
            const size_t end = at + STRETCH;
            at = utf8_before(text, at);
            whole = are_whole(text, len, &at, end);
        }
    }
    return whole;
}

bool utf8_clean(buf *out, const char *text, size_t len)
{
    size_t from = 0;
    for (size_t at = 0; at < len;) {
        uint32_t code;
        if ((unsigned char)text[at] < 0x80) {
            at += utf8_ascii(text + at, len - at);
            continue;
        }
        size_t size = utf8_read(text + at, len - at, &code);
        if (!is_whole(text + at, size, code)) {
            buf_add(out, text + from, at - from);
            buf_add(out, "\xEF\xBF\xBD", 3);
            from = at + size;
        }
        at += size;
    }
    return buf_add(out, text + from, len - from);
}

size_t utf8_common(const char *text, size_t len)
{
    if (len < EIGHT)
        return 0;
    const size_t many = eight_before(eight_not_russian(eight_upwards(text)));
    return many - (many > 0 && utf8_is_first((unsigned char)text[many - 1]));
}

/* How many of the first `count` bytes, 8 at most, are not the first of a
 * character. */
static size_t count_further(const char *text, size_t count)
{
    const uint64_t eight = eight_upwards(text);
    return eight_count_high(eight & ~(eight << 1) & ~eight_past(count));
}

size_t utf8_length(const char *text, size_t len)
{
    size_t count = 0;
    for (size_t at = 0; at < len;) {
        uint32_t code;
        const size_t common = utf8_common(text + at, len - at);
        if (common > 0) {
            count += common - count_further(text + at, common);
            at += common;
        } else {
            count++;
            at += utf8_read(text + at, len - at, &code);
        }
    }
    return count;
}

bool utf8_boundary(const char *text, size_t len, size_t offset)
{
    if (offset == 0 || offset == len)
        return true;
    return offset < len && ((unsigned char)text[offset] & 0xC0) != 0x80;
}

size_t utf8_cut(const char *text, size_t most)
{
    size_t len = strnlen(text, most + 1);
    if (len <= most)
        return len;
    size_t cut = most;
    while (cut > 0 && most - cut < 4 && !utf8_boundary(text, len, cut))
        cut--;
    return cut;
}
