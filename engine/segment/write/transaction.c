/* SPDX-License-Identifier: MIT
 *
 * In: paragraphs, deletes and metadata. Out: the state of a transaction.
 * Invariant: of all documents that are not deleted, in segments and in memory,
 * no two have the same id. */
#include "engine/segment/write/transaction.h"

#include <dirent.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/huge.h"
#include "base/list.h"
#include "engine/disk.h"
#include "engine/folder.h"
#include "engine/segment/file/files.h"

/* Below this there would be many small segments to merge. */
#define MEMORY_LEAST ((size_t)512 * 1024)
/* Records that wait for their place take no more than this part of it. */
#define WAITING_PART 4u
#define METADATA_MEMORY ((size_t)16 * 1024 * 1024)

/* -------------------------------------------------------- open and close --- */

void transaction_drop_memory(backend_writer *w)
{
    if (w->inverter != NULL)
        inverter_clear(w->inverter);
    builder_close(w->builder);
    w->builder = NULL;
    free(w->deleted);
    w->deleted = NULL;
    w->deleted_capacity = 0;
    w->deleted_count = 0;
    w->deleted_words = 0;
}

void transaction_close_part(transaction_part *part)
{
    segment_close(part->segment);
    free(part->deleted);
    id_filter_release(&part->ids);
}

void transaction_drop(backend_writer *w)
{
    transaction_drop_memory(w);
    for (size_t i = 0; i < w->part_count; i++)
        transaction_close_part(&w->parts[i]);
    free(w->parts);
    w->parts = NULL;
    w->part_count = w->part_capacity = 0;
    free(w->metadata);
    w->metadata = NULL;
    w->metadata_count = w->metadata_capacity = 0;
    metadata_changes_release(&w->changes);
    manifest_release(&w->committed);
    manifest_release(&w->previous);
}

/* Is it a file that the manifest does not name? */
static bool is_left_over(const backend_writer *w, const char *name)
{
    files_kind kind;
    uint64_t number;
    if (files_parse(name, &kind, &number))
        return !manifest_names(&w->committed, kind, number);
    return strncmp(name, FILES_SPOOL, strlen(FILES_SPOOL)) == 0 ||
           strcmp(name, FILES_MANIFEST_NEW) == 0;
}

/* Remove the files that the manifest does not name: what a transaction, a
 * crash or the generation before has left. If the manifest's own name is not
 * on disk a power failure brings the one before back, which needs its files.
 * What cannot be removed stays for the next time. */
static void sweep(const backend_writer *w)
{
    bool synced = false;
    DIR *dir = disk_list(w->data);
    if (dir == NULL)
        return;
    for (const struct dirent *entry; (entry = readdir(dir)) != NULL;) {
        if (!is_left_over(w, entry->d_name))
            continue;
        if (!synced && folder_sync_names(w->data, NULL) != PILCROW_OK)
            break;
        synced = true;
        unlinkat(dirfd(dir), entry->d_name, 0);
    }
    closedir(dir);
}

/* A file that the manifest names and that is not there is damage. */
static pilcrow_status as_damage(pilcrow_status status, pilcrow_error *err)
{
    if (status != PILCROW_NOT_FOUND)
        return status;
    if (err != NULL)
        err->status = PILCROW_CORRUPT;
    return PILCROW_CORRUPT;
}

static pilcrow_status open_part(backend_writer *w,
                                const manifest_segment *info,
                                pilcrow_error *err)
{
    transaction_part *parts = list_room(w->parts, w->part_count,
                                        &w->part_capacity, sizeof *parts);
    if (parts == NULL)
        return error_no_memory(err);
    w->parts = parts;
    transaction_part *part = &w->parts[w->part_count];
    *part = (transaction_part){.info = *info};
    pilcrow_status status =
        segment_open(&part->segment, w->data, &info->name, err);
    if (status == PILCROW_OK && part->segment->documents != info->documents)
        status = segment_damaged(err);
    if (status == PILCROW_OK && info->deleted_count > 0)
        status = deleted_read(&part->deleted, w->data, &info->deleted,
                              info->documents, info->deleted_count, err);
    if (status == PILCROW_OK)
        w->part_count++;
    else
        segment_close(part->segment);
    return as_damage(status, err);
}

