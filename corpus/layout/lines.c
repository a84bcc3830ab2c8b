/* SPDX-License-Identifier: MIT
 *
 * In: lines and words as they stand on the pages. Out: the same lines with
 * their size and text, without numbers of lines and marks of footnotes.
 * Invariant: words are looked at a page at a time. */
#include "corpus/layout/parts.h"

#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "corpus/text.h"

/* A word stands apart if the gap before it is this part of its height. */
#define GAP .1f
/* A raised mark is smaller than this part of the line. */
#define RAISED .82f
#define MARK_DIGITS 3
#define LEADER_DOTS 5
#define LINE_NUMBERS_MIN 5
#define NUMBER_DIGITS 5

static float height(const box *at)
{
    return at->bottom - at->top;
}

static const char *letters(const page_set *s, const page_word *w)
{
    return s->text.data + w->text;
}

static bool is_digits(const page_set *s, const page_word *w, size_t most)
{
    const char *text = letters(s, w);
    for (size_t i = 0; i < w->len; i++)
        if (text[i] < '0' || text[i] > '9')
            return false;
    return w->len > 0 && w->len <= most;
}

/* ---------------------------------------------------- numbers of lines --- */

static uint32_t number_of(const page_set *s, const page_word *w)
{
    uint32_t value = 0;
    for (size_t i = 0; i < w->len; i++)
        value = value * 10 + (uint32_t)(letters(s, w)[i] - '0');
    return value;
}

/* The first or last word of a line, if it is a number and nothing but it stands
 * on its side of the page. */
static page_word *edge_word(const page_set *s, const page_line *l, bool first)
{
    if (l->words == 0)
        return NULL;
    page_word *w = word_at(s, l->word + (first ? 0 : l->words - 1));
    return is_digits(s, w, NUMBER_DIGITS) ? w : NULL;
}

/* The outermost words of a page that are no numbers at the edge. */
static float outermost(const page_set *s, const printed_page *p, bool first)
{
    float found = first ? p->width : 0;
    for (size_t i = p->line; i < (size_t)p->line + p->lines; i++) {
        const page_line *l = line_at(s, i);
        const page_word *w = edge_word(s, l, first);
        if (w == NULL && l->words > 0)
            w = word_at(s, l->word + (first ? 0 : l->words - 1));
        else if (l->words > 1)
            w = word_at(s, l->word + (first ? 1 : l->words - 2));
        else
            continue;
        if (first && w->at.left < found)
            found = w->at.left;
        if (!first && w->at.right > found)
            found = w->at.right;
    }
    return found;
}

/* Numbers at the edge of the page, one below the other, each more than the one
 * above: they count lines. */
static void drop_numbers(page_set *s, const printed_page *p, bool first)
{
    const float edge = outermost(s, p, first);
    for (int pass = 0; pass < 2; pass++) {
        uint32_t last = 0, count = 0, odd = 0;
        for (size_t i = p->line; i < (size_t)p->line + p->lines; i++) {
            page_word *w = edge_word(s, line_at(s, i), first);
            if (w == NULL || (first ? w->at.right >= edge : w->at.left <= edge))
                continue;
            const uint32_t number = number_of(s, w);
            odd += count > 0 && number <= last;
            last = number;
            count++;
            w->gone = w->gone || pass == 1;
        }
        if (count < LINE_NUMBERS_MIN || odd * 10 > count)
            return;
    }
}

/* --------------------------------------------------------------- sizes --- */

/* The height that most letters of a line have, and where these stand. */
static void measure(const page_set *s, page_line *l)
{
    size_t best = 0;
    const size_t end = (size_t)l->word + l->words;
    l->size = height(&l->at);
    l->base = l->at.bottom;
    for (size_t i = l->word; i < end && i < (size_t)l->word + 64; i++) {
        const page_word *w = word_at(s, i);
        size_t count = 0;
        for (size_t k = l->word; k < end && k < (size_t)l->word + 64; k++) {
            const page_word *o = word_at(s, k);
            const float off = height(&o->at) - height(&w->at);
            if (!o->gone && off < .3f && off > -.3f)
                count += o->len;
        }
        if (w->gone || count <= best)
            continue;
        best = count;
        l->size = height(&w->at);
        l->base = w->at.bottom;
    }
}

static const char *const signs[] = {"*", "†", "‡", "§", "¶", "**"};

