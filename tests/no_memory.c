/* SPDX-License-Identifier: MIT
 *
 * In: allocations, of any thread. Out: the same, but for one. */
#include "no_memory.h"

#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>

static atomic_bool counting;
static atomic_long count;
static long at; /* which one fails; -1: none */

void no_memory_begin(long failing)
{
    at = failing;
    count = 0;
    counting = true;
}

long no_memory_end(void)
{
    counting = false;
    return count;
}

static bool fails(void)
{
    return counting && count++ == at;
}

#define ALLOCATES(type, name, params, args)                                    \
    type __real_##name params;                                                 \
    __attribute__((visibility("default"))) type __wrap_##name params;          \
    type __wrap_##name params                                                  \
    {                                                                          \
        return fails() ? NULL : __real_##name args;                            \
    }

ALLOCATES(void *, malloc, (size_t size), (size))
ALLOCATES(void *, calloc, (size_t n, size_t size), (n, size))
ALLOCATES(void *, realloc, (void *p, size_t size), (p, size))
ALLOCATES(void *, aligned_alloc, (size_t to, size_t size), (to, size))
ALLOCATES(char *, strdup, (const char *s), (s))
