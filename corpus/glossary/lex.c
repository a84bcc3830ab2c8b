/* SPDX-License-Identifier: MIT
 *
 * In: a cleaned text. Out: its words, by lex_word.c, and marks.
 * Invariant: every function that reads an item takes at least one byte. */
#include "corpus/glossary/lex.h"

#include <string.h>

#include "base/utf8.h"
#include "corpus/glossary/letters.h"
#include "corpus/glossary/lexer.h"
#include "corpus/glossary/marks.h"
#include "corpus/text.h"

#define NOTE_DEPTH_MAX 4 /* so that a row of brackets costs little */
#define BRACE_BYTES_MAX ((size_t)60)
#define TRANSCRIPTION_BYTES_MAX ((size_t)80)

lex_item *lexer_last(const lexer *x)
{
    lex_item *items = (lex_item *)(void *)x->items->data;
    const size_t count = x->items->len / sizeof *items;
    return count == 0 ? NULL : items + count - 1;
}

static lex_item *add_item(lexer *x, lex_kind kind, size_t start, size_t end)
{
    lex_item item = {.kind = kind, .start = start, .end = end};
    if (!buf_add(x->items, &item, sizeof item))
        return NULL;
    return lexer_last(x);
}

bool lexer_has_word(const lexer *x)
{
    const lex_item *last = lexer_last(x);
    return last != NULL && last->kind != LEX_LINE;
}

/* A gap before another mark only sets that apart. */
static void drop_gap(lexer *x)
{
    const lex_item *last = lexer_last(x);
    if (last != NULL && last->face == FACE_GAP)
        buf_truncate(x->items, x->items->len - sizeof *last);
}

/* A dash before all the words, or below a label, is a bullet, as those at the
 * beginnings of further lines are. */
static bool is_dash_for_bullet(const lexer *x)
{
    const lex_item *last = lexer_last(x);
    bool label = x->items->len > sizeof *last && last->kind == LEX_LINE &&
                 last[-1].face == FACE_COLON;
    return !lexer_has_word(x) && (x->bullets || last == NULL || label);
}

void lexer_add_face(lexer *x, lex_face face, size_t start, size_t end)
{
    drop_gap(x);
    if (face == FACE_DASH && is_dash_for_bullet(x)) {
        x->bullets = true;
        add_item(x, LEX_OTHER, start, end);
        return;
    }
    lex_item *item = add_item(x, LEX_FACE, start, end);
    if (item != NULL)
        item->face = face;
    x->faced = true;
}

/* The end of a line, or a mark between entries. */
static void add_break(lexer *x, lex_kind kind, size_t start, size_t end)
{
    add_item(x, kind, start, end);
    x->faced = false;
}

/* --------------------------------------------------------------- marks --- */

static uint32_t closer_of(uint32_t code)
{
    switch (code) {
    case '(':
        return ')';
    case '[':
        return ']';
    case '{':
        return '}';
    case 0xFF08:
        return 0xFF09;
    default:
        return 0;
    }
}

/* The end of the bracket that opens at `at`; 0 if it does not close. */
static size_t note_end(const lexer *x, size_t at)
{
    size_t size, depth = 0, start = at;
    uint32_t open = lexer_read_at(x, at, &size), close = closer_of(open);
    size_t most = open == '{' ? BRACE_BYTES_MAX : LEX_NOTE_BYTES_MAX;
    while (at < x->len && at - start < most && depth <= NOTE_DEPTH_MAX) {
        uint32_t code = lexer_read_at(x, at, &size);
        depth += code == open;
        at += size;
        if (code == close && --depth == 0)
            return at;
    }
    return 0;
}

/* The end of a transcription between slashes or bars, "/dɪˈnaɪ/"; 0 for none.
 * With a blank behind the first, slashes part alternatives: "goods / cash /
 * assets", and bars part cells, as without signs of sounds. */
