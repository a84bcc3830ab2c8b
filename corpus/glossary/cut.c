/* SPDX-License-Identifier: MIT
 *
 * In: the items of a text. Out: the pieces of it that may each be an entry, in
 * order. Invariant: the work on a piece is bounded, as longer ones than any
 * entry are not looked into. */
#include "corpus/glossary/cut.h"

#include <string.h>

#include "corpus/glossary/heading.h"
#include "corpus/glossary/spaced.h"
#include "corpus/glossary/words.h"
#include "corpus/text.h"

#define PIECE_ITEMS_MAX 80
#define WRAPPED_WORDS_MAX 4
#define LOOSE_ROW_MIN 4 /* entries of a line whose sides ':' or '=' parts */
#define ROW_ODD 6       /* entries of a line for each that is none */
#define COUNTED_MIN 3   /* entries of a line that are counted */

typedef struct cutter {
    buf *out;
    const char *text;
    const lex_item *items;
    bool of_list;
    size_t since; /* length of `out` before the text's first piece */
    bool runs_on; /* a mark between entries stands in the midst of a line */
    size_t count; /* of items */
    bool flows;   /* see span_flows() */
} cutter;

static cut_piece *last_piece(const cutter *c)
{
    if (c->out->len <= c->since)
        return NULL;
    return (cut_piece *)(void *)(c->out->data + c->out->len) - 1;
}

static entry_parse read_piece(const cutter *c, size_t first, size_t last)
{
    entry_parse none = {.kind = ENTRY_NONE};
    if (last - first > PIECE_ITEMS_MAX)
        return none;
    return entry_read(c->text, c->items + first, last - first);
}

/* The same, or with nothing between its sides. */
static entry_parse read_spaced(const cutter *c, const cut_piece *p)
{
    entry_parse e = read_piece(c, p->first, p->last), spaced;
    bool none = e.kind != ENTRY_PAIR && e.kind != ENTRY_KEPT &&
                p->last - p->first <= PIECE_ITEMS_MAX;
    return none && entry_read_spaced(&spaced, c->text, c->items + p->first,
                                     p->last - p->first)
               ? spaced
               : e;
}

static bool begins_small(const cutter *c, size_t first, size_t last)
{
    while (first < last && (c->items[first].kind == LEX_NOTE ||
                            c->items[first].kind == LEX_OTHER))
        first++;
    return first < last && c->items[first].kind == LEX_WORD &&
           text_is_lower(
               text_at(c->text, c->items[first].end, c->items[first].start));
}

/* "of", "и": words that no line of a list ends with; "A" may be a line. */
static bool is_link(const cutter *c, const lex_item *word)
{
    const span all = {c->text, word, 0, 1};
    return !word->capital &&
           (span_first_is(&all, WORD_LINK) || span_first_is(&all, WORD_JOINS) ||
            span_first_is(&all, WORD_ARTICLE));
}

/* A line that goes on with the translation of the entry above it. */
static bool continues_pair(const cutter *c, const cut_piece *above,
                           const entry_parse *pair, size_t first, size_t last,
                           const entry_parse *below)
{
    const lex_script own =
        pair->translation.cyrillic ? SCRIPT_CYRILLIC : SCRIPT_LATIN;
    if (below->kind != ENTRY_TERM || !begins_small(c, first, last) ||
        lex_first_script(c->items, first, last) != own)
        return false;
    const lex_item *end = &c->items[above->last - 1];
    if (end->kind == LEX_STOP || end->kind == LEX_CUT)
        return false;
    entry_parse whole = read_piece(c, above->first, last);
    return whole.kind == ENTRY_PAIR;
}

/* A line of words alone, or words and a colon, that names a glossary, and is no
 * part of it. */
static bool is_label(const cutter *c, const cut_piece *line)
{
    for (size_t i = line->first; i < line->last; i++)
        if (c->items[i].kind != LEX_WORD &&
            (i + 1 < line->last || c->items[i].face != FACE_COLON))
            return false;
    size_t start = c->items[line->first].start;
    return entry_heading_says_so(c->text + start,
                                 c->items[line->last - 1].end - start);
}

/* Could an entry that ends before item `last` begin with the line `above`, at
 * the beginning of the text or behind a mark between entries? The first line
 * may as well be a title, unless it begins in small letters, or of an item in
 * which no more entries follow. */
static bool may_begin(const cutter *c, const cut_piece *above, size_t last,
                      bool after_cut)
{
    size_t next = last < c->count ? last + 1 : last;
    size_t end = lex_line_end(c->items, c->count, next);
    bool title = above->first == 0 && !c->runs_on &&
                 !begins_small(c, above->first, above->last) &&
                 (!c->of_list || read_piece(c, next, end).kind == ENTRY_PAIR);
    return after_cut && !title && !is_label(c, above);
}

