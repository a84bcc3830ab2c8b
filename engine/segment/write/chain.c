/* SPDX-License-Identifier: MIT
 *
 * In: postings, in the order of their documents. Out: a chain of them.
 * Invariant: behind what is free in a piece there is room for the 0 and the
 * address that lead on to the next, and no number is ever moved. */
#include "engine/segment/write/chain.h"

#include <stddef.h>

/* The 0 and the address. */
#define JUMP_BYTES (1 + sizeof(unsigned char *))
/* Bytes of the pieces, the jump included. */
#define PIECE_FIRST 32u
#define PIECE_LAST 4096u
/* A new piece is about as large as what there is, so many bytes a posting. */
#define POSTING_BYTES 4u

void chain_begin(chain *c)
{
    *c = (chain){.last = UINT32_MAX};
    c->at = c->within;
    c->room = sizeof c->within - JUMP_BYTES;
}

/* Go on in a new piece that has `bytes` or more. */
static bool add_piece(chain *c, pool *p, size_t bytes)
{
    size_t total = (size_t)c->documents * POSTING_BYTES;
    total = total < PIECE_FIRST ? PIECE_FIRST : total;
    total = total > PIECE_LAST ? PIECE_LAST : total;
    if (total < bytes + JUMP_BYTES)
        total = bytes + JUMP_BYTES;
    unsigned char *piece = pool_take(p, total);
    if (piece == NULL || total > UINT32_MAX)
        return false;
    c->at[0] = 0;
    memcpy(c->at + 1, &piece, sizeof piece);
    c->at = piece;
    c->room = (uint32_t)(total - JUMP_BYTES);
    return true;
}

static size_t bytes_of(uint64_t number)
{
    size_t bytes = 1;
    for (; number >= 0x80; number >>= 7)
        bytes++;
    return bytes;
}

/* What lies between positions, and 1 where there is none before. */
static uint32_t position_gap(const uint32_t *positions, uint32_t i)
{
    return i == 0 ? positions[0] : positions[i] - positions[i - 1] - 1;
}

/* The bytes of a posting: where it may not fit, exactly. */
static size_t bytes_of_posting(uint64_t head, const engine_posting *posting)
{
    const uint32_t frequency = posting->frequency;
    size_t bytes = bytes_of(head) + (frequency == 1 ? 0 : bytes_of(frequency));
    for (uint32_t i = 0; chain_has_positions(posting) && i < frequency; i++)
        bytes += bytes_of(position_gap(posting->positions, i));
    return bytes;
}

/* Is there room for a posting, here or in a new piece? */
static bool find_room(chain *c, pool *p, uint64_t head,
                      const engine_posting *posting)
{
    const size_t most = CHAIN_NUMBER_MAX * (2 + (size_t)posting->frequency);
    if (most <= c->room)
        return true;
    const size_t bytes = bytes_of_posting(head, posting);
    return bytes <= c->room || add_piece(c, p, bytes);
}

bool chain_add_any(chain *c, pool *p, uint32_t document,
                   const engine_posting *posting)
{
    const uint32_t frequency = posting->frequency;
    const bool positions = chain_has_positions(posting);
    uint64_t head = (uint64_t)(document - c->last) << CHAIN_FLAG_BITS;
    head |= positions ? CHAIN_WITH_POSITIONS : 0;
    head |= frequency == 1 ? CHAIN_ONCE : 0;
    if (!find_room(c, p, head, posting))
        return false;
    unsigned char *at = c->at;
    at += varint_write(at, head);
    if (frequency != 1)
        at += varint_write(at, frequency);
    for (uint32_t i = 0; positions && i < frequency; i++)
        at += varint_write(at, position_gap(posting->positions, i));
    chain_added(c, at, document);
    return true;
}

/* A number for which there is room. */
static void put(chain *c, uint32_t number)
{
    const unsigned len = varint_write(c->at, number);
    c->at += len;
    c->room -= len;
}

/* End the run that there is, if any, and begin another. */
bool chain_add_run(chain *c, pool *p, uint32_t document)
{
    if (c->run > 0)
        put(c, c->run);
    /* The length of this run will stand in the same piece. */
    if (c->room < 2 * CHAIN_NUMBER_MAX &&
        !add_piece(c, p, 2 * CHAIN_NUMBER_MAX))
        return false;
    put(c, document - c->last);
    c->run = 1;
    c->last = document;
    c->documents++;
    return true;
}
