/* SPDX-License-Identifier: MIT
 *
 * In: one side of an entry, as written. Out: its text without notes, and its
 * forms. Invariant: there is at least one form, unless all are too long, and
 * none is empty. */
#include "corpus/glossary/side.h"

#include <string.h>

#include "base/utf8.h"
#include "corpus/glossary/span.h"
#include "corpus/text.h"

#define ITEMS_BYTES_MAX ((size_t)16 << 20)
#define OPTIONAL_WORDS_MAX 2 /* before a bracket that may be one more */

/* Items [first, last), an alternative. */
typedef struct range {
    size_t first, last;
} range;

typedef struct maker {
    corpus_side *out;
    arena *memory;
    const char *text;
    const lex_item *items;
    const char **forms;
    size_t count;
    const char *headword; /* for which "~" stands, or NULL */
    buf form;             /* in the making */
    bool too_long;        /* is it, to be one? */
    bool ok;
} maker;

static bool word_is(const maker *m, size_t at, glossary_word sort)
{
    const span one = {m->text, m->items, at, at + 1};
    return span_first_is(&one, sort);
}

/* ---------------------------------------------------------------- forms --- */

static void begin_form(maker *m)
{
    buf_clear(&m->form);
    m->too_long = false;
}

static void put(maker *m, const char *text, size_t len)
{
    m->too_long = m->too_long || m->form.len + len > SIDE_FORM_BYTES_MAX;
    if (!m->too_long)
        buf_add(&m->form, text, len);
}

static void keep_form(maker *m)
{
    const char *form = buf_text(&m->form);
    m->ok = m->ok && !m->form.failed;
    if (!m->ok || m->form.len == 0 || m->too_long || m->count == SIDE_FORMS_MAX)
        return;
    for (size_t i = 0; i < m->count; i++)
        if (strcmp(m->forms[i], form) == 0)
            return;
    const char *copy = arena_copy(m->memory, form, m->form.len);
    m->ok = m->ok && copy != NULL;
    m->forms[m->count++] = copy;
}

/* What is to be made of the brackets, "&" and slashes of an alternative. */
typedef struct reading {
    bool with_notes; /* words in brackets are words */
    bool spelt_and;  /* "&" is "and" */
    size_t choice;   /* of the alternatives of a word with slashes, from 0 */
} reading;

/* A bracket that holds one word, of more than two letters, in the alphabet of
 * the side, and no part of speech nor how that is said; or that completes one:
 * "state(s)". */
static bool is_optional(const maker *m, const lex_item *note, bool joined)
{
    size_t letters = 0;
    bool own = (span_item_script(m->text, note) == SCRIPT_CYRILLIC) ==
               m->out->cyrillic;
    if (m->text[note->start] != '(' || !own || lex_has_sounds(m->text, note))
        return false;
    for (size_t at = note->start + 1; at + 1 < note->end; letters++) {
        uint32_t code = text_at(m->text, note->end, at);
        if (!text_is_letter(code) && (code != '-' || letters == 0))
            return false;
        at += code < 0x80 ? 1 : code < 0x800 ? 2 : 3;
    }
    char room[64];
    size_t len = lex_fold(room, sizeof room, m->text + note->start + 1,
                          note->end - note->start - 2);
    return letters > (joined ? 0 : 2) &&
           (joined || !glossary_word_is(WORD_SPEECH, room, len));
}

static void put_text(maker *m, size_t start, size_t end, bool joined)
{
    if (m->form.len > 0 && !joined)
        put(m, " ", 1);
    put(m, m->text + start, end - start);
}

/* The `choice`-th part between the slashes of a word. */
static void put_choice(maker *m, const lex_item *word, size_t choice)
{
    size_t start = word->start, end;
    for (;;) {
        const char *slash = memchr(m->text + start, '/', word->end - start);
        end = slash == NULL ? word->end : (size_t)(slash - m->text);
        if (choice == 0 || slash == NULL)
            break;
        choice--;
        start = end + 1;
    }
    put_text(m, start, end, false);
}

static bool is_and(const maker *m, const lex_item *item)
{
    return item->kind == LEX_OTHER && m->text[item->start] == '&';
}

/* "~", unless so many came before that the form would grow too long. */
static bool is_headword(const maker *m, const lex_item *item)
{
    return m->headword != NULL && item->kind == LEX_OTHER &&
           m->text[item->start] == '~' && m->form.len < SIDE_FORM_BYTES_MAX / 4;
}

