/* SPDX-License-Identifier: MIT
 *
 * What a converter leaves of a page's edges in the midst of text: page numbers
 * without words, and heads and feet that run through the document. */
#ifndef PILCROW_CORPUS_RUNNING_H
#define PILCROW_CORPUS_RUNNING_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "corpus/block.h"

/* The short lines of a document that come back: heads or feet, most likely. */
typedef struct running_set {
    buf hashes; /* of uint64_t, sorted */
} running_set;

void running_init(running_set *set);
void running_release(running_set *set);

/* Look through all blocks of `text`. A line comes back that stands alone, as a
 * paragraph of a few words, three times or more; its numbers may differ. False
 * if memory ran out. */
bool running_find(running_set *set, const block_list *list, const char *text);

bool running_has(const running_set *set, const char *line, size_t len);

/* True for "12", "- 12 -", "5/58", "[7]", "xiv" and "12 |". */
bool running_is_number(const char *line, size_t len);

/* The first number of such a line, Roman ones too; 0 of another. */
uint32_t running_number(const char *line, size_t len);

/* True for the line under a picture or over a table: "Figure 3. ...", "Рис. 2",
 * "Table IV". */
bool running_is_caption(const char *line, size_t len);

#endif
