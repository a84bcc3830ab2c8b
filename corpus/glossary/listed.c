/* SPDX-License-Identifier: MIT
 *
 * In: the items of a text. Out: the same, but for rows of terms with brackets,
 * which are items of entries. Invariant: a row begins at the beginning of the
 * text or behind a label, and only words, notes and commas are in it, so that
 * no sentence is read as one. */
#include "corpus/glossary/listed.h"

#include <string.h>

#include "base/utf8.h"
#include "corpus/glossary/entry.h"
#include "corpus/glossary/heading.h"
#include "corpus/glossary/letters.h"
#include "corpus/glossary/marks.h"
#include "corpus/glossary/span.h"
#include "corpus/text.h"

#define LABEL_ITEMS_MAX 8
#define BARE_WORDS_MAX 3 /* of a term in a row without a label */
#define LONG_WORDS_MAX 5 /* the same, in a long one */
#define LONG_ROW_MIN 6
#define SENTENCE_WORDS 2 /* that one could begin with */
#define NAMED_IN 3 /* terms of a row with a label, of which one may be a name */
#define ROW_MIN 2        /* without a label */
#define CLOSE_ROW_MIN 3  /* the same, with nothing or a stop between terms */
#define SHORT_LETTERS 6  /* of an abbreviation */
#define MEANING_WORDS_MIN 3
#define MEANING_WORDS_MAX 40
#define TERMS_TRIED 64 /* of what is none, before it is not tried again */

typedef struct lister {
    buf *out;
    const draft *d;
    const char *source;
    const lex_item *items;
    span all;     /* the items */
    size_t tried; /* the item up to which a long row was read that is none */
} lister;

/* A term and the bracket with its translation. */
typedef struct listed_term {
    size_t first, last; /* its items */
    size_t open, close; /* bytes in the bracket; `close` is 0 for none */
    size_t broken;      /* the item that ends a line within, 0 for none */
    size_t next;        /* the item behind it all */
    lex_script script;
    size_t words;
    bool lower; /* it holds a small letter */
} listed_term;

/* A row, and what is in it. */
typedef struct listed_row {
    size_t first, end; /* items */
    size_t terms, pairs;
    bool lines;      /* a line end alone parts two of them */
    bool joined;     /* an "and" does */
    bool close;      /* nothing does, or what seldom parts terms */
    size_t most;     /* words of the longest term */
    size_t lead;     /* of the first */
    size_t capitals; /* terms that begin with a capital letter */
    size_t named;    /* brackets that do, unless they are abbreviations */
} listed_row;

static lex_kind kind_at(const lister *l, size_t at)
{
    return at < l->all.last ? l->items[at].kind : LEX_LINE;
}

/* ------------------------------------------------------------- brackets --- */

/* Marks that a translation may hold. */
static bool may_stand_in(uint32_t code)
{
    return is_hyphen(code) || is_apostrophe(code) || text_is_closer(code) ||
           (class_of(code) & IS_MARK) != 0 || code == 0xAB || code == 0x201C ||
           code == 0x201E || code == ' ' || code == ',' || code == ';' ||
           code == '/' || code == '"';
}

/* True if bytes [at, end) are words of the other alphabet than the term's, and
 * no abbreviation of it, as capital letters are of a name or in Latin. */
static bool translates(const lister *l, const listed_term *term, size_t at,
                       size_t end)
{
    size_t letters = 0, small = 0, size;
    for (; at < end; at += size) {
        uint32_t code;
        size = utf8_read(l->all.text + at, end - at, &code);
        lex_script script = script_of(code);
        if (script == term->script || script == SCRIPT_OTHER)
            return false;
        if (script == SCRIPT_NONE && !may_stand_in(code))
            return false;
        letters += script != SCRIPT_NONE;
        small += text_is_lower(code);
    }
    bool tall = small == 0 && letters <= SHORT_LETTERS;
    bool other = !term->lower || (term->script == SCRIPT_LATIN &&
                                  !l->items[term->first].capital);
    return tall ? letters > 1 && other : letters > 2;
}

