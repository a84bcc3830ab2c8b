/* SPDX-License-Identifier: MIT
 *
 * A cleaned text as the finder of glossary entries looks at it: words of one
 * alphabet or the other, and the marks between them.
 *
 * Invariant: items are in the order of the text and do not overlap; what lies
 * between two is white space, or marks that say nothing (quotation marks,
 * stars). */
#ifndef PILCROW_CORPUS_GLOSSARY_LEX_H
#define PILCROW_CORPUS_GLOSSARY_LEX_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "corpus/draft.h"

/* Of a bracket and what is in it: a longer one is taken for one that does not
 * close, so that many of those cost little. */
#define LEX_NOTE_BYTES_MAX ((size_t)400)

typedef enum lex_kind {
    LEX_WORD,
    LEX_FACE, /* may stand between the two sides of an entry */
    LEX_CUT,  /* ';' and bullets: may stand between two entries */
    LEX_LINE, /* the end of a line */
    LEX_COMMA,
    LEX_STOP,    /* . ! ? ... */
    LEX_NOTE,    /* brackets and all in them; a transcription */
    LEX_COMMENT, /* "//" */
    LEX_OTHER    /* any other mark */
} lex_kind;

/* What stands between two sides, the clearest last. Those up to FACE_LEAN are
 * loose: they often stand where nothing is translated. */
typedef enum lex_face {
    FACE_NONE,
    FACE_TIGHT, /* a hyphen without blanks: "dignity-достоинство" */
    FACE_SPACE, /* nothing at all: "dignity достоинство" */
    FACE_COMMA, /* or ';', in lines of values */
    FACE_BRACKET, /* "dignity (достоинство)" */
    FACE_COLON,
    FACE_EQUALS,
    FACE_SLASH, /* with blanks on both sides */
    FACE_MARKED, /* the end of bold or italics: "**dignity** достоинство" */
    FACE_BAR,
    FACE_GAP,    /* a tab, several blanks, a row of dots */
    FACE_LEAN,   /* a hyphen with a blank before it only: "use -Confirm" */
    FACE_LISTED, /* a bracket that surely does: behind bold, before a dash and
                    what the term means, or in a row of terms with brackets
                    (see listed.h) */
    FACE_HYPHEN, /* a hyphen with a blank behind it */
    FACE_ARROW,
    FACE_BELOW, /* the one side is a term above the other */
    FACE_DASH
} lex_face;

static inline bool lex_is_bracket(lex_face face)
{
    return face == FACE_BRACKET || face == FACE_LISTED;
}

typedef enum lex_script {
    SCRIPT_NONE, /* digits alone */
    SCRIPT_LATIN,
    SCRIPT_CYRILLIC, /* a word with a part in Cyrillic is one: IT-специалист */
    SCRIPT_OTHER
} lex_script;

typedef struct lex_item {
    lex_kind kind;
    lex_face face;
    lex_script script;
    bool capital; /* begins with a capital letter */
    bool lower;   /* holds a small letter */
    bool hump;    /* a capital letter in the midst: JavaScript */
    bool code;    /* reads as no word of a language: get_item, -Path, a.txt */
    bool slash;   /* alternatives: loan/credit */
    size_t start, end; /* bytes of the text */
    size_t split; /* the hyphen where the word changes from Latin to Cyrillic
                     or back, once; 0 for nowhere */
} lex_item;

/* Add the items of `d` from byte `start` to `end` to `items` (of lex_item).
 * False if memory ran out. Linear. */
bool lex_text(buf *items, const draft *d, const char *source, size_t start,
              size_t end);

/* The same of a text that is known to be one side of an entry: no bracket in it
 * is the other side. */
bool lex_one_side(buf *items, const draft *d, const char *source, size_t start,
                  size_t end);

/* The alphabet of the first word among items [first, last). */
lex_script lex_first_script(const lex_item *items, size_t first, size_t last);

/* The end of the line that begins with item `first` of `count`. */
size_t lex_line_end(const lex_item *items, size_t count, size_t first);

/* Is it all of one capital letter, which heads the words that begin with it? */
bool lex_is_letter(const char *text, size_t start, size_t end);

/* Does the note hold a sign that no language but that of sounds is written
 * with? And nothing around them? */
bool lex_has_sounds(const char *text, const lex_item *note);
bool lex_is_bare(const char *text, const lex_item *note);

/* Is it the Cyrillic letter that looks like an "a"? */
bool lex_is_typed_a(const char *text, const lex_item *item);

/* Write the word in small letters into `room` (of `size` bytes), ё as е, and
 * return its length; 0 if it is longer. */
size_t lex_fold(char *room, size_t size, const char *word, size_t len);

/* The next run of letters of `text` from `*at` on, folded into `room`, with its
 * length in `*word_len` (0 if it is too long). False if there is none. */
bool lex_next_word(const char *text, size_t len, size_t *at, char *room,
                   size_t size, size_t *word_len);

#endif
