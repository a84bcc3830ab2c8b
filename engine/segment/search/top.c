/* SPDX-License-Identifier: MIT
 *
 * In: hits as they are found. Out: the best of them in order. Invariant: no
 * hit in the heap is better than those below it; a key's slot names the place
 * of its one hit. */
#include "engine/segment/search/top.h"

#include <stdlib.h>
#include <string.h>

#define CAPACITY_FIRST 64u

void top_init(top *t, size_t want, bool grouped)
{
    *t = (top){.want = want, .grouped = grouped, .threshold = -1};
}

void top_release(top *t)
{
    free(t->heap);
    free(t->keys);
    free(t->slots);
    *t = (top){0};
}

static bool is_worse(const engine_hit *a, const engine_hit *b)
{
    return a->score != b->score ? a->score < b->score : a->ref > b->ref;
}

/* --------------------------------------------------------------- slots --- */

static size_t hash(const top_key *key)
{
    uint64_t mixed = (key->document ^ key->index) * UINT64_C(0x9E3779B97F4A7C15);
    return (size_t)(mixed ^ mixed >> 32);
}

static bool same_key(const top_key *a, const top_key *b)
{
    return a->document == b->document && a->index == b->index;
}

/* The slot of the key, or the free one where it would be. */
static size_t find_slot(const top *t, const top_key *key)
{
    size_t slot = hash(key) & (t->slot_count - 1);
    while (t->slots[slot] != 0 && !same_key(&t->keys[t->slots[slot] - 1], key))
        slot = (slot + 1) & (t->slot_count - 1);
    return slot;
}

/* Free a slot, and move up those behind it that would not be found then. */
static void free_slot(top *t, size_t slot)
{
    const size_t mask = t->slot_count - 1;
    for (size_t next = (slot + 1) & mask; t->slots[next] != 0;
         next = (next + 1) & mask) {
        const size_t home = hash(&t->keys[t->slots[next] - 1]) & mask;
        if (((next - home) & mask) >= ((next - slot) & mask)) {
            t->slots[slot] = t->slots[next];
            slot = next;
        }
    }
    t->slots[slot] = 0;
}

static bool grow_slots(top *t, size_t capacity)
{
    uint32_t *slots = calloc(4 * capacity, sizeof *slots);
    if (slots == NULL)
        return false;
    free(t->slots);
    t->slots = slots;
    t->slot_count = 4 * capacity;
    for (size_t i = 0; i < t->count; i++)
        t->slots[find_slot(t, &t->keys[i])] = (uint32_t)i + 1;
    return true;
}

static bool grow(top *t)
{
    size_t capacity = t->capacity == 0 ? CAPACITY_FIRST : 2 * t->capacity;
    if (capacity > UINT32_MAX / 4)
        return false;
    engine_hit *heap = realloc(t->heap, capacity * sizeof *heap);
    if (heap == NULL)
        return false;
    t->heap = heap;
    if (t->grouped) {
        top_key *keys = realloc(t->keys, capacity * sizeof *keys);
        if (keys == NULL)
            return false;
        t->keys = keys;
        if (!grow_slots(t, capacity))
            return false;
    }
    t->capacity = capacity;
    return true;
}

/* ---------------------------------------------------------------- heap --- */

static void swap(top *t, size_t a, size_t b)
{
    const engine_hit hit = t->heap[a];
    t->heap[a] = t->heap[b];
    t->heap[b] = hit;
    if (!t->grouped)
        return;
    const size_t slot_a = find_slot(t, &t->keys[a]);
    const size_t slot_b = find_slot(t, &t->keys[b]);
    const top_key key = t->keys[a];
    t->keys[a] = t->keys[b];
    t->keys[b] = key;
    t->slots[slot_a] = (uint32_t)b + 1;
    t->slots[slot_b] = (uint32_t)a + 1;
}

static void sift_up(top *t, size_t at)
{
    while (at > 0 && is_worse(&t->heap[at], &t->heap[(at - 1) / 2])) {
        swap(t, at, (at - 1) / 2);
        at = (at - 1) / 2;
    }
}

static void sift_down(top *t, size_t at, size_t count)
{
    for (;;) {
        size_t worst = at;
        for (size_t child = 2 * at + 1; child <= 2 * at + 2; child++)
            if (child < count && is_worse(&t->heap[child], &t->heap[worst]))
                worst = child;
        if (worst == at)
            return;
        swap(t, at, worst);
        at = worst;
    }
}

/* A better hit of a document that has one: true if there was one. */
static bool is_known(top *t, const engine_hit *hit, const top_key *key)
{
    if (!t->grouped || t->slot_count == 0)
        return false;
    const uint32_t place = t->slots[find_slot(t, key)];
    if (place == 0)
        return false;
    if (is_worse(&t->heap[place - 1], hit)) {
        t->heap[place - 1] = *hit;
        sift_down(t, place - 1, t->count);
    }
    return true;
}

static bool add(top *t, const engine_hit *hit, const top_key *key)
{
    if (t->count == t->capacity && !grow(t))
        return false;
    const size_t at = t->count++;
    t->heap[at] = *hit;
    if (t->grouped) {
        const size_t slot = find_slot(t, key);
        t->keys[at] = *key;
        t->slots[slot] = (uint32_t)at + 1;
    }
    sift_up(t, at);
    return true;
}

static void replace_worst(top *t, const engine_hit *hit, const top_key *key)
{
    t->heap[0] = *hit;
    if (t->grouped) {
        free_slot(t, find_slot(t, &t->keys[0]));
        const size_t slot = find_slot(t, key);
        t->keys[0] = *key;
        t->slots[slot] = 1;
    }
    sift_down(t, 0, t->count);
}

bool top_offer(top *t, engine_ref ref, double score, const top_key *key)
{
    const engine_hit hit = {ref, score};
    if (t->failed)
        return false;
    if (t->want == 0)
        return true;
    if (!is_known(t, &hit, key)) {
        if (t->count < t->want)
            t->failed = !add(t, &hit, key);
        else if (is_worse(&t->heap[0], &hit))
            replace_worst(t, &hit, key);
    }
    if (t->count == t->want)
        t->threshold = t->heap[0].score;
    return !t->failed;
}

void top_finish(top *t, size_t offset, engine_result *out)
{
    t->grouped = false; /* the keys have done their work */
    for (size_t count = t->count; count > 1; count--) {
        swap(t, 0, count - 1);
        sift_down(t, 0, count - 1);
    }
    if (offset >= t->count)
        return;
    out->count = t->count - offset;
    memmove(t->heap, t->heap + offset, out->count * sizeof *t->heap);
    out->hits = t->heap;
    t->heap = NULL;
}
