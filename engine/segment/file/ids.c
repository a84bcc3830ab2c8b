/* SPDX-License-Identifier: MIT
 *
 * In: ids. Out: their bits, and any of them again, by document or by id.
 * Invariant: a rank, a document and an id that were read are within what the
 * segment has, whatever the bits say. */
#include "engine/segment/file/ids.h"

#include <string.h>

#include "engine/segment/file/varint.h"

/* count of letters, letter bits, id length, document bits; 4 unused bytes. */
#define HEAD_BYTES 8u
#define OFFSET_BYTES 5u
/* Letters, of up to 8 bits each, in 64 bits of which the first 7 may be of
 * something else. */
#define LETTERS_A_WORD 7u

static unsigned bits_for(uint64_t count)
{
    unsigned bits = 0;
    while (bits < 64 && UINT64_C(1) << bits < count)
        bits++;
    return bits;
}

/* ------------------------------------------------------------- writing --- */

static void join_length(ids_shape *shape, size_t len)
{
    shape->length = !shape->any || shape->length == len ? len : 0;
    shape->any = true;
}

void ids_shape_add(ids_shape *shape, const char *id, size_t len)
{
    join_length(shape, len);
    shape->count++;
    for (size_t i = 0; i < len; i++)
        shape->letters[(unsigned char)id[i]] = true;
}

void ids_shape_join(ids_shape *shape, const ids *other)
{
    join_length(shape, other->length);
    for (unsigned i = 0; i < other->letter_count; i++)
        shape->letters[(unsigned char)other->letters[i]] = true;
}

/* Write the first `count` bytes of those bits. */
static void write_bits(ids_writer *w, unsigned count)
{
    unsigned char bytes[8];
    pages_word_write(bytes, w->bits);
    if (!sink_add(w->out, bytes, count))
        w->failed = true;
}

/* `count` is at most 32. */
static inline void add_bits(ids_writer *w, uint64_t value, unsigned count)
{
    w->bits |= value << w->bit_count;
    w->bit_count += count;
    if (w->bit_count < 64)
        return;
    write_bits(w, 8);
    w->bit_count -= 64;
    w->bits = w->bit_count > 0 ? value >> (count - w->bit_count) : 0;
}

/* Write what is left, so that the next part begins with a byte of its own. */
static bool end_bits(ids_writer *w)
{
    write_bits(w, (w->bit_count + 7) / 8);
    w->bits = 0;
    w->bit_count = 0;
    return !w->failed;
}

/* Give each letter its code, in the order of the bytes; write the letters. */
static bool write_letters(ids_writer *w, unsigned *count)
{
    unsigned char letters[256];
    *count = 0;
    for (unsigned i = 0; i < 256; i++) {
        if (!w->shape.letters[i])
            continue;
        w->codes[i] = (unsigned char)*count;
        letters[(*count)++] = (unsigned char)i;
    }
    w->letter_bits = bits_for(*count);
    unsigned char head[HEAD_BYTES] = {
        (unsigned char)*count, (unsigned char)w->letter_bits,
        (unsigned char)w->shape.length, (unsigned char)w->document_bits};
    return sink_add(w->out, head, sizeof head) &&
           sink_add(w->out, letters, *count);
}

bool ids_writer_begin(ids_writer *w, const ids_shape *shape, sink *out,
                      sink *spool)
{
    unsigned count;
    *w = (ids_writer){.out = out, .spool = spool, .shape = *shape};
    w->begin = sink_size(out);
    w->document_bits = bits_for(shape->count);
    /* 256 letters do not fit in the head: then there is nothing to gain. */
    bool all = true;
    for (unsigned i = 0; i < 256; i++)
        all = all && shape->letters[i];
    if (all)
        w->shape.length = 0;
    if (w->shape.length == 0)
        memset(w->shape.letters, 0, sizeof w->shape.letters);
    w->failed = !write_letters(w, &count);
    return !w->failed;
}

static bool add_plain(ids_writer *w, const char *id, size_t len)
{
    unsigned char offset[OFFSET_BYTES];
    w->text_at += len;
    for (unsigned i = 0; i < OFFSET_BYTES; i++)
        offset[i] = (unsigned char)(w->text_at >> 8 * i);
    if (!sink_add(w->out, id, len) ||
        !sink_add(w->spool, offset, sizeof offset))
        w->failed = true;
    return !w->failed;
}

bool ids_writer_add(ids_writer *w, const char *id, size_t len)
{
    if (w->failed)
        return false;
    if (w->shape.length == 0)
        return add_plain(w, id, len);
    for (size_t i = 0; i < len; i++)
        add_bits(w, w->codes[(unsigned char)id[i]], w->letter_bits);
    return !w->failed;
}

/* All ids are written: what comes now is sorted. */
static bool turn(ids_writer *w)
{
    w->sorted = true;
    return end_bits(w) && sink_drain(w->out, w->spool);
}

bool ids_writer_add_sorted(ids_writer *w, uint32_t document)
{
    if (w->failed || (!w->sorted && !turn(w))) {
        w->failed = true;
        return false;
    }
    add_bits(w, document, w->document_bits);
    return !w->failed;
}

bool ids_writer_end(ids_writer *w, ids_place *out)
{
    if (w->failed || !end_bits(w))
        return false;
    *out = (ids_place){w->begin, sink_size(w->out) - w->begin};
    return true;
}

/* ------------------------------------------------------------- reading --- */

static uint64_t bytes_for(uint64_t count, uint64_t bits)
{
    return (count * bits + 7) / 8;
}

