/* SPDX-License-Identifier: MIT
 *
 * In: what `pdftotext -bbox-layout` writes. Out: pages, lines and words.
 * Invariant: each byte is looked at once; a tag of another kind, or a number
 * that is none, is passed over. */
#include "corpus/layout/parts.h"

#include <string.h>

#define SIDES 4
#define LINES_MAX ((size_t)1 << 24)
/* No page is so large; a number that is larger says nothing. */
#define PLACE_MAX 1e6
#define FAR 1e15
/* A gap that may be the gutter between columns, in heights of a word: the parts
 * are put together again where it is not. */
#define GUTTER .5f

static const char *const sides[SIDES] = {"xMin=\"", "yMin=\"", "xMax=\"",
                                         "yMax=\""};

typedef struct reader {
    page_set *set;
    const char *end;
    uint32_t origin;
} reader;

/* A number as the C locale has it, whatever the locale: 12.345 */
static float number_at(const char *at, const char *end)
{
    double value = 0, unit = 1;
    bool minus = at < end && *at == '-', fraction = false;
    for (at += minus; at < end; at++) {
        if (*at == '.' && !fraction) {
            fraction = true;
            continue;
        }
        if (*at < '0' || *at > '9')
            break;
        if (value > FAR)
            continue;
        value = value * 10 + (*at - '0');
        unit = fraction ? unit * 10 : unit;
    }
    value /= unit;
    return (float)(value > PLACE_MAX ? 0 : minus ? -value : value);
}

float layout_value(const char *tag, const char *end, const char *name)
{
    const char *at = memmem(tag, (size_t)(end - tag), name, strlen(name));
    return at == NULL ? 0 : number_at(at + strlen(name), end);
}

uint32_t layout_count(const char *tag, const char *end, const char *name)
{
    const float value = layout_value(tag, end, name);
    return value < 0 ? 0 : (uint32_t)value;
}

static box box_of(const char *tag, const char *end)
{
    float at[SIDES];
    for (size_t i = 0; i < SIDES; i++)
        at[i] = layout_value(tag, end, sides[i]);
    return (box){at[0], at[1], at[2], at[3]};
}

bool layout_is_tag(const char *tag, const char *end, const char *name)
{
    const size_t len = strlen(name);
    return (size_t)(end - tag) > len && memcmp(tag, name, len) == 0;
}

static void open_page(page_set *s, const char *tag, const char *end)
{
    const printed_page page = {.width = layout_value(tag, end, "width=\""),
                               .height = layout_value(tag, end, "height=\""),
                               .line = (uint32_t)line_count(s)};
    buf_add(&s->pages, &page, sizeof page);
}

static void open_line(reader *r, const char *tag, const char *end)
{
    page_set *s = r->set;
    const page_line line = {.at = box_of(tag, end),
                            .word = (uint32_t)word_count(s),
                            .page = (uint32_t)page_count(s) - 1,
                            .origin = r->origin};
    if (buf_add(&s->lines, &line, sizeof line))
        page_at(s, line.page)->lines++;
}

static const struct {
    const char *name;
    char byte;
} entities[] = {{"&amp;", '&'},  {"&lt;", '<'},    {"&gt;", '>'},
                {"&quot;", '"'}, {"&apos;", '\''}, {"&#39;", '\''}};

/* The length of the entity that text[0, len) begins with, 0 if with none. */
static size_t entity_at(const char *text, size_t len, char *byte)
{
    for (size_t i = 0; i < sizeof entities / sizeof *entities; i++) {
        const size_t size = strlen(entities[i].name);
        if (len >= size && memcmp(text, entities[i].name, size) == 0) {
            *byte = entities[i].byte;
            return size;
        }
    }
    return 0;
}

/* Letters as they are, entities opened, control characters left out. */
static void add_letters(buf *text, const char *at, const char *end)
{
    while (at < end) {
        char byte = *at;
        const size_t size =
            byte == '&' ? entity_at(at, (size_t)(end - at), &byte) : 0;
        if ((unsigned char)byte > ' ')
            buf_add_byte(text, byte);
        at += size > 0 ? size : 1;
    }
}

/* True if the word stands far from the one before it on its line. */
static bool is_apart(const page_set *s, const page_word *word)
{
    const page_line *l = line_at(s, line_count(s) - 1);
    if (l->words == 0)
        return false;
    const page_word *last = word_at(s, word_count(s) - 1);
    return word->at.left - last->at.right >
           GUTTER * (word->at.bottom - word->at.top);
}

/* What is left of the line is one of its own. */
static void part_line(reader *r, const page_word *word)
{
    page_set *s = r->set;
    page_line *l = line_at(s, line_count(s) - 1);
    page_line rest = *l;
    rest.word = (uint32_t)word_count(s);
    rest.words = 0;
    rest.at.left = word->at.left;
    l->at.right = word_at(s, word_count(s) - 1)->at.right;
    if (buf_add(&s->lines, &rest, sizeof rest))
        page_at(s, rest.page)->lines++;
}

static const char *add_word(reader *r, const char *tag, const char *end)
{
    page_set *s = r->set;
    const char *from = end + 1;
    const char *to = memchr(from, '<', (size_t)(r->end - from));
    page_word word = {.at = box_of(tag, end), .text = (uint32_t)s->text.len};
    if (to == NULL)
        to = r->end;
    add_letters(&s->text, from, to);
    word.len = (uint32_t)s->text.len - word.text;
    if (word.len > 0 && is_apart(s, &word))
        part_line(r, &word);
    if (word.len > 0 && buf_add(&s->words, &word, sizeof word))
        line_at(s, line_count(s) - 1)->words++;
    return to;
}

/* The tag that ends at `end`; returns where to go on. */
static const char *take_tag(reader *r, const char *tag, const char *end)
{
    page_set *s = r->set;
    const bool in_page = page_count(s) > 0;
    if (layout_is_tag(tag, end, "page "))
        open_page(s, tag, end);
    else if (layout_is_tag(tag, end, "line ") && in_page &&
             line_count(s) < LINES_MAX)
        r->origin++, open_line(r, tag, end);
    else if (layout_is_tag(tag, end, "word ") && line_count(s) > 0)
        return add_word(r, tag, end);
    return end + 1;
}

bool layout_read(page_set *s, const char *xml, size_t len)
{
    reader r = {.set = s, .end = xml + len};
    const char *at = xml;
    while (at < r.end && !s->pages.failed && !s->words.failed &&
           !s->lines.failed && !s->text.failed) {
        const char *tag = memchr(at, '<', (size_t)(r.end - at));
        const char *end =
            tag == NULL ? NULL : memchr(tag, '>', (size_t)(r.end - tag));
        if (end == NULL)
            break;
        at = take_tag(&r, tag + 1, end);
    }
    return !s->pages.failed && !s->lines.failed && !s->words.failed &&
           !s->text.failed;
}