bool side_is_article(const char *word, size_t len, const char *next,
                     size_t next_len)
{
    char room[16];
    const size_t size = lex_fold(room, sizeof room, word, len);
    if (size == 0)
        return false;
    return glossary_word_is(WORD_ARTICLE, room, size) ||
           (glossary_word_is(WORD_GERMAN, room, size) &&
            text_is_upper(text_at(next, next_len, 0))) ||
           (glossary_word_is(WORD_ROMANCE, room, size) &&
            text_is_lower(text_at(word, len, 0)));
}

/* Past the "to" or article that begins the range. */
static size_t past_article(const maker *m, range r)
{
    size_t at = r.first;
    for (; at + 1 < r.last; at++) {
        const lex_item *word = &m->items[at], *next = word + 1;
        if (word->kind != LEX_WORD || next->kind != LEX_WORD ||
            !side_is_article(m->text + word->start, word->end - word->start,
                             m->text + next->start, next->end - next->start))
            break;
    }
    return at;
}

static void make_form(maker *m, range r, const reading *how)
{
    begin_form(m);
    size_t joined_at = SIZE_MAX;
    for (size_t i = past_article(m, r); i < r.last; i++) {
        const lex_item *item = &m->items[i];
        bool joined = item->start == joined_at;
        joined_at = SIZE_MAX;
        if (item->kind == LEX_WORD && item->slash) {
            put_choice(m, item, how->choice);
        } else if (item->kind == LEX_WORD) {
            put_text(m, item->start, item->end, joined);
        } else if (is_headword(m, item)) {
            put(m, " ", m->form.len > 0);
            put(m, m->headword, strlen(m->headword));
        } else if (is_and(m, item) && how->spelt_and) {
            const char *word = m->out->cyrillic ? " и" : " and";
            put(m, word, strlen(word));
        } else if (item->kind == LEX_NOTE && how->with_notes) {
            bool sticks = i > r.first && m->items[i - 1].kind == LEX_WORD &&
                          m->items[i - 1].end == item->start;
            bool leads = i + 1 < r.last && m->items[i + 1].kind == LEX_WORD &&
                         m->items[i + 1].start == item->end;
            bool behind =
                i + 1 == r.last && !sticks && i - r.first > OPTIONAL_WORDS_MAX;
            if (behind || span_is_abbreviation(m->text, item) ||
                !is_optional(m, item, sticks || leads))
                continue;
            put_text(m, item->start + 1, item->end - 1, sticks);
            if (leads)
                joined_at = item->end;
        }
    }
    keep_form(m);
}

/* How many choices the words with slashes give. */
static size_t count_choices(const maker *m, range r)
{
    size_t most = 1;
    for (size_t i = r.first; i < r.last; i++) {
        const lex_item *item = &m->items[i];
        size_t parts = 1;
        for (size_t at = item->start; item->slash && at < item->end; at++)
            parts += m->text[at] == '/';
        if (parts > most)
            most = parts;
    }
    return most < 4 ? most : 4;
}

static void make_forms(maker *m, range r)
{
    size_t choices = count_choices(m, r);
    for (size_t choice = 0; choice < choices; choice++) {
        reading how = {.choice = choice, .spelt_and = true};
        make_form(m, r, &how);
        how.with_notes = true;
        make_form(m, r, &how);
        how.spelt_and = false;
        make_form(m, r, &how);
    }
    for (size_t i = r.first; i < r.last; i++)
        if (span_is_abbreviation(m->text, &m->items[i])) {
            begin_form(m);
            put_text(m, m->items[i].start + 1, m->items[i].end - 1, true);
            keep_form(m);
        }
}

/* --------------------------------------------------------- alternatives --- */

static bool parts(const maker *m, size_t at, size_t count)
{
    const lex_item *item = &m->items[at];
    const span all = {m->text, m->items, 0, count};
    return item->kind == LEX_COMMA || item->kind == LEX_CUT ||
           (item->kind == LEX_FACE && item->face != FACE_GAP) ||
           item->kind == LEX_STOP || span_counts_sense(&all, at) ||
           (item->kind == LEX_OTHER && memchr("/|\\", m->text[item->start], 3));
}

#define ENUMERATION_WORDS_MAX 8

/* "research, collection and analysis": commas of one phrase. A long list with
 * an "and" in it is one of alternatives. */
static bool is_enumeration(const maker *m, size_t count)
{
    bool comma = false;
    size_t behind = 0; /* words since the last comma */
    size_t words = 0;
    for (size_t i = 0; i < count; i++)
        words += m->items[i].kind == LEX_WORD;
    for (size_t i = 0; words <= ENUMERATION_WORDS_MAX && i < count; i++) {
        if (m->items[i].kind == LEX_COMMA) {
            comma = true;
            behind = 0;
        }
        if (comma && behind > 0 && i + 1 < count && word_is(m, i, WORD_JOINS))
            return true;
        behind += m->items[i].kind == LEX_WORD;
    }
    return false;
}

