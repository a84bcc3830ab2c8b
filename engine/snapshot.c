/* SPDX-License-Identifier: MIT
 *
 * In: the path of an index folder. Out: a snapshot of one generation of it, or
 * of several indexes joined, that a refresh moves on to the newest.
 * Invariant: the data folder read from is held, so no writer removes it. */
#include "engine/snapshot.h"

#include <stdlib.h>
#include <time.h>

#include "engine/arguments.h"

#define PATHS_MAX ((size_t)1 << 20)

bool engine_is_index(const char *dir)
{
    folder_current current;
    pilcrow_status status = folder_read(&current, dir, NULL);
    return status == PILCROW_OK || status == PILCROW_VERSION;
}

/* ---------------------------------------------------- open and close --- */

static void generation_close(generation *g)
{
    if (g->inner != NULL)
        g->backend->snapshot_close(g->inner);
    g->inner = NULL;
    folder_watch_release(&g->newest);
    folder_hold_release(&g->hold);
}

static pilcrow_status generation_open(generation *out, const char *path,
                                      pilcrow_error *err)
{
    *out = (generation){.hold.lock = -1, .newest.file = -1};
    pilcrow_status status = folder_hold_take(&out->hold, path, err);
    if (status != PILCROW_OK)
        return status;
    const char *engine = out->hold.current.engine;
    out->backend = backend_find(engine);
    if (out->backend == NULL) {
        status = error_set(err, PILCROW_VERSION,
                           "'%s' is of engine '%s', which this pilcrow does "
                           "not have",
                           path, engine);
    } else {
        out->newest = folder_watch_within(&out->hold, out->backend->newest);
        status = name_index(
            err, out->backend->snapshot_open(&out->inner, out->hold.data, err),
            path);
    }
    if (status != PILCROW_OK)
        generation_close(out);
    return status;
}

/* Nothing is held nor watched yet. */
static void init(engine_snapshot *snapshot)
{
    snapshot->now.hold.lock = -1;
    snapshot->now.newest.file = -1;
    snapshot->current.file = -1;
}

pilcrow_status engine_snapshot_open(engine_snapshot **out, const char *dir,
                                    pilcrow_error *err)
{
    *out = NULL;
    engine_snapshot *snapshot = calloc(1, sizeof *snapshot);
    if (snapshot == NULL)
        return error_no_memory(err);
    init(snapshot);
    pilcrow_status status = folder_resolve(&snapshot->path, dir, err);
    if (status == PILCROW_OK)
        snapshot->current = folder_watch_of(snapshot->path);
    if (status == PILCROW_OK)
        status = generation_open(&snapshot->now, snapshot->path, err);
    if (status == PILCROW_OK)
        *out = snapshot;
    else
        engine_snapshot_close(snapshot);
    return status;
}

void engine_snapshot_close(engine_snapshot *snapshot)
{
    if (snapshot == NULL)
        return;
    generation_close(&snapshot->now);
    folder_watch_release(&snapshot->current);
    free(snapshot->parts);
    free(snapshot->path);
    free(snapshot);
}

/* ---------------------------------------------------------- joint ones --- */

/* The parts' paths for a message: "a' or 'b"; owned by the caller. */
static char *paths_of(const engine_snapshot *snapshot)
{
    buf paths;
    buf_init(&paths, PATHS_MAX);
    for (size_t i = 0; i < snapshot->part_count; i++)
        buf_add_format(&paths, "%s%s", i > 0 ? "' or '" : "",
                       snapshot->parts[i]->path);
    char *taken = buf_take(&paths);
    buf_release(&paths);
    return taken;
}

static pilcrow_status can_join(const engine_snapshot *snapshot,
                               pilcrow_error *err)
{
    const engine_snapshot *first = snapshot->parts[0];
    const engine_backend *backend = first->now.backend;
    if (backend->snapshot_join == NULL)
        return error_set(err, PILCROW_UNSUPPORTED,
                         "indexes of engine '%s' cannot be searched together",
                         backend->name);
    for (size_t i = 1; i < snapshot->part_count; i++) {
        const engine_snapshot *part = snapshot->parts[i];
        if (part->now.backend != backend)
            return error_set(err, PILCROW_UNSUPPORTED,
                             "'%s' is of engine '%s' and '%s' of engine '%s'; "
                             "only indexes of one engine can be searched "
                             "together",
                             first->path, backend->name, part->path,
                             part->now.backend->name);
    }
    return PILCROW_OK;
}