static size_t transcription_end(const lexer *x, size_t at)
{
    size_t size, start = at;
    const uint32_t mark = lexer_code_at(x, at);
    bool blank = lexer_code_at(x, at + 1) == ' ';
    if (mark == '|' && blank)
        return 0;
    blank |= mark == '|';
    bool cut = false, sounds = false;
    for (at++; at < x->len && at - start < TRANSCRIPTION_BYTES_MAX;
         at += size) {
        uint32_t code = lexer_read_at(x, at, &size);
        if (code == mark) {
            uint32_t next = lexer_code_at(x, at + 1);
            bool closes = at > start + 1 && !is_wordly(next) && next != mark;
            return closes && !blank && (sounds || !cut) ? at + 1 : 0;
        }
        if (script_of(code) == SCRIPT_CYRILLIC)
            return 0;
        bool sound = code >= 0x250 && code < 0x300;
        blank &= !sound;
        sounds |= sound;
        cut |= code == ';'; /* "/ˈrekɔːd; rɪˈkɔːd/" */
    }
    return 0;
}

/* The run that byte `at` lies in; `at` never goes down. */
static const corpus_run *run_of(lexer *x, size_t at)
{
    const corpus_run *runs = draft_runs(x->d);
    size_t count = draft_run_count(x->d);
    while (x->run + 1 < count && runs[x->run + 1].text <= at)
        x->run++;
    return &runs[x->run];
}

/* True if the `len` bytes of the file hold `what`. */
static bool holds(const char *bytes, size_t len, const char *what)
{
    return memmem(bytes, len, what, strlen(what)) != NULL;
}

#define TAGS_BYTES ((size_t)256) /* of what one space may stand for */

/* True if the `len` bytes of the file that one space stands for are more than
 * one blank; a non-breaking one is written in several bytes. */
static bool is_gap(const char *bytes, size_t len)
{
    static const char *const blanks[] = {"\xC2\xA0", "&nbsp;"};
    for (size_t i = 0; i < sizeof blanks / sizeof *blanks; i++)
        if (strlen(blanks[i]) == len && memcmp(bytes, blanks[i], len) == 0)
            return false;
    return len > 1 || holds(bytes, len, "\t");
}

/* Is a bracket that opens at `at` the last of its line or text? */
static bool ends_in_bracket(const lexer *x, size_t at)
{
    size_t end = lexer_code_at(x, at) == '(' ? note_end(x, at) : 0;
    return end > 0 &&
           (end == x->len || !draft_runs(x->d)[draft_run_at(x->d, end)].exact);
}

/* A space that stands for a line end, a tab, several blanks, or the tag that
 * begins a definition. */
static size_t take_space(lexer *x, size_t at)
{
    const corpus_run *run = run_of(x, at);
    if (run->exact)
        return at + 1;
    const char *bytes = x->source + run->source;
    size_t len = run->source_len;
    if (x->run + 1 < draft_run_count(x->d) && run[1].source > run->source &&
        run[1].source - run->source < TAGS_BYTES)
        len = run[1].source - run->source;
    if (lexer_has_word(x) && holds(bytes, len, "<dd"))
        lexer_add_face(x, FACE_BELOW, at, at + 1);
    else if (holds(bytes, len, "\n") || holds(bytes, len, "<br") ||
             holds(bytes, len, "<li"))
        add_break(x, LEX_LINE, at, at + 1);
    else if (lexer_has_word(x) && is_gap(bytes, run->source_len) &&
             !ends_in_bracket(x, at + 1))
        lexer_add_face(x, FACE_GAP, at, at + 1);
    return at + 1;
}

/* True if one of the other marks that part two sides stands at `at`, be it
 * behind the end. */
static bool is_faced(const lexer *x, size_t at)
{
    uint32_t code = text_at(x->text, x->d->text.len, at);
    return is_dash(code) || is_hyphen(code) || code == '=' || code == ':' ||
           code == '|' || code == 0x2192;
}

