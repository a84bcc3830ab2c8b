/* SPDX-License-Identifier: MIT
 *
 * In: the items of a text. Out: the same, a face put between the two sides of
 * each entry and a cut between two entries, where lines are made alike.
 *
 * Invariant: what is changed is made the same way throughout, a line of entries
 * or most lines of the text, so that no sentence is read as one. */
#include "corpus/glossary/rows.h"

#include <string.h>

#include "corpus/glossary/column.h"
#include "corpus/glossary/face.h"
#include "corpus/glossary/span.h"

#define ENTRIES_MIN 3 /* in a row, or lines of values */
#define SIDE_WORDS_MAX 4
#define HYPHENS_MIN 5
#define VALUES_MAX 5
#define DOUBLE_LINES_MIN 2
#define DOUBLE_PAIRS_MIN 8 /* on such lines */
#define ALIKE_MIN 5        /* lines like the one above */
#define LETTER_BYTES 2     /* of one that a word begins with */
#define GRID_LINES_MIN 4
#define GRID_CELLS_MIN 3
#define CELLS_MAX 16
#define SIDES_MAX 4

/* ---------------------------------------------------------------- cells --- */

/* What parts the cells of a line. */
typedef enum parting {
    BY_NOTHING,
    BY_MARK, /* ',' or ';' */
    BY_CUT,  /* ';' alone */
    BY_GAP
} parting;

/* Items [first, last) of one line. */
typedef struct cell {
    size_t first, last;
    lex_script script; /* of its first word */
    size_t turns;      /* from one alphabet to the other */
    size_t longest;    /* words in one alphabet without a turn */
    bool plain;        /* nothing but words, notes and commas */
    bool large;        /* holds a word with a capital letter */
    bool code;
} cell;

static bool parts(const lex_item *item, parting by)
{
    return (by == BY_MARK && item->kind == LEX_COMMA) ||
           ((by == BY_MARK || by == BY_CUT) && item->kind == LEX_CUT) ||
           (by == BY_GAP && item->face == FACE_GAP);
}

static cell read_cell(const lex_item *items, size_t first, size_t last,
                      parting by)
{
    cell c = {.first = first, .last = first, .plain = true};
    lex_script before = SCRIPT_NONE;
    size_t words = 0;
    for (; c.last < last && !parts(&items[c.last], by); c.last++) {
        const lex_item *item = &items[c.last];
        c.plain &= item->kind == LEX_WORD || item->kind == LEX_NOTE ||
                   item->kind == LEX_COMMA;
        c.code |= item->code;
        c.large |= item->capital;
        if (item->script == SCRIPT_NONE)
            continue;
        if (before == SCRIPT_NONE)
            c.script = item->script;
        bool turns = before != SCRIPT_NONE && item->script != before;
        c.turns += turns;
        words = turns ? 1 : words + 1;
        c.longest = words > c.longest ? words : c.longest;
        before = item->script;
    }
    return c;
}

/* Past the first line, if it ends with a colon. */
static size_t past_label(const lex_item *items, size_t count)
{
    size_t end = lex_line_end(items, count, 0);
    return end > 0 && end < count && items[end - 1].face == FACE_COLON ? end + 1
                                                                       : 0;
}

/* --------------------------------------------------------------- values --- */

/* What the cells between the marks of a line are, all together. */
typedef struct shape {
    size_t cells;
    lex_kind mark; /* the first */
    bool alike;    /* all marks are */
    bool whole;    /* each cell is in one alphabet */
    bool turned;   /* each turns from that of the first word to the other */
    size_t lead;   /* the mark behind a number before the others; 0: none */
    size_t turn;   /* the mark before the first in another alphabet; 0: none */
    size_t back;   /* the mark before what is in the first again, be it several
                      cells: an example; 0: none */
} shape;

static shape read_shape(const lex_item *items, size_t first, size_t last,
                        parting by)
{
    shape s = {.mark = LEX_OTHER, .alike = true, .whole = true, .turned = true};
    lex_script before = SCRIPT_NONE, start = SCRIPT_NONE;
    for (size_t at = first; at < last; s.cells++) {
        cell c = read_cell(items, at, last, by);
        if (s.cells == 0 && c.script == SCRIPT_NONE && c.last + 1 < last) {
            s.lead = c.last;
            first = at = c.last + 1;
            continue;
        }
        start = at == first ? c.script : start;
        if (s.turn > 0 && c.script == start) {
            s.whole &= !c.code;
            s.back = at - 1;
            s.cells++;
            break;
        }
        s.whole &= c.plain && c.script != SCRIPT_NONE && c.turns == 0;
        s.turned &= c.plain && !c.code && c.turns == 1 && c.script == start &&
                    c.longest <= SIDE_WORDS_MAX;
        if (at > first && s.turn == 0 && c.script != before)
            s.turn = at - 1;
        before = c.script;
        if (c.last + 1 < last) {
            s.mark = s.mark == LEX_OTHER ? items[c.last].kind : s.mark;
            s.alike &= items[c.last].kind == s.mark;
        }
        at = c.last + 1;
    }
    return s;
}

