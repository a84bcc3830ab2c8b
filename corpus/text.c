/* SPDX-License-Identifier: MIT
 *
 * In: characters and cleaned text. Out: what they are. Nothing is changed or
 * kept; every function reads at most the bytes it is given. */
#include "corpus/text.h"

#include <string.h>

#include <utf8proc.h>

#include "base/eight.h"
#include "base/utf8.h"

static utf8proc_category_t category(uint32_t code)
{
    return utf8proc_category((utf8proc_int32_t)code);
}

bool text_is_letter(uint32_t code)
{
    utf8proc_category_t is = category(code);
    return is >= UTF8PROC_CATEGORY_LU && is <= UTF8PROC_CATEGORY_LO;
}

bool text_is_lower(uint32_t code)
{
    return category(code) == UTF8PROC_CATEGORY_LL;
}

bool text_is_upper(uint32_t code)
{
    utf8proc_category_t is = category(code);
    return is == UTF8PROC_CATEGORY_LU || is == UTF8PROC_CATEGORY_LT;
}

bool text_is_digit(uint32_t code)
{
    return category(code) == UTF8PROC_CATEGORY_ND;
}

bool text_is_blank(char byte)
{
    return byte == ' ' || (byte >= '\t' && byte <= '\r');
}

bool text_has_cyrillic(const char *text, size_t len)
{
    for (size_t i = utf8_ascii(text, len); i < len;
         i += 1 + utf8_ascii(text + i + 1, len - i - 1))
        if ((unsigned char)text[i] >= 0xD0 && (unsigned char)text[i] <= 0xD3)
            return true;
    return false;
}

static bool has_latin(const char *text, size_t len)
{
    for (size_t i = 0; i < len; i++)
        if ((text[i] >= 'a' && text[i] <= 'z') ||
            (text[i] >= 'A' && text[i] <= 'Z'))
            return true;
    return false;
}

bool text_has_both(const char *text, size_t len)
{
    return text_has_cyrillic(text, len) && has_latin(text, len);
}

bool text_is_space(uint32_t code)
{
    if (code < 0x80)
        return text_is_blank((char)code);
    utf8proc_category_t is = category(code);
    return code == 0x85 || is == UTF8PROC_CATEGORY_ZS ||
           is == UTF8PROC_CATEGORY_ZL || is == UTF8PROC_CATEGORY_ZP;
}

bool text_is_closer(uint32_t code)
{
    if (code == '"' || code == '\'' || code == '*')
        return true;
    utf8proc_category_t is = category(code);
    return is == UTF8PROC_CATEGORY_PE || is == UTF8PROC_CATEGORY_PF ||
           code == 0x201C; /* closes a quotation in Russian and German */
}

uint32_t text_at(const char *text, size_t len, size_t at)
{
    uint32_t code = 0;
    if (at < len)
        utf8_read(text + at, len - at, &code);
    return code;
}

uint32_t text_before(const char *text, size_t at)
{
    if (at == 0)
        return 0;
    size_t start = utf8_before(text, at);
    return text_at(text, at, start);
}

size_t text_mark(const char *text, size_t len, const char *const *marks,
                 size_t count)
{
    for (size_t i = 0; i < count && len > 0; i++) {
        if (marks[i][0] != text[0])
            continue; /* as most: quick, and never wrong */
        size_t size = strlen(marks[i]);
        if (len >= size && memcmp(text, marks[i], size) == 0)
            return size;
    }
    return 0;
}

#define SOUND_BYTES_MAX 60 /* of a bracket, on each side of a mark in it */

bool text_is_stress(const char *text, size_t len, size_t at)
{
    size_t open = at, close = at;
    while (open > 0 && at - open < SOUND_BYTES_MAX && text[open] != '[' &&
           text[open] != ']' && text[open] != '\n')
        open--;
    if (text[open] != '[')
        return false;
    for (close = open + 1; close < len && close < at + SOUND_BYTES_MAX; close++)
        if (text[close] == ']' || text[close] == '\n' ||
            (text[close] == '`' &&
             (close + 1 == len ||
              !text_is_letter(text_at(text, len, close + 1)))))
            break;
    return close < len && text[close] == ']';
}

static bool is_of_word(uint32_t code)
{
    if (code < 0x80)
        return (code >= '0' && code <= '9') ||
               ((code | 0x20) >= 'a' && (code | 0x20) <= 'z');
    return text_is_letter(code) || text_is_digit(code);
}

/* How many bytes go on with a word, looked at eight at a time. */
static size_t word_rest(const char *text, size_t len)
{
    size_t at = 0;
    while (len - at >= EIGHT) {
        const uint64_t eight = eight_upwards(text + at);
        const size_t many = eight_before(eight_not_russian(eight) |
                                         eight_has_below(eight, ' ' + 1));
        at += many;
        if (at > 0 && utf8_is_first((unsigned char)text[at - 1]))
            at--;
        if (many < EIGHT)
            break;
    }
    return at;
}