/* True if bytes [at, end) hold words of the other alphabet than `script`. */
static bool is_all_other(const lexer *x, size_t at, size_t end,
                         lex_script script)
{
    size_t size, letters = 0;
    for (; at < end; at += size) {
        lex_script of = script_of(lexer_read_at(x, at, &size));
        if (of == script || of == SCRIPT_OTHER)
            return false;
        letters += of != SCRIPT_NONE;
    }
    return letters > 2;
}

#define LABEL_ITEMS_MAX 24
#define SORT_BYTES_MAX 10 /* of "перен" */

/* True if the face before the last word parts two sides: all but a colon behind
 * a label in the language of that word, or blanks or a slash between words of
 * it. */
static bool has_sides(const lexer *x, lex_script script)
{
    const lex_item *items = (const lex_item *)(const void *)x->items->data;
    size_t count = x->items->len / sizeof *items, at = count;
    if (!x->faced)
        return false;
    while (at > 0 && count - at < LABEL_ITEMS_MAX &&
           items[at - 1].kind != LEX_FACE)
        at--;
    const lex_face face = at < 2 ? FACE_NONE : items[at - 1].face;
    return at < 2 || items[at - 2].script != script ||
           (face != FACE_COLON && face != FACE_GAP && face != FACE_SLASH);
}

/* What stands before the bracket at `at`: the last item, or the word before
 * that where it is a bracket in the same alphabet, which tells of what the word
 * is said, as in "drift (a boat) (плыть)"; NULL if there is none. */
static const lex_item *word_before(const lexer *x, size_t at)
{
    const lex_item *last = lexer_last(x);
    bool note = x->items->len > sizeof *last && last->kind == LEX_NOTE &&
                x->text[last->start] == '(' && last[-1].kind == LEX_WORD &&
                text_is_lower(lexer_code_at(x, at + 1));
    if (!note)
        return last;
    size_t size;
    for (at = last->start; at < last->end; at += size) {
        lex_script script = script_of(lexer_read_at(x, at, &size));
        if (script != SCRIPT_NONE && script != last[-1].script)
            return last;
    }
    return last - 1;
}

/* Does a word of that alphabet, in small letters, stand behind the blank at
 * `at`, in the same line? */
static bool is_before(const lexer *x, size_t at, lex_script script)
{
    uint32_t code = lexer_code_at(x, at + 1);
    return x->text[at] == ' ' && script_of(code) == script &&
           text_is_lower(code) &&
           draft_runs(x->d)[draft_run_at(x->d, at)].exact;
}

/* Past the abbreviation before what it is short for: "(ATC: air traffic
 * control)"; `at` where there is none. */
static size_t past_short(const lexer *x, size_t at, size_t end)
{
    size_t to = at;
    while (to < end && x->text[to] >= 'A' && x->text[to] <= 'Z')
        to++;
    bool is_short = to > at + 1 && to + 2 < end && x->text[to] == ':' &&
                    x->text[to + 1] == ' ';
    return is_short ? to + 2 : at;
}

/* The byte where the words begin of a bracket from `at` to `end` that holds
 * nothing but words of the other alphabet than the word before it, and ends
 * what it stands in; 0 if it does not. In square brackets before a dash or a
 * word stands how a word is said: "apple [эпл] - яблоко", and in round ones
 * before a Cyrillic word; what begins with a digit or ends with a full stop is
 * a remark: "lift (брит.)". */
static size_t other_side(const lexer *x, size_t at, size_t end)
{
    const lex_item *before = word_before(x, at);
    if (before == NULL || x->text[at] == '{' ||
        text_is_digit((unsigned char)x->text[at + 1]))
        return 0;
    uint32_t behind = end < x->len ? lexer_code_at(x, end) : ';';
    if (before->kind != LEX_WORD || before->end == at ||
        before->script == SCRIPT_NONE || has_sides(x, before->script) ||
        strchr(";,.: ", (int)(behind < 0x80 ? behind : 'x')) == NULL ||
        (x->text[at] == '[' && (is_faced(x, end) || is_faced(x, end + 1) ||
                                is_letter(lexer_code_at(x, end + 1)))) ||
        (x->text[at] == '(' && before->script == SCRIPT_LATIN &&
         end + 1 < x->len && is_before(x, end, SCRIPT_CYRILLIC)) ||
        x->text[end - 2] == '.' ||
        (x->text[end - 2] == ' ' && x->text[end - 3] == '.'))
        return 0;
    size_t from = mark_past_language(x->text, at + 1, end - 1, before->script);
    from = past_short(x, from, end - 1);
    return is_all_other(x, from, end, before->script) ? from : 0;
}

