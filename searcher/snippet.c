/* SPDX-License-Identifier: MIT
 *
 * In: a paragraph and its highlights. Out: the best piece of it. */
#include <string.h>

#include "base/utf8.h"
#include "searcher/highlight.h"

#define ELLIPSIS "\xE2\x80\xA6"
#define CONTEXT_CHARACTERS 40u

/* How many characters lie in [start, end). */
static size_t characters(const char *text, size_t start, size_t end)
{
    return utf8_length(text + start, end - start);
}

/* Different groups among highlights [first, last]. */
static size_t different_groups(const highlight_list *list, size_t first,
                               size_t last)
{
    size_t count = 0;
    for (size_t i = first; i <= last; i++) {
        bool seen = false;
        for (size_t k = first; k < i && !seen; k++)
            seen = list->items[k].group == list->items[i].group;
        count += !seen;
    }
    return count;
}

/* The highlights that the best window holds. */
static void best_window(const char *text, const highlight_list *list,
                        size_t budget, size_t *best_first, size_t *best_last)
{
    size_t best_groups = 0;
    size_t best_count = 0;
    *best_first = *best_last = 0;
    for (size_t first = 0; first < list->count; first++) {
        size_t last = first;
        while (last + 1 < list->count &&
               characters(text, list->items[first].span.start,
                          list->items[last + 1].span.end) <= budget)
            last++;
        size_t groups = different_groups(list, first, last);
        size_t count = last - first + 1;
        if (groups < best_groups ||
            (groups == best_groups && count <= best_count))
            continue;
        best_groups = groups;
        best_count = count;
        *best_first = first;
        *best_last = last;
    }
}

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

/* The first byte of a word at or after `at`, not past `limit`. */
static size_t next_word(const char *text, size_t at, size_t limit)
{
    size_t to = at;
    if (at == 0)
        return 0;
    while (to < limit && text[to - 1] != ' ')
        to++;
    return text[to - 1] == ' ' ? to : at;
}

/* The end of a word at or before `at`, not before `limit`. */
static size_t word_end(const char *text, size_t len, size_t at, size_t limit)
{
    size_t to = at;
    if (at == len)
        return len;
    while (to > limit && text[to] != ' ')
        to--;
    return to > limit ? to : at;
}

/* The window [*start, *end) of the text to show. */
static void choose(const char *text, size_t len, const highlight_list *list,
                   size_t *start, size_t *end)
{
    const size_t budget = SNIPPET_CHARACTERS - 2; /* two ellipses */
    size_t first_byte = 0;
    size_t last_byte = 0;
    if (list->count > 0) {
        size_t first, last;
        best_window(text, list, budget, &first, &last);
        first_byte = list->items[first].span.start;
        last_byte = list->items[last].span.end;
    }
    size_t used = characters(text, first_byte, last_byte);
    size_t spare = used < budget ? budget - used : 0;
    size_t before = spare < CONTEXT_CHARACTERS ? spare : CONTEXT_CHARACTERS;
    size_t from = step_back(text, first_byte, before);
    size_t taken = characters(text, from, first_byte);
    size_t to = step_on(text, len, last_byte, spare - taken);
    if (used > budget) /* one word longer than a snippet */
        to = step_on(text, len, first_byte, budget);
    if (to == len) /* the end is near: show more of what comes before */
        from = step_back(text, first_byte,
                         spare - characters(text, last_byte, len));
    *start = next_word(text, from, first_byte);
    *end = word_end(text, len, to, last_byte);
}

static bool add_spans(snippet *out, arena *a, const highlight_list *list,
                      size_t start, size_t end, size_t shift)
{
    pilcrow_span *spans = arena_array(a, list->count + 1, sizeof *spans);
    if (spans == NULL)
        return false;
    for (size_t i = 0; i < list->count; i++) {
        pilcrow_span span = list->items[i].span;
        if (span.start < start || span.end > end)
            continue;
        spans[out->span_count++] = (pilcrow_span){
            span.start - start + shift, span.end - start + shift};
    }
    out->spans = spans;
    return true;
}

pilcrow_status snippet_cut(snippet *out, arena *a, const char *text,
                           size_t len, const highlight_list *highlights,
                           pilcrow_error *err)
{
    size_t start = 0;
    size_t end = len;
    buf piece;
    buf_init(&piece, 4 * SNIPPET_CHARACTERS + 16);
    *out = (snippet){0};
    if (utf8_length(text, len) > SNIPPET_CHARACTERS)
        choose(text, len, highlights, &start, &end);
    if (start > 0)
        buf_add_text(&piece, ELLIPSIS);
    size_t shift = piece.len;
    buf_add(&piece, text + start, end - start);
    if (end < len)
        buf_add_text(&piece, ELLIPSIS);
    out->text = piece.failed ? NULL
                             : arena_copy(a, buf_text(&piece), piece.len);
    buf_release(&piece);
    if (out->text == NULL ||
        !add_spans(out, a, highlights, start, end, shift))
        return error_no_memory(err);
    return PILCROW_OK;
}
