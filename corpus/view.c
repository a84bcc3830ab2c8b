/* SPDX-License-Identifier: MIT
 *
 * In: a line. Out: where its own text lies. Invariant: start <= end, both
 * inside the line. */
#include "corpus/view.h"

#include "corpus/text.h"

/* Past all quote signs, each with up to three blanks before and one after. */
static size_t past_quotes(const char *text, size_t start, size_t end,
                          bool *quoted)
{
    for (;;) {
        size_t at = start;
        while (at < end && text[at] == ' ' && at - start < 4)
            at++;
        if (at >= end || text[at] != '>' || at - start > 3)
            return start;
        *quoted = true;
        start = at + 1;
        if (start < end && text[start] == ' ')
            start++;
    }
}

view view_of(const line_table *lines, size_t index, bool quotes)
{
    const char *text = lines->text;
    const text_line *at = &lines->lines[index];
    view v = {.index = index, .start = at->start, .end = at->end};
    if (quotes)
        v.start = past_quotes(text, v.start, v.end, &v.quoted);
    for (; v.start < v.end && text_is_blank(text[v.start]); v.start++) {
        if (text[v.start] == '\t')
            v.indent += 4 - v.indent % 4;
        else if (text[v.start] == ' ')
            v.indent++;
    }
    while (v.end > v.start && text_is_blank(text[v.end - 1]))
        v.end--;
    return v;
}
