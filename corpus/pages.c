/* SPDX-License-Identifier: MIT
 *
 * In: a line table. Out: the page of each line, and which lines are page marks.
 *
 * Form feeds part a file into sheets; a file without any is one sheet, in the
 * midst of which marks turn pages. Where there are form feeds, a page mark at
 * the head or foot names the sheet it stands on, and turns nothing; so does a
 * number without words that counts on from one sheet to the next.
 *
 * Page numbers never go from nothing to something in the middle: where a file
 * shows pages at all, each of its lines has one. */
#include <string.h>

#include "corpus/lines.h"
#include "corpus/page_mark.h"
#include "corpus/running.h"
#include "corpus/text.h"

/* The links (see is_linked) that are no chance, and up to how many sheets one
 * is enough, if it is of their outermost lines and could be no year. */
#define LINKS_MIN 2
#define FEW_SHEETS 3
#define OUTER_EDGES 2
#define YEARS 1000u

/* Lines of a sheet that may be its number: its last and first line of text, and
 * those next to them, as a title may stand above a number or below it. */
#define EDGES 4

/* A line that is a number and no more. */
typedef struct bare_number {
    size_t line;
    uint32_t number; /* 0: there is none */
} bare_number;

/* The lines between two form feeds. */
typedef struct sheet {
    size_t first, end;
    size_t at;      /* the byte of the form feed behind it, or the end */
    uint32_t feeds; /* form feeds before it */
    uint32_t start; /* the page of its first line; 0: no mark tells */
    bool named;     /* the page of all of them */
    bool foot;      /* text stands before the first running number */
    bool text;      /* it is not blank */
    bare_number edges[EDGES];
    uint32_t bare; /* the one of them that counts it, or 0 */
} sheet;

typedef struct paging {
    line_table *table;
    size_t len; /* of the text */
    bool fed;   /* there are form feeds */
    bool bare;  /* bare numbers count its sheets on */
    bool named; /* most of them, so that they name them */
} paging;

/* A sheet, the one before it and the one after; where there is none, it has no
 * lines. */
typedef struct window {
    sheet before, here, after;
} window;

static size_t skip_blanks(const line_table *table, const text_line *at)
{
    size_t start = at->start;
    while (start < at->end && text_is_blank(table->text[start]))
        start++;
    return start;
}

static bool is_blank_line(const line_table *table, size_t index)
{
    return skip_blanks(table, &table->lines[index]) == table->lines[index].end;
}

/* The text of a line without white space around it. */
static const char *line_text(const line_table *table, size_t index, size_t *len)
{
    const text_line *at = &table->lines[index];
    size_t start = skip_blanks(table, at), end = at->end;
    while (end > start && text_is_blank(table->text[end - 1]))
        end--;
    *len = end - start;
    return table->text + start;
}

/* True if the line has none right above or below it on its sheet. */
static bool is_alone(const line_table *table, const sheet *s, size_t index)
{
    return (index == s->first || is_blank_line(table, index - 1)) &&
           (index + 1 == s->end || is_blank_line(table, index + 1));
}

static bool mark_of_line(const line_table *table, const sheet *s, size_t index,
                         page_mark *out)
{
    size_t len;
    const char *text = line_text(table, index, &len);
    return page_mark_find(out, text, len) &&
           (!out->alone || is_alone(table, s, index));
}

/* -------------------------------------------------------------- sheets --- */

static uint32_t count_feeds(const char *text, size_t start, size_t end)
{
    uint32_t count = 0;
    for (size_t i = start; i < end; i++)
        count += text[i] == '\f';
    return count;
}

/* The sheet that begins with line `first`, before whose text the form feeds
 * from byte `at` on stand. */
static sheet sheet_from(const paging *p, size_t first, size_t at)
{
    const line_table *table = p->table;
    sheet s = {.first = first, .end = table->count, .at = p->len};
    size_t start = first < table->count
                       ? skip_blanks(table, &table->lines[first])
                       : p->len;
    s.feeds = count_feeds(table->text, at, start);
    const char *feed = start == p->len
                           ? NULL
                           : memchr(table->text + start, '\f', p->len - start);
    if (feed == NULL)
        return s;
    s.at = (size_t)(feed - table->text);
    s.end = lines_at(table, s.at);
    if (skip_blanks(table, &table->lines[s.end]) < s.at)
        s.end++;
    return s;
}

/* ----------------------------------------------- what the marks tell --- */

