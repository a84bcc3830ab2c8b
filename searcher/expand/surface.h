/* SPDX-License-Identifier: MIT
 *
 * The words behind a term: the index holds stems, but paragraphs are stored as
 * they were. */
#ifndef PILCROW_SEARCHER_EXPAND_SURFACE_H
#define PILCROW_SEARCHER_EXPAND_SURFACE_H

#include "searcher/index.h"

/* A word as it stands in a paragraph; all is borrowed for the visit. */
typedef struct surface_word {
    const char *text;
    size_t len;
    size_t before; /* bytes that the text, title or heading has before it */
    const pilcrow_paragraph *paragraph;
} surface_word;

/* Does it begin with a capital letter, or as d'Alembert does? */
bool surface_has_capital(const char *word, size_t len);
/* Does a sentence or a cell begin with the word? Then its capital says
 * nothing. */
bool surface_begins_sentence(const surface_word *word);

/* The analyser is free for use. Return false to stop. */
typedef bool (*surface_visitor)(void *ctx, const surface_word *word);

/* Visit the words of the text (BODY) or of title and headings (HEADING) that
 * have this term, in at most `most` of the paragraphs that do, spread over
 * them.
 * `*read` is how many were read. */
pilcrow_status surface_each(pilcrow_index *index, engine_field field,
                            const char *term, size_t len, size_t most,
                            surface_visitor visit, void *ctx, size_t *read,
                            pilcrow_error *err);

/* Words that no sentence begins with, and how many of them are names. */
typedef struct surface_tally {
    size_t seen, names;
    size_t read; /* paragraphs */
} surface_tally;

/* Count those that have this term, in paragraphs as above. Names have a capital
 * letter, and `is_form` says so, which may be NULL. */
pilcrow_status surface_count(surface_tally *out, pilcrow_index *index,
                             engine_field field, const char *term, size_t len,
                             size_t most, surface_visitor is_form, void *ctx,
                             pilcrow_error *err);

#endif
