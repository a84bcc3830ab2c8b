/* SPDX-License-Identifier: MIT
 *
 * In: the cells of a page, from its head down. Out: those of tables that stand
 * side by side, each in a column of the page, told apart.
 *
 * A table that lies over both columns looks much like two of them. It is one
 * where its caption lies over them too, or where the rows of one half stand on
 * the lines of the other's. Invariant: cells that are told apart lie on either
 * side of a gutter that no cell of the row of tables lies over. */
#include "corpus/layout/parts.h"

#include "corpus/running.h"

/* A caption is no farther from its table than this many lines. */
#define CAPTION_APART 6.f
/* Bases that differ by less than this part of a line are of one row, and by
 * less than the other on one line of the page. */
#define ROW .4f
#define SAME .15f

/* Cells that are no farther from each other than the rows of a table. */
typedef struct cell_run {
    page_set *set;
    const printed_page *page;
    page_cell *cells;
    size_t count;
    uint32_t side; /* the cells in hand have it */
    float gutter;  /* that may part them */
} cell_run;

static const page_line *line_of(const cell_run *r, size_t i)
{
    return line_at(r->set, r->cells[i].line);
}

static bool is_right(const cell_run *r, const page_line *l)
{
    return l->from >= r->gutter;
}

/* Look for a gutter right of the leftmost column: false if there is none, or
 * something lies over it. */
static bool find_gutter(cell_run *r)
{
    float end = r->page->width, next = r->page->width;
    for (size_t i = 0; i < r->count; i++)
        if (r->cells[i].side == r->side && line_of(r, i)->to < end)
            end = line_of(r, i)->to;
    for (size_t i = 0; i < r->count; i++)
        if (r->cells[i].side == r->side && line_of(r, i)->from >= end &&
            line_of(r, i)->from < next)
            next = line_of(r, i)->from;
    r->gutter = next;
    for (size_t i = 0; i < r->count; i++)
        if (r->cells[i].side == r->side && !is_right(r, line_of(r, i)) &&
            line_of(r, i)->to > next)
            return false;
    return next < r->page->width;
}

/* What is seen of one half. */
typedef struct half {
    size_t rows, wide; /* so many; and those of two cells or more */
    size_t cells;      /* of the last row */
    float base;        /* of that */
    bool caption;
} half;

/* Count the rows of both halves; returns how many stand on one line. */
static size_t count_rows(const cell_run *r, half halves[2])
{
    size_t same = 0;
    for (size_t i = 0; i < r->count; i++) {
        if (r->cells[i].side != r->side)
            continue;
        const float base = r->cells[i].base, size = line_of(r, i)->size;
        half *here = &halves[is_right(r, line_of(r, i))];
        const half *other = &halves[!is_right(r, line_of(r, i))];
        if (here->rows == 0 || base - here->base > ROW * size) {
            here->rows++;
            here->cells = 0;
            here->base = base;
            same += other->rows > 0 && base - other->base < SAME * size;
        }
        here->wide += ++here->cells == 2;
    }
    return same;
}

/* See which of the halves have a caption. False if there is one for both. */
static bool find_captions(const cell_run *r, half halves[2])
{
    const page_set *s = r->set;
    const float far = CAPTION_APART * s->pitch;
    const float top = r->cells[0].base - far;
    const float bottom = r->cells[r->count - 1].base + far;
    for (size_t i = r->page->line; i < (size_t)r->page->line + r->page->lines;
         i++) {
        const page_line *l = line_at(s, i);
        if (!line_is_body(l) || l->base < top || l->base > bottom ||
            !running_is_caption(line_words(s, l), l->len))
            continue;
        if (l->at.left < r->gutter && l->at.right > r->gutter)
            return false;
        halves[l->at.left >= r->gutter].caption = true;
    }
    return true;
}

static bool are_apart(const cell_run *r)
{
    half halves[2] = {{0}};
    const size_t same = count_rows(r, halves);
    const size_t least =
        halves[0].rows < halves[1].rows ? halves[0].rows : halves[1].rows;
    if (!find_captions(r, halves))
        return false;
    return least == 1 || 2 * same < least ||
           (halves[0].caption && halves[1].caption && halves[0].wide > 1 &&
            halves[1].wide > 1);
}

/* Number the cells on both sides, and go on with those on the right. */
static bool part(cell_run *r, uint32_t *sides)
{
    while (find_gutter(r)) {
        if (!layout_goes_on(r->set, r->count + r->page->lines))
            return false;
        if (!are_apart(r))
            return true;
        const uint32_t left = ++*sides, right = ++*sides;
        for (size_t i = 0; i < r->count; i++)
            if (r->cells[i].side == r->side)
                r->cells[i].side = is_right(r, line_of(r, i)) ? right : left;
        r->side = right;
    }
    return true;
}

bool layout_beside(page_set *s, const printed_page *p, page_cell *cells,
                   size_t count)
{
    uint32_t sides = 0;
    for (size_t i = 0, end; i < count; i = end) {
        for (end = i + 1;
             end < count && cells[end].base - cells[end - 1].base <=
                                LAYOUT_ROWS_APART * s->pitch;)
            end++;
        cell_run r = {s, p, cells + i, end - i, 0, 0};
        if (!part(&r, &sides))
            return false;
    }
    return true;
}
