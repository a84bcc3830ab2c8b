/* SPDX-License-Identifier: MIT
 *
 * In: roots. Out: the files they show, sorted, and which roots were seen whole.
 */
#include "indexer/plan.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/list.h"
#include "base/path.h"

#define TEXTS_MAX ((size_t)4 << 30)

void plan_init(plan *p)
{
    *p = (plan){0};
    arena_init(&p->arena, TEXTS_MAX);
}

void plan_release(plan *p)
{
    free(p->files);
    free(p->roots);
    arena_release(&p->arena);
    plan_init(p);
}

/* ------------------------------------------------------------- one root --- */

typedef struct walking {
    plan *plan;
    session *session;
    const catalog_root *root;
    const char *root_path; /* in the plan's arena */
} walking;

static pilcrow_status take_file(void *ctx, const corpus_file *file,
                                pilcrow_error *err)
{
    walking *w = ctx;
    plan *p = w->plan;
    plan_file *files =
        list_room(p->files, p->file_count, &p->file_capacity, sizeof *files);
    if (files == NULL)
        return error_no_memory(err);
    p->files = files;
    plan_file *item = &p->files[p->file_count];
    *item = (plan_file){
        .path = session_stored(w->session, &p->arena, file->path),
        .disk = arena_text(&p->arena, file->path),
        .root = w->root_path,
        .format = w->root->format,
        .follow = w->root->follow || file->named,
        .named = file->named,
        .size = file->size,
        .seconds = (uint64_t)file->modified.tv_sec,
        .nanoseconds = (uint64_t)file->modified.tv_nsec,
    };
    if (item->path == NULL || p->arena.failed)
        return error_no_memory(err);
    p->file_count++;
    p->bytes += file->size;
    return PILCROW_OK;
}

/* Report something passed over under the name the user knows it by. */
static void take_skip(void *ctx, const char *path, const char *reason,
                      bool failed)
{
    walking *w = ctx;
    buf shown, stored;
    buf_init(&shown, 2 * PATH_BYTES_MAX);
    buf_init(&stored, 2 * PATH_BYTES_MAX);
    if (path_stored(&stored, path, w->session->base) &&
        path_shown(&shown, stored.data, w->session->base, w->session->here))
        report_add_skip(w->session->report, shown.data, reason, failed);
    else
        report_add_skip(w->session->report, path, reason, failed);
    buf_release(&shown);
    buf_release(&stored);
}

static bool held_something(const catalog *c, const char *root)
{
    for (size_t i = 0; i < c->file_count; i++)
        if (strcmp(c->files[i].root, root) == 0)
            return true;
    return false;
}

static plan_root *add_root(plan *p, const char *path)
{
    plan_root *roots =
        list_room(p->roots, p->root_count, &p->root_capacity, sizeof *roots);
    if (roots == NULL)
        return NULL;
    p->roots = roots;
    plan_root *root = &p->roots[p->root_count];
    *root = (plan_root){.path = arena_text(&p->arena, path)};
    if (root->path == NULL)
        return NULL;
    p->root_count++;
    return root;
}

static bool is_missing(const char *path)
{
    struct stat st;
    return lstat(path, &st) != 0 && (errno == ENOENT || errno == ENOTDIR);
}

/* A root that shows nothing where it held something: an unmounted disk, more
 * likely than a wish to drop all of it. */
static void judge_empty(walking *w, plan_root *root, const char *disk,
                        bool prune)
{
    if (prune || !held_something(&w->session->catalog, root->path))
        return;
    root->complete = false;
    take_skip(w, disk,
              "shows no files any more; what was indexed from it is kept "
              "(--prune drops it)",
              true);
}

static pilcrow_status walk(walking *w, plan_root *root, const char *disk,
                           bool prune, pilcrow_error *err)
{
    const char *const own[] = {w->session->dir};
    corpus_walk_options options = {
        .hidden = w->root->hidden,
        .follow = w->root->follow,
        .exclude = w->root->exclude,
        .exclude_count = w->root->exclude_count,
        .skip_dirs = own,
        .skip_dir_count = 1,
    };
    corpus_walk_sink sink = {take_file, take_skip, w};
    size_t before = w->plan->file_count;
    pilcrow_status status =
        corpus_walk(disk, &options, &sink, &root->complete, err);
    if (status == PILCROW_OK && root->complete && w->plan->file_count == before)
        judge_empty(w, root, disk, prune);
    return status;
}

pilcrow_status plan_walk(plan *p, session *s, const catalog_root *root,
                         bool prune, pilcrow_error *err)
{
    buf disk;
    pilcrow_status status;
    if (plan_find_root(p, root->path) != NULL)
        return PILCROW_OK;
    plan_root *entry = add_root(p, root->path);
    if (entry == NULL)
        return error_no_memory(err);
    buf_init(&disk, 2 * PATH_BYTES_MAX);
    walking w = {p, s, root, entry->path};
    if (!path_join(&disk, s->base, root->path)) {
        status = error_no_memory(err);
    } else if (prune && is_missing(disk.data)) {
        entry->complete = entry->gone = true;
        status = PILCROW_OK;
    } else {
        status = walk(&w, entry, disk.data, prune, err);
    }
    buf_release(&disk);
    return status;
}

const plan_root *plan_find_root(const plan *p, const char *path)
{
    for (size_t i = 0; i < p->root_count; i++)
        if (strcmp(p->roots[i].path, path) == 0)
            return &p->roots[i];
    return NULL;
}

/* ---------------------------------------------------------------- order --- */

/* By path; of the same file, the one from the shortest root first: the widest
 * root owns it. */
static int compare(const void *left, const void *right)
{
    const plan_file *a = left;
    const plan_file *b = right;
    int order = strcmp(a->path, b->path);
    if (order != 0)
        return order;
    size_t a_len = strlen(a->root);
    size_t b_len = strlen(b->root);
    return (a_len > b_len) - (a_len < b_len);
}

void plan_sort(plan *p)
{
    size_t kept = 0;
    if (p->file_count == 0)
        return;
    qsort(p->files, p->file_count, sizeof *p->files, compare);
    for (size_t i = 0; i < p->file_count; i++) {
        if (kept > 0 && strcmp(p->files[kept - 1].path, p->files[i].path) == 0)
            p->bytes -= p->files[i].size;
        else
            p->files[kept++] = p->files[i];
    }
    p->file_count = kept;
}
