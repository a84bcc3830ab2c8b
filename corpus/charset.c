/* SPDX-License-Identifier: MIT
 *
 * In: bytes. Out: what encoding they are in, by their order mark or by what
 * they would say in each, and the same text as UTF-8.
 *
 * Valid UTF-8 is never taken for anything else. */
#include "corpus/charset.h"

#include <stdint.h>
#include <string.h>

#include "base/eight.h"
#include "base/utf8.h"

/* 0x80 to 0xFF of each code page; 0 where there is no character. */
static const uint16_t cp1251[128] = {
    0x0402, 0x0403, 0x201A, 0x0453, 0x201E, 0x2026, 0x2020, 0x2021, 0x20AC,
    0x2030, 0x0409, 0x2039, 0x040A, 0x040C, 0x040B, 0x040F, 0x0452, 0x2018,
    0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014, 0,      0x2122, 0x0459,
    0x203A, 0x045A, 0x045C, 0x045B, 0x045F, 0x00A0, 0x040E, 0x045E, 0x0408,
    0x00A4, 0x0490, 0x00A6, 0x00A7, 0x0401, 0x00A9, 0x0404, 0x00AB, 0x00AC,
    0x00AD, 0x00AE, 0x0407, 0x00B0, 0x00B1, 0x0406, 0x0456, 0x0491, 0x00B5,
    0x00B6, 0x00B7, 0x0451, 0x2116, 0x0454, 0x00BB, 0x0458, 0x0405, 0x0455,
    0x0457, 0x0410, 0x0411, 0x0412, 0x0413, 0x0414, 0x0415, 0x0416, 0x0417,
    0x0418, 0x0419, 0x041A, 0x041B, 0x041C, 0x041D, 0x041E, 0x041F, 0x0420,
    0x0421, 0x0422, 0x0423, 0x0424, 0x0425, 0x0426, 0x0427, 0x0428, 0x0429,
    0x042A, 0x042B, 0x042C, 0x042D, 0x042E, 0x042F, 0x0430, 0x0431, 0x0432,
    0x0433, 0x0434, 0x0435, 0x0436, 0x0437, 0x0438, 0x0439, 0x043A, 0x043B,
    0x043C, 0x043D, 0x043E, 0x043F, 0x0440, 0x0441, 0x0442, 0x0443, 0x0444,
    0x0445, 0x0446, 0x0447, 0x0448, 0x0449, 0x044A, 0x044B, 0x044C, 0x044D,
    0x044E, 0x044F};

static const uint16_t koi8_r[128] = {
    0x2500, 0x2502, 0x250C, 0x2510, 0x2514, 0x2518, 0x251C, 0x2524, 0x252C,
    0x2534, 0x253C, 0x2580, 0x2584, 0x2588, 0x258C, 0x2590, 0x2591, 0x2592,
    0x2593, 0x2320, 0x25A0, 0x2219, 0x221A, 0x2248, 0x2264, 0x2265, 0x00A0,
    0x2321, 0x00B0, 0x00B2, 0x00B7, 0x00F7, 0x2550, 0x2551, 0x2552, 0x0451,
    0x2553, 0x2554, 0x2555, 0x2556, 0x2557, 0x2558, 0x2559, 0x255A, 0x255B,
    0x255C, 0x255D, 0x255E, 0x255F, 0x2560, 0x2561, 0x0401, 0x2562, 0x2563,
    0x2564, 0x2565, 0x2566, 0x2567, 0x2568, 0x2569, 0x256A, 0x256B, 0x256C,
    0x00A9, 0x044E, 0x0430, 0x0431, 0x0446, 0x0434, 0x0435, 0x0444, 0x0433,
    0x0445, 0x0438, 0x0439, 0x043A, 0x043B, 0x043C, 0x043D, 0x043E, 0x043F,
    0x044F, 0x0440, 0x0441, 0x0442, 0x0443, 0x0436, 0x0432, 0x044C, 0x044B,
    0x0437, 0x0448, 0x044D, 0x0449, 0x0447, 0x044A, 0x042E, 0x0410, 0x0411,
    0x0426, 0x0414, 0x0415, 0x0424, 0x0413, 0x0425, 0x0418, 0x0419, 0x041A,
    0x041B, 0x041C, 0x041D, 0x041E, 0x041F, 0x042F, 0x0420, 0x0421, 0x0422,
    0x0423, 0x0416, 0x0412, 0x042C, 0x042B, 0x0417, 0x0428, 0x042D, 0x0429,
    0x0427, 0x042A};

