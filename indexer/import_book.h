/* SPDX-License-Identifier: MIT
 *
 * The entries of one glossary on their way into an index, and the parts that
 * the index keeps of them (corpus/lexicon.h). */
#ifndef PILCROW_INDEXER_IMPORT_BOOK_H
#define PILCROW_INDEXER_IMPORT_BOOK_H

#include "corpus/lexicon.h"
#include "indexer/session.h"

typedef struct import_book {
    lexicon_entry *entries;
    size_t count, capacity;
    lexicon_side *sides; /* filled and sorted when parts are made */
    size_t side_count, side_capacity;
    arena arena; /* of the entries and terms */
} import_book;

void import_book_init(import_book *book);
void import_book_release(import_book *book);

/* Add an entry, which stays borrowed. False without memory. */
bool import_book_add(import_book *book, uint64_t line,
                     const corpus_entry *entry);

/* Copy an entry into the book's arena; NULL without memory. */
const corpus_entry *import_book_copy(import_book *book,
                                     const corpus_entry *entry);

/* Visit all parts under their keys, both borrowed for the call; the head is
 * the last. Of `head` the key, the path and `in_memory` are used. */
typedef pilcrow_status (*import_part_visitor)(void *ctx, const char *key,
                                              const char *value, size_t len,
                                              pilcrow_error *err);
pilcrow_status import_book_parts(import_book *book, analyser *tokens,
                                 const lexicon_head *head,
                                 import_part_visitor visit, void *ctx,
                                 pilcrow_error *err);

/* Write all parts in the session's transaction. */
pilcrow_status import_book_write(import_book *book, session *s,
                                 const lexicon_head *head, pilcrow_error *err);

#endif