/* The end of the "](target)" at `at`; 0 if it is none. */
static size_t target_end(const lexer *x, size_t at)
{
    const char *text = x->text;
    if (at + 2 >= x->len || text[at + 1] != '(')
        return 0;
    size_t most =
        x->len - at < LEX_NOTE_BYTES_MAX ? x->len - at : LEX_NOTE_BYTES_MAX;
    const char *close = memchr(text + at, ')', most);
    if (close == NULL || memchr(text + at, ' ', (size_t)(close - text) - at))
        return 0;
    return (size_t)(close - text) + 1;
}

/* True if the bracket at `at` is the text of a link that was not cleaned. */
static bool is_link_text(const lexer *x, size_t at)
{
    size_t end = note_end(x, at);
    return end > 0 && target_end(x, end - 1) > 0;
}

/* True if the bracket at `at` is one of the two on a side of "[[page]]". */
static bool is_wiki_link(const lexer *x, size_t at)
{
    const char mark = x->text[at];
    return (mark == '[' || mark == ']') &&
           ((at > 0 && x->text[at - 1] == mark) ||
            (at + 1 < x->len && x->text[at + 1] == mark));
}

/* "на /в", "к (порту)/причалу": is the mark at `at`, behind a word of the line,
 * a slash before a Cyrillic one, as before no path, and not the first of two
 * around a sound? */
static bool parts_alternatives(const lexer *x, size_t at)
{
    size_t end = at + 1;
    if (x->text[at] != '/' || !lexer_has_word(x) ||
        script_of(lexer_code_at(x, end)) != SCRIPT_CYRILLIC)
        return false;
    while (end < x->len && x->text[end] != '/' && !text_is_blank(x->text[end]))
        end++;
    return end == x->len || x->text[end] != '/';
}

/* A bracket is a note, or faces what stands before it: surely so where that is
 * bold and the bracket is not. */
static size_t take_bracket(lexer *x, size_t at, size_t end)
{
    size_t from = x->side ? 0 : other_side(x, at, end);
    if (from == 0) {
        add_item(x, LEX_NOTE, at, end);
        return end;
    }
    bool sure = lexer_is_marked(x, lexer_last(x), at);
    lexer_add_face(x, sure ? FACE_LISTED : FACE_BRACKET, at, from);
    return from;
}

/* "a - б · c - д": a middle dot with a blank before it, so no "кВт·ч". */
static bool is_lone_dot(const lexer *x, size_t at, uint32_t code)
{
    return code == 0xB7 && at > 0 && x->text[at - 1] == ' ';
}

/* "smth.", "что-л.": no sentence ends with the stop at `at`. */
static bool ends_short(const lexer *x, size_t at)
{
    static const char *const ends[] = {" smb", " smth", " sb", " sth", "-л"};
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++) {
        size_t len = strlen(ends[i]);
        if (at > len && memcmp(x->text + at - len, ends[i], len) == 0)
            return true;
    }
    return false;
}

/* Does the mark at `at` belong to the word before it: the stop of "1.border",
 * or what parts "шлюз\замок"? */
static bool ends_word(const lexer *x, size_t at)
{
    const lex_item *last = lexer_last(x);
    if (last == NULL || last->kind != LEX_WORD || last->end != at)
        return false;
    return (x->text[at] == '.' && last->script == SCRIPT_NONE) ||
           (x->text[at] == '\\' && last->script == SCRIPT_CYRILLIC);
}

/* "канун; зд.: сочельник": does the colon at `at` stand behind what is short
 * for the sort of a translation? */
