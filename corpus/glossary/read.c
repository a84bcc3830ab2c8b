/* SPDX-License-Identifier: MIT
 *
 * In: blocks. Out: their cleaned texts and items, and what the file's marks say
 * of a stretch of them. Invariant: a text that was read is not read again as
 * long as it is the last one. */
#include <string.h>

#include <xxhash.h>

#include "corpus/glossary/match.h"
#include "corpus/glossary/spelling.h"
#include "corpus/glossary/unit.h"
#include "corpus/glossary/words.h"
#include "corpus/text.h"

#define TAG_BYTES_MAX ((size_t)256)

void finder_read(finder *f, unit_text *t, size_t index, size_t cell)
{
    const block *at = block_at(f->blocks, index);
    if (t->block == index && t->cell == cell)
        return;
    t->block = index;
    t->cell = cell;
    if (cell == UNIT_NO_CELL) {
        f->ok = block_texts_read(f->texts, &t->d, index) && f->ok;
        return;
    }
    draft_clear(&t->d);
    clean_slices(f->c, &t->d, block_texts_mode(f->texts, at),
                 block_slices(f->blocks, at) + cell, 1);
    f->ok = f->ok && !draft_failed(&t->d);
}

bool finder_lex(finder *f, unit_text *t, size_t start, size_t end)
{
    buf_clear(&t->items);
    f->ok = f->ok && lex_text(&t->items, &t->d, f->c->text, start, end);
    return f->ok;
}

bool finder_lex_side(finder *f, unit_text *t, size_t start, size_t end)
{
    buf_clear(&t->items);
    f->ok = f->ok && lex_one_side(&t->items, &t->d, f->c->text, start, end);
    return f->ok;
}

const lex_item *unit_items(const unit_text *t, size_t *count)
{
    *count = t->items.len / sizeof(lex_item);
    return (const lex_item *)(const void *)t->items.data;
}

/* Does the tag at `text` open code? */
static bool opens_code(const char *text, size_t len)
{
    static const char *const tags[] = {"<code", "<tt", "<kbd", "<samp", "<var"};
    return text_mark(text, len, tags, sizeof tags / sizeof *tags) > 0;
}

/* Back over the mark that ends at `from`, a tag whole; `from` where there is
 * none. */
static size_t before_mark(const char *text, size_t from)
{
    if (from == 0 || text[from - 1] == '\0' ||
        strchr("*_[\"'(-`<>", text[from - 1]) == NULL)
        return from;
    from--;
    size_t most = from < TAG_BYTES_MAX ? from : TAG_BYTES_MAX;
    if (text[from] == '>')
        while (most-- > 0 && text[from] != '<' && text[from] != '\n')
            from--;
    return from;
}

#define MARKS_BEFORE 8

bool finder_is_code(const finder *f, const draft *d, size_t start, size_t end)
{
    if (end <= start)
        return false;
    const char *text = f->c->text;
    size_t from = draft_source(d, start), to = draft_source(d, end - 1) + 1;
    for (size_t i = 0; i < MARKS_BEFORE; i++)
        from = before_mark(text, from);
    for (size_t at = from; at < to; at++)
        if (text[at] == '`' ? !text_is_stress(text, to, at)
                            : text[at] == '<' && opens_code(text + at, to - at))
            return true;
    return false;
}

static bool is_link(const finder *f, const draft *d, size_t start)
{
    const char *text = f->c->text;
    size_t from = draft_source(d, start);
    while (from > 0 && (text[from - 1] == '*' || text[from - 1] == '_'))
        from--;
    if (from > 0 && text[from - 1] == '[')
        return from == 1 || text[from - 2] != '['; /* "[[page]]" is a word */
    while (from > 0 && text[from - 1] == '>')
        from = before_mark(text, from);
    if (text[from] != '<' || (text[from + 1] | 0x20) != 'a' ||
        !text_is_blank(text[from + 2]))
        return false;
    const char *end =
        memchr(text + from, '>', strnlen(text + from, TAG_BYTES_MAX));
    return end != NULL &&
           memmem(text + from, (size_t)(end - text) - from, "href", 4) != NULL;
}