/* A metadata file is read by its merges only; but one that is damaged is to be
 * told of before more is built upon it. */
static pilcrow_status look_at_metadata(backend_writer *w,
                                       const metadata_name *name,
                                       pilcrow_error *err)
{
    metadata_file file;
    metadata_name *list = list_room(w->metadata, w->metadata_count,
                                    &w->metadata_capacity, sizeof *list);
    if (list == NULL)
        return error_no_memory(err);
    w->metadata = list;
    w->metadata[w->metadata_count++] = *name;
    pilcrow_status status = metadata_open(&file, w->data, name, err);
    if (status == PILCROW_OK)
        metadata_close(&file);
    return as_damage(status, err);
}

pilcrow_status transaction_begin(backend_writer *w, pilcrow_error *err)
{
    pilcrow_status status = manifest_read(&w->committed, w->data, err);
    if (status != PILCROW_OK)
        return status;
    const manifest *m = &w->committed;
    w->next_number = m->next_number;
    for (size_t i = 0; i < m->segment_count && status == PILCROW_OK; i++)
        status = open_part(w, &m->segments[i], err);
    for (size_t i = 0; i < m->metadata_count && status == PILCROW_OK; i++)
        status = look_at_metadata(w, &m->metadata[i], err);
    w->metadata_old = w->metadata_count;
    if (status == PILCROW_OK)
        sweep(w);
    w->doomed = status != PILCROW_OK;
    return status;
}

pilcrow_status transaction_open(backend_writer **out,
                                const backend_target *target,
                                pilcrow_error *err)
{
    *out = NULL;
    backend_writer *w = calloc(1, sizeof *w);
    if (w == NULL)
        return error_no_memory(err);
    metadata_changes_init(&w->changes);
    w->fresh = target->fresh;
    w->jobs = target->jobs;
    w->next_number = 1;
    w->committed.generation = target->fresh ? target->generation - 1 : 0;
    /* The rest is for what writing a segment takes while it is written. */
    w->memory_bytes = target->memory_bytes - target->memory_bytes / 4;
    if (w->memory_bytes < MEMORY_LEAST)
        w->memory_bytes = MEMORY_LEAST;
    w->data = strdup(target->data);
    pilcrow_status status = w->data == NULL ? error_no_memory(err)
                                            : inverter_new(&w->inverter, err);
    if (status == PILCROW_OK && !w->fresh)
        status = transaction_begin(w, err);
    if (status == PILCROW_OK)
        *out = w;
    else
        transaction_close(w);
    return status;
}

void transaction_close(backend_writer *w)
{
    if (w == NULL)
        return;
    transaction_drop_memory(w);
    if (!w->fresh && w->committed.generation > 0)
        sweep(w);
    transaction_drop(w);
    inverter_free(w->inverter);
    free(w->data);
    free(w);
}

pilcrow_status transaction_rollback(backend_writer *w, pilcrow_error *err)
{
    transaction_drop(w);
    w->doomed = true;
    return transaction_begin(w, err);
}

/* Every change goes through here: one that fails dooms the transaction. */
static pilcrow_status note(backend_writer *w, pilcrow_status status)
{
    if (status != PILCROW_OK && status != PILCROW_EXISTS)
        w->doomed = true;
    return status;
}

static pilcrow_status check_alive(const backend_writer *w, pilcrow_error *err)
{
    if (!w->doomed)
        return PILCROW_OK;
    return error_set(err, PILCROW_INVALID,
                     "an earlier change has failed; roll back first");
}

/* ------------------------------------------------------------- deleting --- */

static bool bit_is_set(const uint64_t *bits, uint32_t number)
{
    return (bits[number / 64] >> number % 64 & 1) != 0;
}

