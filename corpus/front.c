/* SPDX-License-Identifier: MIT
 *
 * In: the lines of a file. Out: how many of them are front matter, and the
 * title in it.
 *
 * A rule at the head of a file is no front matter: the line after it must be
 * "key: value", or "key = value" behind "+++", and nothing but YAML or TOML may
 * come before the closing line. */
#include "corpus/front.h"

#include <string.h>

#include "corpus/text.h"

#define FRONT_LINES_MAX 400
#define KEY_MAX 40

/* A line without white space at its end. */
static slice whole_line(const line_table *lines, size_t index)
{
    slice at = {lines->lines[index].start, lines->lines[index].end};
    while (at.end > at.start && text_is_blank(lines->text[at.end - 1]))
        at.end--;
    return at;
}

static bool is_line(const line_table *lines, slice at, const char *what)
{
    return at.end - at.start == strlen(what) &&
           memcmp(lines->text + at.start, what, at.end - at.start) == 0;
}

static bool is_key_byte(char byte)
{
    return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') ||
           (byte >= '0' && byte <= '9') || byte == '_' || byte == '-' ||
           byte == '.';
}

/* Behind the mark of a "key:" or "key =" that begins the line, blanks inside the
 * key allowed; 0 without. */
static size_t past_key(const line_table *lines, slice line, char mark)
{
    const char *text = lines->text;
    size_t at = line.start;
    while (at < line.end && at - line.start < KEY_MAX &&
           (is_key_byte(text[at]) || (at > line.start && text[at] == ' ')))
        at++;
    if (at == line.start || at >= line.end || text[at] != mark)
        return 0;
    at++;
    return at == line.end || mark == '=' || text_is_blank(text[at]) ? at : 0;
}

/* True if front matter can hold the line: a key, what goes on with the value
 * of the key before, a comment, a table of TOML, or nothing. */
static bool belongs(const line_table *lines, slice line, char mark)
{
    if (line.start == line.end)
        return true;
    char first = lines->text[line.start];
    return text_is_blank(first) || first == '-' || first == '#' ||
           (mark == '=' && strchr("[]}\"'", first) != NULL) ||
           past_key(lines, line, mark) > 0;
}

static slice without_blanks(const char *text, slice at)
{
    while (at.start < at.end && text_is_blank(text[at.start]))
        at.start++;
    while (at.end > at.start && text_is_blank(text[at.end - 1]))
        at.end--;
    return at;
}

/* Where the quotation that begins at `at` is closed; `end` if nowhere. A quote
 * in it is doubled, or has a backslash before it. */
static size_t quote_end(const char *text, size_t at, size_t end)
{
    const char quote = text[at];
    for (at++; at < end; at++) {
        if (quote == '"' && text[at] == '\\')
            at++;
        else if (text[at] != quote)
            continue;
        else if (quote == '\'' && at + 1 < end && text[at + 1] == quote)
            at++;
        else
            return at;
    }
    return end;
}

/* The value from `at` on, without quotes around it or a comment behind them. */
static front_title value_of(const char *text, slice line, size_t at)
{
    const slice value = without_blanks(text, (slice){at, line.end});
    const char first = value.start < value.end ? text[value.start] : '\0';
    if (first != '"' && first != '\'')
        return (front_title){value, '\0'};
    const size_t end = quote_end(text, value.start, value.end);
    if (end >= value.end)
        return (front_title){value, '\0'};
    const slice rest = without_blanks(text, (slice){end + 1, value.end});
    if (rest.start < rest.end && text[rest.start] != '#')
        return (front_title){value, '\0'};
    return (front_title){{value.start + 1, end}, first};
}

/* True if the value says that the text is in the lines below: ">", "|-". */
static bool is_below(const char *text, slice value)
{
    return value.start < value.end && value.end - value.start <= 3 &&
           (text[value.start] == '>' || text[value.start] == '|');
}

/* The lines below `index` that are indented. */
static slice lines_below(const line_table *lines, size_t index)
{
    slice below = {0, 0};
    for (size_t i = index + 1; i < lines->count; i++) {
        const slice line = whole_line(lines, i);
        if (line.start < line.end && !text_is_blank(lines->text[line.start]))
            break;
        if (line.start < line.end && below.end == 0)
            below.start = line.start;
        below.end = line.start < line.end ? line.end : below.end;
    }
    return below;
}

static void look_for_title(front_title *title, const line_table *lines,
                           size_t index, char mark)
{
    static const char key[] = "title";
    const slice line = whole_line(lines, index);
    const size_t at = past_key(lines, line, mark);
    if (at == 0)
        return;
    const slice name =
        without_blanks(lines->text, (slice){line.start, at - 1});
    if (name.end - name.start != strlen(key) ||
        memcmp(lines->text + name.start, key, strlen(key)) != 0)
        return;
    *title = value_of(lines->text, line, at);
    if (title->quote == '\0' && is_below(lines->text, title->text))
        title->text = lines_below(lines, index);
}

size_t front_matter(front_title *title, const line_table *lines)
{
    front_title found = *title;
    if (lines->count < 3)
        return 0;
    const bool toml = is_line(lines, whole_line(lines, 0), "+++");
    const char mark = toml ? '=' : ':';
    const char *fence = toml ? "+++" : "---";
    if (!is_line(lines, whole_line(lines, 0), fence) ||
        past_key(lines, whole_line(lines, 1), mark) == 0)
        return 0;
    for (size_t i = 1; i < lines->count && i < FRONT_LINES_MAX; i++) {
        slice line = whole_line(lines, i);
        if (is_line(lines, line, fence) ||
            (!toml && is_line(lines, line, "..."))) {
            *title = found;
            return i + 1;
        }
        if (!belongs(lines, line, mark))
            return 0;
        look_for_title(&found, lines, i, mark);
    }
    return 0;
}

void front_unquote(buf *title, char quote)
{
    size_t to = 0;
    for (size_t at = 0; quote != '\0' && at < title->len; at++) {
        const char byte = title->data[at];
        const char next = at + 1 < title->len ? title->data[at + 1] : '\0';
        const bool escape =
            quote == '"' ? byte == '\\' && (next == '"' || next == '\\')
                         : byte == '\'' && next == '\'';
        at += escape;
        title->data[to++] = title->data[at];
    }
    if (quote != '\0')
        buf_truncate(title, to);
}
