/* SPDX-License-Identifier: MIT
 *
 * In: a row of a table. Out: units: two cells that face each other, one
 * alphabet each, whatever columns stand beside them. */
#include <string.h>

#include "corpus/glossary/cut.h"
#include "corpus/glossary/heads.h"
#include "corpus/glossary/match.h"
#include "corpus/glossary/span.h"
#include "corpus/glossary/unit.h"
#include "corpus/glossary/words.h"
#include "corpus/text.h"

#define CODE_WORDS 2     /* of a cell that holds a code or a number */
#define CODE_BYTES 4     /* of abbreviations, on average */
#define SENTENCE_WORDS 9 /* of each cell of a column, on average */
#define ROW_WORDS 12     /* of one that is not read */
#define HEADED_DOUBT 50  /* of columns whose heads name no language */
#define UNSPELT_DOUBT 30
#define FORM_WORDS 2

/* A cell, as a side. */
typedef struct cell {
    entry_parse e;
    size_t words;
    bool code;
    bool article;     /* of the next cell */
    bool strange;     /* is in the other alphabet than its column */
    bool language;    /* names one itself: a head that stands in a row */
    bool tongue;      /* the same, or one that is a term more often */
    uint32_t counter; /* where it is nothing else */
    unit_head head;
} cell;

typedef struct row {
    size_t index;   /* of its block */
    size_t between; /* words of a cell that is no side, between two that are */
    size_t count;
    cell cells[UNIT_COLUMNS_MAX];
} row;

/* Where the heads of two columns name their languages, a bracket in them is no
 * translation, nor is a square one at the end of a cell. */
static bool read_cell(finder *f, unit_text *t, size_t index, size_t n)
{
    const unit_head *head = &f->heads.columns[n];
    bool side = f->heads.bilingual && (head->lexeme || head_is_named(head));
    finder_read(f, t, index, n);
    side |= text_before(t->d.text.data, t->d.text.len) == ']';
    return side ? finder_lex_side(f, t, 0, t->d.text.len)
                : finder_lex(f, t, 0, t->d.text.len);
}

/* "go - went - gone": forms of one word are one side. */
static void join_forms(entry_parse *e, span all)
{
    if (e->kind == ENTRY_KEPT && !e->heads &&
        e->term.cyrillic == e->translation.cyrillic &&
        e->term.words <= FORM_WORDS && e->translation.words <= FORM_WORDS &&
        entry_side_read(&e->term, &all))
        e->kind = ENTRY_TERM;
}

static void take_cell(finder *f, row *r, size_t n)
{
    size_t count;
    cell *out = &r->cells[n];
    *out = (cell){.e = {.kind = ENTRY_NONE}, .head = f->heads.columns[n]};
    unit_text *t = &f->left;
    if (!read_cell(f, t, r->index, n))
        return;
    const lex_item *items = unit_items(t, &count);
    const char *text = buf_text(&t->d.text);
    const span all = {text, items, 0, count};
    size_t languages = 0, tongues = 0;
    for (size_t i = 0; i < count; i++) {
        out->words += items[i].kind == LEX_WORD;
        languages += span_word_is(&all, i, WORD_LANGUAGE);
        tongues += span_word_is(&all, i, WORD_TONGUE);
    }
    out->language = languages == out->words && languages > 0;
    out->tongue = languages + tongues == out->words && out->words > 0;
    if (out->words == 1 &&
        (span_is_short_speech(&all, 0) ||
         (!items->capital && (span_word_is(&all, 0, WORD_ROMANCE) ||
                              span_word_is(&all, 0, WORD_GERMAN))))) {
        out->article = true;
        out->words = 0;
        return;
    }
    out->counter =
        out->words == 1 ? match_counter(text, t->d.text.len, t->d.text.len) : 0;
    out->e = entry_read(text, items, count);
    join_forms(&out->e, all);
    if (out->e.kind != ENTRY_TERM)
        return;
    const column *c = &f->heads.cells[n];
    lex_script script = column_script(c);
    out->strange =
        (!out->head.language && (n == 0 || !out[-1].article) &&
         script == (out->e.term.cyrillic ? SCRIPT_LATIN : SCRIPT_CYRILLIC));
    out->code = out->e.option ||
                finder_is_code(f, &t->d, out->e.term.start, out->e.term.end);
}

