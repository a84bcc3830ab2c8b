/* SPDX-License-Identifier: MIT
 *
 * In: the cells of a row. Out: whether they are a term and its translation, as
 * far as letters tell. Invariant: a cell with a digit is none. */
#include "corpus/table_pairs.h"

#include "base/utf8.h"
#include "corpus/glossary/letters.h"
#include "corpus/glossary/words.h"
#include "corpus/text.h"

/* The alphabet of all letters of a cell; SCRIPT_OTHER if they are mixed, or no
 * letters alone. */
static lex_script script_of_cell(const char *text, slice cell)
{
    lex_script all = SCRIPT_NONE;
    for (size_t at = cell.start; at < cell.end;) {
        uint32_t code;
        at += utf8_read(text + at, cell.end - at, &code);
        lex_script script = script_of(code);
        if ((class_of(code) & IS_DIGIT) != 0 || code == '`' ||
            (script != SCRIPT_NONE && all != SCRIPT_NONE && script != all))
            return SCRIPT_OTHER;
        all = script != SCRIPT_NONE ? script : all;
    }
    return all;
}

table_turn table_row_turn(const char *text, const slice *cells, size_t count)
{
    if (count != 2)
        return TURN_NONE;
    lex_script left = script_of_cell(text, cells[0]);
    lex_script right = script_of_cell(text, cells[1]);
    if (left == SCRIPT_LATIN && right == SCRIPT_CYRILLIC)
        return TURN_LATIN_FIRST;
    return left == SCRIPT_CYRILLIC && right == SCRIPT_LATIN
               ? TURN_CYRILLIC_FIRST
               : TURN_NONE;
}

/* Is it a word that heads of columns have? */
static bool is_head_word(const char *word, size_t len)
{
    static const glossary_word sorts[] = {WORD_LANGUAGE, WORD_EXPLAINS,
                                          WORD_KEY, WORD_DENIES, WORD_LISTS};
    for (size_t i = 0; i < sizeof sorts / sizeof *sorts; i++)
        if (glossary_word_is(sorts[i], word, len))
            return true;
    return false;
}

bool table_row_names(const char *text, const slice *cells, size_t count)
{
    char room[64];
    for (size_t i = 0; i < count; i++) {
        const char *cell = text + cells[i].start;
        size_t at = 0, size, len = cells[i].end - cells[i].start;
        while (lex_next_word(cell, len, &at, room, sizeof room, &size))
            if (is_head_word(room, size))
                return true;
    }
    return false;
}

size_t table_row_capitals(const char *text, const slice *cells, size_t count)
{
    size_t capitals = 0;
    for (size_t i = 0; i < count; i++)
        capitals += text_is_upper(text_at(text, cells[i].end, cells[i].start));
    return capitals;
}
