/* SPDX-License-Identifier: MIT
 *
 * In: keys in order, with payloads. Out: blocks of them, and the way from the
 * root to any key. Invariant: a cursor reads within one block, which was
 * touched whole, and each block lies within the table. */
#include "engine/segment/file/table.h"

#include <string.h>

#include "base/eight.h"
#include "engine/segment/file/varint.h"

#define BLOCK_BYTES 512u
#define ABOVE_MAX ((size_t)1 << 30)
/* A payload and its key; a block ends after the entry that makes it full. */
#define BLOCK_MAX ((size_t)1 << 31)
/* The two lengths of an entry's head stand in 4 bits each up to this. */
#define SHORT_MAX 15u

static size_t shared_bytes(const char *a, size_t a_len, const char *b,
                           size_t b_len)
{
    return eight_shared(a, b, a_len < b_len ? a_len : b_len);
}

/* ------------------------------------------------------------- writing --- */

static void add_number(buf *out, uint64_t number)
{
    unsigned char bytes[VARINT_MAX];
    buf_add(out, bytes, varint_write(bytes, number));
}

static void add_entry(buf *out, const char *last, size_t last_len,
                      const char *key, size_t key_len, const void *payload,
                      size_t len)
{
    unsigned char head[1 + 2 * VARINT_MAX + TABLE_KEY_MAX];
    const size_t shared = shared_bytes(last, last_len, key, key_len);
    const size_t rest = key_len - shared;
    const size_t shared_short = shared < SHORT_MAX ? shared : SHORT_MAX;
    const size_t rest_short = rest < SHORT_MAX ? rest : SHORT_MAX;
    size_t at = 0;
    head[at++] = (unsigned char)(shared_short << 4 | rest_short);
    if (shared_short == SHORT_MAX)
        at += varint_write(head + at, shared - SHORT_MAX);
    if (rest_short == SHORT_MAX)
        at += varint_write(head + at, rest - SHORT_MAX);
    memcpy(head + at, key + shared, rest);
    buf_add(out, head, at + rest);
    buf_add(out, payload, len);
}

void table_writer_init(table_writer *w, sink *out)
{
    *w = (table_writer){.out = out, .begin = sink_size(out)};
    buf_init(&w->block, BLOCK_MAX);
    buf_init(&w->above, ABOVE_MAX);
}

void table_writer_release(table_writer *w)
{
    buf_release(&w->block);
    buf_release(&w->above);
}

/* Write the block that has been filled: its length, its base, its entries. */
static bool write_block(table_writer *w, uint64_t *len)
{
    unsigned char head[2 * VARINT_MAX];
    unsigned char base[VARINT_MAX];
    unsigned base_len = varint_write(base, w->base);
    unsigned head_len = varint_write(head, base_len + w->block.len);
    memcpy(head + head_len, base, base_len);
    head_len += base_len;
    *len = head_len + w->block.len;
    if (w->block.failed || !sink_add(w->out, head, head_len) ||
        !sink_add(w->out, w->block.data, w->block.len))
        w->failed = true;
    buf_clear(&w->block);
    return !w->failed;
}

/* Remember a block for the level above: the key's length, the key, and the
 * block's length once it is written. */
static void note_key(table_writer *w, const char *key, size_t len)
{
    buf_add_byte(&w->above, (char)len);
    buf_add(&w->above, key, len);
}

static bool end_block(table_writer *w)
{
    uint64_t len;
    if (!write_block(w, &len))
        return false;
    add_number(&w->above, len);
    return true;
}

bool table_writer_add(table_writer *w, const char *key, size_t key_len,
                      uint64_t base, const void *payload, size_t len)
{
    if (w->failed)
        return false;
    if (w->block.len >= BLOCK_BYTES && !end_block(w))
        return false;
    if (w->block.len == 0) {
        /* As much of the key as tells it from the one before. */
        size_t shared = shared_bytes(w->last, w->last_len, key, key_len);
        note_key(w, key, w->count == 0 ? 0 : shared + 1);
        w->base = base;
        w->last_len = 0;
    }
    add_entry(&w->block, w->last, w->last_len, key, key_len, payload, len);
    memcpy(w->last, key, key_len);
    w->last_len = key_len;
    w->count++;
    w->failed = w->block.failed || w->above.failed;
    return !w->failed;
}

