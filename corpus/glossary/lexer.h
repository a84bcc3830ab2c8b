/* SPDX-License-Identifier: MIT
 *
 * A text while it is read as words and marks: what lex.c and
 * lex_word.c share. */
#ifndef PILCROW_CORPUS_GLOSSARY_LEXER_H
#define PILCROW_CORPUS_GLOSSARY_LEXER_H

#include "base/utf8.h"
#include "corpus/glossary/lex.h"
#include "corpus/text.h"

typedef struct lexer {
    const draft *d;
    const char *source; /* the file */
    const char *text;
    size_t len;   /* where to end */
    size_t run;   /* that the place in hand lies in */
    bool faced;   /* a face came since the last line or cut */
    bool side;    /* all of it is one side */
    bool bullets; /* dashes at the beginning of its lines are some */
    buf *items;
} lexer;

/* The item added last; NULL if there is none. */
lex_item *lexer_last(const lexer *x);
/* Does its line hold anything so far? */
bool lexer_has_word(const lexer *x);
void lexer_add_face(lexer *x, lex_face face, size_t start, size_t end);

/* Add the word that begins at byte `at`: where it ends. `sigil`: a mark stands
 * before it that makes it code. */
size_t lexer_take_word(lexer *x, size_t at, bool sigil);
/* True if bold or italics end between the word `before` and byte `at`. */
bool lexer_is_marked(const lexer *x, const lex_item *before, size_t at);

/* The character at byte `at`; 0 past the end. */
static inline uint32_t lexer_code_at(const lexer *x, size_t at)
{
    return text_at(x->text, x->len, at);
}

static inline uint32_t lexer_read_at(const lexer *x, size_t at, size_t *size)
{
    uint32_t code = 0;
    *size = at < x->len ? utf8_read(x->text + at, x->len - at, &code) : 0;
    return code;
}

#endif
