/* SPDX-License-Identifier: MIT
 *
 * What an engine ought to answer, computed in the plainest way: every paragraph
 * in memory, every node of a query looked at for each of them, positions tried
 * out one by one. Slow, exact, and of one mind with engine.h.
 *
 * A collection is the outcome of steps: what is added and deleted counts once
 * it is committed. */
#ifndef PILCROW_TESTS_REFERENCE_H
#define PILCROW_TESTS_REFERENCE_H

#include "engine_kit.h"

typedef enum step_kind {
    STEP_ADD,      /* the paragraph */
    STEP_DELETE,   /* all that hold the term of the field */
    STEP_COMMIT,
    STEP_ROLLBACK,
    STEP_REOPEN    /* close the writer, without a commit, and open another */
} step_kind;

/* Its strings are borrowed for the life of the reference. */
typedef struct step {
    step_kind kind;
    kit_paragraph paragraph;
    engine_field field;
    const char *term;
} step;

typedef struct reference reference;

reference *reference_new(void);
void reference_free(reference *r);

/* What the step comes to: for ADD 1 if it is added and 0 if its id is there
 * already, for DELETE how many paragraphs go, else 0. */
uint64_t reference_apply(reference *r, const step *s);

/* How many paragraphs are committed; they are numbered from 0 in the order of
 * adding. */
size_t reference_count(const reference *r);
const kit_paragraph *reference_paragraph(const reference *r, size_t i);
uint64_t reference_words(const reference *r);
/* The number of the paragraph of that id; SIZE_MAX if there is none. */
size_t reference_find(const reference *r, const char *id, size_t len);

/* In how many paragraphs a term is, and how often in all. */
void reference_frequencies(const reference *r, engine_field field,
                           const char *term, size_t len, uint64_t *paragraphs,
                           uint64_t *occurrences);
/* How often it is in paragraph `i`. */
uint32_t reference_occurrences(const reference *r, size_t i,
                               engine_field field, const char *term,
                               size_t len);
uint64_t reference_length(const reference *r, size_t i);

/* What a query does with one paragraph. */
typedef struct reference_row {
    bool match;
    double score;
} reference_row;

/* Evaluate the query; one row for each paragraph, to be freed. */
reference_row *reference_search(const reference *r, const engine_query *query,
                                double k1, double b);

#endif
