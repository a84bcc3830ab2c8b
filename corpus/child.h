/* SPDX-License-Identifier: MIT
 *
 * Another program, run on some bytes and held on a short rope: no shell, an
 * environment of its own, nothing of ours open, and limits on time, memory and
 * output. It is gone and reaped when the call returns, however it went. */
#ifndef PILCROW_CORPUS_CHILD_H
#define PILCROW_CORPUS_CHILD_H

#include <stdatomic.h>
#include <stddef.h>
#include <time.h>

#include "base/buf.h"
#include "base/error.h"

/* The name under which the program finds its input: a file that can be read
 * from any place. Its standard input is empty. */
#define CHILD_INPUT "/proc/self/fd/3"

typedef struct child_command {
    const char *path;        /* absolute */
    const char *const *args; /* the name first, NULL-ended */
    unsigned seconds;        /* of processor; of wall clock twice as many */
    const struct timespec *begun; /* since when the wall clock counts, of
                                     CLOCK_MONOTONIC; NULL: since the call */
    size_t memory;           /* bytes of address space */
    size_t output_max;       /* bytes */
    const atomic_bool *stop; /* once it is true the program is stopped; may be
                                NULL */
} child_command;

/* Run `command` on the bytes of `input`; what it writes replaces `out`.
 *
 * LIMIT  too slow, or it wrote too much; it was stopped.
 * CANCELLED  `stop` became true.
 * IO     it could not be started, failed (the message ends in the first line
 *        it complained with) or was killed.
 * NO_MEMORY */
pilcrow_status child_run(buf *out, const child_command *command,
                         const char *input, size_t len, pilcrow_error *err);

#endif
