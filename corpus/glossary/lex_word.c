/* SPDX-License-Identifier: MIT
 *
 * In: a cleaned text, and where a word begins. Out: the word: its alphabet, its
 * capitals, whether it looks like code. */
#include <string.h>

#include "base/utf8.h"
#include "corpus/glossary/letters.h"
#include "corpus/glossary/lexer.h"
#include "corpus/text.h"

/* One of the letters from а to я, small. */
static bool is_small_russian(const char *text, size_t len)
{
    const unsigned char *bytes = (const unsigned char *)text;
    return len > 1 &&
           ((bytes[0] == 0xD0 && bytes[1] >= 0xB0 && bytes[1] <= 0xBF) ||
            (bytes[0] == 0xD1 && bytes[1] >= 0x80 && bytes[1] <= 0x8F));
}

size_t lex_fold(char *room, size_t size, const char *word, size_t len)
{
    size_t out = 0;
    for (size_t at = 0; at < len;) {
        uint32_t code = (unsigned char)word[at];
        if (out + 4 <= size && is_small_russian(word + at, len - at)) {
            room[out++] = word[at++];
            room[out++] = word[at++];
            continue;
        }
        if (out + 4 <= size && code < 0x80) {
            room[out++] = (char)lower_of(code);
            at++;
            continue;
        }
        at += utf8_read(word + at, len - at, &code);
        code = lower_of(code);
        if (class_of(code) & IS_MARK)
            continue;
        if (out + 4 > size)
            return 0;
        out += utf8_write(room + out, code == 0x451 ? 0x435 : code);
    }
    return out;
}

bool lex_is_typed_a(const char *text, const lex_item *item)
{
    static const char letter[] = "а";
    return item->end - item->start == strlen(letter) &&
           memcmp(text + item->start, letter, strlen(letter)) == 0;
}

/* Where letters end, or what is none, from `at` on. */
static size_t pass(const char *text, size_t len, size_t at, bool letters)
{
    while (at < len) {
        uint32_t code;
        const size_t size = utf8_read(text + at, len - at, &code);
        if (is_letter(code) != letters)
            break;
        at += size;
    }
    return at;
}

bool lex_next_word(const char *text, size_t len, size_t *at, char *room,
                   size_t size, size_t *word_len)
{
    const size_t start = pass(text, len, *at, false);
    *at = pass(text, len, start, true);
    *word_len = lex_fold(room, size, text + start, *at - start);
    return *at > start;
}

/* Letters of one part of a word, counted by alphabet. */
typedef struct part_count {
    size_t latin, cyrillic, other;
} part_count;

static lex_script part_script(const part_count *n)
{
    if (n->latin + n->cyrillic + n->other == 0)
        return SCRIPT_NONE;
    if (n->other > n->latin + n->cyrillic)
        return SCRIPT_OTHER;
    return n->cyrillic >= n->latin ? SCRIPT_CYRILLIC : SCRIPT_LATIN;
}

/* A word while it is read. */
typedef struct word_reader {
    lex_item word;
    part_count part;
    lex_script first;   /* alphabet of the first part */
    lex_script last;    /* of the one before */
    size_t joint;       /* the hyphen before the part in hand */
    size_t turns;       /* from one alphabet to another */
    unsigned before_is; /* its class */
    uint32_t before;    /* the last letter */
    bool small_first;   /* begins with a small letter */
    bool hump;          /* a capital letter behind a small one */
    bool dotted;
    bool sounds; /* signs that no language is written with */
    size_t letters, digits, since_dot;
    size_t tall_parts; /* parts with a capital letter first: Get-Item */
} word_reader;

static void end_part(word_reader *w)
{
    lex_script script = part_script(&w->part);
    w->part = (part_count){0};
    if (w->first == SCRIPT_NONE)
        w->first = script;
    if (script != SCRIPT_NONE && w->last != SCRIPT_NONE && script != w->last) {
        w->turns++;
        w->word.split = w->joint;
    }
    if (script != SCRIPT_NONE)
        w->last = script;
    if (script == SCRIPT_CYRILLIC || w->word.script == SCRIPT_NONE)
        w->word.script = script;
    else if (script == SCRIPT_OTHER && w->word.script != SCRIPT_CYRILLIC)
        w->word.script = script;
}

