/* SPDX-License-Identifier: MIT
 *
 * In: bytes, a run at a time. Out: a file with the checksums of its pages at
 * its end; or the same bytes again, in another sink. Invariant: a file's
 * buffer is full when it is written, so that pages lie whole in it. */
#include "engine/segment/file/sink.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/list.h"
#include "engine/disk.h"
#include "engine/segment/file/files.h"
#include "engine/segment/file/pages.h"

#include <xxhash.h>

#define FILE_BUFFER ((size_t)64 * PAGES_BYTES)
#define SPOOL_BUFFER ((size_t)1 << 20)
#define SPOOL_BUFFER_FIRST ((size_t)4096)

struct sink {
    char *path;         /* of a file; the folder of a spool */
    bool is_file;
    int fd;             /* -1: a spool that is all in memory */
    int error;          /* errno; 0: none yet */
    uint64_t size;
    size_t used;        /* bytes in the buffer: the last ones */
    size_t capacity;
    unsigned char *buffer;
    uint64_t *hashes;   /* of the pages written */
    size_t hash_count, hash_capacity;
};

static bool fail(sink *s, int code)
{
    if (s->error == 0)
        s->error = code != 0 ? code : EIO;
    return false;
}

/* -------------------------------------------------------------- adding --- */

static bool add_hash(sink *s, const void *page, size_t len)
{
    uint64_t *hashes = list_room(s->hashes, s->hash_count, &s->hash_capacity,
                                 sizeof *hashes);
    if (hashes == NULL)
        return fail(s, ENOMEM);
    s->hashes = hashes;
    s->hashes[s->hash_count++] = XXH3_64bits(page, len);
    return true;
}

/* Hash the buffer's pages, the last of which may be short at the file's end. */
static bool hash_buffer(sink *s)
{
    for (size_t at = 0; at < s->used; at += PAGES_BYTES) {
        size_t left = s->used - at;
        if (!add_hash(s, s->buffer + at,
                      left < PAGES_BYTES ? left : PAGES_BYTES))
            return false;
    }
    return true;
}

/* Give a spool the file that it now needs. */
static bool open_spool(sink *s)
{
    char *path = disk_path(s->path, FILES_SPOOL "XXXXXX");
    if (path == NULL)
        return fail(s, ENOMEM);
    s->fd = mkostemp(path, O_CLOEXEC);
    if (s->fd < 0)
        fail(s, errno);
    else
        unlink(path);
    free(path);
    return s->fd >= 0;
}

/* Write the buffer to the file. */
static bool write_out(sink *s)
{
    if (s->is_file && !hash_buffer(s))
        return false;
    if (s->fd < 0 && !open_spool(s))
        return false;
    if (!files_write(s->fd, s->buffer, s->used))
        return fail(s, errno);
    s->used = 0;
    return true;
}

/* The buffer is full: make it larger or empty it. */
static bool make_room(sink *s)
{
    if (s->is_file || s->capacity == SPOOL_BUFFER)
        return write_out(s);
    size_t capacity = s->capacity * 4;
    if (capacity > SPOOL_BUFFER)
        capacity = SPOOL_BUFFER;
    unsigned char *buffer = realloc(s->buffer, capacity);
    if (buffer == NULL)
        return fail(s, ENOMEM);
    s->buffer = buffer;
    s->capacity = capacity;
    return true;
}

bool sink_add(sink *s, const void *bytes, size_t len)
{
    const unsigned char *at = bytes;
    if (s->error != 0)
        return false;
    s->size += len;
    while (len > s->capacity - s->used) {
        size_t part = s->capacity - s->used;
        memcpy(s->buffer + s->used, at, part);
        s->used = s->capacity;
        at += part;
        len -= part;
        if (!make_room(s))
            return false;
    }
    if (len > 0)
        memcpy(s->buffer + s->used, at, len);
    s->used += len;
    return true;
}

uint64_t sink_size(const sink *s)
{
    return s->size;
}

/* -------------------------------------------------------- open and close --- */

static pilcrow_status make(sink **out, const char *path, size_t capacity,
                           pilcrow_error *err)
{
    *out = NULL;
    sink *s = calloc(1, sizeof *s);
    if (s == NULL)
        return error_no_memory(err);
    *s = (sink){.fd = -1, .capacity = capacity};
    s->buffer = malloc(capacity);
    s->path = strdup(path);
    if (s->buffer == NULL || s->path == NULL) {
        sink_close(s);
        return error_no_memory(err);
    }
    *out = s;
    return PILCROW_OK;
}

