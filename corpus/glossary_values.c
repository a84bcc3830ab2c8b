/* SPDX-License-Identifier: MIT
 *
 * In: the items of a text. Out: the same, the mark between the two alphabets a
 * face where all lines are values, and gaps none where they are no columns.
 *
 * Lines are values if every one is, with as many marks as the others. */
#include "corpus/glossary_values.h"

#include <string.h>

#include "corpus/glossary_column.h"

#define LINES_MIN 3
#define MARKS_MAX 4

/* What a line is made of. */
typedef struct line_shape {
    size_t marks; /* that part values */
    size_t turn;  /* the mark between two alphabets */
    size_t turns; /* how many of these there are */
    bool plain;   /* nothing but words and marks of one sort */
    lex_kind mark;
} line_shape;

static bool is_mark(const lex_item *item)
{
    return item->kind == LEX_COMMA || item->kind == LEX_CUT;
}

static line_shape read_line(const lex_item *items, size_t first, size_t last)
{
    line_shape shape = {.plain = true};
    lex_script before = SCRIPT_NONE;
    size_t since = 0; /* words since the last mark */
    for (size_t i = first; i < last; i++) {
        const lex_item *item = &items[i];
        bool ends = i + 1 == last && item->kind == LEX_CUT;
        if (is_mark(item) && !ends) {
            shape.plain &=
                since > 0 && (shape.marks == 0 || item->kind == shape.mark);
            shape.mark = item->kind;
            shape.marks++;
            since = 0;
            continue;
        }
        shape.plain &= item->kind == LEX_WORD || item->kind == LEX_NOTE || ends;
        if (item->kind != LEX_WORD || item->script == SCRIPT_NONE)
            continue;
        if (before != SCRIPT_NONE && item->script != before) {
            shape.plain &= since == 0;
            if (shape.turns++ == 0)
                shape.turn = i - 1;
        }
        before = item->script;
        since++;
    }
    shape.plain &= since > 0 && shape.marks > 0 && shape.marks <= MARKS_MAX;
    return shape;
}

static size_t line_end(const lex_item *items, size_t count, size_t first)
{
    while (first < count && items[first].kind != LEX_LINE)
        first++;
    return first;
}

/* True if the lines are values, all but a few with two alphabets. */
static bool are_values(const lex_item *items, size_t count)
{
    size_t lines = 0, pairs = 0;
    line_shape first = {.marks = 0};
    for (size_t at = 0; at < count; at++) {
        size_t end = line_end(items, count, at);
        line_shape shape = read_line(items, at, end);
        if (lines++ == 0)
            first = shape;
        if (!shape.plain || shape.marks != first.marks ||
            shape.mark != first.mark)
            return false;
        pairs += shape.turns > 0;
        at = end;
    }
    return pairs >= LINES_MIN && pairs * 5 >= lines * 4;
}

void values_face(lex_item *items, size_t count)
{
    if (!are_values(items, count))
        return;
    for (size_t at = 0; at < count; at++) {
        size_t end = line_end(items, count, at);
        line_shape shape = read_line(items, at, end);
        if (shape.turns > 0) {
            items[shape.turn].kind = LEX_FACE;
            items[shape.turn].face = FACE_COMMA;
        }
        at = end;
    }
}

static size_t cell_end(const lex_item *items, size_t first, size_t last)
{
    while (first < last && items[first].face != FACE_GAP)
        first++;
    return first;
}

#define CELLS_MAX 4

/* How many cells with words the line has, if they take turns in two alphabets;
 * else 0. Numbers and transcriptions may stand between. */
static size_t count_cells(const lex_item *items, size_t first, size_t last)
{
    size_t cells = 0;
    lex_script before = SCRIPT_NONE;
    for (size_t at = first; at < last; at++) {
        size_t end = cell_end(items, at, last);
        lex_script script = lex_first_script(items, at, end);
        if (script != SCRIPT_NONE && script == before)
            return 0;
        cells += script != SCRIPT_NONE;
        before = script != SCRIPT_NONE ? script : before;
        at = end;
    }
    return cells % 2 == 0 && cells <= CELLS_MAX ? cells : 0;
}

