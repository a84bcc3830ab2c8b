/* SPDX-License-Identifier: MIT
 *
 * In: the documents of one term. Out: its docs part and its positions part, in
 * two sinks. Invariant: all full blocks and groups have gone out; what is kept
 * is less than a block, less than a group, and the table. */
#include "engine/segment/file/postings.h"

#include <string.h>

#include "engine/segment/file/pack.h"
#include "engine/segment/file/pairs.h"
#include "engine/segment/file/varint.h"

/* The table is kept at its widest: last document, offset, pairs, place. */
#define PLACE_BYTES 5u
#define ENTRY_MAX (8u + 2u * POSTINGS_BLOCK_PAIRS + PLACE_BYTES)
#define TABLE_MAX ((size_t)1 << 32)
/* The positions of a document that is kept without any, in a list of others
 * that have them, begin here: no true one is as high. */
#define NO_POSITION ENGINE_POSITION_MAX
#define FREQUENCIES_LOW 16u

void postings_writer_init(postings_writer *w)
{
    *w = (postings_writer){.failed = true};
    buf_init(&w->table, TABLE_MAX);
}

void postings_writer_release(postings_writer *w)
{
    buf_release(&w->table);
}

void postings_writer_begin(postings_writer *w, bool scored, sink *docs,
                           sink *positions)
{
    w->docs = docs;
    w->positions = scored ? positions : NULL;
    w->docs_begin = sink_size(docs);
    buf_clear(&w->table);
    w->occurrences = 0;
    w->count = 0;
    w->last = UINT32_MAX;
    w->scored = scored;
    w->failed = false;
    w->without = 0;
    w->in_block = 0;
    w->in_group = 0;
    w->best_count = 0;
}

/* ----------------------------------------------------------- positions --- */

/* How far the positions part has come; sticky past what an entry can say. */
static uint32_t positions_written(postings_writer *w)
{
    const uint64_t written = sink_size(w->positions);
    if (written > UINT32_MAX)
        w->failed = true;
    return (uint32_t)written;
}

void postings_writer_end_group(postings_writer *w)
{
    unsigned char packed[PACK_MAX];
    const size_t len = pack_write(packed, w->group);
    w->in_group = 0;
    if (!sink_add(w->positions, packed, len))
        w->failed = true;
}

/* Each but the first as how far it is from being next to the one before. */
static void add_positions(postings_writer *w, const uint32_t *positions,
                          uint32_t frequency)
{
    uint32_t next = 0;
    for (uint32_t i = 0; i < frequency; i++) {
        postings_writer_position(w, positions[i] - next);
        next = positions[i] + 1;
    }
}

void postings_writer_without(postings_writer *w, uint32_t frequency)
{
    for (uint32_t i = 0; i < frequency; i++)
        postings_writer_position(w, i == 0 ? NO_POSITION : 0);
    w->without++;
}

static void write_last_group(postings_writer *w)
{
    unsigned char bytes[PACK_COUNT * VARINT_MAX];
    size_t len = 0;
    for (uint32_t i = 0; i < w->in_group; i++)
        len += varint_write(bytes + len, w->group[i]);
    if (len > 0 && !sink_add(w->positions, bytes, len))
        w->failed = true;
}

/* -------------------------------------------------------------- blocks --- */

void postings_writer_begin_block(postings_writer *w)
{
    w->place_offset = w->positions != NULL ? positions_written(w) : 0;
    w->place_index = w->in_group;
}

/* The shortest length of each low frequency is all that counts of them. */
static size_t block_pairs(const postings_writer *w, postings_pair *pairs)
{
    uint32_t shortest[FREQUENCIES_LOW];
    size_t count = 0;
    memset(shortest, 0xFF, sizeof shortest);
    for (uint32_t i = 0; i < w->in_block; i++) {
        const uint32_t frequency = w->frequencies[i];
        const uint32_t length = w->lengths[i];
        if (frequency >= FREQUENCIES_LOW)
            count = pairs_add(pairs, count, POSTINGS_BLOCK_PAIRS, frequency,
                              length);
        else if (length < shortest[frequency])
            shortest[frequency] = length;
    }
    for (uint32_t f = FREQUENCIES_LOW; f-- > 1;)
        if (shortest[f] != UINT32_MAX)
            count =
                pairs_add(pairs, count, POSTINGS_BLOCK_PAIRS, f, shortest[f]);
    return count;
}

/* The entry of the block that ends here and began at `offset`. A block of
 * fewer pairs than there is room for says its last one again. */
