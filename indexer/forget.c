/* SPDX-License-Identifier: MIT
 *
 * pilcrow_forget. In: paths. Out: an index without what came from them, and
 * without the roots at or below them. */
#include <string.h>

#include "indexer/session.h"

/* What the user named, in both ways it can be meant. */
typedef struct meant {
    const char *given;  /* the name of bytes in memory */
    const char *stored; /* a file, or a folder and all below it */
} meant;

static bool is_meant(const session *s, const meant *m, const catalog_file *file)
{
    return file->in_memory ? strcmp(file->path, m->given) == 0
                           : places_is_below(&s->places, file->path, m->stored);
}

static pilcrow_status drop_meant(session *s, const meant *m, pilcrow_error *err)
{
    const catalog *c = &s->catalog;
    pilcrow_status status = PILCROW_OK;
    for (size_t i = 0; i < c->file_count && status == PILCROW_OK; i++) {
        if (c->files[i].done || !is_meant(s, m, &c->files[i]))
            continue;
        status = session_drop_file(s, &c->files[i], err);
        c->files[i].done = true;
        s->report->counts.removed++;
    }
    for (size_t i = 0; i < c->root_count; i++)
        if (places_is_below(&s->places, c->roots[i].path, m->stored))
            catalog_drop_root(&s->catalog, c->roots[i].path);
    return status;
}

static pilcrow_status forget_one(session *s, const char *path,
                                 pilcrow_error *err)
{
    meant m = {path, session_stored(s, &s->catalog.arena, path)};
    if (m.stored == NULL)
        return error_set(err, PILCROW_INVALID, "the path '%s' is too long",
                         path);
    return drop_meant(s, &m, err);
}

static pilcrow_status forget_all(session *s, const char *dir,
                                 const char *const *paths, size_t path_count,
                                 pilcrow_error *err)
{
    engine_snapshot *probe = NULL;
    session_options options = {0};
    /* Forgetting makes no index where there is none. */
    pilcrow_status status = engine_snapshot_open(&probe, dir, err);
    engine_snapshot_close(probe);
    if (status == PILCROW_OK)
        status = session_open(s, dir, &options, err);
    for (size_t i = 0; i < path_count && status == PILCROW_OK; i++)
        status = forget_one(s, paths[i], err);
    if (status == PILCROW_OK && s->report->counts.removed == 0)
        status =
            error_set(err, PILCROW_NOT_FOUND, "the index holds nothing of '%s'",
                      path_count > 0 ? paths[0] : "");
    if (status == PILCROW_OK)
        status = session_commit(s, err);
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
