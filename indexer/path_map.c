/* SPDX-License-Identifier: MIT
 *
 * In: paths. Out: their numbers. Two paths of one hash are told apart: the
 * second one lies under the next key that is free. */
#include "indexer/path_map.h"

#include <string.h>

#include <xxhash.h>

typedef struct entry {
    const char *path;
    size_t number;
} entry;

void path_map_init(path_map *m)
{
    map_init(&m->slots, sizeof(entry));
}

void path_map_release(path_map *m)
{
    map_release(&m->slots);
}

/* The key under which `path` is or would be kept. */
static uint64_t key_of(const path_map *m, const char *path)
{
    uint64_t key = XXH3_64bits(path, strlen(path));
    const entry *held;
    while ((held = map_find(&m->slots, key)) != NULL &&
           strcmp(held->path, path) != 0)
        key++;
    return key;
}

size_t path_map_find(const path_map *m, const char *path)
{
    const entry *held = map_find(&m->slots, key_of(m, path));
    return held == NULL ? PATH_MAP_NONE : held->number;
}

bool path_map_put(path_map *m, const char *path, size_t number)
{
    entry *held = map_put(&m->slots, key_of(m, path));
    if (held == NULL)
        return false;
    *held = (entry){path, number};
    return true;
}
