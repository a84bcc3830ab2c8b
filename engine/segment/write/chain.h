/* SPDX-License-Identifier: MIT
 *
 * The postings of one term while they are in memory: numbers, the first few in
 * the chain itself and the rest in pieces of a pool, each larger than the one
 * before. All numbers are varints.
 *
 * Of a field that is scored each posting is the distance to the document
 * before, with two flags; the frequency, if it is not 1; the positions, the
 * first as it is, each other as how many lie between it and the one before.
 *
 * Of another field it is runs: the distance from the last document of the run
 * before to the first of this one, and how many documents follow one another.
 * The length of the last run is not yet among the numbers. So what all
 * paragraphs of a file have in common takes a few bytes a file.
 *
 * No distance is 0. A 0 in the place of one says that the address of the next
 * piece follows, where it goes on; neither a posting nor a run is divided
 * between pieces. */
#ifndef PILCROW_ENGINE_SEGMENT_WRITE_CHAIN_H
#define PILCROW_ENGINE_SEGMENT_WRITE_CHAIN_H

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#include "engine/engine.h"
#include "engine/segment/file/varint.h"
#include "engine/segment/write/pool.h"

/* Of the number that begins a posting. */
#define CHAIN_WITH_POSITIONS 1u
#define CHAIN_ONCE 2u
#define CHAIN_FLAG_BITS 2u
/* Bytes of a document's distance with its flags, a frequency, a position. */
#define CHAIN_NUMBER_MAX 5u
/* Bytes in the chain itself. */
#define CHAIN_WITHIN 24u

typedef struct chain {
    unsigned char *at; /* where it goes on */
    uint32_t room;     /* so many bytes are free there */
    uint32_t documents;
    uint32_t last; /* the document that was added last */
    uint32_t run;  /* documents of the last run; 0: the field is scored */
    unsigned char within[CHAIN_WITHIN];
} chain;

/* Empty; it is not moved from now on. */
void chain_begin(chain *c);

static inline bool chain_has_positions(const engine_posting *posting)
{
    return posting->positions != NULL && posting->frequency > 0;
}

/* Is this document, which is the last or comes after it, in the chain? */
static inline bool chain_holds(const chain *c, uint32_t document)
{
    return c->last == document && c->documents > 0;
}

/* What chain_add_scored() and chain_add_plain() leave to others. */
bool chain_add_any(chain *c, pool *p, uint32_t document,
                   const engine_posting *posting);
bool chain_add_run(chain *c, pool *p, uint32_t document);

/* What was added ends at `end` and is of `document`. */
static inline void chain_added(chain *c, unsigned char *end, uint32_t document)
{
    c->room -= (uint32_t)(end - c->at);
    c->at = end;
    c->last = document;
    c->documents++;
}

/* Add a posting of a document after the last: scored, or of a field that is
 * not, one or the other in all of a chain. False without memory. Done here is
 * what is usual: a term stands once in a paragraph, and files have many. */
static inline bool chain_add_scored(chain *c, pool *p, uint32_t document,
                                    const engine_posting *posting)
{
    if (posting->frequency != 1 || posting->positions == NULL ||
        c->room < 2 * CHAIN_NUMBER_MAX)
        return chain_add_any(c, p, document, posting);
    const uint64_t head = (uint64_t)(document - c->last) << CHAIN_FLAG_BITS |
                          CHAIN_WITH_POSITIONS | CHAIN_ONCE;
    unsigned char *at = c->at;
    at += varint_write(at, head);
    at += varint_write(at, posting->positions[0]);
    chain_added(c, at, document);
    return true;
}

static inline bool chain_add_plain(chain *c, pool *p, uint32_t document)
{
    if (c->run == 0 || document != c->last + 1)
        return chain_add_run(c, p, document);
    c->run++;
    c->last++;
    c->documents++;
    return true;
}

/* A chain being read from its first posting on. */
typedef struct chain_reader {
    const unsigned char *at;
    const unsigned char *end; /* of all numbers */
    uint32_t left;            /* documents */
    uint32_t run;             /* of the last run */
    uint32_t document;        /* the last that was read */
} chain_reader;

static inline chain_reader chain_read(const chain *c)
{
    return (chain_reader){.at = c->within,
                          .end = c->at,
                          .left = c->documents,
                          .run = c->run,
                          .document = UINT32_MAX};
}

static inline uint64_t chain_number(chain_reader *r)
{
    uint64_t byte = *r->at++;
    uint64_t number = byte & 0x7F;
    for (unsigned shift = 7; byte >= 0x80; shift += 7) {
        byte = *r->at++;
        number |= (byte & 0x7F) << shift;
    }
    return number;
}

/* The number that begins a posting or a run, in this piece or the next. */
static inline uint64_t chain_head(chain_reader *r)
{
    if (*r->at == 0) {
        memcpy(&r->at, r->at + 1, sizeof r->at);
        __builtin_prefetch(r->at + 64);
    }
    return chain_number(r);
}

/* The next posting of a field that is scored, of which there is one: its
 * frequency, and whether positions follow, each to be read by chain_number().
 * `document` is its own. */
static inline uint32_t chain_next_scored(chain_reader *r, bool *positions)
{
    const uint64_t head = chain_head(r);
    r->left--;
    r->document += (uint32_t)(head >> CHAIN_FLAG_BITS);
    *positions = (head & CHAIN_WITH_POSITIONS) != 0;
    return (head & CHAIN_ONCE) != 0 ? 1 : (uint32_t)chain_number(r);
}

/* The next run of another field, of which there is one: its first document, and
 * how many they are. */
static inline uint32_t chain_next_run(chain_reader *r, uint32_t *count)
{
    const uint32_t first = r->document + (uint32_t)chain_head(r);
    *count = r->at == r->end ? r->run : (uint32_t)chain_number(r);
    r->left -= *count;
    r->document = first + *count - 1;
    return first;
}

#endif
