/* SPDX-License-Identifier: MIT
 *
 * The postings of one term while they are in memory: numbers, in pieces of a
 * pool that are each twice as large as the one before. Of each posting the
 * distance to the document before and what follows; the frequency, if it is not
 * 1; the positions, each as the distance to the one before. */
#ifndef PILCROW_ENGINE_SEGMENT_CHAIN_H
#define PILCROW_ENGINE_SEGMENT_CHAIN_H

#include <stdbool.h>
#include <stdint.h>

#include "engine/engine.h"
#include "engine/segment/pool.h"

/* Of the number that begins a posting. */
#define CHAIN_WITH_POSITIONS 1u
#define CHAIN_ONCE 2u
#define CHAIN_FLAG_BITS 2u

typedef struct chain_piece {
    struct chain_piece *next;
    uint32_t size; /* of bytes */
    unsigned char bytes[];
} chain_piece;

/* All zeroes: no posting. */
typedef struct chain {
    chain_piece *first, *present;
    unsigned char *at, *end; /* where it goes on */
    uint32_t documents;
    uint32_t last; /* the document that was added last */
} chain;

static inline bool chain_has_positions(const engine_posting *posting)
{
    return posting->positions != NULL && posting->frequency > 0;
}

/* Is this document, which is the last or comes after it, in the chain? */
static inline bool chain_holds(const chain *c, uint32_t document)
{
    return c->documents > 0 && c->last == document;
}

/* Add a posting of a document after the last. False without memory. */
bool chain_add(chain *c, pool *p, uint32_t document,
               const engine_posting *posting);

/* A chain being read from its first posting on. */
typedef struct chain_reader {
    const chain_piece *piece;
    const unsigned char *at, *end;
    uint32_t left; /* documents */
    uint32_t document;
    uint32_t frequency;
    bool positions;
} chain_reader;

/* Before the first posting of a chain that has one. */
static inline chain_reader chain_read(const chain *c)
{
    return (chain_reader){.piece = c->first,
                          .at = c->first->bytes,
                          .end = c->first->bytes + c->first->size,
                          .left = c->documents};
}

static inline unsigned chain_next_byte(chain_reader *r)
{
    if (r->at == r->end) {
        r->piece = r->piece->next;
        r->at = r->piece->bytes;
        r->end = r->at + r->piece->size;
        __builtin_prefetch(r->piece->next);
    }
    return *r->at++;
}

static inline uint64_t chain_number(chain_reader *r)
{
    uint64_t number = 0;
    unsigned byte;
    unsigned shift = 0;
    do {
        byte = chain_next_byte(r);
        number |= (uint64_t)(byte & 0x7F) << shift;
        shift += 7;
    } while (byte >= 0x80);
    return number;
}

/* Read the next posting up to its positions. False after the last. */
static inline bool chain_next(chain_reader *r)
{
    if (r->left == 0)
        return false;
    r->left--;
    uint64_t head = chain_number(r);
    r->document += (uint32_t)(head >> CHAIN_FLAG_BITS);
    r->frequency = (head & CHAIN_ONCE) != 0 ? 1 : (uint32_t)chain_number(r);
    r->positions = (head & CHAIN_WITH_POSITIONS) != 0;
    return true;
}

/* Read its positions, into `out` unless it is NULL; to be called once for each
 * posting. */
static inline void chain_positions(chain_reader *r, uint32_t *out)
{
    uint32_t last = 0;
    for (uint32_t i = 0; r->positions && i < r->frequency; i++) {
        last += (uint32_t)chain_number(r);
        if (out != NULL)
            out[i] = last;
    }
}

#endif
