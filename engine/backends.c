/* SPDX-License-Identifier: MIT
 *
 * In: an engine's name, or its place in the list. Out: its table of functions,
 * its name. The first is the default. */
#include "engine/backend.h"

#include <string.h>

static const engine_backend *const backends[] = {
#ifdef PILCROW_XAPIAN
    &xapian_backend,
#endif
    &segment_backend,
};

#define BACKENDS (sizeof backends / sizeof *backends)

const char *engine_name(size_t i)
{
    return i < BACKENDS ? backends[i]->name : NULL;
}

const char *engine_library(size_t i, const char **version)
{
    *version = NULL;
    if (i >= BACKENDS || backends[i]->library == NULL)
        return NULL;
    return backends[i]->library(version);
}

const engine_backend *backend_find(const char *name)
{
    for (size_t i = 0; i < BACKENDS; i++)
        if (strcmp(backends[i]->name, name) == 0)
            return backends[i];
    return NULL;
}

const engine_backend *backend_default(void)
{
    return backends[0];
}
