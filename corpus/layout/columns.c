/* SPDX-License-Identifier: MIT
 *
 * In: lines with their sizes. Out: the edges of the column of each, and what
 * most lines of the document are like. Invariant: on pages of very many lines,
 * or of very many columns, a line's own edges are those of its column. */
#include "corpus/layout/parts.h"

#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "corpus/text.h"

#define LINES_MAX 1500u
/* So often edges are looked for on a page: lines of one column mostly stand
 * together, and need it once. */
#define LOOKS_MAX 400u
/* Sizes are told apart by this part of a point, up to SIZE_BINS of them. */
#define BINS_A_POINT 4
#define BINS 800
#define COLUMN_WORDS 3
#define NEAR 2.f

typedef struct bins {
    uint64_t of[BINS];
} bins;

static void bins_add(bins *b, float value, uint64_t weight)
{
    const long at = (long)(value * BINS_A_POINT + .5f);
    if (at > 0 && at < BINS)
        b->of[at] += weight;
}

/* The fullest bin together with its neighbours. */
static float bins_mode(const bins *b)
{
    size_t best = 0;
    uint64_t most = 0;
    for (size_t i = 1; i + 1 < BINS; i++) {
        const uint64_t sum = b->of[i - 1] + 2 * b->of[i] + b->of[i + 1];
        if (sum > most) {
            most = sum;
            best = i;
        }
    }
    return (float)best / BINS_A_POINT;
}

static void find_size(page_set *s)
{
    bins sizes = {0};
    for (size_t i = 0; i < line_count(s); i++) {
        const page_line *l = line_at(s, i);
        if (line_is_body(l))
            bins_add(&sizes, l->size, l->len);
    }
    s->size = bins_mode(&sizes);
}

/* ------------------------------------------------------------- columns --- */

/* A line that tells where its column begins and ends, and how large its letters
 * are. */
typedef struct edge {
    float left, right, size;
} edge;

/* Those of the page in hand, by their left ends and by their right ends, and
 * room for those of one column. */
typedef struct edges {
    page_set *set;
    buf lefts, rights, room;
    size_t looks; /* so often they were looked for on it */
} edges;

static size_t edge_count(const buf *b)
{
    return b->len / sizeof(edge);
}

static edge *edges_of(const buf *b)
{
    return (edge *)(void *)b->data;
}

static int compare_lefts(const void *left, const void *right)
{
    const edge *a = left, *b = right;
    return a->left < b->left ? -1 : a->left > b->left;
}

static int compare_rights(const void *left, const void *right)
{
    const edge *a = left, *b = right;
    return a->right < b->right ? -1 : a->right > b->right;
}

static void sort_edges(const buf *b, int (*compare)(const void *, const void *))
{
    if (b->len > 0)
        qsort(b->data, edge_count(b), sizeof(edge), compare);
}

static bool read_page(edges *e, const printed_page *p)
{
    buf_clear(&e->lefts);
    buf_clear(&e->rights);
    e->looks = 0;
    for (size_t i = p->line; i < (size_t)p->line + p->lines; i++) {
        const page_line *l = line_at(e->set, i);
        const edge at = {l->at.left, l->at.right, l->size};
        if (line_is_body(l) && l->words >= COLUMN_WORDS && !l->gaps)
            buf_add(&e->lefts, &at, sizeof at);
    }
    buf_add(&e->rights, buf_text(&e->lefts), e->lefts.len);
    if (e->lefts.failed || e->rights.failed)
        return false;
    sort_edges(&e->lefts, compare_lefts);
    sort_edges(&e->rights, compare_rights);
    return buf_reserve(&e->room, e->lefts.len);
}

/* Take those of the line's size that lie about its middle, in their order. */
static size_t take_column(edges *e, const buf *all, const page_line *of)
{
    const edge *from = edges_of(all);
    edge *to = edges_of(&e->room);
    const float middle = (of->at.left + of->at.right) / 2;
    size_t count = 0;
    for (size_t i = 0; i < edge_count(all); i++) {
        to[count] = from[i];
        count += (distance(from[i].size, of->size) < .07f * of->size) &
                 (from[i].left <= middle) & (from[i].right >= middle);
    }
    return count;
}

/* The edge that the widest lines share, of `count` in order; of those that are
 * alike the outermost. Lines weigh by their widths, so that short ones say
 * little. */
static float heaviest(const edge *all, size_t count, bool left, float best)
{
    float most = 0, weight = 0;
    size_t first = 0, end = 0;
    for (size_t i = 0; i < count; i++) {
        const float at = left ? all[i].left : all[i].right;
        for (;
             end < count && (left ? all[end].left : all[end].right) < at + NEAR;
             end++)
            weight += all[end].right - all[end].left;
        for (; (left ? all[first].left : all[first].right) <= at - NEAR;
             first++)
            weight -= all[first].right - all[first].left;
        if (weight > most * 1.01f || (!left && weight > most * .99f)) {
            most = weight;
            best = at;
        }
    }
    return best;
}

/* Of a ragged column the edge is where its longest lines end. */
static float widest(const edge *all, size_t count, const page_line *of)
{
    float best = of->at.right;
    for (size_t i = 0; i < count; i++)
        if (all[i].right > best && all[i].left > of->left - 3 * of->size)
            best = all[i].right;
    return best;
}

/* Find the edges that most lines of the line's column have. */
static void find_edges(edges *e, page_line *l)
{
    const edge *column = edges_of(&e->room);
    size_t count = take_column(e, &e->lefts, l);
    l->left = heaviest(column, count, true, l->at.left);
    count = take_column(e, &e->rights, l);
    l->right = heaviest(column, count, false, l->at.right);
    if (l->right < l->at.right || !e->set->justified)
        l->right = widest(column, count, l);
}

