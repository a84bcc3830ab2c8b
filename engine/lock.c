/* SPDX-License-Identifier: MIT
 *
 * In: the path of a folder. Out: its lock, and with it the right to write, if
 * the folder is an index or may become one. Invariant: in a folder that is not
 * ours nothing is made or changed.
 *
 * An empty folder becomes ours by a lock file that says so. It is written under
 * a name with our own name in it, synced and then given its own, so that no
 * crash leaves a file of which it cannot be told whose it is. */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/path.h"
#include "engine/current.h"
#include "engine/disk.h"

#define LOCK "lock"
#define LOCK_NEW "pilcrow-lock-" /* and a process id: a lock file to be */
#define SIGN_WORD "pilcrow"
#define SIGN_MAX 32
#define LOOKS 3

/* --------------------------------------------------------------- signs --- */

/* A lock file says "pilcrow" and the id of the process that wrote it last, in
 * one line that is always as long. */
static void make_sign(char text[SIGN_MAX])
{
    snprintf(text, SIGN_MAX, SIGN_WORD " %-10ld\n", (long)getpid());
}

/* Read what a lock file says; false if it is none of ours. */
static bool read_sign(int lock, char text[SIGN_MAX])
{
    ssize_t len = disk_read(lock, text, SIGN_MAX - 1, 0);
    text[len < 0 ? 0 : len] = '\0';
    if (strncmp(text, SIGN_WORD " ", sizeof SIGN_WORD) != 0)
        return false;
    const char *at = text + sizeof SIGN_WORD;
    size_t digits = strspn(at, "0123456789");
    at += digits;
    at += strspn(at, " ");
    return digits > 0 && strcmp(at, "\n") == 0;
}

/* Leave our process id for the message of whoever finds the lock taken: a
 * courtesy, so its failure is none. */
static void sign_lock(int lock)
{
    char text[SIGN_MAX];
    make_sign(text);
    size_t len = strlen(text);
    if (pwrite(lock, text, len, 0) == (ssize_t)len &&
        ftruncate(lock, (off_t)len) != 0)
        return;
}

static bool is_our_lock(int dir, const char *name)
{
    struct stat at;
    char text[SIGN_MAX];
    int fd = disk_open_at(dir, name, O_RDONLY | O_NONBLOCK);
    bool ours = fd >= 0 && fstat(fd, &at) == 0 && S_ISREG(at.st_mode) &&
                read_sign(fd, text);
    if (fd >= 0)
        close(fd);
    return ours;
}

static bool is_new_lock(const char *name)
{
    size_t len = strlen(LOCK_NEW);
    return strncmp(name, LOCK_NEW, len) == 0 && name[len] != '\0' &&
           strspn(name + len, "0123456789") == strlen(name + len);
}

/* ------------------------------------------------------- whose folder --- */

/* OK if the folder holds nothing, or only what a crash of ours may have left
 * before there was a `current`; NOT_INDEX without a sentence if not. */
static pilcrow_status may_become_index(const char *path, pilcrow_error *err)
{
    bool lock = false, current = false, others = false;
    DIR *dir = disk_list(path);
    if (dir == NULL && errno != EACCES && errno != ENOTDIR)
        return error_system(err, errno, "read", path);
    if (dir == NULL)
        return PILCROW_NOT_INDEX;
    for (const struct dirent *entry;
         !others && (entry = readdir(dir)) != NULL;) {
        const char *name = entry->d_name;
        if (strcmp(name, LOCK) == 0 && is_our_lock(dirfd(dir), name))
            lock = true;
        else if (strcmp(name, CURRENT_NEW_NAME) == 0)
            current = true;
        else
            others = strcmp(name, ".") != 0 && strcmp(name, "..") != 0 &&
                     !is_new_lock(name);
    }
    closedir(dir);
    return !others && (lock || !current) ? PILCROW_OK : PILCROW_NOT_INDEX;
}

