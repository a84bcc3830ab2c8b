/* SPDX-License-Identifier: MIT
 *
 * In: JSON from outside. Out: what it says. Its depth is looked at before it is
 * parsed, so that no text can make the parser climb further down the stack than
 * there is; and what the parser refuses is mended and given to it again. */
#include "corpus/loose_json.h"

#include <errno.h>
#include <limits.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"

#define ESCAPE 6         /* bytes of "\u0000" */
#define NUMBER_MAX 1024u /* a longer one stays as it is */

bool loose_json_is_shallow(const char *text, size_t len)
{
    size_t depth = 0;
    bool quoted = false;
    for (size_t i = 0; i < len; i++) {
        if (quoted && text[i] == '\\')
            i++;
        else if (text[i] == '"')
            quoted = !quoted;
        else if (!quoted && (text[i] == '{' || text[i] == '['))
            depth++;
        else if (!quoted && (text[i] == '}' || text[i] == ']') && depth > 0)
            depth--;
        if (depth > LOOSE_JSON_DEPTH_MAX)
            return false;
    }
    return true;
}

/* ------------------------------------------------------------- mending --- */

/* The four digits of "\\uD83D" as a number; UINT_MAX without. */
static unsigned escaped_unit(const char *text, size_t len)
{
    static const char digits[] = "0123456789abcdef0123456789ABCDEF";
    unsigned value = 0;
    if (len < ESCAPE || text[0] != '\\' || text[1] != 'u')
        return UINT_MAX;
    for (size_t i = 2; i < ESCAPE; i++) {
        const char *digit = memchr(digits, text[i], sizeof digits - 1);
        if (digit == NULL)
            return UINT_MAX;
        value = value * 16 + (unsigned)(digit - digits) % 16;
    }
    return value;
}

/* Take over what begins with a backslash in a string; returns its bytes. */
static size_t mend_escape(buf *out, const char *text, size_t len)
{
    const unsigned unit = escaped_unit(text, len);
    const bool first = unit >> 10 == 0xD800 >> 10;
    const bool second = unit >> 10 == 0xDC00 >> 10;
    size_t whole = unit != UINT_MAX ? ESCAPE : len < 2 ? len : 2;
    if (first && escaped_unit(text + whole, len - whole) >> 10 == 0xDC00 >> 10)
        whole += ESCAPE;
    if (unit == 0 || second || (first && whole == ESCAPE))
        buf_add_text(out, "\\uFFFD");
    else
        buf_add(out, text, whole);
    return whole;
}

/* Is it one that no type of number holds? */
static bool is_too_large(const char *number)
{
    char *end;
    bool large = true;
    errno = 0;
    if (strpbrk(number, ".eE") == NULL)
        strtoll(number, &end, 10);
    else
        large = isinf(strtod(number, &end)) != 0; /* or next to nothing */
    return large && errno == ERANGE && *end == '\0';
}

/* Take over a number; returns its bytes. */
static size_t mend_number(buf *out, const char *text, size_t len)
{
    char number[NUMBER_MAX + 1];
    size_t whole = 0;
    while (whole < len && memchr("0123456789.eE+-", text[whole], 15) != NULL)
        whole++;
    const size_t size = whole <= NUMBER_MAX ? whole : 0;
    memcpy(number, text, size);
    number[size] = '\0';
    const bool quote = size > 0 && is_too_large(number);
    if (quote)
        buf_add_byte(out, '"');
    buf_add(out, text, whole);
    if (quote)
        buf_add_byte(out, '"');
    return whole;
}

static void mend(buf *out, const char *text, size_t len)
{
    bool quoted = false;
    for (size_t at = 0; at < len;) {
        if (quoted && text[at] == '\\') {
            at += mend_escape(out, text + at, len - at);
            continue;
        }
        if (!quoted && memchr("-0123456789", text[at], 11) != NULL) {
            at += mend_number(out, text + at, len - at);
            continue;
        }
        quoted = quoted != (text[at] == '"');
        buf_add_byte(out, text[at++]);
    }
}

/* ------------------------------------------------------------- reading --- */

bool loose_json_lacked_memory(const json_error_t *why)
{
    return json_error_code(why) == json_error_out_of_memory;
}

json_t *loose_json_read(const char *text, size_t len, json_error_t *why)
{
    buf mended;
    json_t *value = json_loadb(text, len, 0, why);
    if (value != NULL || loose_json_lacked_memory(why))
        return value;
    buf_init(&mended, len + 2 * len + ESCAPE);
    mend(&mended, text, len);
    if (mended.failed)
        why->text[JSON_ERROR_TEXT_LENGTH - 1] = json_error_out_of_memory;
    else if (mended.len != len || memcmp(buf_text(&mended), text, len) != 0)
        value = json_loadb(mended.data, mended.len, 0, why);
    buf_release(&mended);
    return value;
}
