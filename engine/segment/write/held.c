/* SPDX-License-Identifier: MIT
 *
 * In: records, as they come. Out: the same, in the order asked for. */
#include "engine/segment/write/held.h"

#include <stdlib.h>
#include <string.h>

#include "base/eight.h"
#include "base/list.h"
#include "engine/engine.h"

/* Records that are fetched ahead of their use. */
#define FETCHED 8u

struct held_record {
    const char *tail;
    uint32_t tail_len;
    uint32_t shared; /* of the head with the first one */
    uint32_t rest_len;
    bool cut;
    char rest[];
};

bool held_has_tail(const held *h, size_t number, const records_piece *piece)
{
    const held_record *r = h->list[number];
    return piece->tail_len == r->tail_len &&
           (r->tail_len == 0 || memcmp(piece->tail, r->tail, r->tail_len) == 0);
}

/* The head is the first, or shares something with that. */
static size_t shared_with_first(held *h, const records_piece *piece)
{
    if (h->count > 0)
        return eight_shared(buf_text(&h->first), piece->head,
                            piece->head_len < h->first.len ? piece->head_len
                                                           : h->first.len);
    buf_init(&h->first, ENGINE_RECORD_MAX);
    return 0;
}

bool held_add(held *h, const records_piece *piece, size_t like)
{
    held_record **list =
        list_room(h->list, h->count, &h->capacity, sizeof *list);
    if (list == NULL)
        return false;
    h->list = list;
    const size_t shared = shared_with_first(h, piece);
    const size_t rest_len = piece->head_len - shared;
    held_record *r = pool_take(&h->pool, sizeof *r + rest_len);
    if (r == NULL ||
        (h->count == 0 && !buf_add(&h->first, piece->head, piece->head_len)))
        return false;
    *r = (held_record){.tail_len = (uint32_t)piece->tail_len,
                       .shared = (uint32_t)shared,
                       .rest_len = (uint32_t)rest_len,
                       .cut = piece->cut};
    memcpy(r->rest, piece->head + shared, rest_len);
    if (r->tail_len > 0)
        r->tail = like != HELD_LIKE_NONE
                      ? list[like]->tail
                      : pool_copy(&h->pool, piece->tail, r->tail_len);
    if (r->tail == NULL && r->tail_len > 0)
        return false;
    list[h->count++] = r;
    return true;
}

size_t held_last_head(const held *h, size_t other)
{
    if (h->count == 0)
        return other;
    const held_record *last = h->list[h->count - 1];
    return last->shared + last->rest_len;
}

size_t held_memory(const held *h)
{
    return h->pool.bytes + h->capacity * sizeof *h->list;
}

static bool write_one(const held *h, const held_record *r, buf *head,
                      records_writer *w)
{
    buf_clear(head);
    buf_add(head, buf_text(&h->first), r->shared);
    if (!buf_add(head, r->rest, r->rest_len))
        return false;
    const records_piece piece = {.head = head->data,
                                 .head_len = head->len,
                                 .cut = r->cut,
                                 .tail = r->tail,
                                 .tail_len = r->tail_len};
    return records_writer_add(w, &piece);
}

/* Have the records fetched that come after the `at`th: they lie anywhere. */
static void fetch(const held *h, const uint32_t *order, size_t at)
{
    const size_t far = at + 2 * FETCHED;
    const size_t near = at + FETCHED;
    if (far < h->count)
        __builtin_prefetch(h->list[order[far]]);
    if (near < h->count)
        __builtin_prefetch(h->list[order[near]]->tail);
}

bool held_write(const held *h, const uint32_t *order, records_writer *w)
{
    bool ok = true;
    buf head;
    buf_init(&head, ENGINE_RECORD_MAX);
    for (size_t i = 0; ok && i < h->count; i++) {
        fetch(h, order, i);
        ok = write_one(h, h->list[order[i]], &head, w);
    }
    buf_release(&head);
    return ok;
}

void held_release(held *h)
{
    pool_release(&h->pool);
    free(h->list);
    buf_release(&h->first);
    *h = (held){0};
}
