/* SPDX-License-Identifier: MIT
 *
 * pilcrow_watch. In: the roots of an index. Out: word that something below them
 * has changed, once for what happens within half a second.
 *
 * Every folder below a root is watched, and the folder that holds a root, so
 * that a root which comes back is noticed. What changed does not matter: an
 * update finds out, and looks at nothing but times where nothing did. */
#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/inotify.h>
#include <time.h>
#include <unistd.h>

#include "base/path.h"
#include "indexer/catalog.h"

#define GATHER_MS 500
#define EVENTS                                                                 \
    (IN_CLOSE_WRITE | IN_CREATE | IN_DELETE | IN_MOVED_FROM | IN_MOVED_TO |    \
     IN_DELETE_SELF | IN_MOVE_SELF | IN_ONLYDIR | IN_EXCL_UNLINK)

struct pilcrow_watch {
    int inotify;
    places places;
};

/* -------------------------------------------------------------- folders --- */

static pilcrow_status watch_folder(pilcrow_watch *w, const char *path,
                                   pilcrow_error *err)
{
    if (inotify_add_watch(w->inotify, path, EVENTS) >= 0)
        return PILCROW_OK;
    if (errno == ENOSPC)
        return error_set(err, PILCROW_LIMIT,
                         "too many folders to watch; raise "
                         "fs.inotify.max_user_watches with sysctl");
    if (errno == ENOMEM)
        return error_no_memory(err);
    return PILCROW_OK; /* gone meanwhile, or no folder: the walk will tell */
}

static pilcrow_status on_folder(void *ctx, const char *path, pilcrow_error *err)
{
    return watch_folder(ctx, path, err);
}

static pilcrow_status on_file(void *ctx, const corpus_file *file,
                              pilcrow_error *err)
{
    (void)ctx;
    (void)file;
    (void)err;
    return PILCROW_OK;
}

static void on_skip(void *ctx, const char *path, const char *reason,
                    bool failed)
{
    (void)ctx;
    (void)path;
    (void)reason;
    (void)failed;
}

static pilcrow_status watch_root(pilcrow_watch *w, const catalog_root *root,
                                 pilcrow_error *err)
{
    buf path, parent;
    bool complete;
    pilcrow_status status = PILCROW_OK;
    corpus_walk_options options = {.hidden = root->hidden,
                                   .follow = root->follow,
                                   .exclude = root->exclude,
                                   .exclude_count = root->exclude_count,
                                   .is_index = engine_is_index};
    corpus_walk_sink sink = {on_file, on_skip, on_folder, w};
    buf_init(&path, 2 * PATH_BYTES_MAX);
    buf_init(&parent, 2 * PATH_BYTES_MAX);
    if (!places_absolute(&path, &w->places, root->path) ||
        !path_join(&parent, path.data, ".."))
        status = error_no_memory(err);
    if (status == PILCROW_OK)
        status = watch_folder(w, parent.data, err);
    if (status == PILCROW_OK)
        status = corpus_walk(path.data, &options, &sink, &complete, err);
    buf_release(&path);
    buf_release(&parent);
    return status;
}

/* Watch what the index's roots hold now; folders watched already stay so. */
static pilcrow_status watch_roots(pilcrow_watch *w, pilcrow_error *err)
{
    catalog roots;
    engine_snapshot *snapshot;
    catalog_init(&roots);
    pilcrow_status status = engine_snapshot_open(&snapshot, w->places.dir, err);
    if (status == PILCROW_OK)
        status = catalog_load(&roots, snapshot, err);
    for (size_t i = 0; i < roots.root_count && status == PILCROW_OK; i++)
        status = watch_root(w, &roots.roots[i], err);
    engine_snapshot_close(snapshot);
    catalog_release(&roots);
    return status;
}

/* -------------------------------------------------------------- waiting --- */

/* Read all that is there to read. What it says does not matter. */
static void drain(const pilcrow_watch *w)
{
    _Alignas(struct inotify_event) char bytes[16 * 1024];
    while (read(w->inotify, bytes, sizeof bytes) > 0) {
    }
}

/* Wait at most so long until there is something to read. */
static pilcrow_status wait_for_event(const pilcrow_watch *w, int timeout_ms,
                                     bool *there, pilcrow_error *err)
{
    struct pollfd watched = {.fd = w->inotify, .events = POLLIN};
    int ready = poll(&watched, 1, timeout_ms);
    *there = ready > 0;
    if (ready >= 0)
        return PILCROW_OK;
    if (errno == EINTR)
        return error_set(err, PILCROW_CANCELLED, "a signal came");
    return error_set(err, PILCROW_IO, "cannot watch the folders: %s",
                     strerror(errno));
}

static int64_t now_ms(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

/* After the first event: let what belongs together arrive. */
static pilcrow_status gather(const pilcrow_watch *w, pilcrow_error *err)
{
    int64_t end = now_ms() + GATHER_MS;
    pilcrow_status status = PILCROW_OK;
    drain(w);
    for (int64_t left = GATHER_MS; left > 0 && status == PILCROW_OK;
         left = end - now_ms()) {
        bool there;
        status = wait_for_event(w, (int)left, &there, err);
        if (status == PILCROW_OK && there)
            drain(w);
    }
    return status;
}

pilcrow_status pilcrow_watch_wait(pilcrow_watch *watch, int timeout_ms,
                                  bool *changed, pilcrow_error *err)
{
    *changed = false;
    pilcrow_status status = wait_for_event(watch, timeout_ms, changed, err);
    if (status == PILCROW_OK && *changed)
        status = gather(watch, err);
    if (status == PILCROW_OK && *changed)
        status = watch_roots(watch, err);
    return status;
}

/* ------------------------------------------------------- open and close --- */

pilcrow_status pilcrow_watch_open(pilcrow_watch **out, const char *dir,
                                  pilcrow_error *err)
{
    *out = NULL;
    pilcrow_watch *w = calloc(1, sizeof *w);
    if (w == NULL)
        return error_no_memory(err);
    pilcrow_status status = PILCROW_OK;
    w->inotify = inotify_init1(IN_NONBLOCK | IN_CLOEXEC);
    if (w->inotify < 0)
        status = error_system(err, errno, "watch the folders of", dir);
    if (status == PILCROW_OK)
        status = places_find(&w->places, dir, err);
    if (status == PILCROW_OK)
        status = watch_roots(w, err);
    if (status != PILCROW_OK) {
        pilcrow_watch_close(w);
        return status;
    }
    *out = w;
    return PILCROW_OK;
}

void pilcrow_watch_close(pilcrow_watch *watch)
{
    if (watch == NULL)
        return;
    if (watch->inotify >= 0)
        close(watch->inotify);
    places_release(&watch->places);
    free(watch);
}
