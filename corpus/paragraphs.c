/* SPDX-License-Identifier: MIT
 *
 * In: a cleaned text with runs. Out: one paragraph, or several that together
 * are the text but for the spaces between them, each with its own lines. */
#include "corpus/paragraphs.h"

#include <stdlib.h>
#include <string.h>

#include "corpus/text.h"

#define ITEMS_MAX ((size_t)2 * 1024 * 1024 * 1024)

void paragraphs_init(paragraph_list *list, arena *memory,
                     const line_table *lines, const corpus_sink *sink)
{
    list->memory = memory;
    list->lines = lines;
    list->sink = sink;
    buf_init(&list->items, ITEMS_MAX);
}

void paragraphs_release(paragraph_list *list)
{
    buf_release(&list->items);
}

corpus_paragraph *paragraphs_at(const paragraph_list *list, size_t index)
{
    corpus_paragraph *items = (void *)list->items.data;
    return items == NULL ? NULL : items + index;
}

size_t paragraphs_count(const paragraph_list *list)
{
    return list->items.len / sizeof(corpus_paragraph);
}

/* ---------------------------------------------------------- the cutting --- */

/* Where a piece may end, best kind last. */
enum { CUT_SPACE, CUT_COMMA, CUT_SENTENCE, CUT_KINDS };

typedef struct cutter {
    const draft *d;
    const char *source; /* the file */
    bool by_lines;
    size_t target; /* words a piece should have */
    size_t run;    /* the run that the place in hand lies in */
} cutter;

/* True if the space at `at` stands for the end of a line. `at` never goes back
 * further than one piece. */
static bool is_line_end(cutter *c, size_t at)
{
    const corpus_run *runs = draft_runs(c->d);
    size_t count = draft_run_count(c->d);
    while (c->run > 0 && runs[c->run].text > at)
        c->run--;
    while (c->run + 1 < count && runs[c->run + 1].text <= at)
        c->run++;
    const corpus_run *run = &runs[c->run];
    return !run->exact &&
           memchr(c->source + run->source, '\n', run->source_len) != NULL;
}

static int cut_kind(cutter *c, size_t at)
{
    const char *text = c->d->text.data;
    if (c->by_lines)
        return is_line_end(c, at) ? CUT_SENTENCE : CUT_SPACE;
    if (text_sentence_ends(text, c->d->text.len, at))
        return CUT_SENTENCE;
    return at > 0 && (text[at - 1] == ';' || text[at - 1] == ',') ? CUT_COMMA
                                                                  : CUT_SPACE;
}

static size_t next_space(const draft *d, size_t from)
{
    const char *found = memchr(d->text.data + from, ' ', d->text.len - from);
    return found == NULL ? d->text.len : (size_t)(found - d->text.data);
}

/* The end of the piece that begins at `start`. */
static size_t find_cut(cutter *c, size_t start)
{
    const draft *d = c->d;
    size_t best[CUT_KINDS] = {0}, words = 0;
    size_t at = start;
    while (at < d->text.len) {
        size_t end = next_space(d, at);
        words += text_words(d->text.data + at, end - at) > 0;
        bool over =
            words > PARAGRAPH_WORDS_MAX || end - start > CORPUS_PARAGRAPH_MAX;
        if (over && at > start)
            break;
        if (end == d->text.len)
            return end;
        int kind = cut_kind(c, end);
        best[kind] = end;
        if (kind == CUT_SENTENCE && words >= c->target)
            return end;
        at = end + 1;
    }
    for (int kind = CUT_KINDS - 1; kind > 0; kind--)
        if (best[kind] > start)
            return best[kind];
    return at - 1;
}

/* ----------------------------------------------------------- the pieces --- */

/* Copy the runs of text [start, end), counted from `start`. */
static bool copy_runs(paragraph_list *list, corpus_paragraph *out,
                      const draft *d, size_t start, size_t end)
{
    size_t first = draft_run_at(d, start), last = draft_run_at(d, end - 1);
    corpus_run *runs =
        arena_array(list->memory, last - first + 1, sizeof *runs);
    if (runs == NULL)
        return false;
    memcpy(runs, draft_runs(d) + first, (last - first + 1) * sizeof *runs);
    for (size_t i = 0; i <= last - first; i++) {
        size_t begin = runs[i].text, cut = begin < start ? start - begin : 0;
        size_t stop = i < last - first ? runs[i + 1].text : end;
        runs[i].text = begin + cut - start;
        if (!runs[i].exact)
            continue;
        runs[i].source += cut;
        runs[i].source_len = stop - begin - cut;
    }
    out->runs = runs;
    out->run_count = last - first + 1;
    return true;
}

