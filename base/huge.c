/* SPDX-License-Identifier: MIT
 *
 * In: a block of memory. Out: the same; the system knows how it is used.
 * Invariant: what is asked for is whole pages with all of the block in them,
 * which is what the allocator mapped for it: it can go on moving the block. */
#include "base/huge.h"

#include <stdint.h>
#include <sys/mman.h>

/* So that what is rounded up to large pages is a small part of it. */
#define LEAST ((size_t)4 << 20)
#define PAGE ((uintptr_t)4096)

void huge_ask(void *memory, size_t size)
{
#ifdef MADV_HUGEPAGE
    if (memory == NULL || size < LEAST)
        return;
    const uintptr_t from = (uintptr_t)memory & ~(PAGE - 1);
    const uintptr_t to = ((uintptr_t)memory + size + PAGE - 1) & ~(PAGE - 1);
    (void)madvise((void *)from, to - from, MADV_HUGEPAGE);
#else
    (void)memory;
    (void)size;
#endif
}
