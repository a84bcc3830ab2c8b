/* SPDX-License-Identifier: MIT
 *
 * In: the items of a text. Out: the same, a face put where the alphabet turns
 * in each part of a row, and a cut for each comma between two; a line end
 * between two pairs on a line.
 *
 * Invariant: a row is changed only if every part of it turns once, all the same
 * way and with the same mark between, and a line only if nearly all lines are
 * of pairs, so that no sentence is read as one. */
#include "corpus/glossary_turns.h"

#include "corpus/glossary_span.h"

#define PARTS_MIN 3
#define SIDE_WORDS_MAX 4
#define LINES_MIN 5 /* of pairs, so that those with two of them are no text */

/* Items [first, last) of one line, the stop at its end left out. */
typedef struct row {
    const lex_item *items;
    size_t first, last;
} row;

/* The end of the part that begins at `at`. */
static size_t part_end(const row *r, size_t at)
{
    while (at < r->last && r->items[at].kind != LEX_COMMA &&
           r->items[at].kind != LEX_CUT)
        at++;
    return at;
}

/* The item of a part where its one turn is; 0 if it is not two sides of few
 * words each. */
static size_t turn_of(const lex_item *items, size_t first, size_t last)
{
    size_t turn = 0;
    lex_script before = SCRIPT_NONE;
    for (size_t i = first; i < last; i++) {
        const lex_item *item = &items[i];
        bool side =
            item->script == SCRIPT_LATIN || item->script == SCRIPT_CYRILLIC;
        if (item->kind == LEX_NOTE && i > first)
            continue;
        if (item->kind != LEX_WORD || !side || item->code)
            return 0;
        bool turns = before != SCRIPT_NONE && item->script != before;
        if (turns && turn > 0)
            return 0;
        turn = turns ? i : turn;
        before = item->script;
    }
    bool few = turn > first && turn - first <= SIDE_WORDS_MAX &&
               last - turn <= SIDE_WORDS_MAX;
    return few ? turn : 0;
}

static bool is_row(const row *r)
{
    size_t parts = 0, end, first = part_end(r, r->first);
    for (size_t at = r->first; at < r->last; at = end + 1) {
        end = part_end(r, at);
        if (turn_of(r->items, at, end) == 0 ||
            r->items[at].script != r->items[r->first].script ||
            (end < r->last && r->items[end].kind != r->items[first].kind))
            return false;
        parts++;
    }
    return parts >= PARTS_MIN;
}

static void put_mark(buf *out, lex_kind kind, size_t at)
{
    lex_item mark = {.kind = kind, .start = at, .end = at};
    mark.face = kind == LEX_FACE ? FACE_SPACE : FACE_NONE;
    buf_add(out, &mark, sizeof mark);
}

static void put_row(buf *out, const row *r)
{
    size_t end;
    put_mark(out, LEX_CUT, r->items[r->first].start);
    for (size_t at = r->first; at < r->last; at = end + 1) {
        end = part_end(r, at);
        size_t turn = turn_of(r->items, at, end);
        buf_add(out, &r->items[at], (turn - at) * sizeof *r->items);
        put_mark(out, LEX_FACE, r->items[turn].start);
        buf_add(out, &r->items[turn], (end - turn) * sizeof *r->items);
        put_mark(out, LEX_CUT, r->items[end - 1].end);
    }
}

/* The row of the line [first, last), behind its last colon if it has one. */
static row row_of(const lex_item *items, size_t first, size_t last)
{
    row r = {items, first, last};
    while (r.last > first && items[r.last - 1].kind == LEX_STOP)
        r.last--;
    for (size_t i = first; i < r.last; i++)
        if (items[i].face == FACE_COLON)
            r.first = i + 1;
    return r;
}

bool turns_face(buf *items, buf *room)
{
    const lex_item *list = (const lex_item *)(const void *)items->data;
    size_t count = items->len / sizeof *list, end;
    bool any = false;
    buf_clear(room);
    for (size_t at = 0; at < count; at = end) {
        for (end = at; end < count && list[end].kind != LEX_LINE;)
            end++;
        row r = row_of(list, at, end);
        size_t behind = at;
        if (is_row(&r)) {
            buf_add(room, &list[at], (r.first - at) * sizeof *list);
            put_row(room, &r);
            behind = r.last;
            any = true;
        }
        end += end < count;
        buf_add(room, &list[behind], (end - behind) * sizeof *list);
    }
    if (any && !room->failed) {
        buf_clear(items);
        buf_add(items, room->data, room->len);
    }
    return !room->failed && !items->failed;
}

/* ------------------------------------------------- two entries on a line ---
 */

static size_t line_end(const lex_item *items, size_t count, size_t at)
{
    while (at < count && items[at].kind != LEX_LINE)
        at++;
    return at;
}

/* Does item `at` begin a side, the alphabet of the words before it being
 * `before`? */
static bool begins_side(const lex_item *item, lex_script before)
{
    return item->kind == LEX_WORD && item->script != SCRIPT_NONE &&
           item->script != before;
}

/* How many pairs of a Latin and a Cyrillic side stand in items [first, last) of
 * `text`, with nothing between the sides; 0 if anything else does. */
static size_t count_pairs(const char *text, const lex_item *items, size_t first,
                          size_t last)
{
    const span line = {text, items, first, last};
    lex_script script = SCRIPT_NONE;
    size_t sides = 0, words = 0;
    for (size_t i = first; i < last; i++) {
        const lex_item *item = &items[i];
        if (begins_side(item, script)) {
            if (sides++ == 0 && item->script != SCRIPT_LATIN)
                return 0;
            script = item->script;
            words = 0;
        }
        words += item->kind == LEX_WORD;
        bool mark = item->kind == LEX_NOTE || item->kind == LEX_COMMA ||
                    span_begins_ending(&line, i);
        if ((item->kind != LEX_WORD && !mark) || item->code ||
            script == SCRIPT_OTHER || words > SIDE_WORDS_MAX)
            return 0;
    }
    return sides % 2 == 0 ? sides / 2 : 0;
}

/* Put the items of a line into `out`, each of its pairs on a line of its own.
 */
static void put_pairs(buf *out, const lex_item *items, size_t first,
                      size_t last)
{
    lex_script script = SCRIPT_LATIN;
    for (size_t i = first; i < last; i++) {
        bool side = begins_side(&items[i], script);
        if (side && items[i].script == SCRIPT_LATIN)
            put_mark(out, LEX_LINE, items[i].start);
        script = side ? items[i].script : script;
        buf_add(out, &items[i], sizeof items[i]);
    }
}

bool turns_part(buf *items, buf *room, const char *text)
{
    const lex_item *list = (const lex_item *)(const void *)items->data;
    size_t count = items->len / sizeof *list, end;
    size_t lines = 0, paired = 0, pairs = 0;
    for (size_t at = 0; at < count; at = end + 1, lines++) {
        end = line_end(list, count, at);
        size_t of_line = count_pairs(text, list, at, end);
        paired += of_line > 0;
        pairs += of_line;
    }
    if (pairs == paired || paired < LINES_MIN || paired * 4 < lines * 3)
        return true;
    buf_clear(room);
    for (size_t at = 0; at < count; at = end) {
        end = line_end(list, count, at);
        if (count_pairs(text, list, at, end) > 1)
            put_pairs(room, list, at, end);
        else
            buf_add(room, &list[at], (end - at) * sizeof *list);
        if (end < count)
            buf_add(room, &list[end++], sizeof *list);
    }
    if (room->failed)
        return false;
    buf_clear(items);
    return buf_add(items, room->data, room->len);
}
