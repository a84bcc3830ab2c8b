/* SPDX-License-Identifier: MIT
 *
 * In: a transaction. Out: its files, and the manifest that names them.
 * Invariant: no file is named before it is on disk, and none is removed while
 * the manifest that is on disk names it. */
#include <stdlib.h>
#include <string.h>

#include "base/huge.h"
#include "base/list.h"
#include "engine/folder.h"
#include "engine/segment/file/files.h"
#include "engine/segment/write/merge.h"
#include "engine/segment/write/tiers.h"
#include "engine/segment/write/transaction.h"

/* A metadata file is merged with the newer ones once those together have this
 * part of its size. */
#define METADATA_PART 4u

/* --------------------------------------------------------------- parts --- */

/* Let go of a part; its file goes too if only this transaction knows it. */
static void close_part(backend_writer *w, transaction_part *part)
{
    transaction_close_part(part);
    if (part->uncommitted)
        files_remove(w->data, FILES_SEGMENT, part->info.name.number);
}

/* Put `part` in the place of `count` parts from `first` on. */
static void replace_parts(backend_writer *w, size_t first, size_t count,
                          const transaction_part *part)
{
    for (size_t i = first; i < first + count; i++)
        close_part(w, &w->parts[i]);
    size_t behind = w->part_count - first - count;
    size_t put = part != NULL ? 1 : 0;
    memmove(&w->parts[first + put], &w->parts[first + count],
            behind * sizeof *w->parts);
    if (part != NULL)
        w->parts[first] = *part;
    w->part_count = first + put + behind;
}

/* Those of which every document is deleted go. */
static void drop_empty(backend_writer *w)
{
    for (size_t i = w->part_count; i-- > 0;)
        if (w->parts[i].info.deleted_count == w->parts[i].info.documents)
            replace_parts(w, i, 1, NULL);
}

static pilcrow_status open_new(transaction_part *out, const backend_writer *w,
                               const segment_name *name, pilcrow_error *err)
{
    *out = (transaction_part){.uncommitted = true};
    pilcrow_status status = segment_open(&out->segment, w->data, name, err);
    if (status == PILCROW_OK)
        out->info = (manifest_segment){.name = *name,
                                       .documents = out->segment->documents,
                                       .words = out->segment->words};
    return status;
}

/* -------------------------------------------------------------- merging --- */

static pilcrow_status merge_run(backend_writer *w, size_t first, size_t count,
                                pilcrow_error *err)
{
    segment_name name;
    transaction_part merged;
    merge_part *parts = calloc(count, sizeof *parts);
    if (parts == NULL)
        return error_no_memory(err);
    for (size_t i = 0; i < count; i++) {
        const transaction_part *part = &w->parts[first + i];
        parts[i] = (merge_part){part->segment, part->deleted,
                                part->info.deleted_count};
    }
    const merge_target to = {
        .data = w->data, .number = w->next_number++, .durable = !w->fresh};
    pilcrow_status status = merge_segments(&name, parts, count, &to, err);
    free(parts);
    if (status == PILCROW_OK)
        status = open_new(&merged, w, &name, err);
    if (status == PILCROW_OK)
        replace_parts(w, first, count, &merged);
    else
        files_remove(w->data, FILES_SEGMENT, to.number);
    return status;
}

static bool pick(const backend_writer *w, tiers_item *items, size_t *first,
                 size_t *count)
{
    for (size_t i = 0; i < w->part_count; i++) {
        const manifest_segment *info = &w->parts[i].info;
        items[i] = (tiers_item){info->name.bytes, info->documents,
                                info->deleted_count};
    }
    return tiers_pick(items, w->part_count, first, count);
}

static pilcrow_status merge_tiers(backend_writer *w, pilcrow_error *err)
{
    size_t first = 0;
    size_t count = 0;
    pilcrow_status status = PILCROW_OK;
    drop_empty(w);
    tiers_item *items = calloc(w->part_count + 1, sizeof *items);
    if (items == NULL)
        return error_no_memory(err);
    while (status == PILCROW_OK && pick(w, items, &first, &count))
        status = merge_run(w, first, count, err);
    free(items);
    return status;
}

