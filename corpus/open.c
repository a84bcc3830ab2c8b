/* SPDX-License-Identifier: MIT
 *
 * In: a path. Out: an open file, or the reason why not. What was looked at is
 * what is read: the checks are repeated on the open file. */
#include "corpus/open.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

static pilcrow_status refuse_special(mode_t mode, pilcrow_error *err)
{
    if (S_ISREG(mode))
        return PILCROW_OK;
    if (S_ISLNK(mode))
        return error_set(err, PILCROW_UNSUPPORTED,
                         "a symbolic link; links are followed with --follow");
    return error_set(err, PILCROW_UNSUPPORTED, "not a regular file");
}

pilcrow_status open_refuse_large(uint64_t size, pilcrow_error *err)
{
    if (size <= CORPUS_FILE_MAX)
        return PILCROW_OK;
    return error_set(err, PILCROW_LIMIT, "larger than %zu MB; split it",
                     CORPUS_FILE_MAX >> 20);
}

pilcrow_status open_regular(int *fd, size_t *size, const char *path,
                            bool follow, pilcrow_error *err)
{
    struct stat before, now;
    *fd = -1;
    *size = 0;
    if ((follow ? stat(path, &before) : lstat(path, &before)) != 0)
        return error_system(err, errno, "open it", NULL);
    pilcrow_status status = refuse_special(before.st_mode, err);
    if (status != PILCROW_OK)
        return status;
    int flags = O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY;
    int opened = open(path, flags | (follow ? 0 : O_NOFOLLOW));
    if (opened < 0)
        return error_system(err, errno, "open it", NULL);
    if (fstat(opened, &now) != 0)
        status = error_system(err, errno, "read it", NULL);
    else
        status = refuse_special(now.st_mode, err);
    if (status == PILCROW_OK)
        status = open_refuse_large((uint64_t)now.st_size, err);
    if (status == PILCROW_OK) {
        *fd = opened;
        *size = (size_t)now.st_size;
    } else {
        close(opened);
    }
    return status;
}
