/* SPDX-License-Identifier: MIT
 *
 * In: a text and a place in it. Out: the next run of parts, as byte ranges.
 * Invariant: what a part is depends on its own bytes and on whether its
 * neighbours break it off, so a part read alone is the same part. */
#include "analysis/word.h"

#include <string.h>
#include <strings.h>

#include "analysis/chars.h"

#define SYMBOL_LETTERS_MAX 5

typedef struct source {
    const char *text;
    size_t len;
} source;

static char_read look(const source *s, size_t at)
{
    return char_at(s->text, s->len, at);
}

/* The character after the IGNORED ones at `*at`, which moves on to it. */
static char_read look_past_ignored(const source *s, size_t *at)
{
    *at = char_skip_ignored(s->text, s->len, *at);
    return look(s, *at);
}

/* The byte at `at`; 0 past either end. */
static unsigned char byte_at(const source *s, size_t at)
{
    return at < s->len ? (unsigned char)s->text[at] : 0;
}

static bool is_ascii_alnum(unsigned char c)
{
    return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') ||
           (c >= 'a' && c <= 'z');
}

static bool is_ascii_letter(unsigned char c)
{
    return is_ascii_alnum(c) && c > '9';
}

/* Letters, digits, marks and apostrophes from `at`, where a word begins. */
static word_part read_plain(const source *s, size_t at)
{
    word_part part = {at, at, 0, 0, look(s, at).code, 0, false};
    bool after_letter = false;
    for (char_read c = look(s, at); c.size > 0; c = look(s, at)) {
        if (c.class == CHAR_APOSTROPHE) {
            size_t behind = at + c.size;
            if (!after_letter ||
                look_past_ignored(s, &behind).class != CHAR_LETTER)
                break;
            at = behind;
            continue;
        }
        if (!char_is_word(c.class) && c.class != CHAR_MARK &&
            c.class != CHAR_IGNORED)
            break;
        at += c.size;
        if (c.class == CHAR_IGNORED)
            continue;
        if (c.class != CHAR_MARK)
            after_letter = c.class == CHAR_LETTER;
        part.letters += c.class == CHAR_LETTER;
        part.digits += c.class == CHAR_DIGIT;
        part.end = at;
    }
    return part;
}

/* True if a group of digits and nothing more stands at `at`. */
static bool read_digits(const source *s, size_t at, word_part *group)
{
    if (look(s, at).class != CHAR_DIGIT)
        return false;
    *group = read_plain(s, at);
    return group->letters == 0;
}

/* A comma after digits: the number behind it is one of a list. */
static bool is_in_list(const source *s, size_t start)
{
    return start >= 2 && s->text[start - 1] == ',' &&
           byte_at(s, start - 2) >= '0' && byte_at(s, start - 2) <= '9';
}

/* Where the groups of thousands end that follow the number `part`. */
static size_t thousands_end(const source *s, const word_part *part)
{
    char_read separator = look(s, part->end);
    bool comma = separator.class == CHAR_COMMA;
    bool dot = separator.class == CHAR_DOT;
    if (part->digits > 3 || s->text[part->start] == '0' ||
        (!comma && !dot && separator.class != CHAR_THIN) ||
        (comma && is_in_list(s, part->start)))
        return part->end;
    size_t groups = 0;
    size_t end = part->end;
    word_part group;
    while (look(s, end).code == separator.code &&
           read_digits(s, end + separator.size, &group) && group.digits == 3) {
        end = group.end;
        groups++;
    }
    return groups > (dot ? 1u : 0u) ? end : part->end;
}

/* The case endings that are written after figures. */
static const char *const number_endings[] = {
    "й",  "я",  "е",  "х",  "м",  "ю",  "и",  "го", "му", "ми", "мя", "ти",
    "ый", "ий", "ой", "ая", "ое", "ые", "ых", "их", "ую", "ом", "ым",
};

/* Where the case ending of a number ends: 10-го. */
static size_t ending_end(const source *s, size_t end)
{
    char_read hyphen = look(s, end);
    size_t start = end + hyphen.size;
    if (hyphen.class != CHAR_HYPHEN || look(s, start).class != CHAR_LETTER)
        return end;
    word_part ending = read_plain(s, start);
    size_t size = ending.end - start;
    for (size_t i = 0; i < sizeof number_endings / sizeof(char *); i++)
        if (strlen(number_endings[i]) == size &&
            memcmp(s->text + start, number_endings[i], size) == 0)
            return ending.end;
    return end;
}

/* Where C++ or C# ends, if the part at its `end` is one. */
static size_t sign_end(const source *s, const word_part *part)
{
    size_t end = part->end;
    if (!is_ascii_letter(byte_at(s, end - 1)))
        return end;
    size_t signs = 0;
    if (byte_at(s, end) == '+' && byte_at(s, end + 1) == '+')
        signs = 2;
    else if (byte_at(s, end) == '#' && end - part->start == 1)
        signs = 1;
    unsigned char behind = byte_at(s, end + signs);
    bool alone = !is_ascii_alnum(behind) && behind < 0x80 && behind != '+' &&
                 behind != '#';
    return alone ? end + signs : end;
}

