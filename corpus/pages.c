/* SPDX-License-Identifier: MIT
 *
 * In: a line table. Out: the page of each line, and which lines are page marks.
 *
 * Page numbers never go from nothing to something in the middle: where a file
 * shows pages at all, each of its lines has one. */
#include "corpus/lines.h"

#include <string.h>

#include "corpus/text.h"

/* What a mark says of the lines after it. */
typedef enum mark_role {
    MARK_BEGINS,  /* they are on page n */
    MARK_FOLLOWS, /* they are on the page after page n */
    MARK_TURNS,   /* they are on the next page */
    MARK_RUNNING  /* a header or footer that names page n */
} mark_role;

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

/* A mark that was found. */
typedef struct page_mark {
    mark_role role;
    bool alone;
    uint32_t number;
} page_mark;

static size_t match_number(const char *text, size_t len, uint32_t *number)
{
    size_t at = 0;
    uint32_t value = 0;
    while (at < len && at < 6 && text[at] >= '0' && text[at] <= '9')
        value = value * 10 + (uint32_t)(text[at++] - '0');
    if (at > 0 && *number == 0)
        *number = value;
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
    *number = 0;
    for (; *pattern != '\0'; pattern++) {
        size_t took = 0;
        if (*pattern == '~') {
            at += match_run(text + at, len - at, ' ');
            continue;
        }
        if (*pattern == '#')
            took = match_number(text + at, len - at, number);
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

static bool find_mark(const char *text, size_t len, page_mark *out)
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

static size_t skip_blanks(const line_table *table, const text_line *at)
{
    size_t start = at->start;
    while (start < at->end && text_is_blank(table->text[start]))
        start++;
    return start;
}

static bool is_blank_line(const line_table *table, size_t index)
{
    return index >= table->count ||
           skip_blanks(table, &table->lines[index]) == table->lines[index].end;
}

static bool mark_of_line(const line_table *table, size_t index, page_mark *out)
{
    const text_line *at = &table->lines[index];
    size_t start = skip_blanks(table, at);
    size_t end = at->end;
    while (end > start && text_is_blank(table->text[end - 1]))
        end--;
    if (!find_mark(table->text + start, end - start, out))
        return false;
    return !out->alone || ((index == 0 || is_blank_line(table, index - 1)) &&
                           is_blank_line(table, index + 1));
}

/* Running numbers stand at the foot if text comes before the first of them. */
static bool runs_at_foot(const line_table *table)
{
    page_mark mark;
    for (size_t i = 0; i < table->count; i++) {
        if (mark_of_line(table, i, &mark) && mark.role == MARK_RUNNING)
            return false;
        if (!is_blank_line(table, i))
            return true;
    }
    return false;
}

static uint32_t page_after(const page_mark *mark, uint32_t page, bool foot)
{
    switch (mark->role) {
    case MARK_BEGINS:
        return mark->number;
    case MARK_FOLLOWS:
        return mark->number + 1;
    case MARK_TURNS:
        return page == 0 ? 0 : page + 1;
    default:
        return foot ? mark->number + 1 : mark->number;
    }
}

static uint32_t form_feeds(const line_table *table, const text_line *at)
{
    uint32_t count = 0;
    const char *from = table->text + at->start;
    const char *end = table->text + at->end;
    while ((from = memchr(from, '\f', (size_t)(end - from))) != NULL) {
        count++;
        from++;
    }
    return count;
}

/* The page before a mark, if it is the first of the file. */
static uint32_t page_before(const page_mark *mark, bool foot)
{
    bool at_end =
        mark->role == MARK_FOLLOWS || (mark->role == MARK_RUNNING && foot);
    uint32_t page = at_end ? mark->number : mark->number - 1;
    return mark->number == 0 || page == 0 ? 1 : page;
}

/* The page of the first line; 0 in a file without pages. */
static uint32_t first_page(const line_table *table, bool foot)
{
    page_mark mark;
    for (size_t i = 0; i < table->count; i++) {
        if (form_feeds(table, &table->lines[i]) > 0)
            return 1;
        if (mark_of_line(table, i, &mark))
            return page_before(&mark, foot);
    }
    return 0;
}

void lines_find_pages(line_table *table)
{
    bool foot = runs_at_foot(table);
    uint32_t page = first_page(table, foot);
    if (page == 0)
        return;
    for (size_t i = 0; i < table->count; i++) {
        text_line *at = &table->lines[i];
        page_mark mark;
        uint32_t feeds = form_feeds(table, at);
        bool leading = feeds > 0 && table->text[at->start] == '\f';
        page += leading ? feeds : 0;
        at->page = page;
        page += leading ? 0 : feeds;
        at->furniture = mark_of_line(table, i, &mark);
        if (at->furniture)
            page = page_after(&mark, page, foot);
    }
}