/* Read the bracket at item `at`, a note or an open one, and go past it. */
static bool read_bracket(const lister *l, listed_term *term, size_t at)
{
    const lex_item *item = &l->items[at];
    size_t open = item->start + 1, close;
    if (l->all.text[item->start] != '(')
        return false;
    if (item->kind == LEX_NOTE) {
        close = item->end - 1;
    } else {
        while (at < l->all.last && l->all.text[l->items[at].start] != ')' &&
               l->items[at].end - item->start < LEX_NOTE_BYTES_MAX)
            at++;
        if (at == l->all.last || l->all.text[l->items[at].start] != ')')
            return false;
        close = l->items[at].start;
    }
    open = mark_past_language(l->all.text, open, close, term->script);
    if (!translates(l, term, open, close))
        return false;
    term->open = open;
    term->close = close;
    term->next = at + 1;
    return true;
}

/* ---------------------------------------------------------------- terms --- */

/* A term's words, told as they come. */
typedef struct words_seen {
    size_t latin, cyrillic, all;
    bool odd; /* code, or a mark that no term has */
} words_seen;

static void take_word(words_seen *n, listed_term *term, const lex_item *word)
{
    n->latin += word->script == SCRIPT_LATIN;
    n->cyrillic += word->script == SCRIPT_CYRILLIC;
    n->all++;
    term->script = n->cyrillic > 0 ? SCRIPT_CYRILLIC : SCRIPT_LATIN;
    term->lower |= word->lower;
    n->odd |= word->code || word->script == SCRIPT_OTHER;
}

/* True if the words could be a side of an entry. */
static bool is_side(const words_seen *n)
{
    return !n->odd && n->latin + n->cyrillic > 0 &&
           (n->cyrillic == 0 || n->latin <= n->cyrillic);
}

static bool begins_small(const lister *l, size_t at)
{
    return kind_at(l, at) == LEX_WORD && !l->items[at].capital;
}

/* Past "1." or "2)" and "and" before a term. */
static size_t past_front(const lister *l, size_t at)
{
    while (kind_at(l, at) == LEX_LINE && at < l->all.last)
        at++;
    if (at + 2 < l->all.last && kind_at(l, at) == LEX_WORD &&
        l->items[at].script == SCRIPT_NONE &&
        l->items[at + 1].start == l->items[at].end &&
        (l->items[at + 1].kind == LEX_STOP ||
         l->all.text[l->items[at + 1].start] == ')'))
        at += 2;
    if (at < l->all.last && span_word_is(&l->all, at, WORD_JOINS))
        at++;
    return at;
}

/* Is a mark that seldom parts two terms at item `at`, or none at all? */
static bool is_close(const lister *l, size_t at)
{
    lex_kind kind = kind_at(l, at);
    return kind == LEX_STOP ||
           (kind == LEX_WORD && !span_word_is(&l->all, at, WORD_JOINS)) ||
           (kind == LEX_FACE && l->items[at].face == FACE_SLASH);
}

/* Past the mark between two terms. */
static size_t past_mark(const lister *l, size_t at)
{
    lex_kind kind = kind_at(l, at);
    return at + (kind != LEX_WORD && kind != LEX_LINE);
}

/* Behind a bracket: notes, and then what may end a term. */
static bool ends_term(const lister *l, listed_term *term)
{
    while (kind_at(l, term->next) == LEX_NOTE)
        term->next++;
    lex_kind kind = kind_at(l, term->next);
    return kind == LEX_COMMA || kind == LEX_CUT || kind == LEX_LINE ||
           kind == LEX_WORD || is_close(l, term->next);
}

/* Read the term that begins with item `at`, up to a mark; false if it reads
 * like none. */
static bool read_words(const lister *l, listed_term *term, size_t at)
{
    words_seen n = {0};
    at = past_front(l, at);
    *term = (listed_term){.first = at};
    for (; at < l->all.last; at++) {
        const lex_item *item = &l->items[at];
        bool bracket = item->kind == LEX_NOTE || lex_is_bracket(item->face);
        if (item->kind == LEX_WORD)
            take_word(&n, term, item);
        if (bracket && is_side(&n) && read_bracket(l, term, at)) {
            term->last = at;
            term->words = n.all;
            return (term->broken == 0 || term->broken + 1 == at ||
                    begins_small(l, term->broken + 1)) &&
                   ends_term(l, term);
        }
        if (item->kind == LEX_LINE && term->broken == 0 && n.all > 0)
            term->broken = at;
        bool ends = item->kind == LEX_COMMA || item->kind == LEX_CUT ||
                    item->kind == LEX_STOP;
        if (ends)
            break;
        n.odd |= item->kind == LEX_OTHER;
        bool face = item->kind == LEX_FACE && item->face != FACE_GAP;
        if (face || item->kind == LEX_COMMENT || n.all > ENTRY_SIDE_WORDS_MAX)
            return false;
    }
    term->last = term->next = at;
    return n.all > 0;
}

