/* SPDX-License-Identifier: MIT
 *
 * In: a word as typed. Out: the same keys in the other layout. */
#include "searcher/keyboard.h"

#include <string.h>

#include <utf8proc.h>

#include "base/utf8.h"

/* The keys, without and with shift, in the same order in both layouts. */
static const char english[] = "`qwertyuiop[]asdfghjkl;'zxcvbnm,."
                              "~QWERTYUIOP{}ASDFGHJKL:\"ZXCVBNM<>";
static const char russian[] = "ёйцукенгшщзхъфывапролджэячсмитьбю"
                              "ЁЙЦУКЕНГШЩЗХЪФЫВАПРОЛДЖЭЯЧСМИТЬБЮ";

/* The place of a character in a row of keys; SIZE_MAX if it is on none. */
static size_t find_key(const char *keys, uint32_t wanted)
{
    size_t len = strlen(keys);
    size_t place = 0;
    for (size_t at = 0; at < len; place++) {
        uint32_t code;
        at += utf8_read(keys + at, len - at, &code);
        if (code == wanted)
            return place;
    }
    return SIZE_MAX;
}

static uint32_t key_at(const char *keys, size_t place)
{
    size_t len = strlen(keys);
    uint32_t code = 0;
    for (size_t at = 0; at < len; place--) {
        at += utf8_read(keys + at, len - at, &code);
        if (place == 0)
            break;
    }
    return code;
}

static bool is_latin(uint32_t code)
{
    return (code >= 'a' && code <= 'z') || (code >= 'A' && code <= 'Z');
}

/* What the whole word shows. */
typedef struct look {
    bool latin;   /* it has a Latin letter */
    bool small;   /* it has a small letter */
    bool capital; /* it has a capital */
} look;

static look look_at(const char *text, size_t len)
{
    look l = {false, false, false};
    for (size_t at = 0; at < len;) {
        uint32_t code;
        at += utf8_read(text + at, len - at, &code);
        l.latin = l.latin || is_latin(code);
        l.small = l.small || utf8proc_islower((utf8proc_int32_t)code);
        l.capital = l.capital || utf8proc_isupper((utf8proc_int32_t)code);
    }
    return l;
}

bool keyboard_switch(buf *out, const char *text, size_t len)
{
    look l = look_at(text, len);
    bool raised = l.capital && !l.small;
    bool letters = l.latin;
    buf_clear(out);
    for (size_t at = 0; at < len;) {
        char bytes[4];
        uint32_t code;
        at += utf8_read(text + at, len - at, &code);
        size_t place = find_key(l.latin ? english : russian, code);
        if (place == SIZE_MAX)
            return false;
        code = key_at(l.latin ? russian : english, place);
        letters = letters || is_latin(code);
        if (raised) /* Caps Lock leaves ,t; as they are */
            code = (uint32_t)utf8proc_toupper((utf8proc_int32_t)code);
        if (!buf_add(out, bytes, utf8_write(bytes, code)))
            return false;
    }
    return letters;
}
