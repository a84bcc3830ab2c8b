/* SPDX-License-Identifier: MIT
 *
 * In: a word or phrase as typed. Out: the pieces of it that are patterns.
 * Invariant: patterns do not overlap, each has a letter or digit of its word
 * before its first mark. */
#include "searcher/query/pattern.h"

#include "analysis/chars.h"

#define LETTERS_BEFORE_STAR 2u

typedef enum sign {
    SIGN_BREAK,  /* ends the word */
    SIGN_JOINT,  /* ends the piece */
    SIGN_LETTER, /* or a digit */
    SIGN_INSIDE, /* a mark on a letter, an apostrophe, nothing visible */
    SIGN_STAR,
    SIGN_QUESTION,
    SIGN_TILDE
} sign;

static sign sign_at(const char *text, size_t len, size_t at, size_t *size)
{
    char_read c = char_at(text, len, at);
    *size = c.size;
    switch (c.class) {
    case CHAR_LETTER:
    case CHAR_DIGIT:
        return SIGN_LETTER;
    case CHAR_MARK:
    case CHAR_IGNORED:
    case CHAR_APOSTROPHE:
        return SIGN_INSIDE;
    case CHAR_HYPHEN:
    case CHAR_DOT:
    case CHAR_SLASH:
    case CHAR_COMMA:
        return SIGN_JOINT;
    case CHAR_BREAK:
    case CHAR_THIN:
        break;
    }
    return c.code == '*'   ? SIGN_STAR
           : c.code == '?' ? SIGN_QUESTION
           : c.code == '~' ? SIGN_TILDE
                           : SIGN_BREAK;
}

unsigned pattern_edits(size_t letters)
{
    return letters < 3 ? 0 : letters < 6 ? 1 : 2;
}

/* --------------------------------------------------------------- a word -- */

/* A word while it is read. */
typedef struct scanning {
    const char *text;
    size_t len;
    const pattern_visitor *v;
    size_t start, end; /* of the word */
    bool emphasised;   /* it begins and ends with a star */
    size_t letters;    /* of the word so far */
    size_t piece;      /* where the piece in hand begins */
    size_t own;        /* letters of the piece */
    bool marked;       /* it has a live * or ? */
    bool inner;
    bool troubled; /* the word was complained about */
    bool go_on;
} scanning;

static void complain(scanning *s, pattern_trouble what)
{
    if (!s->troubled && s->v->trouble != NULL)
        s->v->trouble(s->v->ctx, what, s->start, s->end);
    s->troubled = true;
}

/* The piece ends at `end`; begin the next one at `next`. */
static void end_piece(scanning *s, size_t end, size_t next, unsigned edits)
{
    pattern p = {.start = s->piece,
                 .end = end,
                 .after = next,
                 .word = s->start,
                 .edits = edits,
                 .inner = s->inner};
    if ((s->marked || edits > 0) && s->v->pattern != NULL)
        s->go_on = s->go_on && s->v->pattern(s->v->ctx, &p);
    s->piece = next;
    s->own = 0;
    s->marked = s->inner = false;
}

/* A run of stars at [at, end), after something of kind `before`. */
static void read_star(scanning *s, size_t at, size_t end, sign before)
{
    bool last = end == s->end;
    if (s->emphasised && (s->letters == 0 || last)) {
        end_piece(s, at, end, 0);
    } else if (s->letters >= LETTERS_BEFORE_STAR) {
        s->marked = true;
    } else {
        if (s->letters == 0 && !last && end - at == 1)
            complain(s, PATTERN_LEADING);
        else if (s->letters > 0 && before != SIGN_JOINT)
            complain(s, PATTERN_SHORT);
        end_piece(s, at, end, 0);
    }
}

