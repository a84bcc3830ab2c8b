/* SPDX-License-Identifier: MIT
 *
 * In: lines with the edges of their columns. Out: those that stand beside each
 * other within one column are cells, or the mark of an item with its text.
 * Invariant: no row has one cell alone. */
#include "corpus/layout/parts.h"

#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "corpus/text.h"

#define LINES_MAX 1500u
#define MARKER_BYTES ((size_t)12)
#define MARKER_DIGITS 3
#define FULL .8f
/* A gap that is narrower than this many heights parts no cells. */
#define NARROW 1.2f

static const char *const bullets[] = {"•", "◦", "▪", "■", "●", "○", "–",
                                      "—", "-", "*", "·", "∙", "►", "➢",
                                      "✓", "",  "",  "−", "□", "▶"};

static size_t bullet_at(const char *text, size_t len)
{
    return text_mark(text, len, bullets, sizeof bullets / sizeof *bullets);
}

/* Digits, with dots between them, or one letter, or a Roman number. */
static size_t count_at(const char *text, size_t len)
{
    size_t at = 0, digits = 0;
    while (at < len && at < 12 && (digits += text[at] != '.') && digits < 10 &&
           ((text[at] >= '0' && text[at] <= '9') ||
            (text[at] == '.' && at > 0 && at + 1 < len && text[at + 1] >= '0' &&
             text[at + 1] <= '9')))
        at++;
    if (at > 0)
        return at;
    while (at < len && at < 5 && strchr("ivxIVX", text[at]) != NULL)
        at++;
    if (at > 0)
        return at;
    uint32_t code;
    const size_t size = len > 0 ? utf8_read(text, len, &code) : 0;
    return size > 0 && text_is_letter(code) ? size : 0;
}

size_t layout_marker(const char *text, size_t len)
{
    size_t size = bullet_at(text, len);
    if (size > 0)
        return size == len || text[size] == ' ' ? size : 0;
    const char open = len > 0 ? text[0] : '\0';
    const bool opened = open == '(' || open == '[';
    size = count_at(text + opened, len - opened);
    if (size > MARKER_DIGITS && memchr(text, '.', size) == NULL &&
        text[opened] >= '0' && text[opened] <= '9')
        return 0;
    if (size == 0 || opened + size >= len)
        return 0;
    size += opened;
    const char close = text[size];
    if (open == '('   ? close != ')'
        : open == '[' ? close != ']'
                      : close != '.' && close != ')')
        return 0;
    size++;
    return size == len || text[size] == ' ' ? size : 0;
}

/* -------------------------------------------------------- rows of cells --- */

static bool is_beside(const page_line *a, const page_line *b)
{
    const float size = a->size < b->size ? a->size : b->size;
    const bool apart = a->at.right < b->at.left || b->at.right < a->at.left;
    return line_is_body(a) && line_is_body(b) &&
           distance(a->base, b->base) < .4f * size && apart;
}

static bool same_column(const page_line *a, const page_line *b)
{
    return a->from == b->from && a->to == b->to;
}

static bool is_full(const page_line *l)
{
    return l->at.right - l->at.left > FULL * (l->to - l->from);
}

/* A small mark right before a line, and a little higher. */
static bool is_raised(const page_line *mark, const page_line *l)
{
    const float off = l->base - mark->base;
    return line_is_body(l) && mark->size < .85f * l->size && !mark->bullet &&
           off > 0 && off < .7f * l->size && mark->at.right <= l->at.left;
}

/* True for what stands alone in front of the text that it counts. */
static bool is_mark_of(const page_set *s, const page_line *mark,
                       const page_line *l)
{
    const char *text = line_words(s, mark);
    return mark->len <= MARKER_BYTES && mark->at.right < l->at.left &&
           l->at.left - mark->at.right < 5 * l->size &&
           (layout_marker(text, mark->len) == mark->len ||
            (count_at(text, mark->len) == mark->len &&
             (text_is_digit((unsigned char)text[0]) ||
              text_is_upper(text_at(text, mark->len, 0))) &&
             text_is_letter(text_at(line_words(s, l), l->len, 0))));
}

/* Put the mark and its text into one line, in the place of the text. The raised
 * mark of a footnote goes. */
