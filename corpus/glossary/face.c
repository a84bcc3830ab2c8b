/* SPDX-License-Identifier: MIT
 *
 * In: a line and a mark in it. Out: the two stretches that may be sides that
 * face each other over the mark, without the labels, sentences and remarks
 * around them. */
#include "corpus/glossary/face.h"

#include <string.h>

#include "corpus/glossary/bracket.h"
#include "corpus/glossary/heading.h"

#define TERM_WORDS_MAX 4 /* before what the term means */

bool face_parts(const lex_item *item)
{
    bool within = item->face == FACE_GAP && item[1].kind == LEX_WORD &&
                  item[-1].kind == LEX_WORD &&
                  item[1].script == item[-1].script;
    return item->kind == LEX_FACE && item->face != FACE_TIGHT && !within;
}

bool face_ends_sentence(const span *s, size_t at)
{
    const lex_item *item = &s->items[at];
    if (item->kind != LEX_STOP || at == s->first || at + 1 >= s->last)
        return false;
    const lex_item *before = item - 1, *after = item + 1;
    size_t least = before->script == SCRIPT_CYRILLIC ? 5 : 4;
    return after->start > item->end && before->kind == LEX_WORD &&
           before->script != SCRIPT_NONE &&
           before->end - before->start >= least &&
           !span_is_short_speech(s, at - 1) &&
           !span_word_is(s, at - 1, WORD_SORT);
}

/* Does what stands before byte `end` name a glossary? */
static bool says_so(const span *s, size_t end)
{
    size_t start = s->items[s->first].start;
    return entry_heading_says_so(s->text + start, end - start);
}

/* Of a line of cells, the last one that holds words: "1. | pawn | /pɔːn/ |". */
static void take_last_cell(span *left)
{
    bool words = false;
    size_t end = left->last;
    for (size_t i = left->last; i > left->first; i--) {
        if (left->items[i - 1].face == FACE_BAR && words) {
            left->first = i;
            break;
        }
        if (left->items[i - 1].face == FACE_BAR)
            end = i - 1;
        words |= left->items[i - 1].kind == LEX_WORD;
    }
    left->last = end;
}

/* Of a term; a definition has more than twice as many. */
#define DEFINED_WORDS 3

size_t face_words(const span *s, size_t first, size_t last)
{
    size_t words = 0;
    for (size_t i = first; i < last; i++)
        words += s->items[i].kind == LEX_WORD;
    return words;
}

/* Does a definition of the term before the mark at `at` follow it? */
static bool is_before_definition(const span *s, size_t at)
{
    if (s->items[at].face < FACE_HYPHEN || s->items[s->first].capital)
        return false;
    size_t words = face_words(s, s->first, at);
    return words <= DEFINED_WORDS &&
           face_words(s, at + 1, s->last) > 2 * words + 1;
}

bool face_is_dash(const span *s, size_t at)
{
    return s->items[at].face >= FACE_LEAN && s->items[at].face != FACE_LISTED &&
           s->items[at].start > s->items[at - 1].end;
}

bool face_is_strange_label(const span *s, size_t colon)
{
    return colon > s->first && s->items[colon].face == FACE_COLON &&
           span_script(s, s->first) != SCRIPT_NONE &&
           !span_first_is(s, WORD_LANGUAGE) && !span_first_is(s, WORD_SPEECH) &&
           !says_so(s, s->items[colon].end);
}

/* Of "clock cycle -> ciclo de reloj | ...", what is before the arrow, of "toe -
 * one of the digits of a foot - ...", what is before the definition, and of
 * "reloj - clock / ...", "reloj: clock / ...", what is before the mark: a
 * translation into another language of the same alphabet. */
static void leave_first(span *left, bool slash)
{
    for (size_t i = left->first + 1; i < left->last; i++)
        if (left->items[i].face == FACE_ARROW ||
            is_before_definition(left, i) ||
            (slash &&
             (face_is_dash(left, i) || face_is_strange_label(left, i))))
            left->last = i;
}

span face_left(const span *s, size_t at)
{
    span left = *s;
    size_t marks = 0;
    bool slash = s->items[at].face == FACE_SLASH &&
                 span_script_before(s, at) == span_script(s, s->first);
    left.last = at;
    if (s->items[at].face == FACE_BAR)
        take_last_cell(&left);
    for (size_t i = s->first; i + 1 < at; i++)
        if ((s->items[i].face == FACE_COLON &&
             !(slash && face_is_strange_label(s, i))) ||
            (face_ends_sentence(&left, i) && !face_parts(&s->items[i + 1])) ||
            (s->items[i].face >= FACE_HYPHEN && marks++ == 0 && i > s->first &&
             says_so(s, s->items[i].start))) /* "Words - a" */
            left.first = i + 1;
    leave_first(&left, slash);
    return left;
}

/* True if `face` ends a side that began behind `own`. */
static bool ends_side(lex_face face, lex_face own)
{
    if (face == FACE_GAP)
        return own == FACE_GAP;
    return face == FACE_COLON || face >= FACE_BAR;
}

/* ", см. 5", "; ср. leak": a reference to another place. */
static bool refers(const span *s, size_t at)
{
    return at + 2 < s->last &&
           (s->items[at].kind == LEX_COMMA || s->items[at].kind == LEX_CUT) &&
           span_word_is(s, at + 1, WORD_SEE) && span_mark_is(s, at + 2, '.');
}

span face_right(const span *s, size_t at)
{
    span right = *s;
    right.first = at + 1;
    for (size_t i = right.first; i < s->last; i++) {
        const lex_item *item = &s->items[i];
        bool face = i > right.first && ends_side(item->face, s->items[at].face);
        face |= lex_is_bracket(s->items[at].face) && bracket_closes(s, i);
        if (face || item->kind == LEX_COMMENT || refers(&right, i) ||
            face_ends_sentence(&right, i)) {
            right.last = i;
            break;
        }
    }
    return right;
}

size_t face_leave_meaning(lex_item *items, size_t count)
{
    size_t last = count, words = 0, means = 0, marks = 0, first = 0;
    while (first < count && items[first].face < FACE_LEAN &&
           words <= TERM_WORDS_MAX)
        words += items[first++].script == SCRIPT_LATIN;
    while (last > first && items[last - 1].script != SCRIPT_LATIN)
        last--;
    if (words == 0 || words > TERM_WORDS_MAX || last == first)
        return count;
    while (last < count && items[last].face < FACE_LEAN)
        last++;
    for (size_t i = 0; i < last; i++) {
        if (items[i].script == SCRIPT_CYRILLIC)
            return count;
        means += items[i].script == SCRIPT_LATIN;
        marks += i > first && items[i].kind != LEX_WORD &&
                 items[i].kind != LEX_COMMA && items[i].kind != LEX_NOTE;
    }
    if (last == count || means <= 3 * words || marks == 0)
        return count;
    memmove(items + first, items + last, (count - last) * sizeof *items);
    return count - (last - first);
}