/* True if the line `above`, in small letters, stands right behind an entry or
 * the label of some: alone it would be a term without its translation. */
static bool is_amid(const cutter *c, const cut_piece *above)
{
    if (above == (const cut_piece *)(const void *)(c->out->data + c->since) ||
        !begins_small(c, above->first, above->last))
        return false;
    const cut_piece *before = above - 1;
    return is_label(c, before) ||
           read_piece(c, before->first, before->last).kind == ENTRY_PAIR;
}

/* "die Seite": a line that begins with an article does not go on with a term.
 */
static bool begins_anew(const cutter *c, size_t first, size_t last)
{
    span line = {c->text, c->items, first, last};
    return span_first_is(&line, WORD_GERMAN) ||
           span_first_is(&line, WORD_ROMANCE) ||
           span_first_is(&line, WORD_ARTICLE);
}

/* A line whose entry's term began on the line above. */
static bool completes_term(const cutter *c, const cut_piece *above,
                           const entry_parse *start, size_t first, size_t last,
                           const entry_parse *pair, bool after_cut)
{
    if (start->kind != ENTRY_TERM || pair->kind != ENTRY_PAIR ||
        start->term.cyrillic != pair->term.cyrillic ||
        !begins_small(c, first, last) ||
        c->items[above->last - 1].kind == LEX_STOP)
        return false;
    if (begins_anew(c, first, last) ||
        (!may_begin(c, above, last, after_cut) && !is_amid(c, above)))
        return false;
    return read_piece(c, above->first, last).kind == ENTRY_PAIR;
}

/* A mark that may stand at a line's end or beginning, within an entry. */
static bool may_wrap(const lex_item *item)
{
    return item->kind == LEX_FACE && item->face >= FACE_EQUALS &&
           item->face != FACE_BAR;
}

/* "(-s) - дитя": a line that begins with what is said of the term above. */
static bool begins_noted(const cutter *c, size_t first, size_t last)
{
    return first + 1 < last && c->items[first].kind == LEX_NOTE &&
           may_wrap(&c->items[first + 1]);
}

static bool has_face(const cutter *c, size_t first, size_t last)
{
    if (last - first > PIECE_ITEMS_MAX)
        return false;
    size_t faces = 0;
    for (; first < last; first++) {
        if (c->items[first].face == FACE_COMMA)
            return false;
        faces += c->items[first].kind == LEX_FACE;
    }
    return faces > 0;
}

/* True if the line below an entry without a remark is in the language of its
 * term. */
static bool shows_use(const cutter *c, const cut_piece *above,
                      const entry_parse *entry, size_t first, size_t last)
{
    lex_script script = lex_first_script(c->items, first, last);
    size_t end = above->last;
    while (c->items[end - 1].kind == LEX_STOP)
        end--;
    return c->items[end - 1].end == entry->translation.end &&
           script == (entry->term.cyrillic ? SCRIPT_CYRILLIC : SCRIPT_LATIN);
}

/* True if the line [first, last) goes on with the translation of the piece
 * above it, which has nothing between its sides. */
static bool continues_spaced(const cutter *c, const cut_piece *above,
                             size_t first, size_t last)
{
    return c->items[above->last - 1].kind != LEX_STOP &&
           begins_small(c, first, last) && c->items[first].split == 0 &&
           lex_first_script(c->items, first, last) == SCRIPT_CYRILLIC &&
           lex_first_script(c->items, above->first, above->last) ==
               SCRIPT_LATIN &&
           read_spaced(c, above).face == FACE_SPACE;
}

/* Three words and more before a stop, the first of which alone has a capital
 * letter in its alphabet: no line that goes on with an entry. */
static bool begins_sentence(const cutter *c, size_t first, size_t last)
{
    size_t capitals = 0;
    if (last - first < 3 || c->items[first].kind != LEX_WORD)
        return false;
    for (size_t i = first; i < last && c->items[i].kind != LEX_STOP; i++)
        capitals +=
            c->items[i].capital && c->items[i].script == c->items[first].script;
    return capitals == 1 && c->items[first].capital;
}

