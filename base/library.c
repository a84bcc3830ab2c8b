/* SPDX-License-Identifier: MIT
 *
 * What pilcrow.h offers that belongs to no folder in particular. */
#include "pilcrow.h"

#include <stdlib.h>

#define TEXT_OF(number) #number
#define VERSION_TEXT(major, minor, patch)                                      \
    TEXT_OF(major) "." TEXT_OF(minor) "." TEXT_OF(patch)

const char *pilcrow_version(void)
{
    return VERSION_TEXT(PILCROW_VERSION_MAJOR, PILCROW_VERSION_MINOR,
                        PILCROW_VERSION_PATCH);
}

const char *pilcrow_status_name(pilcrow_status status)
{
    static const char *const names[] = {
        [PILCROW_OK] = "ok",
        [PILCROW_NOT_FOUND] = "not found",
        [PILCROW_INVALID] = "invalid argument",
        [PILCROW_QUERY] = "query does not parse",
        [PILCROW_IO] = "input or output failed",
        [PILCROW_NO_MEMORY] = "out of memory",
        [PILCROW_CORRUPT] = "index damaged",
        [PILCROW_BUSY] = "index busy",
        [PILCROW_STALE] = "index changed while reading",
        [PILCROW_NOT_INDEX] = "not an index",
        [PILCROW_VERSION] = "wrong version",
        [PILCROW_LIMIT] = "over a limit",
        [PILCROW_CANCELLED] = "cancelled",
        [PILCROW_EXISTS] = "exists already",
        [PILCROW_UNSUPPORTED] = "unsupported content",
        [PILCROW_TIMEOUT] = "deadline passed",
        [PILCROW_INTERNAL] = "internal error",
    };
    size_t index = (size_t)status;
    return index < sizeof names / sizeof *names ? names[index] : "unknown";
}

void pilcrow_free(void *memory)
{
    free(memory);
}
