/* SPDX-License-Identifier: MIT
 *
 * In: words and their places. Out: text of marked pieces. Invariant: pieces
 * come in the order of the pages, and each page ends in one form feed. */
#include "corpus/layout/layout.h"

#include <string.h>

#include "corpus/layout/parts.h"
#include "corpus/text.h"

#define PARTS_MAX ((size_t)1024 * 1024 * 1024)
#define RIGHT_TO_LEFT_PERCENT 30

static void open_set(page_set *s, const atomic_bool *stop)
{
    *s = (page_set){.stop = stop};
    buf_init(&s->pages, PARTS_MAX);
    buf_init(&s->lines, PARTS_MAX);
    buf_init(&s->words, PARTS_MAX);
    buf_init(&s->text, PARTS_MAX);
    buf_init(&s->order, PARTS_MAX);
    buf_init(&s->pieces, PARTS_MAX);
}

static void release_set(page_set *s)
{
    buf_release(&s->pages);
    buf_release(&s->lines);
    buf_release(&s->words);
    buf_release(&s->text);
    buf_release(&s->order);
    buf_release(&s->pieces);
}

/* Hebrew, Arabic and their neighbours begin with the bytes D6 to DF. */
static bool runs_left(const page_set *s)
{
    size_t left = 0, all = 0;
    for (size_t i = 0; i < s->text.len; i++) {
        const unsigned char byte = (unsigned char)s->text.data[i];
        left += byte >= 0xD6 && byte <= 0xDF;
        all += byte >= 0xC0 || byte < 0x80;
    }
    return left * 100 > all * RIGHT_TO_LEFT_PERCENT;
}

/* Words that are cut at the end of a line of a cell are whole in its row. */
static void join_cell(buf *out, const page_set *s, const page_line *next)
{
    const uint32_t first = text_at(line_words(s, next), next->len, 0);
    if (out->len > 1 && out->data[out->len - 1] == '-' &&
        text_is_lower(text_before(out->data, out->len - 1)) &&
        text_is_lower(first))
        buf_truncate(out, out->len - 1);
    else
        buf_add_byte(out, ' ');
}

static void write_lines(buf *out, const page_set *s, const page_piece *p)
{
    for (size_t i = 0; i < p->lines; i++) {
        const page_line *l = piece_line(s, p, i);
        if (i > 0 && l->goes_on)
            join_cell(out, s, l);
        else if (i > 0)
            buf_add_byte(out, p->kind == LAYOUT_ROW ? LAYOUT_CELL : '\n');
        buf_add(out, line_words(s, l), l->len);
    }
}

static void write_piece(buf *out, const page_set *s, const page_piece *p)
{
    buf_add_byte(out, LAYOUT_MARK);
    buf_add_byte(out, p->kind);
    for (;;) {
        write_lines(out, s, p);
        buf_add_byte(out, '\n');
        if (p->next == PIECE_NONE)
            break;
        p = piece_at(s, p->next);
    }
    buf_add_byte(out, '\n');
}

/* The number of a page, at its head or its foot. */
static void write_number(buf *out, const page_set *s, size_t page, bool head)
{
    const printed_page *p = page_at(s, page);
    bool found = false;
    for (size_t i = p->line; i < (size_t)p->line + p->lines; i++) {
        const page_line *l = line_at(s, i);
        if (l->kind != LINE_NUMBER || found ||
            (l->at.top < p->height / 2) != head)
            continue;
        buf_add(out, line_words(s, l), l->len);
        buf_add_text(out, "\n\n");
        found = true;
    }
    if (!found && p->number > 0 && p->at_head == head)
        buf_add_format(out, "%u\n\n", (unsigned)p->number);
}

static void write_pages(buf *out, const page_set *s)
{
    size_t piece = 0;
    for (size_t page = 0; page < page_count(s); page++) {
        write_number(out, s, page, true);
        for (; piece < piece_count(s) && piece_at(s, piece)->page == page;
             piece++)
            if (!piece_at(s, piece)->taken)
                write_piece(out, s, piece_at(s, piece));
        write_number(out, s, page, false);
        buf_add_byte(out, '\f');
    }
}

bool layout_goes_on(page_set *s, size_t steps)
{
    s->steps += steps;
    return s->steps <= LAYOUT_STEPS_MAX &&
           (s->stop == NULL || !atomic_load(s->stop));
}

/* Why a part has returned false. */
static pilcrow_status report(const page_set *s, pilcrow_error *err)
{
    if (s->stop != NULL && atomic_load(s->stop))
        return error_set(err, PILCROW_CANCELLED, "stopped as asked");
    if (s->steps > LAYOUT_STEPS_MAX)
        return error_set(err, PILCROW_UNSUPPORTED, "its pages are too full");
    return error_no_memory(err);
}

static pilcrow_status read_lines(page_set *s, const buf *places,
                                 const buf *fonts, pilcrow_error *err)
{
    if (!layout_read(s, buf_text(places), places->len))
        return report(s, err);
    if (word_count(s) == 0)
        return error_set(err, PILCROW_UNSUPPORTED, "no words were told of");
    if (runs_left(s))
        return error_set(err, PILCROW_UNSUPPORTED,
                         "most of its letters run from right to left");
    layout_letters(s);
    if (!layout_lines(s) || !layout_fonts(s, buf_text(fonts), fonts->len) ||
        !layout_marks(s) || !layout_edges(s) || !layout_columns(s))
        return report(s, err);
    return s->size > 0 ? PILCROW_OK
                       : error_set(err, PILCROW_UNSUPPORTED,
                                   "its pages hold no lines of text");
}

static pilcrow_status find_pieces(page_set *s, pilcrow_error *err)
{
    return layout_tables(s) && layout_cut(s) && layout_kinds(s) &&
                   layout_join(s)
               ? PILCROW_OK
               : report(s, err);
}

pilcrow_status layout_text(buf *out, const buf *places, const buf *fonts,
                           const atomic_bool *stop, pilcrow_error *err)
{
    page_set s;
    open_set(&s, stop);
    buf_clear(out);
    pilcrow_status status = read_lines(&s, places, fonts, err);
    if (status == PILCROW_OK)
        status = find_pieces(&s, err);
    if (status == PILCROW_OK)
        write_pages(out, &s);
    release_set(&s);
    return out->failed ? error_no_memory(err) : status;
}
