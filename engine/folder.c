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

#include "base/path.h"
#include "engine/current.h"
#include "engine/disk.h"

#define DATA "data-"
#define READ_TRIES 20

char *folder_data_path(const char *dir, uint64_t number)
{
    char name[sizeof DATA + 20];
    snprintf(name, sizeof name, DATA "%" PRIu64, number);
    return disk_path(dir, name);
}

pilcrow_status folder_resolve(char **out, const char *dir, pilcrow_error *err)
{
    *out = realpath(dir, NULL);
    if (*out != NULL)
        return PILCROW_OK;
    if (errno == ENOENT && path_is_lost(dir))
        return error_set(err, PILCROW_NOT_FOUND, PATH_LOST_SENTENCE);
    return error_system(err, errno, "open the index", dir);
}

pilcrow_status folder_sync_names(const char *path, pilcrow_error *err)
{
    int fd = disk_open_folder(path);
    if (fd < 0)
        return error_system(err, errno, "open", path);
    pilcrow_status status = PILCROW_OK;
    if (!disk_sync(fd))
        status = error_system(err, errno, "write to disk", path);
    close(fd);
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
    int fd = disk_open(data, O_RDONLY | O_DIRECTORY);
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
    DIR *dir = disk_list(f->path);
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

uint64_t folder_highest(const char *path)
{
    uint64_t highest = 0;
    DIR *dir = disk_list(path);
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
    uint64_t highest = folder_highest(f->path);
    if (highest < f->current.number)
        highest = f->current.number;
    *number = highest + 1;
    char *data = folder_data_path(f->path, *number);
    if (data == NULL)
        return error_no_memory(err);
    pilcrow_status status = PILCROW_OK;
    if (!disk_make_folder(data))
        status = error_system(err, errno, "make", data);
    free(data);
    return status;
}

/* Write the file `name` of the folder `fd` to disk; errno on failure. */
static bool sync_one(int folder_fd, const char *name)
{
    int fd = disk_open_at(folder_fd, name, O_RDONLY);
    if (fd < 0)
        return false;
    bool ok = disk_sync(fd);
    int code = errno;
    close(fd);
    errno = code;
    return ok;
}

pilcrow_status folder_sync(const char *data, pilcrow_error *err)
{
    pilcrow_status status = PILCROW_OK;
    DIR *dir = disk_list(data);
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
    if (status == PILCROW_OK && !disk_sync(dirfd(dir)))
        status = error_system(err, errno, "write to disk", data);
    closedir(dir);
    return status;
}

pilcrow_status folder_publish(folder *f, const char *engine, uint64_t number,
                              pilcrow_error *err)
{
    folder_current next = {.number = number};
    snprintf(next.engine, sizeof next.engine, "%s", engine);
    pilcrow_status status = current_write(f->path, &next, err);
    if (status != PILCROW_OK) {
        folder_read(&f->current, f->path, NULL);
        return status;
    }
    f->current = next;
    folder_sweep(f);
    return PILCROW_OK;
}

/* --------------------------------------------------------------- hold --- */

void folder_hold_release(folder_hold *hold)
{
    if (hold->lock >= 0)
        close(hold->lock);
    free(hold->data);
    *hold = (folder_hold){.lock = -1};
}

bool folder_hold_stands(const folder_hold *hold)
{
    struct stat held, standing;
    if (hold->lock < 0)
        return true;
    return fstat(hold->lock, &held) == 0 && stat(hold->data, &standing) == 0 &&
           held.st_dev == standing.st_dev && held.st_ino == standing.st_ino;
}

/* Lock the data folder. OK; STALE when it went meanwhile. A disk that cannot
 * lock folders keeps no reader out: there no writer gets the lock to remove
 * one either. */
static pilcrow_status hold_data(folder_hold *hold, pilcrow_error *err)
{
    hold->lock = disk_open_folder(hold->data);
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
        status =
            error_set(err, PILCROW_CORRUPT,
                      "the data folder that '%s/" CURRENT_NAME "' names is "
                      "not there; rebuild the index with --full",
                      dir);
    return status;
}