/* Where the parts are; false if they do not fill the place. */
static bool find_parts(ids *s, const ids_place *place, uint64_t at)
{
    uint64_t end = place->offset + place->len;
    uint64_t sorted_len = bytes_for(s->documents, s->document_bits);
    uint64_t offsets_len =
        s->length == 0 ? (uint64_t)s->documents * OFFSET_BYTES : 0;
    if (sorted_len > end - at || offsets_len > end - at - sorted_len)
        return false;
    s->texts = at;
    s->texts_len = end - at - sorted_len - offsets_len;
    s->offsets = at + s->texts_len;
    s->sorted = s->offsets + offsets_len;
    return s->length == 0 ||
           s->texts_len == bytes_for(s->documents, s->length * s->letter_bits);
}

bool ids_open(ids *out, pages *p, const ids_place *place, uint32_t documents)
{
    *out = (ids){.pages = p, .documents = documents};
    if (place->offset > p->content || place->len > p->content - place->offset ||
        place->len < HEAD_BYTES || !pages_touch(p, place->offset, HEAD_BYTES))
        return false;
    const unsigned char *head = p->bytes + place->offset;
    unsigned letters = head[0];
    out->letter_count = letters;
    out->letter_bits = head[1];
    out->length = head[2];
    out->document_bits = head[3];
    uint64_t at = place->offset + HEAD_BYTES;
    if (letters > place->len - HEAD_BYTES || !pages_touch(p, at, letters) ||
        out->letter_bits != bits_for(letters) ||
        out->length > ENGINE_TERM_MAX ||
        out->document_bits != bits_for(documents))
        return false;
    memcpy(out->letters, p->bytes + at, letters);
    return find_parts(out, place, at + letters);
}

/* `count` (at most 32) bits from bit `at` on of what is at `offset`, which
 * has been touched. */
static uint32_t read_bits(const pages *p, uint64_t offset, uint64_t at,
                          unsigned count)
{
    uint64_t word = pages_word(p->bytes + offset + at / 8);
    return (uint32_t)(word >> at % 8 & ((UINT64_C(1) << count) - 1));
}

static bool get_packed(const ids *s, uint32_t document, char *id, size_t *len)
{
    const uint64_t mask = (UINT64_C(1) << s->letter_bits) - 1;
    uint64_t bits = s->length * s->letter_bits;
    uint64_t at = document * bits;
    if (!pages_touch(s->pages, s->texts + at / 8, (at % 8 + bits + 7) / 8))
        return false;
    for (size_t i = 0; i < s->length;) {
        uint64_t word = pages_word(s->pages->bytes + s->texts + at / 8);
        word >>= at % 8;
        at += LETTERS_A_WORD * s->letter_bits;
        for (size_t end = i + LETTERS_A_WORD; i < end && i < s->length; i++) {
            id[i] = s->letters[word & mask];
            word >>= s->letter_bits;
        }
    }
    *len = s->length;
    return true;
}

static uint64_t read_offset(const ids *s, uint32_t document)
{
    uint64_t offset = 0;
    const unsigned char *at =
        s->pages->bytes + s->offsets + (uint64_t)document * OFFSET_BYTES;
    for (unsigned i = 0; i < OFFSET_BYTES; i++)
        offset |= (uint64_t)at[i] << 8 * i;
    return offset;
}

static bool get_plain(const ids *s, uint32_t document, char *id, size_t *len)
{
    uint32_t before = document == 0 ? 0 : document - 1;
    if (!pages_touch(s->pages, s->offsets + (uint64_t)before * OFFSET_BYTES,
                     OFFSET_BYTES * (document - before + 1)))
        return false;
    uint64_t from = document == 0 ? 0 : read_offset(s, before);
    uint64_t to = read_offset(s, document);
    if (from >= to || to > s->texts_len || to - from > ENGINE_TERM_MAX ||
        !pages_touch(s->pages, s->texts + from, to - from))
        return false;
    *len = (size_t)(to - from);
    memcpy(id, s->pages->bytes + s->texts + from, *len);
    return true;
}

bool ids_get(const ids *s, uint32_t document, char *id, size_t *len)
{
    if (document >= s->documents)
        return false;
    return s->length == 0 ? get_plain(s, document, id, len)
                          : get_packed(s, document, id, len);
}

bool ids_by_rank(const ids *s, uint32_t rank, uint32_t *document)
{
    uint64_t at = (uint64_t)rank * s->document_bits;
    if (rank >= s->documents ||
        !pages_touch(s->pages, s->sorted + at / 8,
                     (at % 8 + s->document_bits + 7) / 8))
        return false;
    *document = read_bits(s->pages, s->sorted, at, s->document_bits);
    return *document < s->documents;
}

static int compare(const char *a, size_t a_len, const char *b, size_t b_len)
{
    int order = memcmp(a, b, a_len < b_len ? a_len : b_len);
    if (order != 0)
        return order;
    return a_len < b_len ? -1 : a_len > b_len;
}

bool ids_find(const ids *s, const char *id, size_t len, uint32_t *rank,
              bool *equal)
{
    uint32_t low = 0;
    uint32_t high = s->documents;
    *equal = false;
    while (low < high) {
        char other[ENGINE_TERM_MAX];
        size_t other_len;
        uint32_t document;
        uint32_t middle = low + (high - low) / 2;
        if (!ids_by_rank(s, middle, &document) ||
            !ids_get(s, document, other, &other_len))
            return false;
        int order = compare(other, other_len, id, len);
        *equal = *equal || order == 0;
        if (order < 0)
            low = middle + 1;
        else
            high = middle;
    }
    *rank = low;
    return true;
}
