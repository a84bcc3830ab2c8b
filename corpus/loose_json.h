/* SPDX-License-Identifier: MIT
 *
 * JSON from outside, as programs write it. */
#ifndef PILCROW_CORPUS_LOOSE_JSON_H
#define PILCROW_CORPUS_LOOSE_JSON_H

#include <stdbool.h>
#include <stddef.h>

#include <jansson.h>

/* Brackets within brackets; each takes a piece of the parser's stack. */
#define LOOSE_JSON_DEPTH_MAX 128

/* Is `text` nested no deeper? Says nothing of whether it is JSON. */
bool loose_json_is_shallow(const char *text, size_t len);

/* Parse what is shallow; json_decref(). What is JSON and yet not to be had as
 * such is mended: in strings the character U+0000, and halves of a character
 * that lack the other, as programs leave them that cut a text at so many units,
 * are U+FFFD; a number that neither a 64-bit integer nor a double can be is a
 * string. NULL if it is no JSON, or without memory, which `why` says. */
json_t *loose_json_read(const char *text, size_t len, json_error_t *why);

/* Did memory run out? */
bool loose_json_lacked_memory(const json_error_t *why);

#endif
