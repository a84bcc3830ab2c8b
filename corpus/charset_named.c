/* SPDX-License-Identifier: MIT
 *
 * In: bytes that say themselves which encoding they are in, as HTML does. Out:
 * UTF-8. Only encodings of the table are believed; what is no character in
 * them becomes U+FFFD. */
#include "corpus/charset.h"

#include <errno.h>
#include <iconv.h>
#include <string.h>
#include <strings.h>

#include "base/utf8.h"
#include "corpus/text.h"

#define LOOKED_AT ((size_t)64 * 1024)
#define TAG_MAX ((size_t)1000)
#define LABEL_MAX ((size_t)40)
#define ROOM ((size_t)64 * 1024)

/* A label of the web, and the name iconv has for what is meant by it. */
static const struct {
    const char *label;
    const char *name;
} labels[] = {
    {"utf-8", "UTF-8"},
    {"utf8", "UTF-8"},
    {"windows-1251", "CP1251"},
    {"cp1251", "CP1251"},
    {"cp-1251", "CP1251"},
    {"win-1251", "CP1251"},
    {"windows1251", "CP1251"},
    {"x-cp1251", "CP1251"},
    {"koi8-r", "KOI8-R"},
    {"koi8r", "KOI8-R"},
    {"koi8", "KOI8-R"},
    {"koi8-u", "KOI8-U"},
    {"ibm866", "CP866"},
    {"cp866", "CP866"},
    {"iso-8859-5", "ISO-8859-5"},
    {"x-mac-cyrillic", "MAC-CYRILLIC"},
    {"iso-8859-1", "CP1252"},
    {"iso8859-1", "CP1252"},
    {"latin1", "CP1252"},
    {"ascii", "CP1252"},
    {"us-ascii", "CP1252"},
    {"windows-1252", "CP1252"},
    {"cp1252", "CP1252"},
    {"iso-8859-2", "ISO-8859-2"},
    {"windows-1250", "CP1250"},
    {"iso-8859-15", "ISO-8859-15"},
    {"iso-8859-7", "ISO-8859-7"},
    {"windows-1253", "CP1253"},
    {"iso-8859-9", "CP1254"},
    {"windows-1254", "CP1254"},
    {"iso-8859-3", "ISO-8859-3"},
    {"iso-8859-4", "ISO-8859-4"},
    {"iso-8859-13", "ISO-8859-13"},
    {"windows-1257", "CP1257"},
    {"windows-1258", "CP1258"},
    {"iso-8859-6", "ISO-8859-6"},
    {"windows-1256", "CP1256"},
    {"gb2312", "GBK"},
    {"gbk", "GBK"},
    {"gb18030", "GB18030"},
    {"big5", "BIG5"},
    {"shift_jis", "SHIFT_JIS"},
    {"shift-jis", "SHIFT_JIS"},
    {"x-sjis", "SHIFT_JIS"},
    {"euc-jp", "EUC-JP"},
    {"euc-kr", "EUC-KR"},
};

static const char *find_label(const char *label, size_t len)
{
    for (size_t i = 0; i < sizeof labels / sizeof *labels; i++)
        if (strlen(labels[i].label) == len &&
            strncasecmp(labels[i].label, label, len) == 0)
            return labels[i].name;
    return NULL;
}

/* The place behind `what`, in any case, at or after `at`; 0 without. */
static size_t find_after(const char *bytes, size_t len, size_t at,
                         const char *what)
{
    size_t size = strlen(what);
    for (; at + size <= len; at++)
        if (strncasecmp(bytes + at, what, size) == 0)
            return at + size;
    return 0;
}

static bool is_label_byte(char byte)
{
    return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') ||
           (byte >= '0' && byte <= '9') || byte == '-' || byte == '_';
}

/* The encoding in `charset=...` or `encoding=...` inside one tag. */
static const char *label_in(const char *tag, size_t len, const char *key)
{
    size_t at = find_after(tag, len, 0, key);
    if (at == 0)
        return NULL;
    while (at < len && (text_is_blank(tag[at]) || strchr("='\"", tag[at])))
        at++;
    size_t end = at;
    while (end < len && end - at < LABEL_MAX && is_label_byte(tag[end]))
        end++;
    return find_label(tag + at, end - at);
}

const char *charset_of_html(const char *bytes, size_t len)
{
    static const struct {
        const char *tag, *key;
    } places[] = {{"<?xml", "encoding"}, {"<meta", "charset"}};
    size_t room = len < LOOKED_AT ? len : LOOKED_AT;
    for (size_t i = 0; i < sizeof places / sizeof *places; i++) {
        size_t at = 0;
        while ((at = find_after(bytes, room, at, places[i].tag)) > 0) {
            size_t size = room - at < TAG_MAX ? room - at : TAG_MAX;
            const char *end = memchr(bytes + at, '>', size);
            if (end != NULL)
                size = (size_t)(end - bytes) - at;
            const char *name = label_in(bytes + at, size, places[i].key);
            if (name != NULL)
                return name;
        }
    }
    return NULL;
}

/* Add what iconv has made; what it made of broken input is still UTF-8. */
static void add_made(buf *out, const char *room, size_t left)
{
    buf_add(out, room, ROOM - left);
}

bool charset_convert(buf *out, const char *name, const char *bytes, size_t len)
{
    char room[ROOM];
    iconv_t how = iconv_open("UTF-8", name);
    if (how == (iconv_t)-1)
        return charset_decode(out, CHARSET_UTF8, bytes, len);
    char *from = (char *)(uintptr_t)bytes;
    while (len > 0 && !out->failed) {
        char *to = room;
        size_t left = ROOM;
        size_t result = iconv(how, &from, &len, &to, &left);
        int code = errno;
        add_made(out, room, left);
        if (result != (size_t)-1 || code == E2BIG)
            continue;
        buf_add_text(out, "\xEF\xBF\xBD");
        from++;
        len--;
    }
    iconv_close(how);
    return !out->failed;
}
