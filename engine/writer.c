/* SPDX-License-Identifier: MIT
 *
 * In: paragraphs and metadata for an index folder. Out: a new generation of
 * it. Invariant: until a commit is OK the index is what it was, because the
 * changes are in an engine's open transaction or in a data folder that
 * `current` does not name. */
#include "engine/engine.h"

#include <stdlib.h>
#include <string.h>

#include "engine/arguments.h"
#include "engine/backend.h"
#include "engine/folder.h"

#define MEMORY_DEFAULT ((size_t)256 * 1024 * 1024)

struct engine_writer {
    folder folder;
    const engine_backend *backend;
    backend_writer *inner; /* NULL after a failure to begin again */
    uint64_t number;       /* the data folder being written */
    bool fresh;            /* it is beside the index, not the index */
    size_t memory_bytes;
    unsigned jobs;
};

/* ------------------------------------------------- the data folder ----- */

/* The generation that `current` has; 0 if it cannot be read, for a rebuild is
 * what mends that. */
static uint64_t present_generation(const engine_writer *writer)
{
    engine_snapshot *snapshot = NULL;
    engine_stats stats = {0};
    if (engine_snapshot_open(&snapshot, writer->folder.path, NULL) ==
        PILCROW_OK)
        engine_snapshot_stats(snapshot, &stats, NULL);
    engine_snapshot_close(snapshot);
    return stats.generation;
}

/* Every engine's call is told of by the name of the index. */
static pilcrow_status named(const engine_writer *writer, pilcrow_status status,
                            pilcrow_error *err)
{
    return name_index(err, status, writer->folder.path);
}

static pilcrow_status open_inner(engine_writer *writer, uint64_t generation,
                                 pilcrow_error *err)
{
    char *data = folder_data_path(writer->folder.path, writer->number);
    if (data == NULL)
        return error_no_memory(err);
    backend_target target = {.data = data,
                             .fresh = writer->fresh,
                             .generation = generation,
                             .memory_bytes = writer->memory_bytes,
                             .jobs = writer->jobs};
    pilcrow_status status =
        writer->backend->writer_open(&writer->inner, &target, err);
    free(data);
    return named(writer, status, err);
}

/* Close the engine's writer; what it has not committed is gone. */
static void close_inner(engine_writer *writer)
{
    if (writer->inner != NULL)
        writer->backend->writer_close(writer->inner);
    writer->inner = NULL;
    if (writer->fresh)
        folder_sweep(&writer->folder);
}

/* Begin in the data folder that `current` names. */
static pilcrow_status begin_in_place(engine_writer *writer, pilcrow_error *err)
{
    writer->fresh = false;
    writer->number = writer->folder.current.number;
    return open_inner(writer, 0, err);
}

/* Begin in a new data folder beside it. */
static pilcrow_status begin_fresh(engine_writer *writer, pilcrow_error *err)
{
    writer->fresh = true;
    pilcrow_status status = folder_stage(&writer->folder, &writer->number, err);
    if (status == PILCROW_OK)
        status = open_inner(writer, present_generation(writer) + 1, err);
    if (status != PILCROW_OK)
        folder_sweep(&writer->folder);
    return status;
}

/* ---------------------------------------------------- open and close --- */

/* The engine to write with: the one asked for, else the index's own. */
static pilcrow_status choose_backend(engine_writer *writer, const char *asked,
                                     bool rebuild, pilcrow_error *err)
{
    const folder_current *current = &writer->folder.current;
    bool empty = current->number == 0;
    const char *name = asked != NULL ? asked : current->engine;
    writer->backend = backend_find(name);
    if (writer->backend == NULL)
        return error_set(err, PILCROW_VERSION,
                         "this pilcrow has no engine called '%s'; upgrade, "
                         "or rebuild with --full --engine %s",
                         name, backend_default()->name);
    if (!rebuild && !empty && strcmp(name, current->engine) != 0)
        return error_set(err, PILCROW_INVALID,
                         "the index is of engine '%s'; to change it to '%s' "
                         "rebuild with --full",
                         current->engine, name);
    return PILCROW_OK;
}

