/* SPDX-License-Identifier: MIT
 *
 * In: a record's content. Out: its bytes on disk, and back. Invariant: what
 * does not pass its checksum is not given out. */
#include "engine/record.h"

#include <stdlib.h>
#include <string.h>
#include <zlib.h>

#include "engine/engine.h"

#define LEVEL 6
#define MEMORY_LEVEL 8
#define HEAD_BYTES 5
#define LENGTH_BYTES_MAX 5

enum packing { AS_IT_IS, DEFLATED, DEFLATED_WITH_DICTIONARY };

/* A piece of zlib's memory; its bytes follow. */
typedef union block {
    struct {
        union block *next;
        size_t size;
    } is;
    max_align_t align;
} block;

/* The z_streams live as long as the codec: setting one up costs more than
 * packing a paragraph with it. So does the memory of the packer's copies. */
struct record_codec {
    z_stream packer; /* primed with the dictionary; copied for use */
    z_stream unpacker;
    bool packer_ready, unpacker_ready;
    block *spare; /* pieces that zlib gave back */
    size_t dictionary_len;
    unsigned char dictionary[];
};

/* ------------------------------------------------------ zlib's memory --- */

static void *take_block(void *owner, unsigned items, unsigned item_size)
{
    record_codec *codec = owner;
    size_t size = (size_t)items * item_size;
    for (block **at = &codec->spare; *at != NULL; at = &(*at)->is.next) {
        if ((*at)->is.size != size)
            continue;
        block *found = *at;
        *at = found->is.next;
        return found + 1;
    }
    block *fresh = malloc(sizeof *fresh + size);
    if (fresh == NULL)
        return NULL;
    fresh->is.size = size;
    return fresh + 1;
}

static void give_block(void *owner, void *bytes)
{
    record_codec *codec = owner;
    block *given = (block *)bytes - 1;
    given->is.next = codec->spare;
    codec->spare = given;
}

static void free_blocks(record_codec *codec)
{
    while (codec->spare != NULL) {
        block *next = codec->spare->is.next;
        free(codec->spare);
        codec->spare = next;
    }
}

/* ------------------------------------------------------------- codec --- */

/* Made at the first use, for a reader packs nothing. */
static bool ready_packer(record_codec *codec)
{
    if (codec->packer_ready)
        return true;
    codec->packer.zalloc = take_block;
    codec->packer.zfree = give_block;
    codec->packer.opaque = codec;
    if (deflateInit2(&codec->packer, LEVEL, Z_DEFLATED, -MAX_WBITS,
                     MEMORY_LEVEL, Z_DEFAULT_STRATEGY) != Z_OK)
        return false;
    codec->packer_ready = true;
    return codec->dictionary_len == 0 ||
           deflateSetDictionary(&codec->packer, codec->dictionary,
                                (uInt)codec->dictionary_len) == Z_OK;
}

static bool ready_unpacker(record_codec *codec)
{
    if (codec->unpacker_ready)
        return inflateReset(&codec->unpacker) == Z_OK;
    codec->unpacker_ready = inflateInit2(&codec->unpacker, -MAX_WBITS) == Z_OK;
    return codec->unpacker_ready;
}

pilcrow_status record_codec_new(record_codec **out, const char *dictionary,
                                size_t len, pilcrow_error *err)
{
    *out = NULL;
    if (len > RECORD_DICTIONARY_MAX)
        return error_set(err, PILCROW_CORRUPT,
                         "the index's dictionary of %zu bytes is too long; "
                         "rebuild it with --full",
                         len);
    record_codec *codec = calloc(1, sizeof *codec + len);
    if (codec == NULL)
        return error_no_memory(err);
    codec->dictionary_len = len;
    if (len > 0)
        memcpy(codec->dictionary, dictionary, len);
    *out = codec;
    return PILCROW_OK;
}

void record_codec_free(record_codec *codec)
{
    if (codec == NULL)
        return;
    if (codec->packer_ready)
        deflateEnd(&codec->packer);
    if (codec->unpacker_ready)
        inflateEnd(&codec->unpacker);
    free_blocks(codec);
    free(codec);
}

/* -------------------------------------------------------------- pack --- */

static uint32_t checksum(uint64_t number, const char *content, size_t len)
{
    unsigned char place[8];
    for (int i = 0; i < 8; i++)
        place[i] = (unsigned char)(number >> (56 - 8 * i));
    uLong crc = crc32(0, place, sizeof place);
    return (uint32_t)crc32(crc, (const unsigned char *)content, (uInt)len);
}

