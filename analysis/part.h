/* SPDX-License-Identifier: MIT
 *
 * part.h: the parts that runs are made of; word.h has the rules.
 *
 * Invariant: what a part is depends on its own bytes and on whether its
 * neighbours break it off, so a part read alone is the same part. */
#ifndef PILCROW_ANALYSIS_PART_H
#define PILCROW_ANALYSIS_PART_H

#include "analysis/chars.h"
#include "analysis/word.h"

typedef struct source {
    const char *text;
    size_t len;
} source;

static inline char_read look(const source *s, size_t at)
{
    return char_at(s->text, s->len, at);
}

/* The character after the IGNORED ones at `*at`, which moves on to it. */
static inline char_read look_past_ignored(const source *s, size_t *at)
{
    char_read c = look(s, *at);
    if (c.class != CHAR_IGNORED)
        return c;
    *at = char_skip_ignored(s->text, s->len, *at);
    return look(s, *at);
}

/* The byte at `at`; 0 past the end. */
static inline unsigned char byte_at(const source *s, size_t at)
{
    return at < s->len ? (unsigned char)s->text[at] : 0;
}

/* The part at `at`, where a letter or digit stands. */
word_part part_read(const source *s, size_t at);

/* The same without separated thousands, endings and signs. */
word_part part_read_plain(const source *s, size_t at);

/* True if digits and nothing more stand at `at`. */
bool part_read_digits(const source *s, size_t at, word_part *group);

/* A comma after digits before `start`: the number there is one of a list. */
bool part_is_in_list(const source *s, size_t start);

#endif
