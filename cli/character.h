/* SPDX-License-Identifier: MIT
 *
 * UTF-8 as the command shows it: what a character is, how wide it stands on a
 * terminal, and which ones are never sent there as they are. */
#ifndef PILCROW_CLI_CHARACTER_H
#define PILCROW_CLI_CHARACTER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* A byte that belongs to no character. */
#define CHARACTER_BROKEN UINT32_MAX
/* Bytes of the longest escape, NUL included. */
#define CHARACTER_ESCAPE_MAX 12

/* The character that `text` (at least one byte) begins with; CHARACTER_BROKEN
 * for a byte that begins none. `*used` is its length in bytes. */
uint32_t character_decode(const char *text, size_t len, size_t *used);

/* From one character to another, both included. */
typedef struct character_range {
    uint32_t first, last;
} character_range;

/* Would this character move the cursor, give the terminal an order or turn the
 * reading direction? Control characters, line and paragraph separators, bidi
 * marks, the byte order mark, broken bytes. */
bool character_is_hazard(uint32_t character);

/* The visible form of a hazard: \n \t \r, \x1b, \u202e. `byte` is what
 * stands there, for a broken one. */
void character_escape(char out[CHARACTER_ESCAPE_MAX], uint32_t character,
                      unsigned char byte);

/* Columns on a terminal: 0 for combining marks, 2 for wide characters. */
size_t character_columns(uint32_t character);

/* May a line end before this wide character? Not before what closes. */
bool character_may_begin_line(uint32_t character);

/* White space or a control character, in any script. */
bool character_is_blank(uint32_t character);

/* The longest beginning of `text`, at most `most` bytes, that breaks no
 * character. */
size_t character_cut(const char *text, size_t len, size_t most);

#endif