/* Where every line is values, all but a few each in one alphabet, and in two
 * together, make the mark between these a face. */
static void face_values(lex_item *items, size_t count)
{
    const size_t from = past_label(items, count);
    size_t lines = 0, pairs = 0, cut = from;
    size_t end = lex_line_end(items, count, from);
    shape first = {.cells = 0};
    if (lex_line_end(items, count, end + 1) >= count)
        return; /* two lines at most */
    while (cut < end && items[cut].kind != LEX_CUT)
        cut++;
    const parting by = cut + 1 < end ? BY_CUT : BY_MARK;
    for (size_t at = from; at < count; at = end + 1) {
        end = lex_line_end(items, count, at);
        shape s = read_shape(items, at, end, by);
        first = first.turn == 0 ? s : first; /* but for heads of columns */
        lines++;
        if (!s.alike || s.cells < 2 || s.cells > VALUES_MAX ||
            s.cells != first.cells || s.mark != first.mark)
            return;
        pairs += s.whole && s.turn > 0;
    }
    if (pairs < ENTRIES_MIN || pairs * 5 < lines * 4)
        return;
    for (size_t at = from; at < count; at = end + 1) {
        end = lex_line_end(items, count, at);
        shape s = read_shape(items, at, end, by);
        if (s.turn > 0) {
            items[s.turn].kind = LEX_FACE;
            items[s.turn].face = FACE_COMMA;
        }
        for (size_t i = at; i < s.lead; i++)
            items[i].kind = LEX_OTHER;
        if (s.back > 0)
            items[s.back].kind = LEX_COMMENT;
    }
}

/* ----------------------------------------------------- entries in a row --- */

/* The items of the line [first, last) behind its last colon, the stop at its
 * end left out. */
static cell row_of(const lex_item *items, size_t first, size_t last)
{
    while (last > first && items[last - 1].kind == LEX_STOP)
        last--;
    for (size_t i = first; i < last; i++)
        if (items[i].face == FACE_COLON)
            first = i + 1;
    return read_cell(items, first, last, BY_NOTHING);
}

/* "wheat пшеница, rye рожь, oats овёс". */
static bool is_row(const lex_item *items, const cell *line)
{
    if (line->turns < 2 * ENTRIES_MIN - 1)
        return false;
    shape s = read_shape(items, line->first, line->last, BY_MARK);
    return s.cells >= ENTRIES_MIN && s.turned && s.alike;
}

/* "wheat пшеница rye рожь": columns or a row with nothing between any more, or
 * one column where the others end; either language first. */
static bool is_column(const cell *line)
{
    return line->plain && !line->code && line->turns % 2 == 1 &&
           line->script != SCRIPT_NONE && line->longest <= SIDE_WORDS_MAX;
}

/* A face, or a cut for none. */
static void put_mark(buf *out, lex_face face, size_t at)
{
    const lex_kind kind = face == FACE_NONE ? LEX_CUT : LEX_FACE;
    lex_item mark = {.kind = kind, .face = face, .start = at, .end = at};
    buf_add(out, &mark, sizeof mark);
}

/* Put a face where the alphabet turns from that of the first word, and a cut
 * where it turns back or a mark parts two entries. */
static void put_row(buf *out, const lex_item *items, const cell *line,
                    parting by)
{
    const lex_face face = by == BY_NOTHING ? FACE_MARKED : FACE_SPACE;
    lex_script before = SCRIPT_NONE;
    put_mark(out, FACE_NONE, items[line->first].start);
    for (size_t i = line->first; i < line->last; i++) {
        const lex_item *item = &items[i];
        bool word = item->script != SCRIPT_NONE;
        bool cut = parts(item, by);
        if (cut || (word && before != SCRIPT_NONE && item->script != before))
            put_mark(out,
                     cut || item->script == line->script ? FACE_NONE : face,
                     item->start);
        if (!cut)
            buf_add(out, item, sizeof *item);
        before = cut ? SCRIPT_NONE : word ? item->script : before;
    }
    put_mark(out, FACE_NONE, items[line->last - 1].end);
}

