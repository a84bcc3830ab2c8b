/* SPDX-License-Identifier: MIT
 *
 * In: the pieces of printed pages, each marked with what it is. Out: a block of
 * each. Invariant: a piece goes on up to a blank line or the next mark. */
#include "corpus/splitter.h"

#include <string.h>

#include "corpus/layout/layout.h"
#include "corpus/syntax.h"

static const struct {
    char letter;
    block_type type;
} types[] = {{LAYOUT_PARAGRAPH, BLOCK_PARAGRAPH},
             {LAYOUT_ASIDE, BLOCK_PARAGRAPH},
             {LAYOUT_ITEM, BLOCK_ITEM},
             {LAYOUT_NOTE, BLOCK_FOOTNOTE},
             {LAYOUT_ROW, BLOCK_ROW},
             {'1', BLOCK_HEADING},
             {'2', BLOCK_HEADING},
             {'3', BLOCK_HEADING},
             {'4', BLOCK_HEADING},
             {'5', BLOCK_HEADING},
             {'6', BLOCK_HEADING}};

static bool find_type(char letter, block_type *type)
{
    for (size_t i = 0; i < sizeof types / sizeof *types; i++) {
        *type = types[i].type;
        if (types[i].letter == letter)
            return true;
    }
    return false;
}

static bool begins_piece(const splitter *s, const view *v)
{
    block_type type;
    const char *text = splitter_text(s, v);
    return view_len(v) > 1 && text[0] == LAYOUT_MARK &&
           find_type(text[1], &type);
}

/* Open a row whose cells are the slices of its block. */
static void open_row(splitter *s, view v)
{
    const size_t end = v.end;
    for (bool first = true;; first = false) {
        const char *found =
            memchr(s->text + v.start, LAYOUT_CELL, end - v.start);
        v.end = found == NULL ? end : (size_t)(found - s->text);
        if (first)
            splitter_open(s, BLOCK_ROW, &v, v.start);
        else
            splitter_extend(s, &v);
        if (found == NULL)
            return;
        v.start = v.end + 1;
    }
}

static void open_piece(splitter *s, block_type type, const view *v)
{
    const syntax_marker marker =
        syntax_item(s->text + v->start, v->end - v->start);
    if (type == BLOCK_ROW) {
        open_row(s, *v);
    } else if (type == BLOCK_ITEM && marker.kind != SYNTAX_NO_MARKER) {
        splitter_open(s, type, v, v->start + marker.text);
        block_last(s->out)->ordinal = marker.kind != SYNTAX_BULLET;
    } else {
        splitter_open(s, type, v, v->start);
    }
}

size_t take_printed(splitter *s, const view *v)
{
    block_type type;
    size_t lines = 1;
    view at = *v;
    if (!begins_piece(s, v))
        return 0;
    const char letter = splitter_text(s, v)[1];
    find_type(letter, &type);
    at.start += 2;
    splitter_end_list(s);
    open_piece(s, type, &at);
    block_last(s->out)->whole = true;
    if (type == BLOCK_HEADING)
        block_last(s->out)->level = (unsigned)(letter - '0');
    for (; v->index + lines < s->lines->count; lines++) {
        at = splitter_line(s, v->index + lines);
        const text_line *line = &s->lines->lines[v->index + lines];
        if (view_len(&at) == 0 || line->turned || line->furniture ||
            begins_piece(s, &at))
            break;
        splitter_extend(s, &at);
    }
    splitter_close(s);
    return lines;
}
