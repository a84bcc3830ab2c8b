/* SPDX-License-Identifier: MIT
 *
 * In: a paragraph and its highlights. Out: the best piece of it. */
#include "searcher/snippet.h"

#include "base/utf8.h"

#include <utf8proc.h>

#define ELLIPSIS "\xE2\x80\xA6"
#define CONTEXT_CHARACTERS 40u
#define SNIPPET_BUDGET (SNIPPET_CHARACTERS - 2) /* two ellipses */

/* How many characters lie in [start, end). */
static size_t characters(const char *text, size_t start, size_t end)
{
    return utf8_length(text + start, end - start);
}

/* ---------------------------------------------------------------- window - */

/* Highlights [first, end) and what they are worth. */
typedef struct window {
    size_t first, end;
    size_t width; /* characters from the first's start to the last's end */
    uint64_t weight;
} window;

static pilcrow_status take_in(window *w, const highlight *next, size_t width,
                              snippet_weights *weights, pilcrow_error *err)
{
    uint32_t weight;
    pilcrow_status status = snippet_weight(&weight, weights, next->group, err);
    if (status == PILCROW_OK && weights->standing[next->group]++ == 0)
        w->weight += weight;
    w->width += width;
    w->end++;
    return status;
}

/* Let go of the first; the window is not empty. */
static void let_go(window *w, const highlight *items, const char *text,
                   snippet_weights *weights)
{
    const highlight *first = &items[w->first];
    size_t until =
        w->first + 1 < w->end ? first[1].span.start : first->span.end;
    if (--weights->standing[first->group] == 0)
        w->weight -= weights->weights[first->group];
    w->width -= characters(text, first->span.start, until);
    w->first++;
}

/* The first of the best windows of at most `budget` characters; a highlight
 * that is longer is one of its own. There is at least one highlight. */
static pilcrow_status best_window(window *best, const char *text,
                                  const highlight_list *list, size_t budget,
                                  snippet_weights *weights, pilcrow_error *err)
{
    window w = {0};
    pilcrow_status status = PILCROW_OK;
    *best = w;
    for (size_t i = 0; i < list->count && status == PILCROW_OK; i++) {
        const highlight *next = &list->items[i];
        size_t from = i > 0 ? next[-1].span.end : next->span.start;
        size_t step = characters(text, from, next->span.end);
        size_t alone = characters(text, next->span.start, next->span.end);
        while (w.first < w.end && w.width + step > budget)
            let_go(&w, list->items, text, weights);
        status = take_in(&w, next, w.first == i ? alone : step, weights, err);
        if (w.weight > best->weight ||
            (w.weight == best->weight &&
             w.end - w.first > best->end - best->first))
            *best = w;
    }
    while (w.first < w.end)
        let_go(&w, list->items, text, weights);
    return status;
}

/* ---------------------------------------------------------------- cutting - */

/* Go back from `at` by up to `count` characters. */
static size_t step_back(const char *text, size_t at, size_t count)
{
    while (at > 0 && count-- > 0) {
        at--;
        while (at > 0 && ((unsigned char)text[at] & 0xC0) == 0x80)
            at--;
    }
    return at;
}

static size_t step_on(const char *text, size_t len, size_t at, size_t count)
{
    while (at < len && count-- > 0) {
        uint32_t code;
        at += utf8_read(text + at, len - at, &code);
    }
    return at;
}

/* Letters of which a word is made; those of scripts that set no spaces are
 * words of their own. */
static bool is_of_a_word(uint32_t code)
{
    static const uint32_t joints[] = {'\'', '-', '_', '.', ',', 0x2019, 0x2011};
    for (size_t i = 0; i < sizeof joints / sizeof *joints; i++)
        if (code == joints[i])
            return true;
    utf8proc_category_t category = utf8proc_category((utf8proc_int32_t)code);
    bool spaceless = code >= 0x2E80 && code < 0xAC00;
    return category >= UTF8PROC_CATEGORY_LU &&
           category <= UTF8PROC_CATEGORY_NO && !spaceless && code < 0x20000;
}

static uint32_t code_at(const char *text, size_t len, size_t at)
{
    uint32_t code = ' ';
    if (at < len)
        utf8_read(text + at, len - at, &code);
    return code;
}

static bool is_mark(uint32_t code)
{
    utf8proc_category_t category = utf8proc_category((utf8proc_int32_t)code);
    return code == 0x200D || (category >= UTF8PROC_CATEGORY_MN &&
                              category <= UTF8PROC_CATEGORY_ME);
}

/* May the text be cut before byte `at`, where no space is? */
static bool is_boundary(const char *text, size_t len, size_t at)
{
    if (at == 0 || at >= len)
        return true;
    uint32_t before = code_at(text, len, step_back(text, at, 1));
    uint32_t after = code_at(text, len, at);
    return before > ' ' && after > ' ' && !is_mark(after) &&
           !(is_of_a_word(before) && is_of_a_word(after));
}

/* The first boundary in [at, limit]: one after a space, else any, else
 * `limit`. */
static size_t next_word(const char *text, size_t len, size_t at, size_t limit)
{
    size_t any = limit;
    if (at == 0)
        return 0;
    for (size_t to = at; to < limit; to = step_on(text, len, to, 1)) {
        if ((unsigned char)text[to - 1] <= ' ')
            return to;
        if (any == limit && is_boundary(text, len, to))
            any = to;
    }
    return any;
}

