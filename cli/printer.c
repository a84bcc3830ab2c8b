/* SPDX-License-Identifier: MIT
 *
 * In: text, its style and matches. Out: lines on a stream. The style is
 * always plain at the end of a line, and `column` is where the cursor stands.
 *
 * A word goes out in one piece if it fits; the blanks before it go out with
 * it, or vanish where a line is broken. */
#include "printer.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "character.h"
#include "link.h"
#include "terminal.h"

static const char *const style_codes[STYLE_COUNT] = {
    [STYLE_PLAIN] = "\x1b[0m",       [STYLE_STRONG] = "\x1b[0;1m",
    [STYLE_DIM] = "\x1b[0;2m",       [STYLE_PATH] = "\x1b[0;35m",
    [STYLE_PLACE] = "\x1b[0;32m",    [STYLE_MATCH] = "\x1b[0;1;31m",
    [STYLE_MATCH_DIM] = "\x1b[0;31m"};

/* A link begins with its target, and ends with an empty one. */
#define COLUMN_GAP 2u
#define LINK_START "\x1b]8;;"
#define LINK_END "\x1b\\"

printer printer_for_output(const char *color)
{
    bool links = terminal_takes_links(stdout, color);
    return (printer){.out = stdout,
                     .width = terminal_width(stdout),
                     .color = terminal_wants_color(stdout, color),
                     .link_form = links ? link_form() : NULL};
}

printer printer_for_errors(void)
{
    return (printer){.out = stderr, .width = terminal_width(stderr)};
}

static void set_style(printer *p, style s)
{
    if (p->color && p->now != s)
        fputs(style_codes[s], p->out);
    p->now = s;
}

/* One character; returns its bytes. */
static size_t put_character(printer *p, style s, const char *text, size_t len)
{
    char escape[CHARACTER_ESCAPE_MAX];
    size_t used;
    uint32_t c = character_decode(text, len, &used);
    set_style(p, s);
    if (character_is_hazard(c)) {
        character_escape(escape, c, (unsigned char)text[0]);
        fputs(escape, p->out);
        p->column += strlen(escape);
        return used;
    }
    fwrite(text, 1, used, p->out);
    p->column += character_columns(c);
    return used;
}

void printer_put(printer *p, style s, const char *text)
{
    size_t len = strlen(text);
    for (size_t i = 0; i < len;)
        i += put_character(p, s, text + i, len - i);
}

void printer_space(printer *p, size_t columns)
{
    for (size_t i = 0; i < columns; i++)
        fputc(' ', p->out);
    p->column += columns;
}

void printer_line(printer *p)
{
    set_style(p, STYLE_PLAIN);
    fputc('\n', p->out);
    p->column = 0;
}

void printer_column(printer *p, size_t column)
{
    if (p->column > 0 && p->column + COLUMN_GAP > column)
        printer_line(p);
    printer_space(p, column - p->column);
}

void printer_place(printer *p, const char *path, size_t line, const char *lines)
{
    char *target = NULL;
    if (p->link_form != NULL)
        target = link_to(p->link_form, path, line);
    if (target != NULL)
        fprintf(p->out, LINK_START "%s" LINK_END, target);
    printer_put(p, STYLE_PATH, path);
    printer_put(p, STYLE_PLAIN, ":");
    printer_put(p, STYLE_PLACE, lines);
    if (target != NULL)
        fputs(LINK_START LINK_END, p->out);
    free(target);
}

/* ------------------------------------------------------------ wrapping --- */

/* How far along a wrapped text is. */
typedef struct wrapping {
    const wrapped *w;
    size_t at;
    size_t match; /* the first one that does not end before `at` */
} wrapping;

static style style_at(wrapping *now)
{
    const wrapped *w = now->w;
    while (now->match < w->match_count && w->matches[now->match].end <= now->at)
        now->match++;
    if (now->match == w->match_count || w->matches[now->match].start > now->at)
        return w->style;
    return w->style == STYLE_DIM ? STYLE_MATCH_DIM : STYLE_MATCH;
}

static bool is_line_end(const wrapped *w, size_t at)
{
    return w->keep_lines && w->text[at] == '\n';
}

/* Where what begins at `at` may be broken for the first time: the end of a run
 * of blanks, or of what stands between blanks, or a wide character's. */
static size_t run_end(const wrapped *w, size_t at)
{
    bool blank = w->text[at] == ' ', after_wide = false;
    size_t end = at, used;
    for (; end < w->len && !is_line_end(w, end); end += used) {
        uint32_t c = character_decode(w->text + end, w->len - end, &used);
        size_t columns = character_columns(c);
        bool may_break = columns == 2 || (after_wide && columns > 0);
        if ((c == ' ') != blank ||
            (end > at && may_break && character_may_begin_line(c)))
            break;
        after_wide = columns == 2 || (after_wide && columns == 0);
    }
    return end;
}

/* Those of the character that `text` begins with; its bytes go to `*used`. */
static size_t columns_of_first(const char *text, size_t len, size_t *used)
{
    char escape[CHARACTER_ESCAPE_MAX];
    uint32_t c = character_decode(text, len, used);
    if (!character_is_hazard(c))
        return character_columns(c);
    character_escape(escape, c, (unsigned char)text[0]);
    return strlen(escape);
}

static size_t columns_of(const char *text, size_t len)
{
    size_t columns = 0, used;
    for (size_t i = 0; i < len; i += used)
        columns += columns_of_first(text + i, len - i, &used);
    return columns;
}

static void break_line(printer *p, size_t indent)
{
    printer_line(p);
    printer_space(p, indent);
}

static void put_run(printer *p, wrapping *now, size_t end)
{
    size_t used;
    while (now->at < end) {
        const char *text = now->w->text + now->at;
        size_t columns = columns_of_first(text, end - now->at, &used);
        bool full = p->width > 0 && columns > 0 && !now->w->keep_words &&
                    p->column + columns > p->width &&
                    p->column > now->w->indent;
        if (full && *text != ' ')
            break_line(p, now->w->indent);
        style s = style_at(now);
        now->at += put_character(p, s, text, end - now->at);
    }
}

/* The blanks at `now` and the word after them: on this line or the next. */
static void put_word(printer *p, wrapping *now)
{
    const wrapped *w = now->w;
    size_t word = w->text[now->at] == ' ' ? run_end(w, now->at) : now->at;
    size_t end = word < w->len ? run_end(w, word) : word;
    size_t columns = columns_of(w->text + now->at, end - now->at);
    bool fits = p->width == 0 || p->column + columns <= p->width;
    if (!fits && p->column > w->indent) {
        break_line(p, w->indent);
        now->at = word;
    }
    put_run(p, now, end);
}

void printer_wrap(printer *p, const wrapped *w)
{
    wrapping now = {.w = w};
    while (now.at < w->len) {
        if (is_line_end(w, now.at)) {
            break_line(p, w->indent);
            now.at++;
        } else {
            put_word(p, &now);
        }
    }
}
