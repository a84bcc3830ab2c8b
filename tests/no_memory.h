/* SPDX-License-Identifier: MIT
 *
 * One allocation that fails: the linker sends here what a test's own objects
 * allocate (--wrap of malloc, calloc, realloc, aligned_alloc and strdup). */
#ifndef PILCROW_TESTS_NO_MEMORY_H
#define PILCROW_TESTS_NO_MEMORY_H

/* From now on allocation `failing`, counted from 0, fails; -1: none does. */
void no_memory_begin(long failing);
/* Allocations work again; how many there were. */
long no_memory_end(void);

#endif
