/* SPDX-License-Identifier: MIT
 *
 * In: lines in the order in which they are read. Out: pieces, each one
 * paragraph, heading or the like as far as a column goes. Invariant: each line
 * that is read is in one piece. */
#include "corpus/layout/parts.h"

#include <string.h>

#include "base/utf8.h"
#include "corpus/layout/layout.h"
#include "corpus/running.h"
#include "corpus/text.h"

#define SAME_SIZE .08f
#define INDENT .6f
/* Lines that one row of a table is kept of. */
#define ROW_LINES 200

typedef struct cutter {
    page_set *set;
    page_piece piece; /* the one in hand; without lines there is none */
} cutter;

static text_end ending_of(const page_set *s, const page_line *l)
{
    return text_ending(line_words(s, l), l->len);
}

static uint32_t first_letter(const page_set *s, const page_line *l)
{
    return text_at(line_words(s, l), l->len, 0);
}

static size_t marker_of(const page_set *s, const page_line *l)
{
    return layout_marker(line_words(s, l), l->len);
}

/* Two lines about one middle, of which one is clearly shorter. */
static bool are_centred(const page_line *line, const page_line *next)
{
    return distance(line->at.left + line->at.right,
                    next->at.left + next->at.right) < 3 &&
           distance(line->at.left, next->at.left) > INDENT * line->size;
}

/* Words of so many letters, as text is made of. */
static size_t long_words(const page_set *s, const page_line *l)
{
    const char *text = line_words(s, l);
    size_t words = 0, run = 0;
    for (size_t at = 0, size; at < l->len; at += size) {
        uint32_t code;
        size = utf8_read(text + at, l->len - at, &code);
        run = text_is_letter(code) ? run + 1 : 0;
        words += run == 4;
    }
    return words;
}

/* The distance between lines of that size within a paragraph. */
static float pitch_of(const page_set *s, const page_line *l)
{
    return s->pitch * l->size / s->size;
}

/* Set apart from the edge, and without the words of a text. */
static bool is_formula(const page_set *s, const page_line *l,
                       const page_line *last)
{
    if (last != NULL && !last->formula && layout_is_below(last, l) &&
        (distance(last->at.left, l->at.left) < 2 ||
         (l->base - last->base < 1.15f * pitch_of(s, l) &&
          !layout_is_short(s, last, l))))
        return false;
    const bool equation = memchr(line_words(s, l), '=', l->len) != NULL;
    return (equation || l->at.left - l->left > 1.2f * l->size) &&
           long_words(s, l) == 0 && marker_of(s, l) == 0;
}

static bool is_caption(const page_set *s, const page_line *l)
{
    return running_is_caption(line_words(s, l), l->len);
}

/* ------------------------------------------------------------- judging --- */

static bool is_wide(const page_set *s, const page_line *line,
                    const page_line *next)
{
    const float gap = next->base - line->base;
    const bool goes_on = text_is_lower(first_letter(s, next)) &&
                         ending_of(s, line) != TEXT_END_SENTENCE;
    return gap > (goes_on ? 1.7f : 1.28f) * pitch_of(s, next);
}

/* The line may go on below with an indent: it begins with the mark of an item,
 * or the line after next stands where the next does. */
static bool is_hanging(const cutter *c, const page_line *line,
                       const page_line *next, const page_line *after)
{
    const page_set *s = c->set;
    if (c->piece.lines > 1)
        return false;
    if (marker_of(s, line) > 0)
        return !layout_is_short(s, line, next) ||
               !text_is_upper(first_letter(s, next));
    if (text_is_lower(first_letter(s, next)) &&
        ending_of(s, line) == TEXT_END_OPEN && !layout_is_short(s, line, next))
        return true;
    return after != NULL && layout_is_below(next, after) &&
           distance(after->at.left, next->at.left) < 1.5f &&
           ending_of(s, line) != TEXT_END_SENTENCE &&
           !layout_is_short(s, line, next);
}

/* True if a line that is left short ends its paragraph. */
static bool ends_short(const cutter *c, const page_line *line,
                       const page_line *next)
{
    const page_set *s = c->set;
    if (!layout_is_short(s, line, next))
        return false;
    if (c->piece.lines > 1 &&
        distance(piece_line(s, &c->piece, c->piece.lines - 2)->at.right,
                 line->at.right) < 1.5f)
        return false;
    const text_end end = ending_of(s, line);
    const uint32_t code = first_letter(s, next);
    if (end == TEXT_END_SENTENCE || end == TEXT_END_COLON)
        return !text_is_lower(code);
    return s->justified && !text_is_lower(code) && end != TEXT_END_COMMA &&
           line->right - line->at.right > .15f * (line->right - line->left);
}

static bool is_dash(const page_set *s, const page_line *l)
{
    const uint32_t code = first_letter(s, l);
    return code == '-' || code == 0x2013 || code == 0x2014;
}

