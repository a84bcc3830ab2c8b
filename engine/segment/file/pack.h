/* SPDX-License-Identifier: MIT
 *
 * 128 whole numbers packed into as few bits as most of them need.
 *
 *     head      1 byte: bits 0-5 the width w, 0..32; bit 6: exceptions follow;
 *               bit 7: 0
 *     if bit 6: count   1 byte, n, 1..127
 *               index   n bytes, ascending, each below 128
 *               high    n bytes: bits w..w+7 of the number of that index
 *     words     16 w bytes: 4 w little-endian words of 32 bits
 *
 * Number i is in lane i % 4, at slot i / 4 of 32 in it. A lane is a run of
 * 32 w bits, the low ones first, slot s being bits s w .. s w + w - 1; its k-th
 * word is word 4 k + lane of all. So one vector of four words holds the same
 * bits of four lanes. */
#ifndef PILCROW_ENGINE_SEGMENT_FILE_PACK_H
#define PILCROW_ENGINE_SEGMENT_FILE_PACK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define PACK_COUNT 128u
/* A packed group is never longer. */
#define PACK_MAX (2u + 2u * 127u + 16u * 32u)

/* Pack `values` at `out`, which has room for PACK_MAX bytes; how many were
 * used. */
size_t pack_write(unsigned char *out, const uint32_t *values);

/* The work of unpacking, written more than once: for any machine, and for what
 * the one it runs on can do. All give the same. */
typedef struct pack_kernel {
    const char *name;
    /* The 128 numbers of `width` bits at `words`. */
    void (*unpack)(const unsigned char *words, unsigned width, uint32_t *out);
    /* Turn numbers into sums, in place: each is the one before it, or `before`,
     * and 1 more than it was. Sums wrap. */
    void (*sum_gaps)(uint32_t *values, uint32_t before);
} pack_kernel;

/* The best one for this machine. */
const pack_kernel *pack_kernel_best(void);
/* The i-th that this machine can run, the plainest first; NULL after them. */
const pack_kernel *pack_kernel_at(size_t i);

/* Unpack the group at `*at`, which moves on behind it. False if the group is
 * not whole before `end`. */
bool pack_read(const pack_kernel *kernel, const unsigned char **at,
               const unsigned char *end, uint32_t *out);

/* The same as ascending numbers above `before` (UINT32_MAX: above nothing).
 * False too if they do not ascend up to `last`. */
bool pack_read_gaps(const pack_kernel *kernel, const unsigned char **at,
                    const unsigned char *end, uint32_t before, uint32_t last,
                    uint32_t *out);

/* Pass over the group at `*at`. */
bool pack_skip(const unsigned char **at, const unsigned char *end);

#endif
