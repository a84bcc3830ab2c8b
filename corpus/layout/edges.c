/* SPDX-License-Identifier: MIT
 *
 * In: the lines of pages. Out: which of them are running heads and feet, and
 * the numbers of the pages.
 *
 * Invariant: a page loses no line but from the rows at its head and foot. */
#include "corpus/layout/parts.h"

#include <stdlib.h>
#include <string.h>

#include <xxhash.h>

#include "corpus/running.h"
#include "corpus/text.h"

/* Rows at each edge that may belong to the page. */
#define ROWS 3
#define TIMES 3
#define FAR 1e9f
#define LINE_BYTES ((size_t)200)
/* Lines of a page that are looked at for its edges: the outermost must not cost
 * more on a page of very many. */
#define LINES_MAX 4000u

typedef struct edge_line {
    uint64_t hash;   /* of its text, all numbers alike */
    uint64_t placed; /* the same, and how high it stands */
    float top;
    uint32_t line, page;
    uint32_t number; /* that it begins or ends with */
    bool head, bare; /* at the head; nothing but the number */
    bool first;      /* in the outermost row */
    bool alone;      /* nothing else is in its row */
    bool apart;      /* text is farther off than lines are */
    bool parted;     /* and than the next two rows are from each other */
} edge_line;

typedef struct edge_list {
    page_set *set;
    buf lines; /* of edge_line */
} edge_list;

static edge_line *edge_at(const edge_list *e, size_t i)
{
    return (edge_line *)(void *)e->lines.data + i;
}

static size_t edge_count(const edge_list *e)
{
    return e->lines.len / sizeof(edge_line);
}

static uint64_t hash_text(const char *text, size_t len)
{
    char plain[LINE_BYTES];
    size_t size = 0;
    for (size_t i = 0; i < len && size < sizeof plain; i++) {
        const bool digit = text[i] >= '0' && text[i] <= '9';
        if (digit && size > 0 && plain[size - 1] == '#')
            continue;
        plain[size++] = digit ? '#' : text[i];
    }
    return XXH3_64bits(plain, size);
}

/* The number that the line begins or ends with, standing apart there. */
static uint32_t number_in(const char *text, size_t len)
{
    size_t start = 0, end = 0;
    while (end < len && text[end] != ' ')
        end++;
    uint32_t number = running_number(text, end);
    if (number > 0 || end == len)
        return number;
    for (start = len; text[start - 1] != ' ';)
        start--;
    return running_number(text + start, len - start);
}

/* The outermost line of the next row from the head or foot inwards, beyond
 * `limit`. NULL if there is none. */
static const page_line *next_row(const page_set *s, const printed_page *p,
                                 bool head, float limit)
{
    const page_line *found = NULL;
    for (size_t i = p->line; i < (size_t)p->line + p->lines; i++) {
        const page_line *l = line_at(s, i);
        if (l->kind == LINE_GONE)
            continue;
        const float middle = (l->at.top + l->at.bottom) / 2;
        if (head ? middle <= limit : middle >= limit)
            continue;
        if (found == NULL ||
            (head ? l->base < found->base : l->base > found->base))
            found = l;
    }
    return found;
}

static const page_line *row_behind(const page_set *s, const printed_page *p,
                                   bool head, const page_line *row)
{
    return next_row(s, p, head, head ? row->at.bottom : row->at.top);
}

/* The row behind is farther from it than lines are from each other. */
static bool is_apart(const page_set *s, const printed_page *p, bool head,
                     const page_line *row)
{
    const page_line *next = row_behind(s, p, head, row);
    if (next == NULL)
        return true;
    const float gap =
        head ? next->at.top - row->at.bottom : row->at.top - next->at.bottom;
    return gap > .6f * (row->at.bottom - row->at.top);
}

static uint64_t rounded(float value)
{
    return value > 0 ? (uint64_t)(value + .5f) : 0;
}

/* And farther than that one is from its own, being no title of theirs. */
static bool is_parted(const page_set *s, const printed_page *p, bool head,
                      const page_line *row)
{
    const page_line *next = row_behind(s, p, head, row);
    const page_line *third = next == NULL ? NULL : row_behind(s, p, head, next);
    if (third == NULL)
        return false;
    const float gap = head ? next->base - row->base : row->base - next->base;
    const float pitch =
        head ? third->base - next->base : next->base - third->base;
    return gap > 1.25f * pitch && row->size < 1.05f * next->size;
}

