/* SPDX-License-Identifier: MIT
 *
 * In: an index folder. Out: what its `current` says, or a new one in its
 * place. */
#include "engine/current.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "engine/disk.h"

#define LINE_MAX_BYTES 128

bool folder_same(const folder_current *a, const folder_current *b)
{
    return a->number == b->number && strcmp(a->engine, b->engine) == 0;
}

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
    char *path = disk_path(dir, CURRENT_NAME);
    if (path == NULL)
        return error_no_memory(err);
    int fd = disk_open(path, O_RDONLY | O_NONBLOCK);
    if (fd < 0) {
        int code = errno;
        bool absent = code == ENOENT && access(dir, F_OK) == 0;
        if (code == ENOENT && !absent)
            code = errno;
        status = absent || code == ELOOP
                     ? not_index(dir, err)
                     : error_system(err, code, "open the index", dir);
        goto done;
    }
    ssize_t len = disk_read(fd, text, size - 1, 0);
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

/* -------------------------------------------------------------- stamps --- */

static folder_stamp stamp_of(int at, const char *path)
{
    struct stat info;
    folder_stamp stamp = {{0}};
    if (fstatat(at, path, &info, AT_SYMLINK_NOFOLLOW) == 0)
        stamp = (folder_stamp){
            {(uint64_t)info.st_ino, (uint64_t)info.st_mtim.tv_sec,
             (uint64_t)info.st_mtim.tv_nsec, (uint64_t)info.st_ctim.tv_sec,
             (uint64_t)info.st_ctim.tv_nsec}};
    return stamp;
}

folder_stamp folder_stamp_of(const char *dir)
{
    folder_stamp stamp = {{0}};
    char *path = disk_path(dir, CURRENT_NAME);
    if (path != NULL)
        stamp = stamp_of(AT_FDCWD, path);
    free(path);
    return stamp;
}

folder_stamp folder_stamp_within(const folder_hold *hold, const char *name)
{
    return hold->lock < 0 ? (folder_stamp){{0}} : stamp_of(hold->lock, name);
}

bool folder_stamp_same(const folder_stamp *a, const folder_stamp *b)
{
    return a->numbers[0] != 0 && memcmp(a, b, sizeof *a) == 0;
}

/* ------------------------------------------------------------- writing --- */

/* Write `text` to a new file at `path` and to disk. */
static pilcrow_status write_file(const char *path, const char *text,
                                 pilcrow_error *err)
{
    pilcrow_status status = PILCROW_OK;
    int fd = disk_open(path, O_WRONLY | O_CREAT | O_TRUNC);
    if (fd < 0)
        return error_system(err, errno, "write", path);
    if (!disk_write(fd, text, strlen(text)) || !disk_sync(fd))
        status = error_system(err, errno, "write", path);
    close(fd);
    return status;
}

pilcrow_status current_write(const char *dir, const folder_current *now,
                             pilcrow_error *err)
{
    pilcrow_status status = PILCROW_NO_MEMORY;
    char line[LINE_MAX_BYTES];
    snprintf(line, sizeof line, "pilcrow %u %s %" PRIu64 "\n", FOLDER_FORMAT,
             now->engine, now->number);
    char *fresh = disk_path(dir, CURRENT_NEW_NAME);
    char *path = disk_path(dir, CURRENT_NAME);
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
