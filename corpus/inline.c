/* SPDX-License-Identifier: MIT
 *
 * In: the raw text of a block. Out: a mark for each byte.
 *
 * Invariant: a byte is text until something complete says otherwise: a code
 * span, emphasis, link or tag that is opened and never closed stays as it is
 * written. Each byte is looked at a bounded number of times. */
#include "corpus/inline.h"

#include <string.h>
#include <strings.h>

#include "corpus/html/html.h"
#include "corpus/text.h"

#define TICKS_MAX 32
#define LABEL_MAX ((size_t)200)
#define STACK_MAX ((size_t)1024 * 1024 * 1024)

/* A run of * _ or ~ that may open emphasis. */
typedef struct delimiter {
    size_t start;
    size_t count;
    char of;
} delimiter;

/* A [ or ![ that may open a link. */
typedef struct bracket {
    size_t start;
    size_t len;
} bracket;

typedef struct scan {
    inline_scratch *stack;
    unsigned char *marks;
    const char *raw;
    size_t len;
    const label_set *labels;
    size_t open[3];               /* delimiters on the stack: * _ ~ */
    bool no_ticks[TICKS_MAX + 1]; /* no run of that length further on */
    bool no_comment_end;
} scan;

/* Each handler is given the place of its byte and returns where to go on. */
typedef size_t (*handler)(scan *s, size_t at);

void inline_scratch_init(inline_scratch *s)
{
    buf_init(&s->delimiters, STACK_MAX);
    buf_init(&s->brackets, STACK_MAX);
}

void inline_scratch_release(inline_scratch *s)
{
    buf_release(&s->delimiters);
    buf_release(&s->brackets);
}

static void mark(scan *s, size_t from, size_t to, inline_mark as)
{
    memset(s->marks + from, (int)as, to - from);
}

static size_t run_length(const scan *s, size_t at)
{
    size_t end = at;
    while (end < s->len && s->raw[end] == s->raw[at])
        end++;
    return end - at;
}

static bool is_punctuation(char byte)
{
    return (byte >= '!' && byte <= '/') || (byte >= ':' && byte <= '@') ||
           (byte >= '[' && byte <= '`') || (byte >= '{' && byte <= '~');
}

static size_t on_backslash(scan *s, size_t at)
{
    if (at + 1 < s->len && s->raw[at + 1] == '\n') {
        s->marks[at] = INLINE_DROP;
        return at + 1;
    }
    if (at + 1 >= s->len || !is_punctuation(s->raw[at + 1]))
        return at + 1;
    s->marks[at] = INLINE_DROP;
    s->marks[at + 1] = INLINE_LITERAL;
    return at + 2;
}

/* ---------------------------------------------------------- code spans --- */

static size_t find_ticks(scan *s, size_t at, size_t count)
{
    while (at < s->len) {
        const char *found = memchr(s->raw + at, '`', s->len - at);
        if (found == NULL)
            break;
        at = (size_t)(found - s->raw);
        size_t run = run_length(s, at);
        if (run == count)
            return at;
        at += run;
    }
    s->no_ticks[count] = true;
    return 0;
}

static size_t on_tick(scan *s, size_t at)
{
    size_t count = run_length(s, at);
    if (count > TICKS_MAX || s->no_ticks[count] ||
        text_is_stress(s->raw, s->len, at))
        return at + count;
    size_t close = find_ticks(s, at + count, count);
    if (close == 0)
        return at + count;
    mark(s, at, at + count, INLINE_DROP);
    mark(s, at + count, close, INLINE_LITERAL);
    mark(s, close, close + count, INLINE_DROP);
    return close + count;
}

/* ------------------------------------------------------------ emphasis --- */

static size_t class_of(char of)
{
    return of == '*' ? 0 : of == '_' ? 1 : 2;
}

static bool is_word(uint32_t code)
{
    return text_is_letter(code) || text_is_digit(code);
}

/* How a run of delimiters stands to its neighbours. */
typedef struct flanks {
    bool opens;
    bool closes;
} flanks;

static flanks look_around(const scan *s, size_t at, size_t count)
{
    uint32_t before = text_before(s->raw, at);
    uint32_t after = text_at(s->raw, s->len, at + count);
    flanks f = {.opens = after != 0 && !text_is_space(after),
                .closes = before != 0 && !text_is_space(before)};
    if (s->raw[at] == '_') {
        f.opens = f.opens && !is_word(before);
        f.closes = f.closes && !is_word(after);
    }
    bool product = s->raw[at] == '*' && count == 1 && text_is_digit(before) &&
                   text_is_digit(after);
    if (product || (s->raw[at] == '~' && count < 2))
        return (flanks){false, false};
    return f;
}

static delimiter *top_delimiter(const scan *s)
{
    buf *stack = &s->stack->delimiters;
    return (delimiter *)(void *)(stack->data + stack->len) - 1;
}