static void silence(lex_item *item)
{
    item->kind = LEX_OTHER;
    item->face = FACE_NONE;
}

/* Of a line of cells that take turns, each two are a pair: leave the gap within
 * one, make that before the next a cut, and numbers and other gaps nothing. */
static void pair_cells(lex_item *items, size_t first, size_t last)
{
    size_t cells = 0;
    for (size_t at = first; at < last; at++) {
        size_t end = cell_end(items, at, last);
        bool words = lex_first_script(items, at, end) != SCRIPT_NONE;
        for (size_t i = at; !words && i < end; i++)
            if (items[i].kind != LEX_NOTE)
                silence(&items[i]);
        if (at > first && !(words && cells % 2 == 1))
            silence(&items[at - 1]);
        if (at > first && words && cells > 0 && cells % 2 == 0)
            items[at - 1].kind = LEX_CUT;
        cells += words;
        at = end;
    }
}

static void drop_gaps(lex_item *items, size_t first, size_t last)
{
    for (size_t i = first; i < last; i++)
        if (items[i].face == FACE_GAP)
            silence(&items[i]);
}

/* The alphabet of cell `n` of a line; SCRIPT_NONE if there is no such cell. */
static lex_script cell_script(const lex_item *items, size_t first, size_t last,
                              size_t n)
{
    for (; n > 0 && first < last; n--)
        first = cell_end(items, first, last) + 1;
    return first < last
               ? lex_first_script(items, first, cell_end(items, first, last))
               : SCRIPT_NONE;
}

/* What the first cells of a line are: a term, its translation and a note on it
 * in the same language, or "Saturn  Saturn", which is not translated. */
static bool has_note(const lex_item *items, size_t first, size_t last)
{
    lex_script term = cell_script(items, first, last, 0);
    lex_script next = cell_script(items, first, last, 1);
    return term != SCRIPT_NONE && next != SCRIPT_NONE && term != next &&
           cell_script(items, first, last, 2) == next;
}

static bool is_untranslated(const lex_item *items, size_t first, size_t last)
{
    lex_script term = cell_script(items, first, last, 0);
    return term != SCRIPT_NONE && cell_script(items, first, last, 1) == term;
}

/* ----------------------------------------------------------------- grid --- */

#define GRID_LINES_MIN 4
#define GRID_CELLS_MIN 3
#define GRID_CELLS_MAX 16

/* Lines of as many cells each. */
typedef struct grid {
    const char *text;
    size_t cells, lines;
    size_t term, translation; /* the columns that face each other */
    column columns[GRID_CELLS_MAX];
} grid;

static size_t count_gaps(const lex_item *items, size_t first, size_t last)
{
    size_t gaps = 0;
    for (size_t i = first; i < last; i++)
        gaps += items[i].face == FACE_GAP;
    return gaps;
}

/* Codes and what has no words say nothing of a column. */
static void add_cells(grid *g, const lex_item *items, size_t first, size_t last)
{
    for (size_t n = 0; first <= last && n < g->cells; n++) {
        size_t end = cell_end(items, first, last);
        bool code = false;
        for (size_t i = first; i < end; i++)
            code |= items[i].code;
        if (first < end && !code)
            column_add(&g->columns[n], g->text + items[first].start,
                       items[end - 1].end - items[first].start);
        first = end + 1;
    }
}

/* The first column from `from` on that may be a side, in another alphabet than
 * `than`; the count of cells if there is none. */
