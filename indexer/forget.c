/* SPDX-License-Identifier: MIT
 *
 * pilcrow_forget. In: paths. Out: an index without what came from them, and
 * without the roots at or below them. */
#include <string.h>

#include "base/path.h"
#include "indexer/session.h"

/* What the user named, in both ways it can be meant. */
typedef struct meant {
    const char *given; /* the name of bytes in memory */
    buf absolute;      /* a file, or a folder and all below it */
} meant;

/* Does a stored path lie at or below what is meant? */
static bool is_at_or_below(const session *s, const meant *m, const char *stored)
{
    buf absolute;
    buf_init(&absolute, 2 * PATH_BYTES_MAX);
    bool below = path_join(&absolute, s->base, stored) &&
                 path_is_below(absolute.data, m->absolute.data);
    buf_release(&absolute);
    return below;
}

static bool is_meant(const session *s, const meant *m, const catalog_file *file)
{
    return file->in_memory ? strcmp(file->path, m->given) == 0
                           : is_at_or_below(s, m, file->path);
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
    for (size_t i = c->root_count; i-- > 0;)
        if (is_at_or_below(s, m, c->roots[i].path))
            catalog_drop_root(&s->catalog, c->roots[i].path);
    return status;
}

static pilcrow_status forget_one(session *s, const char *path,
                                 pilcrow_error *err)
{
    meant m = {.given = path};
    pilcrow_status status;
    buf_init(&m.absolute, 2 * PATH_BYTES_MAX);
    if (path_absolute(&m.absolute, path))
        status = drop_meant(s, &m, err);
    else
        status =
            error_set(err, PILCROW_INVALID, "the path '%s' is too long", path);
    buf_release(&m.absolute);
    return status;
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
