/* SPDX-License-Identifier: MIT
 *
 * In: a line with bars. Out: its cells, in order, empty ones included, so that
 * the n-th cell stands under the n-th head. A bar behind a backslash is text.
 * In: rows of cells. Out: their blocks, under the heads. */
#include "corpus/table.h"

#include <string.h>

#include "corpus/text.h"

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

bool table_rows_add(table_rows *rows, block_list *out, block row, bool is_heads)
{
    const size_t cells = row.slice_count;
    const bool is_first = rows->count == 0 && rows->heads.slice_count == 0;
    row.type = cells > 1 ? BLOCK_ROW : BLOCK_PARAGRAPH;
    if (is_first && is_heads && cells > 1) {
        rows->heads = row;
        rows->place = block_count(out);
        return false;
    }
    if (rows->heads.slice_count == cells) {
        row.head = rows->heads.slice;
        row.head_count = cells;
        rows->used = true;
    }
    rows->count++;
    buf_add(&out->blocks, &row, sizeof row);
    return true;
}

void table_rows_end(const table_rows *rows, block_list *out)
{
    const size_t after = block_count(out) - rows->place;
    if (rows->used || rows->heads.slice_count == 0 ||
        !buf_add(&out->blocks, &rows->heads, sizeof rows->heads))
        return;
    block *place = block_at(out, rows->place);
    memmove(place + 1, place, after * sizeof *place);
    *place = rows->heads;
}
