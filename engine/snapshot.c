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

#include "engine/arguments.h"
#include "engine/backend.h"
#include "engine/folder.h"

/* One opened generation. */
typedef struct generation {
    folder_hold hold;
    const engine_backend *backend;
    backend_snapshot *inner;
} generation;

struct engine_snapshot {
    char *path;
    generation now;
    bool stale; /* a reading call has been STALE since refresh */
};

/* ---------------------------------------------------- open and close --- */

static void generation_close(generation *g)
{
    if (g->inner != NULL)
        g->backend->snapshot_close(g->inner);
    g->inner = NULL;
    folder_hold_release(&g->hold);
}

static pilcrow_status generation_open(generation *out, const char *path,
                                      pilcrow_error *err)
{
    *out = (generation){.hold.lock = -1};
    pilcrow_status status = folder_hold_take(&out->hold, path, err);
    if (status != PILCROW_OK)
        return status;
    const char *engine = out->hold.current.engine;
    out->backend = backend_find(engine);
    if (out->backend == NULL)
        status = error_set(err, PILCROW_VERSION,
                           "'%s' is of engine '%s', which this pilcrow does "
                           "not have",
                           path, engine);
    else
        status = out->backend->snapshot_open(&out->inner, out->hold.data, err);
    if (status != PILCROW_OK)
        generation_close(out);
    return status;
}

pilcrow_status engine_snapshot_open(engine_snapshot **out, const char *dir,
                                    pilcrow_error *err)
{
    *out = NULL;
    engine_snapshot *snapshot = calloc(1, sizeof *snapshot);
    if (snapshot == NULL)
        return error_no_memory(err);
    snapshot->now.hold.lock = -1;
    pilcrow_status status = folder_resolve(&snapshot->path, dir, err);
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
    free(snapshot->path);
    free(snapshot);
}

/* Another data folder has taken the place of ours: change over. */
static pilcrow_status change_over(engine_snapshot *snapshot, pilcrow_error *err)
{
    generation next;
    pilcrow_status status = generation_open(&next, snapshot->path, err);
    if (status != PILCROW_OK)
        return status;
    generation_close(&snapshot->now);
    snapshot->now = next;
    snapshot->stale = false;
    return PILCROW_OK;
}

pilcrow_status engine_snapshot_refresh(engine_snapshot *snapshot,
                                       pilcrow_error *err)
{
    folder_current current;
    bool moved = false;
    generation *now = &snapshot->now;
    pilcrow_status status = folder_read(&current, snapshot->path, err);
    if (status != PILCROW_OK)
        return status;
    if (!folder_same(&current, &now->hold.current))
        return change_over(snapshot, err);
    status = now->backend->refresh(now->inner, &moved, err);
    if (status == PILCROW_OK && snapshot->stale && !moved)
        status = error_set(err, PILCROW_CORRUPT,
                           "the index in '%s' is damaged: it reads as changed "
                           "though nothing has changed it; rebuild it with "
                           "--full",
                           snapshot->path);
    if (status == PILCROW_OK)
        snapshot->stale = false;
    return status;
}

/* ------------------------------------------------------------ reading --- */

/* Every reading call's result goes through here: STALE is remembered. */
static pilcrow_status note(engine_snapshot *snapshot, pilcrow_status status)
{
    if (status == PILCROW_STALE)
        snapshot->stale = true;
    return status;
}

/* The bytes of a data folder's files; what cannot be looked at counts 0. */
static uint64_t folder_bytes(const char *data)
{
    uint64_t bytes = 0;
    DIR *dir = data == NULL ? NULL : opendir(data);
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

pilcrow_status engine_snapshot_stats(engine_snapshot *snapshot,
                                     engine_stats *out, pilcrow_error *err)
{
    const generation *now = &snapshot->now;
    *out = (engine_stats){.engine = now->backend->name};
    out->bytes = folder_bytes(now->hold.data);
    return note(snapshot, now->backend->stats(now->inner, out, err));
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
        status = now->backend->search(now->inner, query, options, out, err);
    return note(snapshot, status);
}

void engine_result_release(engine_result *result)
{
    free(result->hits);
    *result = (engine_result){0};
}

pilcrow_status engine_fetch(engine_snapshot *snapshot, engine_ref ref,
                            buf *record, pilcrow_error *err)
{
    const generation *now = &snapshot->now;
    buf_clear(record);
    return note(snapshot, now->backend->fetch(now->inner, ref, record, err));
}

pilcrow_status engine_occurrences(engine_snapshot *snapshot, engine_ref ref,
                                  engine_field field, const char *term,
                                  size_t len, uint32_t *frequency,
                                  uint64_t *length, pilcrow_error *err)
{
    uint32_t no_frequency;
    uint64_t no_length;
    const generation *now = &snapshot->now;
    frequency = frequency != NULL ? frequency : &no_frequency;
    length = length != NULL ? length : &no_length;
    *frequency = 0;
    *length = 0;
    return note(snapshot,
                now->backend->occurrences(now->inner, ref, field, term, len,
                                          frequency, length, err));
}

pilcrow_status engine_frequencies(engine_snapshot *snapshot, engine_field field,
                                  const char *term, size_t len,
                                  uint64_t *paragraphs, uint64_t *occurrences,
                                  pilcrow_error *err)
{
    uint64_t unwanted;
    const generation *now = &snapshot->now;
    paragraphs = paragraphs != NULL ? paragraphs : &unwanted;
    occurrences = occurrences != NULL ? occurrences : &unwanted;
    *paragraphs = 0;
    *occurrences = 0;
    return note(snapshot,
                now->backend->frequencies(now->inner, field, term, len,
                                          paragraphs, occurrences, err));
}

pilcrow_status engine_terms(engine_snapshot *snapshot, engine_field field,
                            const char *prefix, size_t prefix_len,
                            engine_term_visitor visit, void *ctx,
                            pilcrow_error *err)
{
    const generation *now = &snapshot->now;
    return note(snapshot, now->backend->terms(now->inner, field, prefix,
                                              prefix_len, visit, ctx, err));
}

pilcrow_status engine_metadata(engine_snapshot *snapshot, const char *key,
                               size_t key_len, buf *value, pilcrow_error *err)
{
    const generation *now = &snapshot->now;
    buf_clear(value);
    pilcrow_status status = check_key(key_len, err);
    if (status == PILCROW_OK)
        status = now->backend->metadata(now->inner, key, key_len, value, err);
    return note(snapshot, status);
}

pilcrow_status engine_metadata_each(engine_snapshot *snapshot,
                                    const char *prefix, size_t prefix_len,
                                    engine_metadata_visitor visit, void *ctx,
                                    pilcrow_error *err)
{
    const generation *now = &snapshot->now;
    return note(snapshot, now->backend->metadata_each(
                              now->inner, prefix, prefix_len, visit, ctx, err));
}

/* ----------------------------------------------------------- checking --- */

pilcrow_status engine_each_record(engine_snapshot *snapshot,
                                  engine_record_visitor visit, void *ctx,
                                  pilcrow_error *err)
{
    const generation *now = &snapshot->now;
    return note(snapshot,
                now->backend->each_record(now->inner, visit, ctx, err));
}

pilcrow_status engine_each_posting(engine_snapshot *snapshot,
                                   engine_posting_visitor visit, void *ctx,
                                   pilcrow_error *err)
{
    const generation *now = &snapshot->now;
    return note(snapshot,
                now->backend->each_posting(now->inner, visit, ctx, err));
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
        status = backend->verify(hold.data, found, ctx, err);
    folder_hold_release(&hold);
    return status;
}
