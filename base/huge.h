/* SPDX-License-Identifier: MIT
 *
 * Large pages for large blocks of memory, where the system has them: what is
 * read and written all over then waits for fewer entries of the page table. */
#ifndef PILCROW_BASE_HUGE_H
#define PILCROW_BASE_HUGE_H

#include <stddef.h>

/* Ask for large pages in the `size` bytes at `memory`, best before they are
 * first written. Nothing happens where they are few, or it cannot be. */
void huge_ask(void *memory, size_t size);

#endif
