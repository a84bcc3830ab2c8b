/* SPDX-License-Identifier: MIT
 *
 * In: the rows of a table. Out: what the heads of its columns say, each by
 * itself and beside the others and what stands in the columns. */
#include "corpus/glossary/heads.h"

#include <string.h>

#include <xxhash.h>

#include "corpus/glossary/words.h"

/* What a word of a head says. */
static void take_word(unit_head *head, const char *word, size_t len)
{
    bool language = glossary_word_is(WORD_LANGUAGE, word, len) ||
                    glossary_word_is(WORD_TONGUE, word, len);
    bool plain = glossary_word_is(WORD_PLAIN, word, len);
    bool is_term = glossary_word_is(WORD_TERM, word, len);
    bool term = plain || is_term;
    head->term |= is_term;
    head->explains |= glossary_word_is(WORD_EXPLAINS, word, len);
    head->language |= language;
    head->sure |= language && !term;
    head->plain |= plain;
    head->lexeme |= glossary_word_is(WORD_LEXEME, word, len);
    head->means |= glossary_word_is(WORD_MEANING, word, len);
    if (!language && !glossary_word_is(WORD_LINK, word, len))
        head->about += XXH3_64bits(word, len);
}

static void take_words(unit_head *head, const draft *d)
{
    char room[64];
    size_t at = 0, size;
    bool key = false; /* "ключевое слово" is one of no language */
    while (lex_next_word(buf_text(&d->text), d->text.len, &at, room,
                         sizeof room, &size)) {
        take_word(head, room, size);
        key |= glossary_word_is(WORD_KEY_TO, room, size);
    }
    head->means &= !head->explains && !head->sure; /* "Значение (RU)" */
    head->explains |= head->means;
    head->lexeme &= !head->explains && !key;
    head->plain &= !head->explains && !key;
    head->term &= !head->explains && !key;
}

