/* SPDX-License-Identifier: MIT
 *
 * In: a root. Out: its files, one call each, folders in byte order.
 *
 * Nothing is opened but folders. `complete` turns false at the first thing
 * that could not be seen, so that no one takes it for gone. A folder is never
 * entered from within itself, whatever links there are. */
#include "corpus/corpus.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <fnmatch.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/path.h"
#include "corpus/format.h"

#define NAMES_MAX ((size_t)1024 * 1024 * 1024)

/* A folder that is being walked, and the one it was entered from. */
typedef struct folder {
    const struct folder *parent;
    dev_t device;
    ino_t inode;
} folder;

typedef struct walker {
    const corpus_walk_options *options;
    const corpus_walk_sink *sink;
    size_t top_len; /* bytes of a path before what globs are matched to */
    bool complete;
    pilcrow_error *err;
} walker;

/* The names of a folder, sorted. */
typedef struct name_list {
    arena memory;
    buf names; /* of char * */
} name_list;

static pilcrow_status walk_folder(walker *w, const char *path,
                                  const folder *parent);

/* ------------------------------------------------------------- reports --- */

static pilcrow_status pass_over(walker *w, const char *path, const char *reason)
{
    w->sink->skip(w->sink->ctx, path, reason, false);
    return PILCROW_OK;
}

static pilcrow_status report_failure(walker *w, const char *path, int code)
{
    char words[128];
    w->complete = false;
    w->sink->skip(w->sink->ctx, path, strerror_r(code, words, sizeof words),
                  true);
    return PILCROW_OK;
}

/* --------------------------------------------------------------- rules --- */

/* A glob may name a folder with a slash at its end. */
static bool glob_matches(const char *glob, const char *text)
{
    size_t len = strlen(glob);
    char trimmed[PATH_BYTES_MAX];
    if (len > 1 && glob[len - 1] == '/' && len < sizeof trimmed) {
        memcpy(trimmed, glob, len - 1);
        trimmed[len - 1] = '\0';
        glob = trimmed;
    }
    return fnmatch(glob, text, 0) == 0;
}

static bool is_excluded(const walker *w, const char *path)
{
    const char *below = path + w->top_len;
    while (*below == '/')
        below++;
    for (size_t i = 0; i < w->options->exclude_count; i++) {
        const char *glob = w->options->exclude[i];
        if (glob[0] == '/' ? glob_matches(glob + 1, below)
                           : glob_matches(glob, path_name(path)) ||
                                 glob_matches(glob, below))
            return true;
    }
    return false;
}

static bool is_hidden(const walker *w, const char *path)
{
    return path_name(path)[0] == '.' && !w->options->hidden;
}

static bool is_wanted_name(const char *path)
{
    corpus_format format;
    format_claim claim = format_of_name(path, &format);
    return claim == FORMAT_TAKEN || claim == FORMAT_NO_ENDING;
}

static bool is_index_folder(const walker *w, const char *path)
{
    return w->options->is_index != NULL && w->options->is_index(path);
}

bool corpus_walk_in_index(const char *path, corpus_is_index_fn is_index)
{
    char *real = realpath(path, NULL);
    bool inside = false;
    for (char *slash = real; slash != NULL && !inside;) {
        inside = is_index(real);
        slash = strrchr(real, '/');
        if (slash != NULL)
            *slash = '\0';
    }
    free(real);
    return inside;
}

static bool is_own_parent(const folder *parent, const struct stat *at)
{
    for (; parent != NULL; parent = parent->parent)
        if (parent->device == at->st_dev && parent->inode == at->st_ino)
            return true;
    return false;
}

/* ------------------------------------------------------------- entries --- */

static pilcrow_status give_file(walker *w, const char *path,
                                const struct stat *at, bool named)
{
    corpus_file file = {.path = path,
                        .size = (uint64_t)at->st_size,
                        .modified = at->st_mtim,
                        .named = named};
    return w->sink->file(w->sink->ctx, &file, w->err);
}

/* What `path` is, links followed if they are to be. False once reported. */
static bool look(walker *w, const char *path, struct stat *at)
{
    if (lstat(path, at) == 0 &&
        (!S_ISLNK(at->st_mode) || !w->options->follow || stat(path, at) == 0))
        return true;
    report_failure(w, path, errno);
    return false;
}

static pilcrow_status visit(walker *w, const char *path, const folder *parent)
{
    struct stat at;
    if (is_hidden(w, path) || is_excluded(w, path) || !look(w, path, &at))
        return PILCROW_OK;
    if (S_ISDIR(at.st_mode)) {
        if (is_index_folder(w, path))
            return PILCROW_OK;
        if (is_own_parent(parent, &at))
            return pass_over(w, path, "is a link to a folder that holds it");
        return walk_folder(w, path, parent);
    }
    if (!is_wanted_name(path))
        return PILCROW_OK;
    if (S_ISREG(at.st_mode))
        return give_file(w, path, &at, false);
    return pass_over(w, path,
                     S_ISLNK(at.st_mode) ? "is a symbolic link (see --follow)"
                                         : "is not a regular file");
}

/* ------------------------------------------------------------- folders --- */

static int compare_names(const void *left, const void *right)
{
    return strcmp(*(char *const *)left, *(char *const *)right);
}

static bool is_dots(const char *name)
{
    return strcmp(name, ".") == 0 || strcmp(name, "..") == 0;
}

