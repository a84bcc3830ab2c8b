/* SPDX-License-Identifier: MIT
 *
 * In: the lines of a file. Out: how many of them are front matter, and the
 * title in it.
 *
 * A rule at the head of a file is no front matter: the line after it must be
 * "key: value", and nothing but YAML may come before the closing line. */
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

/* Behind the colon of a "key:" that begins the line, blanks inside the key
 * allowed; 0 without. */
static size_t past_key(const line_table *lines, slice line)
{
    const char *text = lines->text;
    size_t at = line.start;
    while (at < line.end && at - line.start < KEY_MAX &&
           (is_key_byte(text[at]) || (at > line.start && text[at] == ' ')))
        at++;
    if (at == line.start || at >= line.end || text[at] != ':')
        return 0;
    at++;
    return at == line.end || text_is_blank(text[at]) ? at : 0;
}

/* True if front matter can hold the line: a key, what goes on with the value
 * of the key before, a comment, or nothing. */
static bool belongs(const line_table *lines, slice line)
{
    if (line.start == line.end)
        return true;
    char first = lines->text[line.start];
    return text_is_blank(first) || first == '-' || first == '#' ||
           past_key(lines, line) > 0;
}

/* The value from `at` on, without quotes around it. */
static slice value_of(const line_table *lines, slice line, size_t at)
{
    const char *text = lines->text;
    while (at < line.end && text_is_blank(text[at]))
        at++;
    bool quoted = line.end - at >= 2 && (text[at] == '"' || text[at] == '\'') &&
                  text[line.end - 1] == text[at];
    return quoted ? (slice){at + 1, line.end - 1} : (slice){at, line.end};
}

static void look_for_title(slice *title, const line_table *lines, slice line)
{
    static const char key[] = "title:";
    size_t at = past_key(lines, line);
    if (at - line.start == strlen(key) &&
        memcmp(lines->text + line.start, key, strlen(key)) == 0)
        *title = value_of(lines, line, at);
}

size_t front_matter(slice *title, const line_table *lines)
{
    slice found = *title;
    if (lines->count < 3 || !is_line(lines, whole_line(lines, 0), "---") ||
        past_key(lines, whole_line(lines, 1)) == 0)
        return 0;
    for (size_t i = 1; i < lines->count && i < FRONT_LINES_MAX; i++) {
        slice line = whole_line(lines, i);
        if (is_line(lines, line, "---") || is_line(lines, line, "...")) {
            *title = found;
            return i + 1;
        }
        if (!belongs(lines, line))
            return 0;
        look_for_title(&found, lines, line);
    }
    return 0;
}