pilcrow_status engine_writer_open(engine_writer **out, const char *dir,
                                  const engine_writer_options *options,
                                  pilcrow_error *err)
{
    static const engine_writer_options defaults = {0};
    *out = NULL;
    options = options != NULL ? options : &defaults;
    engine_writer *writer = calloc(1, sizeof *writer);
    if (writer == NULL)
        return error_no_memory(err);
    writer->folder.lock = -1;
    writer->memory_bytes =
        options->memory_bytes != 0 ? options->memory_bytes : MEMORY_DEFAULT;
    writer->jobs = options->jobs != 0 ? options->jobs : 1;
    const char *engine =
        options->engine != NULL ? options->engine : backend_default()->name;
    pilcrow_status status = PILCROW_VERSION;
    if (backend_find(engine) == NULL)
        error_set(err, status, "this pilcrow has no engine called '%s'",
                  engine);
    else
        status = folder_lock(&writer->folder, dir, engine, options->rebuild,
                             err);
    if (status == PILCROW_OK)
        status = choose_backend(writer, options->engine, options->rebuild, err);
    if (status == PILCROW_OK)
        status = options->rebuild || writer->folder.current.number == 0
                     ? begin_fresh(writer, err)
                     : begin_in_place(writer, err);
    if (status == PILCROW_OK)
        *out = writer;
    else
        engine_writer_close(writer);
    return status;
}

void engine_writer_close(engine_writer *writer)
{
    if (writer == NULL)
        return;
    close_inner(writer);
    /* What a rebuild has replaced may have been read until now. */
    if (writer->folder.lock >= 0)
        folder_sweep(&writer->folder);
    folder_unlock(&writer->folder);
    free(writer);
}

/* ------------------------------------------------------- transaction --- */

static pilcrow_status check_alive(const engine_writer *writer,
                                  pilcrow_error *err)
{
    if (writer->inner != NULL)
        return PILCROW_OK;
    return error_set(err, PILCROW_IO,
                     "the index in '%s' could not be opened again after a "
                     "failure; roll back or close the writer",
                     writer->folder.path);
}

pilcrow_status engine_writer_add(engine_writer *writer,
                                 const engine_paragraph *paragraph,
                                 pilcrow_error *err)
{
    pilcrow_status status = check_alive(writer, err);
    if (status == PILCROW_OK)
        status = check_paragraph(paragraph, err);
    if (status == PILCROW_OK)
        status = writer->backend->add(writer->inner, paragraph, err);
    return named(writer, status, err);
}

bool engine_writer_joins_alike(const engine_writer *writer)
{
    return writer->backend->joins_alike;
}

void engine_writer_expect(engine_writer *writer, const char *id, size_t len,
                          uint32_t alike)
{
    if (writer->inner != NULL && writer->backend->expect != NULL && len > 0)
        writer->backend->expect(writer->inner, id, len, alike);
}

pilcrow_status engine_writer_delete(engine_writer *writer, engine_field field,
                                    const char *term, size_t len,
                                    uint64_t *deleted, pilcrow_error *err)
{
    uint64_t count = 0;
    pilcrow_status status = check_alive(writer, err);
    if (status == PILCROW_OK)
        status = check_term(field, term, len, err);
    if (status == PILCROW_OK)
        status = writer->backend->remove(writer->inner, field, term, len,
                                         &count, err);
    if (deleted != NULL)
        *deleted = count;
    return named(writer, status, err);
}

pilcrow_status engine_writer_set_metadata(engine_writer *writer,
                                          const char *key, size_t key_len,
                                          const char *value, size_t len,
                                          pilcrow_error *err)
{
    pilcrow_status status = check_alive(writer, err);
    if (status == PILCROW_OK)
        status = check_key(key_len, err);
    if (status == PILCROW_OK)
        status = writer->backend->set_metadata(writer->inner, key, key_len,
                                               value, len, err);
    return named(writer, status, err);
}