static void add_head(buf *packed, enum packing packing, uint32_t crc,
                     size_t len)
{
    buf_add_byte(packed, (char)packing);
    for (int shift = 24; shift >= 0; shift -= 8)
        buf_add_byte(packed, (char)(crc >> shift));
    for (; len >= 0x80; len >>= 7)
        buf_add_byte(packed, (char)(len | 0x80));
    buf_add_byte(packed, (char)len);
}

/* Append `content` deflated; false, with nothing appended, if that does not
 * make it smaller. */
static bool add_deflated(record_codec *codec, const char *content, size_t len,
                         buf *packed)
{
    z_stream stream;
    if (!buf_reserve(packed, len) || !ready_packer(codec) ||
        deflateCopy(&stream, &codec->packer) != Z_OK)
        return false;
    stream.next_in = (unsigned char *)content;
    stream.avail_in = (uInt)len;
    stream.next_out = (unsigned char *)packed->data + packed->len;
    stream.avail_out = (uInt)len;
    const bool smaller = deflate(&stream, Z_FINISH) == Z_STREAM_END;
    size_t used = len - stream.avail_out;
    deflateEnd(&stream);
    if (smaller)
        packed->len += used;
    packed->data[packed->len] = '\0';
    return smaller;
}

pilcrow_status record_pack(record_codec *codec, uint64_t number,
                           const char *content, size_t len, buf *packed,
                           pilcrow_error *err)
{
    uint32_t crc = checksum(number, content, len);
    enum packing packing =
        codec->dictionary_len > 0 ? DEFLATED_WITH_DICTIONARY : DEFLATED;
    buf_clear(packed);
    add_head(packed, packing, crc, len);
    if (!packed->failed && !add_deflated(codec, content, len, packed)) {
        packed->data[0] = AS_IT_IS;
        buf_add(packed, content, len);
    }
    return packed->failed ? error_no_memory(err) : PILCROW_OK;
}

/* ------------------------------------------------------------ unpack --- */

typedef struct head {
    enum packing packing;
    uint32_t crc;
    size_t content_len;
    size_t bytes; /* of the head itself */
} head;

static bool read_head(head *out, const char *packed, size_t len)
{
    const unsigned char *bytes = (const unsigned char *)packed;
    if (len <= HEAD_BYTES || bytes[0] > DEFLATED_WITH_DICTIONARY)
        return false;
    out->packing = bytes[0];
    out->crc = 0;
    for (size_t i = 1; i < HEAD_BYTES; i++)
        out->crc = out->crc << 8 | bytes[i];
    out->content_len = 0;
    for (size_t i = 0; i < LENGTH_BYTES_MAX && HEAD_BYTES + i < len; i++) {
        unsigned char byte = bytes[HEAD_BYTES + i];
        out->content_len |= (size_t)(byte & 0x7F) << (7 * i);
        out->bytes = HEAD_BYTES + i + 1;
        if (byte < 0x80)
            return out->content_len <= ENGINE_RECORD_MAX;
    }
    return false;
}

/* Inflate exactly `content_len` bytes into `content`, which has the room; the
 * unpacker is ready. */
static bool add_inflated(record_codec *codec, const head *from,
                         const char *packed, size_t len, buf *content)
{
    z_stream *stream = &codec->unpacker;
    if (from->packing == DEFLATED_WITH_DICTIONARY &&
        inflateSetDictionary(stream, codec->dictionary,
                             (uInt)codec->dictionary_len) != Z_OK)
        return false;
    stream->next_in = (unsigned char *)packed;
    stream->avail_in = (uInt)len;
    stream->next_out = (unsigned char *)content->data;
    stream->avail_out = (uInt)from->content_len;
    bool whole = inflate(stream, Z_FINISH) == Z_STREAM_END &&
                 stream->avail_out == 0 && stream->avail_in == 0;
    if (!whole)
        return false;
    content->len = from->content_len;
    content->data[content->len] = '\0';
    return true;
}

static bool add_content(record_codec *codec, const head *from,
                        const char *packed, size_t len, buf *content)
{
    if (from->packing == AS_IT_IS)
        return len == from->content_len && buf_add(content, packed, len);
    return add_inflated(codec, from, packed, len, content);
}

pilcrow_status record_unpack(record_codec *codec, uint64_t number,
                             const char *packed, size_t len, buf *content,
                             pilcrow_error *err)
{
    head from;
    buf_clear(content);
    if (read_head(&from, packed, len)) {
        if (!buf_reserve(content, from.content_len) || !ready_unpacker(codec))
            return error_no_memory(err);
        if (add_content(codec, &from, packed + from.bytes, len - from.bytes,
                        content) &&
            checksum(number, content->data, content->len) == from.crc)
            return PILCROW_OK;
    }
    buf_clear(content);
    return error_set(err, PILCROW_CORRUPT,
                     "a stored paragraph does not match its checksum; "
                     "rebuild the index with --full");
}
