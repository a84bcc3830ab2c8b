/* SPDX-License-Identifier: MIT
 *
 * In: a term with a bracket behind it. Out: what the bracket is to the term. */
#include "corpus/glossary/bracket.h"

#include "corpus/glossary/spelling.h"

static bool is_closer(const span *s, size_t at)
{
    return span_mark_is(s, at, ')') || span_mark_is(s, at, ']');
}

bool bracket_closes(const span *s, size_t at)
{
    size_t next = at + 1;
    if (!is_closer(s, at))
        return false;
    if (next == s->last || s->items[next].kind == LEX_FACE ||
        s->items[next].kind == LEX_STOP)
        return true;
    while (next < s->last && s->items[next].kind != LEX_NOTE &&
           s->items[next].script == SCRIPT_NONE)
        next++;
    return next == s->last;
}

bool bracket_goes_on(const span *right)
{
    bool on = false;
    for (size_t i = right->first; i < right->last; i++)
        on |= is_closer(right, i);
    return on;
}

#define SHORT_WORDS 2 /* of a translation; more may be a definition */

/* Are both abbreviations, as in "NGO (НПО)"? */
static bool is_tall(const span *left)
{
    bool lower = false;
    for (size_t i = left->first; i < left->last; i++)
        lower |= left->items[i].lower;
    return !lower;
}

/* "apple (эпл) — яблоко": does the bracket at item `at` tell how the term
 * before it is said, as the right side is in the same language and translates
 * it? */
static bool is_how_said(const span *left, size_t at, const entry_side *right)
{
    const lex_item *bracket = &left->items[at];
    size_t words = 0, end = at + 1;
    for (; end < left->last && !is_closer(left, end); end++)
        words += left->items[end].kind == LEX_WORD;
    const char *term = left->text + left->items[left->first].start;
    const char *said = left->text + bracket->end;
    size_t term_len = (size_t)(left->text + bracket->start - term);
    size_t said_len = left->items[end - 1].end - bracket->end;
    bool spelt = right->cyrillic
                     ? glossary_is_spelt(term, term_len, said, said_len)
                     : glossary_is_spelt(said, said_len, term, term_len);
    bool other = (bracket[-1].script == SCRIPT_CYRILLIC) != right->cyrillic;
    return other && !is_tall(left) &&
           (spelt || right->words <= SHORT_WORDS || right->words <= words);
}

/* Does a word follow the bracket at item `at`, as in "apple (эпл) tree"? */
static bool is_before_word(const span *left, size_t at)
{
    while (at < left->last && !is_closer(left, at))
        at++;
    return at + 1 < left->last && left->items[at + 1].kind == LEX_WORD;
}

bool bracket_drop(span *left, const entry_side *right, bool *told)
{
    for (size_t i = left->first + 1; i < left->last; i++) {
        if (!lex_is_bracket(left->items[i].face))
            continue;
        bool said = is_how_said(left, i, right) && !is_before_word(left, i);
        left->last = i;
        *told |= said;
        return said;
    }
    return true;
}

bool bracket_spells(const span *right, const entry_side *side)
{
    const lex_item *note = &right->items[right->last - 1];
    if (note->kind != LEX_NOTE || right->last - right->first < 2)
        return false;
    const char *own = right->text + side->start;
    const char *other = right->text + note->start + 1;
    size_t len = right->items[right->last - 2].end - side->start;
    size_t note_len = note->end - note->start - 2;
    lex_script script = side->cyrillic ? SCRIPT_LATIN : SCRIPT_CYRILLIC;
    return span_item_script(right->text, note) == script &&
           (side->cyrillic ? glossary_is_spelt(other, note_len, own, len)
                           : glossary_is_spelt(own, len, other, note_len));
}

bool bracket_says(const span *s, size_t at, size_t end)
{
    while (end < s->last && is_closer(s, end))
        end++;
    span left = {s->text, s->items, s->first, end};
    span right = {s->text, s->items, end + 1, s->last};
    entry_side side;
    return end + 1 < s->last && s->items[end].face >= FACE_COLON &&
           span_script(s, s->first) == SCRIPT_CYRILLIC &&
           entry_side_read(&side, &right) && is_how_said(&left, at, &side);
}

bool bracket_explains(const span *s, size_t from, const entry_parse *e)
{
    while (from < s->last && is_closer(s, from))
        from++;
    return from < s->last && lex_is_bracket(e->face) &&
           (s->items[from].face >= FACE_HYPHEN ||
            s->items[from].face == FACE_COLON) &&
           (e->face == FACE_LISTED ||
            (span_script(s, from) == SCRIPT_CYRILLIC) == e->term.cyrillic);
}