/* One block of the level below, as note_key() and end_block() left it. */
typedef struct below {
    const char *key;
    size_t key_len;
    uint64_t len;
} below;

static const unsigned char *read_below(below *out, const unsigned char *at,
                                       const unsigned char *end)
{
    out->key_len = *at++;
    out->key = (const char *)at;
    at += out->key_len;
    varint_read(&at, end, &out->len);
    return at;
}

/* Write the level of blocks over those in `list`, the first of which begins at
 * `*begin`, which moves on to this level's own. */
static bool write_level(table_writer *w, const buf *list, uint64_t *begin)
{
    const unsigned char *at = (const unsigned char *)list->data;
    const unsigned char *end = at + list->len;
    uint64_t child = *begin;
    *begin = sink_size(w->out) - w->begin;
    while (at < end && !w->failed) {
        below b = {0};
        unsigned char len[VARINT_MAX];
        if (w->block.len >= BLOCK_BYTES && !end_block(w))
            return false;
        at = read_below(&b, at, end);
        if (w->block.len == 0) {
            note_key(w, b.key, b.key_len);
            w->base = child;
            w->last_len = 0;
        }
        add_entry(&w->block, w->last, w->last_len, b.key, b.key_len, len,
                  varint_write(len, b.len));
        memcpy(w->last, b.key, b.key_len);
        w->last_len = b.key_len;
        child += b.len;
        w->failed = w->block.failed || w->above.failed;
    }
    return !w->failed && end_block(w);
}

/* How many blocks `above` has a note of: 1, or more. */
static bool has_one(const buf *above)
{
    below b = {0};
    const unsigned char *at = (const unsigned char *)above->data;
    const unsigned char *end = at + above->len;
    return read_below(&b, at, end) == end;
}

bool table_writer_end(table_writer *w, table_place *out)
{
    *out = (table_place){.offset = w->begin, .count = w->count};
    if (w->failed)
        return false;
    if (w->count == 0)
        return true;
    if (!end_block(w))
        return false;
    out->leaves_len = sink_size(w->out) - w->begin;
    while (!w->failed && !has_one(&w->above)) {
        buf list = w->above;
        buf_init(&w->above, ABOVE_MAX);
        write_level(w, &list, &out->root);
        buf_release(&list);
        out->depth++;
    }
    out->len = sink_size(w->out) - w->begin;
    return !w->failed && !w->above.failed;
}

/* ------------------------------------------------------------- reading --- */

bool table_open(table *out, pages *p, const table_place *place,
                table_skip_fn *skip)
{
    *out = (table){p, *place, skip};
    return place->offset <= p->content &&
           place->len <= p->content - place->offset &&
           place->leaves_len <= place->len && place->root <= place->len &&
           place->depth <= TABLE_DEPTH_MAX &&
           (place->count == 0) == (place->leaves_len == 0);
}

/* Stand before the first entry of the block at `offset`. */
static bool enter(table_cursor *c, uint64_t offset)
{
    const table *t = c->table;
    uint64_t len;
    if (offset >= t->place.len)
        return false;
    uint64_t left = t->place.len - offset;
    uint64_t head = left < VARINT_MAX ? left : VARINT_MAX;
    const unsigned char *start = t->pages->bytes + t->place.offset + offset;
    const unsigned char *at = start;
    if (!pages_touch(t->pages, t->place.offset + offset, head) ||
        !varint_read(&at, start + head, &len) ||
        len > left - (uint64_t)(at - start) ||
        !pages_touch(t->pages, t->place.offset + offset,
                     (uint64_t)(at - start) + len))
        return false;
    c->at = at;
    c->end = at + len;
    c->next_leaf = offset + (uint64_t)(at - start) + len;
    c->key_len = 0;
    return varint_read(&c->at, c->end, &c->next_sum);
}

/* A length of an entry's head: 4 bits, and what is over them. */
static bool read_length(table_cursor *c, unsigned in_head, size_t *out)
{
    uint64_t over = 0;
    if (in_head == SHORT_MAX &&
        (!varint_read(&c->at, c->end, &over) || over > TABLE_KEY_MAX))
        return false;
    *out = in_head + (size_t)over;
    return true;
}

/* What the block has of a key: how many bytes it shares with the one before,
 * and the rest. */
typedef struct piece {
    size_t shared;
    const unsigned char *rest;
    size_t len;
} piece;