bool finder_is_page(const finder *f, const draft *d, size_t start)
{
    if (!is_link(f, d, start))
        return false;
    const char *text = f->c->text + draft_source(d, start);
    const size_t len = strcspn(text, "\n|");
    const char *target = memmem(text, len, "](", 2);
    return target != NULL && target[2] != '#' &&
           memmem(text, len, "://", 3) == NULL;
}

#define FIRST_ROOM 64

static void note_side(unit *u, size_t side, const draft *d,
                      const unit_place *at)
{
    const char *text = buf_text(&d->text) + at->start;
    size_t len = at->end - at->start;
    char room[FIRST_ROOM];
    const char *close = text[0] == '(' ? memchr(text, ')', len) : NULL;
    size_t first = close == NULL ? 0 : (size_t)(close - text);
    size_t end = first, size;
    u->hashes[side] = XXH3_64bits(text, len);
    /* An infinitive, an article or a note is not what a term begins with, nor
     * is the first part of a compound. */
    while (lex_next_word(text, len, &end, room, sizeof room, &size) &&
           end < len) {
        if (text[end] == '-')
            continue;
        if (!glossary_word_is(WORD_ARTICLE, room, size) &&
            !glossary_word_is(WORD_LIGHT, room, size) &&
            !glossary_word_is(WORD_GERMAN, room, size) &&
            !glossary_word_is(WORD_ROMANCE, room, size))
            break;
        first = end + 1;
    }
    u->firsts[side] = XXH3_64bits(text + first, end - first);
}

static bool ends_in(const char *word, size_t size, const char *end)
{
    const size_t len = strlen(end);
    return size > len && memcmp(word + size - len, end, len) == 0;
}

/* "to go" in Latin letters, "идти": an infinitive? Not "ясность". */
static bool is_verb(const draft *d, const unit_place *at, bool cyrillic)
{
    static const char *const ends[] = {"ть", "ться", "ти", "чь", "чься"};
    const char *text = buf_text(&d->text) + at->start;
    char room[FIRST_ROOM];
    size_t len = at->end - at->start, end = 0, size;
    if (!cyrillic)
        return len > 3 && memcmp(text, "to ", 3) == 0;
    lex_next_word(text, len, &end, room, sizeof room, &size);
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++)
        if (ends_in(room, size, ends[i]))
            return !ends_in(room, size, "ость");
    return false;
}

/* An abbreviation is spelt out. */
static bool is_wordy(const entry_parse *e)
{
    size_t term = e->term.longest, words = e->translation.longest;
    return !e->term.tall && words >= term + 2 && words * 2 >= term * 3;
}

void unit_take(unit *u, const entry_parse *e, const draft *term,
               const draft *translation)
{
    const entry_side *latin = entry_latin(e);
    u->kind = e->kind;
    u->doubt = e->doubt;
    u->unsaid = e->unsaid;
    u->key = e->key;
    u->phrasal = e->phrasal;
    u->number = e->number;
    u->first_end = e->first_end;
    u->told = e->told;
    u->cyrillic = e->term.cyrillic;
    u->capital = latin->capital;
    u->large = text_is_upper(
        e->term.cyrillic
            ? text_at(buf_text(&translation->text), translation->text.len,
                      latin->start)
            : text_at(buf_text(&term->text), term->text.len, latin->start));
    u->alone = latin->words == 1 && !latin->tall;
    u->wordy = is_wordy(e);
    u->latin_words = latin->longest;
    u->cyrillic_words = entry_cyrillic(e)->longest;
    u->counter = match_counter(buf_text(&translation->text),
                               translation->text.len, u->translation.start);
    u->own = u->counter > 0 && term == translation &&
             u->counter == match_counter(buf_text(&term->text), term->text.len,
                                         u->term.start);
    u->to = is_verb(term, &u->term, e->term.cyrillic);
    u->verbs =
        u->to == is_verb(translation, &u->translation, e->translation.cyrillic);
    note_side(u, 0, term, &u->term);
    note_side(u, 1, translation, &u->translation);
}

static bool is_blank(char byte)
{
    return byte == ' ' || byte == '\t' || byte == '\r' || byte == '\n' ||
           byte == '>';
}

