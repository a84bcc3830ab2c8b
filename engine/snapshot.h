/* SPDX-License-Identifier: MIT
 *
 * What a snapshot is, for what opens one and moves it on (snapshot.c) and for
 * the calls that read it (reading.c). */
#ifndef PILCROW_ENGINE_SNAPSHOT_H
#define PILCROW_ENGINE_SNAPSHOT_H

#include "engine/backend.h"
#include "engine/engine.h"
#include "engine/folder.h"

/* One opened generation. */
typedef struct generation {
    folder_hold hold;
    folder_watch newest; /* the newest file, since before it was read */
    const engine_backend *backend;
    backend_snapshot *inner;
} generation;

struct engine_snapshot {
    char *path;
    folder_watch current; /* that was read last, since before that */
    int64_t looked;       /* the tick when it was last seen under its path */
    generation now;
    uint64_t epoch;          /* engine_snapshot_epoch */
    bool stale;              /* a reading call has been STALE since refresh */
    engine_snapshot **parts; /* a joint one's: borrowed; else NULL */
    size_t part_count;
};

#endif
