/* SPDX-License-Identifier: MIT
 *
 * In: postings, in the order of their documents. Out: a chain of them.
 * Invariant: a number may stand across pieces, and none is ever moved. */
#include "engine/segment/chain.h"

#include <stddef.h>

#include "engine/segment/varint.h"

/* Bytes of the pieces, their heads included. */
#define PIECE_FIRST 32u
#define PIECE_LAST 4096u

/* Go on in a new piece, twice as large as the last. */
static bool add_piece(chain *c, pool *p)
{
    size_t total = PIECE_FIRST;
    if (c->present != NULL)
        total = 2 * (offsetof(chain_piece, bytes) + c->present->size);
    if (total > PIECE_LAST)
        total = PIECE_LAST;
    chain_piece *added = pool_take(p, total);
    if (added == NULL)
        return false;
    added->next = NULL;
    added->size = (uint32_t)(total - offsetof(chain_piece, bytes));
    if (c->present != NULL)
        c->present->next = added;
    else
        c->first = added;
    c->present = added;
    c->at = added->bytes;
    c->end = added->bytes + added->size;
    return true;
}

/* A number that may not fit in the piece: byte by byte. */
static bool put_slowly(chain *c, pool *p, uint64_t number)
{
    unsigned char bytes[VARINT_MAX];
    unsigned len = varint_write(bytes, number);
    for (unsigned i = 0; i < len; i++) {
        if (c->at == c->end && !add_piece(c, p))
            return false;
        *c->at++ = bytes[i];
    }
    return true;
}

static inline bool put(chain *c, pool *p, uint64_t number)
{
    if (c->end - c->at < (ptrdiff_t)VARINT_MAX)
        return put_slowly(c, p, number);
    c->at += varint_write(c->at, number);
    return true;
}

bool chain_add(chain *c, pool *p, uint32_t document,
               const engine_posting *posting)
{
    const uint32_t frequency = posting->frequency;
    const bool positions = chain_has_positions(posting);
    uint64_t head = (uint64_t)(document - c->last) << CHAIN_FLAG_BITS;
    head |= positions ? CHAIN_WITH_POSITIONS : 0;
    head |= frequency == 1 ? CHAIN_ONCE : 0;
    if (!put(c, p, head) || (frequency != 1 && !put(c, p, frequency)))
        return false;
    uint32_t last = 0;
    for (uint32_t i = 0; positions && i < frequency; i++) {
        if (!put(c, p, posting->positions[i] - last))
            return false;
        last = posting->positions[i];
    }
    c->last = document;
    c->documents++;
    return true;
}