/* ------------------------------------------------------------- flushing --- */

/* Write what is in memory as a segment. */
static pilcrow_status write_memory(backend_writer *w, transaction_part *out,
                                   pilcrow_error *err)
{
    segment_name name;
    pilcrow_status status =
        inverter_write(w->inverter, w->builder, w->data, w->jobs, err);
    if (status == PILCROW_OK)
        status = builder_finish(w->builder, !w->fresh, &name, err);
    if (status == PILCROW_OK)
        status = open_new(out, w, &name, err);
    return status;
}

/* What is deleted of it goes from memory to the part, by the numbers that the
 * documents have there. */
static pilcrow_status hand_deleted_over(backend_writer *w,
                                        transaction_part *part,
                                        pilcrow_error *err)
{
    size_t words = deleted_words(part->info.documents);
    if (w->deleted_count == 0)
        return PILCROW_OK;
    part->deleted = calloc(words, sizeof *part->deleted);
    if (part->deleted == NULL)
        return error_no_memory(err);
    for (uint32_t i = 0; i < part->info.documents; i++)
        if (transaction_is_deleted(w, i)) {
            const uint32_t at = inverter_written(w->inverter, i);
            part->deleted[at / 64] |= UINT64_C(1) << at % 64;
        }
    part->info.deleted_count = w->deleted_count;
    part->info.words -= w->deleted_words;
    part->more_deleted = true;
    return PILCROW_OK;
}

pilcrow_status transaction_flush(backend_writer *w, pilcrow_error *err)
{
    transaction_part part;
    if (inverter_documents(w->inverter) == 0)
        return PILCROW_OK;
    transaction_part *parts = list_room(w->parts, w->part_count,
                                        &w->part_capacity, sizeof *parts);
    if (parts == NULL)
        return error_no_memory(err);
    w->parts = parts;
    pilcrow_status status = write_memory(w, &part, err);
    if (status != PILCROW_OK)
        return status;
    status = hand_deleted_over(w, &part, err);
    w->parts[w->part_count++] = part;
    const bool much = inverter_memory(w->inverter) >= HUGE_MUCH;
    transaction_drop_memory(w);
    if (much)
        huge_give_back();
    if (status == PILCROW_OK)
        status = merge_tiers(w, err);
    return status;
}

/* ------------------------------------------------------------- metadata --- */

static pilcrow_status add_metadata_name(backend_writer *w,
                                        const metadata_name *name,
                                        pilcrow_error *err)
{
    metadata_name *list = list_room(w->metadata, w->metadata_count,
                                    &w->metadata_capacity, sizeof *list);
    if (list == NULL)
        return error_no_memory(err);
    w->metadata = list;
    w->metadata[w->metadata_count++] = *name;
    return PILCROW_OK;
}

/* The first of the files that are to be merged into one. */
static size_t find_metadata_run(const backend_writer *w)
{
    uint64_t newer = 0;
    size_t first = w->metadata_count;
    for (size_t i = w->metadata_count; i-- > 0;) {
        if (newer * METADATA_PART >= w->metadata[i].bytes)
            first = i;
        newer += w->metadata[i].bytes;
    }
    return first;
}

static pilcrow_status merge_files(backend_writer *w, size_t first,
                                  metadata_name *out, pilcrow_error *err)
{
    size_t count = w->metadata_count - first;
    pilcrow_status status = PILCROW_OK;
    metadata_file *files = calloc(count, sizeof *files);
    if (files == NULL)
        return error_no_memory(err);
    for (size_t i = 0; i < count && status == PILCROW_OK; i++)
        status = metadata_open(&files[i], w->data, &w->metadata[first + i],
                               err);
    if (status == PILCROW_OK)
        status = metadata_merge(files, count, first == 0, out, w->data,
                                !w->fresh, err);
    for (size_t i = 0; i < count; i++)
        metadata_close(&files[i]);
    free(files);
    return status;
}