static void add_entry(postings_writer *w, uint64_t offset)
{
    unsigned char entry[ENTRY_MAX];
    postings_pair pairs[POSTINGS_BLOCK_PAIRS + 1] = {{0, 0}};
    const size_t count = w->scored ? block_pairs(w, pairs) : 0;
    if (offset > UINT32_MAX)
        w->failed = true;
    word_write(entry, w->last);
    word_write(entry + 4, (uint32_t)offset);
    for (size_t i = 0; i < POSTINGS_BLOCK_PAIRS; i++) {
        const size_t from = i < count || count == 0 ? i : count - 1;
        entry[8 + 2 * i] = frequency_code(pairs[from].frequency);
        entry[9 + 2 * i] = length_code(pairs[from].length);
    }
    word_write(entry + 8 + 2 * POSTINGS_BLOCK_PAIRS, w->place_offset);
    entry[ENTRY_MAX - 1] = (unsigned char)w->place_index;
    for (size_t i = 0; i < count; i++)
        w->best_count = pairs_add(w->best, w->best_count, POSTINGS_LIST_PAIRS,
                                  pairs[i].frequency, pairs[i].length);
    if (!buf_add(&w->table, entry, sizeof entry))
        w->failed = true;
}

void postings_writer_end_block(postings_writer *w)
{
    unsigned char packed[2 * PACK_MAX];
    const uint64_t offset = sink_size(w->docs) - w->docs_begin;
    add_entry(w, offset);
    size_t len = pack_write(packed, w->gaps);
    if (w->scored) {
        for (uint32_t i = 0; i < w->in_block; i++)
            w->frequencies[i]--;
        len += pack_write(packed + len, w->frequencies);
    }
    w->in_block = 0;
    if (!sink_add(w->docs, packed, len))
        w->failed = true;
}

/* The last block is short: of each document the gap, with the lowest bit for
 * "stands there once" if that is not so for all of the list. */
static void write_short_block(postings_writer *w)
{
    unsigned char bytes[2 * POSTINGS_BLOCK * VARINT_MAX];
    const bool plain = !w->scored || w->occurrences == w->count;
    size_t len = 0;
    if (w->count > POSTINGS_BLOCK)
        add_entry(w, sink_size(w->docs) - w->docs_begin);
    for (uint32_t i = 0; i < w->in_block; i++) {
        const bool once = w->frequencies[i] == 1;
        if (plain) {
            len += varint_write(bytes + len, w->gaps[i]);
            continue;
        }
        len += varint_write(bytes + len, (uint64_t)w->gaps[i] << 1 | once);
        if (!once)
            len += varint_write(bytes + len, w->frequencies[i] - 2);
    }
    if (!sink_add(w->docs, bytes, len))
        w->failed = true;
}

bool postings_writer_add(postings_writer *w, uint32_t document,
                         uint32_t frequency, const uint32_t *positions,
                         uint32_t length)
{
    if (w->failed)
        return false;
    postings_writer_document(w, document, frequency, length);
    if (w->positions != NULL && positions != NULL)
        add_positions(w, positions, frequency);
    else if (w->positions != NULL)
        postings_writer_without(w, frequency);
    return !w->failed;
}

/* ----------------------------------------------------------------- end --- */

/* Pairs in the entries as they go out: as many as some block needs. */
static unsigned pairs_needed(const postings_writer *w)
{
    unsigned most = w->scored ? 1 : 0;
    for (size_t at = 0; w->scored && at < w->table.len; at += ENTRY_MAX) {
        const char *pairs = w->table.data + at + 8;
        unsigned count = POSTINGS_BLOCK_PAIRS;
        while (count > most &&
               memcmp(pairs + 2 * count - 2, pairs + 2 * count - 4, 2) == 0)
            count--;
        most = count > most ? count : most;
    }
    return most;
}

static bool write_entries(postings_writer *w, unsigned pairs)
{
    bool ok = true;
    for (size_t at = 0; at < w->table.len; at += ENTRY_MAX) {
        const char *entry = w->table.data + at;
        ok = ok && sink_add(w->docs, entry, 8 + 2 * pairs);
        if (w->positions != NULL)
            ok = ok && sink_add(w->docs, entry + ENTRY_MAX - PLACE_BYTES,
                                PLACE_BYTES);
    }
    return ok;
}

/* The table, the pairs of the list, where the last group begins, and a byte
 * that says how many pairs there are. */
static bool write_table(postings_writer *w, uint32_t tail)
{
    unsigned char end[8 * POSTINGS_LIST_PAIRS + 4 + 1];
    size_t len = 0;
    const unsigned pairs = pairs_needed(w);
    for (size_t i = 0; i < w->best_count; i++, len += 8) {
        word_write(end + len, w->best[i].frequency);
        word_write(end + len + 4, w->best[i].length);
    }
    if (w->positions != NULL) {
        word_write(end + len, tail);
        len += 4;
    }
    end[len++] = (unsigned char)(pairs | w->best_count << 4);
    return write_entries(w, pairs) && sink_add(w->docs, end, len);
}

/* Of a single document that is without positions there is no such part. */
static void end_positions(postings_writer *w)
{
    if (w->count > 1 || w->without == 0)
        write_last_group(w);
    else
        sink_clear(w->positions);
}

bool postings_writer_end(postings_writer *w)
{
    uint32_t tail = 0;
    if (w->failed)
        return false;
    if (w->positions != NULL) {
        tail = positions_written(w);
        end_positions(w);
    }
    if (w->in_block > 0 && w->count > 1)
        write_short_block(w);
    if (!w->failed && w->count >= POSTINGS_BLOCK && !write_table(w, tail))
        w->failed = true;
    return !w->failed;
}
