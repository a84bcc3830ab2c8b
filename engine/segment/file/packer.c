/* SPDX-License-Identifier: MIT
 *
 * In: blocks, in order. Out: the same, packed, in that order. Invariant: given
 * <= begun <= sent <= given + PACKER_BLOCKS; blocks before `begun` are packed,
 * or some thread is at them, those from there on are filled. Where nobody helps
 * a block is packed and handed on as it is sent, so one is there at a time. */
#include "engine/segment/file/packer.h"

void packer_init(packer *p, size_t block_max, packer_taker *take, void *ctx)
{
    *p = (packer){.take = take, .ctx = ctx};
    for (size_t i = 0; i < PACKER_BLOCKS; i++) {
        buf_init(&p->blocks[i].raw, block_max);
        buf_init(&p->blocks[i].packed, block_max);
    }
    pthread_mutex_init(&p->mutex, NULL);
    pthread_cond_init(&p->changed, NULL);
}

void packer_release(packer *p)
{
    deflater_free(p->deflater);
    p->deflater = NULL;
    for (size_t i = 0; i < PACKER_BLOCKS; i++) {
        buf_release(&p->blocks[i].raw);
        buf_release(&p->blocks[i].packed);
    }
    pthread_cond_destroy(&p->changed);
    pthread_mutex_destroy(&p->mutex);
}

static packer_block *block_at(packer *p, size_t number)
{
    return &p->blocks[number % PACKER_BLOCKS];
}

static void pack(packer_block *b, deflater *d)
{
    buf_clear(&b->packed);
    if (d != NULL && buf_reserve(&b->packed, b->raw.len))
        b->packed.len = deflater_pack(d, b->raw.data, b->raw.len,
                                      b->packed.data, b->raw.len);
}

/* Pack the first block that is nobody's. The mutex is held, and held again
 * after it. */
static void pack_next(packer *p, deflater *d)
{
    packer_block *b = block_at(p, p->begun++);
    b->state = PACKER_PACKING;
    pthread_mutex_unlock(&p->mutex);
    pack(b, d);
    pthread_mutex_lock(&p->mutex);
    b->state = PACKER_PACKED;
    pthread_cond_broadcast(&p->changed);
}

/* ---------------------------------------------------------- the writer --- */

/* Hand on from the oldest on, until no more than `most` are on their way. The
 * mutex is held, but for the handing on. */
static void work_down(packer *p, size_t most)
{
    while (p->sent - p->given > most) {
        packer_block *oldest = block_at(p, p->given);
        if (oldest->state == PACKER_PACKED) {
            pthread_mutex_unlock(&p->mutex);
            p->take(p->ctx, oldest);
            pthread_mutex_lock(&p->mutex);
            p->given++;
        } else if (p->begun < p->sent) {
            pack_next(p, p->deflater);
        } else {
            pthread_cond_wait(&p->changed, &p->mutex);
        }
    }
}

packer_block *packer_next(packer *p)
{
    pthread_mutex_lock(&p->mutex);
    work_down(p, PACKER_BLOCKS - 1);
    packer_block *next = block_at(p, p->sent);
    pthread_mutex_unlock(&p->mutex);
    buf_clear(&next->raw);
    return next;
}

void packer_send(packer *p)
{
    if (p->deflater == NULL)
        p->deflater = deflater_new();
    pthread_mutex_lock(&p->mutex);
    block_at(p, p->sent++)->state = PACKER_FILLED;
    pthread_cond_broadcast(&p->changed);
    if (!p->helped) { /* one block's memory does for all */
        work_down(p, 0);
        p->given = p->begun = p->sent = 0;
    }
    pthread_mutex_unlock(&p->mutex);
}

void packer_finish(packer *p)
{
    pthread_mutex_lock(&p->mutex);
    work_down(p, 0);
    pthread_mutex_unlock(&p->mutex);
}

void packer_share(packer *p, bool helped)
{
    pthread_mutex_lock(&p->mutex);
    p->helped = helped;
    pthread_cond_broadcast(&p->changed);
    pthread_mutex_unlock(&p->mutex);
}

/* --------------------------------------------------------- the helpers --- */

bool packer_help(packer *p, deflater *d)
{
    pthread_mutex_lock(&p->mutex);
    const bool any = p->begun < p->sent;
    if (any)
        pack_next(p, d);
    pthread_mutex_unlock(&p->mutex);
    return any;
}

bool packer_wait(packer *p)
{
    pthread_mutex_lock(&p->mutex);
    while (p->helped && p->begun == p->sent)
        pthread_cond_wait(&p->changed, &p->mutex);
    const bool any = p->begun < p->sent;
    pthread_mutex_unlock(&p->mutex);
    return any;
}