static pilcrow_status merge_metadata(backend_writer *w, pilcrow_error *err)
{
    size_t first = find_metadata_run(w);
    if (first + 1 >= w->metadata_count)
        return PILCROW_OK;
    metadata_name merged = {.number = w->next_number++};
    pilcrow_status status = merge_files(w, first, &merged, err);
    if (status != PILCROW_OK)
        return status;
    for (size_t i = first; i < w->metadata_count; i++)
        if (i >= w->metadata_old)
            files_remove(w->data, FILES_METADATA, w->metadata[i].number);
    if (w->metadata_old > first)
        w->metadata_old = first;
    w->metadata[first] = merged;
    w->metadata_count = first + 1;
    return PILCROW_OK;
}

pilcrow_status transaction_flush_metadata(backend_writer *w,
                                          pilcrow_error *err)
{
    if (w->changes.count == 0)
        return PILCROW_OK;
    metadata_name name = {.number = w->next_number++};
    pilcrow_status status =
        metadata_write(&w->changes, &name, w->data, !w->fresh, err);
    if (status == PILCROW_OK)
        status = add_metadata_name(w, &name, err);
    if (status == PILCROW_OK)
        status = merge_metadata(w, err);
    return status;
}

/* ----------------------------------------------------------- publishing --- */

static pilcrow_status write_deleted(backend_writer *w, pilcrow_error *err)
{
    pilcrow_status status = PILCROW_OK;
    for (size_t i = 0; i < w->part_count && status == PILCROW_OK; i++) {
        transaction_part *part = &w->parts[i];
        manifest_segment *info = &part->info;
        if (!part->more_deleted)
            continue;
        info->deleted.number = w->next_number++;
        status = deleted_write(&info->deleted, w->data, part->deleted,
                               info->documents, info->deleted_count,
                               !w->fresh, err);
    }
    return status;
}

static pilcrow_status make_manifest(manifest *out, const backend_writer *w,
                                    pilcrow_error *err)
{
    *out = (manifest){.generation = w->committed.generation + 1,
                      .next_number = w->next_number,
                      .segment_count = w->part_count,
                      .metadata_count = w->metadata_count};
    out->segments = calloc(w->part_count + 1, sizeof *out->segments);
    out->metadata = calloc(w->metadata_count + 1, sizeof *out->metadata);
    if (out->segments == NULL || out->metadata == NULL) {
        manifest_release(out);
        return error_no_memory(err);
    }
    for (size_t i = 0; i < w->part_count; i++)
        out->segments[i] = w->parts[i].info;
    for (size_t i = 0; i < w->metadata_count; i++)
        out->metadata[i] = w->metadata[i];
    return PILCROW_OK;
}

/* Remove the files that the manifest before named and the present one does
 * not. */
static void remove_previous(backend_writer *w)
{
    const manifest *old = &w->previous;
    const manifest *now = &w->committed;
    for (size_t i = 0; i < old->segment_count; i++) {
        uint64_t number = old->segments[i].name.number;
        uint64_t deleted = old->segments[i].deleted.number;
        if (!manifest_names(now, FILES_SEGMENT, number))
            files_remove(w->data, FILES_SEGMENT, number);
        if (deleted != 0 && !manifest_names(now, FILES_DELETED, deleted))
            files_remove(w->data, FILES_DELETED, deleted);
    }
    for (size_t i = 0; i < old->metadata_count; i++)
        if (!manifest_names(now, FILES_METADATA, old->metadata[i].number))
            files_remove(w->data, FILES_METADATA, old->metadata[i].number);
    manifest_release(&w->previous);
}

/* `now` is what the folder has: the next transaction begins on it. */
static void take_over(backend_writer *w, manifest *now)
{
    manifest_release(&w->previous);
    w->previous = w->committed;
    w->committed = *now;
    *now = (manifest){0};
    w->metadata_old = w->metadata_count;
    for (size_t i = 0; i < w->part_count; i++) {
        w->parts[i].uncommitted = false;
        w->parts[i].more_deleted = false;
    }
}

/* The names of the new files to disk, and with them that of the manifest
 * before; then the manifest. Its own name, and all of a fresh folder, is for
 * the caller to sync. */