/* How often each letter а..я comes in a thousand of Russian text. */
static const unsigned char frequency[32] = {
    80, 16, 45, 17, 30, 85, 9, 16, 74, 12, 35, 44, 32, 67, 110, 28,
    47, 55, 63, 26, 3,  10, 5, 14, 7,  4,  1,  19, 17, 3,  6,   20};

/* Letters of Russian text are above it on average (56), random ones are not. */
#define COMMON_LETTER 24

/* What the letters of a text in capitals have to be ahead by: of 100 single
 * words in small letters 99 are then told, and of texts of four words in
 * capitals 97. */
#define CAPITALS_COST 80

/* So many bytes are looked at at once, of a text that is plain. */
#define STRETCH 64u

/* What the bytes are like. */
typedef struct census {
    size_t controls; /* that no text holds */
    size_t nuls;
    size_t high;   /* bytes over 0x7F */
    size_t broken; /* characters that are no UTF-8 */
    size_t whole;  /* characters of several bytes that are */
} census;

static bool is_odd_control(unsigned char byte)
{
    return byte == 0x7F || (byte < 0x20 && (byte < '\t' || byte > '\r') &&
                            byte != 0x1A && byte != 0x1B && byte != 0);
}

/* True if the eight bytes are no controls. */
static bool are_plain(uint64_t eight)
{
    return !(eight_has_below(eight, ' ') | eight_has(eight, 0x7F));
}

static void count_each(census *c, const char *bytes, size_t len)
{
    for (size_t i = 0; i < len; i++) {
        unsigned char byte = (unsigned char)bytes[i];
        c->nuls += byte == 0;
        c->high += byte >= 0x80;
        c->controls += is_odd_control(byte);
    }
}

/* Count the bytes over 0x7F of STRETCH, if no other is a control but a line
 * end. */
static bool count_usual(census *c, const char *bytes)
{
    unsigned char odd = 0, high = 0;
    for (size_t i = 0; i < STRETCH; i++) {
        const unsigned char byte = (unsigned char)bytes[i];
        odd |=
            (unsigned char)(((byte < ' ') & (byte != '\n')) | (byte == 0x7F));
        high = (unsigned char)(high + (byte >> 7));
    }
    if (odd == 0)
        c->high += high;
    return odd == 0;
}

static void count_eights(census *c, const char *bytes, size_t len)
{
    size_t i = 0;
    for (; len - i >= EIGHT; i += EIGHT) {
        const uint64_t eight = eight_at(bytes + i);
        if (!are_plain(eight))
            count_each(c, bytes + i, EIGHT);
        else if (eight_has_high(eight))
            c->high += eight_count_high(eight);
    }
    count_each(c, bytes + i, len - i);
}

static void count_bytes(census *c, const char *bytes, size_t len)
{
    size_t i = 0;
    for (; len - i >= STRETCH; i += STRETCH)
        if (!count_usual(c, bytes + i))
            count_eights(c, bytes + i, STRETCH);
    count_eights(c, bytes + i, len - i);
}

static census take_census(const char *bytes, size_t len)
{
    census c = {0};
    count_bytes(&c, bytes, len);
    for (size_t at = 0; c.high > 0 && at < len;) {
        uint32_t code;
        if ((unsigned char)bytes[at] < 0x80) {
            at += utf8_ascii(bytes + at, len - at);
            continue;
        }
        size_t size = utf8_read(bytes + at, len - at, &code);
        bool replaced = code == UTF8_REPLACEMENT && size < 3;
        c.broken += replaced;
        c.whole += !replaced && size > 1;
        at += size;
    }
    return c;
}

