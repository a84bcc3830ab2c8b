/* SPDX-License-Identifier: MIT
 *
 * In: numbers, one a document. Out: blocks of them, and any one again.
 * Invariant: a block is touched whole before anything of it is read. */
#include "engine/segment/file/column.h"

#include <string.h>

#define OFFSET_BYTES 5u
#define OFFSETS_MAX ((size_t)1 << 31)
/* Packing, step, width or runs; the first number of a packed block. */
#define HEAD_BYTES 3u
#define RUN_BYTES 9u
#define BLOCK_BYTES_MAX (HEAD_BYTES + RUN_BYTES * COLUMN_BLOCK)

enum packing { WIDTH, RUNS };

static void number_write(unsigned char *out, uint64_t number, unsigned bytes)
{
    for (unsigned i = 0; i < bytes; i++)
        out[i] = (unsigned char)(number >> 8 * i);
}

static uint64_t number_read(const unsigned char *at, unsigned bytes)
{
    uint64_t number = 0;
    for (unsigned i = 0; i < bytes; i++)
        number |= (uint64_t)at[i] << 8 * i;
    return number;
}

/* ------------------------------------------------------------- writing --- */

void column_writer_init(column_writer *w, sink *out)
{
    w->out = out;
    w->begin = sink_size(out);
    w->in_block = 0;
    w->failed = false;
    buf_init(&w->offsets, OFFSETS_MAX);
}

void column_writer_release(column_writer *w)
{
    buf_release(&w->offsets);
}

static unsigned bytes_of(uint64_t number)
{
    unsigned bytes = 0;
    for (; number != 0; number >>= 8)
        bytes++;
    return bytes;
}

/* How many runs there are of numbers that each are `step` over the last. */
static unsigned count_runs(const column_writer *w, uint64_t step)
{
    unsigned runs = 1;
    for (uint32_t i = 1; i < w->in_block; i++)
        runs += w->block[i] != w->block[i - 1] + step;
    return runs;
}

/* The least number and the bytes that the largest takes over it, after each
 * has been made smaller by `step` times its place. */
static unsigned find_width(const column_writer *w, uint64_t step,
                           uint64_t *least)
{
    uint64_t low = UINT64_MAX;
    uint64_t high = 0;
    for (uint32_t i = 0; i < w->in_block; i++) {
        uint64_t value = w->block[i];
        if (value < step * i)
            return 9; /* as good as never */
        value -= step * i;
        low = value < low ? value : low;
        high = value > high ? value : high;
    }
    *least = low;
    return bytes_of(high - low);
}

static size_t pack_runs(const column_writer *w, uint64_t step, unsigned runs,
                        unsigned char *out)
{
    unsigned char *at = out;
    *at++ = RUNS;
    *at++ = (unsigned char)step;
    *at++ = (unsigned char)runs;
    for (uint32_t i = 0; i < w->in_block; i++) {
        if (i > 0 && w->block[i] == w->block[i - 1] + step)
            continue;
        *at++ = (unsigned char)i;
        number_write(at, w->block[i], 8);
        at += 8;
    }
    return (size_t)(at - out);
}

static size_t pack_width(const column_writer *w, uint64_t step, unsigned width,
                         uint64_t least, unsigned char *out)
{
    unsigned char *at = out;
    *at++ = WIDTH;
    *at++ = (unsigned char)step;
    *at++ = (unsigned char)width;
    number_write(at, least, 8);
    at += 8;
    for (uint32_t i = 0; i < w->in_block; i++, at += width)
        number_write(at, w->block[i] - step * i - least, width);
    return (size_t)(at - out);
}

/* Pack the block in the way that is smallest. */
static size_t pack(const column_writer *w, unsigned char *out)
{
    size_t best = SIZE_MAX;
    size_t len = 0;
    for (uint64_t step = 0; step < 2; step++) {
        uint64_t least = 0;
        unsigned runs = count_runs(w, step);
        unsigned width = find_width(w, step, &least);
        size_t runs_size = HEAD_BYTES + RUN_BYTES * runs;
        size_t width_size = HEAD_BYTES + 8 + (size_t)width * w->in_block;
        if (width > 8)
            width_size = SIZE_MAX;
        if (runs_size <= width_size && runs_size < best) {
            best = runs_size;
            len = pack_runs(w, step, runs, out);
        } else if (width_size < runs_size && width_size < best) {
            best = width_size;
            len = pack_width(w, step, width, least, out);
        }
    }
    return len;
}

static bool end_block(column_writer *w)
{
    unsigned char bytes[BLOCK_BYTES_MAX];
    unsigned char offset[OFFSET_BYTES];
    number_write(offset, sink_size(w->out) - w->begin, OFFSET_BYTES);
    size_t len = pack(w, bytes);
    w->in_block = 0;
    if (!buf_add(&w->offsets, offset, sizeof offset) ||
        !sink_add(w->out, bytes, len))
        w->failed = true;
    return !w->failed;
}

