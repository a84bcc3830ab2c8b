/* SPDX-License-Identifier: MIT
 *
 * The query language. Text in, a tree of query nodes out, in one arena. The
 * parser knows neither terms nor the index: compile.h turns the tree into what
 * the engine evaluates.
 *
 *     plain words          any may be missing
 *     "a phrase"           also «…», „…“ and “…”
 *     +must  -not          NOT word, НЕ word
 *     a AND b, a OR b      И, ИЛИ; AND binds tighter, words side by side yet
 *                          tighter
 *     (…)                  at most QUERY_DEPTH_MAX deep
 *     a NEAR/5 b           within 5 words of each other, in any order
 *     migr* colo?r typo~   words that look so (pattern.h)
 *     heading:x            also doc: lang: kind: id:, and heading:(a OR b)
 *
 * Lenient: whatever does not parse is read as words, and a notice says so.
 * Strict: it is an error with the byte it begins at. A query all in capitals
 * has neither operators nor fields. */
#ifndef PILCROW_SEARCHER_QUERY_QUERY_H
#define PILCROW_SEARCHER_QUERY_QUERY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/error.h"
#include "engine/engine.h"

#define QUERY_BYTES_MAX 4096u
#define QUERY_DEPTH_MAX 32u
#define QUERY_PHRASE_WORDS_MAX 16u
#define QUERY_TERMS_MAX 128u
#define QUERY_NEAR_MAX 1000u
#define QUERY_NEAR_USUAL 10u
#define QUERY_NOTICES_MAX 20u
#define QUERY_QUOTED_MAX 40u

typedef enum query_kind {
    QUERY_WORD,     /* text: a run without blanks */
    QUERY_PHRASE,   /* text: between the quotation marks */
    QUERY_SEQUENCE, /* children side by side, each with its occur */
    QUERY_AND,
    QUERY_OR,
    QUERY_NEAR /* two children: WORDs or PHRASEs */
} query_kind;

typedef enum query_occur {
    QUERY_SHOULD,
    QUERY_MUST,
    QUERY_MUST_NOT
} query_occur;

typedef struct query_node query_node;
struct query_node {
    query_kind kind;
    query_occur occur;  /* as a child of a SEQUENCE */
    engine_field field; /* WORD, PHRASE: BODY unless one was named */
    bool skip;          /* left out, as the query breaks a limit */
    const char *text;   /* WORD, PHRASE, borrowed from the query; of a NEAR
                           where it begins */
    size_t len;
    uint32_t distance; /* NEAR */
    double share;      /* of its score, as a word beside others */
    const struct engine_query *compiled; /* what it came to, without what
                                            translates it; NULL: nothing */
    query_node *first; /* children */
    query_node *next;  /* siblings */
};

/* Sentences for the user, in the order they arose. */
typedef struct query_notices {
    const char **list;
    size_t count;
    size_t capacity;
    arena *arena;
} query_notices;

/* Add one; the same sentence is kept once, and no more than QUERY_NOTICES_MAX.
 * False without memory. */
bool query_notice(query_notices *notices, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* Add to `err` (may be NULL), which says why, at which byte the query is
 * refused. Returns QUERY. */
pilcrow_status query_refuse(pilcrow_error *err, size_t offset);

/* What the query has at its byte `offset` means nothing: if strict, `err` says
 * `what` is wrong, and QUERY comes back; else a notice does, and how it is read.
 */
pilcrow_status query_complain(query_notices *notices, bool strict,
                              pilcrow_error *err, size_t offset,
                              const char *what, const char *reading);

/* A piece of a query as a sentence quotes it: valid UTF-8, cut after
 * QUERY_QUOTED_MAX characters. */
typedef struct query_quoted {
    char text[4 * QUERY_QUOTED_MAX + 4];
} query_quoted;

/* Returns out->text. */
const char *query_quote(query_quoted *out, const char *text, size_t len);

/* Parse `text`. `*out` is NULL for a query without words.
 *
 * QUERY      strict only; err->offset is the byte.
 * LIMIT      over QUERY_BYTES_MAX.
 * NO_MEMORY */
pilcrow_status query_parse(query_node **out, arena *a, const char *text,
                           size_t len, bool strict, query_notices *notices,
                           pilcrow_error *err);

#endif
