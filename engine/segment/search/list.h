/* SPDX-License-Identifier: MIT
 *
 * The documents of one term, or of one group, in one part of a snapshot: read
 * a block of 128 at a time, with what bounds the scores in a block.
 *
 * A list stands on one document of the block it has loaded, or is new, or at
 * its end. It never goes back. */
#ifndef PILCROW_ENGINE_SEGMENT_SEARCH_LIST_H
#define PILCROW_ENGINE_SEGMENT_SEARCH_LIST_H

#include "engine/segment/file/postings.h"
#include "engine/segment/search/plan.h"
#include "engine/segment/search/search.h"

typedef struct list {
    search *search;
    double weight;          /* 0: it does not score */
    double bound;           /* no document scores higher */
    uint32_t documents;     /* in the list, deleted ones included */
    uint32_t block_count;
    const plan_group *group;/* NULL: a term's */
    bool bounded;           /* blocks have bounds of their own */
    /* The loaded block. */
    uint32_t block;         /* block_count: none */
    uint32_t at, count;     /* at == count: at the end */
    const uint32_t *docs;
    const uint32_t *frequencies; /* NULL: not unpacked yet */
    bool scores_ready;
    /* A block whose bound was asked for last. */
    uint32_t bound_block;
    double block_bound;
    postings_reader reader; /* a term's */
    double scores[POSTINGS_BLOCK];
} list;

/* A new list for a TERM or GROUP plan in the part under way. NULL if the part
 * has no document of it, or without memory (the arena has then failed). */
list *list_open(search *s, const plan *p);

/* The last document of a block; of a list of one block, while that is not
 * loaded, as far as it could be. */
uint32_t list_last(const list *l, uint32_t block);

/* No document of the block scores higher. */
double list_block_bound(list *l, uint32_t block);

/* The first block from `block` on that may hold `target` or more. */
uint32_t list_find(const list *l, uint32_t block, uint32_t target);

/* Load a block after the one that is loaded. False at a damage, or when the
 * time is up: the list is then at its end. */
bool list_load(list *l, uint32_t block);

/* The first document that is `target` or after; POSTINGS_END. */
uint32_t list_seek(list *l, uint32_t target);

/* Those of the loaded block; NULL where the list does not score, or at a
 * damage. */
const uint32_t *list_frequencies(list *l);

/* Of the present document. */
uint32_t list_frequency(list *l);
double list_score(list *l);

/* Score the whole of the loaded block into `scores`. */
bool list_score_block(list *l);

/* The positions of a term in the present document: how many there are, then one
 * after another, POSTINGS_END after the last. */
uint32_t list_positions(list *l);
uint32_t list_position(list *l);

/* The block after the one that is loaded, or the one to begin with. */
static inline uint32_t list_next_block(const list *l)
{
    return l->block == l->block_count ? 0 : l->block + 1;
}

#endif