static bool has_word(const maker *m, range r)
{
    for (size_t i = r.first; i < r.last; i++)
        if (m->items[i].kind == LEX_WORD && m->items[i].script != SCRIPT_NONE)
            return true;
    return false;
}

/* A slash in the midst of words on both sides parts them all: "метод жадной
 * загрузки/жадная загрузка". Its parts are items of their own then. */
static bool splits_whole(const lex_item *items, size_t count, size_t at)
{
    return items[at].slash && at > 0 && at + 1 < count &&
           items[at - 1].kind == LEX_WORD && items[at + 1].kind == LEX_WORD;
}

/* The ending that a hyphen behind a comma begins: "die Fahrkarte, -n". */
static bool is_ending(const maker *m, range r)
{
    return r.first > 0 && m->text[m->items[r.first].start - 1] == '-' &&
           m->items[r.first - 1].kind == LEX_COMMA;
}

/* "зд.", "перен.": what is short for the sort of the translation behind it. */
static bool is_sort(const maker *m, range r, size_t count)
{
    return r.last == r.first + 1 && r.last + 1 < count &&
           m->items[r.last].kind == LEX_STOP && word_is(m, r.first, WORD_SORT);
}

/* Past the "1)" or "а)" of a sense. */
static size_t past_number(const maker *m, range r)
{
    const lex_item *number = &m->items[r.first];
    if (r.last - r.first < 2 || number->kind != LEX_WORD ||
        number[1].kind == LEX_WORD || number[1].start != number->end)
        return r.first;
    bool counts =
        number->script == SCRIPT_NONE ||
        (number->end - number->start <= 2 && m->text[number[1].start] == ')');
    return r.first + (counts ? 2 : 0);
}

/* Before the "2." at the end, where more follows: it counts the next sense. */
static size_t before_number(const maker *m, range r, size_t count)
{
    bool counts = r.last + 1 < count && r.last > r.first + 1 &&
                  m->items[r.last].kind == LEX_STOP &&
                  m->items[r.last - 1].kind == LEX_WORD &&
                  m->items[r.last - 1].script == SCRIPT_NONE &&
                  m->items[r.last - 1].end == m->items[r.last].start;
    return r.last - counts;
}

static void make_alternatives(maker *m, size_t count)
{
    const span all = {m->text, m->items, 0, count};
    bool whole = is_enumeration(m, count) || span_is_noun_and_clause(&all);
    range r = {0, 0};
    for (size_t i = 0; i <= count; i++) {
        if (i < count && (whole || !parts(m, i, count)))
            continue;
        r.last = i;
        r.last = before_number(m, r, count);
        bool remark = r.first > 0 && r.first < i &&
                      word_is(m, r.first, WORD_IF) && r.last - r.first > 1;
        if (remark)
            return;
        r.first = past_number(m, r);
        if (has_word(m, r) && !is_ending(m, r) && !is_sort(m, r, count))
            make_forms(m, r);
        r.first = i + 1;
    }
}

/* ----------------------------------------------------------------- text --- */

static void add_note(buf *note, const char *text, size_t len)
{
    if (len == 0)
        return;
    if (note->len > 0)
        buf_add_text(note, "; ");
    buf_add(note, text, len);
}

/* What stood before a note at the end: a blank, a comma, a slash, a lone dash.
 */
static bool ends_in_mark(const buf *text)
{
    size_t len = text->len;
    uint32_t last = text_before(text->data, len);
    return last == ' ' || last == ',' || last == '/' || last == 0x2013 ||
           last == 0x2014 ||
           (last == '-' && len > 1 && text->data[len - 2] == ' ');
}

/* Of "[[page]]", leave the words. */
static void drop_links(buf *text)
{
    size_t to = 0;
    char *data = text->data;
    for (size_t at = 0; at < text->len; at++)
        if (at + 1 < text->len && data[at] == data[at + 1] &&
            (data[at] == '[' || data[at] == ']'))
            at++;
        else
            data[to++] = data[at];
    buf_truncate(text, to);
}

/* Leave out the bracket or slashes around a note; signs of sounds may stand
 * without. The number of a footnote says nothing. */
static void take_note(buf *note, const char *text, const lex_item *item)
{
    if (text_is_digit(text_at(text, item->end, item->start)))
        return;
    size_t around = lex_is_bare(text, item) ? 0 : 1;
    add_note(note, text + item->start + around,
             item->end - item->start - 2 * around);
}

