/* SPDX-License-Identifier: MIT
 *
 * In: a page. Out: a copy that holds tags without attributes, and text. What
 * their attributes said of the text is left as one of a single letter.
 *
 * libxml2 compares each attribute of a tag with all before it, and so does not
 * end on a tag of a million of them: it never sees those. Every byte is passed
 * a bounded number of times: a search that fails is not made again. */
#include "corpus/html/html.h"

#include <string.h>
#include <strings.h>

#include "corpus/html/attributes.h"
#include "corpus/lines.h"
#include "corpus/markup.h"
#include "corpus/text.h"

#define NAME_MAX_BYTES ((size_t)40)
#define NOTE_MAX ((size_t)2000)
#define SIGN_MAX ((size_t)32)

typedef struct quieting {
    char *text;
    size_t len;
    size_t last_quote[2]; /* the last " and ' of all */
    bool no_comment_end;
} quieting;

/* Elements whose content is no mark-up and no text. */
static const char *const raw_names[] = {"script", "style", "iframe", "noembed"};

static bool is_letter(char byte)
{
    return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z');
}

static bool is_name_byte(char byte)
{
    return is_letter(byte) || (byte >= '0' && byte <= '9') || byte == ':' ||
           byte == '-' || byte == '_' || byte == '.';
}

static size_t name_length(const char *text, size_t len)
{
    size_t at = 0;
    if (len == 0 || !is_letter(text[0]))
        return 0;
    while (at < len && at < NAME_MAX_BYTES && is_name_byte(text[at]))
        at++;
    return at;
}

static void blank(quieting *q, size_t from, size_t to)
{
    for (size_t at = from; at < to; at++)
        if (q->text[at] != '\n' && q->text[at] != '\r')
            q->text[at] = ' ';
}

/* Blank what does not part words, either: an empty tag is left of it. */
static void hide(quieting *q, size_t from, size_t to)
{
    blank(q, from, to);
    if (to - from < 4 || memchr("\r\n", q->text[to - 1], 2) != NULL ||
        memchr("\r\n", q->text[to - 2], 2) != NULL)
        return;
    memcpy(q->text + from, "<b", 2);
    memcpy(q->text + to - 2, "/>", 2);
}

static bool starts(const quieting *q, size_t at, const char *what)
{
    size_t size = strlen(what);
    return q->len - at >= size && strncasecmp(q->text + at, what, size) == 0;
}

/* ------------------------------------------------------------ not tags --- */

/* One that is never closed is not taken for a comment. */
static size_t quiet_comment(quieting *q, size_t at)
{
    const char *end = NULL;
    if (!q->no_comment_end)
        end = memmem(q->text + at + 2, q->len - at - 2, "-->", 3);
    q->no_comment_end = end == NULL;
    if (end == NULL) {
        blank(q, at, at + 4);
        return at + 4;
    }
    size_t stop = (size_t)(end - q->text) + 3;
    hide(q, at, stop);
    return stop;
}

/* <!DOCTYPE ...>, <?xml ...?>, <![if ...]> of Word within a line; the content of
 * <![CDATA[...]]> stays. */
static size_t quiet_declaration(quieting *q, size_t at)
{
    if (starts(q, at, "<![CDATA[")) {
        blank(q, at, at + 9);
        return at + 9;
    }
    const char *next = memchr(q->text + at + 1, '<', q->len - at - 1);
    size_t stop = next == NULL ? q->len : (size_t)(next - q->text);
    const char *end = memchr(q->text + at, '>', stop - at);
    if (end != NULL)
        stop = (size_t)(end - q->text) + 1;
    if (starts(q, at, "<!["))
        hide(q, at, stop);
    else
        blank(q, at, stop);
    return stop;
}

/* ---------------------------------------------------------------- tags --- */

static size_t last_of(const char *text, size_t len, char byte)
{
    const char *found = memrchr(text, byte, len);
    return found == NULL ? 0 : (size_t)(found - text);
}

/* Where the tag ends whose attributes begin at `at`: at its '>', or at the
 * '<' or the end of the page that comes before one. */
static size_t tag_end(const quieting *q, size_t at)
{
    bool value = false; /* '=' and blanks stand before */
    for (; at < q->len; at++) {
        char byte = q->text[at];
        if (byte == '>' || byte == '<')
            return at;
        bool quote = value && (byte == '"' || byte == '\'');
        if (quote && at < q->last_quote[byte == '\'']) {
            const char *close = memchr(q->text + at + 1, byte, q->len - at - 1);
            at = (size_t)(close - q->text);
        }
        value = byte == '=' || (value && text_is_blank(byte));
    }
    return at;
}