/* The first cell from `from` on and before `to` that is a side, in the other
 * alphabet than `than` if there is one; where heads name languages, no code.
 * `named`: its head names its language, or words or what they mean. `to` if
 * there is none. */
static size_t find_side(const row *r, size_t from, size_t to, const cell *than,
                        bool named)
{
    for (; from < to; from++) {
        const cell *at = &r->cells[from];
        bool other =
            than == NULL || at->e.term.cyrillic != than->e.term.cyrillic;
        bool code = at->code && r->between > 0;
        if (at->e.kind == ENTRY_TERM && !at->strange && !at->head.explains &&
            other && !code && (!named || head_is_named(&at->head)))
            break;
    }
    return from;
}

/* True if cell `n` is short for the next one in its alphabet, or stands in a
 * column of sentences that show the use of that. */
static bool leads_on(const finder *f, const row *r, size_t n)
{
    const entry_side *side = &r->cells[n].e.term;
    const entry_side *next = &r->cells[n + 1].e.term;
    const column *c = &f->heads.cells[n];
    bool sentences = c->words > 2 * c->filled &&
                     c->words * c[1].filled > 2 * c[1].words * c->filled;
    bool codes =
        c->bytes <= CODE_BYTES * c->filled && 2 * c->bytes < c[1].bytes;
    return r->cells[n + 1].e.kind == ENTRY_TERM &&
           side->cyrillic == next->cyrillic &&
           (sentences || codes || (side->tall && !next->tall));
}

/* The first of the cells from `at` on and before `end` that does not. */
static size_t last_side(const finder *f, const row *r, size_t at, size_t end)
{
    while (at + 1 < end && leads_on(f, r, at))
        at++;
    return at;
}

/* "ACID | ACID | ...": do two languages write the term in cell `left` alike? A
 * cell below a head that names none explains it. */
static bool is_alike(const row *r, size_t left, size_t right)
{
    size_t named = 0;
    for (size_t n = 0; n < r->count; n++)
        named += r->cells[n].words > 0 && r->cells[n].head.language;
    return named > 1 && !r->cells[right].head.language &&
           r->cells[left].head.language;
}

/* The left cell of the next pair from `from` on, and `*right`; the row's count
 * if there is none: those whose heads name their languages, as codes and
 * numbers may stand before them. Prose between two cells keeps them apart, but
 * not under a head that says what it is, nor does a code where heads name
 * languages. */
static size_t find_pair(const finder *f, const row *r, size_t from,
                        size_t *right)
{
    size_t left = find_side(r, from, r->count, NULL, false);
    size_t first = *right = r->count;
    if (left < r->count)
        first = find_side(r, left + 1, r->count, &r->cells[left], false);
    if (first == r->count)
        return first;
    size_t end = find_side(r, first + 1, r->count, &r->cells[first], false);
    size_t named = find_side(r, first, end, &r->cells[left], true);
    *right = named < end ? named : last_side(f, r, first, end);
    named = find_side(r, left, first, &r->cells[first], true);
    left = named < first ? named : last_side(f, r, left, first);
    if (is_alike(r, left, *right))
        return r->count;
    for (size_t i = left + 1; i < *right; i++)
        if (r->cells[i].e.kind != ENTRY_TERM &&
            r->cells[i].words > r->between && !r->cells[i].head.explains)
            return r->count;
    return left;
}

/* What was read as the two sides, as a pair. */
static entry_parse pair_texts(const finder *f)
{
    size_t left, right;
    const lex_item *a = unit_items(&f->left, &left);
    const lex_item *b = unit_items(&f->right, &right);
    return entry_pair(buf_text(&f->left.d.text), a, left,
                      buf_text(&f->right.d.text), b, right);
}

