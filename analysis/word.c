/* SPDX-License-Identifier: MIT
 *
 * In: a text and a place in it. Out: the next run of parts, as byte ranges.
 * Invariant: runs follow one another, and so do the parts of a run. */
#include "analysis/word.h"

#include <string.h>
#include <strings.h>

#include "analysis/part.h"

#define SYMBOL_LETTERS_MAX 5

/* True for .NET at `at`. */
static bool is_dot_net(const source *s, size_t at)
{
    return at + 4 <= s->len && strncasecmp(s->text + at, ".net", 4) == 0 &&
           part_read_plain(s, at + 1).end == at + 4;
}

static const char joint_of_class[] = {
    [CHAR_HYPHEN] = '-', [CHAR_DOT] = '.', [CHAR_SLASH] = '/',
    [CHAR_COMMA] = ',',  [CHAR_THIN] = 0,
};

/* True if the comma at `comma` after the number `part` is a decimal one. */
static bool is_decimal(const source *s, const word_part *part, size_t comma)
{
    word_part fraction;
    if (!part->is_number || part_is_in_list(s, part->start) ||
        !part_read_digits(s, comma + 1, &fraction))
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
    run->count = 0;
    run->kind = RUN_PLAIN;
    run->open = false;
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
        *part = part_read(&s, at);
        part->joint = joint;
        *next = part->end;
        joint = read_joint(&s, part, &at);
    } while (joint != 0 && run->count < RUN_PARTS_MAX);
    run->open = joint != 0;
    if (!inside && !run->open && !is_address(&s, run->parts[0].start, *next))
        run->kind = kind_of(run);
    return true;
}