/* "ɪ", "ː", "ˈ": a sign of a sound; not the schwa, a letter of some languages.
 */
static bool is_sound(uint32_t code)
{
    return (code >= 0x250 && code < 0x2B0 && code != 0x259) || code == 0x2C8 ||
           code == 0x2CC || code == 0x2D0;
}

static void take_letter(word_reader *w, uint32_t code, unsigned is)
{
    bool upper = is & IS_UPPER, lower = is & IS_LOWER;
    w->part.latin += is & IS_LATIN;
    w->part.cyrillic += (is & IS_CYRILLIC) != 0;
    w->part.other += (is & IS_OTHER) != 0;
    if (w->letters == 0) {
        w->word.capital = upper;
        w->small_first = lower;
    }
    w->tall_parts += upper && !(w->before_is & IS_LETTER);
    w->hump |= upper && (w->before_is & IS_LOWER);
    w->word.lower |= lower;
    w->digits += (is & IS_DIGIT) != 0;
    w->letters += (is & IS_LETTER) != 0;
    w->since_dot++;
    w->sounds |= is_sound(code);
    w->before = code;
    w->before_is = is;
}

/* A mark inside a word, with a letter or digit behind it. */
static void take_joint(word_reader *w, uint32_t code, size_t at)
{
    if (is_apostrophe(code))
        return;
    if (is_hyphen(code) || code == '/') {
        end_part(w);
        w->joint = is_hyphen(code) ? at : 0;
        w->word.slash |= code == '/';
        w->before = w->before_is = 0;
        return;
    }
    w->dotted |= code == '.' && w->since_dot > 1;
    w->word.code |= code != '.' && code != '&' && code != ',';
    w->since_dot = 0;
    w->before = w->before_is = 0;
}

/* Marks that join what is on both sides of them. */
static bool is_joint(uint32_t code)
{
    return is_hyphen(code) || is_apostrophe(code) ||
           (code < 0x80 && code > ' ' &&
            strchr("./\\_@#$%+&=:~^,", (int)code) != NULL);
}

/* True if the mark at `at` joins two parts of one word. "1,5" is one, "a,b" and
 * "a:b" are two. */
static bool joins(const lexer *x, size_t at, size_t size, uint32_t code,
                  uint32_t before)
{
    uint32_t next = lexer_code_at(x, at + size);
    if (!is_joint(code) || !is_wordly(next))
        return false;
    if (code == '\\' && script_of(before) == SCRIPT_CYRILLIC)
        return false; /* "шлюз\замок": alternatives */
    if (code == ',' || code == ':' || code == '=')
        return text_is_digit(before) && text_is_digit(next);
    return code != '.' || script_of(before) == script_of(next);
}

/* "en-US", "ru-RU": the names of languages in software. */
static bool is_locale(const word_reader *w)
{
    const lex_item *word = &w->word;
    return w->first == SCRIPT_LATIN && word->script == SCRIPT_LATIN &&
           word->end - word->start == 5 && w->joint == word->start + 2 &&
           text_is_upper(w->before) && w->letters == 4;
}

static void finish_word(word_reader *w)
{
    end_part(w);
    lex_item *word = &w->word;
    if (w->turns != 1)
        word->split = 0;
    word->hump = w->hump || (w->tall_parts > 1 && w->word.lower);
    word->code |=
        is_locale(w) || (w->dotted && word->script != SCRIPT_CYRILLIC) ||
        (w->small_first && w->hump && word->script != SCRIPT_CYRILLIC);
    if (word->script == SCRIPT_LATIN && w->digits > 0 && w->letters > 0)
        word->code |= w->joint == 0 && (w->letters > 2 || w->digits > 2);
}

/* True if the mark-up at `len` bytes of the file ends bold or italics. */
static bool ends_mark(const char *bytes, size_t len)
{
    static const char *const marks[] = {"**",  "__",       "* ",  "_ ",
                                        "</b", "</strong", "</i", "</em"};
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++)
        if (memmem(bytes, len, marks[i], strlen(marks[i])) != NULL)
            return true;
    return false;
}

#define MARK_BYTES_MAX ((size_t)40)

bool lexer_is_marked(const lexer *x, const lex_item *before, size_t at)
{
    size_t from = draft_source(x->d, before->end - 1) + 1;
    size_t to = draft_source(x->d, at);
    return to > from + 1 && to - from < MARK_BYTES_MAX &&
           ends_mark(x->source + from, to - from);
}