/* Whose folder it is: OK with `out` filled, OK with number 0 and no engine for
 * one that may become an index, or the reason to leave it alone. Another
 * process may be making it one between two looks; then we look again. */
static pilcrow_status inspect(folder_current *out, const char *path,
                              pilcrow_error *err)
{
    pilcrow_error why = {0};
    pilcrow_status status = PILCROW_NOT_INDEX;
    for (int i = 0; i < LOOKS && status == PILCROW_NOT_INDEX; i++) {
        *out = (folder_current){0};
        status = folder_read(out, path, &why);
        if (status != PILCROW_NOT_INDEX)
            break;
        *out = (folder_current){0};
        status = may_become_index(path, &why);
    }
    return status == PILCROW_OK ? status
                                : error_set(err, status, "%s", why.message);
}

/* The same for an index that is to be built anew, where a damaged `current` is
 * believed its engine, but no data folder: it names one that is not there. */
static pilcrow_status inspect_for(folder *f, bool rebuild, pilcrow_error *err)
{
    pilcrow_status status = inspect(&f->current, f->path, err);
    if (status != PILCROW_CORRUPT || !rebuild)
        return status;
    f->current.number = folder_highest(f->path) + 1;
    return PILCROW_OK;
}

static pilcrow_status busy(int lock, const char *path, pilcrow_error *err)
{
    char text[SIGN_MAX];
    long holder = 0;
    if (!read_sign(lock, text) ||
        sscanf(text, SIGN_WORD " %ld", &holder) != 1 || holder <= 0)
        return error_set(err, PILCROW_BUSY,
                         "another process is writing to '%s'; try again when "
                         "it is done",
                         path);
    return error_set(err, PILCROW_BUSY,
                     "process %ld is writing to '%s'; try again when it is "
                     "done",
                     holder, path);
}

/* Open the lock file, which in an index that lost it is made anew, and take
 * the lock, or say who has it. */
static pilcrow_status take_lock(int *out, const char *path, bool index,
                                pilcrow_error *err)
{
    char *name = disk_path(path, LOCK);
    if (name == NULL)
        return error_no_memory(err);
    pilcrow_status status = PILCROW_OK;
    int fd = disk_open(name, O_RDWR | (index ? O_CREAT : 0));
    if (fd < 0) {
        status = error_system(err, errno, "write", name);
    } else if (flock(fd, LOCK_EX | LOCK_NB) != 0) {
        status = errno == EWOULDBLOCK ? busy(fd, path, err)
                                      : error_system(err, errno, "lock", name);
        close(fd);
        fd = -1;
    }
    free(name);
    *out = fd;
    return status;
}

/* ---------------------------------------------------------- the claim --- */

/* Write a lock file under a name of our own. */
static bool write_new_lock(const char *path)
{
    char text[SIGN_MAX];
    make_sign(text);
    int fd = disk_open(path, O_WRONLY | O_CREAT | O_TRUNC);
    if (fd < 0)
        return false;
    bool ok = disk_write(fd, text, strlen(text)) && disk_sync(fd);
    int code = errno;
    close(fd);
    errno = code;
    return ok;
}

/* Give `fresh` the name `lock` unless another process was first. On a disk
 * without links the file is moved; two first builds that begin at one moment
 * would there not see each other. */
static bool put_lock(const char *fresh, const char *lock)
{
    int result;
    do
        result = link(fresh, lock);
    while (result != 0 && errno == EINTR);
    if (result == 0 || errno == EEXIST)
        return true;
    return access(lock, F_OK) == 0 || rename(fresh, lock) == 0;
}