/* How a text of one code page looks, read as Russian. */
typedef struct reading {
    size_t letters;  /* Russian ones */
    size_t joined;   /* of them, with another right before */
    size_t score;    /* sum of their frequencies */
    size_t turns;    /* capitals behind small letters */
    size_t capitals; /* capitals behind capitals */
} reading;

static bool is_russian(uint32_t code)
{
    return (code >= 0x410 && code <= 0x44F) || code == 0x401 || code == 0x451;
}

static reading read_as(const uint16_t *page, const char *bytes, size_t len)
{
    reading r = {0};
    uint32_t before = 0;
    for (size_t i = 0; i < len; i++) {
        unsigned char byte = (unsigned char)bytes[i];
        uint32_t code = byte < 0x80 ? byte : page[byte - 0x80];
        if (is_russian(code)) {
            bool plain = code >= 0x410 && code <= 0x44F;
            r.letters++;
            r.joined += is_russian(before);
            r.score += plain ? frequency[(code - 0x410) % 32] : 2;
            r.turns += before >= 0x430 && is_russian(before) && code < 0x430;
            r.capitals += before < 0x430 && is_russian(before) && code < 0x430;
        }
        before = code;
    }
    return r;
}

/* Points a reading earns; each turn of case inside a word costs much. */
static size_t points(const reading *r)
{
    size_t cost = r->turns * 100;
    return r->score > cost ? r->score - cost : 0;
}

/* Most of the high bytes are letters, and most letters stand in words: in a
 * western code page they stand alone. They are as common as those of words are;
 * broken bytes are any. */
static bool is_plausible(const reading *r, size_t high)
{
    return r->letters * 10 >= high * 7 && r->joined * 3 >= r->letters &&
           points(r) >= r->letters * COMMON_LETTER;
}

/* The points by which one reading is held against the other. One page has its
 * capitals where the other has its small letters, and few texts are written in
 * capitals: of some words that are as common in both, the small are meant. */
static size_t claim(const reading *r)
{
    const size_t cost = r->capitals * 2 > r->joined ? CAPITALS_COST : 0;
    return points(r) > cost ? points(r) - cost : 0;
}

static charset detect_cyrillic(const char *bytes, size_t len, size_t high)
{
    reading windows = read_as(cp1251, bytes, len);
    reading koi = read_as(koi8_r, bytes, len);
    bool is_windows = is_plausible(&windows, high);
    bool is_koi = is_plausible(&koi, high);
    if (is_windows && (!is_koi || claim(&windows) >= claim(&koi)))
        return CHARSET_CP1251;
    return is_koi ? CHARSET_KOI8_R : CHARSET_BINARY;
}

/* Where another encoding is named than the one the bytes look like. Most
 * letters of Russian stand behind another; those that a western code page has
 * over 0x7F do not, even where a language doubles them. */
static bool is_certain(const reading *r, size_t high)
{
    return is_plausible(r, high) && r->joined * 10 >= r->letters * 6;
}

/* Read in the wrong one of two code pages Russian has a good deal fewer. */
static bool belies(const reading *other, const reading *named, size_t high)
{
    return is_certain(other, high) && points(other) * 4 > points(named) * 5;
}

const char *charset_belied(const char *name, const char *bytes, size_t len)
{
    const bool is_windows = strcmp(name, "CP1251") == 0;
    const bool is_koi = strcmp(name, "KOI8-R") == 0;
    if (!is_windows && !is_koi && strcmp(name, "CP1252") != 0)
        return name;
    const census c = take_census(bytes, len);
    const reading windows = read_as(cp1251, bytes, len);
    const reading koi = read_as(koi8_r, bytes, len);
    if (!is_windows && belies(&windows, &koi, c.high))
        return "CP1251";
    return !is_koi && belies(&koi, &windows, c.high) ? "KOI8-R" : name;
}

static bool has_mark(const char *bytes, size_t len, const char *mark)
{
    return len >= 2 && memcmp(bytes, mark, 2) == 0;
}

static bool is_mostly_utf8(const census *c)
{
    return c->broken * 10 <= c->whole;
}