/* A word that follows one of the other alphabet, with nothing between but a
 * blank and the end of bold or italics, faces it. */
static void add_marked(lexer *x, const lex_item *word)
{
    const lex_item *before = lexer_last(x);
    if (before == NULL || x->faced || word->start == 0)
        return;
    bool turns = before->kind == LEX_WORD && before->script != word->script &&
                 before->script != SCRIPT_NONE && word->script != SCRIPT_NONE;
    if (turns && before->end + 1 == word->start &&
        lexer_is_marked(x, before, word->start))
        lexer_add_face(x, FACE_MARKED, before->end, word->start);
}

/* Small letters of the alphabet of the one before, which is small too: most of
 * a word. Returns where they end. */
static size_t take_small(const lexer *x, size_t at, word_reader *w)
{
    const size_t start = at;
    const bool cyrillic = (w->before_is & IS_CYRILLIC) != 0;
    if (cyrillic)
        while (is_small_russian(x->text + at, x->len - at))
            at += 2;
    else
        while (at < x->len && x->text[at] >= 'a' && x->text[at] <= 'z')
            at++;
    const size_t count = (at - start) / (cyrillic ? 2 : 1);
    if (count == 0)
        return at;
    w->part.cyrillic += cyrillic ? count : 0;
    w->part.latin += cyrillic ? 0 : count;
    w->letters += count;
    w->since_dot += count;
    const size_t size = cyrillic ? 2 : 1;
    utf8_read(x->text + at - size, size, &w->before);
    return at;
}

#define GLUED_LETTERS 3 /* fewer may be of the other alphabet in disguise */

/* "налогTax", "налогtax": does a word of small Cyrillic letters end before the
 * letter at `at`, as a word of the other alphabet follows, all but the first
 * letter of it small? */
static bool is_glued_back(const lexer *x, size_t at, const word_reader *w)
{
    if (w->before_is != (IS_CYRILLIC | IS_LOWER) || w->part.latin > 0 ||
        w->part.cyrillic < GLUED_LETTERS || at >= x->len ||
        (x->text[at] | 0x20) < 'a' || (x->text[at] | 0x20) > 'z')
        return false;
    size_t end = at + 1;
    while (end < x->len && x->text[end] >= 'a' && x->text[end] <= 'z')
        end++;
    return end > at + 1 && !is_letter(lexer_code_at(x, end));
}

/* "taxналог": does a word of small Latin letters end before the letter at `at`,
 * as two small ones of the other alphabet follow? */
static bool is_glued(const lexer *x, size_t at, const word_reader *w)
{
    const unsigned small = IS_CYRILLIC | IS_LOWER;
    return w->before_is == (IS_LATIN | IS_LOWER) && w->part.cyrillic == 0 &&
           w->part.latin >= GLUED_LETTERS && w->digits == 0 &&
           (unsigned char)x->text[at] >= 0xD0 &&
           class_of(lexer_code_at(x, at)) == small &&
           class_of(lexer_code_at(x, at + 2)) == small;
}

#define NOTE_DIGITS_MAX 2
#define NOTED_LETTERS_MIN 3

/* The end of the number of a footnote that a word of small letters follows with
 * no blank, at the beginning of a line: "3tide", "4to ebb", not "3rd". Else
 * `at`. */
static size_t footnote_end(const lexer *x, size_t at)
{
    size_t end = at, letters = 0, size;
    while (end < x->len && end < at + NOTE_DIGITS_MAX && x->text[end] >= '0' &&
           x->text[end] <= '9')
        end++;
    if (end == at || x->side || lexer_has_word(x))
        return at;
    for (size_t i = end; letters < NOTED_LETTERS_MIN; i += size, letters++)
        if (!text_is_lower(lexer_read_at(x, i, &size)))
            break;
    bool verb = end + 3 < x->len && memcmp(x->text + end, "to ", 3) == 0;
    return verb || letters == NOTED_LETTERS_MIN ? end : at;
}

/* Does "[feim]" follow, or " [feim]", and not "[7]"? */
static bool is_transcribed(const lexer *x, size_t at)
{
    at += lexer_code_at(x, at) == ' ';
    return lexer_code_at(x, at) == '[' &&
           !text_is_digit(lexer_code_at(x, at + 1));
}