static unit_head read_head(finder *f, const slice *head)
{
    unit_head out = {.explains = false};
    unit_text *t = &f->left;
    t->block = BLOCK_NONE;
    draft_clear(&t->d);
    clean_slices(f->c, &t->d, f->texts->mode, head, 1);
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

/* Count the cells of the table whose first row is block `index`. */
static void count_cells(finder *f, size_t index)
{
    unit_heads *heads = &f->heads;
    const char *text = f->c->text;
    for (heads->end = index; heads->end < block_count(f->blocks);
         heads->end++) {
        const block *at = block_at(f->blocks, heads->end);
        if (at->type == BLOCK_GAP)
            continue;
        if (at->type != BLOCK_ROW || at->head != heads->at ||
            at->head_count != heads->count)
            break;
        const slice *cells = block_slices(f->blocks, at);
        for (size_t i = 0; i < at->slice_count && i < UNIT_COLUMNS_MAX; i++) {
            column *c = &heads->cells[i];
            column_add(c, text + cells[i].start, cells[i].end - cells[i].start);
            c->spelt += i > 0 && column_spells(text, &cells[i]);
        }
    }
}

/* True if the words of a column are of one alphabet, all but a few. */
static bool is_of_language(const column *c)
{
    return c->latin >= 4 * c->cyrillic || c->cyrillic >= 4 * c->latin;
}

/* Terms, as in a dictionary: none of them is a name or an abbreviation. */
static bool is_of_terms(const unit_head *head, const column *c)
{
    return head->term && c->small == c->filled &&
           column_script(c) == SCRIPT_LATIN;
}

/* Where a column is of words, that of what they mean explains nothing. */
static void read_meanings(unit_heads *heads, bool sure)
{
    bool words = false, means = false;
    for (size_t i = 0; i < UNIT_COLUMNS_MAX; i++) {
        const unit_head *head = &heads->columns[i];
        bool language = is_of_language(&heads->cells[i]);
        words |= language && (head->lexeme || head->plain ||
                              is_of_terms(head, &heads->cells[i]));
        heads->lexemes |= language && head->lexeme;
    }
    for (size_t i = 0; i < UNIT_COLUMNS_MAX; i++) {
        unit_head *head = &heads->columns[i];
        head->means &= words;
        head->explains &= !head->means;
        means |= head->means;
    }
    heads->bilingual |= means || (sure && heads->lexemes);
}

/* "Verb | Example | Translation": of the examples, which are as long. */
static void read_examples(unit_heads *heads)
{
    for (size_t i = 1; i < UNIT_COLUMNS_MAX; i++) {
        const column *a = &heads->cells[i - 1], *b = &heads->cells[i];
        heads->columns[i].explains |=
            heads->columns[i - 1].explains && heads->columns[i].language &&
            column_script(a) != column_script(b) &&
            b->words * a->filled * 2 > a->words * b->filled &&
            a->words > 2 * a->filled;
    }
}

/* Heads that speak of the same but for the language explain nothing. */
static void read_twins(unit_heads *heads)
{
    for (size_t i = 0; i + 1 < UNIT_COLUMNS_MAX; i++) {
        unit_head *a = &heads->columns[i], *b = a + 1;
        if (heads_are_twins(a, b))
            a->explains = b->explains = false;
    }
}

/* The cells that head the columns: above the rule or, in a table without one,
 * the first row, `plain`, if it is no title of all and one of its cells says
 * what its column is. */
static void read_columns(finder *f, const block *at, bool plain)
{
    unit_heads *heads = &f->heads;
    bool own = at->head_count == 0 && plain, says = !own;
    const slice *slices =
        own ? block_slices(f->blocks, at)
            : (const slice *)(const void *)f->blocks->slices.data + at->head;
    size_t count = own ? at->slice_count : at->head_count, filled = 0;
    for (size_t i = 0; i < count && i < UNIT_COLUMNS_MAX; i++) {
        heads->columns[i] = read_head(f, &slices[i]);
        says |= heads->columns[i].explains || heads->columns[i].language;
        filled += heads->columns[i].latin || heads->columns[i].cyrillic;
    }
    if (!says || (own && filled < 2))
        memset(heads->columns, 0, sizeof heads->columns);
}

void finder_read_heads(finder *f, size_t index, bool plain)
{
    const block *at = block_at(f->blocks, index);
    unit_heads *heads = &f->heads;
    if (index < heads->end)
        return;
    memset(heads, 0, sizeof *heads);
    heads->at = at->head;
    heads->count = at->head_count;
    count_cells(f, index);
    size_t languages = 0;
    bool sure = false;
    read_columns(f, at, plain);
    read_twins(heads);
    for (size_t i = 0; i < UNIT_COLUMNS_MAX; i++) {
        unit_head *head = &heads->columns[i];
        head->language &= !head->explains;
        head->sure &= !head->explains;
        languages += head->language;
        sure |= head->sure;
    }
    heads->bilingual = sure && languages > 1;
    read_meanings(heads, sure);
    read_examples(heads);
}

bool heads_are_words(const unit_head *left, const unit_head *right,
                     bool cyrillic)
{
    bool blank =
        !left->latin && !left->cyrillic && !right->latin && !right->cyrillic;
    const unit_head *a = cyrillic ? right : left, *b = cyrillic ? left : right;
    bool pair = a->latin && !a->cyrillic && b->cyrillic && !b->latin &&
                !a->capital && !b->capital;
    return !blank && !pair;
}

/* Has one column at most twice the words of the other? */
static bool is_as_long(const column *a, const column *b)
{
    return a->words * b->filled <= 2 * b->words * a->filled;
}

bool heads_match(const unit_heads *heads, size_t left, size_t right)
{
    const column *a = &heads->cells[left], *b = &heads->cells[right];
    return (heads->columns[left].language || heads->columns[right].language) &&
           is_of_language(a) && is_of_language(b) && is_as_long(a, b) &&
           is_as_long(b, a);
}
