/* SPDX-License-Identifier: MIT
 *
 * Which records are one paragraph whose text was seen before. Such have the
 * same terms (engine_paragraph), which are derived for the first alone.
 *
 * What is remembered is a guess, in a table of a fixed size: who is told
 * wrongly derives terms that the engine has, or offers a paragraph without them
 * and has to derive them then. What goes into the index is the same. */
#ifndef PILCROW_INDEXER_ALIKE_H
#define PILCROW_INDEXER_ALIKE_H

#include "corpus/schema.h"

typedef struct alike alike;

/* What is said of a paragraph. */
typedef struct alike_mark {
    uint64_t text; /* a hash of it; 0: it is alike to none */
    bool seen;     /* its terms are derived already */
} alike_mark;

/* NULL without memory. */
alike *alike_new(void);
void alike_free(alike *a);

/* Whoever cuts, one thread, marks a paragraph that is all of its document, and
 * in the order of the marks has it told, a little later, whether it was seen:
 * the table's memory is fetched meanwhile. */
alike_mark alike_name(const alike *a, const schema_record *record);
void alike_look(alike *a, alike_mark *mark);

/* The others are for who adds to the engine, one at a time: how many words a
 * text has, kept and asked for; false: not known. */
void alike_keep_words(alike *a, uint64_t text, size_t words);
bool alike_words(const alike *a, uint64_t text, size_t *words);
/* That of a text is kept or asked for soon. */
void alike_expect(const alike *a, uint64_t text);

/* The engine has forgotten what it had: none is seen from now on. */
void alike_forget(alike *a);

#endif
