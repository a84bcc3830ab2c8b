/* SPDX-License-Identifier: MIT
 *
 * In: a row of a table. Out: units: two cells that face each other, one
 * language each, whatever columns stand beside them. */
#include <string.h>

#include "base/utf8.h"
#include "corpus/glossary_unit.h"
#include "corpus/glossary_words.h"
#include "corpus/text.h"

#define CELLS_MAX 16

/* A cell, as a side. */
typedef struct cell {
    entry_parse e;
    bool code;
    bool language; /* names a language, or a translation */
    bool explains; /* its column's head says that it is no translation */
} cell;

static bool read_cell(finder *f, draft *d, buf *items, size_t index, size_t n)
{
    finder_read(f, d, index, n);
    buf_clear(items);
    f->ok = f->ok && lex_text(items, d, f->c->text, 0, d->text.len);
    return f->ok;
}

static const lex_item *items_of(const buf *items, size_t *count)
{
    *count = items->len / sizeof(lex_item);
    return (const lex_item *)(const void *)items->data;
}

/* True if one of the words of a head is of that sort. */
static bool says(const char *text, size_t len, glossary_word sort)
{
    char room[64];
    for (size_t i = 0, end; i < len; i = end + 1) {
        const char *space = memchr(text + i, ' ', len - i);
        end = space == NULL ? len : (size_t)(space - text);
        size_t size = lex_fold(room, sizeof room, text + i, end - i);
        if (glossary_word_is(sort, room, size))
            return true;
    }
    return false;
}

/* The same of the n-th column's head. */
static bool head_is(finder *f, size_t index, size_t n, glossary_word sort)
{
    const block *at = block_at(f->blocks, index);
    if (n >= at->head_count)
        return false;
    const slice *head =
        (const slice *)(const void *)f->blocks->slices.data + at->head + n;
    draft_clear(&f->other);
    clean_slices(f->c, &f->other, f->mode, head, 1);
    return says(buf_text(&f->other.text), f->other.text.len, sort);
}

/* Returns how many words the cell has. */
static size_t take_cell(finder *f, cell *out, size_t index, size_t n)
{
    size_t count;
    *out = (cell){.e = {.kind = ENTRY_NONE}};
    if (!read_cell(f, &f->text, &f->items, index, n))
        return 0;
    const lex_item *items = items_of(&f->items, &count);
    const char *text = buf_text(&f->text.text);
    out->e = entry_read(text, items, count);
    if (out->e.kind == ENTRY_TERM)
        out->code = finder_is_code(f, &f->text, out->e.term.start);
    out->language = says(text, f->text.text.len, WORD_LANGUAGE);
    out->explains = head_is(f, index, n, WORD_EXPLAINS);
    return text_words(text, f->text.text.len);
}

/* The next cell from `from` on that is a side, in the other alphabet than
 * `than` if there is one. */
static size_t next_side(const cell *cells, size_t count, size_t from,
                        const cell *than)
{
    for (; from < count; from++) {
        const cell *at = &cells[from];
        bool other =
            than == NULL || at->e.term.cyrillic != than->e.term.cyrillic;
        if (at->e.kind == ENTRY_TERM && !at->explains && other)
            break;
    }
    return from;
}

static entry_parse pair_cells(finder *f, size_t index, size_t left,
                              size_t right)
{
    entry_parse none = {.kind = ENTRY_NONE};
    size_t left_count, right_count;
    if (!read_cell(f, &f->text, &f->items, index, left) ||
        !read_cell(f, &f->other, &f->other_items, index, right))
        return none;
    const lex_item *a = items_of(&f->items, &left_count);
    const lex_item *b = items_of(&f->other_items, &right_count);
    return entry_pair(buf_text(&f->text.text), a, left_count,
                      buf_text(&f->other.text), b, right_count);
}

/* The left cell of the next pair from `from` on, and `*right`; `count` if there
 * is none. */
static size_t find_pair(const cell *cells, size_t count, size_t from,
                        size_t *right)
{
    size_t left = next_side(cells, count, from, NULL);
    if (left == count)
        return count;
    *right = next_side(cells, count, left + 1, &cells[left]);
    return *right == count ? count : left;
}

static size_t next_pair(const cell *cells, size_t count, size_t from)
{
    size_t right;
    return find_pair(cells, count, from, &right);
}

/* The first pair of cells from `from` on; returns where to look for more. */
static size_t read_pair(finder *f, unit *out, const cell *cells, size_t count,
                        size_t index, size_t from)
{
    size_t right, left = find_pair(cells, count, from, &right);
    if (left == count)
        return count;
    entry_parse e = pair_cells(f, index, left, right);
    bool code = cells[left].code || cells[right].code;
    bool heads = cells[left].language && cells[right].language;
    bool languages = head_is(f, index, right, WORD_LANGUAGE) ||
                     head_is(f, index, left, WORD_LANGUAGE);
    *out = (unit){
        .kind = code || heads ? ENTRY_KEPT : e.kind,
        .face = FACE_DASH,
        .doubt = code    ? 100
                 : heads ? 0
                         : e.doubt,
        .cyrillic = cells[left].e.term.cyrillic,
        .says_so = heads || languages,
        .line = true,
        .term = {index, left, e.term.start, e.term.end},
        .translation = {index, right, e.translation.start, e.translation.end},
        .start = from,
        .end = right + 1};
    return right + 1;
}

void finder_add_row(finder *f, size_t index)
{
    cell cells[CELLS_MAX];
    size_t count = block_at(f->blocks, index)->slice_count, words = 0;
    if (count > CELLS_MAX)
        return;
    for (size_t i = 0; i < count; i++)
        words += take_cell(f, &cells[i], index, i);
    unit none = {.kind = ENTRY_NONE, .words = words};
    size_t from = 0;
    while (f->ok && from < count) {
        unit u = {.kind = ENTRY_NONE};
        size_t next = read_pair(f, &u, cells, count, index, from);
        if (u.kind == ENTRY_NONE)
            break;
        if (next_pair(cells, count, next) == count)
            u.end = count;
        finder_add_unit(f, &u);
        from = u.end;
    }
    if (from == 0)
        finder_add_unit(f, &none);
}
