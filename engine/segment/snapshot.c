/* SPDX-License-Identifier: MIT
 *
 * In: a data folder. Out: one generation of it, held open. Invariant: every
 * file of the generation is mapped or read before the snapshot is given out;
 * a segment that two generations share is opened once. */
#include "engine/segment/snapshot.h"

#include <stdlib.h>
#include <string.h>

#include "engine/segment/file/files.h"
#include "engine/segment/file/manifest.h"
#include "engine/segment/lookups.h"
#include "engine/segment/search/search.h"
#include "engine/segment/search/unions.h"

/* A writer may commit while the files are being opened; so many times. */
#define TRIES 20

/* -------------------------------------------------------- open and close --- */

static void let_go(segment *s)
{
    if (s != NULL && --s->holders == 0)
        segment_close(s);
}

/* Close what was opened of a generation. */
static void release(backend_snapshot *s)
{
    for (size_t i = 0; i < s->count && !s->joint; i++) {
        let_go(s->parts[i].segment);
        free(s->parts[i].deleted);
    }
    for (size_t i = 0; i < s->metadata_count && !s->joint; i++)
        metadata_close(&s->metadata[i]);
    free(s->parts);
    free(s->names);
    free(s->counts);
    lookups_free(s->lookups);
    unions_free(s->unions);
    if (!s->joint)
        free(s->metadata);
}

void snapshot_close(backend_snapshot *s)
{
    if (s == NULL)
        return;
    release(s);
    search_memory_free(s->search);
    free(s->data);
    free(s);
}

/* The segment that `old` (may be NULL) has open under this name; NULL: none. */
static segment *find_open(const backend_snapshot *old, const segment_name *name)
{
    for (size_t i = 0; old != NULL && i < old->count; i++)
        if (old->names[i].number == name->number &&
            old->names[i].checksum == name->checksum)
            return old->parts[i].segment;
    return NULL;
}

static pilcrow_status open_part(backend_snapshot *s,
                                const manifest_segment *info,
                                const backend_snapshot *old, pilcrow_error *err)
{
    pilcrow_status status = PILCROW_OK;
    snapshot_part *part = &s->parts[s->count];
    s->names[s->count++] = info->name;
    *part = (snapshot_part){.segment = find_open(old, &info->name),
                            .deleted_count = info->deleted_count};
    if (part->segment == NULL)
        status = segment_open(&part->segment, s->data, &info->name, err);
    if (status != PILCROW_OK)
        return status;
    part->segment->holders++;
    if (part->segment->documents != info->documents)
        return segment_damaged(err);
    if (info->deleted_count > 0)
        status = deleted_read(&part->deleted, s->data, &info->deleted,
                              info->documents, info->deleted_count, err);
    s->paragraphs += info->documents - info->deleted_count;
    s->words += info->words;
    return status;
}

static pilcrow_status open_metadata(backend_snapshot *s, const manifest *m,
                                    pilcrow_error *err)
{
    pilcrow_status status = PILCROW_OK;
    for (size_t i = 0; i < m->metadata_count && status == PILCROW_OK; i++) {
        status = metadata_open(&s->metadata[i], s->data, &m->metadata[i], err);
        s->metadata_count++;
    }
    return status;
}

/* Open all that the manifest names. */
static pilcrow_status open_files(backend_snapshot *s, const manifest *m,
                                 const backend_snapshot *old,
                                 pilcrow_error *err)
{
    pilcrow_status status = PILCROW_OK;
    s->generation = m->generation;
    s->parts = calloc(m->segment_count + 1, sizeof *s->parts);
    s->names = calloc(m->segment_count + 1, sizeof *s->names);
    s->metadata = calloc(m->metadata_count + 1, sizeof *s->metadata);
    if (s->parts == NULL || s->names == NULL || s->metadata == NULL)
        return error_no_memory(err);
    for (size_t i = 0; i < m->segment_count && status == PILCROW_OK; i++)
        status = open_part(s, &m->segments[i], old, err);
    if (status == PILCROW_OK)
        status = open_metadata(s, m, err);
    uint64_t base = 0;
    for (size_t i = 0; i < s->count && status == PILCROW_OK; i++) {
        s->parts[i].base = base;
        base += s->parts[i].segment->documents;
    }
    return status;
}

