/* SPDX-License-Identifier: MIT
 *
 * In: a query and a byte. Out: two lines on standard error. The columns are
 * those of what is shown: an escape takes as many as it has signs, a wide
 * character two, an accent none. */
#include "caret.h"

#include <stdio.h>
#include <string.h>

#include "character.h"
#include "output.h"
#include "terminal.h"

#define INDENT 2u
#define USUAL_COLUMNS 78u
#define DOTS "..."
#define DOTS_COLUMNS 3u

/* Columns of the character at `at`, as output_text() shows it. */
static size_t columns_at(const char *text, size_t len, size_t at, size_t *used)
{
    uint32_t c = character_decode(text + at, len - at, used);
    char escape[CHARACTER_ESCAPE_MAX];
    if (!character_is_hazard(c))
        return character_columns(c);
    character_escape(escape, c, (unsigned char)text[at]);
    return strlen(escape);
}

static size_t columns_between(const char *text, size_t len, size_t from,
                              size_t to)
{
    size_t columns = 0;
    size_t used;
    for (size_t at = from; at < to; at += used)
        columns += columns_at(text, len, at, &used);
    return columns;
}

/* The first character from which `offset` lies within `columns`. */
static size_t first_shown(const char *text, size_t len, size_t offset,
                          size_t columns)
{
    size_t from = 0;
    size_t used;
    size_t before = columns_between(text, len, 0, offset);
    for (; before > columns; from += used)
        before -= columns_at(text, len, from, &used);
    return from;
}

/* The end of what fits into `columns` from `from` on. */
static size_t last_shown(const char *text, size_t len, size_t from,
                         size_t columns)
{
    size_t taken = 0;
    size_t at = from;
    size_t used;
    for (; at < len; at += used) {
        taken += columns_at(text, len, at, &used);
        if (taken > columns)
            break;
    }
    return at;
}

void caret_print(const char *query, size_t len, size_t offset)
{
    size_t width = terminal_width(stderr);
    size_t columns = (width == 0 ? USUAL_COLUMNS : width - 1) - INDENT;
    size_t from = 0;
    if (columns_between(query, len, 0, len) > columns) {
        columns -= 2 * DOTS_COLUMNS;
        from = first_shown(query, len, offset, columns * 2 / 3);
    }
    size_t to = last_shown(query, len, from, columns);
    size_t before = columns_between(query, len, from, offset) +
                    (from > 0 ? DOTS_COLUMNS : 0);
    fprintf(stderr, "%*s%s", (int)INDENT, "", from > 0 ? DOTS : "");
    output_text(stderr, query + from, to - from);
    fprintf(stderr, "%s\n%*s^\n", to < len ? DOTS : "", (int)(INDENT + before),
            "");
}