static void pop_delimiter(scan *s)
{
    s->open[class_of(top_delimiter(s)->of)]--;
    buf_truncate(&s->stack->delimiters,
                 s->stack->delimiters.len - sizeof(delimiter));
}

/* Pair as much of the closing run as the stack has openers for; returns what
 * is left of it. */
static size_t close_emphasis(scan *s, size_t at, size_t count)
{
    char of = s->raw[at];
    while (count > 0 && s->open[class_of(of)] > 0) {
        while (top_delimiter(s)->of != of)
            pop_delimiter(s);
        delimiter *opener = top_delimiter(s);
        size_t used = opener->count < count ? opener->count : count;
        if (used > 2)
            used = 2;
        opener->count -= used;
        mark(s, opener->start + opener->count,
             opener->start + opener->count + used, INLINE_DROP);
        mark(s, at, at + used, INLINE_DROP);
        at += used;
        count -= used;
        if (opener->count == 0)
            pop_delimiter(s);
    }
    return count;
}

/* True if the run that closes nothing is all that follows the last sentence:
 * what opened it was lost. */
static bool ends_here(const scan *s, size_t at, size_t end)
{
    uint32_t before = text_before(s->raw, at);
    while (end < s->len && text_is_blank(s->raw[end]))
        end++;
    return end == s->len && before < 0x80 &&
           strchr(".!?;", (int)before) != NULL;
}

/* A run that begins the text before a capital, and was never closed. */
static void drop_lost_opener(scan *s)
{
    if (s->stack->delimiters.len == 0)
        return;
    const delimiter *first =
        (const delimiter *)(const void *)s->stack->delimiters.data;
    uint32_t next = text_at(s->raw, s->len, first->count);
    if (first->start == 0 && first->of == '*' && text_is_upper(next))
        mark(s, 0, first->count, INLINE_DROP);
}

static size_t on_delimiter(scan *s, size_t at)
{
    size_t count = run_length(s, at), end = at + count;
    flanks f = look_around(s, at, count);
    if (f.closes)
        count = close_emphasis(s, at, count);
    if (f.closes && !f.opens && s->raw[at] == '*' &&
        ends_here(s, end - count, end))
        mark(s, end - count, end, INLINE_DROP);
    if (f.opens && count > 0) {
        delimiter opener = {end - count, count, s->raw[at]};
        if (buf_add(&s->stack->delimiters, &opener, sizeof opener))
            s->open[class_of(opener.of)]++;
    }
    return end;
}

/* --------------------------------------------------------------- links --- */

static size_t on_open_bracket(scan *s, size_t at)
{
    size_t note = markup_note(s->raw + at, s->len - at);
    if (note > 0) {
        mark(s, at, at + note, INLINE_NOTE);
        return at + note;
    }
    bracket opener = {at, 1};
    buf_add(&s->stack->brackets, &opener, sizeof opener);
    return at + 1;
}

static size_t on_exclamation(scan *s, size_t at)
{
    if (at + 1 >= s->len || s->raw[at + 1] != '[')
        return at + 1;
    bracket opener = {at, 2};
    buf_add(&s->stack->brackets, &opener, sizeof opener);
    return at + 2;
}

/* The "[label]" at `at`, if a line of the document defines it. */
static size_t label_length(const scan *s, size_t at)
{
    if (at >= s->len || s->raw[at] != '[')
        return 0;
    size_t room = s->len - at < LABEL_MAX ? s->len - at : LABEL_MAX;
    const char *close = memchr(s->raw + at, ']', room);
    if (close == NULL)
        return 0;
    size_t len = (size_t)(close - s->raw) - at;
    return labels_have(s->labels, s->raw + at + 1, len - 1) ? len + 1 : 0;
}

/* What follows the link text that ends before `at`: a target, a label, or
 * nothing where the text is itself a label. False if it is no link. */
static bool link_follows(const scan *s, const bracket *open, size_t at,
                         size_t *tail)
{
    *tail = markup_target(s->raw + at, s->len - at);
    if (*tail > 0)
        return true;
    if (labels_empty(s->labels))
        return false;
    *tail = label_length(s, at);
    if (*tail > 0)
        return true;
    size_t start = open->start + open->len, len = at - 1 - start;
    bool empty = s->len - at >= 2 && memcmp(s->raw + at, "[]", 2) == 0;
    *tail = empty ? 2 : 0;
    return len < LABEL_MAX && labels_have(s->labels, s->raw + start, len);
}

static size_t on_close_bracket(scan *s, size_t at)
{
    buf *stack = &s->stack->brackets;
    if (stack->len == 0)
        return at + 1;
    bracket open;
    memcpy(&open, stack->data + stack->len - sizeof open, sizeof open);
    buf_truncate(stack, stack->len - sizeof open);
    size_t tail;
    if (!link_follows(s, &open, at + 1, &tail))
        return at + 1;
    mark(s, open.start, open.start + open.len, INLINE_DROP);
    mark(s, at, at + 1 + tail, INLINE_DROP);
    return at + 1 + tail;
}

