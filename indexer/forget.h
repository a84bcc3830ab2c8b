/* SPDX-License-Identifier: MIT
 *
 * Forgetting one path in an open session. */
#ifndef PILCROW_INDEXER_FORGET_H
#define PILCROW_INDEXER_FORGET_H

#include "indexer/session.h"

/* Drop what came from `path`, a file, a folder or a name given to bytes; the
 * report's count of removed files tells how many. */
pilcrow_status forget_path(session *s, const char *path, pilcrow_error *err);

#endif
