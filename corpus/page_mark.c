/* SPDX-License-Identifier: MIT
 *
 * In: a line. Out: the page mark that it is. Nothing but the line is looked
 * at. */
#include "corpus/page_mark.h"

#include <string.h>

/* In a pattern `#` is a number, `~` any blanks, `+` three or more dashes; the
 * rest is itself, in small letters. */
static const struct {
    const char *pattern;
    mark_role role;
    bool alone; /* only between blank lines */
} marks[] = {
    {"{#}+", MARK_FOLLOWS, false},
    {"<!--~page~#~-->", MARK_BEGINS, false},
    {"<!--~page~=~#~-->", MARK_BEGINS, false},
    {"<!--~page:~#~-->", MARK_BEGINS, false},
    {"<!--~page~break~-->", MARK_TURNS, false},
    {"<!--~pagebreak~-->", MARK_TURNS, false},
    {"\\newpage", MARK_TURNS, false},
    {"\\pagebreak", MARK_TURNS, false},
    {"+~page~#~+", MARK_BEGINS, false},
    {"[page~#]", MARK_BEGINS, true},
    {"page~#", MARK_RUNNING, true},
    {"page~#~of~#", MARK_RUNNING, true},
    {"page~#~/~#", MARK_RUNNING, true},
    {"#~of~#", MARK_RUNNING, true},
    {"#~|~p~a~g~e", MARK_RUNNING, true},
    {"p~a~g~e~|~#", MARK_RUNNING, true},
    {"стр.~#", MARK_RUNNING, true},
    {"Стр.~#", MARK_RUNNING, true},
    {"страница~#", MARK_RUNNING, true},
    {"Страница~#", MARK_RUNNING, true},
    {"страница~#~из~#", MARK_RUNNING, true},
    {"Страница~#~из~#", MARK_RUNNING, true},
    {"-~#~-", MARK_RUNNING, true},
    {"–~#~–", MARK_RUNNING, true},
    {"—~#~—", MARK_RUNNING, true},
};

/* `*number` stays what it is where it was `*seen` before. */
static size_t match_number(const char *text, size_t len, uint32_t *number,
                           bool *seen)
{
    size_t at = 0;
    uint32_t value = 0;
    while (at < len && at < 6 && text[at] >= '0' && text[at] <= '9')
        value = value * 10 + (uint32_t)(text[at++] - '0');
    if (at > 0 && !*seen)
        *number = value;
    *seen |= at > 0;
    return at;
}

static size_t match_run(const char *text, size_t len, char of)
{
    size_t at = 0;
    while (at < len && text[at] == of)
        at++;
    return at;
}

static char small(char byte)
{
    return byte >= 'A' && byte <= 'Z' ? (char)(byte + 32) : byte;
}

/* Match all of `text`; `*number` gets the first number. */
static bool matches(const char *pattern, const char *text, size_t len,
                    uint32_t *number)
{
    size_t at = 0;
    bool seen = false;
    *number = 0;
    for (; *pattern != '\0'; pattern++) {
        size_t took = 0;
        if (*pattern == '~') {
            at += match_run(text + at, len - at, ' ');
            continue;
        }
        if (*pattern == '#')
            took = match_number(text + at, len - at, number, &seen);
        else if (*pattern == '+')
            took = match_run(text + at, len - at, '-');
        else if (at < len && small(text[at]) == *pattern)
            took = 1;
        if (took == 0 || (*pattern == '+' && took < 3))
            return false;
        at += took;
    }
    return at == len;
}

/* What tells most lines from marks at their first byte. Words that name a page
 * are few; only dashes may be many. */
static bool may_be_mark(const char *text, size_t len)
{
    if (len < 3)
        return false;
    const bool word = small(text[0]) == 'p' || (unsigned char)text[0] >= 0x80;
    return len <= (word ? 60 : 200) &&
           (word || strchr("{<\\-[0123456789", text[0]) != NULL);
}

bool page_mark_find(page_mark *out, const char *text, size_t len)
{
    if (!may_be_mark(text, len))
        return false;
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++) {
        if (matches(marks[i].pattern, text, len, &out->number)) {
            out->role = marks[i].role;
            out->alone = marks[i].alone;
            return true;
        }
    }
    return false;
}
