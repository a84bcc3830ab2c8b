/* SPDX-License-Identifier: MIT
 *
 * In: the bytes of a file. Out: its lines in order, without gap or overlap:
 * each begins where the line end of the one before stops, the first behind the
 * byte order mark. */
#include "corpus/lines.h"

#include <string.h>

static char line_end_byte(const char *text, size_t len)
{
    bool mac = memchr(text, '\n', len) == NULL;
    return mac ? '\r' : '\n';
}

static size_t count_lines(const char *text, size_t len, char stop)
{
    size_t count = 0;
    const char *end = text + len;
    while (text < end) {
        const char *found = memchr(text, stop, (size_t)(end - text));
        count++;
        text = found == NULL ? end : found + 1;
    }
    return count;
}

size_t lines_order_mark(const char *text, size_t len)
{
    return len >= 3 && memcmp(text, "\xEF\xBB\xBF", 3) == 0 ? 3 : 0;
}

void line_walk_start(line_walk *w, const char *text, size_t len)
{
    *w = (line_walk){.text = text,
                     .len = len,
                     .at = lines_order_mark(text, len),
                     .stop = line_end_byte(text, len)};
}

void line_walk_go_on(line_walk *w, const char *text, size_t len)
{
    w->text = text;
    w->len = len;
    w->at = 0;
}

bool line_walk_next(line_walk *w, text_line *out)
{
    /* A byte order mark alone is an empty line. */
    if (w->len == 0 || (w->count > 0 && w->at >= w->len))
        return false;
    const char *found = memchr(w->text + w->at, w->stop, w->len - w->at);
    const size_t end = found == NULL ? w->len : (size_t)(found - w->text);
    const bool carriage =
        w->stop == '\n' && end > w->at && w->text[end - 1] == '\r';
    *out = (text_line){.start = w->at, .end = carriage ? end - 1 : end};
    w->at = end + 1;
    w->count++;
    return true;
}

bool lines_read(line_table *out, arena *memory, const char *text, size_t len)
{
    line_walk walk;
    line_walk_start(&walk, text, len);
    *out = (line_table){.text = text,
                        .count = count_lines(text, len, walk.stop)};
    out->lines = arena_array(memory, out->count, sizeof *out->lines);
    if (out->lines == NULL)
        return false;
    for (size_t i = 0; i < out->count; i++)
        (void)line_walk_next(&walk, &out->lines[i]);
    return true;
}

size_t lines_at(const line_table *table, size_t byte)
{
    size_t low = 0, high = table->count;
    while (low + 1 < high) {
        size_t middle = low + (high - low) / 2;
        if (table->lines[middle].start <= byte)
            low = middle;
        else
            high = middle;
    }
    return low;
}
