/* SPDX-License-Identifier: MIT
 *
 * UTF-8, a character at a time. Lengths are bytes. A broken sequence reads as
 * U+FFFD, one for each maximal part of it, and never stops anything. */
#ifndef PILCROW_BASE_UTF8_H
#define PILCROW_BASE_UTF8_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"

#ifdef __cplusplus
extern "C" {
#endif

#define UTF8_REPLACEMENT 0xFFFDu

/* Read the character at the start of `text`, `len` > 0 bytes. Returns how many
 * bytes it took (1..4, never more than len); `*code` is its code point, or
 * U+FFFD where the bytes are broken. Overlong forms, surrogates and code
 * points over U+10FFFF are broken. */
size_t utf8_read(const char *text, size_t len, uint32_t *code);

/* Does a letter from U+0400 to U+047F begin `text`, in two bytes? Most Cyrillic
 * ones are of these. */
static inline bool utf8_is_russian(const char *text, size_t len)
{
    const unsigned char *bytes = (const unsigned char *)text;
    return len > 1 && (bytes[0] == 0xD0 || bytes[0] == 0xD1) &&
           (bytes[1] & 0xC0) == 0x80;
}

/* Does the byte begin a character of several? */
static inline bool utf8_is_first(unsigned char byte)
{
    return byte >= 0xC0;
}

/* Write `code` to `out` (room for 4). Returns the bytes written; a code point
 * that UTF-8 cannot hold is written as U+FFFD. */
size_t utf8_write(char *out, uint32_t code);

/* How many bytes of ASCII `text` begins with. */
size_t utf8_ascii(const char *text, size_t len);

/* How many of the first eight bytes are whole characters of ASCII and Russian
 * letters; 0 where there are fewer than eight bytes. */
size_t utf8_common(const char *text, size_t len);

/* Where the character begins that ends at `at`, which is over 0. */
size_t utf8_before(const char *text, size_t at);

bool utf8_valid(const char *text, size_t len);

/* Append `text` with each broken sequence as U+FFFD. False if `out` failed. */
bool utf8_clean(buf *out, const char *text, size_t len);

/* How many characters, broken sequences counting one each. */
size_t utf8_length(const char *text, size_t len);

/* How many bytes of `text` (NUL-terminated) are whole characters within the
 * first `most`. */
size_t utf8_cut(const char *text, size_t most);

/* True if `offset` is 0, `len`, or the first byte of a character. */
bool utf8_boundary(const char *text, size_t len, size_t offset);

#ifdef __cplusplus
}
#endif

#endif