/* A dash begins an item below what leads into it, an item that has ended, or a
 * line that is clearly short: elsewhere it parts what stands in a line. */
static bool allows_dash(const page_set *s, const page_line *line)
{
    return ending_of(s, line) == TEXT_END_COLON ||
           line->right - line->at.right > .2f * (line->right - line->left);
}

/* True if an item begins in `next`, not a sentence with a number in front. */
static bool begins_item(const cutter *c, const page_line *line,
                        const page_line *next)
{
    const page_set *s = c->set;
    const size_t marker = marker_of(s, next);
    if (marker == 0 || marker == next->len ||
        (is_dash(s, next) && !allows_dash(s, line)))
        return false;
    const page_line *first = piece_line(s, &c->piece, 0);
    return layout_is_short(s, line, next) ||
           next->at.left - next->left > INDENT * next->size ||
           (marker_of(s, first) > 0 &&
            distance(first->at.left, next->at.left) < .4f * next->size);
}

/* A paragraph with the indent that the item above it has. */
static bool leaves_item(const cutter *c, const page_line *line,
                        const page_line *next)
{
    const page_set *s = c->set;
    const page_line *first = piece_line(s, &c->piece, 0);
    return marker_of(s, first) > 0 &&
           distance(first->at.left, next->at.left) < INDENT * next->size &&
           next->at.left - next->left > INDENT * next->size &&
           ending_of(s, line) == TEXT_END_SENTENCE;
}

static const char *const labels[] = {
    "Keywords",       "Key words", "Index Terms", "KEYWORDS",  "Ключевые слова",
    "КЛЮЧЕВЫЕ СЛОВА", "Abstract",  "ABSTRACT",    "Аннотация", "АННОТАЦИЯ"};

/* "Keywords: ..." */
static bool begins_label(const page_set *s, const page_line *next)
{
    const char *text = line_words(s, next);
    const size_t size =
        text_mark(text, next->len, labels, sizeof labels / sizeof *labels);
    const uint32_t code = text_at(text, next->len, size);
    return size > 0 && (code == ':' || code == '.' || code == 0x2014);
}

static bool parts_by_indent(const cutter *c, const page_line *line,
                            const page_line *next, const page_line *after)
{
    const float indent = next->at.left - line->at.left;
    if (indent > INDENT * next->size)
        return !is_hanging(c, line, next, after);
    if (indent < -INDENT * next->size)
        return c->piece.lines > 1 || ends_short(c, line, next);
    return ends_short(c, line, next);
}

/* A caption is set apart, or centred, and ends in no full stop. */
static bool ends_caption(const cutter *c, const page_line *line,
                         const page_line *next)
{
    const page_set *s = c->set;
    return next->base - line->base > 1.15f * pitch_of(s, next) ||
           distance(line->size, next->size) > SAME_SIZE * next->size ||
           ends_short(c, line, next) ||
           (distance(line->at.left, next->at.left) > INDENT * next->size &&
            !are_centred(line, next) && text_is_upper(first_letter(s, next)));
}

static bool is_bold(const cutter *c)
{
    for (size_t i = 0; i < c->piece.lines; i++)
        if (!piece_line(c->set, &c->piece, i)->bold)
            return false;
    return true;
}

static bool parts(const cutter *c, const page_line *line, const page_line *next,
                  const page_line *after)
{
    const page_set *s = c->set;
    if (!layout_is_below(line, next))
        return !(line->formula && next->formula && line->page == next->page);
    if (line->formula != next->formula || next->mark)
        return true;
    if (line->formula)
        return false;
    if (is_caption(s, piece_line(s, &c->piece, 0)))
        return ends_caption(c, line, next);
    if (distance(line->size, next->size) > SAME_SIZE * next->size ||
        is_wide(s, line, next) || is_caption(s, next) ||
        begins_item(c, line, next) || line->leader || begins_label(s, next) ||
        leaves_item(c, line, next))
        return true;
    if (are_centred(line, next))
        return false;
    if (line->bold && !next->bold && is_bold(c) &&
        layout_is_short(s, line, next))
        return true;
    return parts_by_indent(c, line, next, after);
}

/* -------------------------------------------------------------- pieces --- */

static void close_piece(cutter *c)
{
    if (c->piece.lines > 0)
        buf_add(&c->set->pieces, &c->piece, sizeof c->piece);
    c->piece = (page_piece){.next = PIECE_NONE};
}

static void add_line(cutter *c, uint32_t line, char kind)
{
    page_set *s = c->set;
    if (c->piece.lines == 0) {
        c->piece.line = (uint32_t)(s->order.len / sizeof line);
        c->piece.page = line_at(s, line)->page;
        c->piece.kind = kind;
    }
    buf_add(&s->order, &line, sizeof line);
    c->piece.lines++;
}

/* True if any cell has words, as those of a formula have not. */
static bool has_words(const page_set *s, const printed_page *p, uint32_t table)
{
    for (uint32_t i = p->line; i < p->line + p->lines; i++) {
        const page_line *l = line_at(s, i);
        if (l->kind == LINE_CELL && l->table == table && long_words(s, l) > 0)
            return true;
    }
    return false;
}

