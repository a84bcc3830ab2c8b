/* SPDX-License-Identifier: MIT
 *
 * In: a stretch of items. Out: what its words are. */
#include "corpus/glossary/span.h"

#include <string.h>

#include "corpus/text.h"

size_t span_fold(char *room, const span *s, size_t at)
{
    const lex_item *item = &s->items[at];
    return lex_fold(room, SPAN_FOLD_ROOM, s->text + item->start,
                    item->end - item->start);
}

bool span_word_is(const span *s, size_t at, glossary_word sort)
{
    char room[SPAN_FOLD_ROOM];
    if (s->items[at].kind != LEX_WORD)
        return false;
    size_t len = span_fold(room, s, at);
    return glossary_word_is(sort, room, len);
}

bool span_first_is(const span *s, glossary_word sort)
{
    return span_word_is(s, s->first, sort);
}

#define SHORT_BYTES_MAX 10 /* of "нареч" */

bool span_is_short_speech(const span *s, size_t at)
{
    return s->items[at].end - s->items[at].start <= SHORT_BYTES_MAX &&
           span_word_is(s, at, WORD_SPEECH) &&
           !span_word_is(s, at, WORD_SPELT_SPEECH);
}

bool span_mark_is(const span *s, size_t at, char mark)
{
    return s->items[at].kind != LEX_WORD && s->text[s->items[at].start] == mark;
}

lex_script span_script(const span *s, size_t from)
{
    return lex_first_script(s->items, from, s->last);
}

bool span_spells_out(const span *s, size_t at)
{
    const lex_item *word = &s->items[at - 1], *full = word + 2;
    return at == s->first + 1 && full->kind == LEX_WORD &&
           full->end - full->start > word->end - word->start &&
           (s->text[full->start] | 0x20) == (s->text[word->start] | 0x20);
}

#define SENSE_DIGITS_MAX 2

bool span_counts_sense(const span *s, size_t at)
{
    const lex_item *number = &s->items[at];
    return at + 2 < s->last && number->kind == LEX_WORD &&
           number->script == SCRIPT_NONE && number[1].start == number->end &&
           number->end - number->start <= SENSE_DIGITS_MAX &&
           (number[1].kind == LEX_STOP || span_mark_is(s, at + 1, ')')) &&
           (number[2].kind == LEX_NOTE ||
            (number[2].kind == LEX_WORD &&
             (!number[2].capital || span_counted(s) == COUNTER_NUMBER)));
}

bool span_ends_in(const span *s, size_t at, const char *const *ends,
                  size_t count, size_t stem)
{
    char room[SPAN_FOLD_ROOM];
    size_t len = span_fold(room, s, at);
    for (size_t i = 0; i < count; i++) {
        size_t size = strlen(ends[i]);
        if (len > size + stem && memcmp(room + len - size, ends[i], size) == 0)
            return true;
    }
    return false;
}

/* How a participle is made. */
typedef enum participle { NO_PARTICIPLE, ACTIVE, PASSIVE } participle;

static bool ends_with(const char *word, size_t len, const char *end)
{
    size_t size = strlen(end);
    return len >= size && memcmp(word + len - size, end, size) == 0;
}

/* By what stands before the ending: not adjectives, as "государственный",
 * "обменный", and those in -онный. */
static participle participle_of(const span *s, size_t at)
{
    static const char *const ends[] = {"ый", "ий", "ая", "ое",
                                       "ее", "ые", "ие"};
    static const char *const adjectives[] = {"ственн", "менн", "окружающ"};
    static const struct {
        const char *end;
        participle is;
    } stems[] = {{"щ", ACTIVE},    {"вш", ACTIVE},  {"им", PASSIVE},
                 {"ем", PASSIVE},  {"ом", PASSIVE}, {"анн", PASSIVE},
                 {"янн", PASSIVE}, {"енн", PASSIVE}};
    char room[SPAN_FOLD_ROOM];
    if (s->items[at].kind != LEX_WORD ||
        !span_ends_in(s, at, ends, sizeof ends / sizeof *ends, 4))
        return NO_PARTICIPLE;
    size_t len = span_fold(room, s, at) - strlen(ends[0]);
    for (size_t i = 0; i < sizeof adjectives / sizeof *adjectives; i++)
        if (ends_with(room, len, adjectives[i]))
            return NO_PARTICIPLE;
    for (size_t i = 0; i < sizeof stems / sizeof *stems; i++)
        if (len > strlen(stems[i].end) + 4 &&
            ends_with(room, len, stems[i].end))
            return stems[i].is;
    return NO_PARTICIPLE;
}

/* Does a passive participle at item `at` only stand for an adjective, with the
 * noun alone behind it: "межбуквенный интервал", not "созданный мастером"? */
static bool is_adjective(const span *s, size_t at)
{
    static const char *const by[] = {"ом",  "ем",  "ой", "ей",
                                     "ами", "ями", "ью"};
    bool ends = at + 2 == s->last || s->items[at + 2].kind == LEX_COMMA ||
                s->items[at + 2].kind == LEX_CUT;
    return ends && participle_of(s, at) == PASSIVE &&
           !span_ends_in(s, at + 1, by, sizeof by / sizeof *by, 2);
}