static bool merge(page_set *s, page_line *mark, page_line *l)
{
    if (mark->size < .85f * l->size && mark->base < l->base) {
        mark->kind = LINE_GONE;
        l->mark = true;
        return true;
    }
    const size_t size = (size_t)mark->len + 1 + l->len;
    if (!buf_reserve(&s->text, size))
        return false;
    const uint32_t text = (uint32_t)s->text.len;
    buf_add(&s->text, line_words(s, mark), mark->len);
    buf_add_byte(&s->text, ' ');
    buf_add(&s->text, line_words(s, l), l->len);
    l->text = text;
    l->len = (uint32_t)size;
    l->at.left = mark->at.left;
    l->words++;
    l->base = l->base > mark->base ? l->base : mark->base;
    mark->kind = LINE_GONE;
    return true;
}

static bool merge_marks(page_set *s, const printed_page *p, bool raised)
{
    const size_t end = (size_t)p->line + p->lines;
    for (size_t i = p->line; i < end; i++) {
        page_line *mark = line_at(s, i), *best = NULL;
        if (mark->len > MARKER_BYTES || !line_is_body(mark) ||
            (i > p->line && mark[-1].origin == mark->origin) ||
            (i + 1 < end && mark[1].origin == mark->origin))
            continue;
        if (!layout_goes_on(s, p->lines))
            return false;
        for (size_t k = p->line; k < end; k++) {
            page_line *l = line_at(s, k);
            if (k != i &&
                (raised ? is_raised(mark, l)
                        : is_beside(mark, l) && same_column(mark, l)) &&
                is_mark_of(s, mark, l) &&
                (best == NULL || l->at.left < best->at.left))
                best = l;
        }
        if (best != NULL && !merge(s, mark, best))
            return false;
    }
    return true;
}

/* The line above or below has wide gaps, too: one that was set loosely is no
 * row. */
static bool gaps_beside(const page_set *s, const printed_page *p,
                        const page_line *l)
{
    const page_line *first = line_at(s, p->line);
    return (l > first && l[-1].gaps) || (l + 1 < first + p->lines && l[1].gaps);
}

/* True if another line of its column stands beside it, both being narrower than
 * the column. */
static bool is_cell(const page_set *s, const printed_page *p,
                    const page_line *l)
{
    if (!line_is_body(l))
        return false;
    if (l->gaps && gaps_beside(s, p, l))
        return true;
    if (is_full(l))
        return false;
    for (size_t k = p->line; k < (size_t)p->line + p->lines; k++) {
        const page_line *o = line_at(s, k);
        if (o != l && is_beside(l, o) && same_column(l, o) && !is_full(o))
            return true;
    }
    return false;
}

static page_cell *cells_of(const buf *cells)
{
    return (page_cell *)(void *)cells->data;
}

static int compare_floats(float a, float b)
{
    return a < b ? -1 : a > b;
}

/* Side by side, and from the head down. */
static int compare_cells(const void *left, const void *right)
{
    const page_cell *a = left, *b = right;
    if (a->side != b->side)
        return a->side < b->side ? -1 : 1;
    return a->base != b->base ? compare_floats(a->base, b->base)
                              : compare_floats(a->left, b->left);
}

/* The same, column by column. */
static int compare_columns(const void *left, const void *right)
{
    const page_cell *a = left, *b = right;
    if (a->side == b->side && a->from != b->from)
        return compare_floats(a->from, b->from);
    if (a->side == b->side && a->to != b->to)
        return compare_floats(a->to, b->to);
    return compare_cells(left, right);
}

static page_cell cell_of(const page_set *s, size_t line)
{
    const page_line *l = line_at(s, line);
    return (page_cell){l->base, l->at.left, l->from, l->to, (uint32_t)line, 0};
}

/* Give the cells of a page their tables and rows; `count` of them, side by side
 * and from the head of the page down. */
static void number_rows(page_set *s, const page_cell *cells, size_t count)
{
    const page_cell *last = NULL;
    for (size_t i = 0; i < count; i++) {
        if (last != NULL && last->side != cells[i].side)
            last = NULL;
        const float apart = last == NULL ? 0 : cells[i].base - last->base;
        page_line *l = line_at(s, cells[i].line);
        s->tables += last == NULL || apart > LAYOUT_ROWS_APART * s->pitch;
        s->rows += last == NULL || apart > .4f * l->size;
        l->table = s->tables;
        l->row = s->rows;
        l->kind = LINE_CELL;
        last = &cells[i];
    }
}