/* Lines next to each other mostly lie in one column. */
static bool takes_edges(const page_line *l, const page_line *before)
{
    return before != NULL && before->page == l->page &&
           distance(l->size, before->size) < .02f * l->size &&
           distance(l->at.left + l->at.right,
                    before->at.left + before->at.right) < .5f;
}

static bool find_columns(edges *e, const printed_page *p)
{
    page_set *s = e->set;
    const page_line *before = NULL;
    if (!layout_goes_on(s, p->lines) ||
        (p->lines <= LINES_MAX && !read_page(e, p)))
        return false;
    for (size_t i = p->line; i < (size_t)p->line + p->lines; i++) {
        page_line *l = line_at(s, i);
        l->left = l->at.left;
        l->right = l->at.right;
        if (p->lines > LINES_MAX || e->looks == LOOKS_MAX || !line_is_body(l))
            continue;
        if (takes_edges(l, before)) {
            l->left = before->left;
            l->right = before->right;
        } else if (layout_goes_on(s, edge_count(&e->lefts))) {
            find_edges(e, l);
            e->looks++;
        } else {
            return false;
        }
        if (l->left > l->at.left + 4 * l->size)
            l->left = l->at.left;
        before = l;
    }
    return true;
}

static bool find_all_columns(page_set *s)
{
    edges e = {.set = s};
    bool ok = true;
    buf_init(&e.lefts, s->lines.max);
    buf_init(&e.rights, s->lines.max);
    buf_init(&e.room, s->lines.max);
    for (size_t i = 0; ok && i < page_count(s); i++)
        ok = find_columns(&e, page_at(s, i));
    buf_release(&e.lefts);
    buf_release(&e.rights);
    buf_release(&e.room);
    return ok;
}

/* --------------------------------------------------------------- style --- */

/* See if lines end where the one above them does. */
static void find_justified(page_set *s)
{
    size_t same = 0, all = 0;
    const page_line *last = NULL;
    for (size_t i = 0; i < line_count(s); i++) {
        const page_line *l = line_at(s, i);
        if (!line_is_body(l) || l->words < COLUMN_WORDS + 1)
            continue;
        if (last != NULL && layout_is_below(last, l)) {
            same += distance(l->at.right, last->at.right) < NEAR;
            all++;
        }
        last = l;
    }
    s->justified = 2 * same >= all;
}

static void find_pitch(page_set *s)
{
    bins pitches = {0};
    for (size_t i = 1; i < line_count(s); i++) {
        const page_line *l = line_at(s, i), *last = l - 1;
        const float pitch = l->base - last->base;
        if (line_is_body(l) && line_is_body(last) && l->page == last->page &&
            distance(l->size, s->size) < .5f && pitch < 4 * s->size &&
            l->words >= COLUMN_WORDS && last->words >= COLUMN_WORDS)
            bins_add(&pitches, pitch, 1);
    }
    s->pitch = bins_mode(&pitches);
    if (s->pitch < .8f * s->size)
        s->pitch = 1.2f * s->size;
}

/* Paragraphs that begin with an indent, and lines with none below a line that
 * ends short. */
static void find_indents(page_set *s)
{
    size_t indented = 0, flush = 0;
    for (size_t i = 1; i + 1 < line_count(s); i++) {
        const page_line *l = line_at(s, i), *last = l - 1, *next = l + 1;
        if (!line_is_body(l) || !line_is_body(last) || !line_is_body(next) ||
            distance(l->size, s->size) > .08f * s->size ||
            !layout_is_below(last, l) || !layout_is_below(l, next) ||
            l->words <= COLUMN_WORDS ||
            layout_marker(line_words(s, l), l->len) > 0)
            continue;
        const float indent = l->at.left - l->left;
        const bool short_before =
            layout_is_short(s, last, l) && last->at.left - last->left < s->size;
        indented += indent > .6f * s->size && indent < 5 * s->size &&
                    distance(next->at.left, next->left) < NEAR;
        flush += distance(indent, 0) < NEAR && short_before &&
                 distance(last->size, l->size) < .08f * s->size;
    }
    s->indents = indented > flush && indented >= 2;
}

bool layout_columns(page_set *s)
{
    find_size(s);
    if (s->size <= 0)
        return true;
    if (!layout_order(s))
        return false;
    for (size_t i = 0; i < line_count(s); i++) {
        page_line *l = line_at(s, i);
        l->left = l->at.left;
        l->right = l->at.right;
    }
    find_justified(s);
    const bool ok = find_all_columns(s);
    find_pitch(s);
    find_indents(s);
    return ok;
}

bool layout_is_below(const page_line *line, const page_line *next)
{
    const float left =
        line->at.left > next->at.left ? line->at.left : next->at.left;
    const float right =
        line->at.right < next->at.right ? line->at.right : next->at.right;
    const bool same = line->from == next->from && line->to == next->to &&
                      line->to > line->from;
    return line->page == next->page && next->base > line->base &&
           (right > left || same) &&
           next->base - line->base < 12 * (line->size + next->size);
}

bool layout_is_short(const page_set *s, const page_line *line,
                     const page_line *next)
{
    const char *text = line_words(s, next);
    size_t first = 0;
    if (distance(line->at.right, next->at.right) < 1.5f &&
        layout_is_below(line, next))
        return false;
    while (first < next->len && text[first] != ' ')
        first++;
    const size_t letters = utf8_length(text, next->len);
    const float width = next->at.right - next->at.left;
    const float word =
        letters == 0 ? 0
                     : width * (float)utf8_length(text, first) / (float)letters;
    return line->right - line->at.right > word * 1.1f + .4f * line->size;
}