static bool is_sign(const char *text, size_t len)
{
    for (size_t i = 0; i < sizeof signs / sizeof *signs; i++)
        if (strlen(signs[i]) == len && memcmp(signs[i], text, len) == 0)
            return true;
    return false;
}

/* True if a footnote may be noted behind that word: not behind "m", "10" or
 * the letters of a formula. */
static bool may_have_mark(const page_set *s, const page_word *w)
{
    const char *text = letters(s, w);
    const uint32_t last = text_before(text, w->len);
    if (text_is_digit(last))
        return false;
    return utf8_length(text, w->len) > 2 || !text_is_letter(last);
}

/* Raised numbers and signs behind words note footnotes. */
static void drop_marks(page_set *s, const page_line *l)
{
    for (size_t i = 1; i < l->words; i++) {
        page_word *w = word_at(s, l->word + i);
        const page_word *before = w - 1;
        const bool raised = height(&w->at) < RAISED * l->size &&
                            w->at.bottom < l->base - .1f * l->size;
        const float gap = w->at.left - before->at.right;
        if (raised && !before->gone && gap < .25f * l->size &&
            (is_digits(s, w, MARK_DIGITS) || is_sign(letters(s, w), w->len)) &&
            may_have_mark(s, before))
            w->gone = true;
    }
}

static bool is_dots(const page_set *s, const page_word *w)
{
    const char *text = letters(s, w);
    size_t at = 0;
    while (at < w->len && text[at] == '.')
        at++;
    return at > 0 && at == w->len;
}

/* The dots that lead to a number go, but where there is nothing else: then it
 * is seen from the row what they are. */
static void drop_leader(page_set *s, page_line *l)
{
    size_t dots = 0, words = 0;
    for (size_t i = 0; i < l->words; i++) {
        const page_word *w = word_at(s, l->word + i);
        dots += is_dots(s, w) ? w->len : 0;
        words += is_dots(s, w);
    }
    l->dots = words > 0 && words == l->words;
    l->leader = dots >= LEADER_DOTS && !l->dots;
    for (size_t i = 0; l->leader && i < l->words; i++) {
        page_word *w = word_at(s, l->word + i);
        w->gone = w->gone || is_dots(s, w);
    }
}

/* The raised mark that a footnote begins with. */
static void look_at_words(page_set *s, page_line *l)
{
    if (l->words < 2)
        return;
    page_word *w = word_at(s, l->word);
    l->mark = height(&w->at) < RAISED * l->size &&
              w->at.bottom < l->base - .1f * l->size &&
              (is_digits(s, w, MARK_DIGITS) || is_sign(letters(s, w), w->len));
    w->gone = w->gone || l->mark;
}

/* ---------------------------------------------------------------- text --- */

static bool write_line(page_set *s, page_line *l)
{
    const page_word *last = NULL;
    l->text = (uint32_t)s->text.len;
    for (size_t i = 0; i < l->words; i++) {
        const page_word *w = word_at(s, l->word + i);
        if (w->gone)
            continue;
        if (last == NULL || w->at.left < l->at.left)
            l->at.left = w->at.left;
        /* The bytes are of the buffer that grows. */
        if (!buf_reserve(&s->text, (size_t)w->len + 1))
            return false;
        const float gap = last == NULL ? 0 : w->at.left - last->at.right;
        if (last != NULL &&
            (gap > GAP * height(&w->at) || gap < -height(&w->at)))
            buf_add_byte(&s->text, ' ');
        buf_add(&s->text, letters(s, w), w->len);
        l->at.right = w->at.right;
        last = w;
    }
    l->len = (uint32_t)s->text.len - l->text;
    l->bullet = l->len > 0 && text_at(line_words(s, l), l->len, 0) >= 0x2022;
    l->kind = l->len == 0 ? LINE_GONE : LINE_BODY;
    return !s->text.failed && s->text.len < UINT32_MAX / 2;
}

bool layout_lines(page_set *s)
{
    for (size_t i = 0; i < page_count(s); i++) {
        if (!layout_goes_on(s, page_at(s, i)->lines))
            return false;
        drop_numbers(s, page_at(s, i), true);
        drop_numbers(s, page_at(s, i), false);
    }
    for (size_t i = 0; i < line_count(s); i++) {
        page_line *l = line_at(s, i);
        if (!layout_goes_on(s, 1))
            return false;
        measure(s, l);
        drop_marks(s, l);
        look_at_words(s, l);
        drop_leader(s, l);
        if (!write_line(s, l))
            return false;
    }
    return true;
}
