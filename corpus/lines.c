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

bool lines_read(line_table *out, arena *memory, const char *text, size_t len)
{
    char stop = line_end_byte(text, len);
    *out = (line_table){.text = text, .count = count_lines(text, len, stop)};
    out->lines = arena_array(memory, out->count, sizeof *out->lines);
    if (out->lines == NULL)
        return false;
    size_t at = lines_order_mark(text, len);
    for (size_t i = 0; i < out->count; i++) {
        const char *found = memchr(text + at, stop, len - at);
        size_t end = found == NULL ? len : (size_t)(found - text);
        bool carriage = stop == '\n' && end > at && text[end - 1] == '\r';
        out->lines[i].start = at;
        out->lines[i].end = carriage ? end - 1 : end;
        at = end + 1;
    }
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