static entry_parse pair_cells(finder *f, const row *r, size_t left,
                              size_t right)
{
    entry_parse none = {.kind = ENTRY_NONE};
    return read_cell(f, &f->left, r->index, left) &&
                   read_cell(f, &f->right, r->index, right)
               ? pair_texts(f)
               : none;
}

/* The pair as a unit, from cell `from` to `right`. */
static unit unit_of(const finder *f, const entry_parse *e, size_t index,
                    size_t from, size_t left, size_t right)
{
    unit u = {
        .face = FACE_DASH,
        .line = true,
        .item = true,
        .term = {index, left, e->term.start, e->term.end},
        .translation = {index, right, e->translation.start, e->translation.end},
        .start = from,
        .end = right + 1};
    unit_take(&u, e, &f->left.d, &f->right.d);
    return u;
}

/* Past the stops from `at` on, and blanks before them. */
static size_t past_stops(const buf *text, size_t at)
{
    while (at < text->len && memchr(" .!?", text->data[at], 4) != NULL)
        at++;
    return at;
}

/* "Loading..." facing "Загрузка...", "Pourquoi ?" facing "Почему?": what both
 * end with is part of both. */
static void keep_stops(const finder *f, entry_parse *e)
{
    const buf *a = &f->left.d.text, *b = &f->right.d.text;
    size_t left = past_stops(a, e->term.end);
    size_t right = past_stops(b, e->translation.end);
    if (left == a->len && right == b->len && left > e->term.end &&
        right > e->translation.end && a->data[left - 1] == b->data[right - 1]) {
        e->term.end = left;
        e->translation.end = right;
    }
}

/* "must": what it means is told in a word for what it does. */
static bool is_modal(const finder *f, const entry_parse *e)
{
    const buf *text = e->term.cyrillic ? &f->right.d.text : &f->left.d.text;
    const entry_side *latin = entry_latin(e);
    char room[64];
    size_t at = latin->start, size;
    return lex_next_word(buf_text(text), latin->end, &at, room, sizeof room,
                         &size) &&
           glossary_word_is(WORD_MODAL, room, size);
}

/* "English | Français | Русский": do three cells name languages? */
static bool names_tongues(const row *r)
{
    size_t tongues = 0;
    for (size_t n = 0; n < r->count; n++)
        tongues += r->cells[n].tongue;
    return tongues > 2;
}

/* The cells `left` and `right` as a unit that begins with cell `from`. */
static unit make_unit(finder *f, const row *r, size_t from, size_t left,
                      size_t right)
{
    const cell *a = &r->cells[left], *b = &r->cells[right];
    bool heads =
        a->head.sure || b->head.sure || (a->head.language && b->head.language);
    bool means = a->head.means || b->head.means;
    entry_parse e = pair_cells(f, r, left, right);
    keep_stops(f, &e);
    unit u = unit_of(f, &e, r->index, from, left, right);
    u.says_so = u.heads = heads;
    if (right > left + 1 && b[-1].counter > 0)
        u.counter = b[-1].counter;
    bool pages = finder_is_page(f, &f->left.d, e.term.start) &&
                 finder_is_page(f, &f->right.d, e.translation.start);
    const column *c = &f->heads.cells[left];
    bool sentences = c->words > SENTENCE_WORDS * c->filled;
    bool none =
        sentences || a->code || b->code || pages || (means && is_modal(f, &e));
    means &= !entry_latin(&e)->tall;
    if (means && f->heads.lexemes) {
        u.says_so = true;
        u.wordy = false;
    }
    if (none) {
        u.kind = ENTRY_KEPT;
        u.doubt = 100;
    } else if ((a->language && b->language &&
                (e.heads || a->e.term.capital || b->e.term.capital)) ||
               ((a->tongue || b->tongue) && names_tongues(r))) {
        u.kind = ENTRY_KEPT;
        u.doubt = 0;
        u.says_so = true;
    } else if (!u.says_so && !means &&
               heads_are_words(&a->head, &b->head, u.cyrillic)) {
        u.doubt += HEADED_DOUBT;
        u.unsaid += heads_match(&f->heads, left, right) ? HEADED_DOUBT : 0;
    }
    return u;
}