/* The part at `at`, where a letter or digit stands. */
static word_part read_part(const source *s, size_t at)
{
    word_part part = read_plain(s, at);
    if (part.letters > 0) {
        part.end = sign_end(s, &part);
        return part;
    }
    part.is_number = true;
    part.end = thousands_end(s, &part);
    part.end = ending_end(s, part.end);
    return part;
}

/* True for .NET at `at`. */
static bool is_dot_net(const source *s, size_t at)
{
    return at + 4 <= s->len && strncasecmp(s->text + at, ".net", 4) == 0 &&
           read_plain(s, at + 1).end == at + 4;
}

static const char joint_of_class[] = {
    [CHAR_HYPHEN] = '-',
    [CHAR_DOT] = '.',
    [CHAR_SLASH] = '/',
    [CHAR_COMMA] = ',',
    [CHAR_THIN] = 0,
};

/* True if the comma at `comma` after the number `part` is a decimal one. */
static bool is_decimal(const source *s, const word_part *part, size_t comma)
{
    word_part fraction;
    if (!part->is_number || is_in_list(s, part->start) ||
        !read_digits(s, comma + 1, &fraction))
        return false;
    return look(s, fraction.end).class != CHAR_COMMA ||
           look(s, fraction.end + 1).class != CHAR_DIGIT;
}

/* The joint after `part`, and where the next part starts; 0 for none. */
static char read_joint(const source *s, const word_part *part, size_t *next)
{
    size_t at = part->end;
    char_read c = look_past_ignored(s, &at);
    char joint = joint_of_class[c.class];
    size_t behind = at + c.size;
    if (joint == 0 || !char_is_word(look_past_ignored(s, &behind).class))
        return 0;
    if (joint == ',' && (at != part->end || !is_decimal(s, part, at)))
        return 0;
    *next = behind;
    return joint;
}

static bool is_small(uint32_t code)
{
    return (code >= 'a' && code <= 'z') || (code >= 0x0430 && code <= 0x045F);
}

/* True if `part` makes its run a compound rather than a symbol. */
static bool is_compound_part(const word_part *part, const word_part *before)
{
    if (part->digits > 0)
        return false;
    return part->letters > SYMBOL_LETTERS_MAX ||
           (before != NULL && before->is_number && part->joint == '-' &&
            is_small(part->first));
}

static bool is_capital(uint32_t code)
{
    return (code >= 'A' && code <= 'Z') || (code >= 0x0400 && code <= 0x042F);
}

/* True if all parts are single capitals joined by dots. */
static bool is_acronym(const word_run *run)
{
    for (size_t i = 0; i < run->count; i++) {
        const word_part *part = &run->parts[i];
        if (part->letters != 1 || part->digits != 0 ||
            !is_capital(part->first) || (i > 0 && part->joint != '.'))
            return false;
    }
    return true;
}

static run_kind kind_of(const word_run *run)
{
    if (run->count < 2)
        return RUN_PLAIN;
    if (is_acronym(run))
        return RUN_ACRONYM;
    bool digits = false;
    for (size_t i = 0; i < run->count; i++) {
        const word_part *part = &run->parts[i];
        digits |= part->digits > 0;
        if (is_compound_part(part, i > 0 ? part - 1 : NULL))
            return RUN_PLAIN;
    }
    return digits ? RUN_SYMBOL : RUN_PLAIN;
}

static bool is_address(const source *s, size_t start, size_t end)
{
    if (byte_at(s, end) == '@' || (start > 0 && s->text[start - 1] == '@'))
        return true;
    return start >= 3 && memcmp(s->text + start - 3, "://", 3) == 0;
}

/* The first place from `at` where a part starts. */
static size_t find_part(const source *s, size_t at)
{
    char_read c = look(s, at);
    while (c.size > 0 && !char_is_word(c.class)) {
        if (c.class == CHAR_DOT && is_dot_net(s, at))
            return at;
        at += c.size;
        c = look(s, at);
    }
    return at;
}

/* Read `.NET` as a run of its own. */
static void read_dot_net(word_run *run, size_t at)
{
    run->parts[0] = (word_part){at, at + 4, 3, 0, '.', 0, false};
    run->count = 1;
}

bool word_run_read(word_run *run, const char *text, size_t len, size_t at,
                   bool inside, size_t *next)
{
    const source s = {text, len};
    *run = (word_run){.count = 0, .kind = RUN_PLAIN, .open = false};
    at = find_part(&s, at);
    *next = at;
    if (at >= len)
        return false;
    if (text[at] == '.') {
        read_dot_net(run, at);
        *next = at + 4;
        return true;
    }
    char joint = 0;
    do {
        word_part *part = &run->parts[run->count++];
        *part = read_part(&s, at);
        part->joint = joint;
        *next = part->end;
        joint = read_joint(&s, part, &at);
    } while (joint != 0 && run->count < RUN_PARTS_MAX);
    run->open = joint != 0;
    if (!inside && !run->open && !is_address(&s, run->parts[0].start, *next))
        run->kind = kind_of(run);
    return true;
}
