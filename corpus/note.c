/* SPDX-License-Identifier: MIT
 *
 * In: text at a place where a footnote mark may begin. Out: its length.
 *
 * Only what cannot be a word is a mark: digits, bracketed or raised digits;
 * between dollar signs, where units stand apart, single letters and signs. */
#include "corpus/markup.h"

#include <string.h>
#include <strings.h>

#include "corpus/text.h"

#define MARK_MAX ((size_t)64)
#define SCRIPT_MAX ((size_t)8)

static size_t blanks(const char *text, size_t len)
{
    size_t at = 0;
    while (at < len && at < MARK_MAX && text_is_blank(text[at]))
        at++;
    return at;
}

static size_t digits(const char *text, size_t len)
{
    size_t at = 0;
    while (at < len && at < 6 && text[at] >= '0' && text[at] <= '9')
        at++;
    return at;
}

/* Digits between an opening and a closing, as "[" and "]". */
static size_t enclosed(const char *text, size_t len, const char *open,
                       const char *close)
{
    size_t before = strlen(open), after = strlen(close);
    if (len < before || memcmp(text, open, before) != 0)
        return 0;
    size_t number = digits(text + before, len - before);
    size_t at = before + number;
    if (number == 0 || len - at < after || memcmp(text + at, close, after) != 0)
        return 0;
    return at + after;
}

/* A mark that is no number: *, †, ‡, § or \dagger, or one small letter. */
static size_t sign(const char *text, size_t len)
{
    static const char *const signs[] = {"*", "†",        "‡",         "§",
                                        "¶", "\\dagger", "\\ddagger", "\\ast"};
    size_t size = text_mark(text, len, signs, sizeof signs / sizeof *signs);
    if (size > 0)
        return size;
    return len > 0 && text[0] >= 'a' && text[0] <= 'z' ? 1 : 0;
}

/* "a", "b,*", "**": signs with or without commas between. */
static size_t signs(const char *text, size_t len)
{
    size_t at = 0, end = 0;
    for (size_t size; (size = sign(text + at, len - at)) > 0;) {
        bool letter = text[at] >= 'a' && text[at] <= 'z';
        at += size;
        end = at;
        at += blanks(text + at, len - at);
        if (at < len && text[at] == ',')
            at += 1 + blanks(text + at + 1, len - at - 1);
        else if (letter)
            break;
    }
    return end;
}

/* ^{a,b} or ^*, between dollar signs alone. */
static size_t raised_signs(const char *text, size_t len)
{
    size_t base = len >= 2 && memcmp(text, "{}", 2) == 0 ? 2 : 0;
    if (len - base < 3 || text[base] != '^')
        return 0;
    if (text[base + 1] != '{') {
        size_t size = sign(text + base + 1, len - base - 1);
        return size == 0 ? 0 : base + 1 + size;
    }
    size_t size = signs(text + base + 2, len - base - 2);
    size_t at = base + 2 + size;
    return size > 0 && at < len && text[at] == '}' ? at + 1 : 0;
}

/* ^{1}, ^1, {}^{1}, as mathematics raises a number. */
static size_t raised(const char *text, size_t len)
{
    size_t base = len >= 2 && memcmp(text, "{}", 2) == 0 ? 2 : 0;
    size_t size = enclosed(text + base, len - base, "^{", "}");
    if (size == 0)
        size = enclosed(text + base, len - base, "^", "");
    return size == 0 ? 0 : base + size;
}

/* One number, plain, bracketed or raised. */
static size_t number(const char *text, size_t len)
{
    size_t size = digits(text, len);
    if (size == 0)
        size = enclosed(text, len, "[", "]");
    if (size == 0)
        size = raised(text, len);
    return size;
}

/* Numbers with commas between: "1, 2". */
static size_t numbers(const char *text, size_t len)
{
    size_t at = blanks(text, len), end = 0;
    for (;;) {
        size_t size = number(text + at, len - at);
        if (size == 0)
            return end;
        at += size;
        at += blanks(text + at, len - at);
        end = at;
        if (at >= len || text[at] != ',')
            return end;
        at++;
        at += blanks(text + at, len - at);
    }
}

static bool is_script_byte(char byte)
{
    return (byte >= '0' && byte <= '9') || (byte >= 'a' && byte <= 'z') ||
           (byte >= 'A' && byte <= 'Z') || byte == '+' || byte == '-';
}

static bool starts_with(const char *text, size_t len, const char *what)
{
    size_t size = strlen(what);
    return len >= size && strncasecmp(text, what, size) == 0;
}

static size_t in_sup(const char *text, size_t len)
{
    if (!starts_with(text, len, "<sup>"))
        return 0;
    size_t at = 5;
    bool dollars = at < len && text[at] == '$';
    at += dollars;
    size_t size = numbers(text + at, len - at);
    at += size;
    if (dollars && (at >= len || text[at++] != '$'))
        return 0;
    if (size == 0 || !starts_with(text + at, len - at, "</sup>"))
        return 0;
    return at + 6;
}

static size_t in_dollars(const char *text, size_t len)
{
    if (len == 0 || text[0] != '$')
        return 0;
    size_t at = 1 + blanks(text + 1, len - 1);
    size_t size = in_sup(text + at, len - at);
    if (size == 0)
        size = raised(text + at, len - at);
    if (size == 0)
        size = raised_signs(text + at, len - at);
    if (size == 0)
        return 0;
    at += size;
    at += blanks(text + at, len - at);
    return at < len && text[at] == '$' ? at + 1 : 0;
}

static size_t reference(const char *text, size_t len)
{
    if (len < 4 || text[0] != '[' || text[1] != '^')
        return 0;
    for (size_t at = 2; at < len && at < MARK_MAX; at++) {
        if (text[at] == ']')
            return at > 2 ? at + 1 : 0;
        if (text_is_blank(text[at]) || text[at] == '[')
            return 0;
    }
    return 0;
}

size_t markup_note(const char *text, size_t len)
{
    size_t size = in_sup(text, len);
    if (size == 0)
        size = in_dollars(text, len);
    if (size == 0)
        size = reference(text, len);
    return size;
}

size_t markup_sign(const char *text, size_t len)
{
    if (!starts_with(text, len, "<sup>"))
        return 0;
    size_t size = signs(text + 5, len - 5);
    bool closed =
        size > 0 && starts_with(text + 5 + size, len - 5 - size, "</sup>");
    return closed ? 5 + size + 6 : 0;
}

size_t markup_script(const char *text, size_t len, size_t *start, size_t *end)
{
    if (len < 4 || text[0] != '$' || (text[1] != '^' && text[1] != '_'))
        return 0;
    bool braced = text[2] == '{';
    size_t at = braced ? 3 : 2;
    *start = at;
    while (at < len && at < *start + SCRIPT_MAX && is_script_byte(text[at]))
        at++;
    *end = at;
    if (at == *start || (braced && (at >= len || text[at++] != '}')))
        return 0;
    return at < len && text[at] == '$' ? at + 1 : 0;
}

size_t markup_sup(const char *text, size_t len)
{
    return starts_with(text, len, "<sup>") ? 5 : 0;
}
