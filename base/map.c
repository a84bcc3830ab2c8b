/* SPDX-License-Identifier: MIT
 *
 * In: keys. Out: their values. Open addressing, at most half of the slots
 * taken; nothing is ever taken out, so a free slot ends a search. */
#include "base/map.h"

#include <stdalign.h>
#include <stdlib.h>
#include <string.h>

#define FIRST_CAPACITY 256u

/* Before each value, which so is aligned as anything may need. */
typedef struct slot {
    alignas(max_align_t) uint64_t key;
    bool taken;
} slot;

static size_t slot_size(const map *m)
{
    size_t size = sizeof(slot) + m->value_size;
    return (size + alignof(slot) - 1) / alignof(slot) * alignof(slot);
}

static slot *slot_at(const map *m, size_t index)
{
    return (slot *)(void *)(m->slots + index * slot_size(m));
}

void map_init(map *m, size_t value_size)
{
    *m = (map){.value_size = value_size};
}

void map_clear(map *m)
{
    if (m->capacity > 0)
        memset(m->slots, 0, m->capacity * slot_size(m));
    m->count = 0;
}

void map_release(map *m)
{
    free(m->slots);
    map_init(m, m->value_size);
}

/* The slot of `key`, or the free one where it belongs. Keys that follow one
 * another are spread by the multiplication. */
static slot *find_slot(const map *m, uint64_t key)
{
    uint64_t spread = key * 0x9E3779B97F4A7C15u;
    size_t at = (size_t)(spread ^ spread >> 32) & (m->capacity - 1);
    while (slot_at(m, at)->taken && slot_at(m, at)->key != key)
        at = (at + 1) & (m->capacity - 1);
    return slot_at(m, at);
}

static bool grow(map *m)
{
    map wider = *m;
    wider.capacity = m->capacity == 0 ? FIRST_CAPACITY : m->capacity * 2;
    wider.slots = calloc(wider.capacity, slot_size(m));
    if (wider.slots == NULL)
        return false;
    for (size_t i = 0; i < m->capacity; i++) {
        const slot *from = slot_at(m, i);
        if (from->taken)
            memcpy(find_slot(&wider, from->key), from, slot_size(m));
    }
    free(m->slots);
    *m = wider;
    return true;
}

void *map_find(const map *m, uint64_t key)
{
    if (m->count == 0)
        return NULL;
    slot *found = find_slot(m, key);
    return found->taken ? found + 1 : NULL;
}

void *map_put(map *m, uint64_t key)
{
    if (m->count * 2 >= m->capacity && !grow(m))
        return NULL;
    slot *found = find_slot(m, key);
    if (!found->taken) {
        found->key = key;
        found->taken = true;
        m->count++;
    }
    return found + 1;
}

void *map_next(const map *m, size_t *at, uint64_t *key)
{
    while (*at < m->capacity) {
        slot *next = slot_at(m, (*at)++);
        if (!next->taken)
            continue;
        *key = next->key;
        return next + 1;
    }
    return NULL;
}
