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

#include <zlib.h>

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

/* "pilcrow FORMAT ENGINE NUMBER CHECKSUM\n", the checksum of all before it. */
static void make_line(char line[LINE_MAX_BYTES], const folder_current *now)
{
    const int len = snprintf(line, LINE_MAX_BYTES, "pilcrow %u %s %" PRIu64,
                             FOLDER_FORMAT, now->engine, now->number);
    const uLong sum = crc32(0, (const unsigned char *)line, (unsigned)len);
    snprintf(line + len, LINE_MAX_BYTES - (size_t)len, " %08lx\n", sum);
}

/* Is the text what we would write, or, up to `end`, what programs did that
 * wrote no checksum? */
static pilcrow_status check_line(const folder_current *read, const char *text,
                                 int end, const char *dir, pilcrow_error *err)
{
    char line[LINE_MAX_BYTES];
    make_line(line, read);
    if (strcmp(text, line) == 0 || strcmp(text + end, "\n") == 0)
        return PILCROW_OK;
    if (strlen(text + end) != strlen(" 00000000\n"))
        return not_index(dir, err);
    return error_set(err, PILCROW_CORRUPT,
                     "'%s/" CURRENT_NAME "' is damaged; rebuild the index "
                     "with --full",
                     dir);
}

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
               &out->number, &end) != 2)
        return not_index(dir, err);
    return check_line(out, text, used + end, dir, err);
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

/* ------------------------------------------------------------- watches --- */

/* What tells an open file from others, and from itself under other names. */
static bool read_numbers(uint64_t numbers[5], int file)
{
    struct stat info;
    if (file < 0 || fstat(file, &info) != 0 || info.st_nlink == 0)
        return false;
    numbers[0] = (uint64_t)info.st_ino;
    numbers[1] = (uint64_t)info.st_mtim.tv_sec;
    numbers[2] = (uint64_t)info.st_mtim.tv_nsec;
    numbers[3] = (uint64_t)info.st_ctim.tv_sec;
    numbers[4] = (uint64_t)info.st_ctim.tv_nsec;
    return true;
}

static folder_watch watch_of(int file)
{
    folder_watch watch = {.file = file};
    if (!read_numbers(watch.numbers, file))
        folder_watch_release(&watch);
    return watch;
}

folder_watch folder_watch_of(const char *dir)
{
    char *path = disk_path(dir, CURRENT_NAME);
    const folder_watch watch =
        watch_of(path == NULL ? -1 : disk_open(path, O_PATH));
    free(path);
    return watch;
}

folder_watch folder_watch_within(const folder_hold *hold, const char *name)
{
    return watch_of(hold->lock < 0 ? -1
                                   : disk_open_at(hold->lock, name, O_PATH));
}

void folder_watch_release(folder_watch *watch)
{
    if (watch->file >= 0)
        close(watch->file);
    *watch = (folder_watch){.file = -1};
}

bool folder_watch_same(const folder_watch *a, const folder_watch *b)
{
    return a->file >= 0 && b->file >= 0 &&
           memcmp(a->numbers, b->numbers, sizeof a->numbers) == 0;
}

bool folder_watch_stands(const folder_watch *watch)
{
    folder_watch now = {.file = watch->file};
    return read_numbers(now.numbers, watch->file) &&
           folder_watch_same(&now, watch);
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
    make_line(line, now);
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
