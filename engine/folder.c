/* SPDX-License-Identifier: MIT
 *
 * In: the path of an index folder. Out: the one data folder that counts, held
 * against its removal; or the right to write, and a new data folder put in the
 * old one's place. Invariant: `current` names a whole data folder or none. */
#include "engine/folder.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/path.h"

#define CURRENT "current"
#define CURRENT_NEW "current.tmp"
#define LOCK "lock"
#define DATA "data-"
#define LINE_MAX_BYTES 128
#define READ_TRIES 20

bool folder_same(const folder_current *a, const folder_current *b)
{
    return a->number == b->number && strcmp(a->engine, b->engine) == 0;
}

/* `dir/name`; free(). */
static char *path_in(const char *dir, const char *name)
{
    buf path;
    buf_init(&path, 2 * PATH_BYTES_MAX);
    buf_add_format(&path, "%s/%s", dir, name);
    return buf_take(&path);
}

char *folder_data_path(const char *dir, uint64_t number)
{
    char name[sizeof DATA + 20];
    snprintf(name, sizeof name, DATA "%" PRIu64, number);
    return path_in(dir, name);
}

pilcrow_status folder_resolve(char **out, const char *dir, pilcrow_error *err)
{
    *out = realpath(dir, NULL);
    if (*out != NULL)
        return PILCROW_OK;
    return error_system(err, errno, "open the index", dir);
}

/* A folder's files, by a descriptor; -1 and errno on failure. */
static int open_folder(const char *path)
{
    return open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
}

pilcrow_status folder_sync_names(const char *path, pilcrow_error *err)
{
    int fd = open_folder(path);
    if (fd < 0)
        return error_system(err, errno, "open", path);
    pilcrow_status status = PILCROW_OK;
    if (fsync(fd) != 0)
        status = error_system(err, errno, "write to disk", path);
    close(fd);
    return status;
}

/* ------------------------------------------------------------ current --- */

static pilcrow_status not_index(const char *dir, pilcrow_error *err)
{
    return error_set(err, PILCROW_NOT_INDEX,
                     "'%s' is not a pilcrow index, and is left alone", dir);
}

/* The text of `current`, at most `size` - 1 bytes, NUL-terminated. */
static pilcrow_status read_line(char *text, size_t size, const char *dir,
                                pilcrow_error *err)
{
    pilcrow_status status = PILCROW_OK;
    char *path = path_in(dir, CURRENT);
    if (path == NULL)
        return error_no_memory(err);
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
    if (fd < 0) {
        int code = errno;
        bool absent = code == ENOENT && access(dir, F_OK) == 0;
        status = absent || code == ELOOP
                     ? not_index(dir, err)
                     : error_system(err, code, "open the index", dir);
        goto done;
    }
    ssize_t len = read(fd, text, size - 1);
    if (len < 0)
        status = errno == EISDIR ? not_index(dir, err)
                                 : error_system(err, errno, "read", path);
    text[len < 0 ? 0 : len] = '\0';
    close(fd);
done:
    free(path);
    return status;
}

/* Read "pilcrow FORMAT ENGINE NUMBER\n". */
static pilcrow_status parse_line(folder_current *out, const char *text,
                                 const char *dir, pilcrow_error *err)
{
    unsigned format = 0;
    int used = 0;
    if (sscanf(text, "pilcrow %9u%n", &format, &used) != 1 || format == 0)
        return not_index(dir, err);
    if (format > FOLDER_FORMAT)
        return error_set(err, PILCROW_VERSION,
                         "'%s' was made by a newer pilcrow (format %u, this "
                         "one knows %u); upgrade, or remove it and index again",
                         dir, format, FOLDER_FORMAT);
    int end = 0;
    if (sscanf(text + used, " %31[a-z0-9_-] %19" SCNu64 "%n", out->engine,
               &out->number, &end) != 2 ||
        strcmp(text + used + end, "\n") != 0)
        return not_index(dir, err);
    return PILCROW_OK;
}

pilcrow_status folder_read(folder_current *out, const char *dir,
                           pilcrow_error *err)
{
    char text[LINE_MAX_BYTES];
    pilcrow_status status = read_line(text, sizeof text, dir, err);
    if (status != PILCROW_OK)
        return status;
    return parse_line(out, text, dir, err);
}

