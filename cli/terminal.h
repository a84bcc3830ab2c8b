/* SPDX-License-Identifier: MIT
 *
 * What the command is connected to: terminals or pipes, their width, whether
 * colour is wanted there, and Ctrl-C. */
#ifndef PILCROW_CLI_TERMINAL_H
#define PILCROW_CLI_TERMINAL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

/* Open whatever of standard input, output and error was closed, so that no
 * file of the index can ever land on their numbers. Writing there still
 * fails. */
void terminal_claim_streams(void);

/* Is this stream a terminal? */
bool terminal_is(FILE *stream);

/* Columns of the terminal behind `stream`, at least 20; 0 when it is none. */
size_t terminal_width(FILE *stream);

/* `choice` is auto, always or never. Auto: on a terminal that is not "dumb",
 * unless NO_COLOR is set. */
bool terminal_wants_color(FILE *stream, const char *choice);

/* Does the terminal behind `stream` take hyperlinks? Never what is no terminal,
 * nor where colour is not wanted, nor those known to print them as text. */
bool terminal_takes_links(FILE *stream, const char *choice);

/* From now on the first Ctrl-C is only noted, and a terminal is told so; the
 * second ends the process. A Ctrl-C that was ignored when the process began
 * stays so. */
void terminal_note_interrupt(void);
bool terminal_was_interrupted(void);

#endif
