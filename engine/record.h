/* SPDX-License-Identifier: MIT
 *
 * A stored record as bytes on disk: packed small, and never read wrong.
 *
 *     byte 0      how the content is packed: 0 as it is, 1 raw deflate, 2 raw
 *                 deflate with the index's dictionary
 *     bytes 1-4   CRC-32 (big-endian) over the record's number and its content
 *     then        the content's length, 7 bits a byte, low first
 *     then        the content, packed
 *
 * The number is the place where the record is kept, so that a record read from
 * another's place fails its checksum too. */
#ifndef PILCROW_ENGINE_RECORD_H
#define PILCROW_ENGINE_RECORD_H

#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/error.h"

#ifdef __cplusplus
extern "C" {
#endif

#define RECORD_DICTIONARY_MAX ((size_t)32 * 1024)

/* Room in a buf for any packed record. */
#define RECORD_PACKED_MAX(len) ((len) + 16)

/* Packs and unpacks with one dictionary. */
typedef struct record_codec record_codec;

/* `dictionary` is copied; 0 bytes: none. Free with record_codec_free(). */
pilcrow_status record_codec_new(record_codec **out, const char *dictionary,
                                size_t len, pilcrow_error *err);
void record_codec_free(record_codec *codec);

/* Replace `packed` by the record `number` with this content. */
pilcrow_status record_pack(record_codec *codec, uint64_t number,
                           const char *content, size_t len, buf *packed,
                           pilcrow_error *err);

/* Replace `content` by what record `number` holds. CORRUPT unless every byte
 * is as it was packed; never more than ENGINE_RECORD_MAX bytes. */
pilcrow_status record_unpack(record_codec *codec, uint64_t number,
                             const char *packed, size_t len, buf *content,
                             pilcrow_error *err);

#ifdef __cplusplus
}
#endif

#endif
