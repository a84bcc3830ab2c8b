/* SPDX-License-Identifier: MIT
 *
 * From a stored paragraph to the terms it is found by. The one place that says
 * which terms a paragraph has: indexing and checking both come here. */
#ifndef PILCROW_INDEXER_POSTINGS_H
#define PILCROW_INDEXER_POSTINGS_H

#include "analysis/analysis.h"
#include "base/arena.h"
#include "corpus/schema.h"
#include "engine/engine.h"

/* Where the terms of the title and of each heading begin: that many positions
 * apart, so that no phrase runs from one into the next. */
#define POSTINGS_HEADING_GAP 100u

typedef struct postings {
    const engine_posting *list; /* no (field, term) twice */
    size_t count;
    size_t words; /* tokens of the text */
} postings;

/* The filters that all paragraphs of a file have. `key` is the term they are
 * deleted by. Memory is in `a`, but for the bytes of path and key. */
pilcrow_status postings_of_file(postings *out, arena *a, const char *path,
                                const char *key, pilcrow_error *err);

/* Derive the terms of `record`, a paragraph of `file`. All memory is in `a`,
 * but for the bytes of the terms of its file, of its document, language and
 * kind, and of the ID term, which are those of record->id. */
pilcrow_status postings_derive(postings *out, arena *a, analyser *tokens,
                               const schema_record *record,
                               const postings *file, pilcrow_error *err);

/* Only those of its terms that are not scored: it is no entry, and alike to one
 * that the engine has (engine_paragraph). Memory is as above. */
pilcrow_status postings_of_alike(postings *out, arena *a,
                                 const schema_record *record,
                                 const postings *file, pilcrow_error *err);

/* The title by whose terms a paragraph is found: one of last resort is the
 * file's name, and would stand in every paragraph; then it is "". */
const char *postings_title(const schema_record *record);

/* The terms of ENGINE_GLOSSARY alone that an entry has; in `wholes`, of each
 * form of its term and then of its translation, the one that is all of it,
 * uncut: "" where the form holds no word. */
pilcrow_status postings_of_entry(postings *out, const char **wholes, arena *a,
                                 analyser *tokens, const corpus_entry *entry,
                                 pilcrow_error *err);

/* The numbers kept with the paragraph, ENGINE_VALUE_COUNT of them. */
void postings_values(uint64_t *values, const schema_record *record);

#endif
