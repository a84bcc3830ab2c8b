/* SPDX-License-Identifier: MIT
 *
 * In: an engine's name. Out: its table of functions. The first is the
 * default. */
#include "engine/backend.h"

#include <string.h>

static const engine_backend *const backends[] = {
    &xapian_backend,
};

const engine_backend *backend_find(const char *name)
{
    for (size_t i = 0; i < sizeof backends / sizeof *backends; i++)
        if (strcmp(backends[i]->name, name) == 0)
            return backends[i];
    return NULL;
}

const engine_backend *backend_default(void)
{
    return backends[0];
}
