/* SPDX-License-Identifier: MIT
 *
 * In: the items of a text. Out: the same, the mark between the two alphabets a
 * face where all lines are values, and gaps none where they are no columns.
 *
 * Lines are values if every one is, with as many marks as the others. */
#include "corpus/glossary_values.h"

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

void values_drop_gaps(lex_item *items, size_t count)
{
    size_t lines = 0, single = 0, paired = 0, noted = 0;
    for (size_t at = 0; at < count; at++) {
        size_t end = line_end(items, count, at), gaps = 0;
        for (size_t i = at; i < end; i++)
            gaps += items[i].face == FACE_GAP;
        single += gaps == 1;
        noted += gaps == 2 && has_note(items, at, end);
        paired += count_cells(items, at, end) > 0;
        lines++;
        at = end;
    }
    bool kept = (single + noted) * 10 >= lines * 7;
    if (kept && noted == 0)
        return;
    bool columns = !kept && paired * 10 >= lines * 7;
    for (size_t at = 0; at < count; at++) {
        size_t end = line_end(items, count, at);
        if (columns && count_cells(items, at, end) > 0)
            pair_cells(items, at, end);
        else if (!kept || is_untranslated(items, at, end))
            drop_gaps(items, at, end);
        at = end;
    }
}
