/* SPDX-License-Identifier: MIT
 *
 * The nearest known name to a mistyped one. */
#ifndef PILCROW_CLI_SUGGEST_H
#define PILCROW_CLI_SUGGEST_H

#include <stddef.h>

/* A search for the nearest name; begin with {.typed = ...}. */
typedef struct suggestion {
    const char *typed;
    const char *best; /* NULL: nothing near enough */
    size_t distance;  /* of `best` */
} suggestion;

/* Offer one name; borrowed. It is near enough if at most one letter in three
 * was inserted, left out, changed or swapped with its neighbour, or if what was
 * typed is the beginning of it. */
void suggest_consider(suggestion *s, const char *name);

#endif