static size_t side_column(const grid *g, size_t from, lex_script than)
{
    for (; from < g->cells; from++) {
        const column *c = &g->columns[from];
        lex_script script = column_script(c);
        if (c->filled * 10 >= g->lines * 7 && !column_repeats(c) &&
            script != SCRIPT_NONE && script != than)
            break;
    }
    return from;
}

/* True if two lines of three have as many cells as the first, and two columns
 * face each other. */
static bool read_grid(grid *g, const lex_item *items, size_t count,
                      const char *text)
{
    size_t lines = 0;
    size_t cells = count_gaps(items, 0, line_end(items, count, 0)) + 1;
    if (cells < GRID_CELLS_MIN || cells > GRID_CELLS_MAX)
        return false;
    *g = (grid){.text = text, .cells = cells};
    for (size_t at = 0; at < count; at++, lines++) {
        size_t end = line_end(items, count, at);
        if (count_gaps(items, at, end) + 1 == g->cells) {
            add_cells(g, items, at, end);
            g->lines++;
        }
        at = end;
    }
    g->term = side_column(g, 0, SCRIPT_NONE);
    if (g->lines < GRID_LINES_MIN || g->lines * 3 < lines * 2 ||
        g->term == g->cells)
        return false;
    g->translation =
        side_column(g, g->term + 1, column_script(&g->columns[g->term]));
    return g->translation < g->cells;
}

/* Move the items of cell `n` of a line to `to`; returns what is behind them. */
static size_t move_cell(lex_item *items, size_t to, size_t first, size_t last,
                        size_t n)
{
    for (; n > 0 && first < last; n--)
        first = cell_end(items, first, last) + 1;
    size_t end = first < last ? cell_end(items, first, last) : first;
    memmove(items + to, items + first, (end - first) * sizeof *items);
    return to + (end - first);
}

/* Has the line both sides where they should be? */
static bool has_sides(const grid *g, const lex_item *items, size_t first,
                      size_t last)
{
    return cell_script(items, first, last, g->term) ==
               column_script(&g->columns[g->term]) &&
           cell_script(items, first, last, g->translation) ==
               column_script(&g->columns[g->translation]);
}

/* Leave the sides of each line that has them, with a gap between. */
static size_t keep_sides(const grid *g, lex_item *items, size_t count)
{
    size_t to = 0;
    for (size_t at = 0; at < count; at++) {
        size_t end = line_end(items, count, at);
        if (has_sides(g, items, at, end)) {
            to = move_cell(items, to, at, end, g->term);
            size_t place = to > 0 ? items[to - 1].end : 0;
            items[to++] = (lex_item){.kind = LEX_FACE,
                                     .face = FACE_GAP,
                                     .start = place,
                                     .end = place};
            to = move_cell(items, to, at, end, g->translation);
        }
        if (end < count)
            items[to++] = items[end];
        at = end;
    }
    return to;
}

size_t values_drop_gaps(lex_item *items, size_t count, const char *text)
{
    size_t lines = 0, single = 0, paired = 0, noted = 0;
    bool any = false;
    for (size_t at = 0; at < count; at++) {
        size_t end = line_end(items, count, at);
        size_t gaps = count_gaps(items, at, end);
        any |= gaps > 0;
        single += gaps == 1;
        noted += gaps == 2 && has_note(items, at, end);
        paired += gaps > 0 && count_cells(items, at, end) > 0;
        lines++;
        at = end;
    }
    bool kept = (single + noted) * 10 >= lines * 7;
    if (!any || (kept && noted == 0))
        return count;
    bool columns = !kept && paired * 10 >= lines * 7;
    grid g;
    if (!kept && !columns && read_grid(&g, items, count, text))
        return keep_sides(&g, items, count);
    for (size_t at = 0; at < count; at++) {
        size_t end = line_end(items, count, at);
        if (columns && count_cells(items, at, end) > 0)
            pair_cells(items, at, end);
        else if (!kept || is_untranslated(items, at, end))
            drop_gaps(items, at, end);
        at = end;
    }
    return count;
}
