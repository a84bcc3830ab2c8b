/* SPDX-License-Identifier: MIT
 *
 * In: the glyphs of a word. Out: the same, look-alike letters replaced.
 * Invariant: a word of one script is never touched. */
#include "analysis/lookalike.h"

typedef struct twin {
    uint16_t latin, cyrillic;
} twin;

static const twin twins[] = {
    {'A', 0x0410}, {'B', 0x0412}, {'C', 0x0421}, {'E', 0x0415}, {'H', 0x041D},
    {'I', 0x0406}, {'J', 0x0408}, {'K', 0x041A}, {'M', 0x041C}, {'O', 0x041E},
    {'P', 0x0420}, {'S', 0x0405}, {'T', 0x0422}, {'X', 0x0425}, {'Y', 0x0423},
    {'a', 0x0430}, {'c', 0x0441}, {'e', 0x0435}, {'i', 0x0456}, {'j', 0x0458},
    {'k', 0x043A}, {'o', 0x043E}, {'p', 0x0440}, {'s', 0x0455}, {'x', 0x0445},
    {'y', 0x0443}, {0x00EB, 0x0451}, {0x00CB, 0x0401},
};

/* The twin of a letter in the other alphabet; 0 if it has none. */
static uint32_t twin_of(uint32_t code, char_script script)
{
    for (size_t i = 0; i < sizeof twins / sizeof twins[0]; i++) {
        if (script == SCRIPT_LATIN && twins[i].latin == code)
            return twins[i].cyrillic;
        if (script == SCRIPT_CYRILLIC && twins[i].cyrillic == code)
            return twins[i].latin;
    }
    return 0;
}

typedef struct tally {
    size_t latin, cyrillic;             /* letters */
    size_t latin_only, cyrillic_only;   /* of them, without a twin */
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

/* Repair [first, last), where letters are Latin or Cyrillic. */
static void repair_range(glyph_list *list, size_t first, size_t last)
{
    tally t = count_letters(list, first, last);
    if (t.latin == 0 || t.cyrillic == 0)
        return;
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
