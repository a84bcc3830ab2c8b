/* SPDX-License-Identifier: MIT
 *
 * In: a line of JSON. Out: the parts of its record. Invariant: what is read
 * here has the parts that a whole parser would find; in doubt, none. */
#include "corpus/plain_record.h"

#include <string.h>

#include "base/eight.h"

#define LINE_MAX ((size_t)1 << 30)
#define OTHERS_MAX 16u
/* Digits of a number that is the same when it is written again. */
#define DIGITS_MAX 15u

/* A piece of the line. */
typedef struct piece {
    const char *bytes;
    size_t len;
    bool escaped; /* there is a backslash in it */
} piece;

typedef struct cursor {
    const char *at, *end;
    plain_record *to;
    record_parts *out;
    piece others[OTHERS_MAX]; /* keys that went into the meta */
    unsigned other_count;
} cursor;

void plain_record_init(plain_record *p)
{
    buf_init(&p->strings, LINE_MAX);
    buf_init(&p->meta, LINE_MAX);
}

void plain_record_release(plain_record *p)
{
    buf_release(&p->strings);
    buf_release(&p->meta);
}

/* ----------------------------------------------------- pieces of a line --- */

static void skip_blanks(cursor *c)
{
    while (c->at < c->end && (*c->at == ' ' || *c->at == '\t'))
        c->at++;
}

static bool take(cursor *c, char sign)
{
    skip_blanks(c);
    if (c->at == c->end || *c->at != sign)
        return false;
    c->at++;
    return true;
}

/* Past the bytes of a string that stand for themselves. The lowest bit that
 * tells of another is that of the first. */
static const char *past_literal(const char *at, const char *end)
{
    while (end - at >= (ptrdiff_t)EIGHT) {
        const uint64_t eight = eight_upwards(at);
        const uint64_t others = eight_has_below(eight, ' ') |
                                eight_has(eight, '"') | eight_has(eight, '\\');
        if (others != 0)
            return at + eight_zeros(others);
        at += EIGHT;
    }
    while (at < end && (unsigned char)*at >= ' ' && *at != '"' && *at != '\\')
        at++;
    return at;
}

/* A string, from its quotation mark on; what is between them goes to `out`. */
static bool read_string(cursor *c, piece *out)
{
    if (!take(c, '"'))
        return false;
    *out = (piece){.bytes = c->at};
    for (;;) {
        c->at = past_literal(c->at, c->end);
        if (c->at == c->end || (unsigned char)*c->at < ' ')
            return false;
        if (*c->at == '"')
            break;
        if (c->end - c->at < 2)
            return false;
        out->escaped = true;
        c->at += 2;
    }
    out->len = (size_t)(c->at++ - out->bytes);
    return true;
}

/* A whole number that has one way to be written. */
static bool read_number(cursor *c, piece *out)
{
    *out = (piece){.bytes = c->at};
    while (c->at < c->end && *c->at >= '0' && *c->at <= '9')
        c->at++;
    out->len = (size_t)(c->at - out->bytes);
    return out->len > 0 && out->len <= DIGITS_MAX &&
           (*out->bytes != '0' || out->len == 1);
}

/* ---------------------------------------------------------- its strings --- */

/* The byte that an escape stands for; 0 for one that is not read here. */
static char meaning_of(char escape)
{
    static const char escapes[] = "\"\\/bfnrt";
    static const char meanings[] = "\"\\/\b\f\n\r\t";
    const char *found = memchr(escapes, escape, sizeof escapes - 1);
    return found == NULL ? '\0' : meanings[found - escapes];
}

/* Append the string's text, of which the buffer has room for the whole line;
 * NULL for an escape that is not read here. */
static const char *store(cursor *c, const piece *string)
{
    buf *out = &c->to->strings;
    char *text = out->data + out->len;
    char *to = text;
    const char *end = string->bytes + string->len;
    for (const char *at = string->bytes; at < end;) {
        const char *next =
            string->escaped ? memchr(at, '\\', (size_t)(end - at)) : NULL;
        const size_t literal = (size_t)((next == NULL ? end : next) - at);
        memcpy(to, at, literal);
        to += literal;
        at += literal;
        if (next == NULL)
            break;
        *to = meaning_of(at[1]);
        if (*to++ == '\0')
            return NULL;
        at += 2;
    }
    *to++ = '\0';
    out->len += (size_t)(to - text);
    return text;
}

/* -------------------------------------------------------------- members --- */

static bool is_key(const piece *key, const char *name)
{
    return key->len == strlen(name) && memcmp(key->bytes, name, key->len) == 0;
}

/* One that comes twice is for the parser. */
static bool take_text(cursor *c, const piece *value, const char **part)
{
    if (*part != NULL)
        return false;
    *part = store(c, value);
    return *part != NULL;
}

static bool is_known(const cursor *c, const piece *key)
{
    for (unsigned i = 0; i < c->other_count; i++)
        if (c->others[i].len == key->len &&
            memcmp(c->others[i].bytes, key->bytes, key->len) == 0)
            return true;
    return false;
}

/* A member of the meta goes there as it stands, from its key on. */
static bool take_other(cursor *c, const piece *key, const piece *value,
                       bool is_string)
{
    buf *meta = &c->to->meta;
    if (value->escaped || c->other_count == OTHERS_MAX || is_known(c, key))
        return false;
    buf_add(meta, c->other_count > 0 ? ",\"" : "\"",
            c->other_count > 0 ? 2 : 1);
    buf_add(meta, key->bytes, key->len);
    buf_add(meta, is_string ? "\":\"" : "\":", is_string ? 3 : 2);
    buf_add(meta, value->bytes, value->len);
    c->others[c->other_count++] = *key;
    return is_string ? buf_add_byte(meta, '"') : !meta->failed;
}

static bool read_member(cursor *c)
{
    piece key, value;
    if (!read_string(c, &key) || key.escaped || !take(c, ':'))
        return false;
    skip_blanks(c);
    const bool is_string = c->at < c->end && *c->at == '"';
    if (!(is_string ? read_string(c, &value) : read_number(c, &value)))
        return false;
    if (is_key(&key, "id"))
        return take_text(c, &value, &c->out->id);
    if (is_key(&key, "title"))
        return is_string && take_text(c, &value, &c->out->title);
    if (is_key(&key, "text"))
        return is_string && take_text(c, &value, &c->out->text);
    return take_other(c, &key, &value, is_string);
}

bool plain_record_read(record_parts *out, plain_record *p, const char *line,
                       size_t len)
{
    cursor c = {.at = line, .end = line + len, .to = p, .out = out};
    *out = (record_parts){0};
    buf_clear(&p->strings);
    buf_clear(&p->meta);
    /* A string has two marks in the line and one NUL in the buffer. */
    if (!take(&c, '{') || !buf_reserve(&p->strings, len))
        return false;
    buf_add_byte(&p->meta, '{');
    do
        if (!read_member(&c))
            return false;
    while (take(&c, ','));
    if (!take(&c, '}'))
        return false;
    skip_blanks(&c);
    if (c.at != c.end || out->text == NULL || !buf_add_byte(&p->meta, '}'))
        return false;
    out->text_len = strlen(out->text);
    out->meta = p->meta.data;
    return true;
}
