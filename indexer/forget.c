/* SPDX-License-Identifier: MIT
 *
 * pilcrow_forget. In: paths. Out: an index without what came from them, and
 * without the roots at or below them. */
#include <string.h>

#include "base/path.h"
#include "indexer/session.h"

/* A file on disk is meant by its path, bytes in memory by their name. */
static bool is_meant(const catalog_file *file, const char *given,
                     const char *stored)
{
    if (file->in_memory)
        return strcmp(file->path, given) == 0;
    if (strcmp(stored, ".") == 0)
        return file->path[0] != '/';
    return path_is_below(file->path, stored);
}

static pilcrow_status forget_one(session *s, const char *path, arena *a,
                                 pilcrow_error *err)
{
    const catalog *c = &s->catalog;
    const char *stored = session_stored(s, a, path);
    pilcrow_status status = PILCROW_OK;
    if (stored == NULL)
        return error_set(err, PILCROW_INVALID, "the path '%s' is too long",
                         path);
    for (size_t i = 0; i < c->file_count && status == PILCROW_OK; i++) {
        if (!is_meant(&c->files[i], path, stored))
            continue;
        status = session_drop_file(s, &c->files[i], err);
        s->report->counts.removed++;
    }
    for (size_t i = c->root_count; i-- > 0;)
        if (path_is_below(c->roots[i].path, stored))
            catalog_drop_root(&s->catalog, c->roots[i].path);
    return status;
}

static pilcrow_status forget_all(session *s, const char *dir,
                                 const char *const *paths, size_t path_count,
                                 pilcrow_error *err)
{
    arena a;
    engine_snapshot *probe = NULL;
    session_options options = {0};
    arena_init(&a, PATH_BYTES_MAX * 4 * (path_count + 1));
    /* Forgetting makes no index where there is none. */
    pilcrow_status status = engine_snapshot_open(&probe, dir, err);
    engine_snapshot_close(probe);
    if (status == PILCROW_OK)
        status = session_open(s, dir, &options, err);
    for (size_t i = 0; i < path_count && status == PILCROW_OK; i++)
        status = forget_one(s, paths[i], &a, err);
    if (status == PILCROW_OK && s->report->counts.removed == 0)
        status = error_set(err, PILCROW_NOT_FOUND,
                           "the index holds nothing of '%s'",
                           path_count > 0 ? paths[0] : "");
    if (status == PILCROW_OK)
        status = session_commit(s, err);
    arena_release(&a);
    return status;
}

pilcrow_status pilcrow_forget(pilcrow_report **out, const char *dir,
                              const char *const *paths, size_t path_count,
                              pilcrow_error *err)
{
    session s = {0};
    *out = NULL;
    pilcrow_status status = forget_all(&s, dir, paths, path_count, err);
    if (status == PILCROW_OK) {
        *out = s.report;
        s.report = NULL;
    }
    session_close(&s);
    return status;
}