/* Lines that are columns: how many, of how many pairs, and how many begin with
 * a Cyrillic word, those in the order of the alphabet counted. */
typedef struct doubling {
    size_t lines, pairs, turned, ordered;
    size_t alike; /* in small letters, with as many turns as the last */
    size_t turns; /* of that */
    char letter[LETTER_BYTES]; /* that the last of the turned begins with */
} doubling;

static void add_columns(doubling *d, const cell *line, const lex_item *first,
                        const char *text)
{
    char word[SPAN_FOLD_ROOM] = {0};
    d->lines++;
    d->alike += line->turns == d->turns && !line->large;
    d->turns = line->turns;
    d->pairs += (line->turns + 1) / 2;
    if (line->script != SCRIPT_CYRILLIC)
        return;
    lex_fold(word, sizeof word, text + first->start, first->end - first->start);
    d->turned++;
    d->ordered += memcmp(word, d->letter, LETTER_BYTES) >= 0;
    memcpy(d->letter, word, LETTER_BYTES);
}

/* Are they columns, of `lines` lines? Words with their translations in another
 * order than most are written in stand in that of the alphabet, or are many
 * lines alike. */
static bool is_doubled(const doubling *d, size_t lines)
{
    bool alike = d->alike >= ALIKE_MIN && (d->alike + 1) * 10 >= lines * 9;
    return d->lines >= DOUBLE_LINES_MIN && d->pairs >= DOUBLE_PAIRS_MIN &&
           d->lines * 3 >= lines * 2 &&
           (d->ordered * 10 >= d->turned * 9 || alike);
}

static bool face_rows(buf *items, buf *room, const char *text)
{
    const lex_item *list = (const lex_item *)(const void *)items->data;
    size_t count = items->len / sizeof *list, end, done = 0;
    size_t lines = 0, rows = 0;
    doubling d = {.lines = 0};
    for (size_t at = 0; at < count; at = end + 1) {
        end = lex_line_end(list, count, at);
        cell line = row_of(list, at, end);
        lines += line.script != SCRIPT_NONE; /* no number of a page */
        rows += is_row(list, &line);
        if (line.turns > 1 && is_column(&line))
            add_columns(&d, &line, &list[line.first], text);
    }
    bool doubled = is_doubled(&d, lines);
    if (rows == 0 && !doubled)
        return true;
    buf_clear(room);
    for (size_t at = 0; at < count; at = end + 1) {
        end = lex_line_end(list, count, at);
        cell line = row_of(list, at, end);
        bool row = is_row(list, &line);
        if (!row && !(doubled && is_column(&line)))
            continue;
        buf_add(room, &list[done], (line.first - done) * sizeof *list);
        put_row(room, list, &line, row ? BY_MARK : BY_NOTHING);
        done = line.last;
    }
    buf_add(room, &list[done], (count - done) * sizeof *list);
    buf_clear(items);
    buf_add(items, room->data, room->len);
    return !room->failed && !items->failed;
}

/* -------------------------------------------------------------- hyphens --- */

/* "rye-рожь": a word in Latin letters, and a hyphen before a Cyrillic one. */
static bool is_tight(const lex_item *item, const char *text)
{
    return item->split > 0 && item->lower &&
           (unsigned char)text[item->start] < 0xD0;
}

/* True if hyphens without blanks part the sides of most entries of the text,
 * some of whose terms are of several words, all of one alphabet: "winter
 * rye-рожь". Elsewhere such a hyphen joins a word. */
static bool is_hyphened(const lex_item *items, size_t count, const char *text)
{
    size_t joined = 0, tight = 0, several = 0, stops = 0;
    lex_script before = SCRIPT_NONE;
    for (size_t i = 0; i < count; i++)
        joined += items[i].split > 0;
    if (joined < HYPHENS_MIN || items[0].script == SCRIPT_NONE)
        return false;
    for (size_t i = 0; i < count; i++) {
        const lex_item *item = &items[i];
        bool is = item->kind == LEX_WORD && is_tight(item, text);
        tight += is;
        several += is && before == SCRIPT_LATIN;
        stops += item->kind == LEX_STOP;
        before = item->kind == LEX_LINE        ? SCRIPT_NONE
                 : item->script != SCRIPT_NONE ? item->script
                                               : before;
    }
    return tight >= HYPHENS_MIN && several * 3 >= tight && stops * 4 <= tight;
}

