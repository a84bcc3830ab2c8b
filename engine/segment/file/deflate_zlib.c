/* SPDX-License-Identifier: MIT
 *
 * In: a block, or what it was packed to. Out: the other, by zlib. */
#include "engine/segment/file/deflate.h"

#include <stdint.h>
#include <stdlib.h>

#include <zlib.h>

#define LEVEL 6
#define MEMORY_LEVEL 8

struct deflater {
    z_stream stream;
};

struct inflater {
    z_stream stream;
};

deflater *deflater_new(void)
{
    deflater *d = calloc(1, sizeof *d);
    if (d != NULL && deflateInit2(&d->stream, LEVEL, Z_DEFLATED, -MAX_WBITS,
                                  MEMORY_LEVEL, Z_DEFAULT_STRATEGY) == Z_OK)
        return d;
    free(d);
    return NULL;
}

void deflater_free(deflater *d)
{
    if (d != NULL)
        deflateEnd(&d->stream);
    free(d);
}

inflater *inflater_new(void)
{
    inflater *i = calloc(1, sizeof *i);
    if (i != NULL && inflateInit2(&i->stream, -MAX_WBITS) == Z_OK)
        return i;
    free(i);
    return NULL;
}

void inflater_free(inflater *i)
{
    if (i != NULL)
        inflateEnd(&i->stream);
    free(i);
}

static void set_buffers(z_stream *stream, const void *bytes, size_t len,
                        void *out, size_t room)
{
    stream->next_in = (unsigned char *)(uintptr_t)bytes;
    stream->avail_in = (uInt)len;
    stream->next_out = out;
    stream->avail_out = (uInt)room;
}

size_t deflater_pack(deflater *d, const void *bytes, size_t len, void *out,
                     size_t room)
{
    set_buffers(&d->stream, bytes, len, out, room);
    const bool all = deflateReset(&d->stream) == Z_OK &&
                     deflate(&d->stream, Z_FINISH) == Z_STREAM_END;
    return all ? room - d->stream.avail_out : 0;
}

bool inflater_unpack(inflater *i, const void *bytes, size_t len, void *out,
                     size_t out_len)
{
    set_buffers(&i->stream, bytes, len, out, out_len);
    return inflateReset(&i->stream) == Z_OK &&
           inflate(&i->stream, Z_FINISH) == Z_STREAM_END &&
           i->stream.avail_out == 0 && i->stream.avail_in == 0;
}
