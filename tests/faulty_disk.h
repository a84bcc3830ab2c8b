/* SPDX-License-Identifier: MIT
 *
 * A disk that can be told to fail: the system calls by which files are read and
 * written, of this program and of every library in it, go through here.
 *
 * Only calls on what lies below one folder count, and only while a plan is set.
 * They are numbered from 0 in the order in which they come, so that a fault is
 * named by a number and comes again at the same place. One thread only. */
#ifndef PILCROW_TESTS_FAULTY_DISK_H
#define PILCROW_TESTS_FAULTY_DISK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef enum disk_call {
    DISK_OPEN,   /* also opendir */
    DISK_CREATE, /* open that may make a file, mkostemp, mkdir, link */
    DISK_READ,
    DISK_WRITE,
    DISK_SYNC,
    DISK_RENAME,
    DISK_REMOVE, /* unlink, rmdir */
    DISK_TRUNCATE,
    DISK_CLOSE,
    DISK_LOOK, /* stat, fstat, access */
    DISK_MAP,
    DISK_LOCK,
    DISK_CALL_COUNT
} disk_call;

#define DISK_ALL ((1u << DISK_CALL_COUNT) - 1)
/* All that changes what is on disk. */
#define DISK_CHANGES                                                           \
    (1u << DISK_CREATE | 1u << DISK_WRITE | 1u << DISK_SYNC |                  \
     1u << DISK_RENAME | 1u << DISK_REMOVE | 1u << DISK_TRUNCATE)

typedef enum disk_fault {
    DISK_WORKS,
    DISK_KILLS,       /* SIGKILL before the call */
    DISK_KILLS_IN_IT, /* and of a write, when half of it is done */
    DISK_FAILS,       /* the call returns `error` and has done nothing */
    DISK_CUTS_SHORT   /* it does half of what it was asked to */
} disk_fault;

typedef struct disk_plan {
    const char *below; /* an absolute path, borrowed until disk_stop() */
    unsigned calls;    /* 1 << DISK_..., which are counted */
    disk_fault fault;
    int error;
    long at;     /* which call */
    bool sticks; /* and each one after it; EINTR: each second one */
} disk_plan;

void disk_start(const disk_plan *plan);
/* How many calls there were; `*struck` (may be NULL): how many had a fault. */
long disk_stop(long *struck);

/* What happened to the disk. Calls that failed are none of it. */
typedef enum disk_change {
    DISK_MADE,    /* `path` is a new file `file` */
    DISK_FOLDER,  /* `path` is a new folder */
    DISK_LINKED,  /* `path` is a name of `file` too */
    DISK_MOVED,   /* `path` is now `other` */
    DISK_REMOVED, /* `path` is no more */
    DISK_WROTE,   /* `bytes` at `offset` of `file` */
    DISK_CUT,     /* `file` is `offset` bytes long */
    DISK_SYNCED,  /* `file`, or the folder `path` when that is not NULL */
    DISK_MARK     /* the test's own: `offset` is what it said */
} disk_change;

/* Files are numbered from 0 in the order of their making. */
typedef struct disk_event {
    disk_change change;
    char *path, *other;
    unsigned file;
    uint64_t offset;
    char *bytes;
    size_t len;
} disk_event;

typedef struct disk_log {
    disk_event *events;
    size_t count, capacity;
    unsigned files;
} disk_log;

/* Keep in `log`, which is all zeros, what happens below `below` from now until
 * disk_record(NULL, NULL). What is there already is not known to it. */
void disk_record(disk_log *log, const char *below);
void disk_mark(uint64_t number);
void disk_log_release(disk_log *log);

#endif
