/* SPDX-License-Identifier: MIT
 *
 * In: a struct of options of whatever version. Out: this library's own. */
#include "base/options.h"

#include <stdbool.h>
#include <string.h>

#define WORD ((size_t)8)

static bool is_zero(const unsigned char *bytes, size_t len)
{
    for (size_t i = 0; i < len; i++)
        if (bytes[i] != 0)
            return false;
    return true;
}

pilcrow_status options_take(void *out, size_t known, size_t least,
                            const void *given, const char *what,
                            pilcrow_error *err)
{
    size_t size;
    if (given == NULL)
        return PILCROW_OK;
    memcpy(&size, given, sizeof size);
    if (size < least || size > OPTIONS_SIZE_MAX || size % WORD != 0)
        return error_set(err, PILCROW_INVALID,
                         "the %s are said to be of %zu bytes, which no version "
                         "has; start from their _INIT",
                         what, size);
    if (size > known &&
        !is_zero((const unsigned char *)given + known, size - known))
        return error_set(err, PILCROW_INVALID,
                         "the %s ask for something that libpilcrow %s does not "
                         "know yet; the program was built with a newer "
                         "pilcrow.h",
                         what, pilcrow_version());
    memcpy(out, given, size < known ? size : known);
    memcpy(out, &known, sizeof known);
    return PILCROW_OK;
}