/* ---------------------------------------------------- tags and the rest --- */

static size_t comment_end(scan *s, size_t at)
{
    if (s->no_comment_end || s->len - at < 4 ||
        memcmp(s->raw + at, "<!--", 4) != 0)
        return 0;
    const char *close = memmem(s->raw + at + 4, s->len - at - 4, "-->", 3);
    s->no_comment_end = close == NULL;
    return close == NULL ? 0 : (size_t)(close - s->raw) + 3;
}

static size_t on_less(scan *s, size_t at)
{
    const char *here = s->raw + at;
    size_t left = s->len - at, size;
    bool breaks;
    size_t end = comment_end(s, at);
    if (end > 0) {
        mark(s, at, end, INLINE_DROP);
        return end;
    }
    if ((size = markup_note(here, left)) > 0) {
        mark(s, at, at + size, INLINE_NOTE);
    } else if ((size = markup_sup(here, left)) > 0) {
        mark(s, at, at + size, INLINE_GLUE);
    } else if ((size = markup_autolink(here, left)) > 0) {
        mark(s, at, at + size, INLINE_LITERAL);
        s->marks[at] = INLINE_DROP;
        s->marks[at + size - 1] = INLINE_DROP;
    } else if ((size = markup_tag(here, left, &breaks)) > 0) {
        mark(s, at, at + size, breaks ? INLINE_BREAK : INLINE_DROP);
    }
    return at + (size > 0 ? size : 1);
}

static size_t on_dollar(scan *s, size_t at)
{
    size_t start, end, size = markup_note(s->raw + at, s->len - at);
    if (size > 0) {
        mark(s, at, at + size, INLINE_NOTE);
        return at + size;
    }
    size = markup_script(s->raw + at, s->len - at, &start, &end);
    if (size == 0)
        return at + 1;
    mark(s, at, at + start, INLINE_GLUE);
    mark(s, at + start, at + end, INLINE_LITERAL);
    mark(s, at + end, at + size, INLINE_DROP);
    return at + size;
}

static size_t mark_entity(scan *s, size_t at, size_t size)
{
    if (size == 0)
        return at + 1;
    mark(s, at, at + size, INLINE_DROP);
    s->marks[at] = INLINE_ENTITY;
    return at + size;
}

static size_t on_ampersand(scan *s, size_t at)
{
    uint32_t code;
    return mark_entity(s, at,
                       markup_entity(s->raw + at, s->len - at, &code));
}

static size_t on_html_ampersand(scan *s, size_t at)
{
    uint32_t code;
    return mark_entity(s, at,
                       markup_page_entity(s->raw + at, s->len - at, &code));
}

/* True if the tag is <sup>. */
static bool is_sup(const char *tag, size_t len)
{
    return len >= 5 && strncasecmp(tag, "<sup", 4) == 0 &&
           (tag[4] == '>' || text_is_blank(tag[4]));
}

static size_t on_html_less(scan *s, size_t at)
{
    const char *here = s->raw + at;
    size_t left = s->len - at, size;
    bool breaks = false;
    if ((size = html_note(here, left)) > 0)
        mark(s, at, at + size, INLINE_NOTE);
    else if ((size = html_tag(here, left, &breaks)) > 0)
        mark(s, at, at + size,
             is_sup(here, size) ? INLINE_GLUE
             : breaks           ? INLINE_BREAK
                                : INLINE_DROP);
    return at + (size > 0 ? size : 1);
}

static const handler handlers[128] = {
    ['\\'] = on_backslash,  ['`'] = on_tick,          ['*'] = on_delimiter,
    ['_'] = on_delimiter,   ['~'] = on_delimiter,     ['['] = on_open_bracket,
    ['!'] = on_exclamation, [']'] = on_close_bracket, ['<'] = on_less,
    ['$'] = on_dollar,      ['&'] = on_ampersand,
};

static const handler html_handlers[128] = {
    ['<'] = on_html_less,
    ['$'] = on_dollar,
    ['&'] = on_html_ampersand,
};

static void look_at_all(scan *s, const handler *table)
{
    for (size_t at = 0; at < s->len;) {
        unsigned char byte = (unsigned char)s->raw[at];
        handler handle = byte < 128 ? table[byte] : NULL;
        at = handle == NULL ? at + 1 : handle(s, at);
    }
}

void inline_mark_up_html(unsigned char *marks, const char *raw, size_t len)
{
    scan s = {.marks = marks, .raw = raw, .len = len};
    look_at_all(&s, html_handlers);
}

bool inline_mark_up(inline_scratch *stack, unsigned char *marks,
                    const char *raw, size_t len, const label_set *labels)
{
    scan s = {.stack = stack,
              .marks = marks,
              .raw = raw,
              .len = len,
              .labels = labels};
    buf_clear(&stack->delimiters);
    buf_clear(&stack->brackets);
    look_at_all(&s, handlers);
    drop_lost_opener(&s);
    return !stack->delimiters.failed && !stack->brackets.failed;
}
