/* SPDX-License-Identifier: MIT
 *
 * What tests of the whole library share: a folder of their own, files in it, an
 * index over it. Every helper fails the test at once when something is wrong. */
#ifndef PILCROW_TESTS_SUPPORT_H
#define PILCROW_TESTS_SUPPORT_H

#include "pilcrow.h"

/* cmocka's setup and teardown: make a new temporary folder and move into it;
 * move out and remove it. */
int support_enter(void **state);
int support_leave(void **state);

/* Write a file, making the folders above it. */
void support_write(const char *path, const char *text);
void support_remove(const char *path);

/* Index `paths` (NULL-ended; none: refresh) into `.pilcrow` and return the
 * counts. A status other than OK fails the test. */
pilcrow_counts support_index(const pilcrow_update_options *options, ...)
    __attribute__((sentinel));

/* Open `.pilcrow`. */
pilcrow_index *support_open(void);

/* Search `.pilcrow`; the hits are to be freed. */
pilcrow_hits *support_search(const char *query);

/* How many hits a query has. */
size_t support_count(const char *query);

/* The path of the first hit; "" for none. Static until the next call. */
const char *support_first_path(const char *query);

#endif
