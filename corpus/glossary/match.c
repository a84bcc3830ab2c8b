/* SPDX-License-Identifier: MIT
 *
 * In: the place of a side in its text. Out: what counts it.
 *
 * Where the sides are to be matched, those on the right have counters of their
 * own, a to z or 1 to 9 from the top down. In a glossary nothing but the number
 * of a sense or a part of speech stands there, and these do not go on from one
 * entry to the next. */
#include "corpus/glossary/match.h"

#include "base/utf8.h"
#include "corpus/text.h"

#define COUNTER_DIGITS_MAX 2
#define CYRILLIC_A 0x430u
#define CYRILLIC_YA 0x44Fu

/* The place before white space that ends at `at`. */
static size_t before_space(const char *text, size_t at)
{
    while (at > 0 && text_is_blank(text[at - 1]))
        at--;
    return at;
}

static uint32_t lower(uint32_t letter)
{
    if (letter >= 0x410 && letter < CYRILLIC_A)
        return letter + 0x20;
    return letter < 0x80 ? letter | 0x20 : letter;
}

/* The number of at most two digits that ends at `*at`, moved before it. */
static uint32_t number_before(const char *text, size_t *at)
{
    uint32_t value = 0, unit = 1;
    for (size_t digits = 0;
         digits < COUNTER_DIGITS_MAX && text_before(text, *at) < 0x80 &&
         text_is_digit(text_before(text, *at));
         digits++, unit *= 10)
        value += unit * (uint32_t)(text[--*at] - '0');
    return value;
}

/* Past the first word, if that is a letter: "б парус". */
static size_t past_letter(const char *text, size_t len, size_t at)
{
    uint32_t code;
    if (at >= len)
        return at;
    size_t next = at + utf8_read(text + at, len - at, &code);
    return next < len && text[next] == ' ' && text_is_letter(code) ? next : at;
}

uint32_t match_counter(const char *text, size_t len, size_t at)
{
    size_t end = before_space(text, past_letter(text, len, at));
    if (end > 0 && (text[end - 1] == ')' || text[end - 1] == '.'))
        end = before_space(text, end - 1);
    uint32_t last = text_before(text, end), counter = 0;
    if (last < 0x80 && text_is_digit(last)) {
        counter = number_before(text, &end);
    } else if (last < 0x800 && text_is_letter(last)) {
        counter = lower(last);
        end -= last < 0x80 ? 1 : 2;
    }
    uint32_t before = text_before(text, end);
    return text_is_letter(before) || text_is_digit(before) ? 0 : counter;
}

/* A Cyrillic letter that was typed for a Latin one. */
static uint32_t latin_for(uint32_t letter)
{
    switch (letter) {
    case CYRILLIC_A:
        return 'a';
    case 0x435:
        return 'e';
    case 0x441:
        return 'c';
    default:
        return letter;
    }
}

bool match_goes_on(uint32_t before, uint32_t counter)
{
    /* Russian lists leave out й */
    bool cyrillic = before >= CYRILLIC_A && before < CYRILLIC_YA;
    return before > 0 &&
           (counter == before + 1 || (cyrillic && counter == before + 2) ||
            latin_for(counter) == latin_for(before) + 1);
}
