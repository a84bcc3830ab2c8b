/* SPDX-License-Identifier: MIT
 *
 * Lists of Russian words, in the order of their bytes. */
#ifndef PILCROW_ANALYSIS_RUSSIAN_LIST_H
#define PILCROW_ANALYSIS_RUSSIAN_LIST_H

#include <stdlib.h>
#include <string.h>

/* A word on its way to its place. */
typedef struct russian_sought {
    const char *bytes;
    size_t len;
} russian_sought;

static inline int russian_compare(const void *key, const void *item)
{
    const russian_sought *word = key;
    const char *listed = *(const char *const *)item;
    const int order = strncmp(word->bytes, listed, word->len);
    return order != 0 || listed[word->len] == '\0' ? order : -1;
}

/* The item of a list that is the word; NULL if none is. Each item has `size`
 * bytes and begins with a pointer to its word. */
static inline const void *russian_listed(const char *word, size_t len,
                                         const void *list, size_t count,
                                         size_t size)
{
    const russian_sought key = {word, len};
    return bsearch(&key, list, count, size, russian_compare);
}

#endif