static void add_row(edge_list *e, uint32_t page, bool head,
                    const page_line *row, unsigned place)
{
    page_set *s = e->set;
    const printed_page *p = page_at(s, page);
    const bool apart = is_apart(s, p, head, row);
    const bool parted = apart && is_parted(s, p, head, row);
    size_t count = 0;
    for (uint32_t i = p->line; i < p->line + p->lines; i++) {
        const page_line *l = line_at(s, i);
        const float middle = (l->at.top + l->at.bottom) / 2;
        if (l->kind == LINE_GONE || middle < row->at.top ||
            middle > row->at.bottom)
            continue;
        const char *text = line_words(s, l);
        const uint64_t hash = hash_text(text, l->len);
        const edge_line at = {.hash = hash,
                              .placed = hash ^ rounded(l->at.top) << 48,
                              .line = i,
                              .page = page,
                              .top = l->at.top,
                              .number = number_in(text, l->len),
                              .head = head,
                              .bare = running_is_number(text, l->len),
                              .first = place == 0,
                              .apart = apart,
                              .parted = parted};
        buf_add(&e->lines, &at, sizeof at);
        count++;
    }
    if (count == 1 && !e->lines.failed)
        edge_at(e, edge_count(e) - 1)->alone = true;
}

/* The rows at the head or foot, none beyond the middle of the page. */
static void read_edge(edge_list *e, uint32_t page, bool head)
{
    page_set *s = e->set;
    const printed_page *p = page_at(s, page);
    const page_line *row = next_row(s, p, head, head ? -FAR : FAR);
    for (unsigned i = 0; i < ROWS && row != NULL; i++) {
        if (head ? row->at.top > p->height / 2 : row->at.bottom < p->height / 2)
            return;
        add_row(e, page, head, row, i);
        row = row_behind(s, p, head, row);
    }
}

static bool read_edges(edge_list *e)
{
    for (uint32_t page = 0; page < page_count(e->set); page++) {
        const size_t lines = page_at(e->set, page)->lines;
        if (lines > LINES_MAX)
            continue;
        if (!layout_goes_on(e->set, lines))
            return false;
        read_edge(e, page, true);
        read_edge(e, page, false);
    }
    return !e->lines.failed;
}

/* ------------------------------------------------------------- numbers --- */

/* By how much most of the numbers are ahead of the sheets they stand on, if so
 * many are that it is no chance; then `*led` is true. */
static bool find_lead(const edge_list *e, bool head, bool *led, int64_t *lead)
{
    size_t best = 0;
    const size_t count = edge_count(e);
    for (size_t i = 0; i < count && i < 400; i++) {
        const edge_line *at = edge_at(e, i);
        size_t same = 0;
        if (at->number == 0 || at->head != head)
            continue;
        if (!layout_goes_on(e->set, count))
            return false;
        const int64_t ahead = (int64_t)at->number - at->page;
        for (size_t k = 0; k < count; k++) {
            const edge_line *o = edge_at(e, k);
            same += o->number > 0 && o->head == head &&
                    (int64_t)o->number - o->page == ahead;
        }
        if (same > best) {
            best = same;
            *lead = ahead;
        }
    }
    const size_t pages = page_count(e->set);
    *led = best >= TIMES || (best == 2 && pages <= 3);
    return true;
}

/* ------------------------------------------------------------- judging --- */

/* That a page has a line. */
typedef struct sight {
    uint64_t hash;
    uint32_t page;
} sight;

static int compare_sights(const void *left, const void *right)
{
    const sight *a = left, *b = right;
    if (a->hash != b->hash)
        return a->hash < b->hash ? -1 : 1;
    return a->page < b->page ? -1 : a->page > b->page;
}

/* What lines the pages have at their edges, sorted; a page has a line once. */
static bool sort_sights(const edge_list *e, buf *out)
{
    for (size_t i = 0; i < edge_count(e); i++) {
        const edge_line *at = edge_at(e, i);
        const sight seen[] = {{at->hash, at->page}, {at->placed, at->page}};
        buf_add(out, &seen[0], sizeof *seen);
        buf_add(out, &seen[1], sizeof *seen);
    }
    if (out->failed || out->len == 0)
        return !out->failed;
    sight *all = (sight *)(void *)out->data;
    const size_t count = out->len / sizeof *all;
    size_t kept = 1;
    qsort(all, count, sizeof *all, compare_sights);
    for (size_t i = 1; i < count; i++)
        if (compare_sights(&all[i], &all[kept - 1]) != 0)
            all[kept++] = all[i];
    buf_truncate(out, kept * sizeof *all);
    return true;
}