static pilcrow_status delete_in_part(transaction_part *part, uint32_t document,
                                     uint64_t *deleted, pilcrow_error *err)
{
    segment *s = part->segment;
    if (part->deleted == NULL) {
        part->deleted = calloc(deleted_words(s->documents), sizeof(uint64_t));
        if (part->deleted == NULL)
            return error_no_memory(err);
    }
    if (bit_is_set(part->deleted, document))
        return PILCROW_OK;
    if (!segment_lengths(s, document, document))
        return segment_damaged(err);
    uint32_t length = segment_length(s, document);
    if (length > part->info.words)
        return segment_damaged(err);
    part->deleted[document / 64] |= UINT64_C(1) << document % 64;
    part->info.words -= length;
    part->info.deleted_count++;
    part->more_deleted = true;
    ++*deleted;
    return PILCROW_OK;
}

static pilcrow_status remove_in_part(transaction_part *part,
                                     engine_field field, const char *term,
                                     size_t len, uint64_t *deleted,
                                     pilcrow_error *err)
{
    segment_term found;
    postings_reader r;
    uint32_t document;
    segment *s = part->segment;
    pilcrow_status status = segment_find(s, field, term, len, &found, err);
    if (status != PILCROW_OK || found.documents == 0)
        return status;
    if (!postings_reader_open(&r, s, &found))
        return segment_damaged(err);
    while (status == PILCROW_OK &&
           (document = postings_reader_next(&r)) < s->documents)
        status = delete_in_part(part, document, deleted, err);
    if (status == PILCROW_OK && (r.corrupt || document != POSTINGS_END))
        status = segment_damaged(err);
    return status;
}

bool transaction_is_deleted(const backend_writer *w, uint32_t document)
{
    return document / 64 < w->deleted_capacity &&
           bit_is_set(w->deleted, document);
}

static void delete_in_memory(void *ctx, uint32_t document)
{
    backend_writer *w = ctx;
    if (transaction_is_deleted(w, document))
        return;
    w->deleted[document / 64] |= UINT64_C(1) << document % 64;
    w->deleted_words += inverter_length(w->inverter, document);
    w->deleted_count++;
}

/* Room for a bit for every document in memory. */
static bool room_for_bits(backend_writer *w)
{
    size_t words = deleted_words(inverter_documents(w->inverter));
    if (words <= w->deleted_capacity)
        return true;
    uint64_t *bits = realloc(w->deleted, words * sizeof *bits);
    if (bits == NULL)
        return false;
    memset(bits + w->deleted_capacity, 0,
           (words - w->deleted_capacity) * sizeof *bits);
    w->deleted = bits;
    w->deleted_capacity = words;
    return true;
}

static pilcrow_status remove_term(backend_writer *w, engine_field field,
                                  const char *term, size_t len,
                                  uint64_t *deleted, pilcrow_error *err)
{
    pilcrow_status status = PILCROW_OK;
    for (size_t i = 0; i < w->part_count && status == PILCROW_OK; i++)
        status = remove_in_part(&w->parts[i], field, term, len, deleted, err);
    if (status != PILCROW_OK || inverter_documents(w->inverter) == 0)
        return status;
    if (!room_for_bits(w))
        return error_no_memory(err);
    uint32_t before = w->deleted_count;
    inverter_visit(w->inverter, field, term, len, delete_in_memory, w);
    *deleted += w->deleted_count - before;
    return PILCROW_OK;
}

pilcrow_status transaction_remove(backend_writer *w, engine_field field,
                                  const char *term, size_t len,
                                  uint64_t *deleted, pilcrow_error *err)
{
    *deleted = 0;
    pilcrow_status status = check_alive(w, err);
    if (status != PILCROW_OK)
        return status;
    return note(w, remove_term(w, field, term, len, deleted, err));
}

/* --------------------------------------------------------------- adding --- */

static const engine_posting *find_id(const engine_paragraph *paragraph)
{
    const engine_posting *posting = paragraph->postings;
    while (posting->field != ENGINE_ID)
        posting++;
    return posting;
}

