/* SPDX-License-Identifier: MIT
 *
 * In: items with a prefix each. Out: the same in order. Invariant: each pass
 * keeps the order that the pass before has made. */
#include "engine/segment/file/sorting.h"

#include <stdlib.h>
#include <string.h>

#include "base/eight.h"
#include "base/huge.h"

uint64_t sorting_prefix(const char *key, size_t len)
{
    uint64_t prefix = 0;
    if (len >= EIGHT)
        return __builtin_bswap64(eight_upwards(key));
    for (size_t i = 0; i < 8; i++)
        prefix = prefix << 8 | (i < len ? (unsigned char)key[i] : 0);
    return prefix;
}

int sorting_order(const char *a, size_t a_len, const char *b, size_t b_len)
{
    size_t len = a_len < b_len ? a_len : b_len;
    int order = len > 0 ? memcmp(a, b, len) : 0;
    if (order != 0)
        return order;
    return a_len < b_len ? -1 : a_len > b_len;
}

int sorting_by_number(const sorting_item *a, const sorting_item *b, void *ctx)
{
    (void)ctx;
    return (a->number > b->number) - (a->number < b->number);
}

/* How many items have which value of each byte of their prefix, the last byte
 * first. */
typedef uint32_t counts[8][256];

static void count_bytes(const sorting_item *items, size_t count, counts out)
{
    memset(out, 0, sizeof(counts));
    for (size_t i = 0; i < count; i++) {
        const uint64_t prefix = items[i].prefix;
        for (unsigned byte = 0; byte < 8; byte++)
            out[byte][prefix >> 8 * byte & 0xFF]++;
    }
}

/* Move the items from `from` to `to` by one byte of their prefix, of whose
 * values there are `of_value`. False, and nothing moves, if it is the same in
 * all. */
static bool pass(const sorting_item *from, sorting_item *to, size_t count,
                 unsigned shift, uint32_t *of_value)
{
    if (of_value[from[0].prefix >> shift & 0xFF] == count)
        return false;
    uint32_t at = 0;
    for (unsigned i = 0; i < 256; i++) {
        const uint32_t here = of_value[i];
        of_value[i] = at;
        at += here;
    }
    for (size_t i = 0; i < count; i++)
        to[of_value[from[i].prefix >> shift & 0xFF]++] = from[i];
    return true;
}

/* Sort a run of one prefix, the rare case: by insertion where it is short, by
 * halves where it is not. */
static void sort_run(sorting_item *items, size_t count, sorting_item *room,
                     sorting_compare_fn *compare, void *ctx)
{
    if (count < 8) {
        for (size_t i = 1; i < count; i++) {
            sorting_item item = items[i];
            size_t at = i;
            for (; at > 0 && compare(&items[at - 1], &item, ctx) > 0; at--)
                items[at] = items[at - 1];
            items[at] = item;
        }
        return;
    }
    size_t half = count / 2;
    sort_run(items, half, room, compare, ctx);
    sort_run(items + half, count - half, room, compare, ctx);
    memcpy(room, items, half * sizeof *items);
    size_t left = 0, right = half;
    for (size_t at = 0; left < half; at++)
        items[at] =
            right == count || compare(&room[left], &items[right], ctx) <= 0
                ? room[left++]
                : items[right++];
}

bool sorting_sort(sorting_item *items, size_t count,
                  sorting_compare_fn *compare, void *ctx)
{
    if (count < 2)
        return true;
    sorting_item *room = huge_alloc(count * sizeof *room);
    if (room == NULL)
        return false;
    sorting_item *from = items;
    sorting_item *to = room;
    counts found;
    count_bytes(items, count, found);
    for (unsigned byte = 0; byte < 8; byte++) {
        if (!pass(from, to, count, 8 * byte, found[byte]))
            continue;
        sorting_item *turn = from;
        from = to;
        to = turn;
    }
    if (from != items)
        memcpy(items, from, count * sizeof *items);
    for (size_t i = 0, end; i < count; i = end) {
        for (end = i + 1; end < count && items[end].prefix == items[i].prefix;)
            end++;
        sort_run(items + i, end - i, room, compare, ctx);
    }
    free(room);
    return true;
}
