/* SPDX-License-Identifier: MIT
 *
 * In: records. Out: blocks of them, and any one again. Invariant: what is
 * inflated is no longer than its block says, and that no longer than a block
 * can be. */
#include "engine/segment/records.h"

#include <string.h>

#include "engine/engine.h"
#include "engine/segment/varint.h"

/* A block is ended by the record that takes it to this size. */
#define BLOCK_BYTES ((size_t)32 * 1024)
/* No block is larger: the last record may be as large as any. */
#define BLOCK_BYTES_MAX (BLOCK_BYTES + ENGINE_RECORD_MAX + 64)
/* A block that is copied as it is has at least this much in it. */
#define BLOCK_BYTES_GOOD (BLOCK_BYTES / 2)
#define INDEX_MAX ((size_t)1 << 31)
/* First document, offset. */
#define DOCUMENT_BYTES 4u
#define OFFSET_BYTES 5u
#define ENTRY_BYTES (DOCUMENT_BYTES + OFFSET_BYTES)

enum packing { AS_IT_IS, DEFLATED };

/* ------------------------------------------------------------- writing --- */

void records_writer_init(records_writer *w, sink *out)
{
    *w = (records_writer){.out = out, .begin = sink_size(out)};
    buf_init(&w->raw, BLOCK_BYTES_MAX);
    buf_init(&w->last, ENGINE_RECORD_MAX);
    buf_init(&w->piece, ENGINE_RECORD_MAX);
    buf_init(&w->packed, BLOCK_BYTES_MAX);
    buf_init(&w->index, INDEX_MAX);
}

void records_writer_release(records_writer *w)
{
    deflater_free(w->deflater);
    w->deflater = NULL;
    buf_release(&w->raw);
    buf_release(&w->last);
    buf_release(&w->piece);
    buf_release(&w->packed);
    buf_release(&w->index);
}

/* Deflate the block into `packed`; false if that does not make it smaller, or
 * memory ran out, where it can stay as it is. */
static bool deflate_block(records_writer *w)
{
    buf_clear(&w->packed);
    if (w->deflater == NULL)
        w->deflater = deflater_new();
    if (w->deflater == NULL || !buf_reserve(&w->packed, w->raw.len))
        return false;
    w->packed.len = deflater_pack(w->deflater, w->raw.data, w->raw.len,
                                  w->packed.data, w->raw.len);
    return w->packed.len > 0;
}

/* Write one block: how it is packed, its length when it is not, the bytes. */
static bool write_block(records_writer *w, enum packing packing,
                        uint64_t raw_len, const buf *bytes)
{
    unsigned char entry[ENTRY_BYTES];
    unsigned char head[1 + VARINT_MAX] = {(unsigned char)packing};
    uint64_t offset = sink_size(w->out) - w->begin;
    unsigned head_len = 1 + varint_write(head + 1, raw_len);
    word_write(entry, w->block_first);
    for (unsigned i = 0; i < OFFSET_BYTES; i++)
        entry[DOCUMENT_BYTES + i] = (unsigned char)(offset >> 8 * i);
    w->block_first = w->documents;
    if (!buf_add(&w->index, entry, sizeof entry) ||
        !sink_add(w->out, head, head_len) ||
        !sink_add(w->out, bytes->data, bytes->len))
        w->failed = true;
    return !w->failed;
}

static bool end_block(records_writer *w)
{
    if (w->raw.failed)
        w->failed = true;
    if (w->failed || w->raw.len == 0)
        return !w->failed;
    bool smaller = deflate_block(w);
    write_block(w, smaller ? DEFLATED : AS_IT_IS, w->raw.len,
                smaller ? &w->packed : &w->raw);
    buf_clear(&w->raw);
    return !w->failed;
}

static size_t shared_bytes(const buf *a, const buf *b)
{
    size_t len = a->len < b->len ? a->len : b->len;
    size_t at = 0;
    while (at < len && a->data[at] == b->data[at])
        at++;
    return at;
}

/* Append w->piece to the block: how much of the one before it begins with, how
 * much more it has, 0 or where its id goes in and 1, the rest. */
static bool add_piece(records_writer *w, bool cut, size_t cut_at)
{
    unsigned char head[3 * VARINT_MAX];
    buf last = w->last;
    size_t shared = w->raw.len > 0 ? shared_bytes(&last, &w->piece) : 0;
    size_t rest = w->piece.len - shared;
    unsigned len = varint_write(head, shared);
    len += varint_write(head + len, rest);
    len += varint_write(head + len, cut ? cut_at + 1 : 0);
    buf_add(&w->raw, head, len);
    buf_add(&w->raw, buf_text(&w->piece) + shared, rest);
    w->failed = w->failed || w->piece.failed || w->raw.failed;
    w->last = w->piece;
    w->piece = last;
    w->documents++;
    return w->raw.len < BLOCK_BYTES ? !w->failed : end_block(w);
}

