/* SPDX-License-Identifier: MIT
 *
 * In: descriptors and paths. Out: bytes on disk, or an errno. */
#include "engine/disk.h"

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/path.h"

char *disk_path(const char *dir, const char *name)
{
    buf path;
    buf_init(&path, 2 * PATH_BYTES_MAX);
    buf_add_format(&path, "%s/%s", dir, name);
    return buf_take(&path);
}

int disk_open_folder(const char *path)
{
    return open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
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