/* Read the names in `dir`; returns an errno, 0 for success. */
static int read_names(name_list *list, DIR *dir)
{
    for (;;) {
        errno = 0;
        const struct dirent *entry = readdir(dir);
        if (entry == NULL)
            break;
        if (is_dots(entry->d_name))
            continue;
        char *name = arena_text(&list->memory, entry->d_name);
        if (name == NULL || !buf_add(&list->names, &name, sizeof name))
            return ENOMEM;
    }
    int code = errno;
    if (list->names.len > 0)
        qsort(list->names.data, list->names.len / sizeof(char *),
              sizeof(char *), compare_names);
    return code;
}

/* Open the folder, note which it is, read its names and close it again. */
static int list_folder(name_list *list, folder *self, const char *path,
                       bool follow)
{
    struct stat at;
    int fd = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC |
                            (follow ? 0 : O_NOFOLLOW));
    if (fd < 0)
        return errno;
    DIR *dir = fstat(fd, &at) == 0 ? fdopendir(fd) : NULL;
    if (dir == NULL) {
        int code = errno;
        close(fd);
        return code;
    }
    self->device = at.st_dev;
    self->inode = at.st_ino;
    int code = read_names(list, dir);
    closedir(dir);
    return code;
}

static pilcrow_status visit_names(walker *w, const char *path,
                                  const name_list *list, const folder *self)
{
    char *const *names = (char *const *)(const void *)list->names.data;
    size_t count = list->names.len / sizeof *names;
    const char *slash = path[strlen(path) - 1] == '/' ? "" : "/";
    pilcrow_status status = PILCROW_OK;
    buf child;
    buf_init(&child, 2 * PATH_BYTES_MAX);
    for (size_t i = 0; i < count && status == PILCROW_OK; i++) {
        buf_clear(&child);
        buf_add_text(&child, path);
        buf_add_text(&child, slash);
        if (buf_add_text(&child, names[i]))
            status = visit(w, child.data, self);
        else
            status = report_failure(w, path, ENAMETOOLONG);
    }
    buf_release(&child);
    return status;
}

static pilcrow_status walk_folder(walker *w, const char *path,
                                  const folder *parent)
{
    folder self = {.parent = parent};
    name_list list;
    pilcrow_status status = PILCROW_OK;
    arena_init(&list.memory, NAMES_MAX);
    buf_init(&list.names, NAMES_MAX);
    int code = list_folder(&list, &self, path, w->options->follow);
    if (code == ENOMEM)
        status = error_no_memory(w->err);
    else if (code != 0)
        status = report_failure(w, path, code);
    if (status == PILCROW_OK && code == 0 && w->sink->folder != NULL)
        status = w->sink->folder(w->sink->ctx, path, w->err);
    if (status == PILCROW_OK)
        status = visit_names(w, path, &list, &self);
    arena_release(&list.memory);
    buf_release(&list.names);
    return status;
}

/* What the user has named cannot be walked. */
static pilcrow_status refuse_root(walker *w, const char *root,
                                  const char *reason)
{
    w->complete = false;
    w->sink->skip(w->sink->ctx, root, reason, true);
    return PILCROW_OK;
}

static pilcrow_status visit_root(walker *w, const char *root)
{
    struct stat at;
    if (!look(w, root, &at))
        return PILCROW_OK;
    if (w->options->is_index != NULL &&
        corpus_walk_in_index(root, w->options->is_index))
        return refuse_root(w, root, "is an index, or part of one");
    if (S_ISREG(at.st_mode))
        return give_file(w, root, &at, true);
    if (S_ISDIR(at.st_mode))
        return walk_folder(w, root, NULL);
    return refuse_root(w, root,
                       S_ISLNK(at.st_mode) ? "is a symbolic link (see --follow)"
                                           : "is not a regular file");
}

static walker walker_for(const char *root, const corpus_walk_options *options)
{
    const char *top = options->top == NULL ? root : options->top;
    return (walker){
        .options = options, .top_len = strlen(top), .complete = true};
}

pilcrow_status corpus_walk(const char *root, const corpus_walk_options *options,
                           const corpus_walk_sink *sink, bool *complete,
                           pilcrow_error *err)
{
    walker w = walker_for(root, options);
    w.sink = sink;
    w.err = err;
    pilcrow_status status = visit_root(&w, root);
    *complete = w.complete && status == PILCROW_OK;
    return status;
}

/* -------------------------------------------------------------- asking --- */

/* Would the walk go on at `path`, which is one step further down? */
static bool passes(const walker *w, const char *path, bool last)
{
    struct stat at;
    if (is_hidden(w, path) || is_excluded(w, path))
        return false;
    if (lstat(path, &at) != 0)
        return !last || is_wanted_name(path);
    if (S_ISLNK(at.st_mode) && (!w->options->follow || stat(path, &at) != 0))
        return false;
    if (S_ISDIR(at.st_mode))
        return !is_index_folder(w, path);
    return last && S_ISREG(at.st_mode) && is_wanted_name(path);
}

bool corpus_walk_shows(const char *root, const char *path,
                       const corpus_walk_options *options)
{
    walker w = walker_for(root, options);
    size_t len = strlen(path);
    size_t at = strcmp(root, "/") == 0 ? 0 : strlen(root);
    char *part = strdup(path);
    bool shows = part != NULL && path_is_below(path, root) && at < len;
    while (shows && at < len) {
        at += 1 + strcspn(path + at + 1, "/");
        part[at] = '\0';
        shows = passes(&w, part, at == len);
        part[at] = path[at];
    }
    free(part);
    return shows;
}
