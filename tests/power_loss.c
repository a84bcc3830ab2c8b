/* SPDX-License-Identifier: MIT
 *
 * In: a log. Out: files and names that may be left of it. Invariant: what was
 * synced is there, unless something that came later took its place. */
#include "power_loss.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "index_script.h"

#define PAGE 4096u
#define FOLDER (-2)
#define NOTHING (-1)

/* How much of what was not synced is there. */
typedef enum luck { NONE, ALL, FIRST, ANY } luck;

static luck draw(uint64_t *seed)
{
    return (luck)(script_random(seed) % 4);
}

/* ------------------------------------------------------------- one file --- */

typedef struct content {
    unsigned char *bytes;
    uint64_t len;
} content;

static void set_length(content *c, uint64_t len)
{
    c->bytes = realloc(c->bytes, (size_t)len + 1);
    if (c->bytes == NULL)
        abort();
    if (len > c->len)
        memset(c->bytes + c->len, 0, (size_t)(len - c->len));
    c->len = len;
}

static void put(content *c, const disk_event *e, size_t from, size_t to)
{
    if (e->offset + to > c->len)
        set_length(c, e->offset + to);
    memcpy(c->bytes + e->offset + from, e->bytes + from, to - from);
}

/* Those pages of a write that the disk has got to. */
static void put_some(content *c, const disk_event *e, uint64_t *seed)
{
    for (size_t at = 0; at < e->len; at += PAGE) {
        size_t end = at + PAGE < e->len ? at + PAGE : e->len;
        if (script_random(seed) % 2 == 0)
            put(c, e, at, end);
    }
}

static bool is_of(const disk_event *e, unsigned file)
{
    return (e->change == DISK_WROTE || e->change == DISK_CUT) &&
           e->file == file;
}

static void apply(content *c, const disk_event *e)
{
    if (e->change == DISK_CUT)
        set_length(c, e->offset);
    else
        put(c, e, 0, e->len);
}

static size_t count_changes(const disk_log *log, size_t from, size_t count,
                            unsigned file)
{
    size_t changes = 0;
    for (size_t i = from; i < count; i++)
        changes += is_of(&log->events[i], file);
    return changes;
}

/* One change that was not synced; `left`: how many of the first ones hold. */
static void apply_by_luck(content *c, const disk_event *e, luck l,
                          size_t left, uint64_t *seed)
{
    if (l == ALL || (l == FIRST && left > 1) ||
        (e->change == DISK_CUT && l == ANY && script_random(seed) % 2 == 0)) {
        apply(c, e);
    } else if (e->change == DISK_WROTE && l == FIRST && left == 1) {
        size_t part = script_random(seed) % (e->len + 1);
        if (part > 0)
            put(c, e, 0, part);
    } else if (e->change == DISK_WROTE && l == ANY) {
        put_some(c, e, seed);
    }
}

static content rebuild_file(const disk_log *log, size_t count, unsigned file,
                            uint64_t *seed)
{
    content c = {0};
    size_t synced = 0;
    set_length(&c, 0);
    for (size_t i = 0; i < count; i++)
        if (log->events[i].change == DISK_SYNCED &&
            log->events[i].path == NULL && log->events[i].file == file)
            synced = i;
    for (size_t i = 0; i < synced; i++)
        if (is_of(&log->events[i], file))
            apply(&c, &log->events[i]);
    luck l = draw(seed);
    size_t left =
        script_random(seed) % (count_changes(log, synced, count, file) + 1);
    for (size_t i = synced; i < count; i++) {
        if (!is_of(&log->events[i], file))
            continue;
        apply_by_luck(&c, &log->events[i], l, left, seed);
        left -= left > 0;
    }
    return c;
}

/* --------------------------------------------------------------- names --- */

#define NAMES_MAX 4096

/* Each path that the log knows, and what it names: a file, FOLDER, NOTHING. */
typedef struct names {
    const char *paths[NAMES_MAX];
    int now[NAMES_MAX];  /* as the programs saw it */
    int disk[NAMES_MAX]; /* as it is on disk */
    size_t count;
} names;

