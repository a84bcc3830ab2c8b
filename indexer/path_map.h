/* SPDX-License-Identifier: MIT
 *
 * From a path to a number: its place in a list. */
#ifndef PILCROW_INDEXER_PATH_MAP_H
#define PILCROW_INDEXER_PATH_MAP_H

#include <stdbool.h>
#include <stddef.h>

#include "base/map.h"

#define PATH_MAP_NONE ((size_t)-1)

typedef struct path_map {
    map slots;
} path_map;

void path_map_init(path_map *m);
void path_map_release(path_map *m);

/* The number of `path`, PATH_MAP_NONE if it has none. */
size_t path_map_find(const path_map *m, const char *path);
/* Give `path`, which is borrowed for the map's life, a number; it replaces the
 * one it had. False without memory. */
bool path_map_put(path_map *m, const char *path, size_t number);

#endif
