/* SPDX-License-Identifier: MIT
 *
 * In: the glyphs of a word. Out: the same, look-alike letters replaced.
 * Invariant: a word of one script is never touched. */
#include "analysis/lookalike.h"

typedef struct twin {
    uint16_t latin, cyrillic;
} twin;

static const twin twins[] = {
    {'A', 0x0410}, {'B', 0x0412},    {'C', 0x0421},    {'E', 0x0415},
    {'H', 0x041D}, {'K', 0x041A},    {'M', 0x041C},    {'O', 0x041E},
    {'P', 0x0420}, {'T', 0x0422},    {'X', 0x0425},    {'Y', 0x0423},
    {'a', 0x0430}, {'c', 0x0441},    {'e', 0x0435},    {'i', 0x0456},
    {'k', 0x043A}, {'o', 0x043E},    {'p', 0x0440},    {'x', 0x0445},
    {'y', 0x0443}, {0x00EB, 0x0451}, {0x00CB, 0x0401},
};

/* Cyrillic letters that Russian lacks are read as Latin where Latin is wanted,
 * but their Latin twins are none of Russian: IPадрес is IP and адрес. */
static const twin twins_of_others[] = {
    {'I', 0x0406}, {'J', 0x0408}, {'S', 0x0405}, {'j', 0x0458}, {'s', 0x0455},
};

#define COUNT(table) (sizeof(table) / sizeof(table)[0])

/* The twin of a letter in the other alphabet; 0 if it has none. */
static uint32_t twin_of(uint32_t code, char_script script)
{
    bool latin = script == SCRIPT_LATIN;
    for (size_t i = 0; i < COUNT(twins); i++)
        if (code == (latin ? twins[i].latin : twins[i].cyrillic))
            return latin ? twins[i].cyrillic : twins[i].latin;
    for (size_t i = 0; i < COUNT(twins_of_others) && !latin; i++)
        if (code == twins_of_others[i].cyrillic)
            return twins_of_others[i].latin;
    return 0;
}

typedef struct tally {
    size_t latin, cyrillic;           /* letters */
    size_t latin_only, cyrillic_only; /* of them, without a twin */
} tally;

static tally count_letters(const glyph_list *list, size_t first, size_t last)
{
    tally t = {0, 0, 0, 0};
    for (size_t i = first; i < last; i++) {
        const glyph *g = &list->items[i];
        if (g->script == SCRIPT_LATIN) {
            t.latin++;
            t.latin_only += twin_of(g->code, g->script) == 0;
        } else if (g->script == SCRIPT_CYRILLIC) {
            t.cyrillic++;
            t.cyrillic_only += twin_of(g->code, g->script) == 0;
        }
    }
    return t;
}

/* The script the word is to be read in; NONE to leave it. */
static char_script script_wanted(const tally *t)
{
    if (t->latin_only > 0)
        return t->cyrillic_only > 0 ? SCRIPT_NONE : SCRIPT_LATIN;
    if (t->cyrillic_only > 0)
        return SCRIPT_CYRILLIC;
    return t->cyrillic > t->latin ? SCRIPT_CYRILLIC : SCRIPT_LATIN;
}

static bool is_mixed(const glyph_list *list, size_t first, size_t last)
{
    bool latin = false;
    bool cyrillic = false;
    for (size_t i = first; i < last; i++) {
        latin |= list->items[i].script == SCRIPT_LATIN;
        cyrillic |= list->items[i].script == SCRIPT_CYRILLIC;
    }
    return latin && cyrillic;
}

/* Repair [first, last), where letters are Latin or Cyrillic. */
static void repair_range(glyph_list *list, size_t first, size_t last)
{
    if (!is_mixed(list, first, last))
        return;
    tally t = count_letters(list, first, last);
    char_script wanted = script_wanted(&t);
    for (size_t i = first; i < last && wanted != SCRIPT_NONE; i++) {
        glyph *g = &list->items[i];
        if (g->script == SCRIPT_NONE || g->script == wanted)
            continue;
        g->code = twin_of(g->code, g->script);
        g->script = wanted;
    }
}

static bool is_third_script(const glyph *g)
{
    return g->script != SCRIPT_NONE && g->script != SCRIPT_LATIN &&
           g->script != SCRIPT_CYRILLIC;
}

void lookalike_repair(glyph_list *list)
{
    size_t first = 0;
    for (size_t at = 0; at <= list->count; at++) {
        if (at < list->count && !is_third_script(&list->items[at]))
            continue;
        repair_range(list, first, glyph_drop_ending(list, first, at));
        first = at + 1;
    }
}
