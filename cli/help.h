/* SPDX-License-Identifier: MIT
 *
 * Help, printed from the tables in verbs.c. */
#ifndef PILCROW_CLI_HELP_H
#define PILCROW_CLI_HELP_H

#include <stdio.h>

#include "verbs.h"

/* A few lines for someone who typed nothing at all. */
void help_print_usage(FILE *out);

/* `pilcrow help`, and `pilcrow help VERB`, on standard output; `color` is auto,
 * always or never. */
void help_print_all(const char *color);
void help_print_verb(const char *color, const verb *v);

#endif