static pilcrow_status check_part(transaction_part *part,
                                 const engine_posting *id, pilcrow_error *err)
{
    segment_term found;
    if (!id_filter_may_have(&part->ids, &part->segment->ids, id->term, id->len))
        return PILCROW_OK;
    pilcrow_status status = segment_find(part->segment, ENGINE_ID, id->term,
                                         id->len, &found, err);
    if (status != PILCROW_OK || found.documents == 0 ||
        (part->deleted != NULL && bit_is_set(part->deleted, found.only)))
        return status;
    return error_set(err, PILCROW_EXISTS,
                     "a paragraph with the id '%.*s' is there already",
                     (int)id->len, id->term);
}

/* EXISTS if a paragraph has the id. One in memory that is deleted makes it
 * free, but within a segment ids are never the same: so that one becomes a
 * segment before the next begins. */
static pilcrow_status check_id(backend_writer *w, const engine_posting *id,
                               pilcrow_error *err)
{
    uint32_t document;
    pilcrow_status status = PILCROW_OK;
    if (inverter_find_id(w->inverter, id->term, id->len, &document)) {
        if (!transaction_is_deleted(w, document))
            return error_set(err, PILCROW_EXISTS,
                             "a paragraph with the id '%.*s' is there already",
                             (int)id->len, id->term);
        status = transaction_flush(w, err);
    }
    for (size_t i = 0; i < w->part_count && status == PILCROW_OK; i++)
        status = check_part(&w->parts[i], id, err);
    return status;
}

void transaction_expect(backend_writer *w, const char *id, size_t len,
                        uint32_t alike)
{
    inverter_expect(w->inverter, id, len, alike);
}

/* What the records have met in the file. */
static pilcrow_status records_status(const backend_writer *w,
                                     pilcrow_error *err)
{
    if (!w->builder->records.failed)
        return PILCROW_OK;
    pilcrow_status status = builder_status(w->builder, err);
    return status != PILCROW_OK ? status : error_no_memory(err);
}

static pilcrow_status settle(backend_writer *w, pilcrow_error *err)
{
    pilcrow_status status =
        inverter_settle(w->inverter, &w->builder->records, err);
    if (w->memory_bytes / WAITING_PART >= HUGE_MUCH)
        huge_give_back();
    return status;
}

/* What is in memory, or the records that wait there, may be enough. */
static pilcrow_status make_room(backend_writer *w, pilcrow_error *err)
{
    if (inverter_memory(w->inverter) >= w->memory_bytes ||
        inverter_documents(w->inverter) >= POSTINGS_DOCUMENTS_MAX)
        return transaction_flush(w, err);
    pilcrow_status status = PILCROW_OK;
    if (inverter_waiting(w->inverter) >= w->memory_bytes / WAITING_PART)
        status = settle(w, err);
    return status == PILCROW_OK ? records_status(w, err) : status;
}

/* Is the id free, and a file there to take the record? */
static pilcrow_status get_ready(backend_writer *w, const engine_posting *id,
                                pilcrow_error *err)
{
    pilcrow_status status = check_id(w, id, err);
    if (status == PILCROW_OK && w->builder == NULL)
        status = builder_open(&w->builder, w->data, w->next_number++, err);
    return status;
}

pilcrow_status transaction_add(backend_writer *w,
                               const engine_paragraph *paragraph,
                               pilcrow_error *err)
{
    const engine_posting *id = find_id(paragraph);
    pilcrow_status status = check_alive(w, err);
    if (status != PILCROW_OK)
        return status;
    status = get_ready(w, id, err);
    if (status != PILCROW_OK)
        return note(w, status);
    status =
        inverter_add(w->inverter, paragraph, id, &w->builder->records, err);
    if (status == PILCROW_NOT_FOUND) /* nothing has happened */
        return status;
    return note(w, status == PILCROW_OK ? make_room(w, err) : status);
}

pilcrow_status transaction_set_metadata(backend_writer *w, const char *key,
                                        size_t key_len, const char *value,
                                        size_t len, pilcrow_error *err)
{
    pilcrow_status status = check_alive(w, err);
    if (status != PILCROW_OK)
        return status;
    if (!metadata_change(&w->changes, key, key_len, value, len))
        status = error_no_memory(err);
    else if (metadata_changes_memory(&w->changes) >= METADATA_MEMORY)
        status = transaction_flush_metadata(w, err);
    return note(w, status);
}
