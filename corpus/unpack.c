/* SPDX-License-Identifier: MIT
 *
 * In: a gzip file in memory. Out: what it packs. Invariant: never more is
 * written than the limit allows, whatever the file claims. */
#include "corpus/unpack.h"

#include <string.h>
#include <zlib.h>

#include "corpus/corpus.h"

#define CHUNK ((size_t)64 * 1024)
#define ANY_AUTO_WINDOW (15 + 16)

bool unpack_is_gzip(const char *bytes, size_t len)
{
    return len >= 3 && memcmp(bytes, "\x1F\x8B\x08", 3) == 0;
}

static size_t unpacked_limit(size_t packed)
{
    size_t limit = packed * CORPUS_UNPACKED_RATIO;
    if (limit < CHUNK)
        limit = CHUNK;
    return limit < CORPUS_UNPACKED_MAX ? limit : CORPUS_UNPACKED_MAX;
}

/* Inflate one chunk to the end of `out`. */
static int inflate_chunk(z_stream *stream, buf *out)
{
    if (!buf_reserve(out, CHUNK))
        return Z_MEM_ERROR;
    stream->next_out = (Bytef *)(out->data + out->len);
    stream->avail_out = (uInt)CHUNK;
    int result = inflate(stream, Z_NO_FLUSH);
    out->len += CHUNK - stream->avail_out;
    out->data[out->len] = '\0';
    return result;
}

/* Inflate member after member; padding behind the last one is passed over. */
static int inflate_all(z_stream *stream, buf *out, size_t limit)
{
    for (;;) {
        int result = inflate_chunk(stream, out);
        if (out->len > limit)
            return Z_BUF_ERROR;
        if (result == Z_STREAM_END) {
            const char *rest = (const char *)stream->next_in;
            if (!unpack_is_gzip(rest, stream->avail_in))
                return Z_STREAM_END;
            result = inflateReset(stream);
        }
        if (result != Z_OK)
            return result == Z_BUF_ERROR ? Z_DATA_ERROR : result;
    }
}

pilcrow_status unpack_gzip(buf *out, const char *bytes, size_t len,
                           pilcrow_error *err)
{
    z_stream stream = {0};
    size_t limit = unpacked_limit(len);
    buf_clear(out);
    if (len > CORPUS_FILE_MAX)
        return error_set(err, PILCROW_LIMIT, "larger than %zu MB; split it",
                         CORPUS_FILE_MAX >> 20);
    if (inflateInit2(&stream, ANY_AUTO_WINDOW) != Z_OK)
        return error_no_memory(err);
    stream.next_in = (Bytef *)(uintptr_t)bytes;
    stream.avail_in = (uInt)len;
    int result = inflate_all(&stream, out, limit);
    inflateEnd(&stream);
    if (result == Z_STREAM_END)
        return PILCROW_OK;
    if (result == Z_MEM_ERROR)
        return error_no_memory(err);
    if (result == Z_BUF_ERROR)
        return error_set(err, PILCROW_LIMIT,
                         "unpacks to more than %zu MB or %u times its size",
                         CORPUS_UNPACKED_MAX >> 20,
                         CORPUS_UNPACKED_RATIO);
    return error_set(err, PILCROW_IO,
                     "its gzip data is damaged or cut short");
}