static bool ends_sort(const lexer *x, size_t at)
{
    const lex_item *stop = lexer_last(x);
    if (x->items->len < 3 * sizeof *stop || stop->kind != LEX_STOP ||
        stop->end != at)
        return false;
    const lex_item *word = stop - 1;
    return word->script == SCRIPT_CYRILLIC && !word->capital &&
           word->end - word->start <= SORT_BYTES_MAX &&
           word->end == stop->start && word[-1].kind != LEX_LINE;
}

static size_t take_mark(lexer *x, size_t at)
{
    size_t size, end;
    uint32_t code = lexer_read_at(x, at, &size);
    if (is_wiki_link(x, at) || (code == '[' && is_link_text(x, at)))
        return at + 1;
    if (code == ']' && (end = target_end(x, at)) > 0)
        return end;
    if (closer_of(code) != 0 && (end = note_end(x, at)) > 0) {
        return take_bracket(x, at, end);
    }
    if (code == '#' && lexer_has_word(x) && lexer_code_at(x, at + 1) == ' ') {
        drop_gap(x);
        add_item(x, LEX_COMMENT, at, at + 1);
        return at + 1;
    }
    if (code == '/' && lexer_code_at(x, at + 1) == '/') {
        add_item(x, LEX_COMMENT, at, at + 2);
        return at + 2;
    }
    if ((code == '/' || code == '|') && (end = transcription_end(x, at)) > 0) {
        add_item(x, LEX_NOTE, at, end);
        return end;
    }
    if (mark_begins_ending(x->text, x->len, at) ||
        (code == ':' && ends_sort(x, at)))
        return at + 1;
    lex_face face = mark_face(x->text, x->len, at, !lexer_has_word(x), &end);
    if (face != FACE_NONE) {
        lexer_add_face(x, face, at, end);
        return end;
    }
    if (mark_is_sigil(code) && is_wordly(lexer_code_at(x, at + 1)) &&
        !ends_word(x, at) && !parts_alternatives(x, at))
        return lexer_take_word(x, at + 1, true);
    if (code == '.' && ends_short(x, at))
        return at + 1;
    if (mark_kind(code) == LEX_CUT || is_lone_dot(x, at, code))
        add_break(x, LEX_CUT, at, at + size);
    else if (!mark_is_silent(code))
        add_item(x, mark_kind(code), at, at + size);
    return at + size;
}

lex_script lex_first_script(const lex_item *items, size_t first, size_t last)
{
    lex_script script = SCRIPT_NONE;
    for (size_t i = first; i < last && script == SCRIPT_NONE; i++)
        script = items[i].script;
    return script;
}

size_t lex_line_end(const lex_item *items, size_t count, size_t first)
{
    while (first < count && items[first].kind != LEX_LINE)
        first++;
    return first;
}

bool lex_is_letter(const char *text, size_t start, size_t end)
{
    return end - start <= 2 && utf8_length(text + start, end - start) == 1 &&
           text_is_upper(text_at(text, end, start));
}

static bool read_items(buf *items, const draft *d, const char *source,
                       size_t start, size_t end, bool side)
{
    lexer x = {.d = d,
               .source = source,
               .text = buf_text(&d->text),
               .len = end,
               .run = draft_run_at(d, start),
               .side = side,
               .items = items};
    for (size_t at = start; at < end && !items->failed;) {
        uint32_t code = lexer_code_at(&x, at);
        if (code == ' ')
            at = take_space(&x, at);
        else if (is_wordly(code) && !(class_of(code) & IS_MARK))
            at = lexer_take_word(&x, at, false);
        else
            at = take_mark(&x, at);
    }
    return !items->failed;
}

bool lex_text(buf *items, const draft *d, const char *source, size_t start,
              size_t end)
{
    return read_items(items, d, source, start, end, false);
}

bool lex_one_side(buf *items, const draft *d, const char *source, size_t start,
                  size_t end)
{
    return read_items(items, d, source, start, end, true);
}