static void read_question(scanning *s, size_t at, sign before)
{
    size_t size;
    bool between = (before == SIGN_LETTER || before == SIGN_INSIDE) &&
                   s->own > 0 && at + 1 < s->end &&
                   sign_at(s->text, s->len, at + 1, &size) == SIGN_LETTER;
    if (between)
        s->marked = true;
    else
        end_piece(s, at, at + 1, 0);
}

/* A tilde behind the last letter of a piece, its number, and then no letter. */
static size_t read_tilde(scanning *s, size_t at, sign before)
{
    size_t size;
    size_t next = at + 1;
    unsigned number = 0;
    while (next < s->end && s->text[next] >= '0' && s->text[next] <= '9') {
        number = number * 10 + (unsigned)(s->text[next] - '0');
        number = number > 100 ? 100 : number;
        next++;
    }
    bool numbered = next > at + 1;
    bool live = (before == SIGN_LETTER || before == SIGN_INSIDE) &&
                s->own > 0 &&
                (next == s->end ||
                 sign_at(s->text, s->len, next, &size) != SIGN_LETTER);
    unsigned edits = pattern_edits(s->own);
    if (!live) {
        end_piece(s, at, at + 1, 0);
        return at + 1;
    }
    if (s->marked) {
        complain(s, PATTERN_BOTH);
        edits = 0;
    } else if (edits == 0) {
        complain(s, PATTERN_SHORT_TYPO);
    } else if (numbered && (number == 0 || number > PATTERN_EDITS_MAX)) {
        complain(s, PATTERN_EDITS);
    } else if (numbered) {
        edits = number;
    }
    end_piece(s, at, next, edits);
    return next;
}

static size_t read_letter(scanning *s, size_t at, size_t size)
{
    s->letters++;
    s->own++;
    s->inner = s->inner || s->marked;
    return at + size;
}

static void read_word(scanning *s)
{
    sign before = SIGN_BREAK;
    for (size_t at = s->start; at < s->end && s->go_on;) {
        size_t size;
        sign now = sign_at(s->text, s->len, at, &size);
        size_t next = at + size;
        if (now == SIGN_LETTER) {
            next = read_letter(s, at, size);
        } else if (now == SIGN_STAR) {
            while (next < s->end && s->text[next] == '*')
                next++;
            read_star(s, at, next, before);
        } else if (now == SIGN_QUESTION) {
            read_question(s, at, before);
        } else if (now == SIGN_TILDE) {
            next = read_tilde(s, at, before);
        } else if (now == SIGN_JOINT) {
            end_piece(s, at, next, 0);
        }
        before = now;
        at = next;
    }
    end_piece(s, s->end, s->end, 0);
}

/* ------------------------------------------------------------- the text -- */

/* Emphasis as Markdown has it: stars around, and perhaps a comma. */
static bool is_emphasised(const char *text, size_t start, size_t *end)
{
    size_t last = *end;
    while (last > start && (text[last - 1] == ',' || text[last - 1] == '.'))
        last--;
    if (last - start <= 2 || text[start] != '*' || text[last - 1] != '*')
        return false;
    *end = last;
    return true;
}

bool pattern_scan(const char *text, size_t len, const pattern_visitor *v)
{
    bool go_on = true;
    for (size_t at = 0; at < len && go_on;) {
        size_t size;
        size_t end = at;
        bool marked = false;
        for (; end < len; end += size) {
            sign now = sign_at(text, len, end, &size);
            if (now == SIGN_BREAK)
                break;
            marked = marked || now >= SIGN_STAR;
        }
        if (marked) {
            size_t last = end;
            bool emphasised = is_emphasised(text, at, &last);
            scanning s = {.text = text,
                          .len = last,
                          .v = v,
                          .start = at,
                          .end = last,
                          .piece = at,
                          .emphasised = emphasised,
                          .go_on = true};
            read_word(&s);
            go_on = s.go_on;
        }
        at = end;
        if (at < len) {
            (void)sign_at(text, len, at, &size);
            at += size;
        }
    }
    return go_on;
}
