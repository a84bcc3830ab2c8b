/* SPDX-License-Identifier: MIT
 *
 * Which encoding some bytes are in, and those bytes as UTF-8. */
#ifndef PILCROW_CORPUS_CHARSET_H
#define PILCROW_CORPUS_CHARSET_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"

typedef enum charset {
    CHARSET_UTF8,        /* perhaps broken in places */
    CHARSET_UTF16_LE,    /* by its byte order mark, as the next */
    CHARSET_UTF16_BE,
    CHARSET_CP1251,
    CHARSET_KOI8_R,
    CHARSET_BINARY       /* no text at all */
} charset;

/* Tell the encoding. `len` > 0. */
charset charset_detect(const char *bytes, size_t len);

/* True if the bytes have a byte order mark, or are UTF-8 but for few. */
bool charset_is_unicode(const char *bytes, size_t len);

/* True if they are text with letters over 0x7F in none of these encodings. */
bool charset_is_western(const char *bytes, size_t len);

/* True if they are text that charset_decode() would leave as it is. */
bool charset_is_clean(const char *bytes, size_t len);

/* Write the bytes to `out` as valid UTF-8; what cannot be read becomes U+FFFD.
 * A byte order mark of UTF-8 stays, so that places count it as the file does;
 * one of UTF-16 goes. Not for CHARSET_BINARY. False if `out` has
 * failed. */
bool charset_decode(buf *out, charset from, const char *bytes, size_t len);

/* The encoding that a page is in which names `name`, one of charset_of_html():
 * another where it is Russian in Windows-1251 or KOI8-R beyond doubt, as pages
 * are that a server has turned from one into the other. Static. */
const char *charset_belied(const char *name, const char *bytes, size_t len);

/* What HTML says of its own encoding, in its first part: a name for
 * charset_convert(), static; NULL if it says nothing that is known. */
const char *charset_of_html(const char *bytes, size_t len);

/* Write bytes in the encoding `name` to `out` as valid UTF-8. False if `out`
 * has failed. */
bool charset_convert(buf *out, const char *name, const char *bytes,
                     size_t len);

#endif
