/* SPDX-License-Identifier: MIT
 *
 * In: a place in a text where a letter or digit stands. Out: the part that
 * starts there, as a byte range with its counts. */
#include "analysis/part.h"

#include <string.h>

static bool is_ascii_alnum(unsigned char c)
{
    return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') ||
           (c >= 'a' && c <= 'z');
}

static bool is_ascii_letter(unsigned char c)
{
    return is_ascii_alnum(c) && c > '9';
}

/* Take in the ASCII letters and digits at the end of `part`, whose bytes are
 * all its own. True if there were some and the last is a letter. */
static bool take_ascii(const source *s, word_part *part)
{
    size_t at = part->end;
    size_t letters = 0;
    char_class class = CHAR_BREAK;
    for (; at < s->len && (unsigned char)s->text[at] < 0x80; at++) {
        char_class next = (char_class)char_ascii[(unsigned char)s->text[at]];
        if (!char_is_word(next))
            break;
        class = next;
        letters += class == CHAR_LETTER;
    }
    part->letters += letters;
    part->digits += at - part->end - letters;
    part->end = at;
    return class == CHAR_LETTER;
}

word_part part_read_plain(const source *s, size_t at)
{
    word_part part = {at, at, 0, 0, look(s, at).code, 0, false};
    bool after_letter = take_ascii(s, &part);
    at = part.end;
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

bool part_read_digits(const source *s, size_t at, word_part *group)
{
    if (look(s, at).class != CHAR_DIGIT)
        return false;
    *group = part_read_plain(s, at);
    return group->letters == 0;
}

bool part_is_in_list(const source *s, size_t start)
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
        (comma && part_is_in_list(s, part->start)))
        return part->end;
    size_t groups = 0;
    size_t end = part->end;
    word_part group;
    while (look(s, end).code == separator.code &&
           part_read_digits(s, end + separator.size, &group) &&
           group.digits == 3) {
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

/* Where the ending of a number ends: 10-го, 1990's. */
static size_t ending_end(const source *s, size_t end)
{
    char_read sign = look(s, end);
    size_t start = end + sign.size;
    if ((sign.class != CHAR_HYPHEN && sign.class != CHAR_APOSTROPHE) ||
        look(s, start).class != CHAR_LETTER)
        return end;
    word_part ending = part_read_plain(s, start);
    size_t size = ending.end - start;
    if (sign.class == CHAR_APOSTROPHE)
        return size == 1 && (s->text[start] | 0x20) == 's' ? ending.end : end;
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

word_part part_read(const source *s, size_t at)
{
    word_part part = part_read_plain(s, at);
    if (part.letters > 0) {
        part.end = sign_end(s, &part);
        return part;
    }
    part.is_number = true;
    part.end = thousands_end(s, &part);
    part.end = ending_end(s, part.end);
    return part;
}
