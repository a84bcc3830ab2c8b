/* SPDX-License-Identifier: MIT
 *
 * In: records, as they come. Out: the same, in the order asked for. */
#include "engine/segment/held.h"

#include <stdlib.h>
#include <string.h>

#include "base/list.h"

struct held_record {
    const char *tail;
    uint32_t tail_len, head_len;
    bool cut;
    char head[];
};

bool held_has_tail(const held *h, size_t number, const records_piece *piece)
{
    const held_record *r = h->list[number];
    return piece->cut == r->cut && piece->tail_len == r->tail_len &&
           (r->tail_len == 0 || memcmp(piece->tail, r->tail, r->tail_len) == 0);
}

bool held_add(held *h, const records_piece *piece, size_t like)
{
    held_record **list =
        list_room(h->list, h->count, &h->capacity, sizeof *list);
    if (list == NULL)
        return false;
    h->list = list;
    held_record *r = pool_take(&h->pool, sizeof *r + piece->head_len);
    if (r == NULL)
        return false;
    r->cut = piece->cut;
    r->head_len = (uint32_t)piece->head_len;
    memcpy(r->head, piece->head, piece->head_len);
    r->tail_len = (uint32_t)piece->tail_len;
    r->tail = like != HELD_LIKE_NONE ? list[like]->tail
              : r->tail_len == 0
                  ? NULL
                  : pool_copy(&h->pool, piece->tail, r->tail_len);
    if (r->tail == NULL && r->tail_len > 0)
        return false;
    list[h->count++] = r;
    return true;
}

size_t held_last_head(const held *h, size_t other)
{
    return h->count == 0 ? other : h->list[h->count - 1]->head_len;
}

size_t held_memory(const held *h)
{
    return h->pool.bytes + h->capacity * sizeof *h->list;
}

bool held_write(const held *h, const uint32_t *order, records_writer *w)
{
    for (size_t i = 0; i < h->count; i++) {
        const held_record *r = h->list[order[i]];
        const records_piece piece = {r->head, r->head_len, r->cut, r->tail,
                                     r->tail_len};
        if (!records_writer_add(w, &piece))
            return false;
    }
    return true;
}

void held_release(held *h)
{
    pool_release(&h->pool);
    free(h->list);
    *h = (held){0};
}
