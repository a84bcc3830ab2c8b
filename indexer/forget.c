/* SPDX-License-Identifier: MIT
 *
 * pilcrow_forget. In: paths. Out: an index without what came from them, and
 * without the roots at or below them. */
#include "indexer/forget.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/path.h"
#include "indexer/imports.h"
#include "indexer/plan.h"

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
        if (c->files[i].gone || !is_meant(s, m, &c->files[i]))
            continue;
        status = session_drop_file(s, &c->files[i], err);
        s->report->counts.removed++;
    }
    for (size_t i = 0; i < c->root_count; i++)
        if (places_is_below(&s->places, c->roots[i].path, m->stored))
            catalog_drop_root(&s->catalog, c->roots[i].path);
    if (status == PILCROW_OK)
        status = imports_forget(s, m->stored, m->given,
                                &s->report->counts.removed, err);
    return status;
}

/* The innermost root whose next walk comes to `path` again; NULL if none
 * does. */
static const catalog_root *find_shower(const session *s, const char *path)
{
    buf at;
    const catalog_root *found = NULL;
    buf_init(&at, 2 * PATH_BYTES_MAX);
    path_normal(&at, path);
    while (found == NULL && places_go_up(&at, &s->places)) {
        const catalog_root *root = catalog_find_root(&s->catalog, at.data);
        if (root != NULL && plan_root_shows(s, root, path))
            found = root;
    }
    buf_release(&at);
    return found;
}

/* What was forgotten and comes back with the next refresh is worth a word. */
static pilcrow_status note_return(session *s, const char *path,
                                  const char *stored, pilcrow_error *err)
{
    const catalog_root *root = find_shower(s, stored);
    if (root == NULL)
        return PILCROW_OK;
    buf reason;
    buf_init(&reason, 4 * PATH_BYTES_MAX);
    char *shown = session_shown(s, root->path, false);
    buf_add_format(&reason,
                   "is still there below '%s', and comes back when that is "
                   "indexed again, unless with --exclude",
                   shown == NULL ? root->path : shown);
    bool ok = report_add_skip(s->report, path, 0, buf_text(&reason), false);
    free(shown);
    buf_release(&reason);
    return ok ? PILCROW_OK : error_no_memory(err);
}

pilcrow_status forget_path(session *s, const char *path, pilcrow_error *err)
{
    meant m = {path, session_stored(s, &s->catalog.arena, path)};
    if (m.stored == NULL && strlen(path) < PATH_BYTES_MAX)
        return error_no_memory(err);
    if (m.stored == NULL)
        return error_set(err, PILCROW_INVALID, "the path '%s' is too long",
                         path);
    uint64_t before = s->report->counts.removed;
    pilcrow_status status = drop_meant(s, &m, err);
    if (status == PILCROW_OK && s->report->counts.removed > before &&
        faccessat(AT_FDCWD, path, F_OK, AT_SYMLINK_NOFOLLOW) == 0)
        status = note_return(s, path, m.stored, err);
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
        status = forget_path(s, paths[i], err);
    /* So is a root of which nothing could be indexed. */
    if (status == PILCROW_OK && s->report->counts.removed == 0 &&
        !s->catalog.roots_changed)
        status =
            error_set(err, PILCROW_NOT_FOUND, "the index holds nothing of '%s'",
                      path_count > 0 ? paths[0] : "");
    if (status == PILCROW_OK)
        status = session_commit(s, err);
    return status;
}

static pilcrow_status check_arguments(const char *dir, const char *const *paths,
                                      size_t path_count, pilcrow_error *err)
{
    if (dir == NULL)
        return error_missing(err, "the folder of the index");
    if (paths == NULL && path_count > 0)
        return error_missing(err, "the list of paths");
    for (size_t i = 0; i < path_count; i++)
        if (paths[i] == NULL || paths[i][0] == '\0')
            return error_set(err, PILCROW_INVALID, "a path to forget is empty");
    return PILCROW_OK;
}

pilcrow_status pilcrow_forget(pilcrow_report **out, const char *dir,
                              const char *const *paths, size_t path_count,
                              pilcrow_error *err)
{
    session s = {0};
    pilcrow_report *unwanted = NULL;
    out = out != NULL ? out : &unwanted;
    *out = NULL;
    pilcrow_status status = check_arguments(dir, paths, path_count, err);
    if (status != PILCROW_OK)
        return status;
    status = forget_all(&s, dir, paths, path_count, err);
    if (status == PILCROW_OK) {
        *out = s.report;
        s.report = NULL;
    }
    session_close(&s);
    pilcrow_report_free(unwanted);
    return status;
}
