/* SPDX-License-Identifier: MIT
 *
 * Exit statuses, as grep's. */
#ifndef PILCROW_CLI_EXIT_H
#define PILCROW_CLI_EXIT_H

enum {
    STATUS_DONE = 0,    /* found, or done */
    STATUS_NOTHING = 1, /* nothing found */
    STATUS_ERROR = 2,
    STATUS_STOPPED = 130 /* by Ctrl-C */
};

#endif
