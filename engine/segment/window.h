/* SPDX-License-Identifier: MIT
 *
 * Terms near each other: a phrase, or near. */
#ifndef PILCROW_ENGINE_SEGMENT_WINDOW_H
#define PILCROW_ENGINE_SEGMENT_WINDOW_H

#include "engine/segment/cursor.h"

/* Room for comparing positions: of each term the present one. */
typedef struct window_room {
    uint32_t *positions;
    uint32_t *order;
} window_room;

/* False without memory. */
bool window_room_make(window_room *room, search *s, size_t count);

/* Do the terms, whose lists all stand on one document, keep the plan's window
 * in it? */
bool window_holds(const plan *p, list *const *lists, size_t count,
                  const window_room *room);

#endif
