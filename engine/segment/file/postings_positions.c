/* SPDX-License-Identifier: MIT
 *
 * In: a reader that stands on a document. Out: the positions there.
 * Invariant: a group is unpacked only for a document that is asked about, and
 * once for all documents of it; positions given ascend. */
#include "engine/segment/file/pack.h"
#include "engine/segment/file/postings.h"
#include "engine/segment/file/varint.h"

#define PLACE_BYTES 5u

static uint32_t damaged(postings_reader *r)
{
    r->corrupt = true;
    r->left = 0;
    return POSTINGS_END;
}

/* Touch what a group that begins at `offset` can take at most; its end. */
static const unsigned char *group_bytes(postings_reader *r, uint32_t offset,
                                        uint32_t most)
{
    const uint64_t len = r->term.positions_len;
    const uint64_t begin = r->term.docs + r->term.docs_len;
    if (offset >= len)
        return NULL;
    const uint64_t left = len - offset;
    const uint64_t end = left < most ? left : most;
    return segment_touch(r->segment, begin + offset, end)
               ? r->positions + offset + end
               : NULL;
}

/* In a list without a table nothing says where the short group begins: all the
 * full ones lie before it. */
static bool find_tail(postings_reader *r)
{
    uint32_t offset = 0;
    for (uint64_t g = r->term.occurrences / PACK_COUNT; g > 0; g--) {
        const unsigned char *end = group_bytes(r, offset, PACK_MAX);
        const unsigned char *at = r->positions + offset;
        if (end == NULL || !pack_skip(&at, end))
            return false;
        offset = (uint32_t)(at - r->positions);
    }
    r->tail = offset;
    return true;
}

/* Unpack the short group at the end of the list. */
static bool read_short(postings_reader *r)
{
    const unsigned char *at = r->positions + r->group_next;
    const unsigned char *end =
        group_bytes(r, r->group_next, PACK_COUNT * VARINT_MAX);
    const uint32_t count = (uint32_t)(r->term.occurrences % PACK_COUNT);
    if (end == NULL || count == 0)
        return false;
    for (uint32_t i = 0; i < count; i++)
        if (!varint_read32(&at, end, &r->group[i]))
            return false;
    r->group_next = UINT32_MAX;
    r->in_group = count;
    return true;
}

static bool read_full(postings_reader *r, bool unpack)
{
    const unsigned char *at = r->positions + r->group_next;
    const unsigned char *end = group_bytes(r, r->group_next, PACK_MAX);
    if (end == NULL)
        return false;
    if (!(unpack ? pack_read(r->kernel, &at, end, r->group)
                 : pack_skip(&at, end)))
        return false;
    r->group_next = (uint32_t)(at - r->positions);
    r->in_group = PACK_COUNT;
    return true;
}

/* Go on to the next group; unpack it if it holds number `wanted`. */
static bool next_group(postings_reader *r, uint64_t wanted)
{
    r->group_first += r->in_group;
    if (r->group_next == r->tail)
        return read_short(r);
    return r->group_next < r->tail &&
           read_full(r, wanted < r->group_first + PACK_COUNT);
}

/* Stand before the first group of the present block; the number, in that
 * group, of the block's first position. */
static uint32_t begin_block(postings_reader *r)
{
    uint32_t index = 0;
    r->in_group = 0;
    r->group_first = 0;
    r->group_next = 0;
    if (r->table != NULL) {
        const unsigned char *place =
            r->table + (size_t)(r->block + 1) * r->entry - PLACE_BYTES;
        r->group_next = word_read(place);
        index = place[4];
    }
    return index;
}

/* Count on to the present document, or from the block's first: documents
 * mostly are asked about in their order. */
static bool count_before(postings_reader *r)
{
    uint64_t sum = 0;
    if (r->at < r->counted) {
        if (!postings_block_frequencies(r) ||
            (r->table == NULL && r->term.occurrences >= PACK_COUNT &&
             !find_tail(r)))
            return false;
        r->before = begin_block(r);
        r->counted = 0;
    }
    for (uint32_t i = r->counted; i < r->at; i++)
        sum += r->frequencies[i];
    r->before += sum;
    r->counted = r->at;
    return true;
}

uint32_t postings_reader_positions(postings_reader *r)
{
    r->left = 0;
    if (r->term.positions_len == 0 || !r->scored || r->corrupt ||
        r->at >= r->in_block)
        return 0;
    if (!count_before(r)) {
        damaged(r);
        return 0;
    }
    const uint64_t wanted = r->before;
    if (r->in_group > 0 && wanted < r->group_first)
        begin_block(r);
    while (r->in_group == 0 || wanted >= r->group_first + r->in_group)
        if (!next_group(r, wanted)) {
            damaged(r);
            return 0;
        }
    r->group_at = (uint32_t)(wanted - r->group_first);
    r->value = 0;
    if (r->group[r->group_at] >= ENGINE_POSITION_MAX)
        return 0;
    r->left = r->frequencies[r->at];
    return r->left;
}

uint32_t postings_reader_position(postings_reader *r)
{
    if (r->left == 0)
        return POSTINGS_END;
    if (r->group_at == r->in_group) {
        if (!next_group(r, r->group_first + r->in_group))
            return damaged(r);
        r->group_at = 0;
    }
    const uint32_t gap = r->group[r->group_at];
    if (gap >= ENGINE_POSITION_MAX - r->value)
        return damaged(r);
    const uint32_t position = r->value + gap;
    r->group_at++;
    r->left--;
    r->value = position + 1;
    return position;
}
