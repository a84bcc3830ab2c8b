/* SPDX-License-Identifier: MIT
 *
 * In: a snapshot. Out: what its generation holds: hits, records, counts.
 * Invariant: a call that finds its generation overwritten is STALE and gives
 * nothing; the snapshot remembers it. */
#include <stdlib.h>
#include <sys/stat.h>
#include <dirent.h>

#include "engine/arguments.h"
#include "engine/disk.h"
#include "engine/snapshot.h"

/* Every reading call's result goes through here: STALE is remembered. */
static pilcrow_status note(engine_snapshot *snapshot, pilcrow_status status,
                           pilcrow_error *err)
{
    if (status == PILCROW_STALE)
        snapshot->stale = true;
    return name_index(err, status, snapshot->path);
}

/* A joint snapshot has no generation at hand after a refresh that failed. */
static pilcrow_status check_at_hand(const engine_snapshot *snapshot,
                                    pilcrow_error *err)
{
    if (snapshot->now.inner != NULL)
        return PILCROW_OK;
    return refuse_overtaken(err);
}

/* ------------------------------------------------------------- counts --- */

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

/* ---------------------------------------------------------- searching --- */

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

/* --------------------------------------------------- records and terms --- */

/* Find the generation that a ref is of: of a part, by its own ref there. */
static pilcrow_status find_owner(const engine_snapshot *snapshot,
                                 engine_ref *ref, const generation **out,
                                 pilcrow_error *err)
{
    const pilcrow_status status = check_at_hand(snapshot, err);
    if (status != PILCROW_OK)
        return status;
    *out = snapshot->parts == NULL
               ? &snapshot->now
               : &snapshot->parts[engine_ref_part(snapshot, *ref, ref)]->now;
    return PILCROW_OK;
}

pilcrow_status engine_fetch(engine_snapshot *snapshot, engine_ref ref,
                            buf *record, pilcrow_error *err)
{
    const generation *now;
    buf_clear(record);
    pilcrow_status status = find_owner(snapshot, &ref, &now, err);
    if (status == PILCROW_OK)
        status = now->backend->fetch(now->inner, ref, record, err);
    return note(snapshot, status, err);
}

pilcrow_status engine_fetch_id(engine_snapshot *snapshot, engine_ref ref,
                               buf *id, pilcrow_error *err)
{
    const generation *now;
    buf_clear(id);
    pilcrow_status status = find_owner(snapshot, &ref, &now, err);
    if (status == PILCROW_OK)
        status = now->backend->fetch_id(now->inner, ref, id, err);
    return note(snapshot, status, err);
}

pilcrow_status engine_occurrences(engine_snapshot *snapshot, engine_ref ref,
                                  engine_field field, const char *term,
                                  size_t len, uint32_t *frequency,
                                  uint64_t *length, pilcrow_error *err)
{
    const generation *now;
    uint32_t no_frequency;
    uint64_t no_length;
    frequency = frequency != NULL ? frequency : &no_frequency;
    length = length != NULL ? length : &no_length;
    *frequency = 0;
    *length = 0;
    pilcrow_status status = find_owner(snapshot, &ref, &now, err);
    if (status == PILCROW_OK)
        status = now->backend->occurrences(now->inner, ref, field, term, len,
                                           frequency, length, err);
    return note(snapshot, status, err);
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
    *paragraphs = 0;
    if (occurrences != NULL)
        *occurrences = 0;
    if (snapshot->parts == NULL)
        status = now->backend->frequencies(now->inner, field, term, len,
                                           paragraphs, occurrences, err);
    for (size_t i = 0; i < snapshot->part_count && status == PILCROW_OK; i++) {
        uint64_t of_part = 0, times = 0;
        status =
            engine_frequencies(snapshot->parts[i], field, term, len, &of_part,
                               occurrences != NULL ? &times : NULL, err);
        *paragraphs += of_part;
        if (occurrences != NULL)
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
