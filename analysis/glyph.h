/* SPDX-License-Identifier: MIT
 *
 * glyph.h: the characters of one word, decoded, and its cut into segments.
 *
 * A word of one script is one segment. A word glued from several is cut where
 * the script of its letters changes (email|адреса); digits stay with what they
 * follow, but never with a script written in pairs. Apostrophes at a cut belong
 * to neither side. A Latin word whose Russian case ending hangs on an
 * apostrophe (Wi-Fi'ем) loses the ending: three letters at most. */
#ifndef PILCROW_ANALYSIS_GLYPH_H
#define PILCROW_ANALYSIS_GLYPH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "analysis/chars.h"

typedef struct glyph {
    uint32_t code;
    char_class class;
    char_script script; /* NONE but for letters */
    size_t start, end;  /* bytes of the text */
} glyph;

/* Invariant: count <= capacity; after the first failure to get memory it is
 * `failed` and changes no more. */
typedef struct glyph_list {
    glyph *items;
    size_t count, capacity;
    bool failed;
} glyph_list;

void glyph_list_init(glyph_list *list);
void glyph_list_clear(glyph_list *list);
void glyph_list_release(glyph_list *list);
bool glyph_list_add(glyph_list *list, const glyph *g);

/* Part of a word: the glyphs [first, last), and the bytes they stand for. */
typedef struct segment {
    size_t first, last;
    size_t start, end;
    char_script script; /* NONE without letters */
    bool has_digits;
} segment;

/* Make the ending that hangs on the Latin word [first, last), if there is one,
 * IGNORED with its apostrophe. Returns where the word ends without it. */
size_t glyph_drop_ending(glyph_list *list, size_t first, size_t last);

/* The segment that starts at glyph `from`. Returns the glyph to go on from;
 * the count when none is left. A segment may come out empty (first == last). */
size_t glyph_segment(const glyph_list *list, size_t from, segment *out);

/* The character at glyph `from` of a segment in pairs that ends at `end`: a
 * letter with its marks. */
segment glyph_single(const glyph_list *list, size_t from, size_t end);

/* The same with the character that follows, which there must be. */
segment glyph_pair(const glyph_list *list, size_t from, size_t end);

#endif