bool records_writer_add(records_writer *w, const char *record, size_t len,
                        const char *id, size_t id_len)
{
    if (w->failed)
        return false;
    const char *found = memmem(record, len, id, id_len);
    size_t at = found != NULL ? (size_t)(found - record) : len;
    buf_clear(&w->piece);
    buf_add(&w->piece, record, at);
    if (found != NULL)
        buf_add(&w->piece, found + id_len, len - at - id_len);
    return add_piece(w, found != NULL, at);
}

bool records_writer_end(records_writer *w, records_place *out)
{
    if (!end_block(w) || !sink_add(w->out, buf_text(&w->index), w->index.len))
        return false;
    *out = (records_place){w->begin, sink_size(w->out) - w->begin,
                           w->index.len / ENTRY_BYTES};
    return true;
}

/* ------------------------------------------------------------- reading --- */

bool records_open(records *out, pages *p, const records_place *place,
                  uint32_t documents)
{
    *out = (records){.pages = p, .place = *place, .documents = documents};
    buf_init(&out->raw, BLOCK_BYTES_MAX);
    buf_init(&out->piece, ENGINE_RECORD_MAX);
    if (place->offset > p->content || place->len > p->content - place->offset ||
        place->blocks > place->len / ENTRY_BYTES ||
        (place->blocks == 0) != (documents == 0))
        return false;
    out->index = place->offset + place->len - place->blocks * ENTRY_BYTES;
    return true;
}

void records_release(records *r)
{
    inflater_free(r->inflater);
    r->inflater = NULL;
    buf_release(&r->raw);
    buf_release(&r->piece);
}

/* A block: its documents, and where it lies in the file. */
typedef struct block {
    uint32_t first, after;
    uint64_t offset;
    uint64_t len;
} block;

static const unsigned char *entry_at(const records *r, uint64_t number)
{
    return r->pages->bytes + r->index + number * ENTRY_BYTES;
}

static uint64_t entry_offset(const unsigned char *entry)
{
    uint64_t offset = 0;
    for (unsigned i = 0; i < OFFSET_BYTES; i++)
        offset |= (uint64_t)entry[DOCUMENT_BYTES + i] << 8 * i;
    return offset;
}

/* The number of the last block that begins at `document` or before. */
static bool search_index(const records *r, uint32_t document, uint64_t *number)
{
    uint64_t low = 0;
    uint64_t high = r->place.blocks;
    while (high - low > 1) {
        uint64_t middle = low + (high - low) / 2;
        if (!pages_touch(r->pages, r->index + middle * ENTRY_BYTES,
                         ENTRY_BYTES))
            return false;
        if (word_read(entry_at(r, middle)) <= document)
            low = middle;
        else
            high = middle;
    }
    *number = low;
    return true;
}

/* The block that holds the document, touched. */
static bool find_block(const records *r, uint32_t document, block *out)
{
    uint64_t number;
    if (!search_index(r, document, &number))
        return false;
    bool is_last = number + 1 == r->place.blocks;
    uint64_t blocks_len = r->index - r->place.offset;
    if (!pages_touch(r->pages, r->index + number * ENTRY_BYTES,
                     ENTRY_BYTES * (is_last ? 1 : 2)))
        return false;
    const unsigned char *entry = entry_at(r, number);
    uint64_t from = entry_offset(entry);
    uint64_t to = is_last ? blocks_len : entry_offset(entry + ENTRY_BYTES);
    out->first = word_read(entry);
    out->after = is_last ? r->documents : word_read(entry + ENTRY_BYTES);
    out->offset = r->place.offset + from;
    out->len = to - from;
    return from < to && to <= blocks_len && out->first <= document &&
           document < out->after && out->after <= r->documents &&
           pages_touch(r->pages, out->offset, out->len);
}

/* Have room for `len` bytes in r->raw, and what inflates to there. */
static bool ready_to_unpack(records *r, size_t len)
{
    buf_clear(&r->raw);
    if (r->inflater == NULL)
        r->inflater = inflater_new();
    return r->inflater != NULL && buf_reserve(&r->raw, len);
}

