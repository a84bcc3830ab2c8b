/* SPDX-License-Identifier: MIT
 *
 * In: lines with their sizes. Out: the edges of the column of each, and what
 * most lines of the document are like. Invariant: on pages of very many lines
 * a line's own edges are those of its column. */
#include "corpus/layout_parts.h"

#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "corpus/text.h"

#define LINES_MAX 1500u
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

static bool is_full_kind(const page_line *l, const page_line *of)
{
    const float middle = (of->at.left + of->at.right) / 2;
    return line_is_body(l) && l->words >= COLUMN_WORDS && !l->gaps &&
           distance(l->size, of->size) < .07f * of->size &&
           l->at.left <= middle && l->at.right >= middle;
}

/* Where a line begins or ends, and how wide it is. */
typedef struct edge {
    float at, weight;
} edge;

static int compare_edges(const void *left, const void *right)
{
    const edge *a = left, *b = right;
    return a->at < b->at ? -1 : a->at > b->at;
}

/* The edge that the widest lines share, of `count` in order; of those that are
 * alike the outermost. */
static float heaviest(const edge *edges, size_t count, bool left, float best)
{
    float most = 0, weight = 0;
    size_t first = 0, end = 0;
    for (size_t i = 0; i < count; i++) {
        for (; end < count && edges[end].at < edges[i].at + NEAR; end++)
            weight += edges[end].weight;
        for (; edges[first].at <= edges[i].at - NEAR; first++)
            weight -= edges[first].weight;
        if (weight > most * 1.01f || (!left && weight > most * .99f)) {
            most = weight;
            best = edges[i].at;
        }
    }
    return best;
}

/* Find the edge that most lines of the column have. Lines weigh by their
 * widths, so that short ones say little. */
static float find_edge(const page_set *s, const printed_page *p,
                       const page_line *of, bool left, buf *edges)
{
    const float own = left ? of->at.left : of->at.right;
    buf_clear(edges);
    for (size_t i = p->line; i < (size_t)p->line + p->lines; i++) {
        const page_line *l = line_at(s, i);
        const edge e = {left ? l->at.left : l->at.right,
                        l->at.right - l->at.left};
        if (is_full_kind(l, of))
            buf_add(edges, &e, sizeof e);
    }
    const size_t count = edges->len / sizeof(edge);
    if (count == 0)
        return own;
    qsort(edges->data, count, sizeof(edge), compare_edges);
    return heaviest((const edge *)(const void *)edges->data, count, left, own);
}

/* Of a ragged column the edge is where its longest lines end. */
static float widest(const page_set *s, const printed_page *p,
                    const page_line *of)
{
    float best = of->at.right;
    for (size_t i = p->line; i < (size_t)p->line + p->lines; i++) {
        const page_line *l = line_at(s, i);
        if (is_full_kind(l, of) && l->at.right > best &&
            l->at.left > of->left - 3 * of->size)
            best = l->at.right;
    }
    return best;
}

/* Lines next to each other mostly lie in one column. */
static bool takes_edges(const page_line *l, const page_line *before)
{
    return before != NULL && before->page == l->page &&
           distance(l->size, before->size) < .02f * l->size &&
           distance(l->at.left + l->at.right,
                    before->at.left + before->at.right) < .5f;
}

static void find_columns(page_set *s, const printed_page *p, buf *edges)
{
    const page_line *before = NULL;
    for (size_t i = p->line; i < (size_t)p->line + p->lines; i++) {
        page_line *l = line_at(s, i);
        l->left = l->at.left;
        l->right = l->at.right;
        if (p->lines > LINES_MAX || !line_is_body(l))
            continue;
        if (takes_edges(l, before)) {
            l->left = before->left;
            l->right = before->right;
        } else {
            l->left = find_edge(s, p, l, true, edges);
            l->right = find_edge(s, p, l, false, edges);
            if (l->right < l->at.right || !s->justified)
                l->right = widest(s, p, l);
        }
        if (l->left > l->at.left + 4 * l->size)
            l->left = l->at.left;
        before = l;
    }
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
    if (!layout_order(s))
        return false;
    for (size_t i = 0; i < line_count(s); i++) {
        page_line *l = line_at(s, i);
        l->left = l->at.left;
        l->right = l->at.right;
    }
    find_justified(s);
    buf edges;
    buf_init(&edges, s->lines.max);
    for (size_t i = 0; i < page_count(s); i++)
        find_columns(s, page_at(s, i), &edges);
    const bool ok = !edges.failed;
    buf_release(&edges);
    find_pitch(s);
    find_indents(s);
    return ok && s->size > 0;
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