bool span_opens_clause(const span *s, size_t at)
{
    return at + 1 < s->last && s->items[at + 1].kind == LEX_WORD &&
           participle_of(s, at) != NO_PARTICIPLE && !is_adjective(s, at);
}

bool span_is_abbreviation(const char *text, const lex_item *note)
{
    size_t tall = 0, digits = 0, signs = 0;
    if (note->kind != LEX_NOTE || text[note->start] != '(')
        return false;
    for (size_t at = note->start + 1; at + 1 < note->end; signs++) {
        uint32_t code = text_at(text, note->end, at);
        if (!text_is_letter(code) && !text_is_digit(code))
            return false;
        tall += text_is_upper(code);
        digits += text_is_digit(code);
        at += code < 0x80 ? 1 : code < 0x800 ? 2 : 3;
    }
    /* "(A1)" is a level or a place, "(3D)" and "(IPv6)" are words. */
    const uint32_t first = text_at(text, note->end, note->start + 1);
    const bool counted = tall == 1 && text_is_digit(first);
    return (tall > 1 || counted) && (tall + digits) * 2 > signs;
}

bool span_is_noun_and_clause(const span *s)
{
    const size_t first = s->first;
    for (size_t i = first + 2; i < s->last; i++)
        if (s->items[i].kind != LEX_WORD)
            return false;
    return s->last > first + 3 && s->items[first].kind == LEX_WORD &&
           s->items[first + 1].kind == LEX_COMMA &&
           participle_of(s, first) == NO_PARTICIPLE &&
           span_opens_clause(s, first + 2);
}

lex_script span_item_script(const char *text, const lex_item *item)
{
    for (size_t at = item->start; at < item->end; at++)
        if ((unsigned char)text[at] >= 0xD0 && (unsigned char)text[at] <= 0xD3)
            return SCRIPT_CYRILLIC;
    return SCRIPT_LATIN;
}

void span_part(lex_item parts[3], const char *text)
{
    const lex_item whole = parts[0];
    parts[1] = (lex_item){.kind = LEX_FACE, .face = FACE_TIGHT};
    parts[2] = whole;
    parts[0].end = parts[1].start = whole.split;
    parts[1].end = parts[2].start = whole.split + 1;
    parts[0].split = parts[2].split = 0;
    parts[0].script = span_item_script(text, &parts[0]);
    parts[2].script = span_item_script(text, &parts[2]);
}

span_counter span_counted(const span *s)
{
    if (s->first < 2 || s->items[s->first - 2].kind != LEX_WORD ||
        s->items[s->first - 2].end != s->items[s->first - 1].start ||
        span_is_short_speech(s, s->first - 2) ||
        (!span_mark_is(s, s->first - 1, ')') &&
         !span_mark_is(s, s->first - 1, '.')))
        return COUNTER_NONE;
    return s->items[s->first - 2].script == SCRIPT_NONE ? COUNTER_NUMBER
                                                        : COUNTER_LETTER;
}

bool span_repeats(const span *s, size_t from, const span *term)
{
    char last[SPAN_FOLD_ROOM], word[SPAN_FOLD_ROOM];
    size_t len = span_fold(last, term, term->last - 1);
    for (size_t i = from; i < s->last; i++)
        if (s->items[i].kind == LEX_WORD && len > 0 &&
            span_fold(word, s, i) >= len && memcmp(word, last, len) == 0)
            return true;
    return false;
}

lex_script span_script_before(const span *s, size_t at)
{
    while (at > s->first + 1 && s->items[at - 1].kind == LEX_NOTE)
        at--;
    return at > s->first ? s->items[at - 1].script : SCRIPT_NONE;
}

#define NUMBER_DIGITS_MAX 3

size_t span_number(const span *s, size_t at)
{
    const lex_item *word = &s->items[at];
    size_t value = 0;
    if (word->kind != LEX_WORD || word->script != SCRIPT_NONE ||
        word->end - word->start > NUMBER_DIGITS_MAX)
        return 0;
    for (size_t i = word->start; i < word->end; i++) {
        if (!text_is_digit((unsigned char)s->text[i]))
            return 0;
        value = 10 * value + (size_t)(s->text[i] - '0');
    }
    return value;
}

size_t span_take_number(span *s)
{
    if (s->last - s->first < 2 || s->items[s->first + 1].kind != LEX_WORD ||
        s->items[s->first + 1].script == SCRIPT_NONE)
        return 0;
    size_t number = span_number(s, s->first);
    s->first += number > 0;
    return number;
}

bool span_flows(const lex_item *items, size_t count)
{
    size_t faces = 0, lines = 0;
    bool broken = false;
    for (size_t i = 0; i < count; i++) {
        faces += items[i].face >= FACE_HYPHEN;
        if (items[i].kind != LEX_LINE)
            continue;
        if (faces < 2 && lines > 0)
            return false;
        broken |= faces > 0 && items[i - 1].face >= FACE_HYPHEN;
        lines += faces > 0;
        faces = 0;
    }
    return broken;
}