/* True if the line [first, last) goes on with the piece above it. */
static bool is_wrapped(const cutter *c, const cut_piece *above, size_t first,
                       size_t last, bool after_cut)
{
    if (!has_face(c, above->first, last))
        return continues_spaced(c, above, first, last);
    cut_piece line = {first, last, true};
    entry_parse up = read_piece(c, above->first, above->last);
    if (c->of_list && up.kind == ENTRY_PAIR)
        return !begins_sentence(c, first, last) &&
               read_spaced(c, &line).kind != ENTRY_PAIR &&
               !shows_use(c, above, &up, first, last) && !is_label(c, &line);
    if (up.kind != ENTRY_PAIR && begins_noted(c, first, last))
        return read_piece(c, above->first, last).kind == ENTRY_PAIR;
    entry_parse down = read_piece(c, first, last);
    if (may_wrap(&c->items[above->last - 1]) || may_wrap(&c->items[first]))
        return up.kind != ENTRY_PAIR && down.kind != ENTRY_PAIR &&
               read_piece(c, above->first, last).kind == ENTRY_PAIR;
    if (up.kind == ENTRY_PAIR)
        return continues_pair(c, above, &up, first, last, &down);
    return completes_term(c, above, &up, first, last, &down, after_cut);
}

/* True if the piece after a ';' is but more of the translation before it, be it
 * as another part of speech; not "keel [ki:l] киль". */
static bool is_alternative(const cutter *c, const cut_piece *before,
                           size_t first, size_t last)
{
    span piece = {c->text, c->items, first, last};
    cut_piece own = {first, last, false};
    entry_parse spaced = read_spaced(c, &own);
    if (spaced.face == FACE_SPACE && spaced.told)
        return false;
    if (last - first > 1 && c->items[first].script == SCRIPT_LATIN &&
        span_first_is(&piece, WORD_SPEECH))
        first++;
    entry_parse pair = read_spaced(c, before);
    entry_parse more = read_piece(c, first, last);
    bool facing = pair.kind == ENTRY_PAIR || pair.kind == ENTRY_KEPT;
    return facing && more.kind == ENTRY_TERM &&
           more.term.longest <= WRAPPED_WORDS_MAX &&
           more.term.cyrillic == pair.translation.cyrillic &&
           (pair.face != FACE_SPACE ||
            lex_first_script(c->items, first, last) == SCRIPT_CYRILLIC);
}

static void add_piece(cutter *c, size_t first, size_t last, bool line)
{
    cut_piece piece = {first, last, line};
    if (last > first)
        buf_add(c->out, &piece, sizeof piece);
}

/* Before the letter that counts an entry, as in "oak, b) липа", if its bracket
 * is item `at`, which is not the first. */
static size_t before_counter(const cutter *c, size_t at)
{
    const span all = {c->text, c->items, 0, at + 1};
    const lex_item *letter = &c->items[at - 1];
    return span_mark_is(&all, at, ')') && letter->kind == LEX_WORD &&
                   letter->end == c->items[at].start &&
                   letter->end - letter->start <= 2
               ? at - 1
               : at;
}

/* Where the alphabets turn back before the face at `at`, with no face between
 * but a mark: the first item of what is to be the next entry; 0 if they do not.
 */
static size_t turning(const cutter *c, size_t first, size_t at)
{
    const lex_item *items = c->items;
    size_t i = at, words = 0;
    lex_script script = SCRIPT_NONE;
    bool marked = false;
    while (i > first && items[i - 1].face <= FACE_GAP) {
        const lex_item *item = &items[--i];
        bool word = item->kind == LEX_WORD && item->script != SCRIPT_NONE;
        if (word && script != SCRIPT_NONE && item->script != script)
            return marked && words <= ENTRY_SIDE_WORDS_MAX
                       ? before_counter(c, i + 1)
                       : 0;
        if (word) {
            script = item->script;
            words++;
            marked = false;
        }
        marked |= script != SCRIPT_NONE &&
                  (item->kind == LEX_COMMA || item->kind == LEX_STOP ||
                   item->face == FACE_BAR || item->face == FACE_GAP);
    }
    return 0;
}

/* The same where nothing need part the two entries, the first item of a row of
 * them being `first`. */
static size_t row_turn(const cutter *c, size_t first, size_t at)
{
    const lex_item *items = c->items;
    lex_script own = SCRIPT_NONE;
    size_t i = at;
    for (; i > first; i--) {
        lex_script script = items[i - 1].script;
        own = own == SCRIPT_NONE ? script : own;
        if (script != SCRIPT_NONE && script != own)
            break;
    }
    while (i > first && i < at && items[i].kind == LEX_NOTE &&
           span_item_script(c->text, &items[i]) != own)
        i++; /* of the translation */
    return i > first ? before_counter(c, i) : i;
}

/* Faces that may part the sides of one row alike. */
static lex_face sort_of(const lex_item *item)
{
    return item->face >= FACE_HYPHEN ? FACE_DASH : item->face;
}

