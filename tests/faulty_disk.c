/* SPDX-License-Identifier: MIT
 *
 * In: system calls, by their names in the C library, which this program defines
 * before that does. Out: the kernel's own answers, or what the plan says.
 * Invariant: a call that is said to have failed has done nothing; one that the
 * log holds has been done. */
#include "faulty_disk.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

/* The tests are built with hidden names; these are for all to see. */
#define SEEN __attribute__((visibility("default")))

static disk_plan plan;
static bool planned;
static long calls, struck;
static disk_log *log_now;
static const char *log_below;

/* The file that an inode is: the last one that was made with that number. */
#define INODES_MAX 65536
static ino_t inodes[INODES_MAX];

void disk_start(const disk_plan *p)
{
    plan = *p;
    planned = true;
    calls = struck = 0;
}

long disk_stop(long *count)
{
    planned = false;
    if (count != NULL)
        *count = struck;
    return calls;
}

/* ------------------------------------------------------------- places --- */

static bool is_below(const char *path, const char *below)
{
    size_t len = below == NULL ? 0 : strlen(below);
    return len > 0 && strncmp(path, below, len) == 0 &&
           (path[len] == '\0' || path[len] == '/');
}

/* The path of an open file; "" if it has none. */
static void path_of(int fd, char out[PATH_MAX])
{
    char name[32];
    snprintf(name, sizeof name, "/proc/self/fd/%d", fd);
    ssize_t len = readlink(name, out, PATH_MAX - 1);
    out[len < 0 ? 0 : len] = '\0';
}

static void path_at(int folder, const char *name, char out[PATH_MAX])
{
    char base[PATH_MAX];
    if (folder == AT_FDCWD || name[0] == '/') {
        snprintf(out, PATH_MAX, "%s", name);
        return;
    }
    path_of(folder, base);
    snprintf(out, PATH_MAX, "%.2000s/%.2000s", base, name);
}

/* ------------------------------------------------------------ the plan --- */

/* May the call go on? False: it fails, and errno says why. `*len` (may be NULL)
 * becomes less where it is cut short; `*deadly`: die when that is done. */
static bool may_go_on(disk_call call, const char *path, size_t *len,
                      bool *deadly)
{
    if (!planned || (plan.calls >> call & 1) == 0 ||
        !is_below(path, plan.below))
        return true;
    long behind = calls++ - plan.at;
    if (plan.fault == DISK_WORKS || behind < 0 || (behind > 0 && !plan.sticks))
        return true;
    if (plan.error == EINTR && behind % 2 != 0)
        return true;
    struck++;
    if (plan.fault == DISK_FAILS) {
        errno = plan.error;
        return false;
    }
    if (len != NULL && *len > 1)
        *len /= 2;
    if (plan.fault == DISK_KILLS_IN_IT && len != NULL && deadly != NULL)
        *deadly = true;
    else if (plan.fault != DISK_CUTS_SHORT)
        raise(SIGKILL);
    return true;
}

static bool fd_may_go_on(disk_call call, int fd, size_t *len, bool *deadly)
{
    char path[PATH_MAX];
    if (!planned)
        return true;
    path_of(fd, path);
    return may_go_on(call, path, len, deadly);
}

/* -------------------------------------------------------------- the log --- */

void disk_record(disk_log *log, const char *below)
{
    log_now = log;
    log_below = below;
}

static bool is_recorded(const char *path)
{
    return log_now != NULL && is_below(path, log_below);
}

static disk_event *note(disk_change change, const char *path)
{
    disk_log *log = log_now;
    if (log->count == log->capacity) {
        log->capacity = log->capacity * 2 + 64;
        log->events =
            realloc(log->events, log->capacity * sizeof *log->events);
        if (log->events == NULL)
            abort();
    }
    disk_event *event = &log->events[log->count++];
    *event = (disk_event){.change = change};
    event->path = path == NULL ? NULL : strdup(path);
    return event;
}

void disk_mark(uint64_t number)
{
    if (log_now != NULL)
        note(DISK_MARK, NULL)->offset = number;
}

void disk_log_release(disk_log *log)
{
    for (size_t i = 0; i < log->count; i++) {
        free(log->events[i].path);
        free(log->events[i].other);
        free(log->events[i].bytes);
    }
    free(log->events);
    *log = (disk_log){0};
}

static ino_t inode_of(int fd)
{
    struct stat info = {0};
    syscall(SYS_newfstatat, fd, "", &info, AT_EMPTY_PATH);
    return info.st_ino;
}

static void note_made(const char *path, int fd)
{
    if (log_now->files == INODES_MAX)
        abort();
    disk_event *event = note(DISK_MADE, path);
    event->file = log_now->files++;
    inodes[event->file] = inode_of(fd);
}

