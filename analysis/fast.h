/* SPDX-License-Identifier: MIT
 *
 * fast.h: the common words without the general rules.
 *
 * A simple word is ASCII letters and digits, or Russian letters (composed),
 * followed by what plainly ends a word. A plain part or run is one whose bytes
 * are ASCII, or a part of Russian letters only. Their outcome is what word.h,
 * glyph.h and fold.h would give, for every language but Turkish; for any other,
 * or one of more than FAST_BYTES_MAX bytes, there is none.
 *
 * A word is folded to where there is room for FAST_ROOM bytes. If it is for a
 * stemmer zeros follow it, up to a multiple of eight bytes. */
#ifndef PILCROW_ANALYSIS_FAST_H
#define PILCROW_ANALYSIS_FAST_H

#include <string.h>

#include "analysis/chars.h"
#include "analysis/word.h"
#include "base/eight.h"

#define FAST_BYTES_MAX 64u
#define FAST_ROOM (FAST_BYTES_MAX + EIGHT)

typedef struct fast_word {
    size_t start, end;  /* bytes of the text */
    size_t len;         /* of the folded form; 1 at least */
    char_script script; /* NONE, LATIN or CYRILLIC */
    bool stemmed;       /* for a stemmer; else the form is the term */
} fast_word;

/* In fast.c is what is rare, so that the way of ASCII words is short. */

/* True if the longer character at `at` ends a word whatever follows. */
bool fast_is_break(const char *text, size_t len, size_t at);
/* Fold the ASCII letters and digits from `text` on. Returns how many bytes they
 * are, at most FAST_BYTES_MAX; `max` may be read. */
size_t fast_fold_digits(char *out, const char *text, size_t max, bool *letter);
/* fast_read() where a longer character stands at `at`, before which there is no
 * word from `from` on. */
bool fast_read_any(fast_word *out, char *folded, const char *text, size_t len,
                   size_t from, size_t at);

/* What a byte does to a simple word, a row of 32 bytes each:
 *
 *   a   may join another part, or belong to the word, if another follows
 *   b   ends the word whatever follows
 *   d   a digit
 *   h   a byte of a longer character
 *   l   a letter */
extern const char fast_kinds[];

static inline char fast_kind(const char *text, size_t at)
{
    return fast_kinds[(unsigned char)text[at]];
}

/* Pass over the ASCII that begins no word, but for the dot of .NET. */
static inline size_t fast_skip(const char *text, size_t len, size_t at)
{
    while (at < len && fast_kind(text, at) <= 'b')
        at++;
    return at;
}

/* True if a word of `size` bytes that ends before `at` ends there for good. */
static inline bool fast_is_end(const char *text, size_t len, size_t at,
                               size_t size)
{
    char kind = at < len ? fast_kind(text, at) : 'b';
    if (kind == 'b')
        return true;
    if (kind == 'h')
        return fast_is_break(text, len, at);
    return kind == 'a' && (text[at] != '#' || size > 1) &&
           (at + 1 >= len || fast_kind(text, at + 1) == 'b');
}

/* An ASCII character as a small letter, if it is one. */
static inline char fast_small(char c)
{
    return (char)((unsigned char)c - (unsigned)'A' < 26 ? c | 0x20 : c);
}

/* Zeros behind a word of `size` bytes, up to eight. */
static inline void fast_pad(char *folded, size_t size)
{
    memset(folded + size, 0, EIGHT);
}

/* Fold the letters from `text` on. Returns how many bytes they are, at most
 * FAST_BYTES_MAX; `max` may be read. */
static inline size_t fast_fold_ascii(char *out, const char *text, size_t max)
{
    size_t size = 0;
    for (; size + EIGHT <= max && size < FAST_BYTES_MAX; size += EIGHT) {
        uint64_t bytes = eight_at(text + size) | EIGHT_TIMES(0x20u);
        uint64_t others = eight_not_letters(eight_upwards(text + size));
        const size_t letters = others == 0 ? EIGHT : eight_zeros(others);
        if (others != 0)
            bytes = eight_keep(bytes, letters);
        memcpy(out + size, &bytes, EIGHT);
        if (others != 0)
            return size + letters;
    }
    for (; size < max && size < FAST_BYTES_MAX; size++) {
        if (fast_kind(text, size) != 'l')
            break;
        out[size] = (char)(text[size] | 0x20);
    }
    fast_pad(out, size);
    return size;
}

/* Read the word of ASCII letters and digits at `at`; `from` is where it may
 * begin at the soonest. */
static inline bool fast_read_ascii(fast_word *out, char *folded,
                                   const char *text, size_t len, size_t from,
                                   size_t at)
{
    bool net = at > from && at < len && text[at - 1] == '.' &&
               fast_small(text[at]) == 'n';
    out->start = net ? at - 1 : at;
    size_t size = fast_fold_ascii(folded, text + at, len - at);
    bool letter = size > 0;
    out->stemmed = at + size >= len || fast_kind(text, at + size) != 'd';
    if (!out->stemmed)
        size = fast_fold_digits(folded, text + at, len - at, &letter);
    out->script = letter ? SCRIPT_LATIN : SCRIPT_NONE;
    out->end = at + size;
    out->len = size;
    return size > 0 && !net && fast_is_end(text, len, out->end, size);
}

/* Read the word at or after `from`, if it is a simple one, folded to `folded`.
 * False if it is none, or there is no word: out->start is then where the
 * general rules go on. */
static inline bool fast_read(fast_word *out, char *folded, const char *text,
                             size_t len, size_t from)
{
    size_t at = fast_skip(text, len, from);
    if (at < len && fast_kind(text, at) == 'h')
        return fast_read_any(out, folded, text, len, from, at);
    return fast_read_ascii(out, folded, text, len, from, at);
}

/* The same of a part that was read, and of a symbol as a whole. */
bool fast_part(fast_word *out, char *folded, const char *text,
               const word_part *part);
bool fast_run(fast_word *out, char *folded, const char *text,
              const word_run *run);

#endif