/* Make faces of the hyphens in such words, and of those before a Cyrillic one.
 */
static bool face_hyphens(buf *items, buf *room, const char *text)
{
    const lex_item *list = (const lex_item *)(const void *)items->data;
    size_t count = items->len / sizeof *list;
    if (!is_hyphened(list, count, text))
        return true;
    buf_clear(room);
    for (size_t i = 0; i < count; i++) {
        lex_item parts[3] = {list[i]};
        bool tight = is_tight(&list[i], text);
        bool joins =
            i > 0 && i + 1 < count && list[i].end == list[i + 1].start &&
            text[list[i].start] == '-' && list[i + 1].script == SCRIPT_CYRILLIC;
        if (tight)
            span_part(parts, text);
        lex_item *mark = &parts[tight];
        if (tight || joins) {
            mark->kind = LEX_FACE;
            mark->face = FACE_HYPHEN;
        }
        buf_add(room, parts, (tight ? 3 : 1) * sizeof *parts);
    }
    buf_clear(items);
    buf_add(items, room->data, room->len);
    return !room->failed && !items->failed;
}

/* -------------------------------------------------------------- columns --- */

/* A line of cells between gaps; those beyond the last are not kept. */
typedef struct row {
    size_t count;
    cell cells[CELLS_MAX];
} row;

static void read_row(row *r, const lex_item *items, size_t first, size_t last)
{
    cell c = {.last = first};
    for (r->count = 0; r->count == 0 || c.last < last; r->count++) {
        c = read_cell(items, first, last, BY_GAP);
        if (r->count < CELLS_MAX)
            r->cells[r->count] = c;
        first = c.last + 1;
    }
}

static lex_script script_at(const row *r, size_t n)
{
    return n < r->count && n < CELLS_MAX ? r->cells[n].script : SCRIPT_NONE;
}

/* The cells with words, a bit each, if they take turns in two alphabets.
 * Numbers and transcriptions may stand between, and a note on it in the same
 * language behind a translation. */
static unsigned taking_turns(const row *r)
{
    size_t sides = 0;
    unsigned bits = 0;
    lex_script before = SCRIPT_NONE;
    for (size_t n = 0; n < r->count; n++) {
        lex_script script = script_at(r, n);
        if (n == CELLS_MAX || (script == before && sides % 2 == 1))
            return 0;
        if (script == SCRIPT_NONE)
            continue;
        sides += script != before;
        bits |= 1u << n;
        before = script;
    }
    return sides % 2 == 0 && sides <= SIDES_MAX ? bits : 0;
}

/* How the lines of a text are parted by gaps. */
typedef struct layout {
    size_t lines, single, paired;
    size_t alike;             /* lines of as many cells as the first */
    size_t cells;             /* of that */
    size_t term, translation; /* of those, the columns that face each other */
    column columns[CELLS_MAX];
} layout;

/* Codes and what has no words say nothing of a column. */
static void add_cells(layout *l, const row *r, const lex_item *items,
                      const char *text)
{
    for (size_t n = 0; n < r->count && n < CELLS_MAX; n++) {
        const cell *c = &r->cells[n];
        if (c->first < c->last && !c->code)
            column_add(&l->columns[n], text + items[c->first].start,
                       items[c->last - 1].end - items[c->first].start);
    }
}

static void read_layout(layout *l, const lex_item *items, size_t count,
                        const char *text)
{
    row r;
    size_t end;
    memset(l, 0, sizeof *l);
    for (size_t at = past_label(items, count); at < count;
         at = end + 1, l->lines++) {
        end = lex_line_end(items, count, at);
        if (end == at + 1 &&
            lex_is_letter(text, items[at].start, items[at].end)) {
            l->lines--;
            continue;
        }
        read_row(&r, items, at, end);
        l->single += r.count == 2;
        l->paired += taking_turns(&r) != 0;
        l->cells = l->lines == 0 ? r.count : l->cells;
        if (r.count != l->cells)
            continue;
        l->alike++;
        add_cells(l, &r, items, text);
    }
}

/* The first column from `from` on that may be a side, in another alphabet than
 * `than`; the count of cells if there is none. */
static size_t side_column(const layout *l, size_t from, lex_script than)
{
    for (; from < l->cells; from++) {
        const column *c = &l->columns[from];
        lex_script script = column_script(c);
        if (c->filled * 10 >= l->alike * 7 && !column_repeats(c) &&
            script != SCRIPT_NONE && script != than)
            break;
    }
    return from;
}

