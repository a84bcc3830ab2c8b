/* SPDX-License-Identifier: MIT
 *
 * Words and phrases of a query as nodes of the engine, through the same
 * analyser that read the documents. */
#ifndef PILCROW_SEARCHER_WORDS_WORDS_H
#define PILCROW_SEARCHER_WORDS_WORDS_H

#include "searcher/expand/expand.h"
#include "searcher/index.h"
#include "searcher/words/limits.h"
#include "searcher/words/match.h"

#define WORDS_PHRASES_MAX 100u    /* that one phrase with patterns stands for */
#define WORDS_PHRASES_MIN 4u      /* of one, however many there are */
#define WORDS_PHRASES_TOTAL 1000u /* of those of a query, shared out */

typedef struct words_context {
    arena *arena;
    pilcrow_index *index;
    const char **languages; /* those Latin words may be in, NULL-ended */
    expander expander;
    size_t ways; /* that a phrase with patterns may stand for */
    bool strict;
    const char *query; /* the whole of it, for an error's offset */
    query_notices *notices;
    bool marking; /* what is compiled is to be highlighted */
    bool loose;   /* a word among others, any of which may be
                     missing: a compound counts by its parts too */
    match_group *groups;
    size_t group_count;
    size_t group_capacity;
    size_t group_number; /* of what is compiled now */
    const char *from;    /* what a translation is of, of the query; or NULL */
    size_t from_len;
    const char *via;   /* and the entry it came through */
    const char *bonus; /* the kind of explanation of what only adds to a score;
                          or NULL */
    const char *text;  /* what is compiled now, of the query */
    size_t len;
    limits_term *terms; /* of what was compiled last, in its first language */
    size_t term_count;
    match_origin *origins;
    size_t origin_count;
    size_t origin_capacity;
} words_context;

/* `patterns` is how many the query has (words_count_patterns). */
pilcrow_status words_begin(words_context *w, arena *a, pilcrow_index *index,
                           const char *query, size_t patterns, bool strict,
                           query_notices *notices, pilcrow_error *err);

/* Forget the groups and origins, to compile the query once more. */
void words_restart(words_context *w);

/* How many words of the text are patterns. */
size_t words_count_patterns(const char *text, size_t len);

/* Is there a word in `text`, and not punctuation alone? */
bool words_hold_token(words_context *w, const char *text, size_t len);

/* A word or a phrase in `field`. `*out` is NULL where it holds no token.
 *
 * A compound (asylum-seeker) is the phrase of its parts; if `loose`, half of
 * the score is the phrase's and half that of whichever parts are there. A
 * symbol (A/RES/74/1) is its whole token or the phrase of its parts. A pattern
 * is any of the terms it stands for, scored as one; in a phrase each of them
 * makes a phrase, WORDS_PHRASES_MAX of them, fewer where the query has many
 * patterns. A phrase over QUERY_PHRASE_WORDS_MAX words is cut with a notice;
 * strict: QUERY. */
pilcrow_status words_compile(engine_query **out, words_context *w,
                             engine_field field, const char *text, size_t len,
                             bool phrase, pilcrow_error *err);

/* Is a text the same terms in all languages of the index? */
bool words_one_reading(const words_context *w);

/* The phrase of `terms`, 1 to QUERY_PHRASE_WORDS_MAX with a space between, or
 * the one that it is: what words_compile() makes of a phrase of which they are
 * the only reading, one at each position (in a script of pairs they are not).
 * The text of the nodes is borrowed from it. */
pilcrow_status words_compile_terms(engine_query **out, words_context *w,
                                   engine_field field, const char *terms,
                                   pilcrow_error *err);

/* Of words that have been compiled, what they are beside that: the same terms
 * in `field`, or the phrase that words of the text make. What a pattern stands
 * for is looked up in the text. Nothing is highlighted. `known` is what the
 * text came to in its own field; NULL if that is not at hand. */
pilcrow_status words_compile_again(engine_query **out, words_context *w,
                                   const engine_query *known,
                                   engine_field field, const char *text,
                                   size_t len, bool phrase, pilcrow_error *err);

/* Two words or phrases within `distance` words of each other. One without a
 * token is passed over. */
pilcrow_status words_compile_near(engine_query **out, words_context *w,
                                  engine_field field, const char *left,
                                  size_t left_len, const char *right,
                                  size_t right_len, uint32_t distance,
                                  pilcrow_error *err);

#endif
