/* SPDX-License-Identifier: MIT
 *
 * Exercises in which a pupil is to find what belongs together: the sides that
 * face each other there are no translations. */
#ifndef PILCROW_CORPUS_GLOSSARY_MATCH_H
#define PILCROW_CORPUS_GLOSSARY_MATCH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The number or letter that counts what begins at byte `at` of the text, or
 * begins it, as "b) " or "2. " or a bare "b "; 0 if there is none. */
uint32_t match_counter(const char *text, size_t len, size_t at);

/* True if a counter is the next one after another. */
bool match_goes_on(uint32_t before, uint32_t counter);

#endif
