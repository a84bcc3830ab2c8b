/* SPDX-License-Identifier: MIT
 *
 * In: records. Out: blocks of them, and any one again. Invariant: what is
 * inflated is no longer than its block says, and that no longer than a block
 * can be. */
#include "engine/segment/file/records.h"

#include <string.h>

#include "base/eight.h"
#include "engine/engine.h"
#include "engine/segment/file/varint.h"

/* A block is ended by the record that takes it to this size. */
#define BLOCK_BYTES ((size_t)16 * 1024)
/* Or by this many: to read one the heads before it are read. */
#define BLOCK_DOCUMENTS 256u
/* No block is larger: the last record may be as large as any. */
#define BLOCK_BYTES_MAX (BLOCK_BYTES + ENGINE_RECORD_MAX + 64)
/* A block that is copied as it is has at least this much in it, or as many
 * records as any. */
#define BLOCK_BYTES_GOOD (BLOCK_BYTES / 2)
#define INDEX_MAX ((size_t)1 << 31)
/* So many bytes away from where it was before an id is looked for first. */
#define NEAR 3u
/* First document, offset. */
#define DOCUMENT_BYTES 4u
#define OFFSET_BYTES 5u
#define ENTRY_BYTES (DOCUMENT_BYTES + OFFSET_BYTES)

enum packing { AS_IT_IS, DEFLATED };

/* What a head says of its tail; any more is how much longer the tail is. */
enum tail { TAIL_NONE, TAIL_AGAIN, TAIL_NEW };

/* ------------------------------------------------------------- writing --- */

/* Write one block: how it is packed, its length when it is not, the bytes. */
static bool write_block(records_writer *w, uint32_t first, enum packing packing,
                        uint64_t raw_len, const buf *bytes)
{
    unsigned char entry[ENTRY_BYTES];
    unsigned char head[1 + VARINT_MAX] = {(unsigned char)packing};
    uint64_t offset = sink_size(w->out) - w->begin;
    unsigned head_len = 1 + varint_write(head + 1, raw_len);
    word_write(entry, first);
    for (unsigned i = 0; i < OFFSET_BYTES; i++)
        entry[DOCUMENT_BYTES + i] = (unsigned char)(offset >> 8 * i);
    if (!buf_add(&w->index, entry, sizeof entry) ||
        !sink_add(w->out, head, head_len) ||
        !sink_add(w->out, bytes->data, bytes->len))
        w->failed = true;
    return !w->failed;
}

/* Write one that comes from the packer. */
static void take_block(void *ctx, const packer_block *b)
{
    records_writer *w = ctx;
    const bool smaller = b->packed.len > 0;
    if (!w->failed)
        write_block(w, b->first, smaller ? DEFLATED : AS_IT_IS, b->raw.len,
                    smaller ? &b->packed : &b->raw);
}

void records_writer_init(records_writer *w, sink *out)
{
    *w = (records_writer){.out = out, .begin = sink_size(out)};
    buf_init(&w->heads, BLOCK_BYTES_MAX);
    buf_init(&w->tails, BLOCK_BYTES_MAX);
    buf_init(&w->last, ENGINE_RECORD_MAX);
    buf_init(&w->index, INDEX_MAX);
    packer_init(&w->packer, BLOCK_BYTES_MAX, take_block, w);
}

void records_writer_release(records_writer *w)
{
    packer_release(&w->packer);
    buf_release(&w->heads);
    buf_release(&w->tails);
    buf_release(&w->last);
    buf_release(&w->index);
}

/* Put the block together: how long its heads are, they, the tails. */
static bool make_block(records_writer *w, packer_block *out)
{
    unsigned char len[VARINT_MAX];
    out->first = w->block_first;
    w->block_first = w->documents;
    buf_add(&out->raw, len, varint_write(len, w->heads.len));
    buf_add(&out->raw, buf_text(&w->heads), w->heads.len);
    buf_add(&out->raw, buf_text(&w->tails), w->tails.len);
    if (w->heads.failed || w->tails.failed || out->raw.failed)
        w->failed = true;
    buf_clear(&w->heads);
    buf_clear(&w->tails);
    w->tail_any = false;
    return !w->failed;
}

static bool end_block(records_writer *w)
{
    if (w->failed || w->heads.len == 0)
        return !w->failed;
    if (make_block(w, packer_next(&w->packer)))
        packer_send(&w->packer);
    return !w->failed;
}

