/* SPDX-License-Identifier: MIT
 *
 * In: a file's name, or its text. Out: its format.
 *
 * The table of endings is the one list of what is read; a new format begins
 * with its lines here. */
#include "corpus/format.h"

#include <string.h>
#include <strings.h>

#include "base/path.h"
#include "corpus/lines.h"
#include "corpus/markup.h"
#include "corpus/syntax.h"
#include "corpus/table.h"
#include "corpus/text.h"

#define LINES_LOOKED_AT 2000
#define BYTES_LOOKED_AT ((size_t)2000) /* of each line */

static const struct {
    const char *name;
    corpus_format format;
} format_names[] = {{"auto", CORPUS_AUTO},   {"markdown", CORPUS_MARKDOWN},
                    {"text", CORPUS_TEXT},   {"html", CORPUS_HTML},
                    {"jsonl", CORPUS_JSONL}, {"pdf", CORPUS_PDF},
                    {"docx", CORPUS_DOCX},
                    {"glossary", CORPUS_PAIRS}};

static const struct {
    const char *ending;
    corpus_format format;
    bool packed; /* also with ".gz" behind it */
} endings[] = {
    {".md", CORPUS_MARKDOWN, true},       {".txt", CORPUS_AUTO, true},
    {".markdown", CORPUS_MARKDOWN, true}, {".html", CORPUS_HTML, true},
    {".htm", CORPUS_HTML, true},          {".jsonl", CORPUS_JSONL, true},
    {".ndjson", CORPUS_JSONL, true},      {".pdf", CORPUS_PDF, false},
    {".docx", CORPUS_DOCX, false},
};

bool corpus_format_parse(const char *name, corpus_format *out)
{
    for (size_t i = 0; i < sizeof format_names / sizeof *format_names; i++) {
        if (strcmp(format_names[i].name, name) == 0) {
            *out = format_names[i].format;
            return true;
        }
    }
    return false;
}

static bool ends_with(const char *name, size_t len, const char *ending)
{
    size_t size = strlen(ending);
    return len > size && strncasecmp(name + len - size, ending, size) == 0;
}

format_claim format_of_name(const char *name, corpus_format *format)
{
    const char *base = path_name(name);
    size_t len = strlen(base);
    bool packed = ends_with(base, len, ".gz");
    len -= packed ? 3 : 0;
    *format = CORPUS_AUTO;
    for (size_t i = 0; i < sizeof endings / sizeof *endings; i++) {
        if (!ends_with(base, len, endings[i].ending))
            continue;
        *format = endings[i].format;
        return packed && !endings[i].packed ? FORMAT_UNKNOWN : FORMAT_TAKEN;
    }
    bool dot = len > 1 && memchr(base + 1, '.', len - 1) != NULL;
    return dot ? FORMAT_UNKNOWN : FORMAT_NO_ENDING;
}

/* -------------------------------------------------------------- content --- */

/* What speaks for Markdown in a text. */
typedef struct signs {
    size_t headings;
    size_t fences;
    size_t emphasis; /* **bold**, *italics* around words, [text](url) */
    size_t rows;     /* lines of dashes under column heads */
    size_t tags;     /* <sup>, <br> */
} signs;

/* True if a run of `mark` opens before a letter here and closes behind one on
 * the same line. */
static bool is_emphasis(const char *line, size_t len, size_t at, size_t count)
{
    size_t start = at + count;
    if (start >= len || text_is_blank(line[start]) ||
        (at > 0 && !text_is_blank(line[at - 1]) && line[at - 1] != '('))
        return false;
    const char *close = memchr(line + start, line[at], len - start);
    return close != NULL && close > line + start && !text_is_blank(close[-1]);
}

static void count_inline(signs *s, const char *line, size_t len)
{
    bool breaks;
    if (len > BYTES_LOOKED_AT)
        len = BYTES_LOOKED_AT;
    for (size_t i = 0; i < len; i++) {
        size_t left = len - i;
        if (line[i] == '*' && is_emphasis(line, len, i, 1))
            s->emphasis++;
        else if (line[i] == '*' && left > 1 && line[i + 1] == '*' &&
                 is_emphasis(line, len, i, 2))
            s->emphasis++;
        else if (line[i] == ']' && markup_target(line + i + 1, left - 1) > 0)
            s->emphasis++;
        else if (line[i] == '<' && markup_tag(line + i, left, &breaks) > 0)
            s->tags++;
    }
}

static void count_line(signs *s, const char *line, size_t len)
{
    size_t start, end;
    bool closes;
    s->headings += syntax_heading(line, len, &start, &end) > 0 && end > start;
    s->fences += syntax_fence(line, len, &closes) > 0;
    s->rows += table_is_delimiter(line, len) && len > 2;
    count_inline(s, line, len);
}

/* The next line of text[*at, len), without white space; false at the end. */
static bool next_line(const char *text, size_t len, size_t *at,
                      const char **line, size_t *size)
{
    if (*at >= len)
        return false;
    const char *found = memchr(text + *at, '\n', len - *at);
    size_t end = found == NULL ? len : (size_t)(found - text);
    size_t start = *at;
    *at = end + 1;
    while (start < end && text_is_blank(text[start]))
        start++;
    while (end > start && text_is_blank(text[end - 1]))
        end--;
    *line = text + start;
    *size = end - start;
    return true;
}

/* True if the first line is a whole JSON object with a "text". */
static bool is_records(const char *text, size_t len)
{
    const char *line;
    size_t at = lines_order_mark(text, len), size = 0;
    while (size == 0)
        if (!next_line(text, len, &at, &line, &size))
            return false;
    return size > 8 && line[0] == '{' && line[size - 1] == '}' &&
           memmem(line, size, "\"text\"", 6) != NULL;
}

bool format_is_page(const char *text, size_t len)
{
    static const char *const beginnings[] = {"<!doctype html", "<html"};
    size_t at = lines_order_mark(text, len);
    while (at < len && text_is_blank(text[at]))
        at++;
    for (size_t i = 0; i < sizeof beginnings / sizeof *beginnings; i++) {
        size_t size = strlen(beginnings[i]);
        if (len - at > size && strncasecmp(text + at, beginnings[i], size) == 0)
            return true;
    }
    return false;
}

corpus_format format_of_content(const char *text, size_t len)
{
    const char *line;
    size_t at = lines_order_mark(text, len), size;
    signs s = {0};
    if (format_is_page(text, len))
        return CORPUS_HTML;
    if (len > 0 && text[len - 1] == '\f')
        return CORPUS_TEXT; /* made for print, as PDF is read */
    if (is_records(text, len))
        return CORPUS_JSONL;
    for (size_t i = 0; i < LINES_LOOKED_AT; i++) {
        if (!next_line(text, len, &at, &line, &size))
            break;
        if (size > 0)
            count_line(&s, line, size);
    }
    bool marked = s.headings > 0 || s.fences > 1 || s.emphasis > 0 ||
                  s.rows > 0 || s.tags > 1;
    return marked ? CORPUS_MARKDOWN : CORPUS_TEXT;
}
