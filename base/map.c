/* SPDX-License-Identifier: MIT
 *
 * In: keys. Out: their values. Open addressing, at most half of the slots
 * taken; nothing is ever taken out, so a free slot ends a search. */
#include "base/map.h"

#include <stdlib.h>
#include <string.h>

#include "base/huge.h"

#define FIRST_CAPACITY 256u

/* A slot is a key, its value, which so is aligned as a key is, and as the last
 * byte whether it is taken. */
typedef struct slot {
    uint64_t key;
    unsigned char rest[];
} slot;

static size_t slot_size(const map *m)
{
    const size_t size = sizeof(uint64_t);
    return size + (m->value_size + 1 + size - 1) / size * size;
}

static slot *slot_at(const map *m, size_t index)
{
    return (slot *)(void *)(m->slots + index * slot_size(m));
}

static bool is_taken(const map *m, const slot *s)
{
    return s->rest[slot_size(m) - sizeof(slot) - 1] != 0;
}

static void take(const map *m, slot *s, uint64_t key)
{
    s->key = key;
    s->rest[slot_size(m) - sizeof(slot) - 1] = 1;
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
    slot *found = slot_at(m, at);
    while (is_taken(m, found) && found->key != key) {
        at = (at + 1) & (m->capacity - 1);
        found = slot_at(m, at);
    }
    return found;
}

static bool grow(map *m)
{
    map wider = *m;
    wider.capacity = m->capacity == 0 ? FIRST_CAPACITY : m->capacity * 2;
    wider.slots = huge_zeroed(wider.capacity, slot_size(m));
    if (wider.slots == NULL)
        return false;
    for (size_t i = 0; i < m->capacity; i++) {
        const slot *from = slot_at(m, i);
        if (is_taken(m, from))
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
    return is_taken(m, found) ? found->rest : NULL;
}

void *map_put(map *m, uint64_t key)
{
    if (m->count * 2 >= m->capacity && !grow(m))
        return NULL;
    slot *found = find_slot(m, key);
    if (!is_taken(m, found)) {
        take(m, found, key);
        m->count++;
    }
    return found->rest;
}

void *map_next(const map *m, size_t *at, uint64_t *key)
{
    while (*at < m->capacity) {
        slot *next = slot_at(m, (*at)++);
        if (!is_taken(m, next))
            continue;
        *key = next->key;
        return next->rest;
    }
    return NULL;
}