pilcrow_status sink_open(sink **out, const char *path, pilcrow_error *err)
{
    pilcrow_status status = make(out, path, FILE_BUFFER, err);
    if (status != PILCROW_OK)
        return status;
    (*out)->is_file = true;
    (*out)->fd = files_create(path);
    if ((*out)->fd >= 0)
        return PILCROW_OK;
    status = error_system(err, errno, "write", path);
    sink_close(*out);
    *out = NULL;
    return status;
}

pilcrow_status sink_spool(sink **out, const char *data, pilcrow_error *err)
{
    return make(out, data, SPOOL_BUFFER_FIRST, err);
}

void sink_close(sink *s)
{
    if (s == NULL)
        return;
    if (s->fd >= 0)
        close(s->fd);
    free(s->hashes);
    free(s->buffer);
    free(s->path);
    free(s);
}

pilcrow_status sink_status(const sink *s, pilcrow_error *err)
{
    if (s->error == 0)
        return PILCROW_OK;
    pilcrow_status status = error_system(err, s->error, "write", s->path);
    if (status != PILCROW_NOT_FOUND)
        return status;
    if (err != NULL)
        err->status = PILCROW_IO;
    return PILCROW_IO;
}

/* ------------------------------------------------------------- draining --- */

/* Append what a spool has in its file. */
static bool drain_file(sink *s, sink *spool)
{
    unsigned char part[16 * 1024];
    uint64_t left = spool->size - spool->used;
    for (uint64_t at = 0; at < left;) {
        size_t len = left - at < sizeof part ? (size_t)(left - at)
                                             : sizeof part;
        if (!files_read(spool->fd, part, len, at))
            return fail(s, errno);
        if (!sink_add(s, part, len))
            return false;
        at += len;
    }
    return true;
}

bool sink_drain(sink *s, sink *spool)
{
    if (spool->error != 0)
        return fail(s, spool->error);
    if (spool->size > spool->used && !drain_file(s, spool))
        return false;
    if (!sink_add(s, spool->buffer, spool->used))
        return false;
    sink_clear(spool);
    return true;
}

void sink_clear(sink *spool)
{
    if (spool->size > spool->used && (ftruncate(spool->fd, 0) != 0 ||
                                      lseek(spool->fd, 0, SEEK_SET) != 0))
        fail(spool, errno);
    spool->used = 0;
    spool->size = 0;
}

/* ------------------------------------------------------------ finishing --- */

/* Write the checksums `hashes`, and replace them by those of the pages that
 * they fill. */
static bool add_level(sink *s, uint64_t *hashes, size_t *count)
{
    size_t above = 0;
    unsigned char page[PAGES_BYTES];
    for (size_t at = 0; at < *count; above++) {
        size_t len = 0;
        for (; at < *count && len < sizeof page; at++, len += 8)
            pages_word_write(page + len, hashes[at]);
        if (!files_write(s->fd, page, len))
            return fail(s, errno);
        s->size += len;
        hashes[above] = XXH3_64bits(page, len);
    }
    *count = above;
    return true;
}

static bool add_end(sink *s, uint64_t *checksum)
{
    static const unsigned char zeros[8];
    if (!sink_add(s, zeros, (8 - s->size % 8) % 8))
        return false;
    pages_footer footer = {.content = s->size};
    if (!write_out(s))
        return false;
    while (s->hash_count > 1)
        if (!add_level(s, s->hashes, &s->hash_count))
            return false;
    footer.root = s->hash_count == 0 ? XXH3_64bits(NULL, 0) : s->hashes[0];
    unsigned char bytes[PAGES_FOOTER];
    *checksum = pages_footer_write(bytes, &footer);
    s->size += sizeof bytes;
    return files_write(s->fd, bytes, sizeof bytes) || fail(s, errno);
}

pilcrow_status sink_finish(sink *s, bool durable, uint64_t *bytes,
                           uint64_t *checksum, pilcrow_error *err)
{
    if (s->error == 0)
        add_end(s, checksum);
    if (s->error == 0 && durable && !files_sync(s->fd))
        fail(s, errno);
    if (s->error == 0 && close(s->fd) != 0 && errno != EINTR)
        fail(s, errno);
    s->fd = s->error == 0 ? -1 : s->fd;
    *bytes = s->size;
    return sink_status(s, err);
}
