/* SPDX-License-Identifier: MIT
 *
 * Memory for tables and pools: as malloc() and its kin give it, but a large
 * block begins on a large page and asks the system for such. What is read and
 * written all over then waits for fewer faults and fewer entries of the page
 * table. Any block is freed by free(); NULL without memory. */
#ifndef PILCROW_BASE_HUGE_H
#define PILCROW_BASE_HUGE_H

#include <stddef.h>

/* A large page where small ones have 4 KB, and the least large block; elsewhere
 * it is only an alignment. */
#define HUGE_PAGE ((size_t)2 << 20)

void *huge_alloc(size_t size);
/* All zeroes; NULL too if `count` times `size` cannot be told. */
void *huge_zeroed(size_t count, size_t size);
/* The first `used` bytes of `memory`, which may be NULL, in a block of `size`
 * bytes. Without memory `memory` stays as it is. */
void *huge_resize(void *memory, size_t used, size_t size);

/* Much was freed: have the system take back what the C library would keep,
 * which it does of each thread's by itself. It takes some time. */
void huge_give_back(void);
#define HUGE_MUCH ((size_t)32 << 20)

#endif
