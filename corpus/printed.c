/* SPDX-License-Identifier: MIT
 *
 * In: the lines of printed pages. Out: which of them end a paragraph.
 *
 * The width of a column is the median of the lines about it, since most lines
 * are full. Invariant: no more than 2 * REACH lines are looked at for one. */
#include "corpus/printed.h"

#include "base/utf8.h"
#include "corpus/text.h"

#define REACH ((size_t)8)
/* Lines end ragged, and letters differ in width: a word has room if it needs
 * no more than nine tenths of the column. */
#define ROOM(width) ((width)*9 / 10)

static bool is_text(const text_line *line, const text_line *of)
{
    return line->end > line->start && !line->furniture &&
           line->page == of->page;
}

static size_t width_of(const line_table *t, const text_line *line)
{
    return utf8_length(t->text + line->start, line->end - line->start);
}

static void insert(size_t *widths, size_t count, size_t width)
{
    for (; count > 0 && widths[count - 1] > width; count--)
        widths[count] = widths[count - 1];
    widths[count] = width;
}

/* The median width of the lines about `index` that no blank line parts. */
static size_t column_width(const line_table *t, size_t index)
{
    size_t first = index, widths[2 * REACH], count = 0;
    const text_line *of = &t->lines[index];
    while (first > 0 && index - first < REACH - 1 &&
           is_text(&t->lines[first - 1], of))
        first--;
    for (size_t i = first; i < t->count && i <= index + REACH; i++) {
        const text_line *at = &t->lines[i];
        if (!is_text(at, of))
            break;
        insert(widths, count++, width_of(t, at));
    }
    return widths[count / 2];
}

/* A capital begins it, or one behind a mark that opens a quotation. */
static bool begins_sentence(const char *text, size_t len)
{
    uint32_t code = 0;
    size_t first = utf8_read(text, len, &code);
    if (!text_is_letter(code) && !text_is_digit(code) && !text_is_space(code))
        code = text_at(text, len, first);
    return text_is_upper(code);
}

bool printed_ends(const line_table *t, size_t index)
{
    const text_line *line = &t->lines[index], *next = line + 1;
    if (index + 1 >= t->count || !is_text(next, line))
        return false;
    size_t len = next->end - next->start, word = 0;
    const char *below = t->text + next->start;
    if (text_ending(t->text + line->start, line->end - line->start) !=
            TEXT_END_SENTENCE ||
        !begins_sentence(below, len))
        return false;
    while (word < len && !text_is_blank(below[word]))
        word++;
    size_t column = column_width(t, index);
    size_t width = width_of(t, line);
    /* pdftotext joins two lines where it joins a hyphenated word. */
    while (width > column + column / 4)
        width -= column;
    return width + 1 + utf8_length(below, word) <= ROOM(column);
}

size_t printed_item(const line_table *t, size_t index)
{
    const text_line *line = &t->lines[index];
    size_t width = width_of(t, line);
    return index + 2 < t->count && width == 1 && line[1].end == line[1].start &&
                   is_text(&line[2], line)
               ? 2
               : 0;
}