/* Where the number of a footnote begins that ends the word before `at`, which is
 * small Latin letters else, where its transcription follows: "fame1 [feim]",
 * "tie6 [tai]". Else `at`. */
static size_t number_behind(const lexer *x, size_t at, const word_reader *w)
{
    size_t begin = at;
    while (begin > w->word.start && x->text[begin - 1] >= '0' &&
           x->text[begin - 1] <= '9')
        begin--;
    const bool noted = begin < at && at - begin == w->digits &&
                       w->digits <= NOTE_DIGITS_MAX &&
                       w->letters >= NOTED_LETTERS_MIN &&
                       w->part.latin == w->letters && w->small_first &&
                       !w->hump && w->joint == 0 && !w->word.code &&
                       text_is_lower(text_before(x->text, begin));
    return noted && is_transcribed(x, at) ? begin : at;
}

/* "in а hurry": a Cyrillic letter typed for the article that looks like it,
 * between Latin words. */
static bool is_disguised(const lexer *x, const lex_item *word)
{
    const lex_item *before = lexer_last(x);
    return lex_is_typed_a(x->text, word) && before != NULL &&
           before->kind == LEX_WORD &&
           before->script == SCRIPT_LATIN &&
           script_of(lexer_code_at(x, word->end + 1)) == SCRIPT_LATIN;
}

bool lex_has_sounds(const char *text, const lex_item *note)
{
    bool sounds = false;
    for (size_t at = note->start; at < note->end && !sounds;) {
        uint32_t code;
        at += utf8_read(text + at, note->end - at, &code);
        sounds = is_sound(code);
    }
    return sounds;
}

bool lex_is_bare(const char *text, const lex_item *note)
{
    uint32_t code = text_at(text, note->end, note->start);
    return note->kind == LEX_NOTE && (class_of(code) & IS_LETTER);
}

/* "oak əʊk": how the Latin word before is said, with no bracket. */
static bool is_how_said(const lexer *x, const word_reader *w)
{
    const lex_item *before = w->sounds ? lexer_last(x) : NULL;
    return before != NULL &&
           (before->kind == LEX_NOTE || (before->kind == LEX_WORD &&
                                         before->script == SCRIPT_LATIN));
}

/* More of them behind some are one note. */
static void add_sounds(lexer *x, size_t start, size_t end)
{
    lex_item *before = lexer_last(x);
    const lex_item note = {.kind = LEX_NOTE, .start = start, .end = end};
    if (lex_is_bare(x->text, before))
        before->end = end;
    else
        buf_add(x->items, &note, sizeof note);
}

size_t lexer_take_word(lexer *x, size_t at, bool sigil)
{
    word_reader w = {.word = {.kind = LEX_WORD, .start = at}};
    size_t size, start = at, note = footnote_end(x, at);
    w.word.code = sigil;
    for (;;) {
        if (at == note && at > start)
            break;
        if (w.before_is == (IS_CYRILLIC | IS_LOWER) ||
            w.before_is == (IS_LATIN | IS_LOWER))
            at = take_small(x, at, &w);
        if (is_glued(x, at, &w) || is_glued_back(x, at, &w))
            break;
        uint32_t code = lexer_read_at(x, at, &size);
        unsigned is = class_of(code);
        if (size > 0 && (is & (IS_LETTER | IS_DIGIT | IS_MARK)))
            take_letter(&w, code, is);
        else if (size > 0 && at > start && joins(x, at, size, code, w.before))
            take_joint(&w, code, at);
        else
            break;
        at += size;
    }
    w.word.end = number_behind(x, at, &w);
    if (w.word.end < at)
        w.digits = 0;
    finish_word(&w);
    if (is_disguised(x, &w.word))
        w.word.script = SCRIPT_LATIN;
    uint32_t after = lexer_code_at(x, at);
    w.word.code |= after == '(' && lexer_code_at(x, at + 1) == ')';
    if (is_how_said(x, &w)) {
        add_sounds(x, start, at);
        return at;
    }
    add_marked(x, &w.word);
    buf_add(x->items, &w.word, sizeof w.word);
    if (w.word.end < at) {
        const lex_item number = {
            .kind = LEX_NOTE, .start = w.word.end, .end = at};
        buf_add(x->items, &number, sizeof number);
    }
    return at;
}
