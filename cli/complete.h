/* SPDX-License-Identifier: MIT
 *
 * Completions for shells, made of the tables in verbs.c. */
#ifndef PILCROW_CLI_COMPLETE_H
#define PILCROW_CLI_COMPLETE_H

/* Print the script for `shell`, which is bash, zsh or fish. */
void complete_print(const char *shell);

#endif
