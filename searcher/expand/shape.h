/* SPDX-License-Identifier: MIT
 *
 * Shapes of words: letters, `?` for any one and `*` for any number of them. */
#ifndef PILCROW_SEARCHER_EXPAND_SHAPE_H
#define PILCROW_SEARCHER_EXPAND_SHAPE_H

#include <stdbool.h>

#include "searcher/expand/distance.h"

/* Does the word have the shape? */
bool shape_fits(const letters *shape, const letters *word);

#endif
