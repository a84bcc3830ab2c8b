/* SPDX-License-Identifier: MIT
 *
 * In: a row of a table. Out: units: two cells that face each other, one
 * alphabet each, whatever columns stand beside them. */
#include <string.h>

#include <xxhash.h>

#include "corpus/glossary_span.h"
#include "corpus/glossary_unit.h"
#include "corpus/glossary_words.h"
#include "corpus/text.h"

#define HEAD_WORDS 2    /* of one that names a language */
#define CODE_WORDS 2    /* of a cell that holds a code or a number */
#define ROW_WORDS 12    /* of one that is not read */
#define HEADED_DOUBT 50 /* of columns whose heads name no language */

/* A cell, as a side. */
typedef struct cell {
    entry_parse e;
    size_t words;
    bool code;
    bool language; /* names one itself: a head that stands in a row */
    unit_head head;
} cell;

typedef struct row {
    size_t index;   /* of its block */
    size_t between; /* words of a cell that is no side, between two that are */
    size_t count;
    cell cells[UNIT_COLUMNS_MAX];
} row;

/* Where the heads of two columns name their languages, a bracket in them is no
 * translation. */
static bool read_cell(finder *f, unit_text *t, size_t index, size_t n)
{
    bool side = f->heads.bilingual && f->heads.columns[n].language;
    finder_read(f, t, index, n);
    return side ? finder_lex_side(f, t, 0, t->d.text.len)
                : finder_lex(f, t, 0, t->d.text.len);
}

/* ---------------------------------------------------------------- heads --- */

/* What the words of a head say. */
static void take_words(unit_head *head, const draft *d)
{
    char room[64];
    size_t at = 0, size;
    while (lex_next_word(buf_text(&d->text), d->text.len, &at, room,
                         sizeof room, &size)) {
        bool language = glossary_word_is(WORD_LANGUAGE, room, size) ||
                        glossary_word_is(WORD_TONGUE, room, size);
        head->explains |= glossary_word_is(WORD_EXPLAINS, room, size);
        head->language |= language;
        head->sure |= language && !glossary_word_is(WORD_TERM, room, size);
    }
    head->language &= !head->explains;
    head->sure &= !head->explains;
}

static unit_head read_head(finder *f, const slice *head)
{
    unit_head out = {.explains = false};
    unit_text *t = &f->left;
    t->block = BLOCK_NONE;
    draft_clear(&t->d);
    clean_slices(f->c, &t->d, f->mode, head, 1);
    f->ok = f->ok && !draft_failed(&t->d) && finder_lex(f, t, 0, t->d.text.len);
    size_t count;
    const lex_item *items = unit_items(t, &count);
    for (size_t i = 0; f->ok && i < count; i++) {
        out.latin |= items[i].script == SCRIPT_LATIN;
        out.cyrillic |= items[i].script == SCRIPT_CYRILLIC;
        out.capital |= items[i].capital;
    }
    out.hash = XXH3_64bits(buf_text(&t->d.text), t->d.text.len);
    take_words(&out, &t->d);
    return out;
}

/* The heads of the table that the block is a row of are read once. */
static void read_heads(finder *f, const block *at)
{
    unit_heads *heads = &f->heads;
    if (heads->at == at->head && heads->count == at->head_count)
        return;
    memset(heads, 0, sizeof *heads);
    heads->at = at->head;
    heads->count = at->head_count;
    const slice *slices =
        (const slice *)(const void *)f->blocks->slices.data + at->head;
    size_t languages = 0;
    bool sure = false;
    for (size_t i = 0; i < at->head_count && i < UNIT_COLUMNS_MAX; i++) {
        heads->columns[i] = read_head(f, &slices[i]);
        languages += heads->columns[i].language;
        sure |= heads->columns[i].sure;
    }
    heads->bilingual = sure && languages > 1;
}

/* True if the heads of the two columns are words, and no pair of that order
 * themselves, in small letters: a table in Markdown has heads even where it has
 * none. */
static bool is_headed(const unit_head *left, const unit_head *right,
                      bool cyrillic)
{
    bool blank =
        !left->latin && !left->cyrillic && !right->latin && !right->cyrillic;
    const unit_head *a = cyrillic ? right : left, *b = cyrillic ? left : right;
    bool pair = a->latin && !a->cyrillic && b->cyrillic && !b->latin &&
                !a->capital && !b->capital;
    return !blank && !pair;
}

/* ---------------------------------------------------------------- cells --- */

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
    for (size_t i = 0; i < count; i++) {
        out->words += items[i].kind == LEX_WORD;
        out->language |= span_word_is(&all, i, WORD_LANGUAGE);
    }
    out->language &= out->words <= HEAD_WORDS;
    out->e = entry_read(text, items, count);
    if (out->e.kind != ENTRY_TERM)
        return;
    out->code = out->e.option ||
                finder_is_code(f, &t->d, out->e.term.start, out->e.term.end);
}

/* The next cell from `from` on that is a side, in the other alphabet than
 * `than` if there is one; where heads name languages, no code. */
static size_t next_side(const row *r, size_t from, const cell *than)
{
    for (; from < r->count; from++) {
        const cell *at = &r->cells[from];
        bool other =
            than == NULL || at->e.term.cyrillic != than->e.term.cyrillic;
        bool code = at->code && r->between > 0;
        if (at->e.kind == ENTRY_TERM && !at->head.explains && other && !code)
            break;
    }
    return from;
}