/* The sort of most faces of a line, the first of two; `*count` is how many. */
static lex_face common_face(const cutter *c, size_t first, size_t last,
                            size_t *count)
{
    size_t counts[FACE_DASH + 1] = {0};
    lex_face most = FACE_NONE;
    for (; first < last; first++) {
        lex_face sort = sort_of(&c->items[first]);
        if (sort > FACE_BRACKET && ++counts[sort] > counts[most])
            most = sort;
    }
    *count = counts[most];
    return most;
}

/* True if the side [first, last) ends with a word that no side ends with but a
 * verb, as in "to look for". */
static bool ends_in_link(const cutter *c, size_t first, size_t last)
{
    const span side = {c->text, c->items, first, last};
    return is_link(c, &c->items[last - 1]) &&
           !span_first_is(&side, WORD_ARTICLE);
}

/* True if the line [first, last) is entries with nothing, or any mark, between:
 * "die Eiche - дуб die Linde - липа", "oak = дуб, lime = липа", the terms all
 * in one alphabet. Two are enough where what parts their sides is clear; of
 * many a few may be none then. */
static bool is_row(const cutter *c, size_t first, size_t last, lex_face face,
                   size_t count)
{
    size_t from = first, side = first, entries = 0, odd = 0;
    bool cyrillic = false; /* the terms */
    if (face < FACE_COLON || face == FACE_LISTED || face == FACE_MARKED ||
        count < (face == FACE_DASH ? 2 : LOOSE_ROW_MIN))
        return false;
    for (size_t i = first; i <= last; i++) {
        if (i < last && sort_of(&c->items[i]) != face)
            continue;
        size_t turn = i == last ? last : row_turn(c, side, i);
        if (side > first && turn == side && i == side + 1 && i < last) {
            side = i + 1; /* "shore - coast - берег": two terms */
            continue;
        }
        if (side > first) {
            entry_parse e = read_piece(c, from, turn);
            bool pair = turn > side && e.kind == ENTRY_PAIR;
            if (pair && odd == entries)
                cyrillic = e.term.cyrillic;
            if (turn > side && ends_in_link(c, side, turn))
                return false;
            odd += !pair || e.term.cyrillic != cyrillic;
            entries++;
        }
        from = side > first ? turn : first;
        side = i + 1;
    }
    return entries > 1 &&
           (odd == 0 || (face == FACE_DASH && odd * ROW_ODD <= entries));
}

/* Part "oak дуб lime липа". */
static void add_spaced(cutter *c, span row, bool line)
{
    while (row.first < row.last) {
        size_t next = spaced_next(&row);
        add_piece(c, row.first, next, line);
        row.first = next;
        line = false;
    }
}

/* Part what no mark parts: "беженец, livelihood - ...", "tide, n прилив fly, v
 * летать". */
static void add_turned(cutter *c, size_t first, size_t last, bool line)
{
    size_t count;
    lex_face face = common_face(c, first, last, &count);
    bool row = is_row(c, first, last, face, count), seen = false;
    const span all = {c->text, c->items, first, last};
    if (spaced_is_row(&all)) {
        add_spaced(c, all, line);
        return;
    }
    for (size_t i = first; i < last; i++) {
        if (i > first && i + 2 < last && c->items[i].script == SCRIPT_LATIN &&
            span_script_before(&all, i) == SCRIPT_CYRILLIC &&
            c->items[i + 1].kind == LEX_COMMA &&
            span_is_short_speech(&all, i + 2)) {
            add_piece(c, first, i, line);
            first = i;
        }
        if (sort_of(&c->items[i]) != (row ? face : FACE_DASH))
            continue;
        size_t turn = !seen ? 0
                      : row ? row_turn(c, first, i)
                            : turning(c, first, i);
        seen = true;
        if (turn <= first)
            continue;
        add_piece(c, first, turn, line);
        first = turn;
        line = false;
    }
    add_piece(c, first, last, line);
}

/* True if "3." or "3)", with that number, stands at item `at` of a line. */
static bool counts(const cutter *c, size_t at, size_t last, size_t number)
{
    const span all = {c->text, c->items, at, last};
    return c->items[at].script == SCRIPT_NONE &&
           span_number(&all, at) == number && at + 2 < last &&
           c->items[at + 1].start == c->items[at].end &&
           (span_mark_is(&all, at + 1, '.') || span_mark_is(&all, at + 1, ')'));
}

static bool has_both(const cutter *c, size_t first, size_t last)
{
    bool latin = false, cyrillic = false;
    for (; first < last; first++) {
        latin |= c->items[first].script == SCRIPT_LATIN;
        cyrillic |= c->items[first].script == SCRIPT_CYRILLIC;
    }
    return latin && cyrillic;
}

