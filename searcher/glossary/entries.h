/* SPDX-License-Identifier: MIT
 *
 * The glossary entries of an index, by what their sides say: those that stand
 * in its documents, each a paragraph, and those that were imported. */
#ifndef PILCROW_SEARCHER_GLOSSARY_ENTRIES_H
#define PILCROW_SEARCHER_GLOSSARY_ENTRIES_H

#include "corpus/lexicon.h"
#include "searcher/index.h"

typedef struct entries_book entries_book;

/* For one generation of an index, and one at a time: what it reads is in
 * `arena` or remembered by the index. */
typedef struct known_entries {
    pilcrow_index *index;
    arena *arena;
    entries_book *books; /* one an imported glossary */
    size_t book_count, book_capacity;
    uint64_t in_documents; /* of the entries */
} known_entries;

/* An entry and where it stands; the texts are in the arena. */
typedef struct entries_found {
    const corpus_entry *entry;
    const char *document; /* as a paragraph's: who vouches for it */
    const char *path;     /* as it resolves from the current folder */
    size_t line;
    const char *id;              /* of its paragraph; "" for an imported one */
    const schema_record *record; /* that paragraph as stored; NULL for none */
    const char *const *terms; /* of its forms (lexicon_entry); NULL for none */
} entries_found;

/* Free what an index remembers. NULL is fine. */
void entries_forget(struct lexicon_memory *memory);

/* Call entries_end() in any case.  CORRUPT, STALE, NO_MEMORY. */
pilcrow_status entries_begin(known_entries *e, arena *a, pilcrow_index *index,
                             pilcrow_error *err);
void entries_end(known_entries *e);

/* How many were imported. */
uint64_t entries_imported(const known_entries *e);
/* How many documents they are. */
size_t entries_books(const known_entries *e);

/* How many entries the term (schema.h, SCHEMA_SIDE_WHOLE and _WORD) finds. */
pilcrow_status entries_count(known_entries *e, const char *term, size_t len,
                             uint64_t *out, pilcrow_error *err);

/* How many bytes of `term`, which begins with SCHEMA_SIDE_WHOLE and has a space
 * between words, are the longest side that it begins with: up to one of its
 * spaces or its end; 0 for none. A side of one word may be missed. */
pilcrow_status entries_longest(known_entries *e, const char *term, size_t len,
                               size_t *out, pilcrow_error *err);

/* Visit the entries a term finds, `limit` (64 or less) of those in documents
 * and as many of each imported glossary. Return anything but OK to stop. */
#define ENTRIES_LIMIT_MAX 64u
typedef pilcrow_status (*entries_visitor)(void *ctx, const entries_found *found,
                                          pilcrow_error *err);
pilcrow_status entries_find(known_entries *e, const char *term, size_t len,
                            size_t limit, entries_visitor visit, void *ctx,
                            pilcrow_error *err);

/* Visit all of them: those in documents, then each imported glossary. */
pilcrow_status entries_each(known_entries *e, entries_visitor visit, void *ctx,
                            pilcrow_error *err);

#endif
