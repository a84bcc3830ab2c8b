/* SPDX-License-Identifier: MIT
 *
 * In: the lines of pages, in any order. Out: the order in which they are read:
 * column by column where a gutter parts them, from the head down elsewhere.
 * Invariant: a page keeps its lines; on pages of very many they stay as they
 * were. */
#include "corpus/layout/parts.h"

#include <stdlib.h>
#include <string.h>

#define LINES_MAX 5000u
/* A column has so many lines, so wide on average, counted in their heights. */
#define COLUMN_LINES 4
#define COLUMN_WIDTH 9
#define DEPTH_MAX 4
/* Places across a page that may be a gutter, so many to a point. */
#define PLACES 8000
#define PLACES_A_POINT 4
#define ROW .3f
/* Cells stand this many heights apart, words never. */
#define WIDE 1.6f
/* Blanks are no wider than this, even where a line was set loosely. */
#define NARROW 1.1f
#define NUMBER_BYTES 8
/* Rows with dots that no chance makes, and digits of the numbers they lead to.
 */
#define LISTED_MIN 3
#define PAGE_DIGITS 4
/* No gutter is narrower, in heights of a line. */
#define LINE_GAP .85f

typedef struct ordering {
    page_set *set;
    page_line *from; /* the lines of the page in hand */
    page_line *to;   /* in the order found */
    size_t count;    /* of those there */
    float size;      /* of most text */
    float known;     /* the gutter of a page before; 0: there was none */
    bool failed;     /* or stopped */
} ordering;

/* What lies left of a place, right of it, or over it, counted in rows. */
typedef struct side {
    size_t lines;
    float width, top, bottom;
} side;

static bool go_on(ordering *o, size_t steps)
{
    o->failed = o->failed || !layout_goes_on(o->set, steps);
    return !o->failed;
}

static int compare_bases(const void *left, const void *right)
{
    const page_line *a = left, *b = right;
    if (a->base != b->base)
        return a->base < b->base ? -1 : 1;
    return a->at.left < b->at.left ? -1 : a->at.left > b->at.left;
}

static int compare_lefts(const void *left, const void *right)
{
    const page_line *a = left, *b = right;
    return a->at.left < b->at.left ? -1 : a->at.left > b->at.left;
}

/* Put `l` behind `last`, which then is both. What was put together before stands
 * at the end of the text, and grows there. */
static void append(ordering *o, page_line *last, const page_line *l)
{
    page_set *s = o->set;
    o->failed |= !buf_reserve(&s->text, (size_t)last->len + l->len + 1);
    if (o->failed)
        return;
    if ((size_t)last->text + last->len != s->text.len) {
        const char *words = line_words(s, last);
        last->text = (uint32_t)s->text.len;
        buf_add(&s->text, words, last->len);
    }
    buf_add_byte(&s->text, ' ');
    buf_add(&s->text, line_words(s, l), l->len);
    last->len = (uint32_t)s->text.len - last->text;
    last->words += l->words;
    last->at.right = l->at.right;
    last->bold = last->bold && l->bold;
}

static bool is_number(const page_set *s, const page_line *l)
{
    const char *text = line_words(s, l);
    for (size_t i = 0; i < l->len; i++)
        if (text[i] < '0' || text[i] > '9')
            return false;
    return l->len <= PAGE_DIGITS;
}

/* True for a row in which dots lead to a number; where `listed` tells that a
 * table of contents is here, for one without dots as well. */
static bool is_leader(const page_set *s, const page_line *row, size_t count,
                      bool listed)
{
    size_t dots = 0;
    for (size_t i = 0; i < count; i++) {
        dots += row[i].dots;
        if (row[i].leader)
            return true;
    }
    return (dots > 0 || listed) && dots + 1 < count &&
           is_number(s, &row[count - 1]);
}

/* One line of all parts but the dots. */
static size_t join_leader(ordering *o, page_line *row, size_t count)
{
    page_line *line = NULL;
    for (size_t i = 0; i < count; i++) {
        if (row[i].dots)
            continue;
        if (line == NULL) {
            row[0] = row[i];
            line = &row[0];
        } else {
            append(o, line, &row[i]);
        }
    }
    row[0].leader = true;
    row[0].gaps = false;
    return 1;
}