bool charset_is_unicode(const char *bytes, size_t len)
{
    census c = take_census(bytes, len);
    return has_mark(bytes, len, "\xFF\xFE") ||
           has_mark(bytes, len, "\xFE\xFF") || is_mostly_utf8(&c);
}

static bool is_binary(const census *c, size_t len)
{
    return c->nuls > len / 1000 || c->controls > len / 4;
}

bool charset_is_clean(const char *bytes, size_t len)
{
    census c = {0};
    count_bytes(&c, bytes, len);
    /* Marks of UTF-16 are broken UTF-8. */
    return !is_binary(&c, len) && (c.high == 0 || utf8_valid(bytes, len));
}

/* Nothing writes text in it but a mistake. */
static bool is_utf32(const char *bytes, size_t len)
{
    return len >= 4 && (memcmp(bytes, "\xFF\xFE\0\0", 4) == 0 ||
                        memcmp(bytes, "\0\0\xFE\xFF", 4) == 0);
}

charset charset_detect(const char *bytes, size_t len)
{
    if (is_utf32(bytes, len))
        return CHARSET_BINARY;
    if (has_mark(bytes, len, "\xFF\xFE"))
        return CHARSET_UTF16_LE;
    if (has_mark(bytes, len, "\xFE\xFF"))
        return CHARSET_UTF16_BE;
    census c = take_census(bytes, len);
    if (is_binary(&c, len))
        return CHARSET_BINARY;
    if (is_mostly_utf8(&c))
        return CHARSET_UTF8;
    charset guess = detect_cyrillic(bytes, len, c.high);
    if (guess != CHARSET_BINARY)
        return guess;
    return c.broken > len / 4 ? CHARSET_BINARY : CHARSET_UTF8;
}

bool charset_is_western(const char *bytes, size_t len)
{
    const census c = take_census(bytes, len);
    return c.broken > 0 && c.whole * 4 <= c.broken &&
           charset_detect(bytes, len) == CHARSET_UTF8;
}

static void add_code(buf *out, uint32_t code)
{
    char bytes[4];
    buf_add(out, bytes, utf8_write(bytes, code));
}

static uint32_t unit_at(const char *bytes, bool big)
{
    unsigned char first = (unsigned char)bytes[0];
    unsigned char second = (unsigned char)bytes[1];
    return big ? (uint32_t)(first << 8 | second)
               : (uint32_t)(second << 8 | first);
}

static bool decode_utf16(buf *out, const char *bytes, size_t len, bool big)
{
    size_t at = 2;
    for (; at + 1 < len && !out->failed; at += 2) {
        uint32_t code = unit_at(bytes + at, big);
        uint32_t low = at + 3 < len ? unit_at(bytes + at + 2, big) : 0;
        bool pair =
            code >= 0xD800 && code <= 0xDBFF && low >= 0xDC00 && low <= 0xDFFF;
        if (pair) {
            code = 0x10000 + ((code - 0xD800) << 10) + (low - 0xDC00);
            at += 2;
        }
        add_code(out, code);
    }
    if (at < len)
        add_code(out, UTF8_REPLACEMENT);
    return !out->failed;
}

static bool decode_page(buf *out, const uint16_t *page, const char *bytes,
                        size_t len)
{
    for (size_t i = 0; i < len && !out->failed; i++) {
        unsigned char byte = (unsigned char)bytes[i];
        if (byte < 0x80)
            buf_add_byte(out, bytes[i]);
        else
            add_code(out, page[byte - 0x80] == 0 ? UTF8_REPLACEMENT
                                                 : page[byte - 0x80]);
    }
    return !out->failed;
}

bool charset_decode(buf *out, charset from, const char *bytes, size_t len)
{
    switch (from) {
    case CHARSET_UTF16_LE:
    case CHARSET_UTF16_BE:
        return decode_utf16(out, bytes, len, from == CHARSET_UTF16_BE);
    case CHARSET_CP1251:
        return decode_page(out, cp1251, bytes, len);
    case CHARSET_KOI8_R:
        return decode_page(out, koi8_r, bytes, len);
    default:
        break;
    }
    return utf8_clean(out, bytes, len);
}
