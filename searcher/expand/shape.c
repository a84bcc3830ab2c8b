/* SPDX-License-Identifier: MIT
 *
 * In: a pattern and a word, as letters. Out: whether they go together. */
#include "searcher/expand/shape.h"

/* The usual walk: at a dead end the last star takes one letter more. */
bool shape_fits(const letters *shape, const letters *word)
{
    size_t i = 0;
    size_t j = 0;
    size_t star = SIZE_MAX;
    size_t taken = 0;
    while (j < word->count) {
        if (i < shape->count && shape->codes[i] == '*') {
            star = i++;
            taken = j;
        } else if (i < shape->count && (shape->codes[i] == '?' ||
                                        shape->codes[i] == word->codes[j])) {
            i++;
            j++;
        } else if (star != SIZE_MAX) {
            i = star + 1;
            j = ++taken;
        } else {
            return false;
        }
    }
    while (i < shape->count && shape->codes[i] == '*')
        i++;
    return i == shape->count;
}
