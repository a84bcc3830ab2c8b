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

/* A large page where small ones have 4 KB; elsewhere only an alignment. */
#define PAGE ((size_t)2 << 20)

static bool is_large(size_t size)
{
    return size >= PAGE && size <= SIZE_MAX - PAGE;
}

static void *alloc_large(size_t size)
{
    size = (size + PAGE - 1) & ~(PAGE - 1);
    void *memory = aligned_alloc(PAGE, size);
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