static size_t within(size_t at, slice range)
{
    return at < range.start ? range.start : at > range.end ? range.end : at;
}

static bool is_inside_character(const paragraph_list *list, size_t byte)
{
    const line_table *lines = list->lines;
    return byte > 0 && byte < lines->lines[lines->count - 1].end &&
           ((unsigned char)list->source[byte] & 0xC0) == 0x80;
}

/* A tangled page may give a range that begins or ends within a character. */
static void set_place(const paragraph_list *list, corpus_paragraph *out,
                      size_t byte, size_t end_byte)
{
    while (is_inside_character(list, byte))
        byte--;
    while (is_inside_character(list, end_byte))
        end_byte++;
    size_t first = lines_at(list->lines, byte);
    size_t last = lines_at(list->lines, end_byte > byte ? end_byte - 1 : byte);
    out->byte = byte;
    out->end_byte = end_byte;
    out->line = first + 1;
    out->end_line = last + 1;
    out->page = list->lines->lines[first].page;
}

static bool add_piece(paragraph_list *list, const draft *d,
                      const paragraph_place *place, size_t start, size_t end)
{
    bool whole_end = end == d->text.len;
    size_t byte = start == 0 ? place->range.start
                             : within(draft_source(d, start), place->range);
    size_t end_byte = whole_end
                          ? place->range.end
                          : within(draft_source_end(d, end - 1), place->range);
    corpus_paragraph p = {.kind = place->kind,
                          .text_len = end - start,
                          .heading = place->heading,
                          .heading_count = place->heading_count};
    if (end_byte < byte)
        end_byte = byte;
    set_place(list, &p, byte, end_byte);
    if (end - start > CORPUS_PARAGRAPH_MAX) {
        list->sink->skip(list->sink->ctx, p.line,
                         "a word of over 1 MB is no text");
        return true;
    }
    p.text = arena_copy(list->memory, d->text.data + start, end - start);
    if (p.text == NULL || !copy_runs(list, &p, d, start, end))
        return false;
    return buf_add(&list->items, &p, sizeof p);
}

bool paragraphs_add(paragraph_list *list, const draft *d,
                    const paragraph_place *place)
{
    if (draft_failed(d))
        return false;
    /* Each word but the last has a byte and a space. */
    bool few = d->text.len / 2 < PARAGRAPH_WORDS_MAX;
    size_t words = few ? 0 : text_words(buf_text(&d->text), d->text.len);
    size_t pieces = (words + PARAGRAPH_WORDS_MAX - 1) / PARAGRAPH_WORDS_MAX;
    cutter c = {.d = d,
                .source = list->lines->text,
                .by_lines = place->kind == CORPUS_CODE,
                .target = words / (pieces > 0 ? pieces : 1)};
    bool whole = pieces <= 1 && d->text.len <= CORPUS_PARAGRAPH_MAX;
    for (size_t at = 0; at < d->text.len;) {
        size_t end = whole ? d->text.len : find_cut(&c, at);
        if (!add_piece(list, d, place, at, end))
            return false;
        at = end + 1;
    }
    return true;
}

static int compare_places(const void *left, const void *right)
{
    const corpus_paragraph *a = left, *b = right;
    if (a->byte != b->byte)
        return a->byte < b->byte ? -1 : 1;
    return a->end_byte < b->end_byte ? -1 : a->end_byte > b->end_byte;
}

void paragraphs_sort(paragraph_list *list)
{
    corpus_paragraph *items = paragraphs_at(list, 0);
    size_t count = paragraphs_count(list), sorted = 1;
    while (sorted < count && items[sorted - 1].byte <= items[sorted].byte)
        sorted++;
    if (sorted < count)
        qsort(items, count, sizeof *items, compare_places);
}
