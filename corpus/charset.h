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

/* Write the bytes to `out` as valid UTF-8, without a byte order mark; what
 * cannot be read becomes U+FFFD. Not for CHARSET_BINARY. False if `out` has
 * failed. */
bool charset_decode(buf *out, charset from, const char *bytes, size_t len);

#endif
