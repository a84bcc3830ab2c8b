/* SPDX-License-Identifier: MIT
 *
 * In: lines that may begin a table. Out: a block of each of its rows, with the
 * cells as slices, and those of its heads. */
#include "corpus/splitter.h"

#include <string.h>

#include "corpus/table.h"
#include "corpus/table_html.h"
#include "corpus/table_pairs.h"

/* The line as a row of `count` cells from slice `first` on. One cell alone is a
 * frame around a text. */
static block row_of(const splitter *s, const view *v, size_t first,
                    size_t count, size_t heads)
{
    return (block){.type = count + heads > 1 ? BLOCK_ROW : BLOCK_PARAGRAPH,
                   .quoted = v->quoted,
                   .blanks = s->blanks,
                   .marker = v->start,
                   .slice = first,
                   .slice_count = count,
                   .head_count = heads,
                   .next = BLOCK_NONE};
}

static void add_row(splitter *s, const view *v, size_t head, size_t heads)
{
    size_t first = splitter_slices(s);
    size_t count =
        table_cells(&s->out->slices, s->text, (slice){v->start, v->end});
    block b = row_of(s, v, first, count, heads);
    b.head = head;
    s->blanks = 0;
    if (count > 0)
        buf_add(&s->out->blocks, &b, sizeof b);
}

static bool is_row_of(const splitter *s, const view *v, const view *at)
{
    return memchr(splitter_text(s, at), '|', view_len(at)) != NULL &&
           at->quoted == v->quoted;
}

/* The cells of a line alone: they leave the list of slices as it was. */
static table_turn turn_of(splitter *s, const view *v, bool *names,
                          size_t *capitals)
{
    buf *slices = &s->out->slices;
    size_t len = slices->len;
    size_t count = table_cells(slices, s->text, (slice){v->start, v->end});
    *names = false;
    *capitals = 0;
    if (count == 0)
        return TURN_NONE;
    const slice *cells = (const slice *)(const void *)(slices->data + len);
    table_turn turn =
        slices->failed ? TURN_NONE : table_row_turn(s->text, cells, count);
    *names = turn != TURN_NONE && table_row_names(s->text, cells, count);
    if (turn != TURN_NONE)
        *capitals = table_row_capitals(s->text, cells, count);
    buf_truncate(slices, len);
    return turn;
}

#define TURNED_ROWS_MIN 2

/* True if the heads are a row like those below: a term and its translation, and
 * not alone in that they begin with capital letters. */
static bool heads_are_row(splitter *s, const view *v)
{
    bool names, ignored;
    size_t capitals, of_row, others = 0;
    table_turn turn = turn_of(s, v, &names, &capitals);
    size_t i = v->index + 2;
    if (turn == TURN_NONE || names)
        return false;
    for (; i < s->lines->count; i++) {
        view at = splitter_line(s, i);
        if (!is_row_of(s, v, &at))
            break;
        if (turn_of(s, &at, &ignored, &of_row) != turn)
            return false;
        others += of_row;
    }
    return (capitals < 2 || others > 0) && i >= v->index + 2 + TURNED_ROWS_MIN;
}

/* "| a || b" over "|-": a row of a wiki's table, and what parts it from the
 * next. */
static bool is_wiki_row(const splitter *s, const view *v, const view *below)
{
    return view_len(below) == 2 &&
           memmem(splitter_text(s, v), view_len(v), "||", 2) != NULL;
}

/* Heads, a line of dashes, and the rows below. Heads without rows are a row,
 * and so are those that are a term and its translation, and where one of them
 * has nothing below it. */
size_t take_table(splitter *s, const view *v)
{
    if (v->index + 1 >= s->lines->count ||
        memchr(splitter_text(s, v), '|', view_len(v)) == NULL)
        return 0;
    view below = splitter_line(s, v->index + 1);
    if (!table_is_delimiter(splitter_text(s, &below), view_len(&below)))
        return 0;
    splitter_close(s);
    splitter_end_list(s);
    bool bare = is_wiki_row(s, v, &below) || heads_are_row(s, v);
    size_t head = splitter_slices(s);
    size_t heads =
        bare ? 0
             : table_cells(&s->out->slices, s->text, (slice){v->start, v->end});
    if (bare)
        add_row(s, v, 0, 0);
    const block row = row_of(s, v, head, heads, 0);
    const size_t place = block_count(s->out);
    size_t i = v->index + 2;
    for (; i < s->lines->count; i++) {
        view at = splitter_line(s, i);
        if (!is_row_of(s, v, &at))
            break;
        add_row(s, &at, head, heads);
    }
    if (i == v->index + 2)
        add_row(s, v, 0, 0);
    else
        table_show_heads(s->out, place, &row);
    return i - v->index;
}

/* A table in the tags of HTML, which Markdown lets stand for itself. */
size_t take_html_table(splitter *s, const view *v)
{
    size_t left = s->lines->lines[s->lines->count - 1].end - v->start;
    size_t size = table_html_find(splitter_text(s, v), left, view_len(v));
    if (size == 0 || v->quoted)
        return 0;
    splitter_close(s);
    splitter_end_list(s);
    slice at = {v->start, v->start + size};
    table_html_rows(s->out, s->text, at, s->blanks);
    s->blanks = 0;
    return splitter_rest(s, at.end) - v->index + 1;
}

size_t take_bare_row(splitter *s, const view *v)
{
    if (s->open || !table_is_row(splitter_text(s, v), view_len(v)))
        return 0;
    if (!table_is_delimiter(splitter_text(s, v), view_len(v)))
        add_row(s, v, 0, 0);
    return 1;
}

#define CLOSED_ROWS_MIN 2

/* Rows without the bar before the first cell, as some converters write them. */
size_t take_closed_rows(splitter *s, const view *v)
{
    size_t rows = 0;
    for (view at = *v;; at = splitter_line(s, v->index + rows)) {
        if (!table_is_closed_row(splitter_text(s, &at), view_len(&at)) ||
            at.quoted != v->quoted)
            break;
        if (v->index + ++rows == s->lines->count)
            break;
    }
    if (rows < CLOSED_ROWS_MIN)
        return 0;
    splitter_close(s);
    splitter_end_list(s);
    for (size_t i = 0; i < rows; i++) {
        view at = splitter_line(s, v->index + i);
        add_row(s, &at, 0, 0);
    }
    return rows;
}
