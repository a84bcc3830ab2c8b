/* SPDX-License-Identifier: MIT
 *
 * Query text to query tokens. After lexer_run the list is well-formed: every
 * bracket has its partner and something inside, every operator its operands;
 * what had none was read as words or dropped, with a notice. */
#ifndef PILCROW_SEARCHER_QUERY_LEXER_H
#define PILCROW_SEARCHER_QUERY_LEXER_H

#include "searcher/query/query.h"

typedef enum lexer_kind {
    LEXER_WORD,
    LEXER_PHRASE,
    LEXER_FIELD, /* belongs to the WORD, PHRASE or bracket that follows */
    LEXER_OPEN,
    LEXER_CLOSE,
    LEXER_PLUS,
    LEXER_MINUS, /* also NOT */
    LEXER_AND,
    LEXER_OR,
    LEXER_NEAR
} lexer_kind;

typedef struct lexer_token {
    lexer_kind kind;
    size_t start, end;  /* in the query; for PHRASE what is inside the marks */
    engine_field field; /* FIELD */
    uint32_t distance;  /* NEAR */
} lexer_token;

typedef struct lexer {
    const char *text;
    size_t len;
    lexer_token *tokens;
    size_t count;
    size_t capacity;
    bool strict;
    query_notices *notices;
    pilcrow_error *err;
    pilcrow_status status;
} lexer;

/* Something does not parse: an error if strict, a notice if not. `quoted` (of
 * `len` bytes; NULL for none) is put before `what`, in quotation marks. */
void lexer_complain(lexer *l, size_t offset, const char *quoted, size_t len,
                    const char *what, const char *reading);

/* Cut the text into `l->tokens`, allocated in `a`. */
pilcrow_status lexer_run(lexer *l, arena *a);

#endif