size_t text_words(const char *text, size_t len)
{
    size_t words = 0;
    bool counted = false;
    for (size_t at = 0; at < len;) {
        if (counted)
            at += word_rest(text + at, len - at);
        if (at == len)
            break;
        uint32_t code = (unsigned char)text[at];
        const bool russian = utf8_is_russian(text + at, len - at);
        at += code < 0x80 ? 1
              : russian   ? 2
                          : utf8_read(text + at, len - at, &code);
        if (!russian && text_is_space(code)) {
            counted = false;
        } else if (!counted && (russian || is_of_word(code))) {
            counted = true;
            words++;
        }
    }
    return words;
}

/* Where the text ends without white space, and without closers if asked. */
static size_t trimmed(const char *text, size_t len, bool closers)
{
    while (len > 0) {
        uint32_t code = text_before(text, len);
        if (!text_is_space(code) && !(closers && text_is_closer(code)))
            break;
        len = utf8_before(text, len);
    }
    return len;
}

size_t text_last_word(const char *text, size_t len, size_t *word_len)
{
    size_t end = len;
    while (end > 0 && !text_is_letter(text_before(text, end)) &&
           !text_is_digit(text_before(text, end)))
        end = utf8_before(text, end);
    size_t start = end;
    while (start > 0 && !text_is_space(text_before(text, start)))
        start = utf8_before(text, start);
    *word_len = end - start;
    return start;
}

static bool is_sentence_mark(uint32_t code)
{
    return code == '.' || code == '!' || code == '?' || code == 0x2026 ||
           code == 0x3002 || code == 0x203D || code == 0x061F;
}

text_end text_ending(const char *text, size_t len)
{
    size_t end = trimmed(text, len, true);
    uint32_t code = text_before(text, end);
    if (is_sentence_mark(code))
        return TEXT_END_SENTENCE;
    if (code == ':' || code == ';')
        return TEXT_END_COLON;
    return code == ',' ? TEXT_END_COMMA : TEXT_END_OPEN;
}

/* Short forms that a full stop follows inside a sentence. */
static const char *const short_forms[] = {
    "Mr",  "Mrs", "Ms",  "Dr",   "Prof", "St",   "No",  "vs",  "e.g",
    "i.e", "cf",  "al",  "Fig",  "fig",  "para", "pp",  "Art", "approx",
    "Vol", "Ed",  "Rev", "см",   "т.е",  "т.д",  "т.п", "др",  "стр",
    "ст",  "пп",  "рис", "табл", "напр", "проф", "им",  "г",   "гг"};

static bool is_short_form(const char *word, size_t len)
{
    while (len > 0 && (word[0] == '(' || word[0] == '"')) {
        word++;
        len--;
    }
    if (len == 1 && text_is_letter((unsigned char)word[0]))
        return true;
    for (size_t i = 0; i < sizeof short_forms / sizeof *short_forms; i++)
        if (strlen(short_forms[i]) == len &&
            memcmp(short_forms[i], word, len) == 0)
            return true;
    return false;
}

/* True if the word that ends at `end` is a short form; looks back over one
 * word of at most 16 bytes. */
static bool ends_in_short_form(const char *text, size_t end)
{
    size_t start = end;
    while (start > 0 && end - start < 16 && text[start - 1] != ' ')
        start--;
    if (start > 0 && text[start - 1] != ' ')
        return false;
    return is_short_form(text + start, end - start);
}

/* True if the character after a space can begin a sentence. */
static bool can_begin(uint32_t code)
{
    return code != 0 && !text_is_lower(code) && code != ')' && code != ',' &&
           code != ';';
}

bool text_sentence_ends(const char *text, size_t len, size_t at)
{
    if (at == 0 || at >= len || text[at] != ' ' ||
        !can_begin(text_at(text, len, at + 1)))
        return false;
    size_t end = at;
    while (end > 0 && text_is_closer(text_before(text, end)))
        end = utf8_before(text, end);
    uint32_t mark = text_before(text, end);
    if (!is_sentence_mark(mark))
        return false;
    return mark != '.' || end != at || !ends_in_short_form(text, end - 1);
}

bool text_has_sentence(const char *text, size_t len)
{
    const char *space = memchr(text, ' ', len);
    while (space != NULL) {
        size_t at = (size_t)(space - text);
        if (text_sentence_ends(text, len, at))
            return true;
        space = memchr(space + 1, ' ', len - at - 1);
    }
    return false;
}