/* What stands between the rows of a table is one of them, if it is no wider. */
static bool is_between(const page_line *l, const page_cell *cells, size_t count,
                       float apart)
{
    for (size_t i = 0; i + 1 < count; i++)
        if (cells[i].base < l->base && cells[i + 1].base > l->base &&
            cells[i + 1].base - cells[i].base < apart)
            return true;
    return false;
}

/* How far the cells reach to the sides. */
static box reach_of(const page_set *s, const page_cell *cells, size_t count)
{
    box reach = line_at(s, cells[0].line)->at;
    for (size_t i = 1; i < count; i++) {
        const box *at = &line_at(s, cells[i].line)->at;
        reach.left = at->left < reach.left ? at->left : reach.left;
        reach.right = at->right > reach.right ? at->right : reach.right;
    }
    return (box){reach.left - 1, reach.top, reach.right + 1, reach.bottom};
}

/* The line goes on right below a cell that is not of the first column. */
static bool goes_on(const page_set *s, const page_line *l,
                    const page_cell *cells, size_t count, float left)
{
    if (l->at.left < left + 2 * l->size)
        return false;
    for (size_t i = 0; i < count; i++) {
        const float off = l->at.left - cells[i].left;
        const float below = l->base - cells[i].base;
        if (off < 2 && off > -2 && below > 0 && below < 1.4f * s->pitch)
            return true;
    }
    return false;
}

/* Add what belongs to the `count` cells from `first` on, all of one column and
 * side, though nothing stands beside it. */
static bool add_between(page_set *s, const printed_page *p, buf *cells,
                        size_t first, size_t count)
{
    const size_t had = cells->len / sizeof(page_cell);
    const box reach = reach_of(s, cells_of(cells) + first, count);
    for (size_t i = p->line; count > 1 && i < (size_t)p->line + p->lines; i++) {
        page_line *l = line_at(s, i);
        const page_cell *all = cells_of(cells);
        const size_t added = cells->len / sizeof *all - had;
        page_cell at = cell_of(s, i);
        if (!line_is_body(l) || l->at.left < reach.left ||
            l->at.right > reach.right || at.from != all[first].from ||
            at.to != all[first].to)
            continue;
        if (!layout_goes_on(s, count + added))
            return false;
        if (!is_between(l, all + first, count, LAYOUT_ROWS_APART * s->pitch) &&
            !goes_on(s, l, all + first, count, reach.left) &&
            !goes_on(s, l, all + had, added, reach.left))
            continue;
        l->kind = LINE_CELL;
        at.side = all[first].side;
        if (!buf_add(cells, &at, sizeof at))
            return false;
    }
    return true;
}

/* Add it to the cells of all columns. */
static bool add_all_between(page_set *s, const printed_page *p, buf *cells)
{
    const size_t count = cells->len / sizeof(page_cell);
    qsort(cells->data, count, sizeof(page_cell), compare_columns);
    for (size_t i = 0, end; i < count; i = end) {
        const page_cell first = cells_of(cells)[i];
        for (end = i + 1; end < count; end++) {
            const page_cell *c = &cells_of(cells)[end];
            if (c->side != first.side || c->from != first.from ||
                c->to != first.to)
                break;
        }
        if (!add_between(s, p, cells, i, end - i))
            return false;
    }
    return true;
}

/* Put the `count` lines of a row that stands alone together: it was set
 * loosely, or is a formula. */
static bool join_row(page_set *s, const page_cell *cells, size_t count)
{
    page_line *first = line_at(s, cells[0].line);
    const uint32_t text = (uint32_t)s->text.len;
    for (size_t i = 0; i < count; i++) {
        page_line *l = line_at(s, cells[i].line);
        if (!buf_reserve(&s->text, (size_t)l->len + 1))
            return false;
        if (i > 0)
            buf_add_byte(&s->text, ' ');
        buf_add(&s->text, line_words(s, l), l->len);
        first->at.right = l->at.right;
        first->words += i > 0 ? l->words : 0;
        l->kind = i > 0 ? LINE_GONE : LINE_BODY;
    }
    first->text = text;
    first->len = (uint32_t)s->text.len - text;
    return true;
}

/* Words with even gaps between them, or such as are hardly wider than blanks,
 * from edge to edge of the column. */