/* Write `text` to a new file at `path` and to disk. */
static pilcrow_status write_file(const char *path, const char *text,
                                 pilcrow_error *err)
{
    pilcrow_status status = PILCROW_OK;
    int flags = O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW;
    int fd = open(path, flags, 0666);
    if (fd < 0)
        return error_system(err, errno, "write", path);
    size_t len = strlen(text);
    errno = ENOSPC;
    if (write(fd, text, len) != (ssize_t)len || fsync(fd) != 0)
        status = error_system(err, errno, "write", path);
    close(fd);
    return status;
}

/* Replace `current`: the old one or the new one is there, never none. */
static pilcrow_status write_current(const char *dir, const folder_current *now,
                                    pilcrow_error *err)
{
    pilcrow_status status = PILCROW_NO_MEMORY;
    char line[LINE_MAX_BYTES];
    snprintf(line, sizeof line, "pilcrow %u %s %" PRIu64 "\n", FOLDER_FORMAT,
             now->engine, now->number);
    char *fresh = path_in(dir, CURRENT_NEW);
    char *path = path_in(dir, CURRENT);
    if (fresh == NULL || path == NULL) {
        error_no_memory(err);
        goto done;
    }
    status = write_file(fresh, line, err);
    if (status == PILCROW_OK && rename(fresh, path) != 0)
        status = error_system(err, errno, "write", path);
    if (status == PILCROW_OK)
        status = folder_sync_names(dir, err);
    else
        unlink(fresh);
done:
    free(path);
    free(fresh);
    return status;
}

/* ------------------------------------------------------- data folders --- */

/* The number in "data-N"; 0 for any other name. */
static uint64_t data_number(const char *name)
{
    size_t prefix = sizeof DATA - 1;
    if (strncmp(name, DATA, prefix) != 0)
        return 0;
    const char *digits = name + prefix;
    size_t len = strlen(digits);
    if (len == 0 || len > 18 || digits[0] == '0' ||
        strspn(digits, "0123456789") != len)
        return 0;
    return strtoull(digits, NULL, 10);
}

/* Remove a data folder that nobody holds: its files, never a folder in it. */
static void remove_data(const char *data)
{
    int fd = open(data, O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NOFOLLOW);
    if (fd < 0)
        return;
    int copy = -1;
    DIR *dir = NULL;
    if (flock(fd, LOCK_EX | LOCK_NB) != 0)
        goto done;
    copy = dup(fd);
    dir = copy < 0 ? NULL : fdopendir(copy);
    if (dir == NULL)
        goto done;
    for (const struct dirent *entry; (entry = readdir(dir)) != NULL;)
        unlinkat(fd, entry->d_name, 0);
    rmdir(data);
done:
    if (dir != NULL)
        closedir(dir);
    else if (copy >= 0)
        close(copy);
    close(fd);
}

/* Is the data folder that `current` names there? */
static bool has_current_data(const folder *f)
{
    struct stat st;
    char *data = folder_data_path(f->path, f->current.number);
    bool there = data != NULL && stat(data, &st) == 0;
    free(data);
    return there;
}

void folder_sweep(const folder *f)
{
    /* A `current` that is wrong must not cost the data it should name. */
    if (f->current.number != 0 && !has_current_data(f))
        return;
    DIR *dir = opendir(f->path);
    if (dir == NULL)
        return;
    for (const struct dirent *entry; (entry = readdir(dir)) != NULL;) {
        uint64_t number = data_number(entry->d_name);
        if (number == 0 || number == f->current.number)
            continue;
        char *data = folder_data_path(f->path, number);
        if (data != NULL)
            remove_data(data);
        free(data);
    }
    closedir(dir);
}

/* The highest number among the data folders that are there. */
static uint64_t highest_data(const char *path)
{
    uint64_t highest = 0;
    DIR *dir = opendir(path);
    if (dir == NULL)
        return 0;
    for (const struct dirent *entry; (entry = readdir(dir)) != NULL;) {
        uint64_t number = data_number(entry->d_name);
        highest = number > highest ? number : highest;
    }
    closedir(dir);
    return highest;
}

pilcrow_status folder_stage(folder *f, uint64_t *number, pilcrow_error *err)
{
    uint64_t highest = highest_data(f->path);
    if (highest < f->current.number)
        highest = f->current.number;
    *number = highest + 1;
    char *data = folder_data_path(f->path, *number);
    if (data == NULL)
        return error_no_memory(err);
    pilcrow_status status = PILCROW_OK;
    if (mkdir(data, 0777) != 0)
        status = error_system(err, errno, "make", data);
    free(data);
    return status;
}

