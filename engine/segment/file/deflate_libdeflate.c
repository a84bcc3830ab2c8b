/* SPDX-License-Identifier: MIT
 *
 * In: a block, or what it was packed to. Out: the other, by libdeflate. */
#include "engine/segment/file/deflate.h"

#include <libdeflate.h>

/* Half the time of level 4, and records with their heads apart are yet smaller
 * than level 6 made them together. */
#define LEVEL 1

/* Either is libdeflate's own under a name of ours. */
static struct libdeflate_compressor *own_deflater(deflater *d)
{
    return (struct libdeflate_compressor *)d;
}

static struct libdeflate_decompressor *own_inflater(inflater *i)
{
    return (struct libdeflate_decompressor *)i;
}

deflater *deflater_new(void)
{
    return (deflater *)libdeflate_alloc_compressor(LEVEL);
}

void deflater_free(deflater *d)
{
    if (d != NULL)
        libdeflate_free_compressor(own_deflater(d));
}

inflater *inflater_new(void)
{
    return (inflater *)libdeflate_alloc_decompressor();
}

void inflater_free(inflater *i)
{
    if (i != NULL)
        libdeflate_free_decompressor(own_inflater(i));
}

size_t deflater_pack(deflater *d, const void *bytes, size_t len, void *out,
                     size_t room)
{
    return libdeflate_deflate_compress(own_deflater(d), bytes, len, out, room);
}

bool inflater_unpack(inflater *i, const void *bytes, size_t len, void *out,
                     size_t out_len)
{
    size_t used;
    return libdeflate_deflate_decompress_ex(own_inflater(i), bytes, len, out,
                                            out_len, &used,
                                            NULL) == LIBDEFLATE_SUCCESS &&
           used == len;
}