/* Put together again what is of one line and no gutter parts. */
static size_t join_parts(ordering *o, page_line *row, size_t count)
{
    size_t kept = 0, kept_words = 0;
    float least = 0;
    for (size_t i = 0; i < count; i++) {
        page_line *l = &row[i], *last = kept > 0 ? &row[kept - 1] : NULL;
        const float gap = last == NULL ? 0 : l->at.left - last->at.right;
        if (last == NULL || (last->origin != l->origin &&
                             (gap > NARROW * l->size || gap < 0 || l->mark))) {
            row[kept++] = *l;
            kept_words = 1;
            least = 0;
            continue;
        }
        /* The number of a heading or an item stands apart. */
        const bool number = last->words == 1 && last->len <= NUMBER_BYTES;
        /* Where all words stand apart evenly the line was set loosely. */
        const bool even = last->words == kept_words && l->words == 1 &&
                          (least == 0 || gap < 1.3f * least);
        least = least == 0 || gap < least ? gap : least;
        kept_words++;
        last->gaps |= l->gaps || (gap > WIDE * last->size && !number && !even);
        append(o, last, l);
    }
    return kept;
}

/* Letters of other kinds stand a little higher or lower in their boxes. */
static bool is_in_row(const page_line *first, const page_line *l)
{
    const float middle =
        (l->at.top + l->at.bottom) / 2 - (first->at.top + first->at.bottom) / 2;
    const bool apart =
        l->at.left >= first->at.right || l->at.right <= first->at.left;
    return l->base - first->base < ROW * l->size ||
           (apart && middle < ROW * l->size && middle > -ROW * l->size);
}

/* Where the row that begins at `first` ends. */
static size_t row_end(const page_line *lines, size_t count, size_t first)
{
    size_t end = first + 1;
    while (end < count && is_in_row(&lines[first], &lines[end]))
        end++;
    return end;
}

/* See if so many rows have dots in them that they list what the document
 * contains. */
static bool find_listed(const page_line *lines, size_t count)
{
    size_t leaders = 0;
    for (size_t i = 0, end; i < count; i = end) {
        bool leader = false;
        end = row_end(lines, count, i);
        for (size_t k = i; k < end; k++)
            leader = leader || lines[k].leader || lines[k].dots;
        leaders += leader;
    }
    return leaders >= LISTED_MIN;
}

/* Join what is of one row; returns how many lines are left. */
static size_t join_rows(ordering *o, page_line *lines, size_t count,
                        bool listed)
{
    size_t kept = 0;
    for (size_t i = 0, end; i < count; i = end) {
        end = row_end(lines, count, i);
        qsort(lines + i, end - i, sizeof *lines, compare_lefts);
        const size_t parts = is_leader(o->set, lines + i, end - i, listed)
                                 ? join_leader(o, lines + i, end - i)
                                 : join_parts(o, lines + i, end - i);
        memmove(lines + kept, lines + i, parts * sizeof *lines);
        kept += parts;
    }
    return kept;
}

/* From the head down, and from left to right within a row. */
static void put_rows(ordering *o, page_line *lines, size_t count)
{
    const bool listed = find_listed(lines, count);
    count = join_rows(o, lines, count, listed);
    float from = count > 0 ? lines[0].at.left : 0;
    float to = count > 0 ? lines[0].at.right : 0;
    for (size_t i = 1; i < count; i++) {
        from = lines[i].at.left < from ? lines[i].at.left : from;
        to = lines[i].at.right > to ? lines[i].at.right : to;
    }
    for (size_t i = 0; i < count; i++) {
        lines[i].from = from;
        lines[i].to = to;
    }
    memcpy(o->to + o->count, lines, count * sizeof *lines);
    o->count += count;
}

static void count_in(side *s, const page_line *l)
{
    s->width += l->at.right - l->at.left;
    if (s->lines == 0)
        s->top = l->base;
    if (s->lines == 0 || l->base - s->bottom > .3f * l->size) {
        s->bottom = l->base;
        s->lines++;
    }
}

static bool is_column(const ordering *o, const side *s, bool known)
{
    if (known)
        return s->lines > 1;
    return s->lines >= COLUMN_LINES &&
           s->width > (float)s->lines * COLUMN_WIDTH * o->size;
}

/* How well the place parts two columns; 0: not at all. */
static float weigh(const ordering *o, const page_line *lines, size_t count,
                   float place, bool known)
{
    side left = {0}, right = {0}, over = {0};
    for (size_t i = 0; i < count; i++) {
        const page_line *l = &lines[i];
        if (l->dots)
            continue;
        count_in(l->at.right <= place  ? &left
                 : l->at.left >= place ? &right
                                       : &over,
                 l);
    }
    const float top = left.top > right.top ? left.top : right.top;
    const float bottom =
        left.bottom < right.bottom ? left.bottom : right.bottom;
    if (!is_column(o, &left, known) || !is_column(o, &right, known) ||
        2 * over.lines > left.lines + right.lines ||
        (!known && bottom - top < 3 * o->size))
        return 0;
    return (float)(left.lines + right.lines) - 2 * (float)over.lines;
}

