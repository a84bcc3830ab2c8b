/* SPDX-License-Identifier: MIT
 *
 * pilcrow_watch. In: the roots of an index. Out: word that something below them
 * has changed, once for what happens within half a second.
 *
 * Every folder below a root is watched, and the folder that holds a root, so
 * that a root which comes back is noticed. What has changed in a file does not
 * matter: an update finds out, and looks at nothing but times where nothing
 * did. It is only spared what no root can show: hidden files where none are
 * wanted, and what lies beside a root. */
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
#define TEXTS_MAX ((size_t)1 << 30)
#define EVENTS                                                                 \
    (IN_CLOSE_WRITE | IN_CREATE | IN_DELETE | IN_MOVED_FROM | IN_MOVED_TO |    \
     IN_DELETE_SELF | IN_MOVE_SELF | IN_ONLYDIR | IN_EXCL_UNLINK)

/* A watched folder, by inotify's number for it. */
typedef struct watched {
    bool inside; /* of a root: all in it may matter, and not only a root */
} watched;

struct pilcrow_watch {
    int inotify;
    places places;
    map folders;    /* of watched */
    path_map names; /* of the roots, the last parts of their paths */
    arena texts;    /* of the names */
    bool hidden;    /* some root shows hidden files */
};

/* -------------------------------------------------------------- folders --- */

static pilcrow_status watch_folder(pilcrow_watch *w, const char *path,
                                   bool inside, pilcrow_error *err)
{
    int number = inotify_add_watch(w->inotify, path, EVENTS);
    if (number >= 0) {
        watched *folder = map_put(&w->folders, (uint64_t)number);
        if (folder == NULL)
            return error_no_memory(err);
        folder->inside = folder->inside || inside;
        return PILCROW_OK;
    }
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
    return watch_folder(ctx, path, true, err);
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
        status = watch_folder(w, parent.data, false, err);
    if (status == PILCROW_OK)
        status = corpus_walk(path.data, &options, &sink, &complete, err);
    buf_release(&path);
    buf_release(&parent);
    return status;
}

/* Remember what a root is called. */
static pilcrow_status note_name(pilcrow_watch *w, const char *root,
                                pilcrow_error *err)
{
    buf path;
    buf_init(&path, 2 * PATH_BYTES_MAX);
    const char *name = NULL;
    if (places_absolute(&path, &w->places, root))
        name = arena_text(&w->texts, path_name(path.data));
    buf_release(&path);
    return name != NULL && path_map_put(&w->names, name, 0)
               ? PILCROW_OK
               : error_no_memory(err);
}

static pilcrow_status note_roots(pilcrow_watch *w, const catalog *roots,
                                 pilcrow_error *err)
{
    pilcrow_status status = PILCROW_OK;
    path_map_release(&w->names);
    arena_clear(&w->texts);
    w->hidden = false;
    for (size_t i = 0; i < roots->root_count && status == PILCROW_OK; i++) {
        status = note_name(w, roots->roots[i].path, err);
        w->hidden = w->hidden || roots->roots[i].hidden;
    }
    return status;
}

static pilcrow_status load_roots(catalog *roots, const char *dir,
                                 pilcrow_error *err)
{
    engine_snapshot *snapshot;
    pilcrow_status status = PILCROW_STALE;
    for (int i = 0; i < ENGINE_ATTEMPTS && status == PILCROW_STALE; i++) {
        catalog_release(roots);
        status = engine_snapshot_open(&snapshot, dir, err);
        if (status == PILCROW_OK) {
            status = catalog_load(roots, snapshot, err);
            status = engine_snapshot_confirm(snapshot, status, err);
        }
        engine_snapshot_close(snapshot);
    }
    return status;
}

/* Watch what the index's roots hold now; folders watched already stay so. */
static pilcrow_status watch_roots(pilcrow_watch *w, pilcrow_error *err)
{
    catalog roots;
    catalog_init(&roots);
    pilcrow_status status = load_roots(&roots, w->places.dir, err);
    if (status == PILCROW_OK)
        status = note_roots(w, &roots, err);
    for (size_t i = 0; i < roots.root_count && status == PILCROW_OK; i++)
        status = watch_root(w, &roots.roots[i], err);
    catalog_release(&roots);
    return status;
}

