/* SPDX-License-Identifier: MIT
 *
 * In: text at a place where a footnote mark may begin. Out: its length.
 *
 * Only what cannot be a word is a mark: digits, bracketed or raised digits,
 * also as the text of a link or emphasised; between dollar signs, where units
 * stand apart, single letters and signs. No number is read for more than one
 * <sup> or dollar sign before it. */
#include "corpus/markup.h"

#include <string.h>
#include <strings.h>

#include "corpus/text.h"

#define MARK_MAX ((size_t)64)
#define SCRIPT_MAX ((size_t)8)
#define DIGITS_MAX ((size_t)6)
#define EMPHASIS_MAX ((size_t)3)
#define DEPTH_MAX 4u

static size_t blanks(const char *text, size_t len)
{
    size_t at = 0;
    while (at < len && at < MARK_MAX && text_is_blank(text[at]))
        at++;
    return at;
}

static bool starts_with(const char *text, size_t len, const char *what)
{
    size_t size = strlen(what);
    return len >= size && strncasecmp(text, what, size) == 0;
}

/* A tag of that beginning, as "<sup", with attributes or without. */
static size_t tag_of(const char *text, size_t len, const char *name)
{
    size_t size = strlen(name);
    bool breaks;
    if (!starts_with(text, len, name) || size >= len ||
        (text[size] != '>' && !text_is_blank(text[size])))
        return 0;
    return markup_tag(text, len, &breaks);
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

/* ------------------------------------------------------------- numbers ---
 * Within `depth` of brackets, braces, tags and emphasis. */

static size_t numbers(const char *text, size_t len, unsigned depth);

static size_t digits(const char *text, size_t len)
{
    size_t at = 0;
    while (at < len && text[at] >= '0' && text[at] <= '9')
        if (++at > DIGITS_MAX)
            return 0;
    return at;
}

/* Numbers between an opening and a closing, as "[" and "]". */
static size_t enclosed(const char *text, size_t len, const char *open,
                       const char *close, unsigned depth)
{
    size_t before = strlen(open);
    if (!starts_with(text, len, open))
        return 0;
    size_t inner = numbers(text + before, len - before, depth - 1);
    size_t at = before + inner;
    bool closed = inner > 0 && starts_with(text + at, len - at, close);
    return closed ? at + strlen(close) : 0;
}

/* [1], or [1](#note), the text of a link being bracketed itself or not. */
static size_t bracketed(const char *text, size_t len, unsigned depth)
{
    size_t at = enclosed(text, len, "[", "]", depth);
    return at == 0 ? 0 : at + markup_target(text + at, len - at);
}

/* ^{1}, ^1, {}^{1}, as mathematics raises a number. */
static size_t raised(const char *text, size_t len, unsigned depth)
{
    size_t base = starts_with(text, len, "{}") ? 2 : 0;
    text += base;
    len -= base;
    size_t size = enclosed(text, len, "^{", "}", depth);
    if (size == 0 && len > 0 && text[0] == '^') {
        size = digits(text + 1, len - 1);
        size += size > 0;
    }
    return size == 0 ? 0 : base + size;
}

static size_t emphasised(const char *text, size_t len, unsigned depth)
{
    size_t run = 1;
    while (run < EMPHASIS_MAX && run < len && text[run] == text[0])
        run++;
    size_t inner = numbers(text + run, len - run, depth - 1);
    size_t at = run + inner;
    bool closed =
        inner > 0 && len - at >= run && memcmp(text + at, text, run) == 0;
    return closed ? at + run : 0;
}

/* One <sup> in another is none of its numbers, so none is read twice. */
static size_t tagged(const char *text, size_t len, unsigned depth)
{
    bool breaks = false;
    size_t size = markup_tag(text, len, &breaks);
    if (size == 0 || breaks || text[1] == '/' || tag_of(text, len, "<sup") > 0)
        return 0;
    size_t inner = numbers(text + size, len - size, depth - 1);
    size_t at = size + inner;
    if (inner == 0 || !starts_with(text + at, len - at, "</"))
        return 0;
    size = markup_tag(text + at, len - at, &breaks);
    return size == 0 ? 0 : at + size;
}

static size_t number(const char *text, size_t len, unsigned depth)
{
    size_t size = digits(text, len);
    if (size > 0 || len == 0 || depth == 0)
        return size;
    switch (text[0]) {
    case '[':
        return bracketed(text, len, depth);
    case '\\':
        return enclosed(text, len, "\\[", "\\]", depth);
    case '^':
    case '{':
        return raised(text, len, depth);
    case '*':
    case '_':
        return emphasised(text, len, depth);
    case '<':
        return tagged(text, len, depth);
    default:
        return 0;
    }
}

/* Numbers with blanks or commas between: "1, 2", "[1][2]". */
static size_t numbers(const char *text, size_t len, unsigned depth)
{
    size_t at = blanks(text, len), end = 0, size;
    while ((size = number(text + at, len - at, depth)) > 0) {
        at += size;
        at += blanks(text + at, len - at);
        end = at;
        if (at < len && text[at] == ',')
            at += 1 + blanks(text + at + 1, len - at - 1);
    }
    return end;
}

size_t markup_raised(const char *text, size_t len)
{
    return raised(text, len, DEPTH_MAX);
}

/* --------------------------------------------------------------- marks --- */

static bool is_script_byte(char byte)
{
    return (byte >= '0' && byte <= '9') || (byte >= 'a' && byte <= 'z') ||
           (byte >= 'A' && byte <= 'Z') || byte == '+' || byte == '-';
}

static size_t in_sup(const char *text, size_t len)
{
    size_t at = tag_of(text, len, "<sup");
    if (at == 0)
        return 0;
    bool dollars = at < len && text[at] == '$';
    at += dollars;
    size_t size = numbers(text + at, len - at, DEPTH_MAX);
    at += size;
    if (size == 0 || (dollars && (at >= len || text[at++] != '$')))
        return 0;
    size = tag_of(text + at, len - at, "</sup");
    return size == 0 ? 0 : at + size;
}

static size_t in_dollars(const char *text, size_t len)
{
    if (len == 0 || text[0] != '$')
        return 0;
    size_t at = 1 + blanks(text + 1, len - 1);
    size_t size = in_sup(text + at, len - at);
    if (size == 0)
        size = markup_raised(text + at, len - at);
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
    size_t at = tag_of(text, len, "<sup");
    if (at == 0)
        return 0;
    size_t size = signs(text + at, len - at);
    at += size;
    size_t close = size == 0 ? 0 : tag_of(text + at, len - at, "</sup");
    return close == 0 ? 0 : at + close;
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
    return tag_of(text, len, "<sup");
}
