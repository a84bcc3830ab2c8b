/* SPDX-License-Identifier: MIT
 *
 * In: a mark and what stands around it. Out: what it means. */
#include "corpus/glossary/marks.h"

#include <string.h>

#include "base/utf8.h"
#include "corpus/glossary/letters.h"
#include "corpus/glossary/span.h"
#include "corpus/text.h"

bool mark_is_sigil(uint32_t code)
{
    return code < 0x80 && code != 0 && strchr("$@#\\<~%/.", (int)code) != NULL;
}

static bool is_bullet(uint32_t code)
{
    return code == 0x2022 || code == 0x25CF || code == 0x25AA ||
           code == 0x25A0 || code == 0x25E6 || code == 0x2023 ||
           code == 0x2219 || code == 0x25CB || code == 0xF0B7 || code == 0x2043;
}

/* A row of dots that leads to the other column, with a blank between two or
 * none. */
static lex_face leader_face(const char *text, size_t len, size_t at,
                            size_t *end)
{
    size_t dots = 0;
    while (at < len) {
        uint32_t code;
        size_t size = utf8_read(text + at, len - at, &code);
        if (code != '.' && code != 0x2026)
            break;
        dots += code == '.' ? 1 : 3;
        at += size;
        at += at + 1 < len && text[at] == ' ' && text[at + 1] == '.';
    }
    *end = at;
    return dots > 2 && at < len && text[at] == ' ' ? FACE_GAP : FACE_NONE;
}

#define DASH_BYTES_MAX 3

/* One hyphen, or two for a dash; `*end` is behind the first. */
static lex_face hyphen_face(const char *text, size_t len, size_t at,
                            uint32_t before, size_t *end)
{
    uint32_t code, next = *end < len ? text_at(text, len, *end) : ' ';
    if (!is_hyphen(next)) {
        if (text_is_space(next))
            return FACE_HYPHEN;
        return text_is_space(before) ? FACE_LEAN : FACE_NONE;
    }
    while (*end < len && *end - at <= DASH_BYTES_MAX &&
           is_hyphen(text_at(text, len, *end)))
        *end += utf8_read(text + *end, len - *end, &code);
    return *end - at > DASH_BYTES_MAX ? FACE_NONE : FACE_DASH;
}

bool mark_begins_ending(const char *text, size_t len, size_t at)
{
    if (at < 2 || text[at] != '-' || at + 1 == len)
        return false;
    bool latin = text[at + 1] == '(' ||
                 script_of(text_at(text, len, at + 1)) == SCRIPT_LATIN;
    if (text[at - 1] == ',') /* "Tal,-s" */
        return latin && script_of(text_before(text, at - 1)) == SCRIPT_LATIN;
    if (text[at - 1] != ' ')
        return false;
    bool behind = text[at - 2] == ',' || text[at - 2] == ';';
    return text[at + 1] == ',' || (behind && latin);
}

lex_face mark_face(const char *text, size_t len, size_t at, bool first,
                   size_t *end)
{
    uint32_t code, before = at > 0 ? text_before(text, at) : ' ';
    *end = at + utf8_read(text + at, len - at, &code);
    uint32_t next = *end < len ? text_at(text, len, *end) : ' ';
    if (is_dash(code))
        return FACE_DASH;
    if (code == 0x2192 || code == 0x21D2 || code == 0x2194 || code == 0x27F6 ||
        (code >= 0x2794 && code <= 0x27BE))
        return FACE_ARROW;
    bool arrow = (code == '-' || code == '=') && next == '>';
    if (arrow || (code == ':' && next == ':')) {
        *end = at + 2;
        return FACE_ARROW;
    }
    if (is_hyphen(code))
        return hyphen_face(text, len, at, before, end);
    if ((code == '.' || code == 0x2026) && text_is_space(before))
        return leader_face(text, len, at, end);
    if (code == '=') {
        *end += next == '=';
        return FACE_EQUALS;
    }
    if (code == '|')
        return FACE_BAR;
    if ((code == '/' || code == '\\') && text_is_space(before) &&
        text_is_space(next))
        return FACE_SLASH;
    bool parts =
        code == ':' && (text_is_space(next) || next == '"' || next == '*' ||
                        (text_is_lower(before) && text_is_upper(next)));
    if (parts)
        return first ? FACE_BELOW : FACE_COLON;
    return FACE_NONE;
}

