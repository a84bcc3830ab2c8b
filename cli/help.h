/* SPDX-License-Identifier: MIT
 *
 * Help, printed from the tables in verbs.c. */
#ifndef PILCROW_CLI_HELP_H
#define PILCROW_CLI_HELP_H

#include "verbs.h"

/* A few lines on standard error for someone who typed nothing at all. */
void help_print_usage(void);

/* `pilcrow help`, and `pilcrow help VERB`, on standard output; `color` is auto,
 * always or never. */
void help_print_all(const char *color);
void help_print_verb(const char *color, const verb *v);

#endif