/* Running numbers stand at the foot if text comes before the first of them. */
static bool runs_at_foot(const line_table *table, const sheet *s)
{
    page_mark mark;
    for (size_t i = s->first; i < s->end; i++) {
        if (mark_of_line(table, s, i, &mark) && mark.role == MARK_RUNNING)
            return false;
        if (!is_blank_line(table, i))
            return true;
    }
    return false;
}

/* The page before a mark, if it is the first. */
static uint32_t page_before(const page_mark *mark, bool foot)
{
    bool at_end =
        mark->role == MARK_FOLLOWS || (mark->role == MARK_RUNNING && foot);
    uint32_t page = at_end ? mark->number : mark->number - 1;
    return mark->number == 0 || page == 0 ? 1 : page;
}

/* The first mark at an edge names the sheet; but where one counts on from
 * another, form feeds are missing and pages turn at the marks. */
static void name_sheet(const line_table *table, sheet *s)
{
    page_mark mark, first = {.number = 0};
    uint32_t last = 0;
    for (size_t i = s->first; i < s->end; i++) {
        if (!mark_of_line(table, s, i, &mark) || !mark.alone)
            continue;
        s->named = last == 0 || mark.number != last + 1;
        if (!s->named)
            break;
        first = last == 0 ? mark : first;
        last = mark.number;
    }
    if (last > 0)
        s->start = s->named ? first.number : page_before(&first, s->foot);
}

/* The first mark tells where a file begins. */
static void begin_sheet(const line_table *table, sheet *s)
{
    page_mark mark;
    for (size_t i = s->first; i < s->end && s->start == 0; i++)
        if (mark_of_line(table, s, i, &mark))
            s->start = page_before(&mark, s->foot);
}

/* -------------------------------------------------------- bare numbers --- */

/* Where neighbours tell, no blank line need part it from a title. */
static bare_number read_bare(const line_table *table, size_t line)
{
    size_t len;
    page_mark mark;
    const char *text = line_text(table, line, &len);
    bool named = page_mark_find(&mark, text, len) && mark.alone;
    return (bare_number){line, named ? mark.number : running_number(text, len)};
}

/* The next line of text from `line` on, or from it back; `line` itself where
 * there is none. */
static size_t text_from(const line_table *table, const sheet *s, size_t line,
                        bool back)
{
    size_t count = back ? line - s->first + 1 : s->end - line;
    for (size_t i = 0; i < count; i++) {
        size_t at = back ? line - i : line + i;
        if (!is_blank_line(table, at))
            return at;
    }
    return line;
}

static void read_edges(const line_table *table, sheet *s)
{
    if (s->first == s->end)
        return;
    size_t last = text_from(table, s, s->end - 1, true);
    size_t first = text_from(table, s, s->first, false);
    s->text = !is_blank_line(table, first);
    s->edges[0] = read_bare(table, last);
    s->edges[1] = read_bare(table, first);
    if (last <= first)
        return;
    s->edges[2] = read_bare(table, text_from(table, s, last - 1, true));
    s->edges[3] = read_bare(table, text_from(table, s, first + 1, false));
}

static bool has_edge(const sheet *s, uint32_t number)
{
    for (size_t i = 0; i < EDGES; i++)
        if (number > 0 && s->edges[i].number == number)
            return true;
    return false;
}

/* A number links two sheets if it is one more than a number of the sheet
 * before, or more by the blank sheets between. */
static bool is_linked(const sheet *before, const sheet *s, uint32_t number)
{
    return number > s->feeds && has_edge(before, number - s->feeds);
}

/* The number that counts the sheet, as its neighbours tell; 0: none does. */
static uint32_t bare_of(const window *w)
{
    for (size_t i = 0; i < EDGES; i++) {
        uint32_t number = w->here.edges[i].number;
        if (number > 0 && (is_linked(&w->before, &w->here, number) ||
                           has_edge(&w->after, number + w->after.feeds)))
            return number;
    }
    return 0;
}

/* -------------------------------------------------------------- window --- */

static sheet read_sheet(const paging *p, size_t first, size_t at)
{
    sheet s = sheet_from(p, first, at);
    if (p->fed)
        read_edges(p->table, &s);
    return s;
}

static void window_open(const paging *p, window *w)
{
    *w = (window){.here = read_sheet(p, 0, 0)};
    w->after = read_sheet(p, w->here.end, w->here.at);
}

