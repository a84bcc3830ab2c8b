/* SPDX-License-Identifier: MIT
 *
 * In: one line. Out: what it can be. No function knows what came before; that
 * is block.c's part. */
#include "corpus/syntax.h"

#include <string.h>

#include "corpus/markup.h"
#include "corpus/text.h"

static size_t run_of(const char *line, size_t len, char of)
{
    size_t at = 0;
    while (at < len && line[at] == of)
        at++;
    return at;
}

bool syntax_is_rule(const char *line, size_t len)
{
    size_t count = 0;
    if (len < 3 || memchr("-*_=~", line[0], 5) == NULL)
        return false;
    for (size_t i = 0; i < len; i++) {
        if (line[i] == line[0])
            count++;
        else if (!text_is_blank(line[i]))
            return false;
    }
    return count >= 3;
}

unsigned syntax_heading(const char *line, size_t len, size_t *start,
                        size_t *end)
{
    size_t level = run_of(line, len, '#');
    if (level == 0 || level > 6)
        return 0;
    if (level < len && !text_is_blank(line[level]))
        return 0;
    size_t from = level, to = len;
    while (from < len && text_is_blank(line[from]))
        from++;
    while (to > from && line[to - 1] == '#')
        to--;
    if (to > from && !text_is_blank(line[to - 1]))
        to = len;
    while (to > from && text_is_blank(line[to - 1]))
        to--;
    *start = from;
    *end = to;
    return (unsigned)level;
}

unsigned syntax_underline(const char *line, size_t len)
{
    if (len < 3 || run_of(line, len, line[0]) != len)
        return 0;
    return line[0] == '=' ? 1 : line[0] == '-' ? 2 : 0;
}

size_t syntax_fence(const char *line, size_t len, bool *closes)
{
    if (len < 3 || (line[0] != '`' && line[0] != '~'))
        return 0;
    size_t count = run_of(line, len, line[0]);
    if (count < 3)
        return 0;
    if (line[0] == '`' && memchr(line + count, '`', len - count) != NULL)
        return 0;
    *closes = count == len;
    return count;
}

/* --------------------------------------------------------------- items --- */

/* Bullets beyond ASCII: • ‣ ⁃ ● ◦ ▪ ■ ○ and the private ones of Word. */
static const char *const bullets[] = {"-",
                                      "*",
                                      "+",
                                      "•",
                                      "‣",
                                      "⁃",
                                      "●",
                                      "◦",
                                      "▪",
                                      "■",
                                      "○",
                                      "·",
                                      "\xEF\x82\xB7",
                                      "\xEF\x82\xA7"};

static size_t bullet_length(const char *line, size_t len)
{
    return text_mark(line, len, bullets, sizeof bullets / sizeof *bullets);
}

static size_t digits(const char *line, size_t len)
{
    size_t at = 0;
    while (at < len && at < 9 && line[at] >= '0' && line[at] <= '9')
        at++;
    return at;
}

/* One small letter of either alphabet, or a small Roman number. */
static size_t letters(const char *line, size_t len)
{
    size_t at = 0;
    while (at < len && at < 6 && strchr("ivxlc", line[at]) != NULL &&
           line[at] != '\0')
        at++;
    if (at > 0)
        return at;
    uint32_t code = text_at(line, len, 0);
    return code >= 'a' && code <= 'z'       ? 1
           : code >= 0x430 && code <= 0x44F ? 2
                                            : 0;
}

static bool is_first(const char *label, size_t len)
{
    if (len == 2)
        return memcmp(label, "а", 2) == 0;
    return len == 1 && (label[0] == '1' || label[0] == 'a' || label[0] == 'i');
}

static syntax_marker number_marker(const char *line, size_t len)
{
    size_t size = digits(line, len);
    if (size == 0 || size >= len || (line[size] != '.' && line[size] != ')'))
        return (syntax_marker){0};
    return (syntax_marker){SYNTAX_NUMBER, 0, size + 1, is_first(line, size)};
}

static syntax_marker letter_marker(const char *line, size_t len)
{
    size_t open = len > 0 && line[0] == '(';
    size_t size = letters(line + open, len - open);
    if (size == 0 && open)
        size = digits(line + open, len - open);
    size_t close = open + size;
    if (size == 0 || close >= len || line[close] != ')')
        return (syntax_marker){0};
    return (syntax_marker){SYNTAX_LETTER, 0, close + 1,
                           is_first(line + open, size)};
}

/* "[ ] " or "[x] " of a task list. */
static size_t task_box(const char *line, size_t len)
{
    bool box = len > 3 && line[0] == '[' && line[2] == ']' &&
               text_is_blank(line[3]) && strchr(" xX", line[1]) != NULL;
    return box ? 3 : 0;
}