/* Open the newest generation into `out`, which has `data` only. A file that is
 * not there has been removed by a newer generation (STALE when that went on for
 * TRIES), or is missing (CORRUPT). */
static pilcrow_status open_newest(backend_snapshot *out,
                                  const backend_snapshot *old,
                                  pilcrow_error *err)
{
    uint64_t before = 0;
    bool again = false;
    pilcrow_status status = PILCROW_NOT_FOUND;
    for (int i = 0; i < TRIES && status == PILCROW_NOT_FOUND && !again; i++) {
        manifest m;
        char *data = out->data;
        release(out);
        *out = (backend_snapshot){.data = data};
        status = manifest_read(&m, data, err);
        if (status != PILCROW_OK)
            return status;
        again = i > 0 && m.generation == before;
        before = m.generation;
        status = open_files(out, &m, old, err);
        manifest_release(&m);
    }
    if (status != PILCROW_NOT_FOUND)
        return status;
    if (!again)
        return error_set(err, PILCROW_STALE,
                         "%s: the index changed faster than it could be "
                         "opened; try again",
                         out->data);
    if (err != NULL)
        err->status = PILCROW_CORRUPT;
    return PILCROW_CORRUPT;
}

pilcrow_status snapshot_open(backend_snapshot **out, const char *data,
                             pilcrow_error *err)
{
    *out = NULL;
    backend_snapshot *s = calloc(1, sizeof *s);
    if (s == NULL)
        return error_no_memory(err);
    pilcrow_status status = PILCROW_OK;
    if (data != NULL) {
        s->data = strdup(data);
        status =
            s->data == NULL ? error_no_memory(err) : open_newest(s, NULL, err);
    }
    if (status == PILCROW_OK)
        *out = s;
    else
        snapshot_close(s);
    return status;
}

pilcrow_status snapshot_refresh(backend_snapshot *s, bool *moved,
                                pilcrow_error *err)
{
    *moved = false;
    if (s->data == NULL)
        return PILCROW_OK;
    backend_snapshot next = {.data = s->data};
    pilcrow_status status = open_newest(&next, s, err);
    if (status != PILCROW_OK) {
        release(&next);
        return status;
    }
    *moved = next.generation != s->generation;
    release(s);
    next.search = s->search;
    *s = next;
    return PILCROW_OK;
}

/* --------------------------------------------------------------- joining --- */

static void add_parts(backend_snapshot *s, const backend_snapshot *from,
                      uint32_t index, uint64_t *base)
{
    for (size_t i = 0; i < from->count; i++) {
        snapshot_part *part = &s->parts[s->count++];
        *part = from->parts[i];
        part->base = *base;
        part->index = index;
        *base += part->segment->documents;
    }
    s->paragraphs += from->paragraphs;
    s->words += from->words;
}

pilcrow_status snapshot_join(backend_snapshot **out,
                             backend_snapshot *const *parts, size_t count,
                             pilcrow_error *err)
{
    size_t total = 0;
    uint64_t base = 0;
    *out = NULL;
    backend_snapshot *s = calloc(1, sizeof *s);
    for (size_t i = 0; i < count; i++)
        total += parts[i]->count;
    if (s != NULL)
        s->parts = calloc(total + 1, sizeof *s->parts);
    if (s == NULL || s->parts == NULL) {
        free(s);
        return error_no_memory(err);
    }
    s->joint = true;
    for (size_t i = 0; i < count; i++)
        add_parts(s, parts[i], (uint32_t)i, &base);
    /* Metadata are those of the first. */
    s->metadata = parts[0]->metadata;
    s->metadata_count = parts[0]->metadata_count;
    *out = s;
    return PILCROW_OK;
}

size_t snapshot_part_of(const backend_snapshot *s, engine_ref ref,
                        engine_ref *inner)
{
    uint32_t document;
    const snapshot_part *part = snapshot_locate(s, ref, &document);
    size_t index = part == NULL ? 0 : part->index;
    uint64_t begin = 0;
    for (size_t i = s->count; i-- > 0 && part != NULL;)
        if (s->parts[i].index == index)
            begin = s->parts[i].base;
    *inner = ref - begin;
    return index;
}