static unsigned file_of(ino_t inode)
{
    for (unsigned i = log_now->files; i-- > 0;)
        if (inodes[i] == inode)
            return i;
    abort(); /* it was there before the log */
}

static void note_write(int fd, const void *bytes, size_t len, off_t offset)
{
    char path[PATH_MAX];
    if (log_now == NULL)
        return;
    path_of(fd, path);
    if (!is_recorded(path))
        return;
    disk_event *event = note(DISK_WROTE, NULL);
    event->file = file_of(inode_of(fd));
    event->offset = (uint64_t)offset;
    event->len = len;
    event->bytes = malloc(len + 1);
    if (event->bytes == NULL)
        abort();
    memcpy(event->bytes, bytes, len);
}

static void note_cut(int fd, off_t len)
{
    char path[PATH_MAX];
    if (log_now == NULL)
        return;
    path_of(fd, path);
    if (!is_recorded(path))
        return;
    disk_event *event = note(DISK_CUT, NULL);
    event->file = file_of(inode_of(fd));
    event->offset = (uint64_t)len;
}

/* ------------------------------------------------------- opening, making --- */

static bool is_there(const char *path)
{
    return syscall(SYS_faccessat, AT_FDCWD, path, F_OK) == 0;
}

static int open_at(int folder, const char *name, int flags, mode_t mode)
{
    char path[PATH_MAX];
    path_at(folder, name, path);
    disk_call call = (flags & O_CREAT) != 0 ? DISK_CREATE : DISK_OPEN;
    if (!may_go_on(call, path, NULL, NULL))
        return -1;
    bool old = log_now == NULL || is_there(path);
    int fd = (int)syscall(SYS_openat, folder, name, flags, mode);
    if (fd >= 0 && is_recorded(path)) {
        if (!old)
            note_made(path, fd);
        else if ((flags & O_TRUNC) != 0)
            note_cut(fd, 0);
    }
    return fd;
}

SEEN int open(const char *path, int flags, ...)
{
    va_list args;
    va_start(args, flags);
    mode_t mode = (flags & O_CREAT) != 0 ? va_arg(args, mode_t) : 0;
    va_end(args);
    return open_at(AT_FDCWD, path, flags, mode);
}

SEEN int openat(int folder, const char *name, int flags, ...)
{
    va_list args;
    va_start(args, flags);
    mode_t mode = (flags & O_CREAT) != 0 ? va_arg(args, mode_t) : 0;
    va_end(args);
    return open_at(folder, name, flags, mode);
}

SEEN int mkostemp(char *path, int flags)
{
    size_t len = strlen(path);
    for (unsigned i = 0; i < 1000000; i++) {
        snprintf(path + len - 6, 7, "%06u", i);
        int fd = open_at(AT_FDCWD, path,
                         O_RDWR | O_CREAT | O_EXCL | flags, 0600);
        if (fd >= 0 || errno != EEXIST)
            return fd;
    }
    return -1;
}

SEEN DIR *opendir(const char *path)
{
    int fd = open_at(AT_FDCWD, path, O_RDONLY | O_DIRECTORY | O_CLOEXEC, 0);
    return fd < 0 ? NULL : fdopendir(fd);
}

SEEN int mkdir(const char *path, mode_t mode)
{
    if (!may_go_on(DISK_CREATE, path, NULL, NULL) ||
        syscall(SYS_mkdir, path, mode) != 0)
        return -1;
    if (is_recorded(path))
        note(DISK_FOLDER, path);
    return 0;
}

SEEN int close(int fd)
{
    bool fine = fd_may_go_on(DISK_CLOSE, fd, NULL, NULL);
    int code = errno;
    int result = (int)syscall(SYS_close, fd);
    if (fine)
        return result;
    errno = code;
    return -1;
}

/* ------------------------------------------------------ reading, writing --- */

SEEN ssize_t read(int fd, void *bytes, size_t len)
{
    if (!fd_may_go_on(DISK_READ, fd, &len, NULL))
        return -1;
    return syscall(SYS_read, fd, bytes, len);
}

SEEN ssize_t pread(int fd, void *bytes, size_t len, off_t offset)
{
    if (!fd_may_go_on(DISK_READ, fd, &len, NULL))
        return -1;
    return syscall(SYS_pread64, fd, bytes, len, offset);
}

static ssize_t written(int fd, const void *bytes, ssize_t len, off_t offset,
                       bool deadly)
{
    if (deadly)
        raise(SIGKILL);
    if (len > 0)
        note_write(fd, bytes, (size_t)len, offset);
    return len;
}