/* Write the file `name` of the folder `fd` to disk; errno on failure. */
static bool sync_one(int folder_fd, const char *name)
{
    int fd = openat(folder_fd, name, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
    if (fd < 0)
        return false;
    bool ok = fsync(fd) == 0;
    int code = errno;
    close(fd);
    errno = code;
    return ok;
}

pilcrow_status folder_sync(const char *data, pilcrow_error *err)
{
    pilcrow_status status = PILCROW_OK;
    DIR *dir = opendir(data);
    if (dir == NULL)
        return error_system(err, errno, "open", data);
    for (const struct dirent *entry; (entry = readdir(dir)) != NULL;) {
        if (entry->d_name[0] == '.')
            continue;
        if (sync_one(dirfd(dir), entry->d_name))
            continue;
        status = error_system(err, errno, "write to disk", data);
        break;
    }
    if (status == PILCROW_OK && fsync(dirfd(dir)) != 0)
        status = error_system(err, errno, "write to disk", data);
    closedir(dir);
    return status;
}

pilcrow_status folder_publish(folder *f, const char *engine, uint64_t number,
                              pilcrow_error *err)
{
    folder_current next = {.number = number};
    snprintf(next.engine, sizeof next.engine, "%s", engine);
    pilcrow_status status = write_current(f->path, &next, err);
    if (status != PILCROW_OK) {
        folder_read(&f->current, f->path, NULL);
        return status;
    }
    f->current = next;
    folder_sweep(f);
    return PILCROW_OK;
}

/* --------------------------------------------------------------- lock --- */

/* True if the folder holds nothing, or only what a crash of ours may have
 * left before there was a `current`. */
static bool may_become_index(const char *path)
{
    static const char *const ours[] = {".", "..", LOCK, CURRENT_NEW};
    bool may = true;
    DIR *dir = opendir(path);
    if (dir == NULL)
        return false;
    for (const struct dirent *entry; may && (entry = readdir(dir)) != NULL;) {
        bool known = false;
        for (size_t i = 0; i < sizeof ours / sizeof *ours; i++)
            known = known || strcmp(entry->d_name, ours[i]) == 0;
        may = known;
    }
    closedir(dir);
    return may;
}

/* Whose folder it is: OK with `out` filled, OK with number 0 and no engine for
 * one that may become an index, or the reason to leave it alone. */
static pilcrow_status inspect(folder_current *out, const char *path,
                              pilcrow_error *err)
{
    pilcrow_error why = {0};
    *out = (folder_current){0};
    pilcrow_status status = folder_read(out, path, &why);
    if (status == PILCROW_NOT_INDEX && may_become_index(path)) {
        *out = (folder_current){0};
        return PILCROW_OK;
    }
    return status == PILCROW_OK ? status
                                : error_set(err, status, "%s", why.message);
}

static pilcrow_status busy(int lock, const char *path, pilcrow_error *err)
{
    char text[32] = "";
    ssize_t len = pread(lock, text, sizeof text - 1, 0);
    long holder = len > 0 ? strtol(text, NULL, 10) : 0;
    if (holder <= 0)
        return error_set(err, PILCROW_BUSY,
                         "another process is writing to '%s'; try again when "
                         "it is done",
                         path);
    return error_set(err, PILCROW_BUSY,
                     "process %ld is writing to '%s'; try again when it is "
                     "done",
                     holder, path);
}

/* Open the lock file and take the lock, or say who has it. */
static pilcrow_status take_lock(int *out, const char *path, pilcrow_error *err)
{
    char *name = path_in(path, LOCK);
    if (name == NULL)
        return error_no_memory(err);
    pilcrow_status status = PILCROW_OK;
    int fd = open(name, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0666);
    if (fd < 0) {
        status = error_system(err, errno, "write", name);
    } else if (flock(fd, LOCK_EX | LOCK_NB) != 0) {
        status = errno == EWOULDBLOCK ? busy(fd, path, err)
                                      : error_system(err, errno, "lock", name);
        close(fd);
        fd = -1;
    }
    free(name);
    *out = fd;
    return status;
}

/* Leave our process id for the message of whoever finds the lock taken: a
 * courtesy, so its failure is none. */
static void sign_lock(int lock)
{
    char text[32];
    int len = snprintf(text, sizeof text, "%ld\n", (long)getpid());
    if (ftruncate(lock, 0) == 0 && pwrite(lock, text, (size_t)len, 0) < 0)
        return;
}

static pilcrow_status make_folder(const char *dir, pilcrow_error *err)
{
    if (mkdir(dir, 0777) == 0 || errno == EEXIST)
        return PILCROW_OK;
    int code = errno;
    error_system(err, code, "make the folder", dir);
    if (err != NULL && code == ENOENT)
        err->status = PILCROW_IO;
    return code == ENOMEM ? PILCROW_NO_MEMORY : PILCROW_IO;
}

/* A folder that was just made is there after a power failure only once the one
 * above it is synced. */
static pilcrow_status sync_parent(const char *path, pilcrow_error *err)
{
    char *parent = path_in(path, "..");
    if (parent == NULL)
        return error_no_memory(err);
    pilcrow_status status = folder_sync_names(parent, err);
    free(parent);
    return status;
}

pilcrow_status folder_lock(folder *out, const char *dir, const char *engine,
                           pilcrow_error *err)
{
    *out = (folder){.lock = -1};
    pilcrow_status status = make_folder(dir, err);
    if (status == PILCROW_OK)
        status = folder_resolve(&out->path, dir, err);
    if (status == PILCROW_OK)
        status = inspect(&out->current, out->path, err);
    if (status == PILCROW_OK)
        status = take_lock(&out->lock, out->path, err);
    if (status == PILCROW_OK)
        status = inspect(&out->current, out->path, err);
    if (status != PILCROW_OK)
        goto done;
    sign_lock(out->lock);
    if (out->current.engine[0] == '\0') {
        status = sync_parent(out->path, err);
        if (status != PILCROW_OK)
            goto done;
        snprintf(out->current.engine, sizeof out->current.engine, "%s", engine);
        status = write_current(out->path, &out->current, err);
    }
done:
    if (status == PILCROW_OK)
        folder_sweep(out);
    else
        folder_unlock(out);
    return status;
}

void folder_unlock(folder *f)
{
    if (f->lock >= 0)
        close(f->lock);
    free(f->path);
    *f = (folder){.lock = -1};
}

/* --------------------------------------------------------------- hold --- */

void folder_hold_release(folder_hold *hold)
{
    if (hold->lock >= 0)
        close(hold->lock);
    free(hold->data);
    *hold = (folder_hold){.lock = -1};
}

/* Lock the data folder. OK; STALE when it went meanwhile. A disk that cannot
 * lock folders keeps no reader out: there no writer gets the lock to remove
 * one either. */
static pilcrow_status hold_data(folder_hold *hold, pilcrow_error *err)
{
    hold->lock = open_folder(hold->data);
    if (hold->lock < 0 && errno == ENOENT)
        return PILCROW_STALE;
    if (hold->lock < 0)
        return error_system(err, errno, "open", hold->data);
    if (flock(hold->lock, LOCK_SH | LOCK_NB) != 0 && errno == EWOULDBLOCK)
        return PILCROW_STALE;
    return PILCROW_OK;
}

/* One try: hold what `current` names, and look whether it still does. */
static pilcrow_status try_hold(folder_hold *out, const char *dir,
                               pilcrow_error *err)
{
    folder_current after;
    *out = (folder_hold){.lock = -1};
    pilcrow_status status = folder_read(&out->current, dir, err);
    if (status != PILCROW_OK || out->current.number == 0)
        return status;
    out->data = folder_data_path(dir, out->current.number);
    if (out->data == NULL)
        return error_no_memory(err);
    status = hold_data(out, err);
    if (status == PILCROW_OK)
        status = folder_read(&after, dir, err);
    if (status == PILCROW_OK && !folder_same(&after, &out->current))
        status = PILCROW_STALE;
    return status;
}

pilcrow_status folder_hold_take(folder_hold *out, const char *dir,
                                pilcrow_error *err)
{
    pilcrow_status status = PILCROW_STALE;
    for (int i = 0; i < READ_TRIES && status == PILCROW_STALE; i++) {
        status = try_hold(out, dir, err);
        if (status != PILCROW_OK)
            folder_hold_release(out);
    }
    if (status == PILCROW_STALE)
        status = error_set(err, PILCROW_CORRUPT,
                           "the data folder that '%s/" CURRENT "' names is "
                           "not there; rebuild the index with --full",
                           dir);
    return status;
}
