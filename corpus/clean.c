/* SPDX-License-Identifier: MIT
 *
 * In: slices of the file. Out: cleaned text with runs.
 *
 * Invariant: the slices are joined by '\n' into `raw`, and a byte of raw is
 * read once, in order, so its place in the file is known by a cursor. */
#include "corpus/clean.h"

#include <string.h>

#include "base/eight.h"
#include "base/utf8.h"
#include "corpus/text.h"

#define RAW_MAX ((size_t)512 * 1024 * 1024)
#define HYPHEN 0x2010u
#define PART_BYTES_MAX ((size_t)64)

typedef struct writer {
    cleaner *c;
    draft *out;
    const slice *slices;
    size_t slice;     /* the one that the cursor is in */
    size_t slice_raw; /* where it begins in raw */
    size_t base;      /* length of `out` before */
    bool joins;       /* words cut by a soft hyphen are joined */
    bool hyphenated;  /* those cut by a hyphen, too */
    bool html;        /* the text is a page's */
    bool space;       /* white space waits for the next character */
    bool space_exact; /* it is one blank of the file */
    size_t space_from, space_to;
    bool after_note;
} writer;

slice slice_trim(const char *text, slice at)
{
    while (at.start < at.end && text_is_blank(text[at.start]))
        at.start++;
    while (at.end > at.start && text_is_blank(text[at.end - 1]))
        at.end--;
    return at;
}

clean_mode clean_mode_of_code(clean_mode mode)
{
    return mode == CLEAN_HTML ? CLEAN_HTML_CODE : CLEAN_CODE;
}

void cleaner_init(cleaner *c, const char *text, size_t len,
                  const label_set *labels)
{
    c->text = text;
    compounds_init(&c->compounds, text, len);
    c->labels = labels;
    buf_init(&c->raw, RAW_MAX);
    buf_init(&c->marks, RAW_MAX);
    inline_scratch_init(&c->scratch);
}

void cleaner_release(cleaner *c)
{
    buf_release(&c->raw);
    buf_release(&c->marks);
    inline_scratch_release(&c->scratch);
    compounds_release(&c->compounds);
}

/* The place in the file of byte `at` of raw; `at` never goes down. */
static size_t source_of(writer *w, size_t at)
{
    for (;;) {
        const slice *in = &w->slices[w->slice];
        if (at <= w->slice_raw + (in->end - in->start))
            return in->start + (at - w->slice_raw);
        w->slice_raw += in->end - in->start + 1;
        w->slice++;
    }
}

static void note_space(writer *w, size_t at, size_t size)
{
    size_t source = source_of(w, at);
    if (!w->space) {
        w->space = true;
        w->space_from = source;
        w->space_exact = w->c->raw.data[at] == ' ';
    } else {
        w->space_exact = false;
    }
    w->space_to = source + size;
}

static bool is_stop(uint32_t code)
{
    return code == '.' || code == ',' || code == ';' || code == ':' ||
           code == '!' || code == '?';
}

/* Write the space that waits, if text stands before it. */
static void flush_space(writer *w, uint32_t next)
{
    bool wanted = w->space && w->out->text.len > w->base &&
                  !(w->after_note && is_stop(next));
    if (wanted && w->space_exact)
        draft_copy(w->out, " ", 1, w->space_from);
    else if (wanted)
        draft_make(w->out, " ", 1, w->space_from, w->space_to - w->space_from);
    w->space = false;
    w->after_note = false;
}

static void write_made(writer *w, uint32_t code, size_t at, size_t source_len)
{
    char bytes[4];
    flush_space(w, code);
    draft_make(w->out, bytes, utf8_write(bytes, code), source_of(w, at),
               source_len);
}

static bool is_gone(const writer *w, size_t at)
{
    return w->c->marks.data[at] == INLINE_DROP;
}

/* Where the next line's first character is, if the line ends at `at` but for
 * blanks and mark-up; else 0. */
static size_t next_line(const writer *w, size_t at)
{
    const buf *raw = &w->c->raw;
    bool line_end = false;
    for (; at < raw->len; at++) {
        if (raw->data[at] == '\n' && !line_end)
            line_end = true;
        else if (!text_is_blank(raw->data[at]) && !is_gone(w, at))
            return line_end ? at : 0;
    }
    return 0;
}

/* Past the hyphen of `size` bytes at `at` and the line end, where the word it
 * cuts goes on; 0 if it cuts none. */