/* Where columns are parted; false if they are not. */
static bool find_gutter(ordering *o, const page_line *lines, size_t count,
                        float *gutter)
{
    float best = 0;
    bool seen[PLACES] = {false};
    for (size_t i = 0; i < count; i++) {
        const float place = lines[i].at.right + .5f;
        const float at = place * PLACES_A_POINT;
        if (at < 0 || at >= PLACES || seen[(size_t)at])
            continue;
        seen[(size_t)at] = true;
        if (!go_on(o, count))
            return false;
        const float weight = weigh(o, lines, count, place, false);
        if (weight > best) {
            best = weight;
            *gutter = place;
        }
    }
    return best > 0;
}

static void put(ordering *o, page_line *lines, size_t count, unsigned depth);

/* The columns between two lines that lie over the gutter. */
static void put_band(ordering *o, page_line *lines, size_t count, float gutter,
                     unsigned depth)
{
    /* What is not yet in order has room behind what is. */
    page_line *rest = o->to + o->count;
    size_t left = 0, right = 0;
    for (size_t i = 0; i < count; i++)
        if (lines[i].at.right > gutter)
            rest[right++] = lines[i];
        else
            lines[left++] = lines[i];
    memcpy(lines + left, rest, right * sizeof *lines);
    put(o, lines, left, depth + 1);
    put(o, lines + left, count - left, depth + 1);
}

/* Which lines lie over the gutter, with all of their parts. */
static void find_over(ordering *o, page_line *lines, size_t count, float gutter)
{
    for (size_t i = 0; i < count; i++)
        lines[i].over = lines[i].at.left < gutter && lines[i].at.right > gutter;
    for (size_t i = 0, k; i < count; i++) {
        for (k = i + 1;
             k < count && lines[k].base - lines[i].base < lines[i].size; k++) {
            const float gap = lines[k].at.left - lines[i].at.right;
            if (lines[k].origin != lines[i].origin &&
                (gap < 0 || gap > LINE_GAP * lines[i].size))
                continue;
            lines[i].over |= lines[k].over;
            lines[k].over |= lines[i].over;
        }
        if (!go_on(o, k - i))
            return;
    }
}

static void put(ordering *o, page_line *lines, size_t count, unsigned depth)
{
    float gutter = 0;
    bool found = depth < DEPTH_MAX && find_gutter(o, lines, count, &gutter);
    if (depth == 0 && found)
        o->known = gutter;
    if (depth == 0 && !found && o->known > 0) {
        gutter = o->known;
        found = weigh(o, lines, count, gutter, true) > 0;
    }
    if (o->failed)
        return;
    if (!found) {
        put_rows(o, lines, count);
        return;
    }
    find_over(o, lines, count, gutter);
    for (size_t i = 0, end; i < count && !o->failed; i = end) {
        const bool over = lines[i].over;
        for (end = i + 1; end < count && lines[end].over == over;)
            end++;
        if (over)
            put_rows(o, lines + i, end - i);
        else
            put_band(o, lines + i, end - i, gutter, depth);
    }
}

/* Lines of which nothing is read come last. */
static size_t set_apart(page_line *lines, size_t count)
{
    size_t read = 0;
    for (size_t i = 0; i < count; i++) {
        if (!line_is_body(&lines[i]))
            continue;
        const page_line moved = lines[i];
        lines[i] = lines[read];
        lines[read++] = moved;
    }
    return read;
}

bool layout_order(page_set *s)
{
    buf room;
    buf_init(&room, s->lines.max);
    bool ok = true;
    float known = 0;
    for (size_t i = 0; ok && i < page_count(s); i++) {
        const printed_page *p = page_at(s, i);
        if (p->lines == 0 || p->lines > LINES_MAX)
            continue;
        buf_clear(&room);
        if (!buf_reserve(&room, p->lines * sizeof(page_line))) {
            ok = false;
            break;
        }
        ordering o = {.set = s,
                      .from = line_at(s, p->line),
                      .to = (page_line *)(void *)room.data,
                      .size = s->size,
                      .known = known};
        if (!go_on(&o, p->lines)) {
            ok = false;
            break;
        }
        const size_t read = set_apart(o.from, p->lines);
        qsort(o.from, read, sizeof *o.from, compare_bases);
        put(&o, o.from, read, 0);
        memcpy(o.from, o.to, o.count * sizeof *o.from);
        for (size_t k = o.count; k < read; k++)
            o.from[k].kind = LINE_GONE;
        known = o.known;
        ok = !o.failed;
    }
    buf_release(&room);
    return ok;
}
