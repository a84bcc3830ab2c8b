/* SPDX-License-Identifier: MIT
 *
 * Small steps on disk, each finished whatever signals come. */
#ifndef PILCROW_ENGINE_DISK_H
#define PILCROW_ENGINE_DISK_H

#include <stdbool.h>
#include <stddef.h>

/* `dir/name`; owned by the caller, free(). NULL when memory runs out. */
char *disk_path(const char *dir, const char *name);

/* A descriptor of the folder; -1 and errno on failure. */
int disk_open_folder(const char *path);

/* Each returns false, with errno, on failure. */

/* Write all of it; a disk that takes less is full. */
bool disk_write(int fd, const void *bytes, size_t len);
bool disk_sync(int fd);

#endif
