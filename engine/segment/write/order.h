/* SPDX-License-Identifier: MIT
 *
 * The order in which a merge writes paragraphs: as they come, or so that
 * documents with the same words stand together. Lists of terms are then shorter
 * and quicker to pass over, and texts pack better. The paragraphs of one
 * document stay together, in the order they had, and so do those next to each
 * other that have the same text. */
#ifndef PILCROW_ENGINE_SEGMENT_WRITE_ORDER_H
#define PILCROW_ENGINE_SEGMENT_WRITE_ORDER_H

#include "engine/segment/write/sources.h"

/* A paragraph of a source; the engine calls it a document. */
typedef struct order_place {
    uint32_t source;
    uint32_t document;
} order_place;

typedef struct order {
    order_place *places; /* in the new order; NULL: as they come */
    uint32_t *numbers;   /* new ones, by number */
} order;

/* Find the order by likeness; as they come where there are few documents or
 * these have many paragraphs. Release after any outcome. */
pilcrow_status order_find(order *out, sources *s, pilcrow_error *err);
void order_release(order *o);

static inline uint32_t order_number(const order *o, const source *s,
                                    uint32_t document)
{
    const uint32_t number = source_number(s, document);
    return o->numbers != NULL ? o->numbers[number] : number;
}

/* The document that comes next: `*at` begins as {0, 0} with `*next` 0. NULL
 * past the last. */
source *order_next(const order *o, const sources *s, order_place *at,
                   uint32_t *next, uint32_t *document);

#endif