/* True if two lines of three have as many cells as the first, and two columns
 * face each other. */
static bool is_grid(layout *l)
{
    if (l->cells < GRID_CELLS_MIN || l->cells > CELLS_MAX ||
        l->alike < GRID_LINES_MIN || l->alike * 3 < l->lines * 2)
        return false;
    l->term = side_column(l, 0, SCRIPT_NONE);
    if (l->term == l->cells)
        return false;
    lex_script script = column_script(&l->columns[l->term]);
    l->translation = side_column(l, l->term + 1, script);
    return l->translation < l->cells;
}

/* The two cells that face each other, if the line has both. */
static unsigned grid_sides(const layout *l, const row *r)
{
    bool both = script_at(r, l->term) == column_script(&l->columns[l->term]) &&
                script_at(r, l->translation) ==
                    column_script(&l->columns[l->translation]);
    return both ? 1u << l->term | 1u << l->translation : 0;
}

/* Move to `to` the cells that `sides` has a bit for, with a gap behind each and
 * a cut where it ends a pair, and the notes beside them. Returns what is behind
 * them. */
static size_t keep_cells(lex_item *items, size_t to, const row *r,
                         unsigned sides)
{
    size_t kept = 0;
    lex_script before = SCRIPT_NONE;
    for (size_t n = 0; n < r->count && n < CELLS_MAX; n++) {
        const cell *c = &r->cells[n];
        bool side = (sides >> n & 1) != 0, turns = side && c->script != before;
        if (side && kept > 0) {
            items[to] = items[c->first - 1];
            items[to++].kind = turns && kept % 2 == 0 ? LEX_CUT : LEX_FACE;
        }
        kept += turns;
        before = side ? c->script : before;
        for (size_t i = c->first; i < c->last; i++)
            if (side || (kept > 0 && items[i].kind == LEX_NOTE))
                items[to++] = items[i];
    }
    return to;
}

/* Move items [first, last) to `to`, their gaps meaning nothing. */
static size_t drop_gaps(lex_item *items, size_t to, size_t first, size_t last)
{
    for (size_t i = first; i < last; i++) {
        items[to] = items[i];
        if (items[to].face == FACE_GAP) {
            items[to].kind = LEX_OTHER;
            items[to].face = FACE_NONE;
        }
        to++;
    }
    return to;
}

static bool has_gap(const lex_item *items, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (items[i].face == FACE_GAP)
            return true;
    return false;
}

/* True if the line from `at` on goes on with cells of the one above it. */
static bool is_rest(const row *above, const lex_item *items, size_t at,
                    size_t count)
{
    row r;
    if (at >= count)
        return false;
    read_row(&r, items, at, lex_line_end(items, count, at));
    lex_script script = script_at(&r, 0);
    return r.count > 1 && r.count < above->count && taking_turns(&r) == 0 &&
           script != SCRIPT_NONE &&
           script == script_at(above, above->count - 1);
}

/* Leave the gaps of lines that have one each; of those whose cells take turns,
 * or of which two columns face each other, leave the cells that do. Elsewhere
 * gaps are a way of filling lines. Returns how many items are left. */
static size_t face_columns(lex_item *items, size_t count, const char *text)
{
    layout l;
    row r;
    size_t end, to = 0;
    if (!has_gap(items, count))
        return count;
    read_layout(&l, items, count, text);
    if (l.single * 10 >= l.lines * 7)
        return count;
    bool turns = l.paired * 10 >= l.lines * 7, grid = !turns && is_grid(&l);
    for (size_t at = 0; at < count; at = end + 1) {
        end = lex_line_end(items, count, at);
        read_row(&r, items, at, end);
        bool cut = turns && is_rest(&r, items, end + 1, count);
        unsigned sides = grid            ? grid_sides(&l, &r)
                         : turns && !cut ? taking_turns(&r)
                                         : 0;
        to = grid || cut || sides != 0 ? keep_cells(items, to, &r, sides)
                                       : drop_gaps(items, to, at, end);
        if (end < count)
            items[to++] = items[end];
    }
    return to;
}

bool rows_face(buf *items, buf *room, const char *text)
{
    bool ok = face_hyphens(items, room, text) && face_rows(items, room, text);
    lex_item *list = (lex_item *)(void *)items->data;
    size_t count = items->len / sizeof *list;
    face_values(list, count);
    count = face_leave_meaning(list, face_columns(list, count, text));
    buf_truncate(items, count * sizeof *list);
    return ok;
}
