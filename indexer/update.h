/* SPDX-License-Identifier: MIT
 *
 * What a run of pilcrow_update() shares with a writer that stays open. */
#ifndef PILCROW_INDEXER_UPDATE_H
#define PILCROW_INDEXER_UPDATE_H

#include "indexer/session.h"

/* The options a caller gave, or the defaults, and the format they name.
 *
 * INVALID  a size, a format or a language that there is not. */
pilcrow_status update_read_options(pilcrow_update_options *out,
                                   corpus_format *format,
                                   const pilcrow_update_options *given,
                                   pilcrow_error *err);
session_options update_session_options(const pilcrow_update_options *options);

/* `*out` stays as it was where `name` is NULL.  INVALID. */
pilcrow_status update_read_format(corpus_format *out, const char *name,
                                  pilcrow_error *err);

/* Is `name` one that a file, or bytes in memory, can have? Else INVALID is
 * told in `err`. */
bool update_check_name(const char *name, bool in_memory, pilcrow_error *err);

/* Bring the session up to date with one file or folder, without a commit.
 *
 * CANCELLED  the progress callback asked to stop; what was finished is in. */
pilcrow_status update_path(session *s, const pilcrow_update_options *options,
                           corpus_format format, const char *path,
                           pilcrow_error *err);

#endif
