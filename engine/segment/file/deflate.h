/* SPDX-License-Identifier: MIT
 *
 * Raw deflate (RFC 1951) of whole blocks, by libdeflate in a build that has it,
 * else by zlib: libdeflate takes half of zlib's time for either way. What one
 * packs the other unpacks. */
#ifndef PILCROW_ENGINE_SEGMENT_FILE_DEFLATE_H
#define PILCROW_ENGINE_SEGMENT_FILE_DEFLATE_H

#include <stdbool.h>
#include <stddef.h>

typedef struct deflater deflater;
typedef struct inflater inflater;

/* NULL without memory; free with the other. Freeing NULL does nothing. */
deflater *deflater_new(void);
void deflater_free(deflater *d);
inflater *inflater_new(void);
void inflater_free(inflater *i);

/* Pack `len` bytes into at most `room`. Returns how many they became; 0 if they
 * did not fit. */
size_t deflater_pack(deflater *d, const void *bytes, size_t len, void *out,
                     size_t room);

/* Unpack all `len` bytes into exactly `out_len`; false if that is not what they
 * are. */
bool inflater_unpack(inflater *i, const void *bytes, size_t len, void *out,
                     size_t out_len);

#endif
