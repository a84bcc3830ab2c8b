/* SPDX-License-Identifier: MIT
 *
 * The file `current` of an index folder: one line that says of which format
 * and engine the index is, and which data folder counts, with its checksum. */
#ifndef PILCROW_ENGINE_CURRENT_H
#define PILCROW_ENGINE_CURRENT_H

#include "engine/folder.h"

#define CURRENT_NAME "current"
#define CURRENT_NEW_NAME "current.tmp" /* on its way to be that */

/* Replace `current`, durably: the old one or the new one is there, never
 * none. For reading see folder_read(). */
pilcrow_status current_write(const char *dir, const folder_current *now,
                             pilcrow_error *err);

#endif