static size_t past_hyphen(const writer *w, uint32_t code, size_t at,
                          size_t size)
{
    const buf *raw = &w->c->raw;
    if (!w->joins || w->space || w->out->text.len == w->base)
        return 0;
    size_t next = next_line(w, at + size);
    if (next == 0 || code == SOFT_HYPHEN)
        return next;
    if (!w->hyphenated)
        return 0;
    uint32_t before = text_before(w->out->text.data, w->out->text.len);
    uint32_t after = text_at(raw->data, raw->len, next);
    return text_is_letter(before) && text_is_lower(after) ? next : 0;
}

static bool is_hyphen(uint32_t code)
{
    return code == '-' || code == HYPHEN || code == SOFT_HYPHEN;
}

static bool is_of_word(const draft *d, size_t at)
{
    const char byte = d->text.data[at];
    return (unsigned char)byte >= 0x80 || text_is_letter((unsigned char)byte);
}

/* Does a word with a hyphen in it come last, as "end-of"? The part behind that
 * is no longer than words are. */
static bool ends_in_compound(const draft *d)
{
    size_t at = d->text.len;
    const size_t least = at < PART_BYTES_MAX ? 0 : at - PART_BYTES_MAX;
    while (at > least && is_of_word(d, at - 1))
        at--;
    return at > 1 && d->text.data[at - 1] == '-' && is_of_word(d, at - 2);
}

/* Does the hyphen at the line end stay, as the word that goes on at `next` would
 * have it anywhere? */
static bool is_of_compound(const writer *w, size_t next)
{
    const buf *raw = &w->c->raw;
    buf *text = &w->out->text;
    compounds *known = &w->c->compounds;
    if (ends_in_compound(w->out))
        return true;
    const bool has = compounds_has(known, text->data, text->len,
                                   raw->data + next, raw->len - next);
    text->failed = text->failed || known->failed;
    return has;
}

static bool is_kept(const writer *w, size_t at)
{
    char mark = w->c->marks.data[at];
    return mark == INLINE_KEEP || mark == INLINE_LITERAL;
}

/* The length of the character at `at` if it is a letter, digit or sign that is
 * copied whatever stands around it: of ASCII without the hyphen, or Cyrillic.
 * 0 for any other, which may be one as well. */
static size_t plain_size(const writer *w, size_t at)
{
    const buf *raw = &w->c->raw;
    if (at >= raw->len || !is_kept(w, at))
        return 0;
    unsigned char byte = (unsigned char)raw->data[at];
    if (byte > ' ' && byte < 0x7F)
        return byte != '-';
    return utf8_is_russian(raw->data + at, raw->len - at) ? 2 : 0;
}

/* How many of the eight bytes at `at`, behind a plain character, are plain
 * characters with single blanks between: all, or all but the blank or the half
 * of a character that ends them. 0 where it takes a closer look. */
static size_t plain_eight(const writer *w, size_t at)
{
    const buf *raw = &w->c->raw;
    if (raw->len - at < EIGHT)
        return 0;
    const uint64_t eight = eight_upwards(raw->data + at);
    const uint64_t blanks = eight_blanks(eight);
    const unsigned char last = (unsigned char)raw->data[at + EIGHT - 1];
    if (eight_at(w->c->marks.data + at) != EIGHT_TIMES(INLINE_KEEP) ||
        (blanks & blanks << 8) != 0 || eight_not_russian(eight) ||
        eight_has_below(eight, ' ') || eight_has(eight, '-') ||
        eight_has(eight, 0x7F))
        return 0;
    return EIGHT - (last == ' ' || utf8_is_first(last));
}

/* Past the plain characters from `at` on, and the single blanks between. The
 * character at `at` is one. */
static size_t plain_end(const writer *w, size_t at)
{
    at += plain_size(w, at);
    for (;;) {
        const size_t many = plain_eight(w, at);
        at += many;
        if (many > 0)
            continue;
        size_t size = plain_size(w, at);
        if (size == 0 && at < w->c->raw.len && w->c->raw.data[at] == ' ' &&
            is_kept(w, at) && plain_size(w, at + 1) > 0)
            size = 1;
        if (size == 0)
            return at;
        at += size;
    }
}

/* What most of a text is, many characters at once. */
static size_t write_plain(writer *w, size_t at)
{
    const char *text = w->c->raw.data;
    size_t end = plain_end(w, at);
    flush_space(w, text_at(text, w->c->raw.len, at));
    draft_copy(w->out, text + at, end - at, source_of(w, at));
    return end;
}

