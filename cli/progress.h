/* SPDX-License-Identifier: MIT
 *
 * One line on standard error that says how far long work has come. Only on a
 * terminal, as a rule after half a second, and gone when the work is done. */
#ifndef PILCROW_CLI_PROGRESS_H
#define PILCROW_CLI_PROGRESS_H

#include <stdbool.h>
#include <stddef.h>
#include <time.h>

#include "pilcrow.h"

typedef struct progress {
    struct timespec start;
    double drawn; /* seconds after `start` of the line that stands; 0:
                     none does */
    size_t width; /* of the terminal; 0: there is none */
} progress;

progress progress_begin(void);

/* Of work that cannot tell how far it has come: `what` it is stands there, from
 * the beginning on. */
progress progress_say(const char *what);

/* A pilcrow_progress_fn whose `ctx` is a progress: asks to stop once Ctrl-C
 * came (see terminal_note_interrupt). */
bool progress_step(void *ctx, const pilcrow_progress *now);

void progress_end(progress *p);

#endif