/* The text without its notes. */
static void write_text(maker *m, buf *note, size_t count, size_t start,
                       size_t end)
{
    buf plain;
    size_t from = start;
    buf_init(&plain, ITEMS_BYTES_MAX);
    for (size_t i = 0; i <= count; i++) {
        bool is_note = i < count && m->items[i].kind == LEX_NOTE;
        if (i < count && !is_note)
            continue;
        size_t to = is_note ? m->items[i].start : end;
        buf_add(&plain, m->text + from, to - from);
        if (!is_note)
            break;
        take_note(note, m->text, &m->items[i]);
        from = m->items[i].end;
        if (plain.len > 0 && plain.data[plain.len - 1] == ' ' && from < end &&
            memchr(" ,;", m->text[from], 3) != NULL)
            buf_truncate(&plain, plain.len - 1);
    }
    while (ends_in_mark(&plain))
        buf_truncate(&plain, utf8_cut(buf_text(&plain), plain.len - 1));
    drop_links(&plain);
    const char *text = buf_text(&plain);
    text += strspn(text, " ");
    m->out->text = arena_text(m->memory, text);
    m->ok = m->ok && !plain.failed && m->out->text != NULL;
    buf_release(&plain);
}

static bool is_cyrillic(const lex_item *items, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (items[i].kind == LEX_WORD && items[i].script == SCRIPT_CYRILLIC)
            return true;
    return false;
}

/* Part words at the slashes that part all. */
static bool part_slashes(buf *items, const char *text)
{
    size_t count = items->len / sizeof(lex_item);
    for (size_t i = 0; i < count; i++) {
        lex_item *list = (lex_item *)(void *)items->data;
        if (!splits_whole(list, count, i))
            continue;
        lex_item first = list[i], mark, second = list[i];
        const char *slash =
            memchr(text + first.start, '/', first.end - first.start);
        first.end = (size_t)(slash - text);
        first.slash = false;
        mark = (lex_item){
            .kind = LEX_OTHER, .start = first.end, .end = first.end + 1};
        second.start = mark.end;
        second.slash =
            memchr(text + second.start, '/', second.end - second.start) != NULL;
        if (!buf_reserve(items, 2 * sizeof *list))
            return false;
        list = (lex_item *)(void *)items->data;
        memmove(&list[i + 3], &list[i + 1], (count - i - 1) * sizeof *list);
        list[i] = first;
        list[i + 1] = mark;
        list[i + 2] = second;
        items->len += 2 * sizeof *list;
        count += 2;
    }
    return true;
}

/* Brackets alone, or nothing that makes a form: all of it is one. */
static void make_last_resort(maker *m)
{
    const char *text = m->out->text[0] != '\0' ? m->out->text : "?";
    if (m->count > 0)
        return;
    begin_form(m);
    put(m, text, strlen(text));
    keep_form(m);
}

bool side_make(corpus_side *out, arena *memory, buf *note, const draft *d,
               const char *source, size_t start, size_t end,
               const char *headword)
{
    buf items;
    buf_init(&items, ITEMS_BYTES_MAX);
    maker m = {.out = out,
               .memory = memory,
               .text = buf_text(&d->text),
               .headword = headword,
               .ok = lex_one_side(&items, d, source, start, end)};
    m.forms = arena_array(memory, SIDE_FORMS_MAX, sizeof *m.forms);
    m.ok = m.ok && m.forms != NULL;
    buf_init(&m.form, SIDE_FORM_BYTES_MAX);
    if (m.ok) {
        m.items = (const lex_item *)(const void *)items.data;
        size_t count = items.len / sizeof(lex_item);
        out->cyrillic = is_cyrillic(m.items, count);
        write_text(&m, note, count, start, end);
        m.ok = m.ok && part_slashes(&items, m.text);
    }
    if (m.ok) {
        m.items = (const lex_item *)(const void *)items.data;
        make_alternatives(&m, items.len / sizeof(lex_item));
        make_last_resort(&m);
    }
    out->forms = m.forms;
    out->form_count = m.count;
    m.ok = m.ok && !m.form.failed;
    buf_release(&m.form);
    buf_release(&items);
    return m.ok;
}

bool side_of_text(corpus_side *out, arena *memory, buf *note, const char *text)
{
    draft d;
    draft_init(&d);
    draft_copy(&d, text, strlen(text), 0);
    bool ok = !draft_failed(&d) &&
              side_make(out, memory, note, &d, text, 0, d.text.len, NULL);
    draft_release(&d);
    return ok;
}
