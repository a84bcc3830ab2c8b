/* SPDX-License-Identifier: MIT
 *
 * In: places to look at. Out: the files they show, sorted, and which places
 * were seen whole. */
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
    path_map_init(&p->walked_numbers);
}

void plan_release(plan *p)
{
    free(p->files);
    free(p->walked);
    arena_release(&p->arena);
    path_map_release(&p->walked_numbers);
    plan_init(p);
}

/* ------------------------------------------------------------ one place --- */

typedef struct walking {
    plan *plan;
    session *session;
    const catalog_root *root;
    const char *root_path; /* in the plan's arena */
    const char *disk;      /* the place itself */
    bool prune;
    bool asked; /* the user names it in this run */
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
        .follow = w->root->follow,
        .named = file->named && w->asked,
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
static void report_place(walking *w, const char *path, const char *reason,
                         bool failed)
{
    const places *at = &w->session->places;
    buf shown, stored;
    buf_init(&shown, 2 * PATH_BYTES_MAX);
    buf_init(&stored, 2 * PATH_BYTES_MAX);
    bool ok = places_stored(&stored, at, path) &&
              places_shown(&shown, at, stored.data);
    report_add_skip(w->session->report, ok ? shown.data : path, 0, reason,
                    failed);
    buf_release(&shown);
    buf_release(&stored);
}

/* Does the index hold anything of that place on disk? */
static bool holds_place(const walking *w, const char *path)
{
    const session *s = w->session;
    buf stored;
    buf_init(&stored, 2 * PATH_BYTES_MAX);
    bool holds = places_stored(&stored, &s->places, path) &&
                 catalog_holds_below(&s->catalog, &s->places, stored.data);
    buf_release(&stored);
    return holds;
}

/* The walk passes something over. What it cannot read it has not seen to be
 * gone. */
static void take_skip(void *ctx, const char *path, const char *reason,
                      bool failed)
{
    walking *w = ctx;
    buf sentence;
    buf_init(&sentence, PATH_BYTES_MAX);
    buf_add_text(&sentence, reason);
    if (failed && holds_place(w, path))
        buf_add_text(&sentence, "; what was indexed from it is kept");
    report_place(w, path, sentence.failed ? reason : buf_text(&sentence),
                 failed);
    buf_release(&sentence);
}

static plan_walked *add_walked(plan *p, const char *path, const char *root)
{
    plan_walked *walked = list_room(p->walked, p->walked_count,
                                    &p->walked_capacity, sizeof *walked);
    if (walked == NULL)
        return NULL;
    p->walked = walked;
    plan_walked *item = &walked[p->walked_count];
    *item = (plan_walked){.path = arena_text(&p->arena, path),
                          .root = root == NULL ? NULL
                                               : arena_text(&p->arena, root)};
    if (p->arena.failed ||
        !path_map_put(&p->walked_numbers, item->path, p->walked_count))
        return NULL;
    p->walked_count++;
    return item;
}

static const plan_walked *find_walked(const plan *p, const char *path)
{
    size_t number = path_map_find(&p->walked_numbers, path);
    return number == PATH_MAP_NONE ? NULL : &p->walked[number];
}

static bool is_missing(const char *path)
{
    struct stat st;
    return lstat(path, &st) != 0 && (errno == ENOENT || errno == ENOTDIR);
}

/* Did the index hold files that only a walk of this place shows? */
static bool held_something(const walking *w, const plan_walked *place)
{
    const catalog *c = &w->session->catalog;
    const catalog_root *root = catalog_find_root(c, place->path);
    return root != NULL
               ? root->held > 0
               : catalog_holds_below(c, &w->session->places, place->path);
}

/* A place that shows nothing where it held something: an unmounted disk, more
 * likely than a wish to drop all of it. */
static void judge_empty(walking *w, plan_walked *place)
{
    if (w->prune || !held_something(w, place))
        return;
    place->complete = false;
    report_place(w, w->disk,
                 "shows no files any more; what was indexed from it is kept "
                 "(--prune drops it)",
                 true);
}

static void judge_missing(walking *w, plan_walked *place)
{
    if (w->prune)
        place->complete = place->gone = true;
    else
        report_place(w, w->disk,
                     held_something(w, place)
                         ? "is not there any more; what was indexed from it is "
                           "kept (--prune drops it)"
                         : "no such file or folder",
                     true);
}

static corpus_walk_options ways_of(const catalog_root *root, const char *top)
{
    return (corpus_walk_options){.hidden = root->hidden,
                                 .follow = root->follow,
                                 .exclude = root->exclude,
                                 .exclude_count = root->exclude_count,
                                 .top = top,
                                 .is_index = engine_is_index};
}

static pilcrow_status walk(walking *w, plan_walked *place, const char *top,
                           pilcrow_error *err)
{
    corpus_walk_options options = ways_of(w->root, top);
    corpus_walk_sink sink = {.file = take_file, .skip = take_skip, .ctx = w};
    size_t before = w->plan->file_count;
    pilcrow_status status =
        corpus_walk(w->disk, &options, &sink, &place->complete, err);
    if (status == PILCROW_OK && place->complete &&
        w->plan->file_count == before)
        judge_empty(w, place);
    return status;
}

pilcrow_status plan_walk(plan *p, session *s, const char *path,
                         const catalog_root *root, bool prune, bool asked,
                         pilcrow_error *err)
{
    buf disk, top;
    pilcrow_status status = PILCROW_OK;
    if (find_walked(p, path) != NULL)
        return PILCROW_OK;
    plan_walked *place = add_walked(p, path, root->path);
    if (place == NULL)
        return error_no_memory(err);
    buf_init(&disk, 2 * PATH_BYTES_MAX);
    buf_init(&top, 2 * PATH_BYTES_MAX);
    if (!places_absolute(&disk, &s->places, path) ||
        !places_absolute(&top, &s->places, root->path)) {
        status = error_no_memory(err);
    } else {
        walking w = {p, s, root, place->root, disk.data, prune, asked};
        if (is_missing(disk.data))
            judge_missing(&w, place);
        else
            status = walk(&w, place, top.data, err);
    }
    buf_release(&disk);
    buf_release(&top);
    return status;
}

pilcrow_status plan_note_gone(plan *p, const char *path, pilcrow_error *err)
{
    if (find_walked(p, path) != NULL)
        return PILCROW_OK;
    plan_walked *place = add_walked(p, path, NULL);
    if (place == NULL)
        return error_no_memory(err);
    place->complete = true;
    return PILCROW_OK;
}

bool plan_root_shows(const session *s, const catalog_root *root,
                     const char *path)
{
    buf disk, top;
    buf_init(&disk, 2 * PATH_BYTES_MAX);
    buf_init(&top, 2 * PATH_BYTES_MAX);
    bool shows = places_absolute(&disk, &s->places, path) &&
                 places_absolute(&top, &s->places, root->path);
    if (shows) {
        corpus_walk_options options = ways_of(root, top.data);
        shows = corpus_walk_shows(top.data, disk.data, &options);
    }
    buf_release(&disk);
    buf_release(&top);
    return shows;
}

/* ------------------------------------------------------ what is missing --- */

/* Was `path` walked whole, as a part of `root` or of all there is? */
static bool was_seen(const plan *p, const char *path, const char *root)
{
    const plan_walked *place = find_walked(p, path);
    return place != NULL && place->complete &&
           (place->root == NULL || strcmp(place->root, root) == 0);
}

/* The root that answers for the file: the one that showed it, or, if that is
 * none any more, the innermost above it. */
static const char *root_of(const session *s, const catalog_file *file,
                           buf *path)
{
    const catalog_root *root = catalog_find_root(&s->catalog, file->root);
    path_normal(path, file->path);
    while (root == NULL && places_go_up(path, &s->places))
        root = catalog_find_root(&s->catalog, path->data);
    return root == NULL ? "" : root->path;
}

bool plan_misses(const plan *p, const session *s, const catalog_file *file)
{
    buf path;
    buf_init(&path, 2 * PATH_BYTES_MAX);
    const char *root = root_of(s, file, &path);
    bool misses = false;
    bool more = path_normal(&path, file->path);
    for (; more && !misses; more = places_go_up(&path, &s->places))
        misses = was_seen(p, path.data, root);
    buf_release(&path);
    return misses;
}

/* ---------------------------------------------------------------- order --- */

/* Of two roots above one file, the one further in has the greater depth. Those
 * in stored form from "/" lie around the folder that holds the index. */
static size_t depth(const char *root)
{
    if (root[0] == '/')
        return strlen(root);
    return 2 * PATH_BYTES_MAX + (strcmp(root, ".") == 0 ? 0 : strlen(root));
}

/* By path; of the same file, the one from the innermost root first: that one
 * owns it. */
static int compare(const void *left, const void *right)
{
    const plan_file *a = left;
    const plan_file *b = right;
    int order = strcmp(a->path, b->path);
    if (order != 0)
        return order;
    size_t a_depth = depth(a->root);
    size_t b_depth = depth(b->root);
    order = (a_depth < b_depth) - (a_depth > b_depth);
    return order != 0 ? order : (int)b->named - (int)a->named;
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