/* The first cell from `left` on and before `right` whose head names its
 * language, if that is a side: codes and numbers may stand before it; else the
 * first one that is no abbreviation of the next. */
static size_t named_side(const row *r, size_t left, size_t right)
{
    for (size_t i = left; i < right; i++)
        if (r->cells[i].e.kind == ENTRY_TERM && r->cells[i].head.language)
            return i;
    while (left + 1 < right && r->cells[left].e.term.tall &&
           r->cells[left + 1].e.kind == ENTRY_TERM &&
           !r->cells[left + 1].e.term.tall)
        left++;
    return left;
}

/* The left cell of the next pair from `from` on, and `*right`; the row's count
 * if there is none. Prose between two cells keeps them apart, but not under a
 * head that says what it is, nor does a code where heads name languages. */
static size_t find_pair(const row *r, size_t from, size_t *right)
{
    size_t left = next_side(r, from, NULL);
    *right = r->count;
    if (left == r->count)
        return left;
    *right = next_side(r, left + 1, &r->cells[left]);
    left = named_side(r, left, *right);
    for (size_t i = left + 1; i < *right; i++)
        if (r->cells[i].e.kind != ENTRY_TERM &&
            r->cells[i].words > r->between && !r->cells[i].head.explains)
            return r->count;
    return *right == r->count ? r->count : left;
}

static entry_parse pair_cells(finder *f, const row *r, size_t left,
                              size_t right)
{
    entry_parse none = {.kind = ENTRY_NONE};
    size_t left_count, right_count;
    if (!read_cell(f, &f->left, r->index, left) ||
        !read_cell(f, &f->right, r->index, right))
        return none;
    const lex_item *a = unit_items(&f->left, &left_count);
    const lex_item *b = unit_items(&f->right, &right_count);
    return entry_pair(buf_text(&f->left.d.text), a, left_count,
                      buf_text(&f->right.d.text), b, right_count);
}

/* "Loading..." facing "Загрузка...": what both end with is part of both. */
static void keep_stops(const finder *f, entry_parse *e)
{
    const buf *a = &f->left.d.text, *b = &f->right.d.text;
    size_t left = e->term.end, right = e->translation.end;
    while (left < a->len && right < b->len &&
           memchr(".!?", a->data[left], 3) != NULL &&
           a->data[left] == b->data[right]) {
        left++;
        right++;
    }
    if (left == a->len && right == b->len) {
        e->term.end = left;
        e->translation.end = right;
    }
}

/* The cells `left` and `right` as a unit that begins with cell `from`. */
static unit make_unit(finder *f, const row *r, size_t from, size_t left,
                      size_t right)
{
    const cell *a = &r->cells[left], *b = &r->cells[right];
    bool heads =
        a->head.sure || b->head.sure || (a->head.language && b->head.language);
    entry_parse e = pair_cells(f, r, left, right);
    keep_stops(f, &e);
    unit u = {.face = FACE_DASH,
              .says_so = heads,
              .heads = heads,
              .line = true,
              .item = true,
              .term = {r->index, left, e.term.start, e.term.end},
              .translation = {r->index, right, e.translation.start,
                              e.translation.end},
              .start = from,
              .end = right + 1};
    unit_take(&u, &e, &f->left.d, &f->right.d);
    if (a->code || b->code) {
        u.kind = ENTRY_KEPT;
        u.doubt = 100;
    } else if (a->language && b->language) {
        u.kind = ENTRY_KEPT;
        u.doubt = 0;
        u.says_so = true;
    } else if (!u.says_so && is_headed(&a->head, &b->head, u.cyrillic)) {
        u.doubt += HEADED_DOUBT;
    }
    return u;
}

/* True if the next pair of a row may be one: its heads are those of the first,
 * or a table without heads. Another language stands in other columns. */
static bool goes_on(const row *r, size_t first, size_t second, size_t left,
                    size_t right)
{
    const unit_head *a = &r->cells[left].head, *b = &r->cells[right].head;
    return (a->hash == r->cells[first].head.hash &&
            b->hash == r->cells[second].head.hash) ||
           (!is_headed(a, b, false) && !is_headed(a, b, true));
}

void finder_add_row(finder *f, size_t index, bool both)
{
    const block *at = block_at(f->blocks, index);
    row r = {.index = index, .count = at->slice_count};
    unit none = {.kind = ENTRY_NONE, .item = true, .words = ROW_WORDS};
    size_t right, next;
    read_heads(f, at);
    if (f->heads.bilingual) {
        none.kind = ENTRY_KEPT; /* a term without its translation */
        r.between = CODE_WORDS;
    }
    if (r.count > UNIT_COLUMNS_MAX || !both) {
        finder_add_unit(f, &none);
        return;
    }
    none.words = 0;
    for (size_t i = 0; i < r.count; i++) {
        take_cell(f, &r, i);
        none.words += r.cells[i].words;
    }
    size_t left = find_pair(&r, 0, &right);
    if (left == r.count && f->ok)
        finder_add_unit(f, &none);
    size_t first = left, second = right;
    for (size_t from = 0; f->ok && left < r.count; left = next) {
        unit u = make_unit(f, &r, from, left, right);
        from = right + 1;
        next = find_pair(&r, from, &right);
        if (next < r.count && !goes_on(&r, first, second, next, right))
            next = r.count;
        if (next == r.count)
            u.end = r.count;
        finder_add_unit(f, &u);
    }
}
