/* SPDX-License-Identifier: MIT
 *
 * In: text at a '<' or behind a link's text. Out: how long the tag, autolink
 * or link target is.
 *
 * No scan runs over the beginning of another part of its kind more than a
 * fixed number of times, so that a file of nothing but '<' or "[](" takes
 * linear time. */
#include "corpus/markup.h"

#include <stdlib.h>
#include <string.h>

#include "corpus/text.h"

#define NAME_MAX_BYTES 12
#define PARENTHESES_MAX 32

typedef struct tag_name {
    const char *name;
    bool breaks;
} tag_name;

/* Sorted by name. */
static const tag_name names[] = {
    {"!doctype", true},   {"a", false},      {"abbr", false},
    {"acronym", false},   {"address", true}, {"article", true},
    {"aside", true},      {"audio", true},   {"b", false},
    {"bdi", false},       {"bdo", false},    {"big", false},
    {"blockquote", true}, {"body", true},    {"br", true},
    {"button", true},     {"caption", true}, {"center", true},
    {"cite", false},      {"code", false},   {"col", true},
    {"colgroup", true},   {"dd", true},      {"del", false},
    {"details", true},    {"dfn", false},    {"dir", true},
    {"div", true},        {"dl", true},      {"dt", true},
    {"em", false},        {"embed", true},   {"fieldset", true},
    {"figcaption", true}, {"figure", true},  {"font", false},
    {"footer", true},     {"form", true},    {"frame", true},
    {"h1", true},         {"h2", true},      {"h3", true},
    {"h4", true},         {"h5", true},      {"h6", true},
    {"head", true},       {"header", true},  {"hr", true},
    {"html", true},       {"i", false},      {"iframe", true},
    {"img", false},       {"input", true},   {"ins", false},
    {"kbd", false},       {"label", false},  {"legend", true},
    {"li", true},         {"link", true},    {"main", true},
    {"mark", false},      {"meta", true},    {"nav", true},
    {"nobr", false},      {"object", true},  {"ol", true},
    {"option", true},     {"p", true},       {"param", true},
    {"picture", true},    {"pre", true},     {"q", false},
    {"rp", false},        {"rt", false},     {"ruby", false},
    {"s", false},         {"samp", false},   {"script", true},
    {"section", true},    {"select", true},  {"small", false},
    {"source", true},     {"span", false},   {"strike", false},
    {"strong", false},    {"style", true},   {"sub", false},
    {"summary", true},    {"sup", false},    {"svg", true},
    {"table", true},      {"tbody", true},   {"td", true},
    {"tfoot", true},      {"th", true},      {"thead", true},
    {"time", false},      {"title", true},   {"tr", true},
    {"tt", false},        {"u", false},      {"ul", true},
    {"var", false},       {"video", true},   {"wbr", false},
};

static int compare_names(const void *key, const void *member)
{
    return strcmp(key, ((const tag_name *)member)->name);
}

static bool is_name_byte(char byte)
{
    return (byte >= 'a' && byte <= 'z') || (byte >= '0' && byte <= '9') ||
           byte == '!';
}

/* Read the name at `text` into `name`, in small letters. */
static size_t read_name(const char *text, size_t len, char *name)
{
    size_t at = 0;
    while (at < len && at < NAME_MAX_BYTES) {
        char byte = text[at];
        byte = byte >= 'A' && byte <= 'Z' ? (char)(byte + 32) : byte;
        if (!is_name_byte(byte))
            break;
        name[at++] = byte;
    }
    name[at] = '\0';
    return at;
}

/* Where the tag that goes on at `at` closes: behind its '>'. */
static size_t close_tag(const char *text, size_t len, size_t at)
{
    char quote = '\0';
    for (; at < len; at++) {
        char byte = text[at];
        if (quote != '\0')
            quote = byte == quote ? '\0' : quote;
        else if (byte == '>')
            return at + 1;
        else if (byte == '<')
            return 0;
        else if ((byte == '"' || byte == '\'') && text[at - 1] == '=')
            quote = byte;
    }
    return 0;
}

size_t markup_tag(const char *text, size_t len, bool *breaks)
{
    char name[NAME_MAX_BYTES + 1];
    size_t at = len > 1 && text[1] == '/' ? 2 : 1;
    if (len < 3)
        return 0;
    at += read_name(text + at, len - at, name);
    if (at >= len ||
        (text[at] != '>' && text[at] != '/' && !text_is_blank(text[at])))
        return 0;
    const tag_name *known = bsearch(name, names, sizeof names / sizeof *names,
                                    sizeof *names, compare_names);
    if (known == NULL)
        return 0;
    *breaks = known->breaks;
    return close_tag(text, len, at);
}

static bool is_scheme_byte(char byte)
{
    return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') ||
           (byte >= '0' && byte <= '9') || byte == '+' || byte == '.' ||
           byte == '-';
}

size_t markup_autolink(const char *text, size_t len)
{
    bool link = false;
    for (size_t at = 1; at < len; at++) {
        char byte = text[at];
        if (byte == '>')
            return link ? at + 1 : 0;
        if (byte == '<' || text_is_blank(byte))
            return 0;
        if ((byte == ':' && at > 2) || (byte == '@' && at > 1))
            link = true;
        else if (!link && !is_scheme_byte(byte) && byte != '_')
            return 0;
    }
    return 0;
}

static size_t skip_blanks(const char *text, size_t len, size_t at)
{
    while (at < len && text_is_blank(text[at]))
        at++;
    return at;
}

/* Where a bare url ends: at white space or the parenthesis that closes it. */
static size_t url_end(const char *text, size_t len, size_t at)
{
    size_t depth = 0;
    for (; at < len && !text_is_blank(text[at]); at++) {
        if (text[at] == '\\' && at + 1 < len)
            at++;
        else if (text[at] == '(' && ++depth > PARENTHESES_MAX)
            return 0;
        else if (text[at] == ')' && depth-- == 0)
            return at;
    }
    return at;
}

static size_t enclosed_url_end(const char *text, size_t len, size_t at)
{
    for (at++; at < len; at++) {
        if (text[at] == '>')
            return at + 1;
        if (text[at] == '<' || text[at] == '\n')
            return 0;
    }
    return 0;
}

/* Behind the title at `at`, which may be missing. */
static size_t title_end(const char *text, size_t len, size_t at)
{
    if (at >= len || strchr("\"'(", text[at]) == NULL || text[at] == '\0')
        return at;
    char quote = text[at] == '(' ? ')' : text[at];
    for (at++; at < len && text[at] != quote; at++) {
        if (text[at] == '\\')
            at++;
        else if (text[at] == '(' && quote == ')')
            return 0;
    }
    return at < len ? at + 1 : 0;
}

size_t markup_target(const char *text, size_t len)
{
    if (len < 2 || text[0] != '(')
        return 0;
    size_t at = skip_blanks(text, len, 1);
    if (at < len && text[at] == '<')
        at = enclosed_url_end(text, len, at);
    else
        at = url_end(text, len, at);
    if (at == 0)
        return 0;
    at = title_end(text, len, skip_blanks(text, len, at));
    if (at == 0)
        return 0;
    at = skip_blanks(text, len, at);
    return at < len && text[at] == ')' ? at + 1 : 0;
}
