/* SPDX-License-Identifier: MIT
 *
 * Inline mark-up: which bytes of a block are text and which are not. */
#ifndef PILCROW_CORPUS_INLINE_H
#define PILCROW_CORPUS_INLINE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"
#include "corpus/markup.h"

/* What becomes of a byte. */
typedef enum inline_mark {
    INLINE_KEEP,
    INLINE_DROP,
    INLINE_NOTE,    /* a footnote mark: goes, with the space before a stop */
    INLINE_GLUE,    /* goes, with the space before it */
    INLINE_BREAK,   /* a tag that parts words: becomes a space */
    INLINE_ENTITY,  /* begins an entity; the rest of it is DROP */
    INLINE_LITERAL  /* KEEP, and nothing in it is mark-up */
} inline_mark;

/* Room to work in, kept from one block to the next. */
typedef struct inline_scratch {
    buf delimiters;
    buf brackets;
} inline_scratch;

void inline_scratch_init(inline_scratch *s);
void inline_scratch_release(inline_scratch *s);

/* Fill `marks`, one inline_mark a byte of `raw`, all INLINE_KEEP before. False
 * if memory ran out. Takes time linear in `len` whatever the bytes. */
bool inline_mark_up(inline_scratch *s, unsigned char *marks, const char *raw,
                    size_t len, const label_set *labels);

/* The same for a page from html_quiet(), where tags, entities and raised
 * numbers are all the mark-up there is. */
void inline_mark_up_html(unsigned char *marks, const char *raw, size_t len);

#endif
