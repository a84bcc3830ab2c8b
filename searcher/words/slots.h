/* SPDX-License-Identifier: MIT
 *
 * A word or phrase of the query as the places of its words, each with the terms
 * that may stand there: one for a plain word, many for a pattern. */
#ifndef PILCROW_SEARCHER_WORDS_SLOTS_H
#define PILCROW_SEARCHER_WORDS_SLOTS_H

#include "searcher/expand/expand.h"
#include "searcher/query/pattern.h"

typedef struct slot {
    const expand_term *terms;
    size_t count;     /* 0: a pattern that no word of the index fits */
    const char *name; /* the term; of a pattern its text */
    size_t name_len;
    size_t start, end; /* bytes of the text */
    uint32_t position;
} slot;

/* Is it a pattern's, and not a plain word's? */
static inline bool slot_is_pattern(const slot *s)
{
    return s->count == 0 || s->name != s->terms->bytes;
}

typedef struct slot_list {
    slot *items; /* each at a position of its own, ascending */
    size_t count;
    size_t capacity;
    slot whole; /* the symbol that covers all; `count` 0 for none */
} slot_list;

/* A pattern of the text that is searched for as one. */
typedef struct slots_pattern {
    pattern form;
    expansion terms;
} slots_pattern;

/* A text with its patterns expanded. */
typedef struct slots_text {
    const char *text;
    size_t len;
    const char *masked; /* the text, its patterns blanked out */
    slots_pattern *patterns;
    size_t count;
    bool untried;    /* some were passed over: the query has too many */
    expansion whole; /* the tokens of symbols that begin as the text does; none
                        unless it has a star: 10.* */
} slots_text;

/* Find and expand the patterns of a text. What has to be said of them becomes a
 * notice. `phrase`: a symbol is not looked for whole.
 *
 * STALE  the term list moved; begin anew. */
pilcrow_status slots_prepare(slots_text *out, expander *x, engine_field field,
                             const char *text, size_t len, bool phrase,
                             query_notices *notices, pilcrow_error *err);

/* Read the text in language `lang`. False without memory. */
bool slots_read(slot_list *out, expander *x, const slots_text *text,
                const char *lang);

#endif
