/* SPDX-License-Identifier: MIT
 *
 * Bytes on their way into a file, one after another.
 *
 * A sink is a file being written (sink_open) or a spool (sink_spool): bytes
 * that must wait until others are written, kept in memory while they are few
 * and in a nameless temporary file of the same folder when they are many.
 *
 * Failures are sticky, as in base/buf: after the first one a sink takes
 * nothing more, and one look at the end tells. */
#ifndef PILCROW_ENGINE_SEGMENT_SINK_H
#define PILCROW_ENGINE_SEGMENT_SINK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"

typedef struct sink sink;

/* Append `len` bytes. False once the sink has failed. */
bool sink_add(sink *s, const void *bytes, size_t len);

/* How many bytes were added so far. */
uint64_t sink_size(const sink *s);

#endif