static size_t find(names *n, const char *path)
{
    for (size_t i = 0; i < n->count; i++)
        if (strcmp(n->paths[i], path) == 0)
            return i;
    if (n->count == NAMES_MAX)
        abort();
    n->paths[n->count] = path;
    n->now[n->count] = n->disk[n->count] = NOTHING;
    return n->count++;
}

static bool is_in(const char *path, const char *folder)
{
    size_t len = strlen(folder);
    return strncmp(path, folder, len) == 0 && path[len] == '/' &&
           strchr(path + len + 1, '/') == NULL;
}

static bool changes_names(const disk_event *e)
{
    return e->change == DISK_MADE || e->change == DISK_FOLDER ||
           e->change == DISK_LINKED || e->change == DISK_MOVED ||
           e->change == DISK_REMOVED;
}

/* What an event does to names, said of `now`, which knows what a moved name
 * stood for. */
static int target_of(names *n, const disk_event *e)
{
    if (e->change == DISK_FOLDER)
        return FOLDER;
    if (e->change == DISK_REMOVED)
        return NOTHING;
    return e->change == DISK_MOVED ? n->now[find(n, e->path)] : (int)e->file;
}

static void change(names *n, int *to, const disk_event *e, int target)
{
    if (e->change == DISK_MOVED) {
        to[find(n, e->other)] = target;
        to[find(n, e->path)] = NOTHING;
    } else {
        to[find(n, e->path)] = target;
    }
}

/* Is the change on disk for sure: was its folder synced after it? */
static size_t last_sync(const disk_log *log, size_t count, const char *path)
{
    size_t last = 0;
    for (size_t i = 0; i < count; i++) {
        const disk_event *e = &log->events[i];
        if (e->change == DISK_SYNCED && e->path != NULL && is_in(path, e->path))
            last = i;
    }
    return last;
}

/* What became of the changes that a folder was not synced after: drawn for
 * each folder once, by what its name makes of the seed. */
static luck luck_of(const char *path, uint64_t seed)
{
    const char *end = strrchr(path, '/');
    for (const char *at = path; at < end; at++)
        seed = seed * 31 + (unsigned char)*at;
    return draw(&seed);
}

static void rebuild_names(names *n, const disk_log *log, size_t count,
                          uint64_t *seed)
{
    uint64_t folders = *seed;
    size_t reached = script_random(seed) % (count + 1);
    for (size_t i = 0; i < count; i++) {
        const disk_event *e = &log->events[i];
        if (!changes_names(e))
            continue;
        int target = target_of(n, e);
        change(n, n->now, e, target);
        luck l = luck_of(e->path, folders);
        if (i < last_sync(log, count, e->path) || l == ALL ||
            (l == FIRST && i < reached) ||
            (l == ANY && script_random(seed) % 2 == 0))
            change(n, n->disk, e, target);
    }
}

/* ------------------------------------------------------------- the folder --- */

static void write_file(const char *path, const content *c)
{
    int fd = open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0666);
    if (fd < 0 || write(fd, c->bytes, (size_t)c->len) != (ssize_t)c->len)
        abort();
    close(fd);
}

static void make(const disk_log *log, size_t count, const char *path,
                 int target, uint64_t *seed)
{
    struct stat info;
    char above[512];
    snprintf(above, sizeof above, "%.*s", (int)(strrchr(path, '/') - path),
             path);
    /* What is in a folder that is not there is lost with it. */
    if (target == NOTHING || stat(above, &info) != 0)
        return;
    if (target == FOLDER) {
        mkdir(path, 0777);
        return;
    }
    content c = rebuild_file(log, count, (unsigned)target, seed);
    write_file(path, &c);
    free(c.bytes);
}

void power_loss(const disk_log *log, size_t count, const char *below,
                const char *to, uint64_t *seed)
{
    static names n;
    char path[512];
    n.count = 0;
    rebuild_names(&n, log, count, seed);
    if (mkdir(to, 0777) != 0)
        abort();
    /* A folder comes before what is in it: it was made before. */
    for (size_t i = 0; i < n.count; i++) {
        snprintf(path, sizeof path, "%s%s", to, n.paths[i] + strlen(below));
        make(log, count, path, n.disk[i], seed);
    }
}
