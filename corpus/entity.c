/* SPDX-License-Identifier: MIT
 *
 * In: text at a '&'. Out: the character the entity there stands for. */
#include "corpus/markup.h"

#include <string.h>

#include <libxml/HTMLparser.h>

#include "base/utf8.h"

#define NAME_MAX_BYTES ((size_t)12)

/* The names of U+00A0 to U+00FF, in order. */
static const char *const latin[96] = {
    "nbsp",   "iexcl",  "cent",   "pound",  "curren", "yen",    "brvbar",
    "sect",   "uml",    "copy",   "ordf",   "laquo",  "not",    "shy",
    "reg",    "macr",   "deg",    "plusmn", "sup2",   "sup3",   "acute",
    "micro",  "para",   "middot", "cedil",  "sup1",   "ordm",   "raquo",
    "frac14", "frac12", "frac34", "iquest", "Agrave", "Aacute", "Acirc",
    "Atilde", "Auml",   "Aring",  "AElig",  "Ccedil", "Egrave", "Eacute",
    "Ecirc",  "Euml",   "Igrave", "Iacute", "Icirc",  "Iuml",   "ETH",
    "Ntilde", "Ograve", "Oacute", "Ocirc",  "Otilde", "Ouml",   "times",
    "Oslash", "Ugrave", "Uacute", "Ucirc",  "Uuml",   "Yacute", "THORN",
    "szlig",  "agrave", "aacute", "acirc",  "atilde", "auml",   "aring",
    "aelig",  "ccedil", "egrave", "eacute", "ecirc",  "euml",   "igrave",
    "iacute", "icirc",  "iuml",   "eth",    "ntilde", "ograve", "oacute",
    "ocirc",  "otilde", "ouml",   "divide", "oslash", "ugrave", "uacute",
    "ucirc",  "uuml",   "yacute", "thorn",  "yuml"};

static const struct {
    const char *name;
    uint32_t code;
} others[] = {
    {"amp", '&'},       {"lt", '<'},        {"gt", '>'},
    {"quot", '"'},      {"apos", '\''},     {"hellip", 0x2026},
    {"mdash", 0x2014},  {"ndash", 0x2013},  {"lsquo", 0x2018},
    {"rsquo", 0x2019},  {"sbquo", 0x201A},  {"ldquo", 0x201C},
    {"rdquo", 0x201D},  {"bdquo", 0x201E},  {"bull", 0x2022},
    {"euro", 0x20AC},   {"trade", 0x2122},  {"numero", 0x2116},
    {"prime", 0x2032},  {"Prime", 0x2033},  {"minus", 0x2212},
    {"larr", 0x2190},   {"rarr", 0x2192},   {"le", 0x2264},
    {"ge", 0x2265},     {"ne", 0x2260},     {"asymp", 0x2248},
    {"infin", 0x221E},  {"ensp", 0x2002},   {"emsp", 0x2003},
    {"thinsp", 0x2009}, {"zwnj", 0x200C},   {"zwj", 0x200D},
    {"dagger", 0x2020}, {"Dagger", 0x2021}, {"permil", 0x2030},
    {"lsaquo", 0x2039}, {"rsaquo", 0x203A}, {"OElig", 0x0152},
    {"oelig", 0x0153},  {"Scaron", 0x0160}, {"scaron", 0x0161},
    {"check", 0x2713},  {"cross", 0x2717},  {"AMP", '&'},
    {"LT", '<'},        {"GT", '>'},        {"QUOT", '"'},
    {"COPY", 0xA9},     {"REG", 0xAE},      {"Tab", '\t'},
    {"NewLine", '\n'},  {"excl", '!'},      {"num", '#'},
    {"dollar", '$'},    {"percnt", '%'},    {"lpar", '('},
    {"rpar", ')'},      {"ast", '*'},       {"midast", '*'},
    {"plus", '+'},      {"comma", ','},     {"period", '.'},
    {"sol", '/'},       {"colon", ':'},     {"semi", ';'},
    {"equals", '='},    {"quest", '?'},     {"commat", '@'},
    {"lsqb", '['},      {"lbrack", '['},    {"bsol", '\\'},
    {"rsqb", ']'},      {"rbrack", ']'},    {"Hat", '^'},
    {"lowbar", '_'},    {"grave", '`'},     {"lcub", '{'},
    {"lbrace", '{'},    {"vert", '|'},      {"verbar", '|'},
    {"rcub", '}'},      {"rbrace", '}'},    {"hyphen", 0x2010},
    {"dash", 0x2010},   {"horbar", 0x2015},
};

