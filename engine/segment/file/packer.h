/* SPDX-License-Identifier: MIT
 *
 * Blocks of bytes on their way to be deflated: by their writer, and by other
 * threads where there are any. They are handed on in their order, to the writer
 * alone. */
#ifndef PILCROW_ENGINE_SEGMENT_FILE_PACKER_H
#define PILCROW_ENGINE_SEGMENT_FILE_PACKER_H

#include <pthread.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "engine/segment/file/deflate.h"

/* Blocks on their way at most, where others help. */
#define PACKER_BLOCKS 16u

typedef enum packer_state {
    PACKER_FILLED,
    PACKER_PACKING,
    PACKER_PACKED
} packer_state;

typedef struct packer_block {
    buf raw;        /* as it is */
    buf packed;     /* deflated; empty if that does not make it smaller, or
                       memory ran out, where it can stay as it is */
    uint32_t first; /* its first document: the writer's */
    packer_state state;
} packer_block;

/* Takes a block that is packed, in its turn; it is to be gone after that. */
typedef void packer_taker(void *ctx, const packer_block *block);

typedef struct packer {
    packer_taker *take;
    void *ctx;
    deflater *deflater; /* of the writer; NULL before the first block */
    /* Blocks `given` .. `sent - 1` are on their way; numbers begin anew where
     * nobody helps. */
    packer_block blocks[PACKER_BLOCKS];
    pthread_mutex_t mutex;
    pthread_cond_t changed;
    /* Under the mutex, as are `sent` and the states of blocks: */
    bool helped; /* others may pack as well */
    size_t given, sent, begun;
} packer;

/* ---------------------------------------------------------- the writer --- */

/* A block as it is has at most `block_max` bytes. */
void packer_init(packer *p, size_t block_max, packer_taker *take, void *ctx);
/* Nobody helps any more. */
void packer_release(packer *p);

/* The next block, to be filled; it is empty. One before it may be handed on. */
packer_block *packer_next(packer *p);
/* The block of packer_next() is filled. */
void packer_send(packer *p);
/* Hand on all there are. */
void packer_finish(packer *p);

/* Others help from now on; or no more, after which none waits. */
void packer_share(packer *p, bool helped);

/* --------------------------------------------------------- the helpers --- */

/* Pack a block that nobody is at. False if there is none. */
bool packer_help(packer *p, deflater *d);
/* Wait for such a block; false once nobody is to help any more. */
bool packer_wait(packer *p);

#endif