/* -------------------------------------------------------------- waiting --- */

/* May what the event tells of show in a walk of the roots? */
static bool matters(const pilcrow_watch *w, const struct inotify_event *event)
{
    const watched *folder = map_find(&w->folders, (uint64_t)event->wd);
    if (event->len == 0 || folder == NULL)
        return true;
    if (path_map_find(&w->names, event->name) != PATH_MAP_NONE)
        return true;
    return folder->inside && (event->name[0] != '.' || w->hidden);
}

/* Read all that is there to read; true if any of it matters. */
static bool drain(const pilcrow_watch *w)
{
    _Alignas(struct inotify_event) char bytes[16 * 1024];
    bool any = false;
    ssize_t len;
    while ((len = read(w->inotify, bytes, sizeof bytes)) > 0)
        for (ssize_t at = 0; at < len;) {
            const struct inotify_event *event =
                (const struct inotify_event *)(const void *)(bytes + at);
            any = any || matters(w, event);
            at += (ssize_t)(sizeof *event + event->len);
        }
    return any;
}

/* Wait at most so long until there is something to read. */
static pilcrow_status wait_for_event(const pilcrow_watch *w, int timeout_ms,
                                     bool *there, pilcrow_error *err)
{
    struct pollfd waited = {.fd = w->inotify, .events = POLLIN};
    int ready = poll(&waited, 1, timeout_ms);
    *there = ready > 0;
    if (ready >= 0)
        return PILCROW_OK;
    if (errno == EINTR)
        return error_set(err, PILCROW_CANCELLED, "a signal came");
    return error_system(err, errno, "watch the folders", NULL);
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
    for (int64_t left = GATHER_MS; left > 0 && status == PILCROW_OK;
         left = end - now_ms()) {
        bool there;
        status = wait_for_event(w, (int)left, &there, err);
        if (status == PILCROW_OK && there)
            drain(w);
    }
    return status;
}

/* Wait until something happens that matters. */
static pilcrow_status wait_for_change(const pilcrow_watch *w, int timeout_ms,
                                      bool *changed, pilcrow_error *err)
{
    int64_t end = now_ms() + timeout_ms;
    int64_t left = timeout_ms;
    pilcrow_status status = PILCROW_OK;
    *changed = false;
    do {
        bool there;
        status =
            wait_for_event(w, timeout_ms < 0 ? -1 : (int)left, &there, err);
        if (status == PILCROW_OK && there)
            *changed = drain(w);
        left = end - now_ms();
    } while (status == PILCROW_OK && !*changed && (timeout_ms < 0 || left > 0));
    return status;
}

pilcrow_status pilcrow_watch_wait(pilcrow_watch *watch, int timeout_ms,
                                  bool *changed, pilcrow_error *err)
{
    bool unwanted;
    changed = changed != NULL ? changed : &unwanted;
    *changed = false;
    if (watch == NULL)
        return error_missing(err, "the watch");
    pilcrow_status status = wait_for_change(watch, timeout_ms, changed, err);
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
    if (out == NULL)
        return error_missing(err, "the place for the watch");
    *out = NULL;
    if (dir == NULL)
        return error_missing(err, "the folder of the index");
    pilcrow_watch *w = calloc(1, sizeof *w);
    if (w == NULL)
        return error_no_memory(err);
    pilcrow_status status = PILCROW_OK;
    map_init(&w->folders, sizeof(watched));
    path_map_init(&w->names);
    arena_init(&w->texts, TEXTS_MAX);
    w->inotify = inotify_init1(IN_NONBLOCK | IN_CLOEXEC);
    if (w->inotify < 0)
        status = error_system(err, errno, "watch the folders of", dir);
    if (status == PILCROW_OK)
        status = places_find(&w->places, dir, err);
    if (status == PILCROW_OK)
        status = watch_roots(w, err);
    if (status == PILCROW_OK && w->folders.count == 0)
        status = error_set(err, PILCROW_NOT_FOUND,
                           "there is nothing to watch: nothing that was "
                           "indexed in '%s' lies in a folder that is there",
                           dir);
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
    map_release(&watch->folders);
    path_map_release(&watch->names);
    arena_release(&watch->texts);
    free(watch);
}
