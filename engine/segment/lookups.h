/* SPDX-License-Identifier: MIT
 *
 * The terms that were looked up in a snapshot last, and where they are: a
 * search asks for each of its words several times, and users ask for the same
 * words again and again.
 *
 * They are good as long as the snapshot, which never changes: a newer
 * generation begins with none. */
#ifndef PILCROW_ENGINE_SEGMENT_LOOKUPS_H
#define PILCROW_ENGINE_SEGMENT_LOOKUPS_H

#include "engine/segment/snapshot.h"

/* Longer terms are not kept. */
#define LOOKUPS_TERM_MAX 38u

typedef struct lookups lookups;

/* Fill `out` from what is kept; `out->parts` may be NULL where nobody wants
 * to know. False if the term is not among them. */
bool lookups_get(const backend_snapshot *s, engine_field field,
                 const char *term, size_t len, snapshot_term *out);

/* Keep what was found, in the place of another one. Without memory nothing is
 * kept. */
void lookups_keep(backend_snapshot *s, engine_field field, const char *term,
                  size_t len, const snapshot_term *found);

/* NULL is fine. */
void lookups_free(lookups *l);

#endif
