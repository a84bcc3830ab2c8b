/* SPDX-License-Identifier: MIT
 *
 * A stretch of items as one side of a glossary entry. */
#ifndef PILCROW_CORPUS_GLOSSARY_ENTRY_SIDE_H
#define PILCROW_CORPUS_GLOSSARY_ENTRY_SIDE_H

#include "corpus/glossary/span.h"

#define ENTRY_SIDE_WORDS_MAX 8
#define ENTRY_SIDE_BYTES_MAX ((size_t)240)

typedef struct entry_side {
    size_t start, end; /* bytes of the text */
    size_t words;      /* outside of brackets */
    size_t longest;    /* the same, of the longest part between commas */
    bool cyrillic;
    bool capital; /* every word begins with a capital letter */
    bool tall;    /* no small letter at all: an abbreviation */
    bool letters; /* every word is but one letter */
    bool humps;   /* a word like JavaScript or Get-Item */
    bool numbers; /* a number stands in it */
    bool pages;   /* numbers stand behind it: of pages, or of telephones */
    bool speech;  /* its part of speech, gender or endings follow it */
    bool stops;   /* a full stop stands in it */
} entry_side;

/* Leave out of the span what is no word of it at either end: bullets, commas,
 * a number or letter that counts the entries. */
void entry_side_trim(span *s);

/* Read the span as a side; trimmed, and without its parts of speech and numbers
 * of pages, it is what that is made of. False if it cannot be one. */
bool entry_side_read(entry_side *out, span *s);

#endif
