/* SPDX-License-Identifier: MIT
 *
 * In: the tables, rows and cells of a page, and the texts in them. Out: rows of
 * cells; or that a table only lays out the page, whose cells are then text. */
#include "corpus/html/page_inside.h"

page_table *page_data_table(page *p)
{
    if (p->table_count == 0 || p->table_count > PAGE_TABLES_MAX)
        return NULL;
    page_table *t = &p->tables[p->table_count - 1];
    return t->flows ? NULL : t;
}

/* Make a row of the cells that have come. */
static void end_row(page *p, page_table *t)
{
    const slice *cells = (const slice *)(const void *)p->cells.data;
    block row = page_block_here(p, p->cells.len / sizeof(slice));
    bool text = false;
    for (size_t i = 0; i < row.slice_count; i++)
        text = text || cells[i].end > cells[i].start;
    t->in_row = false;
    if (page_failed(p))
        return;
    if (text && buf_add(&p->out->slices, cells, p->cells.len)) {
        row.marker = cells[0].start;
        table_rows_add(&t->rows, p->out, row, t->heads_only);
    }
    buf_clear(&p->cells);
}

void page_leave_cells(page *p)
{
    page_table *t = page_data_table(p);
    if (t == NULL || !t->in_cell)
        return;
    slice cell = t->cell;
    end_row(p, t);
    t->in_cell = false;
    t->flows = true;
    if (cell.end > cell.start) {
        page_open_block(p, cell);
        p->bold_so_far = false;
        page_close_block(p);
    }
}

void page_open_table(page *p, const page_element *e)
{
    (void)e;
    page_leave_cells(p);
    page_close_block(p);
    if (p->table_count++ < PAGE_TABLES_MAX)
        p->tables[p->table_count - 1] = (page_table){0};
}

void page_close_table(page *p, const page_element *e)
{
    (void)e;
    page_close_block(p);
    if (p->table_count-- <= PAGE_TABLES_MAX)
        table_rows_end(&p->tables[p->table_count].rows, p->out);
}

static void end_cell(page *p, page_table *t)
{
    if (t->in_cell)
        buf_add(&p->cells, &t->cell, sizeof t->cell);
    t->in_cell = false;
}

/* Rows and cells that are not closed are nested where an element in them is not
 * closed, either. */
void page_open_row(page *p, const page_element *e)
{
    page_table *t = page_data_table(p);
    (void)e;
    page_close_block(p);
    if (t == NULL || page_failed(p))
        return;
    end_cell(p, t);
    if (t->in_row)
        end_row(p, t);
    buf_clear(&p->cells);
    t->in_row = t->heads_only = true;
}

void page_close_row(page *p, const page_element *e)
{
    page_table *t = page_data_table(p);
    (void)e;
    page_close_block(p);
    if (t != NULL && t->in_row)
        end_row(p, t);
}

void page_open_cell(page *p, const page_element *e)
{
    page_table *t = page_data_table(p);
    page_close_block(p);
    if (t == NULL || !t->in_row)
        return;
    end_cell(p, t);
    t->in_cell = true;
    t->cell = (slice){p->here, p->here};
    t->heads_only = t->heads_only && e->level == 1;
}

void page_close_cell(page *p, const page_element *e)
{
    page_table *t = page_data_table(p);
    (void)e;
    page_close_block(p);
    if (t != NULL)
        end_cell(p, t);
}

bool page_add_to_cell(page *p, slice at)
{
    page_table *t = page_data_table(p);
    if (t == NULL || !t->in_cell)
        return false;
    if (t->cell.end == t->cell.start)
        t->cell.start = at.start;
    t->cell.end = at.end;
    return true;
}