static bool window_ends(const paging *p, const window *w)
{
    return w->here.first >= p->table->count;
}

static void window_move(const paging *p, window *w)
{
    w->before = w->here;
    w->here = w->after;
    w->after = read_sheet(p, w->here.end, w->here.at);
}

/* See if bare numbers link as many sheets as chance would not. */
static void find_links(paging *p)
{
    size_t links = 0, outer = 0, sheets = 0;
    window w;
    for (window_open(p, &w); !window_ends(p, &w); window_move(p, &w)) {
        sheets += w.here.text;
        bool linked = false;
        for (size_t i = 0; i < EDGES; i++) {
            const uint32_t number = w.here.edges[i].number;
            const bool is_it = is_linked(&w.before, &w.here, number);
            linked |= is_it;
            outer += is_it && i < OUTER_EDGES && number < YEARS;
        }
        links += linked;
    }
    p->bare = links >= LINKS_MIN || (outer > 0 && sheets <= FEW_SHEETS);
    p->named = 2 * links >= sheets;
}

/* What its marks and numbers tell of the sheet in the window. */
static void name_window(const paging *p, window *w)
{
    sheet *s = &w->here;
    s->foot = runs_at_foot(p->table, s);
    if (p->fed)
        name_sheet(p->table, s);
    s->bare = p->bare ? bare_of(w) : 0;
    bool turning = s->start > 0 && !s->named;
    if (p->named && s->bare > 0 && !turning) {
        s->start = s->bare;
        s->named = true;
    }
    if (s->first == 0)
        begin_sheet(p->table, s);
}

/* ------------------------------------------------------------- numbers --- */

/* The page of the first line: counted back from the first sheet that has one;
 * 0 in a file without pages. */
static uint32_t first_page(const paging *p)
{
    uint32_t feeds = 0;
    window w;
    for (window_open(p, &w); !window_ends(p, &w); window_move(p, &w)) {
        name_window(p, &w);
        feeds += w.here.feeds;
        if (w.here.start > 0)
            return w.here.start > feeds ? w.here.start - feeds : 1;
    }
    return p->fed ? 1 : 0;
}

static uint32_t page_after(const page_mark *mark, uint32_t page, bool foot)
{
    switch (mark->role) {
    case MARK_BEGINS:
        return mark->number > 0 ? mark->number : 1;
    case MARK_FOLLOWS:
        return mark->number + 1;
    case MARK_TURNS:
        return page + 1;
    default:
        return foot || mark->number == 0 ? mark->number + 1 : mark->number;
    }
}

/* Give the lines of a sheet their page; returns the page that the next form
 * feed turns from. A form feed and a mark side by side turn one page. */
static uint32_t number_lines(line_table *table, const sheet *s, uint32_t page)
{
    page_mark mark;
    bool fed = s->feeds > 0, turned = false;
    for (size_t i = s->first; i < s->end; i++) {
        text_line *at = &table->lines[i];
        at->page = page;
        at->furniture = mark_of_line(table, s, i, &mark);
        if (!at->furniture && !is_blank_line(table, i))
            fed = turned = false;
        if (!at->furniture || (s->named && mark.alone) ||
            (fed && mark.role == MARK_TURNS))
            continue;
        turned = page_after(&mark, page, s->foot) != page;
        page = page_after(&mark, page, s->foot);
    }
    return turned ? page - 1 : page;
}

/* The bare numbers that count the sheet are no text of it. */
static void pass_bare(line_table *table, const sheet *s)
{
    for (size_t i = 0; i < EDGES && s->bare > 0; i++)
        if (s->edges[i].number == s->bare)
            table->lines[s->edges[i].line].furniture = true;
}

void lines_find_pages(line_table *table)
{
    if (table->count == 0)
        return;
    window w;
    paging p = {.table = table, .len = table->lines[table->count - 1].end};
    p.fed = memchr(table->text, '\f', p.len) != NULL;
    if (p.fed)
        find_links(&p);
    uint32_t page = first_page(&p);
    if (page == 0)
        return;
    for (window_open(&p, &w); !window_ends(&p, &w); window_move(&p, &w)) {
        name_window(&p, &w);
        page += w.here.feeds;
        page = w.here.start > 0 ? w.here.start : page;
        table->lines[w.here.first].turned = w.here.feeds > 0;
        page = number_lines(table, &w.here, page);
        pass_bare(table, &w.here);
    }
}
