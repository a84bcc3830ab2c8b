/* SPDX-License-Identifier: MIT
 *
 * In: the decoded characters of a word. Out: segments of one script each.
 * Invariant: segments follow one another and none is cut before a mark. */
#include "analysis/glyph.h"

#include <stdlib.h>

#define ENDING_LETTERS_MAX 3
#define ENDING_GLYPHS_MAX 12 /* marks and the apostrophe included */

void glyph_list_init(glyph_list *list)
{
    *list = (glyph_list){NULL, 0, 0, false};
}

void glyph_list_clear(glyph_list *list)
{
    list->count = 0;
    list->failed = false;
}

void glyph_list_release(glyph_list *list)
{
    free(list->items);
    glyph_list_init(list);
}

bool glyph_list_add(glyph_list *list, const glyph *g)
{
    if (list->failed)
        return false;
    if (list->count == list->capacity) {
        size_t capacity = list->capacity == 0 ? 64 : list->capacity * 2;
        glyph *items = realloc(list->items, capacity * sizeof *items);
        if (items == NULL) {
            list->failed = true;
            return false;
        }
        list->items = items;
        list->capacity = capacity;
    }
    list->items[list->count++] = *g;
    return true;
}

/* True if the segment must end before `g`. */
static bool is_cut(const segment *s, const glyph *g)
{
    if (g->class == CHAR_DIGIT || g->class == CHAR_APOSTROPHE)
        return s->script == SCRIPT_PAIRS;
    if (g->class != CHAR_LETTER)
        return false;
    if (g->script == SCRIPT_PAIRS && s->has_digits)
        return true;
    return s->script != SCRIPT_NONE && s->script != g->script;
}

/* The apostrophe before the last few glyphs of [first, last), if they are a
 * case ending; `last` if they are not. */
static size_t find_ending(const glyph_list *list, size_t first, size_t last)
{
    size_t letters = 0;
    for (size_t at = last; at > first && last - at < ENDING_GLYPHS_MAX;) {
        const glyph *g = &list->items[--at];
        if (g->class == CHAR_APOSTROPHE)
            return letters >= 1 && letters <= ENDING_LETTERS_MAX ? at : last;
        if (g->class != CHAR_MARK && g->script != SCRIPT_CYRILLIC)
            return last;
        letters += g->class == CHAR_LETTER;
    }
    return last;
}

size_t glyph_drop_ending(glyph_list *list, size_t first, size_t last)
{
    while (last > first && list->items[last - 1].class == CHAR_APOSTROPHE)
        last--;
    size_t end = find_ending(list, first, last);
    size_t letter = end;
    while (letter > first && list->items[letter - 1].class == CHAR_MARK)
        letter--;
    if (letter == first || list->items[letter - 1].script != SCRIPT_LATIN)
        return last;
    for (size_t at = end; at < last; at++) {
        list->items[at].class = CHAR_IGNORED;
        list->items[at].script = SCRIPT_NONE;
    }
    return end;
}

/* Leave apostrophes at either end out of the segment's bytes. */
static void trim(const glyph_list *list, segment *s)
{
    const glyph *items = list->items;
    while (s->first < s->last && items[s->first].class == CHAR_APOSTROPHE)
        s->first++;
    while (s->first < s->last && items[s->last - 1].class == CHAR_APOSTROPHE)
        s->last--;
    if (s->first == s->last)
        return;
    s->start = items[s->first].start;
    s->end = items[s->last - 1].end;
}

size_t glyph_segment(const glyph_list *list, size_t from, segment *out)
{
    *out = (segment){from, from, 0, 0, SCRIPT_NONE, false};
    size_t at = from;
    for (; at < list->count; at++) {
        const glyph *g = &list->items[at];
        if (at > from && is_cut(out, g))
            break;
        if (g->class == CHAR_LETTER)
            out->script = g->script;
        out->has_digits |= g->class == CHAR_DIGIT;
    }
    out->last = at;
    trim(list, out);
    return at;
}

segment glyph_single(const glyph_list *list, size_t from, size_t end)
{
    size_t last = from + 1;
    while (last < end && list->items[last].class != CHAR_LETTER)
        last++;
    return (segment){
        from,         last, list->items[from].start, list->items[last - 1].end,
        SCRIPT_PAIRS, false};
}

segment glyph_pair(const glyph_list *list, size_t from, size_t end)
{
    segment pair = glyph_single(list, from, end);
    segment second = glyph_single(list, pair.last, end);
    pair.last = second.last;
    pair.end = second.end;
    return pair;
}
