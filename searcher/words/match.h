/* SPDX-License-Identifier: MIT
 *
 * What of a query makes a hit: its words as the terms that are highlighted, and
 * the leaves of the engine's tree that stand for them. */
#ifndef PILCROW_SEARCHER_WORDS_MATCH_H
#define PILCROW_SEARCHER_WORDS_MATCH_H

#include "engine/engine.h"

/* A word or a phrase that makes a hit: terms at these distances from the
 * first. */
typedef struct match_term {
    const char *bytes;
    size_t len;
    uint32_t offset; /* in positions, from the group's first term */
} match_term;

/* Groups of one word or phrase of the query, as a word and its other spellings
 * are, have the same number. */
typedef struct match_group {
    const match_term *terms;
    size_t count;
    size_t number;
    const char *entry; /* the glossary entry it came through; or NULL */
} match_group;

/* A term of some group: for finding the groups of a word of a text. */
typedef struct match_entry {
    const match_term *term;
    size_t group;
} match_entry;

/* Which words of the query a leaf stands for. */
typedef struct match_origin {
    const engine_query *leaf;
    const char *text; /* borrowed from the query */
    size_t len;
    const char *entry; /* the glossary entry it came through, as "беженец =
                          refugee, a.md:3"; NULL for the words themselves */
    const char *kind; /* of its explanation; NULL: by its node. Static */
} match_origin;

#endif
