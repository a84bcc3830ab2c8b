/* SPDX-License-Identifier: MIT
 *
 * Where a click on a place leads: the target of a terminal's hyperlink. */
#ifndef PILCROW_CLI_LINK_H
#define PILCROW_CLI_LINK_H

#include <stddef.h>

/* The form of targets: $PILCROW_LINK, in which {path}, {line} and {host} are
 * filled in, or file://{host}{path}. NULL where it is set and empty, which is
 * for no links. */
const char *link_form(void);

/* The target for a line of a file, by this form; owned by the caller: free().
 * Nothing but letters, digits and signs of URLs comes of a path. NULL for what
 * is no file on disk. */
char *link_to(const char *form, const char *path, size_t line);

#endif