static size_t count_lines(const lex_item *items, size_t count)
{
    size_t lines = 1;
    for (size_t i = 0; i < count; i++)
        lines += items[i].kind == LEX_LINE;
    return lines;
}

#define CELL_LINES_MIN 3 /* fewer may be one term that is broken */

/* Two cells of as many lines, which face each other one by one: a unit of each,
 * like the one of the cells, `whole`. False if there are none such. */
static bool add_lines(finder *f, const row *r, const unit *whole)
{
    size_t left = whole->term.cell, right = whole->translation.cell;
    size_t a_count, b_count, a_end, b_end;
    if (!read_cell(f, &f->left, r->index, left) ||
        !read_cell(f, &f->right, r->index, right))
        return false;
    const lex_item *a = unit_items(&f->left, &a_count);
    const lex_item *b = unit_items(&f->right, &b_count);
    size_t lines = count_lines(a, a_count);
    if (lines < CELL_LINES_MIN || lines != count_lines(b, b_count))
        return false;
    for (size_t i = 0, k = 0; lines-- > 0; i = a_end + 1, k = b_end + 1) {
        a_end = lex_line_end(a, a_count, i);
        b_end = lex_line_end(b, b_count, k);
        entry_parse e =
            entry_pair(buf_text(&f->left.d.text), a + i, a_end - i,
                       buf_text(&f->right.d.text), b + k, b_end - k);
        unit u = unit_of(f, &e, r->index, whole->start, left, right);
        u.says_so = whole->says_so;
        u.heads = whole->heads;
        u.end = whole->end;
        finder_add_unit(f, &u);
    }
    return true;
}

static bool is_entry(const cell *c)
{
    return c->e.kind == ENTRY_PAIR && c->e.face >= FACE_HYPHEN;
}

/* The entries of cell `n`, each a unit; a head speaks against one alone, unless
 * it may be one itself. */
static void add_pieces(finder *f, const row *r, size_t n)
{
    size_t count;
    finder_read(f, &f->left, r->index, n);
    finder_read(f, &f->right, r->index, n);
    f->ok = finder_lex(f, &f->left, 0, f->left.d.text.len) && f->ok;
    const lex_item *items = unit_items(&f->left, &count);
    const char *text = buf_text(&f->left.d.text);
    buf_clear(&f->pieces);
    f->ok = f->ok && cut_items(&f->pieces, text, items, count, false);
    const cut_piece *pieces = (const cut_piece *)(const void *)f->pieces.data;
    count = f->pieces.len / sizeof *pieces;
    for (size_t i = 0; f->ok && i < count; i++) {
        entry_parse e = entry_read(text, items + pieces[i].first,
                                   pieces[i].last - pieces[i].first);
        if (e.kind != ENTRY_PAIR && e.kind != ENTRY_KEPT)
            continue;
        unit u = unit_of(f, &e, r->index, n, n, n);
        u.face = e.face;
        if (finder_is_code(f, &f->left.d, e.term.start, e.term.end))
            u.doubt = 100;
        if (count == 1 && r->cells[n].head.latin != r->cells[n].head.cyrillic) {
            u.doubt += HEADED_DOUBT;
            u.unsaid += HEADED_DOUBT;
        }
        finder_add_unit(f, &u);
    }
}

/* "| tide - прилив | reef - риф |": an entry each, or several, and no cells but
 * these and codes or numbers. False if it is no such row. */
static bool add_cells(finder *f, const row *r)
{
    bool any = false;
    for (size_t n = 0; n < r->count; n++)
        if (r->cells[n].words > CODE_WORDS &&
            (!is_entry(&r->cells[n]) || r->cells[n].head.explains))
            return false;
    for (size_t n = 0; f->ok && n < r->count; n++)
        if (is_entry(&r->cells[n])) {
            add_pieces(f, r, n);
            any = true;
        }
    return any;
}

/* True if the next pair of a row may be one: its heads are those of the first,
 * and if that has none, none, or speak of one thing in two languages. Another
 * language stands in other columns. */
