/* SPDX-License-Identifier: MIT
 *
 * File paths as text; nothing here looks at the disk but path_absolute, which
 * asks for the current folder. */
#ifndef PILCROW_BASE_PATH_H
#define PILCROW_BASE_PATH_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"

#define PATH_BYTES_MAX ((size_t)4096)

/* Each replaces `out` and returns false if it failed (memory, length). */

/* `a/b`, without `.`, `..`, doubled or trailing slashes; `..` is taken by name
 * and kept where it leads out of a relative path. "" becomes ".". */
bool path_normal(buf *out, const char *path);

/* `path` from the root, normal; a relative one starts at the current folder. */
bool path_absolute(buf *out, const char *path);

/* `folder/name`, normal; `name` itself where that is absolute. */
bool path_join(buf *out, const char *folder, const char *name);

/* True if `path` is `folder` or lies below it; both absolute and normal. */
bool path_is_below(const char *path, const char *folder);

/* `path` as seen from `folder`, both absolute and normal: "b.md" for
 * "/a/b.md" from "/a", "../b.md" from "/a/c", "." for the folder itself. */
bool path_relative(buf *out, const char *path, const char *folder);

/* How an index in a folder below `base` keeps `path` (absolute, normal): from
 * `base` on where it lies below, else as it is. */
bool path_stored(buf *out, const char *path, const char *base);

/* A stored path as it resolves from `here`, the current folder (absolute); one
 * that is stored absolute stays so, unless it lies below `here`. */
bool path_shown(buf *out, const char *stored, const char *base,
                const char *here);

/* True if `path` is relative and the current folder is gone, so that nothing
 * can be found by it; and what to say then. */
bool path_is_lost(const char *path);
#define PATH_LOST_SENTENCE                                                     \
    "the current folder is not there any more; change to another one"

/* The part after the last slash; borrowed from `path`. */
const char *path_name(const char *path);

#endif