/* The same, but what reads like none with the next line ends with its own. */
static bool read_term(const lister *l, listed_term *term, size_t at)
{
    bool ok = read_words(l, term, at);
    if (ok || term->broken == 0)
        return ok;
    term->open = term->close = 0;
    term->last = term->next = term->broken;
    return true;
}

/* ----------------------------------------------------------------- rows --- */

/* Is the same in both brackets? It is a label of what they stand behind. */
static bool is_same(const lister *l, const listed_term *a, const listed_term *b)
{
    return a->close - a->open == b->close - b->open &&
           memcmp(l->all.text + a->open, l->all.text + b->open,
                  a->close - a->open) == 0;
}

/* True if a term with a bracket, and more words behind that only where nothing
 * parts terms, begins with item `at`, behind a term. */
static bool is_next(const lister *l, const listed_term *term, size_t at,
                    bool parted)
{
    listed_term next;
    return read_term(l, &next, at) && next.close > 0 && next.broken == 0 &&
           (!parted || kind_at(l, next.next) != LEX_WORD) &&
           !is_same(l, term, &next);
}

/* Does the bracket begin with a capital letter and a small one, as a name? */
static bool is_named(const lister *l, const listed_term *term)
{
    const char *text = l->all.text;
    return term->close > 0 &&
           !text_is_lower(text_at(text, term->close, term->open)) &&
           text_is_lower(text_at(text, term->close, term->open + 2));
}

/* What comes next in a row, behind a term: true if another one. */
static bool goes_on(const lister *l, listed_row *row, const listed_term *term,
                    size_t *at)
{
    size_t next = past_mark(l, *at);
    bool line = kind_at(l, *at) == LEX_LINE, close = is_close(l, *at);
    if (*at >= l->all.last)
        return false;
    if ((line || close) && !is_next(l, term, next, kind_at(l, *at) != LEX_WORD))
        return false;
    row->lines |= line;
    row->close |= close;
    *at = next;
    row->joined |=
        next < l->all.last && span_word_is(&l->all, next, WORD_JOINS);
    return line || past_front(l, next) < l->all.last;
}

/* Read the row that begins with item `at`; false if it is none, as its term at
 * `row->end` is none. */
static bool read_row(const lister *l, listed_row *row, size_t at)
{
    listed_term term;
    *row = (listed_row){.first = at};
    do {
        row->end = at;
        if (!read_term(l, &term, at))
            return false;
        row->terms++;
        if (term.close == 0 && term.broken > 0) {
            row->end = term.broken;
            return true;
        }
        row->pairs += term.close > 0;
        row->capitals += !begins_small(l, term.first);
        row->named += is_named(l, &term);
        row->most = term.words > row->most ? term.words : row->most;
        row->lead = row->pairs == 1 ? term.words : row->lead;
        at = term.next;
    } while (goes_on(l, row, &term, &at));
    row->end = at;
    return kind_at(l, at) != LEX_WORD;
}

/* True if enough of what a label lists has a translation: half of it, or a
 * third where one pair alone is not all there is. */
static bool is_translated(const listed_row *row)
{
    return row->pairs > 0 &&
           row->pairs * (row->pairs > 1 ? 3 : 2) >= row->terms;
}

/* True if nothing but stops and line ends are behind item `at`. */
static bool is_end(const lister *l, size_t at)
{
    while (at < l->all.last &&
           (l->items[at].kind == LEX_STOP || l->items[at].kind == LEX_LINE))
        at++;
    return at == l->all.last;
}

/* True if a row without a label is no sentence, as "The report covers inflation
 * (инфляция), rate (курс)", and is all there is. */
static bool is_bare(const lister *l, const listed_row *row)
{
    bool sentence = row->capitals == 1 && row->lead > SENTENCE_WORDS &&
                    !begins_small(l, past_front(l, row->first));
    return row->pairs >= (row->close ? CLOSE_ROW_MIN : ROW_MIN) &&
           row->pairs == row->terms && !row->lines && !row->joined &&
           row->most <=
               (row->pairs < LONG_ROW_MIN ? BARE_WORDS_MAX : LONG_WORDS_MAX) &&
           !sentence && is_end(l, row->end);
}