/* The last boundary in [limit, at]: one before a space, else any, else
 * `limit`. */
static size_t word_end(const char *text, size_t len, size_t at, size_t limit)
{
    size_t any = limit;
    if (at == len)
        return len;
    for (size_t to = at; to > limit; to = step_back(text, to, 1)) {
        if ((unsigned char)text[to] <= ' ')
            return to;
        if (any == limit && is_boundary(text, len, to))
            any = to;
    }
    return any;
}

/* A piece of `budget` characters of one endless word; not before a mark. */
static size_t word_cut(const char *text, size_t len, size_t start,
                       size_t budget)
{
    size_t end = step_on(text, len, start, budget);
    size_t to = end;
    while (to > start && is_mark(code_at(text, len, to)))
        to = step_back(text, to, 1);
    return to > start ? to : end;
}

/* The window [*start, *end) of the text to show around [first, last). */
static void widen(const char *text, size_t len, size_t first, size_t last,
                  size_t *start, size_t *end)
{
    size_t used = characters(text, first, last);
    if (used > SNIPPET_BUDGET) {
        *start = first;
        *end = word_cut(text, len, first, SNIPPET_BUDGET);
        return;
    }
    size_t spare = SNIPPET_BUDGET - used;
    size_t before = spare < CONTEXT_CHARACTERS ? spare : CONTEXT_CHARACTERS;
    size_t from = step_back(text, first, before);
    size_t to = step_on(text, len, last, spare - characters(text, from, first));
    if (to == len) /* the end is near: show more of what comes before */
        from = step_back(text, first, spare - characters(text, last, len));
    *start = next_word(text, len, from, first);
    *end = word_end(text, len, to, last);
    if (*end == *start)
        *end = word_cut(text, len, *start, SNIPPET_BUDGET);
}

/* Take in the rest of the words, as spaces set them apart, that [first, last)
 * begins and ends in, if there is room. */
static void take_whole_words(const char *text, size_t len, size_t *first,
                             size_t *last)
{
    size_t start = *first;
    size_t end = *last;
    size_t least = step_back(text, start, CONTEXT_CHARACTERS);
    size_t most = step_on(text, len, end, CONTEXT_CHARACTERS);
    while (start > least && (unsigned char)text[start - 1] > ' ')
        start--;
    while (end < most && (unsigned char)text[end] > ' ')
        end++;
    if ((start > least || start == 0) && (end < most || end == len) &&
        characters(text, start, end) <= SNIPPET_BUDGET) {
        *first = start;
        *last = end;
    }
}

static pilcrow_status choose(size_t *start, size_t *end, const char *text,
                             size_t len, const highlight_list *list,
                             snippet_weights *weights, pilcrow_error *err)
{
    size_t first = 0;
    size_t last = 0;
    if (list->count > 0) {
        window best;
        pilcrow_status status =
            best_window(&best, text, list, SNIPPET_BUDGET, weights, err);
        if (status != PILCROW_OK)
            return status;
        first = list->items[best.first].span.start;
        last = list->items[best.end - 1].span.end;
        take_whole_words(text, len, &first, &last);
    }
    widen(text, len, first, last, start, end);
    return PILCROW_OK;
}

/* The first highlight that ends behind `at`. */
static size_t first_behind(const highlight_list *list, size_t at)
{
    size_t low = 0;
    size_t high = list->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (list->items[middle].span.end <= at)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static bool add_spans(snippet *out, arena *a, const highlight_list *list,
                      size_t start, size_t end, size_t shift)
{
    size_t first = first_behind(list, start);
    size_t count = 0;
    while (first + count < list->count &&
           list->items[first + count].span.start < end)
        count++;
    pilcrow_span *spans = arena_array(a, count + 1, sizeof *spans);
    if (spans == NULL)
        return false;
    for (size_t i = 0; i < count; i++) {
        pilcrow_span span = list->items[first + i].span;
        size_t from = span.start > start ? span.start : start;
        size_t to = span.end < end ? span.end : end;
        spans[i] = (pilcrow_span){from - start + shift, to - start + shift};
    }
    out->spans = spans;
    out->span_count = count;
    return true;
}

pilcrow_status snippet_cut(snippet *out, arena *a, const char *text, size_t len,
                           const highlight_list *highlights,
                           snippet_weights *weights, pilcrow_error *err)
{
    size_t start = 0;
    size_t end = len;
    pilcrow_status status = PILCROW_OK;
    buf piece;
    buf_init(&piece, 4 * SNIPPET_CHARACTERS + 16);
    *out = (snippet){0};
    if (utf8_length(text, len) > SNIPPET_CHARACTERS)
        status = choose(&start, &end, text, len, highlights, weights, err);
    if (status != PILCROW_OK)
        return status;
    if (start > 0)
        buf_add_text(&piece, ELLIPSIS);
    size_t shift = piece.len;
    buf_add(&piece, text + start, end - start);
    if (end < len)
        buf_add_text(&piece, ELLIPSIS);
    out->text =
        piece.failed ? NULL : arena_copy(a, buf_text(&piece), piece.len);
    buf_release(&piece);
    if (out->text == NULL || !add_spans(out, a, highlights, start, end, shift))
        return error_no_memory(err);
    return PILCROW_OK;
}