/* Read the parts, as they are now, as one. */
static pilcrow_status join(engine_snapshot *snapshot, pilcrow_error *err)
{
    generation *now = &snapshot->now;
    const size_t count = snapshot->part_count;
    pilcrow_status status = can_join(snapshot, err);
    if (status != PILCROW_OK)
        return status;
    backend_snapshot **inner = calloc(count, sizeof *inner);
    if (inner == NULL)
        return error_no_memory(err);
    for (size_t i = 0; i < count; i++)
        inner[i] = snapshot->parts[i]->now.inner;
    now->backend = snapshot->parts[0]->now.backend;
    status = now->backend->snapshot_join(&now->inner, inner, count, err);
    free(inner);
    return status;
}

pilcrow_status engine_snapshot_join(engine_snapshot **out,
                                    engine_snapshot *const *parts, size_t count,
                                    pilcrow_error *err)
{
    *out = NULL;
    engine_snapshot *snapshot = calloc(1, sizeof *snapshot);
    if (snapshot == NULL)
        return error_no_memory(err);
    pilcrow_status status = PILCROW_OK;
    init(snapshot);
    snapshot->part_count = count;
    snapshot->parts = calloc(count, sizeof(engine_snapshot *));
    if (snapshot->parts == NULL)
        status = error_no_memory(err);
    for (size_t i = 0; i < count && status == PILCROW_OK; i++)
        snapshot->parts[i] = parts[i];
    if (status == PILCROW_OK && (snapshot->path = paths_of(snapshot)) == NULL)
        status = error_no_memory(err);
    if (status == PILCROW_OK)
        status = join(snapshot, err);
    if (status == PILCROW_OK)
        *out = snapshot;
    else
        engine_snapshot_close(snapshot);
    return status;
}

size_t engine_ref_part(const engine_snapshot *snapshot, engine_ref ref,
                       engine_ref *inner)
{
    engine_ref own;
    inner = inner != NULL ? inner : &own;
    *inner = ref;
    if (snapshot->parts == NULL)
        return 0;
    return snapshot->now.backend->part_of(snapshot->now.inner, ref, inner);
}

/* ------------------------------------------------------------- refresh --- */

/* Another data folder has taken the place of ours: change over. */
static pilcrow_status change_over(engine_snapshot *snapshot, pilcrow_error *err)
{
    generation next;
    pilcrow_status status = generation_open(&next, snapshot->path, err);
    if (status != PILCROW_OK)
        return status;
    generation_close(&snapshot->now);
    snapshot->now = next;
    snapshot->epoch++;
    return PILCROW_OK;
}

/* A clock of a few milliseconds a tick, which costs next to nothing to read. */
static int64_t tick(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC_COARSE, &now);
    return (int64_t)now.tv_sec * 1000000000 + now.tv_nsec;
}

/* Nothing has been committed nor put in the place of what we read. Both files
 * are replaced by a rename, which each search sees. That a folder above was
 * moved away and another has its name is seen once a tick. */
static bool is_newest(const engine_snapshot *snapshot, int64_t now)
{
    return !snapshot->stale && snapshot->looked == now &&
           folder_watch_stands(&snapshot->current) &&
           folder_watch_stands(&snapshot->now.newest);
}

/* Watch a file anew, from before it is read. True if it is the same for
 * certain; else `*fresh` is the caller's. */
static bool still_same(const folder_watch *watch, folder_watch *fresh)
{
    if (!folder_watch_same(watch, fresh))
        return false;
    folder_watch_release(fresh);
    return true;
}

/* What is watched from now on. */
static void watch_instead(folder_watch *watch, folder_watch fresh)
{
    folder_watch_release(watch);
    *watch = fresh;
}

