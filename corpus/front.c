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

/* Behind the mark of a "key:" or "key =" that begins the line, blanks inside
 * the key allowed; 0 without. */
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
           (mark == '=' && first != '\0' && strchr("[]}\"'", first) != NULL) ||
           past_key(lines, line, mark) > 0;
}

/* "[menu]" of TOML: what follows says nothing of the document itself. */
static bool is_table(const line_table *lines, slice line, char mark)
{
    return mark == '=' && line.start < line.end &&
           lines->text[line.start] == '[';
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

/* Up to a comment, which has a blank or nothing before it. */
static slice without_comment(const char *text, slice at)
{
    for (size_t i = at.start; i < at.end; i++)
        if (text[i] == '#' && (i == at.start || text_is_blank(text[i - 1])))
            at.end = i;
    return slice_trim(text, at);
}

/* The end of what goes on in indented lines below line `index`. */
static size_t end_of_indented(const line_table *lines, size_t index)
{
    size_t end = whole_line(lines, index).end;
    for (size_t i = index + 1; i < lines->count; i++) {
        const slice line = whole_line(lines, i);
        if (line.start < line.end && !text_is_blank(lines->text[line.start]))
            break;
        end = line.start < line.end ? line.end : end;
    }
    return end;
}

/* True if the first line of a value says that the text is below: ">", "|-". */
static bool is_header(const char *text, slice value)
{
    size_t at = value.start;
    if (at == value.end || (text[at] != '>' && text[at] != '|'))
        return false;
    for (at++; at < value.end; at++)
        if (text[at] == '\0' || strchr("+-123456789", text[at]) == NULL)
            return false;
    return true;
}

/* The value that begins at `at` in line `index`: without quotes around it or a
 * comment behind, with the lines it goes on in. */
static front_title value_of(const line_table *lines, size_t index, size_t at,
                            bool goes_on)
{
    const char *text = lines->text;
    const size_t line_end = whole_line(lines, index).end;
    const size_t end = goes_on ? end_of_indented(lines, index) : line_end;
    const slice first = without_comment(text, (slice){at, line_end});
    slice value = slice_trim(text, (slice){at, end});
    const char quote = value.start < value.end ? text[value.start] : '\0';
    if (quote == '"' || quote == '\'') {
        const size_t close = quote_end(text, value.start, value.end);
        const slice rest = without_comment(text, (slice){close + 1, line_end});
        if (close < value.end && (close > line_end || rest.start >= rest.end))
            return (front_title){{value.start + 1, close}, quote};
    }
    if (is_header(text, first) || first.start == first.end)
        value = slice_trim(text, (slice){line_end, end});
    return (front_title){without_comment(text, value), '\0'};
}

static bool is_title(const line_table *lines, slice name)
{
    static const char key[] = "title";
    name = slice_trim(lines->text, name);
    return name.end - name.start == strlen(key) &&
           memcmp(lines->text + name.start, key, strlen(key)) == 0;
}

static void look_for_title(front_title *title, const line_table *lines,
                           size_t index, char mark)
{
    const slice line = whole_line(lines, index);
    const size_t at = past_key(lines, line, mark);
    if (at == 0 || !is_title(lines, (slice){line.start, at - 1}))
        return;
    const front_title found = value_of(lines, index, at, mark == ':');
    if (found.text.start < found.text.end)
        *title = found;
}

size_t front_matter(front_title *title, const line_table *lines)
{
    front_title found = *title;
    bool in_table = false;
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
        in_table = in_table || is_table(lines, line, mark);
        if (!in_table)
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
        const bool escape = quote == '"'
                                ? byte == '\\' && (next == '"' || next == '\\')
                                : byte == '\'' && next == '\'';
        at += escape;
        title->data[to++] = title->data[at];
    }
    if (quote != '\0')
        buf_truncate(title, to);
}