/* A row of a table while its lines are gathered, cell by cell. */
typedef struct row_lines {
    uint32_t lines[ROW_LINES];
    size_t count;
} row_lines;

static bool are_below(const page_line *cell, const page_line *l)
{
    return l->at.left < cell->at.right && l->at.right > cell->at.left;
}

/* Put the line behind the last one that it stands below, or else last; then its
 * table wants it no more. */
static void place_cell(const page_set *s, row_lines *row, uint32_t line)
{
    page_line *l = line_at(s, line);
    size_t at = row->count;
    while (at > 0 && !are_below(line_at(s, row->lines[at - 1]), l))
        at--;
    l->goes_on = at > 0;
    at = at > 0 ? at : row->count;
    memmove(row->lines + at + 1, row->lines + at,
            (row->count - at) * sizeof *row->lines);
    row->lines[at] = line;
    row->count++;
    l->table = 0;
}

static void close_row(cutter *c, row_lines *row, char kind)
{
    for (size_t i = 0; i < row->count; i++)
        add_line(c, row->lines[i], kind);
    row->count = 0;
    close_piece(c);
}

/* The cells of a page in the order of their rows, and how far left they reach.
 */
typedef struct table_view {
    const printed_page *page;
    uint32_t table, first, last; /* its rows */
    float left;
} table_view;

static table_view view_table(const page_set *s, const printed_page *p,
                             uint32_t table)
{
    table_view v = {p, table, UINT32_MAX, 0, p->width};
    for (uint32_t i = p->line; i < p->line + p->lines; i++) {
        const page_line *l = line_at(s, i);
        if (l->kind != LINE_CELL || l->table != table)
            continue;
        v.first = l->row < v.first ? l->row : v.first;
        v.last = l->row > v.last ? l->row : v.last;
        v.left = l->at.left < v.left ? l->at.left : v.left;
    }
    return v;
}

/* The leftmost cell of a row begins a row of the table only where it is of the
 * first column: else the cells above go on in it. */
static bool begins_row(const page_set *s, const table_view *v, uint32_t row)
{
    for (uint32_t i = v->page->line; i < v->page->line + v->page->lines; i++) {
        const page_line *l = line_at(s, i);
        if (l->kind == LINE_CELL && l->table == v->table && l->row == row &&
            l->at.left < v->left + l->size)
            return true;
    }
    return false;
}

/* All rows of the table, at the first of its cells that is met. */
static bool add_table(cutter *c, const printed_page *p, uint32_t table)
{
    page_set *s = c->set;
    row_lines row = {.count = 0};
    const table_view v = view_table(s, p, table);
    const char kind = has_words(s, p, table) ? LAYOUT_ROW : LAYOUT_ASIDE;
    close_piece(c);
    for (uint32_t at = v.first; at <= v.last; at++) {
        if (!layout_goes_on(s, p->lines))
            return false;
        if (kind == LAYOUT_ROW && begins_row(s, &v, at))
            close_row(c, &row, kind);
        for (uint32_t i = p->line; i < p->line + p->lines; i++) {
            const page_line *l = line_at(s, i);
            if (l->kind != LINE_CELL || l->table != table || l->row != at)
                continue;
            if (row.count == ROW_LINES)
                close_row(c, &row, kind);
            place_cell(s, &row, i);
        }
    }
    close_row(c, &row, kind);
    return true;
}

/* The next line of text on the page behind line `i`. */
static const page_line *next_body(const page_set *s, const printed_page *p,
                                  uint32_t i)
{
    while (++i < p->line + p->lines)
        if (line_is_body(line_at(s, i)))
            return line_at(s, i);
    return NULL;
}

static bool cut_page(cutter *c, const printed_page *p)
{
    page_set *s = c->set;
    const page_line *last = NULL;
    for (uint32_t i = p->line; i < p->line + p->lines; i++) {
        page_line *l = line_at(s, i);
        if (l->kind == LINE_CELL && l->table > 0) {
            if (!add_table(c, p, l->table))
                return false;
            last = NULL;
        }
        if (s->order.failed)
            return false;
        if (!line_is_body(l))
            continue;
        l->formula = is_formula(s, l, last);
        if (last == NULL || parts(c, last, l, next_body(s, p, i)))
            close_piece(c);
        add_line(c, i, l->formula ? LAYOUT_ASIDE : LAYOUT_PARAGRAPH);
        last = l;
    }
    close_piece(c);
    return layout_goes_on(s, p->lines);
}

bool layout_cut(page_set *s)
{
    cutter c = {.set = s, .piece = {.next = PIECE_NONE}};
    for (size_t i = 0; i < page_count(s); i++)
        if (!cut_page(&c, page_at(s, i)))
            return false;
    return !s->order.failed && !s->pieces.failed;
}
