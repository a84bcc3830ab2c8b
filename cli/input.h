/* SPDX-License-Identifier: MIT
 *
 * Reading a file or standard input whole. */
#ifndef PILCROW_CLI_INPUT_H
#define PILCROW_CLI_INPUT_H

#include <stdbool.h>
#include <stddef.h>

#define INPUT_MAX ((size_t)64 * 1024 * 1024)

typedef struct input {
    char *bytes; /* a NUL stands behind the last; free(); NULL on failure */
    size_t len;
} input;

/* Read the file at `path`, "-" for standard input. False, after saying why,
 * when it cannot be read, is over INPUT_MAX, or Ctrl-C came (see
 * terminal_note_interrupt). */
bool input_read(input *out, const char *path);

#endif
