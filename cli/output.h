/* SPDX-License-Identifier: MIT
 *
 * What goes to standard output and standard error. Text from documents, file
 * names, queries and messages goes through here, so that none of it can give a
 * terminal orders. */
#ifndef PILCROW_CLI_OUTPUT_H
#define PILCROW_CLI_OUTPUT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include "pilcrow.h"

/* "pilcrow: ..." on standard error, one line but on a terminal that is too
 * narrow, hazards shown as escapes. */
void output_complain(const char *format, ...)
    __attribute__((format(printf, 1, 2)));

/* Text with its hazards shown as escapes, line ends and tabs too. */
void output_text(FILE *out, const char *text, size_t len);

/* A JSON string, quotes included; broken bytes become U+FFFD. */
void output_json_string(FILE *out, const char *text);

/* A line of JSON that a pilcrow_..._json() call made; takes `json` over, NULL
 * where the call failed. False, after saying why, if there is none. */
bool output_json(pilcrow_status status, char *json, const pilcrow_error *err);

/* For the machine's eye: valid UTF-8 without blanks. White space, control
 * characters and broken bytes are written as %20 and the like. */
void output_token(FILE *out, const char *text, size_t len);

/* A count with its thousands set apart, "12,345". */
#define OUTPUT_NUMBER_MAX 32
typedef struct output_number {
    char text[OUTPUT_NUMBER_MAX];
} output_number;
output_number output_count(uint64_t number);

/* Bytes in the unit that suits, "50.1 MB". */
output_number output_size(uint64_t bytes);

/* "" for one, "s" for any other number. */
const char *output_plural(uint64_t number);

/* Out of memory: say so and end with status 2. */
void output_no_memory(void) __attribute__((noreturn));

/* Has writing to standard output failed? Nobody reads the rest then. */
bool output_failed(void);

/* Flush and close standard output. False, after saying why, if not all of it
 * could be written; a reader that went away is not worth a word. */
bool output_finish(void);

#endif
