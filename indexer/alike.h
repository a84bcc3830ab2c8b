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

/* Mark a paragraph that is all of its document: by one thread, who cuts. */
alike_mark alike_look(alike *a, const schema_record *record);

/* The other two are for who adds to the engine, one at a time: how many words a
 * text has, kept and asked for; false: not known. */
void alike_keep_words(alike *a, uint64_t text, size_t words);
bool alike_words(const alike *a, uint64_t text, size_t *words);

/* The engine has forgotten what it had: none is seen from now on. */
void alike_forget(alike *a);

#endif
