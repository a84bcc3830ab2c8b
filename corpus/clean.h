/* SPDX-License-Identifier: MIT
 *
 * From the lines of a block to its text: mark-up goes, white space becomes one
 * space, words cut at a line end are whole again. */
#ifndef PILCROW_CORPUS_CLEAN_H
#define PILCROW_CORPUS_CLEAN_H

#include "corpus/compounds.h"
#include "corpus/draft.h"
#include "corpus/inline.h"
#include "corpus/markup.h"

/* Part of a line of the file: bytes [start, end), without prefixes as list
 * markers and quote signs. */
typedef struct slice {
    size_t start;
    size_t end;
} slice;

/* The same without the blanks at its ends. */
slice slice_trim(const char *text, slice at);

typedef enum clean_mode {
    CLEAN_MARKDOWN,
    CLEAN_TEXT,     /* no mark-up */
    CLEAN_HTML,     /* tags and entities, of a page from html_quiet() */
    CLEAN_CODE,     /* no mark-up, and no word was hyphenated */
    CLEAN_HTML_CODE
} clean_mode;

/* How code is cleaned in a document whose text is cleaned by `mode`. */
clean_mode clean_mode_of_code(clean_mode mode);

typedef struct cleaner {
    const char *text;           /* the file, borrowed */
    const label_set *labels;    /* borrowed */
    compounds compounds;        /* of the file */
    buf raw;
    buf marks;
    inline_scratch scratch;
} cleaner;

void cleaner_init(cleaner *c, const char *text, size_t len,
                  const label_set *labels);
void cleaner_release(cleaner *c);

/* Add the text of `slices` to `out`. Nothing is added before the first or
 * after the last visible character. A failure is `out`'s (see draft_failed). */
void clean_slices(cleaner *c, draft *out, clean_mode mode, const slice *slices,
                  size_t count);

#endif
