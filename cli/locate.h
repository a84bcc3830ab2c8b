/* SPDX-License-Identifier: MIT
 *
 * Which index a run means: -i, else $PILCROW_INDEX, else the nearest .pilcrow
 * here or above. */
#ifndef PILCROW_CLI_LOCATE_H
#define PILCROW_CLI_LOCATE_H

#include "options.h"
#include "pilcrow.h"

/* The folder, owned by the caller: free(). NULL, after saying why, when there
 * is none. */
char *locate_index(const options *o);

/* The same for a run that may make the index: ./.pilcrow in the end, unless
 * that belongs to another user. `*shadowed`, free(), is the index further up
 * that a new one here takes the place of; NULL: there is none. */
char *locate_new_index(const options *o, char **shadowed);

/* Open the chosen one for reading; pilcrow_close(). NULL after saying why. */
pilcrow_index *locate_and_open(const options *o);

#endif
