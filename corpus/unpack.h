/* SPDX-License-Identifier: MIT
 *
 * gzip, with limits. */
#ifndef PILCROW_CORPUS_UNPACK_H
#define PILCROW_CORPUS_UNPACK_H

#include "base/buf.h"
#include "base/error.h"

bool unpack_is_gzip(const char *bytes, size_t len);

/* Unpack all members of a gzip file into `out`, which is replaced.
 *
 * LIMIT  over CORPUS_UNPACKED_MAX, or over CORPUS_UNPACKED_RATIO times the
 *        packed size (small files may unpack to 64 KB).
 * IO     the packed data is damaged or cut short.
 * NO_MEMORY */
pilcrow_status unpack_gzip(buf *out, const char *bytes, size_t len,
                           pilcrow_error *err);

#endif
