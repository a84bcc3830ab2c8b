/* SPDX-License-Identifier: MIT
 *
 * In: text at a place where a footnote mark may begin. Out: its length.
 *
 * Only what cannot be a word is a mark: digits, bracketed or raised digits. */
#include "corpus/markup.h"

#include <string.h>
#include <strings.h>

#include "corpus/text.h"

#define MARK_MAX ((size_t)64)

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

size_t markup_sup(const char *text, size_t len)
{
    return starts_with(text, len, "<sup>") ? 5 : 0;
}