SEEN ssize_t write(int fd, const void *bytes, size_t len)
{
    bool deadly = false;
    if (!fd_may_go_on(DISK_WRITE, fd, &len, &deadly))
        return -1;
    off_t at = log_now == NULL ? 0 : syscall(SYS_lseek, fd, 0, SEEK_CUR);
    ssize_t done = syscall(SYS_write, fd, bytes, len);
    return written(fd, bytes, done, at, deadly);
}

SEEN ssize_t pwrite(int fd, const void *bytes, size_t len, off_t offset)
{
    bool deadly = false;
    if (!fd_may_go_on(DISK_WRITE, fd, &len, &deadly))
        return -1;
    ssize_t done = syscall(SYS_pwrite64, fd, bytes, len, offset);
    return written(fd, bytes, done, offset, deadly);
}

SEEN int ftruncate(int fd, off_t len)
{
    if (!fd_may_go_on(DISK_TRUNCATE, fd, NULL, NULL) ||
        syscall(SYS_ftruncate, fd, len) != 0)
        return -1;
    note_cut(fd, len);
    return 0;
}

static int sync_it(int fd, long call)
{
    char path[PATH_MAX];
    struct stat info = {0};
    if (!fd_may_go_on(DISK_SYNC, fd, NULL, NULL) || syscall(call, fd) != 0)
        return -1;
    path_of(fd, path);
    if (!is_recorded(path))
        return 0;
    syscall(SYS_newfstatat, fd, "", &info, AT_EMPTY_PATH);
    bool folder = S_ISDIR(info.st_mode);
    disk_event *event = note(DISK_SYNCED, folder ? path : NULL);
    event->file = folder ? 0 : file_of(info.st_ino);
    return 0;
}

SEEN int fsync(int fd)
{
    return sync_it(fd, SYS_fsync);
}

SEEN int fdatasync(int fd)
{
    return sync_it(fd, SYS_fdatasync);
}

SEEN void *mmap(void *at, size_t len, int protection, int flags, int fd,
                off_t offset)
{
    if (fd >= 0 && !fd_may_go_on(DISK_MAP, fd, NULL, NULL))
        return MAP_FAILED;
    return (void *)syscall(SYS_mmap, at, len, protection, flags, fd, offset);
}

/* --------------------------------------------------------------- names --- */

SEEN int rename(const char *from, const char *to)
{
    if (!may_go_on(DISK_RENAME, to, NULL, NULL) ||
        syscall(SYS_rename, from, to) != 0)
        return -1;
    if (is_recorded(to))
        note(DISK_MOVED, from)->other = strdup(to);
    return 0;
}

SEEN int link(const char *from, const char *to)
{
    if (!may_go_on(DISK_CREATE, to, NULL, NULL) ||
        syscall(SYS_link, from, to) != 0)
        return -1;
    struct stat info = {0};
    if (is_recorded(to) &&
        syscall(SYS_newfstatat, AT_FDCWD, to, &info, 0) == 0)
        note(DISK_LINKED, to)->file = file_of(info.st_ino);
    return 0;
}

static int remove_at(int folder, const char *name, int flags)
{
    char path[PATH_MAX];
    path_at(folder, name, path);
    if (!may_go_on(DISK_REMOVE, path, NULL, NULL) ||
        syscall(SYS_unlinkat, folder, name, flags) != 0)
        return -1;
    if (is_recorded(path))
        note(DISK_REMOVED, path);
    return 0;
}

SEEN int unlink(const char *path)
{
    return remove_at(AT_FDCWD, path, 0);
}

SEEN int unlinkat(int folder, const char *name, int flags)
{
    return remove_at(folder, name, flags);
}

SEEN int rmdir(const char *path)
{
    return remove_at(AT_FDCWD, path, AT_REMOVEDIR);
}

SEEN int stat(const char *path, struct stat *out)
{
    if (!may_go_on(DISK_LOOK, path, NULL, NULL))
        return -1;
    return (int)syscall(SYS_newfstatat, AT_FDCWD, path, out, 0);
}

SEEN int fstat(int fd, struct stat *out)
{
    if (!fd_may_go_on(DISK_LOOK, fd, NULL, NULL))
        return -1;
    return (int)syscall(SYS_newfstatat, fd, "", out, AT_EMPTY_PATH);
}

SEEN int access(const char *path, int mode)
{
    if (!may_go_on(DISK_LOOK, path, NULL, NULL))
        return -1;
    return (int)syscall(SYS_faccessat, AT_FDCWD, path, mode);
}

SEEN int flock(int fd, int operation)
{
    if (!fd_may_go_on(DISK_LOCK, fd, NULL, NULL))
        return -1;
    return (int)syscall(SYS_flock, fd, operation);
}
