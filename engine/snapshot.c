/* SPDX-License-Identifier: MIT
 *
 * In: the path of an index folder. Out: what one generation of it holds.
 * Invariant: the data folder read from is held, so no writer removes it; a
 * call that finds its generation overwritten is STALE and gives nothing. */
#include "engine/engine.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <dirent.h>
#include <time.h>

#include "engine/arguments.h"
#include "engine/backend.h"
#include "engine/disk.h"
#include "engine/folder.h"

#define PATHS_MAX ((size_t)1 << 20)

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

/* A joint snapshot has no generation at hand after a refresh that failed. */
static pilcrow_status check_at_hand(const engine_snapshot *snapshot,
                                    pilcrow_error *err)
{
    if (snapshot->now.inner != NULL)
        return PILCROW_OK;
    return error_set(err, PILCROW_STALE,
                     "the index changed while it was read; try again");
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

uint64_t engine_snapshot_epoch(const engine_snapshot *snapshot)
{
    uint64_t sum = snapshot->epoch;
    for (size_t i = 0; i < snapshot->part_count; i++)
        sum += engine_snapshot_epoch(snapshot->parts[i]);
    return sum;
}

/* ------------------------------------------------------------ reading --- */

/* Every reading call's result goes through here: STALE is remembered. */
static pilcrow_status note(engine_snapshot *snapshot, pilcrow_status status,
                           pilcrow_error *err)
{
    if (status == PILCROW_STALE)
        snapshot->stale = true;
    return name_index(err, status, snapshot->path);
}

/* The bytes of a data folder's files; what cannot be looked at counts 0. */
static uint64_t folder_bytes(const char *data)
{
    uint64_t bytes = 0;
    DIR *dir = data == NULL ? NULL : disk_list(data);
    if (dir == NULL)
        return 0;
    for (const struct dirent *entry; (entry = readdir(dir)) != NULL;) {
        struct stat info;
        if (fstatat(dirfd(dir), entry->d_name, &info, 0) == 0 &&
            S_ISREG(info.st_mode))
            bytes += (uint64_t)info.st_size;
    }
    closedir(dir);
    return bytes;
}

/* Those of all parts, added up. */
static pilcrow_status joint_counts(engine_snapshot *snapshot, engine_stats *out,
                                   pilcrow_error *err)
{
    pilcrow_status status = PILCROW_OK;
    engine_stats sum = {.engine = snapshot->now.backend->name};
    for (size_t i = 0; i < snapshot->part_count && status == PILCROW_OK; i++) {
        engine_stats one = {0};
        status = engine_snapshot_counts(snapshot->parts[i], &one, err);
        sum.paragraphs += one.paragraphs;
        sum.words += one.words;
        sum.generation += one.generation;
    }
    *out = sum;
    return note(snapshot, status, err);
}

pilcrow_status engine_snapshot_counts(engine_snapshot *snapshot,
                                      engine_stats *out, pilcrow_error *err)
{
    const generation *now = &snapshot->now;
    if (snapshot->parts != NULL)
        return joint_counts(snapshot, out, err);
    *out = (engine_stats){.engine = now->backend->name};
    return note(snapshot, now->backend->stats(now->inner, out, err), err);
}

pilcrow_status engine_snapshot_stats(engine_snapshot *snapshot,
                                     engine_stats *out, pilcrow_error *err)
{
    pilcrow_status status = engine_snapshot_counts(snapshot, out, err);
    if (snapshot->parts == NULL)
        out->bytes = folder_bytes(snapshot->now.hold.data);
    for (size_t i = 0; i < snapshot->part_count; i++)
        out->bytes += folder_bytes(snapshot->parts[i]->now.hold.data);
    return status;
}

pilcrow_status engine_search(engine_snapshot *snapshot,
                             const engine_query *query,
                             const engine_search_options *options,
                             engine_result *out, pilcrow_error *err)
{
    const generation *now = &snapshot->now;
    *out = (engine_result){0};
    pilcrow_status status = check_query(query, err);
    if (status == PILCROW_OK)
        status = check_search(options, err);
    if (status == PILCROW_OK)
        status = check_at_hand(snapshot, err);
    if (status == PILCROW_OK)
        status = now->backend->search(now->inner, query, options, out, err);
    return note(snapshot, status, err);
}

void engine_result_release(engine_result *result)
{
    free(result->hits);
    *result = (engine_result){0};
}

pilcrow_status engine_each_match(engine_snapshot *snapshot,
                                 const engine_query *query,
                                 uint32_t deadline_ms,
                                 engine_match_visitor visit, void *ctx,
                                 pilcrow_error *err)
{
    const generation *now = &snapshot->now;
    pilcrow_status status = check_query(query, err);
    if (status == PILCROW_OK)
        status = check_at_hand(snapshot, err);
    if (status == PILCROW_OK)
        status = now->backend->each_match(now->inner, query, deadline_ms, visit,
                                          ctx, err);
    return note(snapshot, status, err);
}

/* The snapshot that a ref is of: a part, and its own ref there. */
static engine_snapshot *owner_of(engine_snapshot *snapshot, engine_ref *ref)
{
    if (snapshot->parts == NULL)
        return snapshot;
    return snapshot->parts[engine_ref_part(snapshot, *ref, ref)];
}

pilcrow_status engine_fetch(engine_snapshot *snapshot, engine_ref ref,
                            buf *record, pilcrow_error *err)
{
    buf_clear(record);
    pilcrow_status status = check_at_hand(snapshot, err);
    if (status != PILCROW_OK)
        return note(snapshot, status, err);
    const generation *now = &owner_of(snapshot, &ref)->now;
    return note(snapshot, now->backend->fetch(now->inner, ref, record, err),
                err);
}

pilcrow_status engine_fetch_id(engine_snapshot *snapshot, engine_ref ref,
                               buf *id, pilcrow_error *err)
{
    buf_clear(id);
    pilcrow_status status = check_at_hand(snapshot, err);
    if (status != PILCROW_OK)
        return note(snapshot, status, err);
    const generation *now = &owner_of(snapshot, &ref)->now;
    return note(snapshot, now->backend->fetch_id(now->inner, ref, id, err),
                err);
}

pilcrow_status engine_occurrences(engine_snapshot *snapshot, engine_ref ref,
                                  engine_field field, const char *term,
                                  size_t len, uint32_t *frequency,
                                  uint64_t *length, pilcrow_error *err)
{
    uint32_t no_frequency;
    uint64_t no_length;
    frequency = frequency != NULL ? frequency : &no_frequency;
    length = length != NULL ? length : &no_length;
    *frequency = 0;
    *length = 0;
    pilcrow_status status = check_at_hand(snapshot, err);
    if (status != PILCROW_OK)
        return note(snapshot, status, err);
    const generation *now = &owner_of(snapshot, &ref)->now;
    return note(snapshot,
                now->backend->occurrences(now->inner, ref, field, term, len,
                                          frequency, length, err),
                err);
}

pilcrow_status engine_frequencies(engine_snapshot *snapshot, engine_field field,
                                  const char *term, size_t len,
                                  uint64_t *paragraphs, uint64_t *occurrences,
                                  pilcrow_error *err)
{
    uint64_t unwanted;
    const generation *now = &snapshot->now;
    pilcrow_status status = PILCROW_OK;
    paragraphs = paragraphs != NULL ? paragraphs : &unwanted;
    occurrences = occurrences != NULL ? occurrences : &unwanted;
    *paragraphs = 0;
    *occurrences = 0;
    if (snapshot->parts == NULL)
        status = now->backend->frequencies(now->inner, field, term, len,
                                           paragraphs, occurrences, err);
    for (size_t i = 0; i < snapshot->part_count && status == PILCROW_OK; i++) {
        uint64_t of_part = 0, times = 0;
        status = engine_frequencies(snapshot->parts[i], field, term, len,
                                    &of_part, &times, err);
        *paragraphs += of_part;
        *occurrences += times;
    }
    return note(snapshot, status, err);
}

pilcrow_status engine_terms(engine_snapshot *snapshot, engine_field field,
                            const char *prefix, size_t prefix_len,
                            engine_term_visitor visit, void *ctx,
                            pilcrow_error *err)
{
    const generation *now = &snapshot->now;
    pilcrow_status status = check_at_hand(snapshot, err);
    if (status == PILCROW_OK)
        status = now->backend->terms(now->inner, field, prefix, prefix_len,
                                     visit, ctx, err);
    return note(snapshot, status, err);
}

/* The snapshot whose metadata are meant. */
static engine_snapshot *speaker_of(engine_snapshot *snapshot)
{
    return snapshot->parts == NULL ? snapshot : snapshot->parts[0];
}

pilcrow_status engine_metadata(engine_snapshot *snapshot, const char *key,
                               size_t key_len, buf *value, pilcrow_error *err)
{
    const generation *now = &speaker_of(snapshot)->now;
    buf_clear(value);
    pilcrow_status status = check_key(key_len, err);
    if (status == PILCROW_OK)
        status = now->backend->metadata(now->inner, key, key_len, value, err);
    return note(snapshot, status, err);
}

pilcrow_status engine_metadata_each(engine_snapshot *snapshot,
                                    const char *prefix, size_t prefix_len,
                                    engine_metadata_visitor visit, void *ctx,
                                    pilcrow_error *err)
{
    const generation *now = &speaker_of(snapshot)->now;
    return note(snapshot,
                now->backend->metadata_each(now->inner, prefix, prefix_len,
                                            visit, ctx, err),
                err);
}

/* ----------------------------------------------------------- checking --- */

static pilcrow_status check_not_joint(const engine_snapshot *snapshot,
                                      pilcrow_error *err)
{
    if (snapshot->parts == NULL)
        return PILCROW_OK;
    return error_set(err, PILCROW_INVALID,
                     "several indexes are checked one after the other");
}

pilcrow_status engine_each_record(engine_snapshot *snapshot,
                                  engine_record_visitor visit, void *ctx,
                                  pilcrow_error *err)
{
    const generation *now = &snapshot->now;
    pilcrow_status status = check_not_joint(snapshot, err);
    if (status == PILCROW_OK)
        status = now->backend->each_record(now->inner, visit, ctx, err);
    return note(snapshot, status, err);
}

pilcrow_status engine_each_posting(engine_snapshot *snapshot,
                                   engine_posting_visitor visit, void *ctx,
                                   pilcrow_error *err)
{
    const generation *now = &snapshot->now;
    pilcrow_status status = check_not_joint(snapshot, err);
    if (status == PILCROW_OK)
        status = now->backend->each_posting(now->inner, visit, ctx, err);
    return note(snapshot, status, err);
}

pilcrow_status engine_verify(const char *dir, pilcrow_damage_fn found,
                             void *ctx, pilcrow_error *err)
{
    folder_hold hold;
    pilcrow_status status = folder_hold_take(&hold, dir, err);
    if (status != PILCROW_OK)
        return status;
    const engine_backend *backend = backend_find(hold.current.engine);
    if (backend == NULL)
        status = error_set(err, PILCROW_VERSION,
                           "'%s' is of engine '%s', which this pilcrow does "
                           "not have",
                           dir, hold.current.engine);
    else if (hold.data != NULL)
        status =
            name_index(err, backend->verify(hold.data, found, ctx, err), dir);
    folder_hold_release(&hold);
    return status;
}
