/* SPDX-License-Identifier: MIT
 *
 * In: sizes. Out: blocks of memory. Invariant: a large block is whole large
 * pages, so none of it is left to small ones and nothing else lies in them. */
#include "base/huge.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

#ifdef __GLIBC__
#include <malloc.h>
#endif

static bool is_large(size_t size)
{
    return size >= HUGE_PAGE && size <= SIZE_MAX - HUGE_PAGE;
}

static void *alloc_large(size_t size)
{
    size = (size + HUGE_PAGE - 1) & ~(HUGE_PAGE - 1);
    void *memory = aligned_alloc(HUGE_PAGE, size);
#ifdef MADV_HUGEPAGE
    if (memory != NULL)
        (void)madvise(memory, size, MADV_HUGEPAGE);
#endif
    return memory;
}

void *huge_alloc(size_t size)
{
    return is_large(size) ? alloc_large(size) : malloc(size);
}

void *huge_zeroed(size_t count, size_t size)
{
    if (size != 0 && count > SIZE_MAX / size)
        return NULL;
    if (!is_large(count * size))
        return calloc(count, size);
    void *memory = alloc_large(count * size);
    if (memory != NULL)
        memset(memory, 0, count * size);
    return memory;
}

void *huge_resize(void *memory, size_t used, size_t size)
{
    if (!is_large(size))
        return realloc(memory, size);
    void *moved = alloc_large(size);
    if (moved == NULL)
        return NULL;
    if (used > 0)
        memcpy(moved, memory, used);
    free(memory);
    return moved;
}

void huge_give_back(void)
{
#ifdef __GLIBC__
    malloc_trim(0);
#endif
}
