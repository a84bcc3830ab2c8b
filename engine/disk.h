/* SPDX-License-Identifier: MIT
 *
 * Small steps on disk, each finished whatever signals come. */
#ifndef PILCROW_ENGINE_DISK_H
#define PILCROW_ENGINE_DISK_H

#include <dirent.h>
#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

/* `dir/name`; owned by the caller, free(). NULL when memory runs out. */
char *disk_path(const char *dir, const char *name);

/* Descriptors, closed on exec; -1 and errno on failure. The last part of a path
 * is not followed if it is a symbolic link, but for a folder's. A file that is
 * made can be read and written by all whom the umask does not keep out. */
int disk_open(const char *path, int flags);
int disk_open_at(int folder, const char *name, int flags);
int disk_open_folder(const char *path);

/* Make a folder; false and errno on failure. */
bool disk_make_folder(const char *path);

/* The folder's entries; closedir(). NULL and errno on failure. */
DIR *disk_list(const char *path);

/* Read what there is, from `offset` on, at most `len` bytes. How many; -1 and
 * errno on failure. */
ssize_t disk_read(int fd, void *bytes, size_t len, off_t offset);

/* Each returns false, with errno, on failure. */

/* Write all of it; a disk that takes less is full. */
bool disk_write(int fd, const void *bytes, size_t len);
bool disk_sync(int fd);

#endif
