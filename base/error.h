/* SPDX-License-Identifier: MIT
 *
 * Reporting a failure: a status goes up, its sentence goes into the caller's
 * pilcrow_error. The status enum and the struct are the public header's: this
 * is the one place where the inner folders see it. */
#ifndef PILCROW_BASE_ERROR_H
#define PILCROW_BASE_ERROR_H

#include "pilcrow.h"

#ifdef __cplusplus
extern "C" {
#endif

/* Fill `err` (may be NULL) and return `status`, so that a caller can
 * `return error_set(err, PILCROW_IO, "cannot open '%s': %s", ...)`.
 * The message is cut to fit, at a character's end. */
pilcrow_status error_set(pilcrow_error *err, pilcrow_status status,
                         const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* The usual sentence for running out of memory. */
pilcrow_status error_no_memory(pilcrow_error *err);

/* INVALID: `what`, as "an index", is NULL. */
pilcrow_status error_missing(pilcrow_error *err, const char *what);

/* "cannot <doing> '<path>': <errno in words>" (`path` may be NULL), as
 * PILCROW_NOT_FOUND for
 * ENOENT and ENOTDIR, PILCROW_NO_MEMORY for ENOMEM, else PILCROW_IO; a full
 * or read-only disk gets a sentence on what to do. `code` is an errno. */
pilcrow_status error_system(pilcrow_error *err, int code, const char *doing,
                            const char *path);

#ifdef __cplusplus
}
#endif

#endif
