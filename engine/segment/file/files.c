/* SPDX-License-Identifier: MIT
 *
 * In: paths and bytes. Out: files. Invariant: a call that was interrupted or
 * cut short is gone on with, so that what comes back is a true failure. */
#include "engine/segment/file/files.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "engine/disk.h"

/* No call writes or reads more at once: some systems' limit is 2 GiB. */
#define IO_BYTES_MAX ((size_t)1 << 30)

static const char *const prefixes[FILES_KIND_COUNT] = {
    [FILES_SEGMENT] = "segment-",
    [FILES_DELETED] = "deleted-",
    [FILES_METADATA] = "metadata-",
};

char *files_path(const char *data, files_kind kind, uint64_t number)
{
    char name[48];
    snprintf(name, sizeof name, "%s%" PRIu64, prefixes[kind], number);
    return disk_path(data, name);
}

/* A number as files_path() writes it, and no other spelling of it. */
static bool parse_number(const char *digits, uint64_t *number)
{
    size_t len = strlen(digits);
    if (len == 0 || len > 19 || strspn(digits, "0123456789") != len ||
        digits[0] == '0')
        return false;
    *number = strtoull(digits, NULL, 10);
    return true;
}

bool files_parse(const char *name, files_kind *kind, uint64_t *number)
{
    for (unsigned i = 0; i < FILES_KIND_COUNT; i++) {
        size_t len = strlen(prefixes[i]);
        if (strncmp(name, prefixes[i], len) != 0)
            continue;
        *kind = (files_kind)i;
        return parse_number(name + len, number);
    }
    return false;
}

/* ------------------------------------------------------- read and write --- */

bool files_write(int fd, const void *bytes, size_t len)
{
    const char *at = bytes;
    while (len > 0) {
        ssize_t done = write(fd, at, len < IO_BYTES_MAX ? len : IO_BYTES_MAX);
        if (done < 0 && errno == EINTR)
            continue;
        if (done == 0)
            errno = ENOSPC;
        if (done <= 0)
            return false;
        at += done;
        len -= (size_t)done;
    }
    return true;
}

bool files_read(int fd, void *bytes, size_t len, uint64_t offset)
{
    char *at = bytes;
    while (len > 0) {
        ssize_t done = pread(fd, at, len < IO_BYTES_MAX ? len : IO_BYTES_MAX,
                             (off_t)offset);
        if (done < 0 && errno == EINTR)
            continue;
        if (done == 0)
            errno = EIO;
        if (done <= 0)
            return false;
        at += done;
        offset += (uint64_t)done;
        len -= (size_t)done;
    }
    return true;
}

static int open_patiently(const char *path, int flags)
{
    int fd;
    do
        fd = open(path, flags | O_CLOEXEC | O_NOFOLLOW, 0666);
    while (fd < 0 && errno == EINTR);
    return fd;
}

int files_create(const char *path)
{
    return open_patiently(path, O_WRONLY | O_CREAT | O_TRUNC);
}

int files_open(const char *path)
{
    return open_patiently(path, O_RDONLY | O_NONBLOCK);
}

bool files_sync(int fd)
{
    int done;
    do
        done = fsync(fd);
    while (done != 0 && errno == EINTR);
    return done == 0;
}

pilcrow_status files_write_all(const char *path, const char *bytes, size_t len,
                               bool durable, pilcrow_error *err)
{
    pilcrow_status status = PILCROW_OK;
    int fd = files_create(path);
    if (fd < 0)
        return error_system(err, errno, "write", path);
    if (!files_write(fd, bytes, len) || (durable && !files_sync(fd)))
        status = error_system(err, errno, "write", path);
    if (close(fd) != 0 && errno != EINTR && status == PILCROW_OK)
        status = error_system(err, errno, "write", path);
    return status;
}

static pilcrow_status read_into(buf *out, int fd, const char *path,
                                pilcrow_error *err)
{
    struct stat info;
    if (fstat(fd, &info) != 0)
        return error_system(err, errno, "read", path);
    if (!S_ISREG(info.st_mode) || (uint64_t)info.st_size > out->max)
        return error_set(err, PILCROW_LIMIT, "'%s' is not a file of at most "
                         "%zu bytes", path, out->max);
    size_t len = (size_t)info.st_size;
    buf_clear(out);
    if (!buf_reserve(out, len))
        return error_no_memory(err);
    if (!files_read(fd, out->data, len, 0))
        return error_system(err, errno, "read", path);
    out->len = len;
    out->data[len] = '\0';
    return PILCROW_OK;
}

pilcrow_status files_read_all(buf *out, const char *path, pilcrow_error *err)
{
    int fd = files_open(path);
    if (fd < 0)
        return error_system(err, errno, "open", path);
    pilcrow_status status = read_into(out, fd, path, err);
    close(fd);
    return status;
}

/* ------------------------------------------------------------ the folder --- */

pilcrow_status files_rename(const char *data, const char *from, const char *to,
                            pilcrow_error *err)
{
    pilcrow_status status = PILCROW_NO_MEMORY;
    int done;
    char *old_path = disk_path(data, from);
    char *new_path = disk_path(data, to);
    if (old_path == NULL || new_path == NULL) {
        error_no_memory(err);
        goto done;
    }
    do
        done = rename(old_path, new_path);
    while (done != 0 && errno == EINTR);
    status = done == 0 ? PILCROW_OK
                       : error_system(err, errno, "write", new_path);
done:
    free(new_path);
    free(old_path);
    return status;
}

void files_remove(const char *data, files_kind kind, uint64_t number)
{
    char *path = files_path(data, kind, number);
    if (path != NULL)
        unlink(path);
    free(path);
}
