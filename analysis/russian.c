/* SPDX-License-Identifier: MIT
 *
 * In: stems of folded Russian words. Out: the same with fleeting vowels
 * joined. Invariant: of two equal stems the same is made, none longer. */
#include "analysis/russian.h"

#include <stdbool.h>
#include <string.h>

#include "analysis/russian_letters.h"

/* An ending of a stem: the letter before it, what it is, what it becomes. */
typedef struct joining {
    const char *before;
    const char *ending;
    const char *instead;
} joining;

static const char letters[] = "абвгдежзийклмнопрстуфхцчшщъыьэюя";
static const char consonants[] = "бвгджзклмнпрстфхцчшщ";

/* The first that fits is taken. */
static const joining joinings[] = {
    {consonants, "ок", "к"},
    {"жчшщц", "ек", "к"},
    {"нрл", "ек", "ьк"},
    {RUSSIAN_VOWELS, "ек", "йк"},
    {"л", "ец", "ьц"},
    {RUSSIAN_VOWELS, "ец", "йц"},
    {consonants, "ец", "ц"},
    {"джчщи", "анин", "а"},
    {letters, "янин", "ян"},
    {letters, "ал", "а"},
    {letters, "ан", "а"},
    {letters, "ит", ""},
    {letters, "телен", "тельн"},
    {"бгдежзиклмнорстучшю", "ален", "альн"},
    {"бвгджрсчш", "илен", "ильн"},
    {letters, "ивен", "ивн"},
    {letters, "ентен", "ентн"},
};

/* True if `j` applies to a stem: a vowel is left before its ending. */
static bool applies(const joining *j, const char *stem, size_t len)
{
    size_t size = strlen(j->ending);
    if (len < size + 2 * LETTER)
        return false;
    const char *ending = stem + len - size;
    return memcmp(ending, j->ending, size) == 0 &&
           letter_in(ending - LETTER, j->before) && has_vowel(stem, len - size);
}

/* Stems that would fall together with those of other words: волокита with
 * волк, жестокий with жесткий, инок with инки, холокост with холка. */
static const char *const left_alone[] = {"волок", "жесток", "инок", "холок"};

static bool is_left_alone(const char *stem, size_t len)
{
    for (size_t i = 0; i < sizeof left_alone / sizeof left_alone[0]; i++)
        if (strlen(left_alone[i]) == len &&
            memcmp(left_alone[i], stem, len) == 0)
            return true;
    return false;
}

/* The first joining that fits. */
static size_t join_ending(char *stem, size_t len)
{
    for (size_t i = 0; i < sizeof joinings / sizeof joinings[0]; i++) {
        const joining *j = &joinings[i];
        if (!applies(j, stem, len))
            continue;
        size_t kept = len - strlen(j->ending);
        size_t size = strlen(j->instead);
        memcpy(stem + kept, j->instead, size);
        return kept + size;
    }
    return len;
}

size_t russian_join(char *stem, size_t len)
{
    if (is_left_alone(stem, len))
        return len;
    len = join_ending(stem, len);
    const size_t kept = before_ending(stem, len, "а");
    return last_letter_in(stem, kept, "жчшщ") && has_vowel(stem, kept) ? kept
                                                                       : len;
}
