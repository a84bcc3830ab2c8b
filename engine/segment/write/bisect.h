/* SPDX-License-Identifier: MIT
 *
 * An order of things in which those that share terms stand together, by
 * recursive graph bisection (L. Dhulipala and others, Compressing Graphs and
 * Indexes with Recursive Graph Bisection, 2016): halves exchange what makes the
 * gaps of all terms' lists shorter, then each half does so within itself. */
#ifndef PILCROW_ENGINE_SEGMENT_WRITE_BISECT_H
#define PILCROW_ENGINE_SEGMENT_WRITE_BISECT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct bisection bisection;

/* For `count` things, 0 to count - 1. NULL without memory; free(NULL) does
 * nothing. */
bisection *bisection_new(uint32_t count);
void bisection_free(bisection *b);

/* A term is in `count` of them, of which each is named once. False without
 * memory. */
bool bisection_add(bisection *b, const uint32_t *things, uint32_t count);

/* The new order of all, into `order`; after it only free() is left. The same for
 * the same terms each time. False without memory. */
bool bisection_run(bisection *b, uint32_t *order);

#endif