/* Behind the end tag that closes the raw element opened before `at`. */
static size_t raw_end(const quieting *q, size_t at, const char *name)
{
    size_t size = strlen(name);
    while (at < q->len) {
        const char *found = memchr(q->text + at, '<', q->len - at);
        if (found == NULL)
            return q->len;
        at = (size_t)(found - q->text) + 1;
        if (starts(q, at, "/") && starts(q, at + 1, name) &&
            (at + 1 + size >= q->len || !is_name_byte(q->text[at + 1 + size])))
            break;
    }
    const char *close = memchr(q->text + at, '>', q->len - at);
    return close == NULL ? q->len : (size_t)(close - q->text) + 1;
}

static const char *raw_name(const quieting *q, size_t at, size_t size)
{
    for (size_t i = 0; i < sizeof raw_names / sizeof *raw_names; i++)
        if (strlen(raw_names[i]) == size && starts(q, at, raw_names[i]))
            return raw_names[i];
    return NULL;
}

/* A link that holds nothing but a sign: to its own heading, or back to where a
 * note is called. `at` is behind its tag. */
static bool is_sign(const quieting *q, size_t at)
{
    static const char *const signs[] = {"\xC2\xB6",
                                        "&para;",
                                        "&#182;",
                                        "&#xb6;",
                                        "\xC2\xA7",
                                        "#",
                                        "&sect;",
                                        "&#167;",
                                        "&#xa7;",
                                        "&#35;",
                                        "\xE2\x86\xA9",
                                        "&#8617;",
                                        "&#x21a9;",
                                        "&larrhk;",
                                        "\xE2\x86\xA9\xEF\xB8\x8E",
                                        "&#8617;&#xfe0e;",
                                        "&#8617;&#65038;",
                                        "\xE2\x86\xA9\xEF\xB8\x8F",
                                        "^",
                                        "\xE2\x86\x91",
                                        "&uarr;",
                                        "\xE2\x80\x8B",
                                        "&#8203;",
                                        "&#x200b;"};
    const char *text = q->text + at;
    const size_t room = q->len - at < SIGN_MAX ? q->len - at : SIGN_MAX;
    const char *close = memchr(text, '<', room);
    size_t len = close == NULL ? 0 : (size_t)(close - text);
    if (len == 0 || !starts(q, at + len, "</a"))
        return false;
    for (; len > 0 && text_is_space((unsigned char)text[0]); text++)
        len--;
    while (len > 0 && text_is_space((unsigned char)text[len - 1]))
        len--;
    for (size_t i = 0; i < sizeof signs / sizeof *signs; i++)
        if (strlen(signs[i]) == len && strncasecmp(text, signs[i], len) == 0)
            return true;
    return false;
}

/* What is said of the text of the element that a tag opens, which ends before
 * `end`. */
static html_mark mark_of(const quieting *q, size_t at, size_t name, size_t end)
{
    if (end == at + 1 + name)
        return HTML_PLAIN;
    if (name == 1 && starts(q, at, "<a") && is_sign(q, end + 1))
        return HTML_UNREAD;
    return html_attributes(q->text + at, name, end - at);
}

/* Write the mark where there are blanks instead of attributes. */
static void write_mark(quieting *q, size_t from, size_t to, html_mark mark)
{
    for (size_t at = from + 1; at < to && mark != HTML_PLAIN; at++)
        if (q->text[at] == ' ') {
            q->text[at] = (char)mark;
            return;
        }
}

/* Take the attributes away, and close what is not closed. */
static size_t quiet_tag(quieting *q, size_t at)
{
    bool closing = at + 1 < q->len && q->text[at + 1] == '/';
    size_t start = at + 1 + closing;
    size_t size = name_length(q->text + start, q->len - start);
    size_t name_end = start + size, end = tag_end(q, name_end);
    bool closed = end < q->len && q->text[end] == '>';
    bool empty = closed && end > name_end && q->text[end - 1] == '/';
    const char *raw = closing || empty ? NULL : raw_name(q, start, size);
    if (raw != NULL) {
        end = raw_end(q, closed ? end + 1 : end, raw);
        hide(q, at, end);
        return end;
    }
    const html_mark mark =
        closed && !closing && !empty ? mark_of(q, at, size, end) : HTML_PLAIN;
    blank(q, name_end, empty ? end - 1 : end);
    write_mark(q, name_end, end, mark);
    if (closed)
        return end + 1;
    if (end > name_end && q->text[end - 1] == ' ')
        q->text[end - 1] = '>';
    else
        blank(q, at, end);
    return end;
}

