/* SPDX-License-Identifier: MIT
 *
 * Help, printed from the tables in verbs.c. */
#ifndef PILCROW_CLI_HELP_H
#define PILCROW_CLI_HELP_H

#include <stdio.h>

#include "verbs.h"

/* A few lines for someone who typed nothing at all. */
void help_print_usage(FILE *out);

/* `pilcrow help`, and `pilcrow help VERB`, on standard output. */
void help_print_all(void);
void help_print_verb(const verb *v);

#endif
