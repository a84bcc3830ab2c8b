/* SPDX-License-Identifier: MIT
 *
 * A dictionary for deflate, made of what a collection's records have in
 * common. A paragraph alone is too short to compress well. */
#ifndef PILCROW_ENGINE_DICTIONARY_H
#define PILCROW_ENGINE_DICTIONARY_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"

#ifdef __cplusplus
extern "C" {
#endif

/* Replace `out` by a dictionary of at most `max` bytes for records like those
 * in `sample`, which is records one after another. False if memory ran out. */
bool dictionary_build(buf *out, const char *sample, size_t len, size_t max);

#ifdef __cplusplus
}
#endif

#endif
