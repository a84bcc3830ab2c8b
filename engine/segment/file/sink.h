/* SPDX-License-Identifier: MIT
 *
 * Bytes on their way into a file, one after another.
 *
 * A sink is a file being written (sink_open) or a spool (sink_spool): bytes
 * that must wait until others are written, kept in memory while they are few
 * and in a nameless temporary file of the same folder when they are many. A
 * file gets the checksums of its pages as it is written; pages.h reads it.
 *
 * Failures are sticky, as in base/buf: after the first one a sink takes
 * nothing more, and one look at the end tells. */
#ifndef PILCROW_ENGINE_SEGMENT_FILE_SINK_H
#define PILCROW_ENGINE_SEGMENT_FILE_SINK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"

typedef struct sink sink;

/* Append `len` bytes. False once the sink has failed. */
bool sink_add(sink *s, const void *bytes, size_t len);

/* How many bytes were added so far. */
uint64_t sink_size(const sink *s);

/* A file at `path`, replaced if it is there. */
pilcrow_status sink_open(sink **out, const char *path, pilcrow_error *err);

/* A spool whose temporary file, should it need one, is in folder `data`
 * (copied). */
pilcrow_status sink_spool(sink **out, const char *data, pilcrow_error *err);

/* Append what a spool holds, and empty it. */
bool sink_drain(sink *s, sink *spool);

/* Empty a spool. */
void sink_clear(sink *spool);

/* OK, or the first failure in words. */
pilcrow_status sink_status(const sink *s, pilcrow_error *err);

/* End a file: the checksums and the footer are written, and all of it to disk
 * if `durable`. `*bytes` is the file's size, `*checksum` its footer's; either
 * names this very content. The sink is only to be closed after it. */
pilcrow_status sink_finish(sink *s, bool durable, uint64_t *bytes,
                           uint64_t *checksum, pilcrow_error *err);

/* Let go of it; a file that was not finished stays as it is. NULL is fine. */
void sink_close(sink *s);

#endif
