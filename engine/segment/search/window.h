/* SPDX-License-Identifier: MIT
 *
 * Terms near each other: a phrase, or near. */
#ifndef PILCROW_ENGINE_SEGMENT_SEARCH_WINDOW_H
#define PILCROW_ENGINE_SEGMENT_SEARCH_WINDOW_H

#include "engine/segment/search/cursor.h"

/* Room for comparing the positions of `count` terms: in order the present one
 * of each, in any order those of each that were read ahead. */
typedef struct window_room {
    size_t count;
    uint32_t *ahead; /* in any order: `count` for each term, ascending */
    size_t *waiting; /* how many of them are there, 1 or more */
    uint32_t *taken; /* the place that was given to each term */
    uint32_t *tried; /* by which search for a place it was asked last */
} window_room;

/* False without memory. */
bool window_room_make(window_room *room, search *s, const plan *p,
                      size_t count);

/* Do the terms, whose lists all stand on one document, keep the plan's window
 * in it? */
bool window_holds(const plan *p, list *const *lists, size_t count,
                  const window_room *room);

#endif