static pilcrow_status publish(backend_writer *w, bool *landed,
                              pilcrow_error *err)
{
    manifest now;
    pilcrow_status status = make_manifest(&now, w, err);
    if (status == PILCROW_OK && !w->fresh)
        status = folder_sync_names(w->data, err);
    if (status == PILCROW_OK) {
        remove_previous(w);
        status = manifest_write(&now, w->data, !w->fresh, err);
    }
    *landed = status == PILCROW_OK;
    if (*landed)
        take_over(w, &now);
    manifest_release(&now);
    return status;
}

pilcrow_status transaction_commit(backend_writer *w, pilcrow_error *err)
{
    bool landed = false;
    if (w->doomed)
        return error_set(err, PILCROW_INVALID,
                         "an earlier change has failed; roll back first");
    pilcrow_status status = transaction_flush(w, err);
    if (status == PILCROW_OK)
        status = merge_tiers(w, err);
    if (status == PILCROW_OK)
        status = write_deleted(w, err);
    if (status == PILCROW_OK)
        status = transaction_flush_metadata(w, err);
    if (status == PILCROW_OK)
        status = publish(w, &landed, err);
    if (status != PILCROW_OK && !landed) {
        w->doomed = true;
        if (!w->fresh)
            transaction_rollback(w, NULL);
    }
    return status;
}

/* ----------------------------------------------------------- compacting --- */

/* Merge all parts of `from` into one of `to`, what is alike next to each
 * other. */
static pilcrow_status compact_parts(const backend_writer *from,
                                    backend_writer *to, pilcrow_error *err)
{
    segment_name name;
    transaction_part merged;
    if (from->part_count == 0)
        return PILCROW_OK;
    merge_part *parts = calloc(from->part_count, sizeof *parts);
    to->parts = calloc(1, sizeof *to->parts);
    if (parts == NULL || to->parts == NULL) {
        free(parts);
        return error_no_memory(err);
    }
    to->part_capacity = 1;
    for (size_t i = 0; i < from->part_count; i++)
        parts[i] = (merge_part){from->parts[i].segment, from->parts[i].deleted,
                                from->parts[i].info.deleted_count};
    const merge_target target = {
        .data = to->data, .number = to->next_number++, .reorder = true};
    pilcrow_status status =
        merge_segments(&name, parts, from->part_count, &target, err);
    free(parts);
    if (status == PILCROW_OK)
        status = open_new(&merged, to, &name, err);
    if (status == PILCROW_OK)
        to->parts[to->part_count++] = merged;
    return status;
}

static pilcrow_status compact_metadata(backend_writer *from,
                                       backend_writer *to, pilcrow_error *err)
{
    if (from->metadata_count == 0)
        return PILCROW_OK;
    metadata_name merged = {.number = to->next_number++};
    size_t count = from->metadata_count;
    pilcrow_status status = PILCROW_OK;
    metadata_file *files = calloc(count, sizeof *files);
    if (files == NULL)
        return error_no_memory(err);
    for (size_t i = 0; i < count && status == PILCROW_OK; i++)
        status = metadata_open(&files[i], from->data, &from->metadata[i], err);
    if (status == PILCROW_OK)
        status = metadata_merge(files, count, true, &merged, to->data, false,
                                err);
    for (size_t i = 0; i < count; i++)
        metadata_close(&files[i]);
    free(files);
    return status == PILCROW_OK ? add_metadata_name(to, &merged, err) : status;
}

pilcrow_status transaction_compact(const char *from, const char *to,
                                   uint64_t generation, pilcrow_error *err)
{
    backend_writer *old = NULL;
    backend_writer *fresh = NULL;
    const backend_target source = {.data = from};
    const backend_target target = {
        .data = to, .fresh = true, .generation = generation};
    pilcrow_status status = transaction_open(&old, &source, err);
    if (status == PILCROW_OK)
        status = transaction_open(&fresh, &target, err);
    if (status == PILCROW_OK) {
        drop_empty(old);
        status = compact_parts(old, fresh, err);
    }
    if (status == PILCROW_OK)
        status = compact_metadata(old, fresh, err);
    if (status == PILCROW_OK)
        status = transaction_commit(fresh, err);
    transaction_close(fresh);
    transaction_close(old);
    return status;
}
