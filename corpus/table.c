/* SPDX-License-Identifier: MIT
 *
 * In: a line with bars. Out: its cells, in order, empty ones included, so that
 * the n-th cell stands under the n-th head. A bar behind a backslash is text.
 * In: rows of cells. Out: their blocks, under the heads. */
#include "corpus/table.h"

#include <string.h>

#include "corpus/text.h"

#define HEAD_BYTES_MAX ((size_t)80)

bool table_is_delimiter(const char *line, size_t len)
{
    bool dash = false, bar = false;
    for (size_t i = 0; i < len; i++) {
        dash = dash || line[i] == '-';
        /* "- |" alone is a cell on a line of its own. */
        bar = bar || (line[i] == '|' && (i == 0 || i + 1 < len));
        if (line[i] != '-' && line[i] != '|' && line[i] != ':' &&
            !text_is_blank(line[i]))
            return false;
    }
    return dash && bar;
}

bool table_is_row(const char *line, size_t len)
{
    return len >= 3 && line[0] == '|' && line[len - 1] == '|' &&
           line[len - 2] != '\\';
}

bool table_is_closed_row(const char *line, size_t len)
{
    return len > 3 && line[0] != '|' && line[len - 1] == '|' &&
           line[len - 2] == ' ' && memchr(line, '|', len - 1) != NULL;
}

static void add_cell(buf *cells, const char *text, size_t start, size_t end)
{
    slice cell = slice_trim(text, (slice){start, end});
    buf_add(cells, &cell, sizeof cell);
}

size_t table_cells(buf *cells, const char *text, slice at)
{
    size_t count = 0;
    size_t start = at.start;
    if (start < at.end && text[start] == '|')
        start++;
    for (size_t i = start; i < at.end; i++) {
        if (text[i] == '\\') {
            i++;
        } else if (text[i] == '|') {
            add_cell(cells, text, start, i);
            count++;
            start = i + 1;
        }
    }
    if (start < at.end) {
        add_cell(cells, text, start, at.end);
        count++;
    }
    return count;
}

/* Of several rows of heads, the one with the most cells stands over columns:
 * above it stands what they have in common. */
static bool is_over_columns(const table_rows *rows, const block *row)
{
    return rows->count == 0 && row->slice_count > 1 &&
           row->slice_count > rows->heads.slice_count;
}

bool table_rows_add(table_rows *rows, block_list *out, block row, bool is_heads)
{
    const size_t cells = row.slice_count;
    row.type = cells > 1 ? BLOCK_ROW : BLOCK_PARAGRAPH;
    if (is_heads && is_over_columns(rows, &row)) {
        if (rows->heads.slice_count > 0)
            buf_add(&out->blocks, &rows->heads, sizeof rows->heads);
        rows->heads = row;
        rows->place = block_count(out);
        return false;
    }
    if (!is_heads && rows->heads.slice_count == cells) {
        row.head = rows->heads.slice;
        row.head_count = cells;
    }
    rows->count += !is_heads;
    buf_add(&out->blocks, &row, sizeof row);
    return true;
}

bool table_head_is_short(const slice *head)
{
    return head->end - head->start <= HEAD_BYTES_MAX;
}

/* Which heads are told in no row, before any is looked at: a byte each. Returns
 * how many. */
static size_t mark_idle(buf *idle, const block_list *out, const block *heads)
{
    const slice *cells = block_slices(out, heads);
    size_t count = 0;
    for (size_t i = 0; i < heads->slice_count; i++) {
        const bool filled = cells[i].end > cells[i].start;
        buf_add_byte(idle, filled);
        count += filled;
    }
    return count;
}

/* A row tells the short heads over what it holds. Returns how many no row has
 * told before. */
static size_t take_told(buf *idle, const block_list *out, const block *heads,
                        const block *row)
{
    const slice *over = block_slices(out, heads);
    const slice *cells = block_slices(out, row);
    size_t count = 0;
    for (size_t i = 0; i < row->slice_count && i < idle->len; i++)
        if (idle->data[i] && cells[i].end > cells[i].start &&
            table_head_is_short(&over[i])) {
            idle->data[i] = false;
            count++;
        }
    return count;
}

/* Is one of the heads told in no row? Linear in the cells. */
static bool has_idle(block_list *out, size_t place, const block *heads)
{
    buf idle;
    buf_init(&idle, heads->slice_count);
    size_t left = mark_idle(&idle, out, heads);
    for (size_t i = place; i < block_count(out) && left > 0; i++) {
        const block *row = block_at(out, i);
        if (row->head_count > 0 && row->head == heads->slice)
            left -= take_told(&idle, out, heads, row);
    }
    out->blocks.failed = out->blocks.failed || idle.failed;
    buf_release(&idle);
    return left > 0;
}

void table_show_heads(block_list *out, size_t place, const block *heads)
{
    if (heads->slice_count == 0 || out->blocks.failed || out->slices.failed ||
        !has_idle(out, place, heads) ||
        !buf_add(&out->blocks, heads, sizeof *heads))
        return;
    block *at = block_at(out, place);
    const size_t after = block_count(out) - 1 - place;
    memmove(at + 1, at, after * sizeof *at);
    *at = *heads;
}

void table_rows_end(const table_rows *rows, block_list *out)
{
    table_show_heads(out, rows->place, &rows->heads);
}