bool column_writer_add(column_writer *w, uint64_t value)
{
    if (w->failed)
        return false;
    w->block[w->in_block++] = value;
    return w->in_block < COLUMN_BLOCK || end_block(w);
}

bool column_writer_end(column_writer *w, column_place *out)
{
    *out = (column_place){.offset = w->begin};
    if (w->failed || (w->in_block > 0 && !end_block(w)))
        return false;
    if (!sink_add(w->out, buf_text(&w->offsets), w->offsets.len))
        return false;
    out->len = sink_size(w->out) - w->begin;
    return true;
}

/* ------------------------------------------------------------- reading --- */

static uint32_t block_count(uint32_t documents)
{
    return documents / COLUMN_BLOCK + (documents % COLUMN_BLOCK != 0);
}

bool column_open(column *out, pages *p, const column_place *place,
                 uint32_t documents)
{
    uint64_t offsets = (uint64_t)block_count(documents) * OFFSET_BYTES;
    *out = (column){p, *place, documents, 0};
    if (place->offset > p->content ||
        place->len > p->content - place->offset || place->len < offsets)
        return false;
    out->offsets = place->offset + place->len - offsets;
    return true;
}

/* Where a block lies and ends, touched. */
static bool find_block(const column *c, uint32_t block,
                       const unsigned char **at, const unsigned char **end)
{
    uint64_t count = block_count(c->documents);
    uint64_t blocks_len = c->offsets - c->place.offset;
    uint64_t entry = c->offsets + (uint64_t)block * OFFSET_BYTES;
    bool is_last = block + 1 == count;
    if (block >= count ||
        !pages_touch(c->pages, entry, OFFSET_BYTES * (is_last ? 1 : 2)))
        return false;
    const unsigned char *bytes = c->pages->bytes;
    uint64_t from = number_read(bytes + entry, OFFSET_BYTES);
    uint64_t to = is_last ? blocks_len
                          : number_read(bytes + entry + OFFSET_BYTES,
                                        OFFSET_BYTES);
    if (from > to || to > blocks_len || to - from < HEAD_BYTES ||
        !pages_touch(c->pages, c->place.offset + from, to - from))
        return false;
    *at = bytes + c->place.offset + from;
    *end = bytes + c->place.offset + to;
    return true;
}

static uint32_t in_block(const column *c, uint32_t block)
{
    uint32_t left = c->documents - block * COLUMN_BLOCK;
    return left < COLUMN_BLOCK ? left : COLUMN_BLOCK;
}

static bool read_runs(const unsigned char *at, const unsigned char *end,
                      uint32_t count, uint64_t *out)
{
    uint64_t step = at[1];
    unsigned runs = at[2];
    if ((size_t)(end - at) != HEAD_BYTES + (size_t)RUN_BYTES * runs ||
        runs == 0 || at[HEAD_BYTES] != 0)
        return false;
    at += HEAD_BYTES;
    for (; runs > 0; runs--, at += RUN_BYTES) {
        uint64_t value = number_read(at + 1, 8);
        uint32_t stop = runs > 1 ? at[RUN_BYTES] : count;
        if (stop > count || at[0] >= stop)
            return false;
        for (uint32_t i = at[0]; i < stop; i++, value += step)
            out[i] = value;
    }
    return true;
}

static bool read_width(const unsigned char *at, const unsigned char *end,
                       uint32_t count, uint64_t *out)
{
    uint64_t step = at[1];
    unsigned width = at[2];
    if (width > 8 ||
        (size_t)(end - at) != HEAD_BYTES + 8 + (size_t)width * count)
        return false;
    uint64_t value = number_read(at + HEAD_BYTES, 8);
    at += HEAD_BYTES + 8;
    for (uint32_t i = 0; i < count; i++, at += width, value += step)
        out[i] = value + number_read(at, width);
    return true;
}

bool column_get_block(const column *c, uint32_t block, uint64_t *out)
{
    const unsigned char *at, *end;
    if (!find_block(c, block, &at, &end))
        return false;
    uint32_t count = in_block(c, block);
    if (at[0] == RUNS)
        return read_runs(at, end, count, out);
    return at[0] == WIDTH && read_width(at, end, count, out);
}

bool column_get(const column *c, uint32_t document, uint64_t *out)
{
    uint64_t values[COLUMN_BLOCK];
    if (document >= c->documents ||
        !column_get_block(c, document / COLUMN_BLOCK, values))
        return false;
    *out = values[document % COLUMN_BLOCK];
    return true;
}
