/* SPDX-License-Identifier: MIT
 *
 * Threads that help their caller with some work, and end with it. */
#ifndef PILCROW_BASE_THREAD_H
#define PILCROW_BASE_THREAD_H

#include <pthread.h>
#include <stdbool.h>

/* Run `work` on a thread of its own, to be joined by pthread_join(). No signal
 * goes to it, so all go to the caller's threads as they did before. False where
 * a thread cannot be had: then the caller does the work. */
bool thread_start(pthread_t *out, void *(*work)(void *ctx), void *ctx);

#endif