static bool goes_on(const row *r, size_t first, size_t second, size_t left,
                    size_t right)
{
    const unit_head *a = &r->cells[left].head, *b = &r->cells[right].head;
    return (a->hash == r->cells[first].head.hash &&
            b->hash == r->cells[second].head.hash) ||
           (heads_are_twins(a, b) && a->about != 0);
}

/* The column whose cells are a term and its translation, behind one of what the
 * terms are short for, and whose head does not say that they explain these;
 * `count` if there is none. */
static size_t spelt_column(const finder *f, size_t count)
{
    size_t n = 0;
    while (n < count && (!column_is_spelt(&f->heads.cells[n]) ||
                         f->heads.columns[n].explains))
        n++;
    return n;
}

static size_t count_words(const unit_text *t)
{
    size_t count, words = 0;
    const lex_item *items = unit_items(t, &count);
    for (size_t i = 0; i < count; i++)
        words += items[i].kind == LEX_WORD;
    return words;
}

/* The capital letters of what an abbreviation is short for are those of that,
 * and make no name of it. */
static void drop_capitals(unit_text *t)
{
    lex_item *items = (lex_item *)(void *)t->items.data;
    for (size_t i = 0; i < t->items.len / sizeof *items; i++)
        items[i].capital = false;
}

/* "[at sea] в море", or the same without brackets, in one cell. */
static void add_spelt(finder *f, const row *r, size_t n)
{
    const slice *cells = block_slices(f->blocks, block_at(f->blocks, r->index));
    finder_read(f, &f->left, r->index, n);
    finder_read(f, &f->right, r->index, n);
    size_t len = f->left.d.text.len;
    const char *text = buf_text(&f->left.d.text);
    const char *end = text[0] == '[' ? memchr(text, ']', len) : NULL;
    size_t turn = end == NULL ? 0 : (size_t)(end - text);
    while (turn < len && column_script_of(text[turn]) != SCRIPT_CYRILLIC)
        turn++;
    if (!f->ok || !finder_lex_side(f, &f->left, text[0] == '[', turn) ||
        !finder_lex_side(f, &f->right, turn, len))
        return;
    bool spelt = cells[n - 1].end == cells[n - 1].start ||
                 column_spells(f->c->text, &cells[n]);
    if (spelt && count_words(&f->right) <= count_words(&f->left))
        drop_capitals(&f->left);
    entry_parse e = pair_texts(f);
    unit u = unit_of(f, &e, r->index, n, n, n);
    u.doubt += spelt ? 0 : UNSPELT_DOUBT;
    finder_add_unit(f, &u);
}

void finder_add_row(finder *f, size_t index, bool both)
{
    const block *at = block_at(f->blocks, index);
    row r = {.index = index, .count = at->slice_count};
    unit none = {.kind = ENTRY_NONE, .item = true, .words = ROW_WORDS};
    size_t right, next;
    finder_read_heads(f, index, !both);
    if (f->heads.bilingual) {
        none.kind = ENTRY_KEPT; /* a term without its translation */
        r.between = CODE_WORDS;
    }
    if (r.count > UNIT_COLUMNS_MAX || !both) {
        finder_add_unit(f, &none);
        return;
    }
    size_t spelt = spelt_column(f, r.count);
    if (spelt < r.count) {
        add_spelt(f, &r, spelt);
        return;
    }
    none.words = 0;
    for (size_t i = 0; i < r.count; i++) {
        take_cell(f, &r, i);
        none.words += r.cells[i].words;
    }
    size_t left = find_pair(f, &r, 0, &right);
    if (left == r.count && f->ok && !add_cells(f, &r))
        finder_add_unit(f, &none);
    size_t first = left, second = right;
    for (size_t from = 0; f->ok && left < r.count; left = next) {
        unit u = make_unit(f, &r, from, left, right);
        from = right + 1;
        next = find_pair(f, &r, from, &right);
        if (next < r.count && !goes_on(&r, first, second, next, right))
            next = r.count;
        if (next == r.count)
            u.end = r.count;
        if (!add_lines(f, &r, &u))
            finder_add_unit(f, &u);
    }
}