static size_t skip_blanks(const char *line, size_t len, size_t at)
{
    while (at < len && text_is_blank(line[at]))
        at++;
    return at;
}

/* Past one bullet and its blanks; 0 if there is none or no blank follows. */
static size_t past_bullet(const char *line, size_t len)
{
    size_t size = bullet_length(line, len);
    if (size == 0 || (size < len && !text_is_blank(line[size])))
        return 0;
    return skip_blanks(line, len, size);
}

static syntax_marker bullet_marker(const char *line, size_t len)
{
    size_t at = past_bullet(line, len), more = at;
    if (at == 0)
        return (syntax_marker){0};
    while (more > 0) {
        more = past_bullet(line + at, len - at);
        at += more;
    }
    at += task_box(line + at, len - at);
    at = skip_blanks(line, len, at);
    return (syntax_marker){SYNTAX_BULLET, at, at, true};
}

syntax_marker syntax_item(const char *line, size_t len)
{
    syntax_marker marker = bullet_marker(line, len);
    if (marker.kind != SYNTAX_NO_MARKER)
        return marker;
    marker = number_marker(line, len);
    if (marker.kind == SYNTAX_NO_MARKER)
        marker = letter_marker(line, len);
    size_t after = marker.content;
    if (after > 0 && after < len && !text_is_blank(line[after]))
        return (syntax_marker){0};
    marker.content = skip_blanks(line, len, after);
    return marker;
}

/* ---------------------------------------------------------------- bold --- */

static const struct {
    const char *open;
    const char *close;
} bold_marks[] = {
    {"**", "**"}, {"__", "__"}, {"<b>", "</b>"}, {"<strong>", "</strong>"}};

/* Behind the closing mark that answers the opening one; 0 without. */
static size_t bold_end(const char *text, size_t len)
{
    for (size_t i = 0; i < sizeof bold_marks / sizeof *bold_marks; i++) {
        const char *open = bold_marks[i].open, *close = bold_marks[i].close;
        size_t before = strlen(open), after = strlen(close);
        if (len <= before || memcmp(text, open, before) != 0 ||
            text_is_blank(text[before]))
            continue;
        const char *found = memmem(text + before, len - before, close, after);
        if (found == NULL || found == text + before)
            continue;
        size_t end = (size_t)(found - text) + after;
        while (end < len && text[end] == close[0] && close[0] != '<')
            end++;
        return end;
    }
    return 0;
}

bool syntax_is_bold(const char *text, size_t len)
{
    size_t at = bold_end(text, len);
    if (at == 0)
        return false;
    while (at < len) {
        size_t note = markup_note(text + at, len - at);
        if (note == 0 && !text_is_blank(text[at]) && text[at] != ':')
            return false;
        at += note > 0 ? note : 1;
    }
    return true;
}

size_t syntax_bold_label(const char *text, size_t len)
{
    size_t end = bold_end(text, len);
    if (end == 0 || end >= len)
        return 0;
    size_t last = end;
    while (last > 0 && strchr("*_> ", text[last - 1]) != NULL)
        last--;
    return last > 0 && text[last - 1] == ':' ? end : 0;
}

/* ---------------------------------------------------------- directives --- */

#define DIRECTIVE_MAX ((size_t)400)

size_t syntax_directive(const char *line, size_t len)
{
    size_t depth = 0;
    if (len >= 3 && memcmp(line, ":::", 3) == 0)
        return len;
    if (len < 4 || memcmp(line, "[!", 2) != 0 || line[2] == '[')
        return 0;
    for (size_t at = 0; at < len && at < DIRECTIVE_MAX; at++) {
        depth += line[at] == '[';
        if (line[at] == ']' && --depth == 0)
            return at + 1 + markup_target(line + at + 1, len - at - 1);
    }
    return 0;
}

/* --------------------------------------------------------------- links --- */

/* True if the url is one, and nothing but a title in quotes follows. */
static bool is_target(const char *text, size_t len)
{
    size_t end = 0;
    bool url = len > 0 && text[0] == '<';
    for (; end < len && !text_is_blank(text[end]); end++)
        url = url || strchr("/.#:", text[end]) != NULL;
    if (!url)
        return false;
    end = skip_blanks(text, len, end);
    return end == len || strchr("\"'(", text[end]) != NULL;
}

bool syntax_link_label(const char *line, size_t len, size_t *start, size_t *end)
{
    if (len < 5 || line[0] != '[' || line[1] == '^')
        return false;
    const char *close = memchr(line, ']', len);
    if (close == NULL || close == line + 1)
        return false;
    size_t at = (size_t)(close - line) + 1;
    if (at >= len || line[at] != ':')
        return false;
    *start = 1;
    *end = at - 1;
    at = skip_blanks(line, len, at + 1);
    return is_target(line + at, len - at);
}