/* "① ...": counts a sense, or an entry. */
static bool is_circled_number(uint32_t code)
{
    return code >= 0x2460 && code <= 0x2473;
}

lex_kind mark_kind(uint32_t code)
{
    if (code == ';' || code == 0xFF1B || is_bullet(code))
        return LEX_CUT;
    if (code == ',' || code == 0x3001 || is_circled_number(code))
        return LEX_COMMA;
    if (code == '.' || code == '!' || code == '?' || code == 0x2026)
        return LEX_STOP;
    return LEX_OTHER;
}

bool mark_is_silent(uint32_t code)
{
    if (code < 0x80)
        return strchr("\"'*_`", (int)code) != NULL;
    return text_is_closer(code) || (code >= 0x2018 && code <= 0x201F) ||
           code == 0xAB || code == 0xFEFF || code == 0x200B ||
           (class_of(code) & IS_MARK) != 0;
}

size_t mark_past_language(const char *text, size_t at, size_t end,
                          lex_script script)
{
    char room[SPAN_FOLD_ROOM];
    size_t to = at;
    uint32_t code;
    while (to < end && is_letter(text_at(text, end, to)))
        to += utf8_read(text + to, end - to, &code);
    if (to == at || to == end)
        return at;
    size_t size = lex_fold(room, sizeof room, text + at, to - at);
    char mark = text[to];
    bool own = script_of(text_at(text, end, at)) == script;
    if (!glossary_word_is(WORD_LANGUAGE, room, size) ||
        (mark != '.' && mark != ':' && !(own && mark == ' ')))
        return at;
    at = mark == ' ' ? to : to + 1;
    return at < end && text[at] == ' ' ? at + 1 : at;
}

/* -------------------------------------------------- texts without faces --- */

#define SIDES_MIN 6 /* of three entries in a row */
#define SIDE_WORDS_MAX 8

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool is_latin(char c)
{
    return (unsigned char)((c | 0x20) - 'a') < 26;
}

/* Does a Cyrillic letter, of two bytes, begin with it? */
static bool begins_cyrillic(char c)
{
    return (c & 0xFE) == 0xD0;
}

/* May a mark that begins with this byte, between these, part two sides? */
static bool may_face(char before, char mark, char next)
{
    const bool latin = is_latin(before) || is_digit(before);
    switch (mark) {
    case ' ':
        return next == ' ';
    case '.': /* a row of dots, or behind a number */
        return next == '.' || (is_digit(before) && next == ' ');
    case ')':
        return is_digit(before);
    case '-':
        return latin ? !is_latin(next) && !is_digit(next)
                     : (before & 0x80) == 0 || !begins_cyrillic(next);
    case '/':
    case '\\':
        return before == ' ' || next == ' ';
    case ':':
        return !is_digit(next) && (next < 'a' || next > 'z') && next != '/' &&
               next != '\\';
    case '_':
        return !latin || !(is_latin(next) || is_digit(next));
    case '\xC2': /* quotation marks */
        return next != '\xAB' && next != '\xBB';
    default:
        return strchr(",!?\"'%$+@]}", mark) == NULL;
    }
}

/* The end of the letters of one alphabet that begin at `at`; `at` if none do.
 */
static size_t letters_end(const char *text, size_t len, size_t at,
                          lex_script *script)
{
    size_t end = at;
    *script = SCRIPT_CYRILLIC;
    while (end + 1 < len && begins_cyrillic(text[end]))
        end += 2;
    if (end > at)
        return end;
    *script = SCRIPT_LATIN;
    while (end < len && is_latin(text[end]))
        end++;
    return end;
}

bool mark_may_face(const char *text, size_t len)
{
    lex_script last = SCRIPT_NONE, script;
    size_t sides = 0, words = 0, end;
    for (size_t at = 0; at < len && sides < SIDES_MIN; at = end) {
        end = letters_end(text, len, at, &script);
        if (end > at) {
            words = script == last ? words + 1 : 1;
            sides = words > SIDE_WORDS_MAX ? 0 : sides + (script != last);
            last = script;
            continue;
        }
        end = at + (text[at] == '\xC2' ? 2 : 1);
        if (!is_digit(text[at]) &&
            may_face(at > 0 ? text[at - 1] : ' ', text[at],
                     at + 1 < len ? text[at + 1] : ' '))
            return true;
    }
    return sides >= SIDES_MIN;
}