/* The fresh data folder is committed: put it in the old one's place. */
static pilcrow_status publish(engine_writer *writer, pilcrow_error *err)
{
    char *data = folder_data_path(writer->folder.path, writer->number);
    if (data == NULL)
        return error_no_memory(err);
    pilcrow_status status = folder_sync(data, err);
    if (status == PILCROW_OK)
        status = folder_sync_names(writer->folder.path, err);
    if (status == PILCROW_OK)
        status = folder_publish(&writer->folder, writer->backend->name,
                                writer->number, err);
    free(data);
    return status;
}

static pilcrow_status commit_fresh(engine_writer *writer, pilcrow_error *err)
{
    pilcrow_status status = writer->backend->commit(writer->inner, err);
    writer->backend->writer_close(writer->inner);
    writer->inner = NULL;
    if (status == PILCROW_OK)
        status = publish(writer, err);
    /* Where the next transaction cannot begin, the next call says so. */
    if (writer->folder.current.number == writer->number) {
        begin_in_place(writer, NULL);
    } else {
        folder_sweep(&writer->folder);
        begin_fresh(writer, NULL);
    }
    return status;
}

static pilcrow_status commit_in_place(engine_writer *writer, pilcrow_error *err)
{
    pilcrow_status status = writer->backend->commit(writer->inner, err);
    if (status != PILCROW_OK)
        return status;
    char *data = folder_data_path(writer->folder.path, writer->number);
    if (data == NULL)
        return error_no_memory(err);
    status = folder_sync_names(data, err);
    free(data);
    return status;
}

pilcrow_status engine_writer_commit(engine_writer *writer, pilcrow_error *err)
{
    pilcrow_status status = check_alive(writer, err);
    if (status != PILCROW_OK)
        return status;
    status = writer->fresh ? commit_fresh(writer, err)
                           : commit_in_place(writer, err);
    return named(writer, status, err);
}

pilcrow_status engine_writer_rollback(engine_writer *writer, pilcrow_error *err)
{
    if (!writer->fresh && writer->inner != NULL)
        return named(writer, writer->backend->rollback(writer->inner, err),
                     err);
    bool fresh = writer->fresh;
    close_inner(writer);
    return fresh ? begin_fresh(writer, err) : begin_in_place(writer, err);
}

/* ---------------------------------------------------------- compacting --- */

/* Fill the data folder of `writer`, which was staged, and publish it. */
static pilcrow_status compact_into(engine_writer *writer, pilcrow_error *err)
{
    const folder *f = &writer->folder;
    char *from = folder_data_path(f->path, f->current.number);
    char *to = folder_data_path(f->path, writer->number);
    uint64_t generation = present_generation(writer) + 1;
    pilcrow_status status =
        from == NULL || to == NULL
            ? error_no_memory(err)
            : writer->backend->compact(from, to, generation, err);
    if (status == PILCROW_OK)
        status = publish(writer, err);
    free(to);
    free(from);
    return status;
}

static pilcrow_status compact_locked(engine_writer *writer, pilcrow_error *err)
{
    if (writer->folder.current.number == 0)
        return PILCROW_OK;
    pilcrow_status status = choose_backend(writer, NULL, false, err);
    if (status == PILCROW_OK)
        status = folder_stage(&writer->folder, &writer->number, err);
    if (status == PILCROW_OK)
        status = compact_into(writer, err);
    folder_sweep(&writer->folder);
    return status;
}

pilcrow_status engine_compact(const char *dir, pilcrow_error *err)
{
    folder_current current;
    engine_writer writer = {.folder.lock = -1};
    /* To take the lock would make an index where there is none. */
    pilcrow_status status = folder_read(&current, dir, err);
    if (status == PILCROW_OK)
        status = folder_lock(&writer.folder, dir, current.engine, false, err);
    if (status != PILCROW_OK)
        return status;
    status = compact_locked(&writer, err);
    folder_unlock(&writer.folder);
    return status;
}
