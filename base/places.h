/* SPDX-License-Identifier: MIT
 *
 * Where an index lies and where we are: what it takes to turn the paths that
 * users give into the form an index keeps, and back. */
#ifndef PILCROW_BASE_PLACES_H
#define PILCROW_BASE_PLACES_H

#include <stdbool.h>

#include "base/buf.h"
#include "base/error.h"

typedef struct places {
    char *dir;  /* the index's folder, from the root, links resolved */
    char *base; /* the folder that holds it */
    char *here; /* the current folder when this was found */
} places;

/* Find the places of the index in `dir`, which must be there. On failure
 * nothing is held. Free with places_release(); zeroed is empty. */
pilcrow_status places_find(places *out, const char *dir, pilcrow_error *err);
void places_release(places *p);

/* Each replaces `out` and returns false if it failed (memory, length). */

/* The form in which the index keeps a path the user gave. */
bool places_stored(buf *out, const places *p, const char *path);
/* A stored path as it resolves from the current folder. */
bool places_shown(buf *out, const places *p, const char *stored);
/* A stored path from the root. */
bool places_absolute(buf *out, const places *p, const char *stored);

/* Is a stored path at or below a stored folder? */
bool places_is_below(const places *p, const char *stored, const char *folder);
/* Replace a stored path by that of the folder which holds it; false, and the
 * path as it was, for "/". */
bool places_go_up(buf *stored, const places *p);

#endif