/* Make the lock file of a folder that is to become an index. */
static pilcrow_status claim(const char *path, pilcrow_error *err)
{
    char name[sizeof LOCK_NEW + 24];
    pilcrow_status status = PILCROW_OK;
    snprintf(name, sizeof name, LOCK_NEW "%ld", (long)getpid());
    char *fresh = disk_path(path, name);
    char *lock = disk_path(path, LOCK);
    if (fresh == NULL || lock == NULL)
        status = error_no_memory(err);
    else if (!write_new_lock(fresh) || !put_lock(fresh, lock))
        status = error_system(err, errno, "write", lock);
    if (fresh != NULL)
        unlink(fresh);
    free(fresh);
    free(lock);
    return status;
}

/* What crashes have left of claims goes. */
static void sweep_claims(const char *path)
{
    DIR *dir = disk_list(path);
    if (dir == NULL)
        return;
    for (const struct dirent *entry; (entry = readdir(dir)) != NULL;)
        if (is_new_lock(entry->d_name))
            unlinkat(dirfd(dir), entry->d_name, 0);
    closedir(dir);
}

/* `*made`: it was not there. */
static pilcrow_status make_folder(const char *dir, bool *made,
                                  pilcrow_error *err)
{
    *made = disk_make_folder(dir);
    if (*made || errno == EEXIST)
        return PILCROW_OK;
    int code = errno;
    if (code == ENOENT && path_is_lost(dir))
        return error_set(err, PILCROW_IO, PATH_LOST_SENTENCE);
    error_system(err, code, "make the folder", dir);
    if (err != NULL && code == ENOENT)
        err->status = PILCROW_IO;
    return code == ENOMEM ? PILCROW_NO_MEMORY : PILCROW_IO;
}

/* A folder that was just made is there after a power failure only once the one
 * above it is synced. */
static pilcrow_status sync_parent(const char *path, pilcrow_error *err)
{
    char *parent = disk_path(path, "..");
    if (parent == NULL)
        return error_no_memory(err);
    pilcrow_status status = folder_sync_names(parent, err);
    free(parent);
    return status;
}

/* The folder has our lock and no `current` yet. The lock is to be on disk before
 * there is more, for it says whose that is. */
static pilcrow_status begin_index(folder *f, const char *engine,
                                  pilcrow_error *err)
{
    pilcrow_status status = sync_parent(f->path, err);
    if (status == PILCROW_OK)
        status = folder_sync_names(f->path, err);
    if (status != PILCROW_OK)
        return status;
    snprintf(f->current.engine, sizeof f->current.engine, "%s", engine);
    return current_write(f->path, &f->current, err);
}

static pilcrow_status lock_folder(folder *out, const char *engine, bool rebuild,
                                  pilcrow_error *err)
{
    pilcrow_status status = inspect_for(out, rebuild, err);
    bool index = out->current.engine[0] != '\0';
    if (status == PILCROW_OK && !index)
        status = claim(out->path, err);
    if (status == PILCROW_OK)
        status = take_lock(&out->lock, out->path, index, err);
    if (status == PILCROW_OK)
        status = inspect_for(out, rebuild, err);
    if (status != PILCROW_OK)
        return status;
    sign_lock(out->lock);
    sweep_claims(out->path);
    return out->current.engine[0] == '\0' ? begin_index(out, engine, err)
                                          : PILCROW_OK;
}

pilcrow_status folder_lock(folder *out, const char *dir, const char *engine,
                           bool rebuild, pilcrow_error *err)
{
    bool made;
    *out = (folder){.lock = -1};
    pilcrow_status status = make_folder(dir, &made, err);
    if (status == PILCROW_OK)
        status = folder_resolve(&out->path, dir, err);
    if (status == PILCROW_OK)
        status = lock_folder(out, engine, rebuild, err);
    if (status == PILCROW_OK)
        folder_sweep(out);
    else
        folder_unlock(out);
    if (status != PILCROW_OK && made)
        rmdir(dir); /* unless something is in it now */
    return status;
}

void folder_unlock(folder *f)
{
    if (f->lock >= 0) {
        flock(f->lock, LOCK_UN); /* for a child that has the file open, too */
        close(f->lock);
    }
    free(f->path);
    *f = (folder){.lock = -1};
}
