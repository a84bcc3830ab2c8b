/* SPDX-License-Identifier: MIT
 *
 * In: a tag with its attributes. Out: whether its text is none, or a note.
 *
 * Pages hide blocks to show them on a click: tabs, answers, boxes. What they
 * hide within a line is for programs: keys to sort by, traps for robots, the
 * second copy of a formula. Invariant: each attribute is passed once. */
#include "corpus/html/attributes.h"

#include <stdbool.h>
#include <string.h>
#include <strings.h>

#include "corpus/markup.h"
#include "corpus/text.h"

typedef struct span {
    const char *text;
    size_t len;
} span;

/* What was found in a tag. */
typedef struct findings {
    bool hidden, silent, open; /* `silent`: for the eye only */
    bool way, dialog, note, edit, figure, title;
} findings;

static bool is(span s, const char *what)
{
    return s.len == strlen(what) && strncasecmp(s.text, what, s.len) == 0;
}

static bool begins(span s, const char *what)
{
    size_t size = strlen(what);
    return s.len >= size && strncasecmp(s.text, what, size) == 0;
}

static bool is_one_of(span s, const char *const *list, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (is(s, list[i]))
            return true;
    return false;
}

#define IS_ONE_OF(s, list) is_one_of(s, list, sizeof(list) / sizeof *(list))

static bool is_blank(char byte)
{
    return text_is_blank(byte) || byte == '\n' || byte == '\r' || byte == '\f';
}

static span trimmed(const char *text, size_t len)
{
    while (len > 0 && is_blank(text[0])) {
        text++;
        len--;
    }
    while (len > 0 && is_blank(text[len - 1]))
        len--;
    return (span){text, len};
}

/* The part of `rest` before `mark`; both are taken off it. */
static span take(span *rest, char mark)
{
    const char *end = memchr(rest->text, mark, rest->len);
    size_t len = end == NULL ? rest->len : (size_t)(end - rest->text);
    span part = trimmed(rest->text, len);
    len += end != NULL;
    *rest = (span){rest->text + len, rest->len - len};
    return part;
}

static bool hides(span style)
{
    bool hidden = false;
    while (style.len > 0) {
        span value = take(&style, ';');
        span name = take(&value, ':');
        value = trimmed(value.text, value.len);
        if (is(name, "display"))
            hidden = hidden || begins(value, "none");
        else if (is(name, "visibility"))
            hidden = hidden || begins(value, "hidden");
    }
    return hidden;
}

static span next_word(span *rest)
{
    size_t at = 0;
    while (at < rest->len && is_blank(rest->text[at]))
        at++;
    size_t start = at;
    while (at < rest->len && !is_blank(rest->text[at]))
        at++;
    span word = {rest->text + start, at - start};
    *rest = (span){rest->text + at, rest->len - at};
    return word;
}

static void read_classes(findings *f, span value)
{
    static const char *const notes[] = {
        "admonition", "topic",         "footnote",       "footnote-list",
        "citation",   "citation-list", "starlight-aside"};
    static const char *const edits[] = {"mw-editsection", "editsection",
                                        "mw-cite-backlink"};
    static const char *const figures[] = {"figure", "table", "example",
                                          "equation"};
    f->figure = IS_ONE_OF(value, figures);
    f->title = is(value, "title");
    for (span word; (word = next_word(&value)).len > 0;) {
        f->note = f->note || IS_ONE_OF(word, notes);
        f->edit = f->edit || IS_ONE_OF(word, edits);
    }
}

static void read_role(findings *f, span value)
{
    static const char *const ways[] = {"navigation", "search"};
    static const char *const dialogs[] = {"dialog", "alertdialog"};
    for (span word; (word = next_word(&value)).len > 0;) {
        f->way = f->way || IS_ONE_OF(word, ways);
        f->dialog = f->dialog || IS_ONE_OF(word, dialogs);
        f->note = f->note || is(word, "note") || is(word, "doc-footnote") ||
                  is(word, "doc-endnotes");
    }
}

static void read_attribute(findings *f, span name, span value)
{
    if (is(name, "hidden"))
        f->hidden = !is(value, "until-found");
    else if (is(name, "style"))
        f->hidden = f->hidden || hides(value);
    else if (is(name, "aria-hidden"))
        f->silent = is(value, "true");
    else if (is(name, "open"))
        f->open = true;
    else if (is(name, "class"))
        read_classes(f, value);
    else if (is(name, "role"))
        read_role(f, value);
}

/* The value at `at`, behind a '=', without its quotes; `*end` behind it. */
static span value_at(const char *tag, size_t len, size_t at, size_t *end)
{
    while (at < len && is_blank(tag[at]))
        at++;
    char quote = at < len && (tag[at] == '"' || tag[at] == '\'') ? tag[at] : 0;
    size_t start = at + (quote != 0);
    for (at = start; at < len; at++)
        if (quote != 0 ? tag[at] == quote : is_blank(tag[at]))
            break;
    if (start > len)
        start = len;
    *end = at < len ? at + 1 : len;
    return (span){tag + start, at - start};
}

static void read_all(findings *f, const char *tag, size_t at, size_t len)
{
    while (at < len) {
        while (at < len && (is_blank(tag[at]) || tag[at] == '/'))
            at++;
        size_t start = at;
        while (at < len && !is_blank(tag[at]) && tag[at] != '/' &&
               (tag[at] != '=' || at == start))
            at++;
        span name = {tag + start, at - start}, value = {tag + at, 0};
        while (at < len && is_blank(tag[at]))
            at++;
        if (at < len && tag[at] == '=')
            value = value_at(tag, len, at + 1, &at);
        read_attribute(f, name, value);
    }
}

/* Does the element stand within a line? */
static bool is_phrase(span name)
{
    char tag[16] = "<";
    bool breaks;
    if (name.len > sizeof tag - 2)
        return false;
    memcpy(tag + 1, name.text, name.len);
    tag[name.len + 1] = '>';
    return markup_tag(tag, name.len + 2, &breaks) > 0 && !breaks;
}

html_mark html_attributes(const char *tag, size_t name, size_t len)
{
    findings f = {0};
    const span element = {tag + 1, name};
    read_all(&f, tag, 1 + name, len);
    const bool unseen = f.hidden || f.silent;
    if (f.way || f.edit || (f.dialog && unseen))
        return HTML_UNREAD;
    if (unseen && is_phrase(element))
        return HTML_UNSEEN;
    const bool read =
        (f.note && is(element, "aside")) || (f.open && is(element, "dialog"));
    if (read)
        return HTML_READ;
    if (f.figure && is(element, "div"))
        return HTML_FIGURE;
    return f.title && is(element, "p") ? HTML_TITLE : HTML_PLAIN;
}
