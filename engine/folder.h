/* SPDX-License-Identifier: MIT
 *
 * The index folder, whatever engine is inside:
 *
 *     lock      taken by every writer (flock), holds the writer's process id
 *     current   one line, "pilcrow 1 xapian 3 0be1c0de": format, engine, data
 *               folder, CRC-32 of what stands before it
 *     data-3/   what the engine keeps
 *
 * Data folder 0 stands for none: made, never committed, reads as empty.
 * `current` is only ever replaced by rename, so it names one whole data folder
 * at any moment. A folder without a `current` of ours is never written to,
 * unless it is empty or holds nothing but what a crash of ours left there.
 *
 * Readers hold a shared lock on the data folder itself; a data folder that
 * `current` does not name goes once nobody holds it. Nothing here needs a
 * writable disk but the functions that take a `folder`. */
#ifndef PILCROW_ENGINE_FOLDER_H
#define PILCROW_ENGINE_FOLDER_H

#include <stdbool.h>
#include <stdint.h>

#include "base/error.h"

#define FOLDER_FORMAT 1u
#define FOLDER_ENGINE_MAX 32

/* What `current` says. */
typedef struct folder_current {
    char engine[FOLDER_ENGINE_MAX];
    uint64_t number;
} folder_current;

/* Two `current`s that name the same data. */
bool folder_same(const folder_current *a, const folder_current *b);

/* The path of data folder `number` of the index in `dir`; owned by the caller,
 * free(). NULL when memory runs out. */
char *folder_data_path(const char *dir, uint64_t number);

/* ------------------------------------------------------------ writing --- */

/* An index folder whose lock this process holds. */
typedef struct folder {
    char *path; /* from the root, symbolic links resolved */
    int lock;   /* file descriptor, -1: not held */
    folder_current current;
} folder;

/* Make the folder if need be and take its lock. A new one is of `engine`. One
 * whose `current` is damaged can only be had to be built anew.
 *
 * BUSY, NOT_INDEX, VERSION, CORRUPT, IO as engine_writer_open() gives them. */
pilcrow_status folder_lock(folder *out, const char *dir, const char *engine,
                           bool rebuild, pilcrow_error *err);
/* Let go of the lock and free. A folder that was never locked is fine if its
 * `path` is NULL and its `lock` -1. */
void folder_unlock(folder *f);

/* The highest number of the data folders that are there; 0: there is none. */
uint64_t folder_highest(const char *path);

/* Make an empty data folder beside those there are; `*number` is its own. */
pilcrow_status folder_stage(folder *f, uint64_t *number, pilcrow_error *err);

/* Write every file of a data folder, and the folder itself, to disk. */
pilcrow_status folder_sync(const char *data, pilcrow_error *err);

/* Write to disk which files a folder has. */
pilcrow_status folder_sync_names(const char *path, pilcrow_error *err);

/* Make `current` name data folder `number`, durably, and sweep. After a
 * failure the old `current` stands, unless only the last sync failed. */
pilcrow_status folder_publish(folder *f, const char *engine, uint64_t number,
                              pilcrow_error *err);

/* Remove the data folders that `current` does not name and nobody reads. What
 * cannot be removed stays for the next sweep. */
void folder_sweep(const folder *f);

/* ------------------------------------------------------------ reading --- */

/* A data folder that no writer will remove while this is held. */
typedef struct folder_hold {
    folder_current current;
    char *data; /* its path; NULL when number is 0 */
    int lock;   /* file descriptor, -1: nothing is held */
} folder_hold;

/* NOT_FOUND  no such folder.
 * NOT_INDEX  no `current` of ours in it.
 * VERSION    its format is newer than FOLDER_FORMAT.
 * CORRUPT    it is damaged, or the data folder that it names is not there. */
pilcrow_status folder_read(folder_current *out, const char *dir,
                           pilcrow_error *err);

/* Tells a file from another that is put in its place, without reading it. It
 * keeps a descriptor of it: see folder_watch_release(). */
typedef struct folder_watch {
    int file;            /* -1: there is none, or it cannot be told */
    uint64_t numbers[5]; /* inode, changed when: its content, and its names */
} folder_watch;

/* Of the `current` of an index; of a file of the data folder that is held. */
folder_watch folder_watch_of(const char *dir);
folder_watch folder_watch_within(const folder_hold *hold, const char *name);
void folder_watch_release(folder_watch *watch);

/* Two that are of the same file for certain. */
bool folder_watch_same(const folder_watch *a, const folder_watch *b);

/* True if no file has been renamed over the one that is watched and nobody has
 * removed it. That asks the system for less than a new watch does, and does not
 * see what becomes of the folders above. */
bool folder_watch_stands(const folder_watch *watch);

/* Read `current` and hold the data folder that it names. */
pilcrow_status folder_hold_take(folder_hold *out, const char *dir,
                                pilcrow_error *err);
void folder_hold_release(folder_hold *hold);

/* Is what is held still what stands under its path? Not where an index was
 * removed and another put in its place. */
bool folder_hold_stands(const folder_hold *hold);

/* `dir` from the root with symbolic links resolved, so that it stays good
 * when the process goes elsewhere; owned by the caller, free(). */
pilcrow_status folder_resolve(char **out, const char *dir, pilcrow_error *err);

#endif