static size_t quiet_less(quieting *q, size_t at)
{
    size_t next = at + 1 < q->len && q->text[at + 1] == '/' ? at + 2 : at + 1;
    if (starts(q, at, "<!--"))
        return quiet_comment(q, at);
    if (starts(q, at, "<!") || starts(q, at, "<?"))
        return quiet_declaration(q, at);
    if (next < q->len && is_letter(q->text[next]))
        return quiet_tag(q, at);
    return next;
}

/* How many bytes there are of a control character, or of U+FFFE or U+FFFF;
 * libxml2 leaves these out of the text, which is then not found in the page. */
static size_t no_character(const quieting *q, size_t at)
{
    const unsigned char byte = (unsigned char)q->text[at];
    if (byte < ' ')
        return memchr("\t\n\r", byte, 3) == NULL;
    bool none = byte == 0xEF && q->len - at >= 3 && q->text[at + 1] == '\xBF' &&
                (q->text[at + 2] & 0xFE) == 0xBE;
    return none ? 3 : 0;
}

char *html_quiet(arena *memory, const char *text, size_t len)
{
    quieting q = {.text = arena_copy(memory, text, len), .len = len};
    if (q.text == NULL)
        return NULL;
    q.last_quote[0] = last_of(text, len, '"');
    q.last_quote[1] = last_of(text, len, '\'');
    size_t mark = lines_order_mark(text, len);
    blank(&q, 0, mark);
    for (size_t at = mark; at < len;) {
        if (q.text[at] == '<') {
            at = quiet_less(&q, at);
            continue;
        }
        size_t size = no_character(&q, at);
        /* A blank that is not taken for the page's. */
        memset(q.text + at, '\t', size);
        at += size > 0 ? size : 1;
    }
    return q.text;
}

/* ------------------------------------------------------- tags in a text --- */

/* Two links in a row are two things, though no blank stands between; not a link
 * and a place to link to. */
static bool parts_links(const char *text, size_t len)
{
    if (len < 7 || strncasecmp(text, "</a><a", 6) != 0 || is_name_byte(text[6]))
        return false;
    const char *close = memchr(text + 6, '>', len - 6);
    size_t left = close == NULL ? 0 : (size_t)(text + len - close) - 1;
    return left > 3 && strncasecmp(close + 1, "</a", 3) != 0;
}

size_t html_tag(const char *text, size_t len, bool *breaks)
{
    size_t start = len > 1 && text[1] == '/' ? 2 : 1;
    if (start >= len || !is_letter(text[start]))
        return 0;
    const char *close = memchr(text, '>', len);
    size_t size = close == NULL ? 0 : (size_t)(close - text) + 1;
    *breaks = false;
    if (size > 0)
        markup_tag(text, size, breaks);
    *breaks = *breaks || (size > 0 && parts_links(text, len));
    return size;
}

/* Of a number or a star, perhaps in brackets. */
static bool is_note_byte(char byte)
{
    return (byte >= '0' && byte <= '9') ||
           (byte != '\0' && strchr("[](), *", byte) != NULL);
}

/* The part of a mark at `text`: a raised number, or one byte. */
static size_t note_part(const char *text, size_t len)
{
    size_t size = markup_raised(text, len);
    return size > 0 ? size : is_note_byte(text[0]);
}

bool html_is_label(const char *text, size_t len)
{
    char last = '\0';
    bool breaks, number = false, bracket = false;
    for (size_t at = 0, size; at < len; at += size) {
        size = text[at] == '<' ? html_tag(text + at, len - at, &breaks) : 0;
        if (size > 0)
            continue;
        if (!text_is_blank(text[at]) && !is_note_byte(text[at]))
            return false;
        bracket = bracket || (last == '\0' && text[at] == '[');
        number = number || (text[at] >= '0' && text[at] <= '9');
        last = text[at];
        size = 1;
    }
    return number && bracket;
}

size_t html_note(const char *text, size_t len)
{
    bool breaks, number = false;
    if (len < 5 || strncasecmp(text, "<sup", 4) != 0 || is_name_byte(text[4]))
        return 0;
    if (len > NOTE_MAX)
        len = NOTE_MAX;
    for (size_t at = 0, size; at < len; at += size) {
        if (text_is_blank(text[at])) {
            size = 1;
            continue;
        }
        size = text[at] == '<' ? html_tag(text + at, len - at, &breaks) : 0;
        if (at > 0 && size > 4 && strncasecmp(text + at, "<sup", 4) == 0)
            return 0;
        if (size > 5 && strncasecmp(text + at, "</sup", 5) == 0)
            return number ? at + size : 0;
        if (size > 0)
            continue;
        size = note_part(text + at, len - at);
        if (size == 0)
            return 0;
        number = true;
    }
    return 0;
}
