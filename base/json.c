/* SPDX-License-Identifier: MIT
 *
 * In: values. Out: one line of JSON. A comma is due before a value or a key
 * unless the byte before it opens something or ends a key. */
#include "base/json.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"

static void separate(buf *out)
{
    if (out->len == 0)
        return;
    char last = out->data[out->len - 1];
    if (last != '{' && last != '[' && last != ':')
        buf_add_byte(out, ',');
}

void json_open(buf *out, char bracket)
{
    separate(out);
    buf_add_byte(out, bracket);
}

void json_close(buf *out, char bracket)
{
    buf_add_byte(out, bracket);
}

/* The two-character escape of a byte, or 0. */
static char short_escape(unsigned char byte)
{
    switch (byte) {
    case '"':
    case '\\':
        return (char)byte;
    case '\b':
        return 'b';
    case '\f':
        return 'f';
    case '\n':
        return 'n';
    case '\r':
        return 'r';
    case '\t':
        return 't';
    default:
        return 0;
    }
}

static void add_escaped(buf *out, unsigned char byte)
{
    char escape = short_escape(byte);
    if (escape != 0)
        buf_add_format(out, "\\%c", escape);
    else
        buf_add_format(out, "\\u%04x", byte);
}

static void add_clean(buf *out, const char *text, size_t len)
{
    size_t from = 0;
    for (size_t i = 0; i < len; i++) {
        unsigned char byte = (unsigned char)text[i];
        if (byte >= 0x20 && byte != '"' && byte != '\\' && byte != 0x7F)
            continue;
        buf_add(out, text + from, i - from);
        add_escaped(out, byte);
        from = i + 1;
    }
    buf_add(out, text + from, len - from);
}

void json_text(buf *out, const char *text, size_t len)
{
    separate(out);
    buf_add_byte(out, '"');
    if (utf8_valid(text, len)) {
        add_clean(out, text, len);
    } else {
        buf clean;
        buf_init(&clean, out->max);
        if (utf8_clean(&clean, text, len))
            add_clean(out, buf_text(&clean), clean.len);
        else
            out->failed = true;
        buf_release(&clean);
    }
    buf_add_byte(out, '"');
}

void json_string(buf *out, const char *text)
{
    json_text(out, text, strlen(text));
}

void json_key(buf *out, const char *key)
{
    json_string(out, key);
    buf_add_byte(out, ':');
}

void json_number(buf *out, uint64_t number)
{
    separate(out);
    buf_add_format(out, "%llu", (unsigned long long)number);
}

void json_real(buf *out, double number)
{
    char text[40];
    if (!isfinite(number)) {
        json_raw(out, "null");
        return;
    }
    for (int digits = 6; digits <= 17; digits++) {
        snprintf(text, sizeof text, "%.*g", digits, number);
        if (strtod(text, NULL) == number)
            break;
    }
    for (char *at = text; *at != '\0'; at++)
        if (*at == ',')
            *at = '.';
    json_raw(out, text);
}

void json_bool(buf *out, bool value)
{
    json_raw(out, value ? "true" : "false");
}

void json_raw(buf *out, const char *json)
{
    separate(out);
    buf_add_text(out, json);
}
