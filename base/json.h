/* SPDX-License-Identifier: MIT
 *
 * Writing JSON into a buf, value by value. The caller keeps the order: open,
 * key, value, ..., close; commas come by themselves. */
#ifndef PILCROW_BASE_JSON_H
#define PILCROW_BASE_JSON_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"

void json_open(buf *out, char bracket);  /* '{' or '[' */
void json_close(buf *out, char bracket); /* '}' or ']' */
void json_key(buf *out, const char *key);
/* Valid UTF-8 whatever comes in: broken bytes are written as U+FFFD. */
void json_text(buf *out, const char *text, size_t len);
void json_string(buf *out, const char *text); /* NUL-terminated */
void json_number(buf *out, uint64_t number);
/* The shortest form that reads back as the same double; null if not finite. */
void json_real(buf *out, double number);
void json_bool(buf *out, bool value);
/* A value that is JSON already; "null" for one. */
void json_raw(buf *out, const char *json);

#endif