/* What the numbers 128 to 159 stand for: the characters of Windows-1252, as
 * those who wrote them meant. */
static const uint16_t windows[32] = {
    0x20AC, 0x81,   0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021,
    0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0x8D,   0x017D, 0x8F,
    0x90,   0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014,
    0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0x9D,   0x017E, 0x0178};

static bool is_name(const char *name, const char *text, size_t len)
{
    return strlen(name) == len && memcmp(name, text, len) == 0;
}

/* The rest of those HTML 4 knows. */
static uint32_t of_html(const char *text, size_t len)
{
    char name[NAME_MAX_BYTES + 1];
    if (len > NAME_MAX_BYTES)
        return 0;
    memcpy(name, text, len);
    name[len] = '\0';
    const htmlEntityDesc *found = htmlEntityLookup((const xmlChar *)name);
    return found == NULL ? 0 : found->value;
}

static uint32_t named(const char *text, size_t len)
{
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        if (is_name(others[i].name, text, len))
            return others[i].code;
    for (size_t i = 0; i < 96; i++)
        if (is_name(latin[i], text, len))
            return (uint32_t)(0xA0 + i);
    return of_html(text, len);
}

static int digit_value(char byte)
{
    if (byte >= '0' && byte <= '9')
        return byte - '0';
    if (byte >= 'a' && byte <= 'f')
        return byte - 'a' + 10;
    if (byte >= 'A' && byte <= 'F')
        return byte - 'A' + 10;
    return 16;
}

/* The number in "#8212" or "#x2014", as a character; 0 if it is none. */
static uint32_t numbered(const char *text, size_t len)
{
    bool hex = len > 1 && (text[1] == 'x' || text[1] == 'X');
    uint32_t base = hex ? 16 : 10, value = 0;
    size_t at = hex ? 2 : 1;
    if (at >= len || len - at > 7)
        return 0;
    for (; at < len; at++) {
        uint32_t digit = (uint32_t)digit_value(text[at]);
        if (digit >= base)
            return 0;
        value = value * base + digit;
    }
    if (value >= 0x80 && value < 0xA0)
        return windows[value - 0x80];
    bool surrogate = value >= 0xD800 && value <= 0xDFFF;
    return value == 0 || surrogate || value > 0x10FFFF ? UTF8_REPLACEMENT
                                                       : value;
}

size_t markup_entity(const char *text, size_t len, uint32_t *code)
{
    size_t end = 1;
    while (end < len && end < 12 && text[end] != ';' && text[end] != '&')
        end++;
    if (end >= len || text[end] != ';' || end == 1)
        return 0;
    *code =
        text[1] == '#' ? numbered(text + 1, end - 1) : named(text + 1, end - 1);
    return *code == 0 ? 0 : end + 1;
}

/* The number behind "&#", up to what can be no part of it. */
static size_t number_end(const char *text, size_t len)
{
    size_t end = len > 2 && (text[2] | 0x20) == 'x' ? 3 : 2;
    const int base = end == 3 ? 16 : 10;
    while (end < len && digit_value(text[end]) < base)
        end++;
    return end;
}

/* The names of two to six letters that HTML takes without a semicolon: those of
 * Latin-1 and of its own marks. The longest that begins the text counts. */
static size_t old_name(const char *text, size_t len, uint32_t *code)
{
    static const char *const marks[] = {"amp", "lt",  "gt",   "quot", "AMP",
                                        "LT",  "GT",  "QUOT", "COPY", "REG"};
    size_t longest = 0;
    for (size_t i = 0; i < 96 + sizeof marks / sizeof *marks; i++) {
        const char *name = i < 96 ? latin[i] : marks[i - 96];
        const size_t size = strlen(name);
        if (size > longest && len > size && memcmp(text + 1, name, size) == 0)
            longest = size;
    }
    *code = longest == 0 ? 0 : named(text + 1, longest);
    return longest == 0 ? 0 : longest + 1;
}

size_t markup_page_entity(const char *text, size_t len, uint32_t *code)
{
    size_t size = markup_entity(text, len, code);
    if (size > 0 || len < 3)
        return size;
    if (text[1] != '#')
        return old_name(text, len, code);
    size = number_end(text, len);
    *code = numbered(text + 1, size - 1);
    return *code == 0 ? 0 : size;
}
