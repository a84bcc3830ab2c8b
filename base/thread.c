/* SPDX-License-Identifier: MIT
 *
 * In: work. Out: a thread that does it. */
#include "base/thread.h"

#include <signal.h>

bool thread_start(pthread_t *out, void *(*work)(void *ctx), void *ctx)
{
    sigset_t all, before;
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before);
    const bool started = pthread_create(out, NULL, work, ctx) == 0;
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    return started;
}