/* True if `current` may name another data folder than ours. */
static pilcrow_status is_replaced(engine_snapshot *snapshot, bool *replaced,
                                  pilcrow_error *err)
{
    folder_current current;
    folder_watch fresh = folder_watch_of(snapshot->path);
    *replaced = false;
    if (still_same(&snapshot->current, &fresh))
        return PILCROW_OK;
    pilcrow_status status = folder_read(&current, snapshot->path, err);
    *replaced = status == PILCROW_OK &&
                (!folder_same(&current, &snapshot->now.hold.current) ||
                 !folder_hold_stands(&snapshot->now.hold));
    if (status == PILCROW_OK && !*replaced)
        watch_instead(&snapshot->current, fresh);
    else
        folder_watch_release(&fresh);
    return status;
}

/* Read what has been committed to the data folder since, if anything has. */
static pilcrow_status read_newest(engine_snapshot *snapshot, bool *moved,
                                  pilcrow_error *err)
{
    generation *now = &snapshot->now;
    bool inner_moved = false;
    folder_watch fresh = folder_watch_within(&now->hold, now->backend->newest);
    if (!snapshot->stale && still_same(&now->newest, &fresh))
        return PILCROW_OK;
    pilcrow_status status =
        name_index(err, now->backend->refresh(now->inner, &inner_moved, err),
                   snapshot->path);
    if (status == PILCROW_OK)
        watch_instead(&now->newest, fresh);
    else
        folder_watch_release(&fresh);
    snapshot->epoch++;
    *moved = *moved || inner_moved;
    return status;
}

/* `*moved` becomes true if the snapshot now reads another generation. */
static pilcrow_status move_on(engine_snapshot *snapshot, bool *moved,
                              pilcrow_error *err)
{
    bool replaced;
    const int64_t now = tick();
    if (is_newest(snapshot, now))
        return PILCROW_OK;
    pilcrow_status status = is_replaced(snapshot, &replaced, err);
    if (status != PILCROW_OK)
        return status;
    snapshot->looked = now;
    if (!replaced)
        return read_newest(snapshot, moved, err);
    *moved = true;
    return change_over(snapshot, err);
}

pilcrow_status engine_snapshot_refresh(engine_snapshot *snapshot,
                                       pilcrow_error *err)
{
    bool moved = false;
    pilcrow_status status = PILCROW_OK;
    if (snapshot->parts == NULL)
        status = move_on(snapshot, &moved, err);
    else
        generation_close(&snapshot->now);
    for (size_t i = 0; i < snapshot->part_count && status == PILCROW_OK; i++) {
        status = move_on(snapshot->parts[i], &moved, err);
        snapshot->parts[i]->stale = false;
    }
    if (status == PILCROW_OK && snapshot->stale && !moved)
        status = error_set(err, PILCROW_CORRUPT,
                           "the index in '%s' is damaged: it reads as changed "
                           "though nothing has changed it; rebuild it with "
                           "--full",
                           snapshot->path);
    if (status == PILCROW_OK && snapshot->parts != NULL)
        status = join(snapshot, err);
    if (status == PILCROW_OK)
        snapshot->stale = false;
    return status;
}

static bool is_overtaken(const engine_snapshot *snapshot)
{
    const generation *now = &snapshot->now;
    bool overtaken = snapshot->parts == NULL && now->backend->overwrites &&
                     now->newest.file >= 0 &&
                     !folder_watch_stands(&now->newest);
    for (size_t i = 0; i < snapshot->part_count && !overtaken; i++)
        overtaken = is_overtaken(snapshot->parts[i]);
    return overtaken;
}

pilcrow_status engine_snapshot_confirm(const engine_snapshot *snapshot,
                                       pilcrow_status status,
                                       pilcrow_error *err)
{
    return is_overtaken(snapshot) ? refuse_overtaken(err) : status;
}

uint64_t engine_snapshot_epoch(const engine_snapshot *snapshot)
{
    uint64_t sum = snapshot->epoch;
    for (size_t i = 0; i < snapshot->part_count; i++)
        sum += engine_snapshot_epoch(snapshot->parts[i]);
    return sum;
}
