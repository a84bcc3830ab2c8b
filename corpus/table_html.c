/* SPDX-License-Identifier: MIT
 *
 * In: text with the tags of a table. Out: its rows, a slice for each cell.
 *
 * Invariant: a tag is looked at once to find the table's end, and once more to
 * read it. */
#include "corpus/table_html.h"

#include <string.h>
#include <strings.h>

#include "corpus/markup.h"
#include "corpus/table.h"
#include "corpus/text.h"

typedef enum tag_kind {
    TAG_OTHER,
    TAG_TABLE,
    TAG_TABLE_END,
    TAG_ROW,
    TAG_ROW_END,
    TAG_CELL,
    TAG_HEAD,
    TAG_CELL_END
} tag_kind;

static const struct {
    const char *name;
    tag_kind kind;
} kinds[] = {
    {"table", TAG_TABLE},  {"/table", TAG_TABLE_END}, {"tr", TAG_ROW},
    {"/tr", TAG_ROW_END},  {"td", TAG_CELL},          {"th", TAG_HEAD},
    {"/td", TAG_CELL_END}, {"/th", TAG_CELL_END},
};

typedef struct table_tag {
    tag_kind kind;
    size_t start, end; /* of its bytes */
} table_tag;

static tag_kind kind_of(const char *tag, size_t len)
{
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        size_t size = strlen(kinds[i].name);
        if (len > size + 1 && strncasecmp(tag + 1, kinds[i].name, size) == 0 &&
            (tag[size + 1] == '>' || text_is_blank(tag[size + 1])))
            return kinds[i].kind;
    }
    return TAG_OTHER;
}

/* The first tag of text at `from` or behind it; false if none is left. */
static bool next_tag(table_tag *out, const char *text, size_t end, size_t from)
{
    while (from < end) {
        const char *at = memchr(text + from, '<', end - from);
        if (at == NULL)
            return false;
        bool breaks;
        size_t start = (size_t)(at - text);
        size_t size = markup_tag(at, end - start, &breaks);
        if (size > 0) {
            *out = (table_tag){kind_of(at, size), start, start + size};
            return true;
        }
        from = start + 1;
    }
    return false;
}

size_t table_html_find(const char *text, size_t len, size_t line_len)
{
    table_tag tag = {TAG_OTHER, 0, 0};
    while (tag.kind != TAG_TABLE) {
        size_t from = tag.end;
        if (!next_tag(&tag, text, line_len, from) || tag.start != from)
            return 0;
    }
    while (next_tag(&tag, text, len, tag.end)) {
        if (tag.kind == TAG_TABLE)
            return 0;
        if (tag.kind == TAG_TABLE_END)
            return tag.end;
    }
    return 0;
}

/* -------------------------------------------------------------- reading --- */

typedef struct table_reader {
    block_list *out;
    const char *text;
    size_t blanks;
    size_t row;        /* where it begins */
    size_t cell;       /* where the open one begins; SIZE_MAX: none is open */
    size_t first;      /* slice of the row */
    size_t outside;    /* where text outside of cells begins */
    bool text_outside; /* and whether there is any */
    bool text_in_row, heads_only;
    table_rows rows;
} table_reader;

static size_t slice_total(const table_reader *r)
{
    return r->out->slices.len / sizeof(slice);
}

static void end_cell(table_reader *r, size_t end)
{
    if (r->cell == SIZE_MAX)
        return;
    slice cell = slice_trim(r->text, (slice){r->cell, end});
    r->text_in_row = r->text_in_row || cell.end > cell.start;
    r->cell = SIZE_MAX;
    buf_add(&r->out->slices, &cell, sizeof cell);
}

static void end_row(table_reader *r, size_t end)
{
    end_cell(r, end);
    block row = {.marker = r->row,
                 .slice = r->first,
                 .slice_count = slice_total(r) - r->first,
                 .blanks = r->blanks,
                 .next = BLOCK_NONE};
    if (row.slice_count > 0 && r->text_in_row &&
        table_rows_add(&r->rows, r->out, row, r->heads_only))
        r->blanks = 0;
    r->first = slice_total(r);
    r->text_in_row = false;
    r->heads_only = true;
}

/* A caption, or what stands where only cells should: a paragraph. */
static void end_outside(table_reader *r, size_t end)
{
    if (r->text_outside) {
        slice loose = slice_trim(r->text, (slice){r->outside, end});
        end_row(r, r->outside);
        block b = {.marker = r->outside,
                   .slice = slice_total(r),
                   .slice_count = 1,
                   .blanks = r->blanks,
                   .next = BLOCK_NONE};
        buf_add(&r->out->slices, &loose, sizeof loose);
        buf_add(&r->out->blocks, &b, sizeof b);
        r->blanks = 0;
        r->first = slice_total(r);
    }
    r->text_outside = false;
}

static void take_tag(table_reader *r, const table_tag *tag)
{
    if (tag->kind != TAG_OTHER)
        end_outside(r, tag->start);
    switch (tag->kind) {
    case TAG_ROW:
        end_row(r, tag->start);
        r->row = tag->start;
        break;
    case TAG_ROW_END:
    case TAG_TABLE_END:
        end_row(r, tag->start);
        break;
    case TAG_CELL:
    case TAG_HEAD:
        end_cell(r, tag->start);
        r->heads_only = r->heads_only && tag->kind == TAG_HEAD;
        r->cell = tag->end;
        break;
    case TAG_CELL_END:
        end_cell(r, tag->start);
        break;
    case TAG_TABLE:
    case TAG_OTHER:
        break;
    }
}

void table_html_rows(block_list *out, const char *text, slice at, size_t blanks)
{
    table_reader r = {.out = out,
                      .text = text,
                      .blanks = blanks,
                      .row = at.start,
                      .cell = SIZE_MAX,
                      .first = out->slices.len / sizeof(slice),
                      .heads_only = true};
    table_tag tag;
    for (size_t from = at.start; next_tag(&tag, text, at.end, from);
         from = tag.end) {
        slice between = slice_trim(text, (slice){from, tag.start});
        if (r.cell == SIZE_MAX && between.end > between.start &&
            !r.text_outside) {
            r.text_outside = true;
            r.outside = between.start;
        }
        take_tag(&r, &tag);
    }
    table_rows_end(&r.rows, out);
}
