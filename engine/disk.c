/* SPDX-License-Identifier: MIT
 *
 * In: descriptors and paths. Out: bytes on disk, or an errno. */
#include "engine/disk.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/path.h"

char *disk_path(const char *dir, const char *name)
{
    buf path;
    buf_init(&path, 2 * PATH_BYTES_MAX);
    buf_add_text(&path, dir);
    buf_add_byte(&path, '/');
    buf_add_text(&path, name);
    return buf_take(&path);
}

static int open_patiently(int folder, const char *name, int flags)
{
    int fd;
    do
        fd = openat(folder, name, flags | O_CLOEXEC, 0666);
    while (fd < 0 && errno == EINTR);
    return fd;
}

int disk_open(const char *path, int flags)
{
    return open_patiently(AT_FDCWD, path, flags | O_NOFOLLOW);
}

int disk_open_at(int folder, const char *name, int flags)
{
    return open_patiently(folder, name, flags | O_NOFOLLOW);
}

int disk_open_folder(const char *path)
{
    return open_patiently(AT_FDCWD, path, O_RDONLY | O_DIRECTORY);
}

bool disk_make_folder(const char *path)
{
    int result;
    do
        result = mkdir(path, 0777);
    while (result != 0 && errno == EINTR);
    return result == 0;
}

DIR *disk_list(const char *path)
{
    int fd = disk_open_folder(path);
    DIR *dir = fd < 0 ? NULL : fdopendir(fd);
    if (dir == NULL && fd >= 0) {
        int code = errno;
        close(fd);
        errno = code;
    }
    return dir;
}

ssize_t disk_read(int fd, void *bytes, size_t len, off_t offset)
{
    size_t used = 0;
    while (used < len) {
        ssize_t done = pread(fd, (char *)bytes + used, len - used,
                             offset + (off_t)used);
        if (done < 0 && errno == EINTR)
            continue;
        if (done < 0)
            return -1;
        if (done == 0)
            break;
        used += (size_t)done;
    }
    return (ssize_t)used;
}

bool disk_write(int fd, const void *bytes, size_t len)
{
    const char *at = bytes;
    while (len > 0) {
        ssize_t written = write(fd, at, len);
        if (written < 0 && errno == EINTR)
            continue;
        if (written == 0)
            errno = ENOSPC;
        if (written <= 0)
            return false;
        at += written;
        len -= (size_t)written;
    }
    return true;
}

bool disk_sync(int fd)
{
    int result;
    do
        result = fsync(fd);
    while (result != 0 && errno == EINTR);
    return result == 0;
}