/* The first sight that is not before that one. */
static size_t find_sight(const buf *sights, sight wanted)
{
    const sight *all = (const sight *)(const void *)sights->data;
    size_t low = 0, high = sights->len / sizeof *all;
    while (low < high) {
        const size_t middle = low + (high - low) / 2;
        if (compare_sights(&all[middle], &wanted) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* How many pages have the line. */
static size_t times(const buf *sights, uint64_t hash)
{
    return find_sight(sights, (sight){hash, UINT32_MAX}) -
           find_sight(sights, (sight){hash, 0});
}

/* What the document tells of its edges. */
typedef struct verdicts {
    buf sights;      /* sorted */
    bool led[2];     /* numbers count its pages at the foot, at the head */
    int64_t lead[2]; /* by so many they are ahead of the sheets */
    size_t enough;   /* times that no chance repeats a line */
    bool headed;     /* most pages have a line parted from their text */
    float top;       /* at this height */
} verdicts;

static bool counts_page(const verdicts *v, const edge_line *at)
{
    return v->led[at->head] && at->number > 0 &&
           (int64_t)at->number - at->page == v->lead[at->head];
}

/* A line that comes back on other pages. A footnote that begins with its number
 * is none. */
static bool is_repeated(const edge_list *e, const verdicts *v,
                        const edge_line *at)
{
    const page_line *l = line_at(e->set, at->line);
    const uint32_t first = text_at(line_words(e->set, l), l->len, 0);
    const bool note =
        l->mark || (!at->head && !counts_page(v, at) && text_is_digit(first));
    return !at->bare && !note &&
           times(&v->sights, at->hash) >= v->enough;
}

static line_kind kind_of(const edge_list *e, const verdicts *v,
                         const edge_line *at)
{
    const bool counts = counts_page(v, at);
    if (at->bare && (counts || (at->first && at->apart && at->alone)))
        return LINE_NUMBER;
    const bool beside = page_at(e->set, at->page)->counted[at->head];
    /* At the foot a footnote may stand again where it stood before. */
    const size_t many = page_count(e->set) * 2 / 3;
    const bool zone = v->headed && at->head && at->parted &&
                      distance(at->top, v->top) < 1.5f;
    const size_t often = at->head ? v->enough : many < 5 ? 5 : many;
    const bool placed = (at->head ? at->first : true) &&
                        times(&v->sights, at->placed) >= often;
    const bool gone = is_repeated(e, v, at) ? at->apart || counts || placed
                                            : (counts || beside || zone) &&
                                                  at->first && at->apart;
    return gone ? LINE_GONE : LINE_BODY;
}

/* See if most pages have a head of their own, at one height: the section that
 * they are of, likely. */
static bool find_heads(const edge_list *e, verdicts *v)
{
    const size_t pages = page_count(e->set), count = edge_count(e);
    size_t best = 0;
    for (size_t i = 0; i < count && i < 400; i++) {
        const edge_line *at = edge_at(e, i);
        size_t same = 0;
        uint32_t last = UINT32_MAX;
        if (!at->head || !at->first || !at->parted)
            continue;
        if (!layout_goes_on(e->set, count))
            return false;
        for (size_t k = 0; k < count; k++) {
            const edge_line *o = edge_at(e, k);
            if (!o->head || !o->first || !o->parted || o->page == last ||
                distance(o->top, at->top) > 1)
                continue;
            last = o->page;
            same++;
        }
        if (same > best) {
            best = same;
            v->top = at->top;
        }
    }
    v->headed = best >= TIMES && 10 * best >= 6 * pages;
    return true;
}

/* Note where the number of a page stands in the outermost row. */
static void note_counted(edge_list *e, const verdicts *v)
{
    for (size_t i = 0; i < edge_count(e); i++) {
        const edge_line *at = edge_at(e, i);
        if (at->first && counts_page(v, at))
            page_at(e->set, at->page)->counted[at->head] = true;
    }
}

/* The parts of one line of text go together, or stay. */
static void judge(edge_list *e, const verdicts *v)
{
    page_set *s = e->set;
    for (size_t i = 0, end; i < edge_count(e); i = end) {
        const uint32_t origin = line_at(s, edge_at(e, i)->line)->origin;
        bool gone = true;
        for (end = i; end < edge_count(e); end++) {
            const edge_line *at = edge_at(e, end);
            if (line_at(s, at->line)->origin != origin)
                break;
            gone = gone && kind_of(e, v, at) != LINE_BODY;
        }
        for (size_t k = i; gone && k < end; k++) {
            const edge_line *at = edge_at(e, k);
            printed_page *p = page_at(s, at->page);
            line_at(s, at->line)->kind = kind_of(e, v, at);
            if (!counts_page(v, at))
                continue;
            p->number = at->number;
            p->at_head = at->head;
        }
    }
}

bool layout_edges(page_set *s)
{
    edge_list e = {.set = s};
    verdicts v = {.enough = page_count(s) < 2 * TIMES ? 2 : TIMES};
    buf_init(&e.lines, s->lines.max);
    buf_init(&v.sights, s->lines.max);
    const bool ok = read_edges(&e) &&
                    find_lead(&e, false, &v.led[false], &v.lead[false]) &&
                    find_lead(&e, true, &v.led[true], &v.lead[true]) &&
                    sort_sights(&e, &v.sights) && find_heads(&e, &v);
    if (ok) {
        note_counted(&e, &v);
        judge(&e, &v);
    }
    buf_release(&v.sights);
    buf_release(&e.lines);
    return ok;
}
