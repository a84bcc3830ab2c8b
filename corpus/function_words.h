/* SPDX-License-Identifier: MIT
 *
 * Words that carry no meaning of their own to another language. */
#ifndef PILCROW_CORPUS_FUNCTION_WORDS_H
#define PILCROW_CORPUS_FUNCTION_WORDS_H

#include <stdbool.h>
#include <stddef.h>

/* Is the term of a word (analysis.h), `len` bytes, one of them? */
bool is_function_word(const char *term, size_t len);

#endif
