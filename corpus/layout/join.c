/* SPDX-License-Identifier: MIT
 *
 * In: pieces with their kinds. Out: those that go on in another column or on
 * another page are linked. Invariant: a piece continues one other at most, and
 * between the two stand only notes, captions, tables and formulas. */
#include "corpus/layout/parts.h"

#include "corpus/layout/layout.h"
#include "corpus/text.h"

#define BETWEEN_MAX 80

static bool is_text(const page_piece *p)
{
    return p->kind == LAYOUT_PARAGRAPH || p->kind == LAYOUT_ITEM;
}

/* True if what is to be joined begins in another column or on another page. */
static bool is_turned(const page_line *line, const page_line *next)
{
    return line->page != next->page || next->at.top < line->at.top;
}

/* The indent that its lines behind the first have. */
static float indent_of(const page_set *s, const page_piece *p)
{
    if (p->kind != LAYOUT_ITEM && p->lines < 2)
        return 0;
    const page_line *l = piece_line(s, p, p->lines - 1);
    return l->at.left - l->left;
}

/* `apart` if a formula stands between. */
static bool goes_on(const page_set *s, const page_piece *p,
                    const page_piece *next, bool apart)
{
    const page_line *line = piece_line(s, p, p->lines - 1);
    const page_line *first = piece_line(s, next, 0);
    if (next->kind != LAYOUT_PARAGRAPH || first->mark || line->leader ||
        distance(line->size, first->size) > .08f * line->size)
        return false;
    const text_end end = text_ending(line_words(s, line), line->len);
    const bool lower =
        text_is_lower(text_at(line_words(s, first), first->len, 0));
    if (!is_turned(line, first))
        return lower && end == TEXT_END_OPEN &&
               !layout_is_short(s, line, first);
    const float indent = first->at.left - first->left;
    const bool flush = distance(indent, indent_of(s, p)) < .6f * first->size;
    const bool open = end != TEXT_END_SENTENCE;
    const bool full = !layout_is_short(s, line, first);
    if ((open && lower) || apart)
        return open && lower;
    if (!flush ||
        (s->indents && indent > .6f * first->size && p->kind != LAYOUT_ITEM))
        return false;
    return full && (open || (s->indents && s->justified &&
                             p->kind == LAYOUT_PARAGRAPH));
}

/* The piece that goes on with piece `i`. */
static size_t find_next(const page_set *s, size_t i)
{
    const page_piece *p = piece_at(s, i);
    bool apart = false;
    for (size_t k = i + 1; k < piece_count(s) && k <= i + BETWEEN_MAX; k++) {
        const page_piece *next = piece_at(s, k);
        if (next->page > p->page + 2)
            break;
        if (is_text(next)) {
            if (!next->taken && goes_on(s, p, next, apart))
                return k;
            break;
        }
        apart |= piece_line(s, next, 0)->formula;
        if (next->kind >= '1' && next->kind <= '6')
            break;
    }
    return PIECE_NONE;
}

bool layout_join(page_set *s)
{
    for (size_t i = 0; i < piece_count(s); i++) {
        page_piece *p = piece_at(s, i);
        if (!is_text(p))
            continue;
        if (!layout_goes_on(s, 1))
            return false;
        const size_t next = find_next(s, i);
        if (next == PIECE_NONE)
            continue;
        p->next = (uint32_t)next;
        piece_at(s, next)->taken = true;
    }
    return true;
}