static bool is_loose(const page_set *s, const page_cell *cells, size_t count)
{
    float least = 1e9f, most = 0;
    const page_line *first = line_at(s, cells[0].line);
    const page_line *last = line_at(s, cells[count - 1].line);
    bool single = first->words == 1;
    if (count < 2 || first->at.left > first->from + 2 * first->size ||
        last->at.right < last->to - 2)
        return false;
    for (size_t i = 1; i < count; i++) {
        const page_line *l = line_at(s, cells[i].line);
        const float gap = l->at.left - line_at(s, cells[i - 1].line)->at.right;
        least = gap < least ? gap : least;
        most = gap > most ? gap : most;
        single = single && l->words == 1;
    }
    return most < NARROW * first->size ||
           (count > 2 && single && most < 1.3f * least + 1);
}

/* Rows that were set loosely are lines of text. */
static bool join_loose(page_set *s, const page_cell *cells, size_t count)
{
    for (size_t i = 0, end; i < count; i = end) {
        const uint32_t row = line_at(s, cells[i].line)->row;
        for (end = i; end < count && line_at(s, cells[end].line)->row == row;)
            end++;
        if (is_loose(s, cells + i, end - i) && !join_row(s, cells + i, end - i))
            return false;
    }
    return true;
}

/* A table has two rows. */
static bool join_cells(page_set *s, const page_cell *cells, size_t count)
{
    while (count > 0 && line_at(s, cells->line)->kind != LINE_CELL) {
        cells++;
        count--;
    }
    while (count > 0 && line_at(s, cells[count - 1].line)->kind != LINE_CELL)
        count--;
    return count == 0 || join_row(s, cells, count);
}

static bool join_rows(page_set *s, const page_cell *cells, size_t count)
{
    for (size_t i = 0, end; i < count; i = end) {
        const page_line *l = line_at(s, cells[i].line);
        uint32_t rows = 0, row = 0;
        for (end = i; end < count; end++) {
            const page_line *o = line_at(s, cells[end].line);
            if (o->table != l->table)
                break;
            rows += o->kind == LINE_CELL && o->row != row;
            row = o->kind == LINE_CELL ? o->row : row;
        }
        if (rows == 1 && !join_cells(s, cells + i, end - i))
            return false;
    }
    return true;
}

/* The lines that stand beside others. */
static bool find_beside(page_set *s, const printed_page *p, buf *cells)
{
    buf_clear(cells);
    for (size_t i = p->line; i < (size_t)p->line + p->lines; i++) {
        const page_cell at = cell_of(s, i);
        if (!layout_goes_on(s, p->lines) ||
            (is_cell(s, p, line_at(s, i)) && !buf_add(cells, &at, sizeof at)))
            return false;
    }
    const size_t count = cells->len / sizeof(page_cell);
    for (size_t i = 0; i < count; i++)
        line_at(s, cells_of(cells)[i].line)->kind = LINE_CELL;
    return true;
}

static void sort_cells(buf *cells)
{
    qsort(cells->data, cells->len / sizeof(page_cell), sizeof(page_cell),
          compare_cells);
}

static bool find_cells(page_set *s, const printed_page *p, buf *cells)
{
    if (!find_beside(s, p, cells))
        return false;
    if (cells->len == 0)
        return true;
    sort_cells(cells);
    if (!layout_beside(s, p, cells_of(cells), cells->len / sizeof(page_cell)) ||
        !add_all_between(s, p, cells))
        return false;
    sort_cells(cells);
    const page_cell *all = cells_of(cells);
    const size_t count = cells->len / sizeof *all;
    number_rows(s, all, count);
    return join_loose(s, all, count) && join_rows(s, all, count);
}

bool layout_marks(page_set *s)
{
    bool ok = true;
    for (size_t i = 0; ok && i < page_count(s); i++)
        if (page_at(s, i)->lines <= LINES_MAX)
            ok = merge_marks(s, page_at(s, i), true);
    return ok;
}

bool layout_tables(page_set *s)
{
    buf cells;
    bool ok = true;
    buf_init(&cells, s->lines.max);
    for (size_t i = 0; ok && i < page_count(s); i++) {
        const printed_page *p = page_at(s, i);
        if (p->lines > LINES_MAX)
            continue;
        ok = merge_marks(s, p, false) && find_cells(s, p, &cells);
    }
    buf_release(&cells);
    return ok;
}