/* End the last block, and have all written. */
static bool end_blocks(records_writer *w)
{
    end_block(w);
    packer_finish(&w->packer);
    return !w->failed;
}

static size_t shared_with_last(const records_writer *w, const char *head,
                               size_t len)
{
    return eight_shared(w->last.data, head,
                        len < w->last.len ? len : w->last.len);
}

/* Is the tail that of the piece before in this block? */
static bool is_last_tail(const records_writer *w, const records_piece *piece)
{
    return w->tail_any && piece->cut && piece->tail_len == w->tail_len &&
           (piece->tail_len == 0 ||
            memcmp(w->tails.data + w->tails.len - w->tail_len, piece->tail,
                   piece->tail_len) == 0);
}

/* Append a head: how much of the one before it begins with, how much more it
 * has, what comes of the tail; of the rest how far each byte is from the one
 * above it. */
static void add_head(records_writer *w, const records_piece *piece,
                     uint64_t tail)
{
    unsigned char numbers[3 * VARINT_MAX];
    const bool first = w->heads.len == 0;
    const size_t shared =
        first ? 0 : shared_with_last(w, piece->head, piece->head_len);
    const size_t rest = piece->head_len - shared;
    unsigned len = varint_write(numbers, shared);
    len += varint_write(numbers + len, rest);
    len += varint_write(numbers + len, tail);
    const size_t above = first ? 0 : w->last.len;
    buf_add(&w->heads, numbers, len);
    if (!buf_add(&w->heads, piece->head + shared, rest))
        return;
    char *out = w->heads.data + w->heads.len - rest;
    for (size_t i = shared; i < above && i < piece->head_len; i++)
        *out++ -= w->last.data[i];
}

bool records_writer_add(records_writer *w, const records_piece *piece)
{
    if (w->failed)
        return false;
    const bool again = is_last_tail(w, piece);
    add_head(w, piece,
             !piece->cut ? TAIL_NONE
             : again     ? TAIL_AGAIN
                         : TAIL_NEW + piece->tail_len);
    if (!again)
        buf_add(&w->tails, piece->tail, piece->tail_len);
    w->tail_any = piece->cut;
    w->tail_len = piece->tail_len;
    buf_clear(&w->last);
    buf_add(&w->last, piece->head, piece->head_len);
    w->failed =
        w->failed || w->heads.failed || w->tails.failed || w->last.failed;
    w->documents++;
    return w->heads.len + w->tails.len < BLOCK_BYTES &&
                   w->documents - w->block_first < BLOCK_DOCUMENTS
               ? !w->failed
               : end_block(w);
}

/* Where the id stands in the record; NULL: nowhere. */
static const char *find_id(const char *record, size_t len, const char *id,
                           size_t id_len, size_t near)
{
    const size_t from = near < NEAR ? 0 : near - NEAR;
    for (size_t at = from; at + id_len <= len && at <= from + 2 * NEAR; at++)
        if (record[at] == id[0] && memcmp(record + at, id, id_len) == 0)
            return record + at;
    return memmem(record, len, id, id_len);
}

records_piece records_cut(const char *record, size_t len, const char *id,
                          size_t id_len, size_t near)
{
    const char *found = find_id(record, len, id, id_len, near);
    records_piece piece = {.head = record, .head_len = len};
    if (found != NULL) {
        piece.cut = true;
        piece.head_len = (size_t)(found - record);
        piece.tail = found + id_len;
        piece.tail_len = len - piece.head_len - id_len;
    }
    return piece;
}