/* Where the entry behind one that begins with item `first` and has that number
 * begins; `last` if none does. */
static size_t next_counted(const cutter *c, size_t first, size_t last,
                           size_t number)
{
    while (++first < last && !counts(c, first, last, number + 1))
        ;
    return first < last ? first : last;
}

/* How many entries the line [first, last) is that are counted: "1. oak дуб 2.
 * lime липа 3. ..."; the number of the first may be that of a list's item. 0 if
 * it is something else. */
static size_t count_entries(const cutter *c, size_t first, size_t last)
{
    size_t number = 0;
    if (!c->of_list && !counts(c, first, last, 1))
        return 0;
    while (first < last) {
        size_t next = next_counted(c, first, last, ++number);
        if (!has_both(c, first, next))
            return 0;
        first = next;
    }
    return number >= COUNTED_MIN ? number : 0;
}

/* Part those, each as if on a line of its own, and what no mark parts. */
static void add_counted(cutter *c, size_t first, size_t last, bool line)
{
    size_t count = count_entries(c, first, last);
    for (size_t number = 1; number < count; number++) {
        size_t next = next_counted(c, first, last, number);
        add_turned(c, first, next, true);
        first = next;
    }
    add_turned(c, first, last, line || count > 0);
}

/* Behind the last words of the piece above, where the next entry begins in the
 * midst of the piece: "b – б; в 3) c – д"; `first` if there are none. */
static size_t past_alternative(const cutter *c, const cut_piece *above,
                               size_t first, size_t last)
{
    size_t face = first;
    while (face < last && c->items[face].kind != LEX_FACE)
        face++;
    size_t turn = face < last && sort_of(&c->items[face]) == FACE_DASH
                      ? row_turn(c, first, face)
                      : first;
    return turn > first && is_alternative(c, above, first, turn) ? turn : first;
}

/* True if a mark between entries, and not between alternatives, has more of its
 * line behind it. */
static bool runs_on(const lex_item *items, size_t count)
{
    for (size_t i = 1; i + 1 < count; i++)
        if (items[i].kind == LEX_CUT && items[i + 1].kind != LEX_LINE &&
            items[i + 1].script != items[i - 1].script)
            return true;
    return false;
}

/* "Uhr, die; -, -en": does the mark at `at` part a noun from its endings? */
static bool is_before_forms(const cutter *c, size_t at)
{
    span all = {c->text, c->items, 0, at};
    const char *behind = c->text + c->items[at].end;
    return at > 1 && behind[0] == ' ' && behind[1] == '-' &&
           (span_mark_is(&all, at - 1, '-') ||
            (c->items[at - 2].kind == LEX_COMMA &&
             span_word_is(&all, at - 1, WORD_GERMAN)));
}

/* Does the item at `at` end a piece of the line that begins with item `start`?
 * A ';' in a cell parts alternatives. */
static bool ends_piece(const cutter *c, size_t at, size_t start)
{
    const lex_kind kind = c->items[at].kind;
    return (kind == LEX_LINE && !c->flows) ||
           (kind == LEX_CUT && c->items[start].face != FACE_BAR &&
            !is_before_forms(c, at));
}

bool cut_items(buf *pieces, const char *text, const lex_item *items,
               size_t count, bool of_list)
{
    cutter c = {pieces,      text,
                items,       of_list,
                pieces->len, runs_on(items, count),
                count,       span_flows(items, count)};
    size_t first = 0, start = 0; /* of the piece; of the line, as of cells */
    bool line = true, after_cut = true, before_cut = true;
    for (size_t i = 0; i <= count; i++) {
        if (i < count && !ends_piece(&c, i, start))
            continue;
        cut_piece *above = last_piece(&c);
        if (i > first && above != NULL && after_cut && !line) {
            size_t turn = past_alternative(&c, above, first, i);
            above->last = turn > first ? turn : above->last;
            first = turn;
        }
        if (i > first && above != NULL &&
            (after_cut ? !line && is_alternative(&c, above, first, i)
                       : is_wrapped(&c, above, first, i, before_cut))) {
            above->last = i;
        } else if (i > first) {
            add_counted(&c, first, i, line);
            before_cut = after_cut;
        }
        if (i == count)
            break;
        if (i > first || items[i].kind == LEX_CUT)
            after_cut = items[i].kind == LEX_CUT;
        line = items[i].kind == LEX_LINE;
        first = i + 1;
        start = line ? first : start;
    }
    return !pieces->failed;
}
