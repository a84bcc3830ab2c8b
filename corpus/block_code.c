/* SPDX-License-Identifier: MIT
 *
 * In: lines that may begin a comment, script, style or code. Out: the blocks of
 * these.
 *
 * Invariant: each end of a comment or script is looked for once, as is that
 * none of a fence follows. */
#include "corpus/splitter.h"

#include <string.h>
#include <strings.h>

#include "corpus/syntax.h"
#include "corpus/text.h"

/* What is not shown, from where it begins to where it ends; a script or style
 * that is indented as code is code. */
static const struct {
    const char *open, *close;
} unseen[] = {
    {"<!--", "-->"}, {"<script", "</script>"}, {"<style", "</style>"}};

/* Which of these begins the line; -1 for none. */
static int unseen_at(const char *text, size_t len)
{
    for (int i = 0; i < 3 && len > 0 && text[0] == '<'; i++) {
        const size_t size = strlen(unseen[i].open);
        if (len >= size && strncasecmp(text, unseen[i].open, size) == 0 &&
            (i == 0 || len == size || text[size] == '>' ||
             text_is_blank(text[size])))
            return i;
    }
    return -1;
}

/* The first `mark` in the text, in letters of any size. */
static const char *find_mark(const char *text, size_t len, const char *mark)
{
    const size_t size = strlen(mark);
    for (size_t at = 0; at + size <= len; at++) {
        const char *found = memchr(text + at, mark[0], len - size - at + 1);
        if (found == NULL)
            return NULL;
        if (strncasecmp(found, mark, size) == 0)
            return found;
        at = (size_t)(found - text);
    }
    return NULL;
}

/* "<script> tags are bad": is a blank and text behind the tag that the line
 * begins with? */
static bool speaks_of_tag(splitter *s, const view *v)
{
    const char *text = splitter_text(s, v);
    const char *tag = memchr(text, '>', view_len(v));
    size_t at = tag == NULL ? view_len(v) : (size_t)(tag + 1 - text);
    const size_t behind = at;
    while (at < view_len(v) && text_is_blank(text[at]))
        at++;
    return at > behind && at < view_len(v);
}

/* Behind the end of that kind that comes first from the line on; SIZE_MAX if
 * there is none. */
static size_t end_of(splitter *s, const view *v, int kind)
{
    const char *mark = unseen[kind].close;
    if (s->ends[kind] <= v->start) {
        size_t left = s->lines->lines[s->lines->count - 1].end - v->start;
        const char *close = find_mark(splitter_text(s, v), left, mark);
        s->ends[kind] =
            close == NULL ? SIZE_MAX : (size_t)(close - s->text) + strlen(mark);
    }
    return s->ends[kind];
}

/* Over all lines of it; text that follows it on another line is a paragraph,
 * on the same one, behind a comment, it is left to inline.c. */
size_t take_unseen(splitter *s, const view *v)
{
    const int kind = unseen_at(splitter_text(s, v), view_len(v));
    if (kind < 0 || (kind > 0 && v->indent >= 4))
        return 0;
    const size_t end = end_of(s, v, kind);
    if (end == SIZE_MAX)
        return 0;
    size_t last = lines_at(s->lines, end - 1);
    view at = splitter_line(s, last);
    if (kind == 0 && at.end > end && last == v->index)
        return 0;
    if (kind > 0 && last > v->index &&
        (at.quoted != v->quoted || speaks_of_tag(s, v)))
        return 0;
    splitter_gap(s, v);
    return splitter_rest(s, end) - v->index + 1;
}

/* The line that closes the fence which `v` opens; 0 if none does. The end of a
 * quotation closes one, too; outside of one '>' is part of the code. */
static size_t find_fence_end(splitter *s, const view *v, size_t count)
{
    char of = *splitter_text(s, v);
    size_t *none = &s->no_fence[of == '~'];
    if (count >= *none)
        return 0;
    for (size_t i = v->index + 1; i < s->lines->count; i++) {
        view at = view_of(s->lines, i, v->quoted);
        bool closes = false;
        size_t size =
            syntax_fence(splitter_text(s, &at), view_len(&at), &closes);
        if (v->quoted && !at.quoted)
            return i;
        if (size >= count && closes && *splitter_text(s, &at) == of)
            return i;
    }
    if (v->quoted)
        return s->lines->count;
    *none = count;
    return 0;
}

static void add_code_line(splitter *s, const view *at)
{
    if (view_len(at) == 0)
        return;
    if (s->open)
        splitter_extend(s, at);
    else
        splitter_open(s, BLOCK_CODE, at, at->start);
}

size_t take_fence(splitter *s, const view *v)
{
    bool closes;
    size_t count = syntax_fence(splitter_text(s, v), view_len(v), &closes);
    if (count == 0)
        return 0;
    size_t end = find_fence_end(s, v, count);
    if (end == 0)
        return 0;
    splitter_close(s);
    for (size_t i = v->index + 1; i < end; i++) {
        view at = view_of(s->lines, i, v->quoted);
        add_code_line(s, &at);
    }
    splitter_close(s);
    bool implied =
        end == s->lines->count || (v->quoted && !splitter_line(s, end).quoted);
    return end - v->index + !implied;
}

size_t take_indented_code(splitter *s, const view *v)
{
    if (s->open || s->in_list || v->indent < 4)
        return 0;
    size_t last = v->index;
    for (size_t i = v->index; i < s->lines->count; i++) {
        view at = splitter_line(s, i);
        if (view_len(&at) > 0 && (at.indent < 4 || at.quoted != v->quoted))
            break;
        if (view_len(&at) > 0)
            last = i;
        add_code_line(s, &at);
    }
    splitter_close(s);
    return last - v->index + 1;
}
