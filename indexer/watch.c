/* SPDX-License-Identifier: MIT
 *
 * pilcrow_watch. In: the roots of an index. Out: word that something below them
 * has changed, once for what happens within half a second.
 *
 * Every folder below a root is watched, and the folder that holds a root, so
 * that a root which comes back is noticed. What changed does not matter: an
 * update finds out, and looks at nothing but times where nothing did. */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/inotify.h>
#include <sys/stat.h>
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
    char *dir;  /* the index's folder: its changes are ours */
    char *base; /* the folder that holds it */
};

/* ---------------------------------------------------------------- folders ---
 */

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

/* A folder, and those above it up to the root. */
typedef struct chain {
    const struct chain *above;
    dev_t device;
    ino_t inode;
} chain;

/* True if `path` is a folder that is not one of those above it, as a link may
 * make it. */
static bool is_new_folder(const char *path, bool follow, chain *out)
{
    struct stat st;
    int failed = follow ? stat(path, &st) : lstat(path, &st);
    if (failed != 0 || !S_ISDIR(st.st_mode))
        return false;
    out->device = st.st_dev;
    out->inode = st.st_ino;
    for (const chain *c = out->above; c != NULL; c = c->above)
        if (c->device == st.st_dev && c->inode == st.st_ino)
            return false;
    return true;
}

static bool is_passed_over(const char *name, const catalog_root *root)
{
    return strcmp(name, ".") == 0 || strcmp(name, "..") == 0 ||
           (name[0] == '.' && !root->hidden);
}

static pilcrow_status watch_below(pilcrow_watch *w, const char *path,
                                  const catalog_root *root, const chain *above,
                                  pilcrow_error *err)
{
    buf child;
    struct dirent *entry;
    chain here = {.above = above};
    if (strcmp(path, w->dir) == 0 ||
        !is_new_folder(path, root->follow || above == NULL, &here))
        return PILCROW_OK;
    pilcrow_status status = watch_folder(w, path, err);
    DIR *folder = status == PILCROW_OK ? opendir(path) : NULL;
    if (folder == NULL)
        return status;
    buf_init(&child, 2 * PATH_BYTES_MAX);
    while (status == PILCROW_OK && (entry = readdir(folder)) != NULL)
        if (!is_passed_over(entry->d_name, root) &&
            path_join(&child, path, entry->d_name))
            status = watch_below(w, child.data, root, &here, err);
    closedir(folder);
    buf_release(&child);
    return status;
}

static pilcrow_status watch_root(pilcrow_watch *w, const catalog_root *root,
                                 pilcrow_error *err)
{
    buf path, parent;
    pilcrow_status status = PILCROW_OK;
    buf_init(&path, 2 * PATH_BYTES_MAX);
    buf_init(&parent, 2 * PATH_BYTES_MAX);
    if (!path_join(&path, w->base, root->path) ||
        !path_join(&parent, path.data, ".."))
        status = error_no_memory(err);
    if (status == PILCROW_OK)
        status = watch_folder(w, parent.data, err);
    if (status == PILCROW_OK)
        status = watch_below(w, path.data, root, NULL, err);
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
    pilcrow_status status = engine_snapshot_open(&snapshot, w->dir, err);
    if (status == PILCROW_OK)
        status = catalog_load(&roots, snapshot, err);
    for (size_t i = 0; i < roots.root_count && status == PILCROW_OK; i++)
        status = watch_root(w, &roots.roots[i], err);
    engine_snapshot_close(snapshot);
    catalog_release(&roots);
    return status;
}

/* ---------------------------------------------------------------- waiting ---
 */

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
    buf base;
    pilcrow_status status = PILCROW_OK;
    *out = NULL;
    pilcrow_watch *w = calloc(1, sizeof *w);
    if (w == NULL)
        return error_no_memory(err);
    buf_init(&base, 2 * PATH_BYTES_MAX);
    w->inotify = inotify_init1(IN_NONBLOCK | IN_CLOEXEC);
    if (w->inotify < 0)
        status = error_system(err, errno, "watch the folders of", dir);
    else if ((w->dir = realpath(dir, NULL)) == NULL)
        status = error_system(err, errno, "watch for the index", dir);
    else if (!path_join(&base, w->dir, "..") ||
             (w->base = buf_take(&base)) == NULL)
        status = error_no_memory(err);
    buf_release(&base);
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
    free(watch->dir);
    free(watch->base);
    free(watch);
}