bool records_writer_end(records_writer *w, records_place *out)
{
    if (!end_blocks(w) || !sink_add(w->out, buf_text(&w->index), w->index.len))
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
    buf_init(&out->head, ENGINE_RECORD_MAX);
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
    buf_release(&r->head);
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

/* Stand before the block's first head; false if there is no place for it. */
static bool begin_pieces(records *r)
{
    uint64_t len;
    const unsigned char *start = (const unsigned char *)r->raw.data;
    const unsigned char *at = start;
    if (r->raw.len == 0 || !varint_read(&at, start + r->raw.len, &len) ||
        len > r->raw.len - (size_t)(at - start))
        return false;
    r->next = r->first;
    r->at = (size_t)(at - start);
    r->heads_end = r->at + (size_t)len;
    r->tail_at = r->heads_end;
    r->tail_any = false;
    buf_clear(&r->head);
    return true;
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
    r->first = b.first;
    r->after = b.after;
    if (status == PILCROW_OK && !begin_pieces(r))
        status = PILCROW_CORRUPT;
    r->ready = status == PILCROW_OK;
    return status;
}

/* Make the next head of the one before it and of the `rest` bytes at `at`. */
static bool join_head(records *r, size_t shared, const unsigned char *at,
                      size_t rest)
{
    const size_t above = r->head.len;
    if (above < shared + rest && !buf_reserve(&r->head, shared + rest - above))
        return false;
    for (size_t i = shared; i < shared + rest; i++)
        r->head.data[i] = (char)(*at++ + (i < above ? r->head.data[i] : 0));
    r->head.len = shared + rest;
    return true;
}

/* Go on to the tail of which a head says `tail`. */
static bool step_tail(records *r, uint64_t tail)
{
    if (tail == TAIL_AGAIN)
        return r->tail_any;
    r->tail_any = tail != TAIL_NONE;
    r->tail_len = tail < TAIL_NEW ? 0 : (size_t)tail - TAIL_NEW;
    if (r->tail_len > r->raw.len - r->tail_at)
        return false;
    r->tail_at += r->tail_len;
    return true;
}

/* Read the head at r->at, and go on to the next. */
static pilcrow_status read_piece(records *r, records_piece *out)
{
    uint64_t shared, rest, tail;
    const unsigned char *start = (const unsigned char *)r->raw.data;
    const unsigned char *end = start + r->heads_end;
    const unsigned char *at = start + r->at;
    if (!varint_read(&at, end, &shared) || !varint_read(&at, end, &rest) ||
        !varint_read(&at, end, &tail) || shared > r->head.len ||
        rest > (uint64_t)(end - at) || !step_tail(r, tail) ||
        shared + rest + r->tail_len > ENGINE_RECORD_MAX)
        return PILCROW_CORRUPT;
    if (!join_head(r, (size_t)shared, at, (size_t)rest))
        return PILCROW_NO_MEMORY;
    *out = (records_piece){.head = buf_text(&r->head),
                           .head_len = r->head.len,
                           .cut = r->tail_any,
                           .tail = r->raw.data + r->tail_at - r->tail_len,
                           .tail_len = r->tail_len,
                           .again = tail == TAIL_AGAIN};
    r->at = (size_t)(at - start) + (size_t)rest;
    r->next++;
    return PILCROW_OK;
}

pilcrow_status records_get(records *r, uint32_t document, records_piece *out)
{
    pilcrow_status status = load(r, document);
    if (status != PILCROW_OK)
        return status;
    if (document < r->next && !begin_pieces(r))
        return PILCROW_CORRUPT;
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

static bool is_good(const block *b, uint64_t raw_len)
{
    return raw_len >= BLOCK_BYTES_GOOD ||
           b->after - b->first >= BLOCK_DOCUMENTS;
}

/* Write the whole of a block as it is. */
static bool copy_block(records_writer *w, const records *from, const block *b,
                       uint64_t raw_len, size_t head_len)
{
    const unsigned char *bytes = from->pages->bytes + b->offset;
    buf rest = {.data = (char *)(uintptr_t)(bytes + head_len),
                .len = (size_t)b->len - head_len};
    if (!end_blocks(w))
        return false;
    const uint32_t first = w->block_first;
    w->documents += b->after - b->first;
    w->block_first = w->documents;
    return write_block(w, first, bytes[0], raw_len, &rest);
}

pilcrow_status records_copy_one(records_writer *w, records *from,
                                uint32_t document)
{
    records_piece piece;
    const pilcrow_status status = records_get(from, document, &piece);
    if (status != PILCROW_OK)
        return status;
    return records_writer_add(w, &piece) ? PILCROW_OK : PILCROW_NO_MEMORY;
}

pilcrow_status records_copy(records_writer *w, records *from,
                            uint32_t *document, const uint64_t *deleted)
{
    block b;
    uint64_t raw_len;
    if (*document >= from->documents || !find_block(from, *document, &b))
        return PILCROW_CORRUPT;
    const unsigned char *start = from->pages->bytes + b.offset;
    const unsigned char *at = start + 1;
    if (!varint_read(&at, start + b.len, &raw_len))
        return PILCROW_CORRUPT;
    if (b.first == *document && is_good(&b, raw_len) &&
        !any_deleted(deleted, b.first, b.after)) {
        *document = b.after;
        return copy_block(w, from, &b, raw_len, (size_t)(at - start))
                   ? PILCROW_OK
                   : PILCROW_NO_MEMORY;
    }
    return records_copy_one(w, from, (*document)++);
}