/* True if items [first, last) are a label of words. */
static bool is_label(const lister *l, size_t first, size_t last)
{
    size_t start = l->items[first].start;
    size_t len = l->items[last - 1].end - start;
    return entry_heading_says_so(l->all.text + start, len) ||
           entry_heading_is_of_keywords(l->all.text + start, len);
}

/* The item behind the label that begins with item `at`, 0 for none; `*words`:
 * it is one of words, and not of what they name, as "Sports:", which has to be
 * a line of its own in their language. */
static size_t label_end(const lister *l, size_t at, bool *words)
{
    size_t to = at;
    while (to < l->all.last && to - at < LABEL_ITEMS_MAX &&
           (l->items[to].kind == LEX_WORD || l->items[to].face == FACE_SLASH))
        to++;
    if (to == at || to >= l->all.last)
        return 0;
    const lex_item *mark = &l->items[to];
    bool dash = mark->face == FACE_DASH || mark->face == FACE_HYPHEN;
    bool ends = mark->kind == LEX_LINE || mark->face == FACE_COLON || dash;
    bool colon = mark->face == FACE_COLON;
    bool term = dash && to > at + 1 && to + 1 < l->all.last &&
                mark[1].script != mark[-1].script; /* "keyword list - ..." */
    *words = ends && !term && is_label(l, at, colon ? to + 1 : to);
    return *words || (colon && at == 0 && kind_at(l, to + 1) == LEX_LINE)
               ? to + 1
               : 0;
}

/* ------------------------------------------------------------ rewriting --- */

static void put_mark(lister *l, lex_kind kind, lex_face face, size_t start,
                     size_t end)
{
    const lex_item mark = {
        .kind = kind, .face = face, .start = start, .end = end};
    buf_add(l->out, &mark, sizeof mark);
}

static void put_items(lister *l, size_t first, size_t last, bool lines)
{
    for (size_t i = first; i < last; i++)
        if (lines ||
            (l->items[i].kind != LEX_LINE && l->items[i].face != FACE_GAP))
            buf_add(l->out, &l->items[i], sizeof l->items[i]);
}

/* Write a label as a piece of its own that holds no entry, though it may be
 * one: "Ключевые слова / Keywords". */
static void put_label(lister *l, size_t first, size_t last)
{
    size_t start = l->items[first].start, end = l->items[last - 1].end;
    if (first > 0)
        put_mark(l, LEX_CUT, FACE_NONE, start, start);
    for (size_t i = first; i < last; i++) {
        lex_item item = l->items[i];
        if (item.face == FACE_SLASH)
            item.kind = LEX_OTHER;
        item.face = item.kind == LEX_OTHER ? FACE_NONE : item.face;
        buf_add(l->out, &item, sizeof item);
    }
    put_mark(l, LEX_CUT, FACE_NONE, end, end);
}

/* Write the items of a translation; a ';' in it parts alternatives. */
static bool put_translation(lister *l, const listed_term *term)
{
    size_t from = l->out->len / sizeof(lex_item);
    bool ok = lex_text(l->out, l->d, l->source, term->open, term->close);
    lex_item *items = (lex_item *)(void *)l->out->data;
    for (size_t i = from; ok && i < l->out->len / sizeof *items; i++)
        if (items[i].kind == LEX_CUT)
            items[i].kind = LEX_COMMA;
    return ok;
}

/* Write an entry: the term, and what is in its bracket. */
static bool put_term(lister *l, const listed_term *term, lex_face face)
{
    put_items(l, term->first, term->last, false);
    put_mark(l, LEX_FACE, face, l->items[term->last].start, term->open);
    return put_translation(l, term);
}

/* Write the terms of a row that have a translation. */
static bool put_row(lister *l, const listed_row *row)
{
    bool ok = true;
    listed_term term;
    size_t at = row->first, end = 0;
    while (ok && at < row->end && read_term(l, &term, at)) {
        at = past_mark(l, term.next);
        if (term.close == 0)
            continue;
        if (end > 0)
            put_mark(l, LEX_CUT, FACE_NONE, end, end);
        ok = put_term(l, &term, FACE_LISTED);
        end = term.close;
    }
    put_mark(l, LEX_STOP, FACE_NONE, end, end);
    put_mark(l, LEX_LINE, FACE_NONE, end, end);
    return ok;
}

