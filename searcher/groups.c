/* SPDX-License-Identifier: MIT
 *
 * In: the groups of a query. Out: for a term, the groups that know it. */
#include <stdlib.h>
#include <string.h>

#include "base/mix.h"
#include "searcher/compile.h"

static int compare_bytes(const char *left, size_t left_len, const char *right,
                         size_t right_len)
{
    size_t shorter = left_len < right_len ? left_len : right_len;
    int order = memcmp(left, right, shorter);
    if (order != 0)
        return order;
    return (left_len > right_len) - (left_len < right_len);
}

static int by_bytes(const void *left, const void *right)
{
    const match_entry *a = left;
    const match_entry *b = right;
    int order = compare_bytes(a->term->bytes, a->term->len, b->term->bytes,
                              b->term->len);
    if (order != 0)
        return order;
    if (a->group != b->group)
        return a->group < b->group ? -1 : 1;
    return (a->term > b->term) - (a->term < b->term);
}

/* The number of a term's bit. */
static size_t bit_of(const char *term, size_t len)
{
    return len == 0 ? 0 : mix_bytes(0, term, len) % (64 * COMPILE_KNOWN_WORDS);
}

bool compile_index_groups(compiled_query *query, arena *a)
{
    size_t room = 1;
    for (size_t g = 0; g < query->group_count; g++)
        room += query->groups[g].count;
    match_entry *entries = arena_array(a, room, sizeof *entries);
    size_t count = 0;
    if (entries == NULL)
        return false;
    for (size_t g = 0; g < query->group_count; g++)
        for (size_t t = 0; t < query->groups[g].count; t++) {
            const match_term *term = &query->groups[g].terms[t];
            const size_t bit = bit_of(term->bytes, term->len);
            query->known[bit / 64] |= UINT64_C(1) << bit % 64;
            entries[count++] = (match_entry){term, g};
        }
    if (count > 1)
        qsort(entries, count, sizeof *entries, by_bytes);
    query->entries = entries;
    query->entry_count = count;
    return true;
}

/* The first entry that is not before the term. */
static size_t first_entry(const compiled_query *query, const char *term,
                          size_t len)
{
    size_t low = 0;
    size_t high = query->entry_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        const match_term *now = query->entries[middle].term;
        if (compare_bytes(now->bytes, now->len, term, len) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

const match_entry *compile_entries_of(const compiled_query *query,
                                      const char *term, size_t len,
                                      size_t *count)
{
    const size_t bit = bit_of(term, len);
    *count = 0;
    if ((query->known[bit / 64] >> bit % 64 & 1) == 0)
        return NULL;
    size_t first = first_entry(query, term, len);
    size_t end = first;
    while (end < query->entry_count &&
           compare_bytes(query->entries[end].term->bytes,
                         query->entries[end].term->len, term, len) == 0)
        end++;
    *count = end - first;
    return end > first ? &query->entries[first] : NULL;
}
