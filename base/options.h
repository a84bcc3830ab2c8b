/* SPDX-License-Identifier: MIT
 *
 * Structs of options that begin with their size, so that a caller and the
 * library may have been built with different versions of pilcrow.h. A struct
 * only ever grows, by whole words of 8 bytes, so that no field falls into what
 * was padding before. */
#ifndef PILCROW_BASE_OPTIONS_H
#define PILCROW_BASE_OPTIONS_H

#include <stddef.h>

#include "base/error.h"

/* More than any version will have: a size above is no size. */
#define OPTIONS_SIZE_MAX ((size_t)4096)

/* Copy what a caller gave over the defaults in `out`.
 *
 * out     `known` bytes, as this library has the struct; holds the defaults.
 * least   bytes of the struct's first version.
 * given   begins with its size; NULL leaves the defaults. One that is shorter
 *         than `known` leaves the defaults of what it lacks; a longer one is
 *         taken if all that this library does not know is 0.
 * what    the struct in words, as "search options".
 *
 * INVALID  a size that no version has, or an option that is not known here. */
pilcrow_status options_take(void *out, size_t known, size_t least,
                            const void *given, const char *what,
                            pilcrow_error *err);

#endif
