/* SPDX-License-Identifier: MIT
 *
 * JSON from outside, before it is parsed. */
#ifndef PILCROW_CORPUS_META_H
#define PILCROW_CORPUS_META_H

#include <stdbool.h>
#include <stddef.h>

/* Brackets within brackets; each takes a piece of the parser's stack. */
#define META_DEPTH_MAX 128

/* Is `text` nested no deeper? Says nothing of whether it is JSON. */
bool meta_is_shallow(const char *text, size_t len);

#endif
