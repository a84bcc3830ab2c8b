/* SPDX-License-Identifier: MIT
 *
 * The headings in force, and the title.
 *
 * A heading ends every heading of its level or a deeper one. A line that is
 * bold from end to end has no level of its own: it ranks with the innermost
 * heading in force if that one is written bold, too, and is not the title (the
 * converter has lost its #s); else below all of them. */
#ifndef PILCROW_CORPUS_HEADING_H
#define PILCROW_CORPUS_HEADING_H

#include "base/arena.h"
#include "corpus/block.h"

#define OUTLINE_DEPTH 8u

/* A heading in force. */
typedef struct outline_entry {
    unsigned level;
    bool bold;
    bool title;          /* it is the title, and not part of the path */
    const char *text;    /* in the arena */
} outline_entry;

typedef struct outline {
    arena *memory;
    const char *title;          /* NULL until known */
    outline_entry entries[OUTLINE_DEPTH];
    size_t count;
    unsigned entering;          /* level of the heading last made room for */
    const char *const *path;    /* in the arena, shared by the paragraphs */
    size_t path_count;
} outline;

void outline_init(outline *o, arena *memory);

/* Write the text in small letters, from its first letter to its last, into
 * `plain` of `room` bytes; returns how many that are, 0 if there are more. */
size_t heading_plain(char *plain, size_t room, const char *text, size_t len);

/* True for what lists of works that a text refers to are mostly called, in
 * English or Russian: "References", «Список литературы». Of heading_plain(). */
bool heading_names_references(const char *plain, size_t len);

/* True for a heading of such a list, whatever it is said to be a list of. */
bool heading_is_references(const char *text, size_t len);

/* Give the document the title of its front matter. */
bool outline_set_title(outline *o, const char *text, size_t len);

/* Make room for `b`: the headings that it ends are dropped, and the path is
 * that of `b` itself. False if memory ran out, as below. */
bool outline_leave(outline *o, const block *b);

/* Then put `b`, whose text is `text`, in force. The first level-1 heading is
 * the title where there is none yet. Text over 400 bytes is cut at a word. */
bool outline_enter(outline *o, const block *b, const char *text, size_t len);

#endif
