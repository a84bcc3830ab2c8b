/* SPDX-License-Identifier: MIT
 *
 * The paragraphs of a document as they are found. */
#ifndef PILCROW_CORPUS_PARAGRAPHS_H
#define PILCROW_CORPUS_PARAGRAPHS_H

#include "base/arena.h"
#include "corpus/clean.h"
#include "corpus/corpus.h"
#include "corpus/draft.h"
#include "corpus/lines.h"

#define PARAGRAPH_WORDS_MAX 400

typedef struct paragraph_list {
    arena *memory;               /* text, runs and paths live here */
    const line_table *lines;
    const char *source;          /* the file as it is, as long as its lines */
    const corpus_sink *sink;     /* told of what is passed over */
    buf items;                   /* of corpus_paragraph */
} paragraph_list;

void paragraphs_init(paragraph_list *list, arena *memory,
                     const line_table *lines, const corpus_sink *sink);
void paragraphs_release(paragraph_list *list);

/* Where a paragraph stands and under what. */
typedef struct paragraph_place {
    corpus_kind kind;
    slice range;                 /* of the file */
    const char *const *heading;  /* in the arena */
    size_t heading_count;
} paragraph_place;

/* Add the text of `d`. Over 400 words it is split at the ends of sentences (of
 * lines, for code), else at a comma, else at a space. A word that alone is
 * over CORPUS_PARAGRAPH_MAX is passed over. An empty text adds nothing. False
 * if memory ran out. */
bool paragraphs_add(paragraph_list *list, const draft *d,
                    const paragraph_place *place);

/* Bring them into the order in which they begin: where a mended paragraph is
 * several, what stands between its pieces in the file comes between them. */
void paragraphs_sort(paragraph_list *list);

/* NULL if there are none at all. */
corpus_paragraph *paragraphs_at(const paragraph_list *list, size_t index);
size_t paragraphs_count(const paragraph_list *list);

#endif
