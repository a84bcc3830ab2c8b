/* SPDX-License-Identifier: MIT
 *
 * In: the cells of a column, one after the other. Out: in which alphabet they
 * are, and whether they repeat. */
#include "corpus/glossary/column.h"

#include <string.h>

#include <xxhash.h>

#include "corpus/text.h"

#define REPEATS_MIN 6   /* cells before it can be told that they repeat */
#define REPEATS_TIMES 3 /* how often each */
#define SPELT_MIN 3
#define SEEN_MAX 48 /* cells behind which the bits no longer tell */

lex_script column_script_of(char first)
{
    unsigned char byte = (unsigned char)first;
    if ((byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') ||
        (byte >= 0xC3 && byte <= 0xC9))
        return SCRIPT_LATIN;
    return byte >= 0xD0 && byte <= 0xD3 ? SCRIPT_CYRILLIC : SCRIPT_NONE;
}

/* Behind the bracket or tag that opens at `at`; `at` where none does, or it is
 * the text of a link. */
static size_t past_bracket(const char *text, size_t len, size_t at)
{
    static const char open[] = "([<", close[] = ")]>";
    const char *mark = memchr(open, text[at], sizeof open - 1);
    size_t most = len - at < LEX_NOTE_BYTES_MAX ? len - at : LEX_NOTE_BYTES_MAX;
    const char *end =
        mark == NULL ? NULL : memchr(text + at, close[mark - open], most);
    if (end == NULL || (*end == ']' && end + 1 < text + len && end[1] == '('))
        return at;
    return (size_t)(end - text) + 1;
}

/* Is the first letter, behind marks such as those of bold type, a small one? */
static bool begins_small(const char *text, size_t len)
{
    size_t at = 0;
    while (at < len && column_script_of(text[at]) == SCRIPT_NONE)
        at++;
    return at < len && text_is_lower(text_at(text, len, at));
}

void column_add(column *c, const char *text, size_t len)
{
    size_t letters[SCRIPT_OTHER + 1] = {0}, words = 0;
    bool within = false; /* a word */
    for (size_t i = 0; i < len; i++) {
        size_t past = past_bracket(text, len, i);
        if (past > i) {
            i = past - 1;
            continue;
        }
        lex_script script = column_script_of(text[i]);
        letters[script]++;
        words += script != SCRIPT_NONE && !within;
        within = script != SCRIPT_NONE || (within && !text_is_blank(text[i]));
    }
    if (letters[SCRIPT_LATIN] + letters[SCRIPT_CYRILLIC] == 0)
        return;
    c->filled++;
    c->latin += letters[SCRIPT_LATIN] > letters[SCRIPT_CYRILLIC];
    c->cyrillic += letters[SCRIPT_LATIN] <= letters[SCRIPT_CYRILLIC];
    c->words += words;
    c->bytes += letters[SCRIPT_LATIN] + letters[SCRIPT_CYRILLIC];
    c->small += begins_small(text, len);
    c->seen |= UINT64_C(1) << (XXH3_64bits(text, len) % 64);
}

/* The next capital letter of an abbreviation from `*at` on; '\0' where there is
 * none, or what is no part of one. */
static char next_capital(const char *text, size_t len, size_t *at)
{
    while (*at < len && memchr("./-* ", text[*at], 5) != NULL)
        ++*at;
    bool capital = *at < len && text[*at] >= 'A' && text[*at] <= 'Z';
    return capital ? text[(*at)++] : '\0';
}

bool column_spells(const char *text, const slice *cell)
{
    const size_t shorter = cell[-1].end;
    size_t at = cell[-1].start, letters = 0;
    char wanted = next_capital(text, shorter, &at);
    if (wanted == '\0')
        return false;
    for (size_t i = cell->start; i < cell->end; i++) {
        lex_script script = column_script_of(text[i]);
        if (script == SCRIPT_CYRILLIC)
            return wanted == '\0' && at == shorter;
        if (script == SCRIPT_NONE)
            continue;
        if ((text[i] & ~0x20) == wanted)
            wanted = next_capital(text, shorter, &at);
        else if (letters == 0)
            return false;
        letters++;
    }
    return false;
}

bool column_is_spelt(const column *c)
{
    return c->spelt >= SPELT_MIN && c->spelt * 3 >= c->filled;
}

lex_script column_script(const column *c)
{
    if (c->latin >= 2 * c->cyrillic)
        return SCRIPT_LATIN;
    return c->cyrillic >= 2 * c->latin ? SCRIPT_CYRILLIC : SCRIPT_NONE;
}

bool column_repeats(const column *c)
{
    size_t cells = c->filled < SEEN_MAX ? c->filled : SEEN_MAX, distinct = 0;
    for (uint64_t seen = c->seen; seen != 0; seen &= seen - 1)
        distinct++;
    return cells >= REPEATS_MIN && distinct * REPEATS_TIMES <= cells;
}