/* Read a term, what it means in the same language, in small letters, and a
 * bracket with its translation, which ends the line: "ebb: the fall of the
 * tide (отлив)". Returns the item behind it; `at` if it is something else. */
static size_t read_meant(const lister *l, listed_term *term, size_t at)
{
    words_seen n = {0};
    size_t i = past_front(l, at), words = 0;
    *term = (listed_term){.first = i};
    for (; kind_at(l, i) == LEX_WORD && n.all <= BARE_WORDS_MAX; i++)
        take_word(&n, term, &l->items[i]);
    if (kind_at(l, i) != LEX_FACE || !is_side(&n) || n.cyrillic > 0 ||
        (l->items[i].face != FACE_COLON && l->items[i].face < FACE_HYPHEN) ||
        !begins_small(l, i + 1))
        return at;
    for (term->last = i++; i < l->all.last && words < MEANING_WORDS_MAX; i++) {
        const lex_item *item = &l->items[i];
        bool bracket = item->kind == LEX_NOTE || lex_is_bracket(item->face);
        if (bracket && words >= MEANING_WORDS_MIN && read_bracket(l, term, i))
            break;
        if (item->script == SCRIPT_CYRILLIC)
            return at;
        words += item->kind == LEX_WORD;
    }
    if (term->close == 0)
        return at;
    size_t end = term->next + (kind_at(l, term->next) == LEX_STOP);
    return kind_at(l, end) == LEX_LINE ? end : at;
}

/* Find the row that begins with item `at`, with its label if it has one, and
 * write it; returns the item behind it, or `at` if there is none. */
static size_t take_row(lister *l, size_t at, bool *ok)
{
    listed_row row;
    listed_term term;
    bool words = false, line = at == 0 || l->items[at - 1].kind == LEX_LINE;
    size_t meant = line ? read_meant(l, &term, at) : at;
    if (meant > at) {
        *ok = put_term(l, &term, FACE_DASH);
        return meant;
    }
    size_t label = at < l->tried ? 0 : label_end(l, at, &words);
    size_t behind = label;
    while (label > 0 && kind_at(l, behind) == LEX_LINE && behind < l->all.last)
        behind++;
    if (label > 0 && read_row(l, &row, behind) &&
        (words ? is_translated(&row)
               : l->items[behind].script == l->items[at].script &&
                     row.named * NAMED_IN <= row.pairs && is_bare(l, &row))) {
        put_label(l, at, label);
    } else if (at > 0 || !read_row(l, &row, at) || !is_bare(l, &row)) {
        if (label > 0 && row.terms > TERMS_TRIED)
            l->tried = row.end;
        return at;
    }
    *ok = put_row(l, &row);
    return row.end;
}

static bool begins_row(const lister *l, size_t at)
{
    return at == 0 || l->items[at - 1].kind == LEX_LINE ||
           l->items[at - 1].kind == LEX_STOP;
}

/* True if a bracket stands somewhere. */
static bool has_bracket(const lister *l)
{
    for (size_t i = 0; i < l->all.last; i++)
        if (l->items[i].kind == LEX_NOTE || lex_is_bracket(l->items[i].face))
            return true;
    return false;
}

bool listed_face(buf *items, buf *room, const draft *d, const char *source)
{
    bool ok = true, any = false;
    const lex_item *list = (const lex_item *)(const void *)items->data;
    lister l = {.out = room, .d = d, .source = source, .items = list};
    l.all = (span){buf_text(&d->text), list, 0, items->len / sizeof *list};
    if (!has_bracket(&l))
        return true;
    buf_clear(room);
    for (size_t at = 0; ok && at < l.all.last;) {
        size_t end = begins_row(&l, at) ? take_row(&l, at, &ok) : at;
        any |= end > at;
        if (end == at)
            put_items(&l, at, at + 1, true);
        at = end > at ? end : at + 1;
    }
    if (ok && any && !room->failed) {
        buf_clear(items);
        buf_add(items, room->data, room->len);
    }
    return ok && !room->failed && !items->failed;
}