/* The line before the one that byte `at` lies in, blank ones passed over, as
 * bytes [*start, return value) of the text. */
static size_t line_above(const char *text, size_t at, size_t *start)
{
    while (at > 0 && text[at - 1] != '\n')
        at--;
    while (at > 0 && is_blank(text[at - 1]))
        at--;
    *start = at;
    while (*start > 0 && text[*start - 1] != '\n')
        --*start;
    while (*start < at && is_blank(text[*start]))
        ++*start;
    return at;
}

/* "const labels = {", and below it a name without quotes: does a line open the
 * braces of a program? */
static bool opens_braces(const finder *f, const block *at)
{
    const slice range = block_range(f->blocks, at);
    const char *text = f->c->text + range.start;
    const size_t len = range.end - range.start;
    const char *brace = memchr(text, '{', len);
    if (brace == NULL || brace - text < 2 || memcmp(brace - 2, "= ", 2) != 0)
        return false;
    size_t next = (size_t)(brace - text) + 1;
    while (next < len && is_blank(text[next]))
        next++;
    return next < len && text_is_letter((unsigned char)text[next]);
}

bool finder_is_program(const finder *f, const block *at)
{
    static const char *const texts[] = {"text", "txt",  "plain", "plaintext",
                                        "none", "json", "csv",   "tsv"};
    const char *text = f->c->text;
    size_t from;
    if (opens_braces(f, at))
        return true;
    if (at->type != BLOCK_CODE)
        return false;
    size_t end = line_above(text, at->marker, &from);
    const char mark = from < end ? text[from] : '\0';
    if ((mark != '`' && mark != '~') || end - from < 3)
        return false;
    while (from < end && (text[from] == mark || text[from] == ' '))
        from++;
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        if (strlen(texts[i]) == end - from &&
            memcmp(texts[i], text + from, end - from) == 0)
            return false;
    return end > from;
}

/* Does the text begin with "Definition:", be it emphasised? */
static bool defines(const char *text, size_t len)
{
    char room[FIRST_ROOM];
    size_t at = 0, size;
    if (!lex_next_word(text, len, &at, room, sizeof room, &size) ||
        !glossary_word_is(WORD_DEFINES, room, size))
        return false;
    while (at < len && (text[at] == '*' || text[at] == '_'))
        at++;
    return at < len && text[at] == ':';
}

#define DEFINED_WORDS_MIN 6

/* "The fall of the tide, twice a day": does the text say in English what a term
 * in Cyrillic with a bracket means? */
static bool defines_in_english(const unit *above, const char *text, size_t len)
{
    char room[FIRST_ROOM];
    size_t at = 0, size;
    return above->cyrillic && text_is_upper((unsigned char)text[0]) &&
           lex_next_word(text, len, &at, room, sizeof room, &size) &&
           glossary_word_is(WORD_ARTICLE, room, size) &&
           text_words(text, len) >= DEFINED_WORDS_MIN;
}

void finder_mark_defined(finder *f, const char *text, size_t len)
{
    size_t count = finder_unit_count(f);
    unit *above = count > 0 ? finder_unit(f, count - 1) : NULL;
    bool english = above != NULL && defines_in_english(above, text, len);
    if (above == NULL || !lex_is_bracket(above->face) ||
        (above->kind != ENTRY_PAIR && !above->title) ||
        (!defines(text, len) && !english))
        return;
    const unit_place *latin = &above->term, *cyrillic = &above->translation;
    if (above->cyrillic) {
        latin = &above->translation;
        cyrillic = &above->term;
    }
    finder_read(f, &f->left, latin->block, UNIT_NO_CELL);
    const char *own = buf_text(&f->left.d.text);
    if (!f->ok || glossary_is_spelt(
                      own + latin->start, latin->end - latin->start,
                      own + cyrillic->start, cyrillic->end - cyrillic->start))
        return;
    if (english && f->out->entries.len == 0) {
        above->unsaid = above->doubt; /* it may be a film */
        return;
    }
    above->kind = ENTRY_PAIR;
    above->line = above->told = true;
    above->names = false;
    above->doubt = above->unsaid = 0;
}