/* Read the piece of the next key of the block; there is one. Of the key itself
 * no more than its first byte is set. */
static bool read_piece(table_cursor *c, piece *out)
{
    unsigned head = *c->at++;
    if (!read_length(c, head >> 4, &out->shared) ||
        !read_length(c, head & SHORT_MAX, &out->len) ||
        out->shared > c->key_len || out->shared + out->len > TABLE_KEY_MAX ||
        out->len > (size_t)(c->end - c->at))
        return false;
    out->rest = c->at;
    c->key_len = out->shared + out->len;
    c->at += out->len;
    if (out->shared == 0)
        c->key[0] = out->len > 0 ? (char)*out->rest : '\0';
    return true;
}

/* Read the payload of a leaf's entry. */
static bool read_payload(table_cursor *c)
{
    c->payload = c->at;
    c->sum = c->next_sum;
    if (!c->table->skip(&c->at, c->end, (unsigned char)c->key[0], &c->next_sum))
        return false;
    c->payload_end = c->at;
    return true;
}

static void put_piece(table_cursor *c, const piece *p)
{
    memcpy(c->key + p->shared, p->rest, p->len);
    c->key[c->key_len] = '\0';
}

/* A key that is looked for, and how many bytes of it the key before has at its
 * beginning, which is below it. */
typedef struct target {
    const char *key;
    size_t len;
    size_t met;
} target;

/* How does the next key compare? One that shares more with the key before than
 * that has of the target is below it too, so most keys of a block are passed
 * over unread; any other has the target's bytes where it shares the ones of the
 * key before. */
static int compare_next(const piece *p, target *t)
{
    if (p->shared > t->met)
        return -1;
    const char *left = t->key + p->shared;
    const size_t len = t->len - p->shared;
    const size_t most = p->len < len ? p->len : len;
    size_t at = 0;
    while (at < most && p->rest[at] == (unsigned char)left[at])
        at++;
    t->met = p->shared + at;
    if (at == most)
        return p->len < len ? -1 : p->len > len;
    return p->rest[at] < (unsigned char)left[at] ? -1 : 1;
}

/* In a block above the leaves: where the child begins that may hold `key`. */
static bool find_child(table_cursor *c, const char *key, size_t len,
                       uint64_t *child)
{
    bool any = false;
    uint64_t begin = c->next_sum;
    target t = {key, len, 0};
    while (c->at < c->end) {
        uint64_t child_len = 0;
        piece p;
        if (!read_piece(c, &p))
            return false;
        bool above = compare_next(&p, &t) > 0;
        if ((above && any) || !varint_read(&c->at, c->end, &child_len))
            return any && above;
        *child = begin;
        begin += child_len;
        any = true;
        if (above)
            break;
    }
    return any;
}

/* Go to the leaf that may hold `key`. */
static bool descend(table_cursor *c, const char *key, size_t len)
{
    const table_place *place = &c->table->place;
    uint64_t offset = place->root;
    for (uint32_t depth = place->depth; depth > 0; depth--)
        if (!enter(c, offset) || !find_child(c, key, len, &offset))
            return false;
    return offset < place->leaves_len && enter(c, offset);
}

/* Go on to the next leaf where this one is at its end; false is damage. */
static bool next_leaf(table_cursor *c)
{
    if (c->at < c->end)
        return true;
    if (c->next_leaf < c->table->place.leaves_len)
        return enter(c, c->next_leaf) && c->at < c->end;
    c->done = true;
    return true;
}

bool table_next(table_cursor *c)
{
    piece p;
    if (!next_leaf(c) || (!c->done && !read_piece(c, &p)))
        return false;
    if (c->done)
        return true;
    put_piece(c, &p);
    return read_payload(c);
}

bool table_seek(table_cursor *c, const table *t, const char *key, size_t len)
{
    target sought = {key, len, 0};
    c->table = t;
    c->done = t->place.count == 0;
    if (c->done)
        return true;
    if (!descend(c, key, len) || c->at == c->end)
        return false;
    for (;;) {
        piece p;
        if (!next_leaf(c) ||
            (!c->done && (!read_piece(c, &p) || !read_payload(c))))
            return false;
        if (c->done)
            return true;
        if (compare_next(&p, &sought) >= 0) {
            memcpy(c->key, key, p.shared);
            put_piece(c, &p);
            return true;
        }
    }
}