static pilcrow_status unpack(records *r, const block *b)
{
    uint64_t raw_len;
    const unsigned char *at = r->pages->bytes + b->offset;
    const unsigned char *end = at + b->len;
    enum packing packing = *at++;
    if (!varint_read(&at, end, &raw_len) || raw_len > BLOCK_BYTES_MAX)
        return PILCROW_CORRUPT;
    if (!ready_to_unpack(r, (size_t)raw_len))
        return PILCROW_NO_MEMORY;
    size_t len = (size_t)(end - at);
    if (packing == AS_IT_IS)
        return len == raw_len && buf_add(&r->raw, at, len) ? PILCROW_OK
                                                           : PILCROW_CORRUPT;
    r->raw.len = (size_t)raw_len;
    return packing == DEFLATED && inflater_unpack(r->inflater, at, len,
                                                  r->raw.data, r->raw.len)
               ? PILCROW_OK
               : PILCROW_CORRUPT;
}

/* Stand before the block's first piece. */
static void begin_pieces(records *r)
{
    r->next = r->first;
    r->at = 0;
    buf_clear(&r->piece);
}

/* Have the block of the document in r->raw. */
static pilcrow_status load(records *r, uint32_t document)
{
    block b;
    if (r->ready && document >= r->first && document < r->after)
        return PILCROW_OK;
    r->ready = false;
    if (document >= r->documents || !find_block(r, document, &b))
        return PILCROW_CORRUPT;
    pilcrow_status status = unpack(r, &b);
    r->ready = status == PILCROW_OK;
    r->first = b.first;
    r->after = b.after;
    begin_pieces(r);
    return status;
}

/* Read the piece at r->at, and go on to the next. */
static pilcrow_status read_piece(records *r, records_piece *out)
{
    uint64_t shared, rest, cut;
    const unsigned char *start = (const unsigned char *)r->raw.data;
    const unsigned char *end = start + r->raw.len;
    const unsigned char *at = start + r->at;
    if (!varint_read(&at, end, &shared) || !varint_read(&at, end, &rest) ||
        !varint_read(&at, end, &cut) || shared > r->piece.len ||
        rest > (uint64_t)(end - at) || shared + rest > ENGINE_RECORD_MAX ||
        cut > shared + rest + 1)
        return PILCROW_CORRUPT;
    buf_truncate(&r->piece, (size_t)shared);
    if (!buf_add(&r->piece, at, (size_t)rest))
        return PILCROW_NO_MEMORY;
    *out = (records_piece){buf_text(&r->piece), r->piece.len, cut != 0,
                           cut != 0 ? (size_t)cut - 1 : 0};
    r->at = (size_t)(at - start) + (size_t)rest;
    r->next++;
    return PILCROW_OK;
}

pilcrow_status records_get(records *r, uint32_t document, records_piece *out)
{
    pilcrow_status status = load(r, document);
    if (status != PILCROW_OK)
        return status;
    if (document < r->next)
        begin_pieces(r);
    do
        status = read_piece(r, out);
    while (status == PILCROW_OK && r->next <= document);
    if (status != PILCROW_OK)
        r->ready = false;
    return status;
}

/* ------------------------------------------------------------- copying --- */

static bool any_deleted(const uint64_t *deleted, uint32_t first, uint32_t after)
{
    for (uint32_t i = first; deleted != NULL && i < after; i++)
        if ((deleted[i / 64] >> (i % 64) & 1) != 0)
            return true;
    return false;
}

/* Write the whole of a block as it is. */
static bool copy_block(records_writer *w, const records *from, const block *b,
                       uint64_t raw_len, size_t head_len)
{
    const unsigned char *bytes = from->pages->bytes + b->offset;
    buf rest = {.data = (char *)(uintptr_t)(bytes + head_len),
                .len = (size_t)b->len - head_len};
    if (!end_block(w))
        return false;
    w->documents += b->after - b->first;
    return write_block(w, bytes[0], raw_len, &rest);
}

pilcrow_status records_copy(records_writer *w, records *from,
                            uint32_t *document, const uint64_t *deleted)
{
    block b;
    uint64_t raw_len;
    records_piece piece;
    if (*document >= from->documents || !find_block(from, *document, &b))
        return PILCROW_CORRUPT;
    const unsigned char *start = from->pages->bytes + b.offset;
    const unsigned char *at = start + 1;
    if (!varint_read(&at, start + b.len, &raw_len))
        return PILCROW_CORRUPT;
    if (b.first == *document && raw_len >= BLOCK_BYTES_GOOD &&
        !any_deleted(deleted, b.first, b.after)) {
        *document = b.after;
        return copy_block(w, from, &b, raw_len, (size_t)(at - start))
                   ? PILCROW_OK
                   : PILCROW_NO_MEMORY;
    }
    pilcrow_status status = records_get(from, (*document)++, &piece);
    if (status != PILCROW_OK)
        return status;
    buf_clear(&w->piece);
    buf_add(&w->piece, piece.bytes, piece.len);
    return add_piece(w, piece.cut, piece.cut_at) ? PILCROW_OK
                                                 : PILCROW_NO_MEMORY;
}