/* A run of blanks of ASCII, as between the lines of code. */
static size_t write_blanks(writer *w, size_t at)
{
    const buf *raw = &w->c->raw;
    size_t end = at + 1;
    while (end < raw->len && text_is_blank(raw->data[end]) && is_kept(w, end))
        end++;
    note_space(w, at, 1);
    if (end > at + 1)
        note_space(w, end - 1, 1);
    return end;
}

/* One character of text; returns where to go on. */
static size_t write_character(writer *w, size_t at)
{
    const buf *raw = &w->c->raw;
    uint32_t code;
    if (text_is_blank(raw->data[at]))
        return write_blanks(w, at);
    size_t size = utf8_read(raw->data + at, raw->len - at, &code);
    if (text_is_space(code)) {
        note_space(w, at, size);
        return at + size;
    }
    if (is_hyphen(code)) {
        size_t next = past_hyphen(w, code, at, size);
        if (next > 0) {
            if (code != SOFT_HYPHEN && is_of_compound(w, next))
                draft_copy(w->out, raw->data + at, size, source_of(w, at));
            return next;
        }
        if (code == SOFT_HYPHEN && w->joins)
            return at + size;
    }
    if (code == 0) {
        write_made(w, UTF8_REPLACEMENT, at, 1);
        return at + size;
    }
    flush_space(w, code);
    draft_copy(w->out, raw->data + at, size, source_of(w, at));
    return at + size;
}

static size_t write_entity(writer *w, size_t at)
{
    const buf *raw = &w->c->raw;
    uint32_t code = 0;
    size_t size = (w->html ? markup_page_entity : markup_entity)(
        raw->data + at, raw->len - at, &code);
    if (text_is_space(code)) {
        note_space(w, at, size);
        w->space_exact = false;
    } else if (code != SOFT_HYPHEN) {
        write_made(w, code, at, size);
    }
    return at + size;
}

static bool ends_on_word(const draft *d)
{
    uint32_t last = text_before(buf_text(&d->text), d->text.len);
    return text_is_letter(last) || text_is_digit(last);
}

/* One byte or character by its mark; returns where to go on. */
static size_t write_next(writer *w, size_t at)
{
    switch ((inline_mark)w->c->marks.data[at]) {
    case INLINE_DROP:
        return at + 1;
    case INLINE_NOTE:
        w->after_note = true;
        return at + 1;
    case INLINE_GLUE:
        w->space = w->space && !ends_on_word(w->out);
        return at + 1;
    case INLINE_BREAK:
        note_space(w, at, 1);
        w->space_exact = false;
        return at + 1;
    case INLINE_ENTITY:
        return write_entity(w, at);
    default:
        return write_character(w, at);
    }
}

static void join_slices(cleaner *c, const slice *slices, size_t count)
{
    buf_clear(&c->raw);
    for (size_t i = 0; i < count; i++) {
        if (i > 0)
            buf_add_byte(&c->raw, '\n');
        buf_add(&c->raw, c->text + slices[i].start,
                slices[i].end - slices[i].start);
    }
    buf_clear(&c->marks);
    if (buf_reserve(&c->marks, c->raw.len)) {
        c->marks.len = c->raw.len;
        memset(c->marks.data, INLINE_KEEP, c->marks.len + 1);
    }
}

void clean_slices(cleaner *c, draft *out, clean_mode mode, const slice *slices,
                  size_t count)
{
    join_slices(c, slices, count);
    bool ok = !c->raw.failed && !c->marks.failed;
    unsigned char *marks = (unsigned char *)c->marks.data;
    bool html = mode == CLEAN_HTML || mode == CLEAN_HTML_CODE;
    if (ok && mode == CLEAN_MARKDOWN)
        ok = inline_mark_up(&c->scratch, marks, buf_text(&c->raw), c->raw.len,
                            c->labels);
    else if (ok && html)
        inline_mark_up_html(marks, buf_text(&c->raw), c->raw.len);
    if (!ok) {
        out->text.failed = true;
        return;
    }
    writer w = {.c = c,
                .out = out,
                .slices = slices,
                .base = out->text.len,
                .joins = mode != CLEAN_CODE && mode != CLEAN_HTML_CODE,
                .hyphenated = mode == CLEAN_MARKDOWN || mode == CLEAN_TEXT,
                .html = html};
    for (size_t at = 0; at < c->raw.len;)
        at = plain_size(&w, at) > 0 ? write_plain(&w, at) : write_next(&w, at);
}
