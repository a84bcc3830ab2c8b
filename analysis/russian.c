/* SPDX-License-Identifier: MIT
 *
 * In: folded Russian words and stems. Out: the same with fleeting vowels
 * joined. Invariant: equal stems stay equal, and none becomes longer. */
#include "analysis/russian.h"

#include <stdbool.h>
#include <string.h>

#define LETTER 2u /* bytes of a Cyrillic letter */

typedef struct read_as {
    const char *form, *other;
} read_as;

static const read_as forms[] = {
    /* genitive plurals */
    {"окон", "окна"},
    {"писем", "письма"},
    {"сестер", "сестра"},
    {"чисел", "числа"},
    {"кресел", "кресла"},
    {"песен", "песня"},
    {"сосен", "сосна"},
    {"башен", "башня"},
    {"вишен", "вишня"},
    {"спален", "спальня"},
    {"кухонь", "кухня"},
    {"деревень", "деревня"},
    {"земель", "земля"},
    {"капель", "капля"},
    {"свадеб", "свадьба"},
    {"судеб", "судьба"},
    {"усадеб", "усадьба"},
    {"серег", "серьга"},
    {"денег", "деньги"},
    {"ремесел", "ремесла"},
    {"ведер", "ведра"},
    {"ребер", "ребра"},
    {"ядер", "ядра"},
    {"бедер", "бедра"},
    {"зерен", "зерна"},
    {"бревен", "бревна"},
    {"стекол", "стекла"},
    {"пятен", "пятна"},
    {"полотен", "полотна"},
    {"волокон", "волокна"},
    {"масел", "масла"},
    {"кукол", "кукла"},
    {"игол", "игла"},
    {"сабель", "сабля"},
    {"туфель", "туфля"},
    {"петель", "петля"},
    {"басен", "басня"},
    {"таможен", "таможня"},
    {"тюрем", "тюрьма"},
    {"сотен", "сотня"},
    {"весен", "весна"},
    {"десен", "десна"},
    {"боен", "бойня"},
    {"яиц", "яйца"},
    {"ребят", "ребята"},
    {"граждан", "граждане"},
    {"сограждан", "сограждане"},
    {"россиян", "россияне"},
    {"крестьян", "крестьяне"},
    {"христиан", "христиане"},
    {"англичан", "англичане"},
    {"датчан", "датчане"},
    {"киевлян", "киевляне"},
    {"землян", "земляне"},
    {"горожан", "горожане"},
    {"египтян", "египтяне"},
    {"южан", "южане"},
    {"северян", "северяне"},
    {"цыган", "цыгане"},
    {"имен", "имени"},
    {"имена", "имени"},
    /* nominatives and instrumentals */
    {"имя", "имени"},
    {"ветер", "ветра"},
    {"узел", "узла"},
    {"угол", "угла"},
    {"уголь", "угля"},
    {"огонь", "огня"},
    {"котел", "котла"},
    {"козел", "козла"},
    {"орел", "орла"},
    {"осел", "осла"},
    {"дятел", "дятла"},
    {"пепел", "пепла"},
    {"уровень", "уровня"},
    {"корень", "корня"},
    {"камень", "камня"},
    {"парень", "парня"},
    {"ремень", "ремня"},
    {"ливень", "ливня"},
    {"перстень", "перстня"},
    {"стержень", "стержня"},
    {"гребень", "гребня"},
    {"щебень", "щебня"},
    {"кремень", "кремня"},
    {"ноготь", "ногтя"},
    {"локоть", "локтя"},
    {"коготь", "когтя"},
    {"ломоть", "ломтя"},
    {"деготь", "дегтя"},
    {"лапоть", "лаптя"},
    {"хребет", "хребта"},
    {"овес", "овса"},
    {"костер", "костра"},
    {"шатер", "шатра"},
    {"ковер", "ковра"},
    {"бобер", "бобра"},
    {"багор", "багра"},
    {"бугор", "бугра"},
    {"свекор", "свекра"},
    {"чехол", "чехла"},
    {"хохол", "хохла"},
    {"заяц", "зайца"},
    {"заем", "займа"},
    {"наем", "найма"},
    {"церковь", "церкви"},
    {"церковью", "церкви"},
    {"любовь", "любви"},
    {"любовью", "любви"},
    /* short adjectives */
    {"должен", "должны"},
    {"нужен", "нужны"},
    {"важен", "важны"},
    {"возможен", "возможны"},
    {"полон", "полны"},
    {"болен", "больны"},
    {"свободен", "свободны"},
    {"известен", "известны"},
    {"способен", "способны"},
    {"доступен", "доступны"},
    {"согласен", "согласны"},
    {"верен", "верны"},
    {"равен", "равны"},
};

/* Words of one syllable: what is left without the vowel, and the endings that
 * make a form of the word with it. Two in -мя are of the same make; but имя
 * goes with its forms, as им is another word. */
typedef struct short_word {
    const char *root, *word;
    const char *endings; /* each with a space behind it */
} short_word;

#define HARD "а у ом е ы ов ам ами ах "
#define SOFT "я ю ем е и ей ям ями ях "

static const short_word short_words[] = {
    {"дн", "день", SOFT},
    {"пн", "пень", "я ю ем и ей ям ями ях "},
    {"сн", "сон", HARD},
    {"рт", "рот", HARD},
    {"лб", "лоб", HARD},
    {"пс", "пес", HARD},
    {"мх", "мох", "а у ом е и ов ам ами ах "},
    {"льв", "лев", HARD},
    {"льд", "лед", HARD},
    {"льн", "лен", "а у ом е ы "},
    {"лж", "ложь", "и "},
    {"рж", "рожь", "и "},
    {"шв", "шов", HARD},
    {"рв", "ров", "ов ом ам ами ах "},
    {"посл", "посол", "ы ов ам ами ах ом "},
    {"времен", "время", "и ем а ам ами ах "},
    {"племен", "племя", "и ем а ам ами ах "},
};

/* True if `ending` is one of the words in `endings`. */
static bool has_ending(const char *endings, const char *ending, size_t len)
{
    for (const char *at = endings; *at != '\0';) {
        size_t size = strcspn(at, " ");
        if (size == len && memcmp(at, ending, len) == 0)
            return true;
        at += size + 1;
    }
    return false;
}

const char *russian_read_as(const char *word, size_t len)
{
    for (size_t i = 0; i < sizeof forms / sizeof forms[0]; i++)
        if (strlen(forms[i].form) == len &&
            memcmp(forms[i].form, word, len) == 0)
            return forms[i].other;
    for (size_t i = 0; i < sizeof short_words / sizeof short_words[0]; i++) {
        const short_word *s = &short_words[i];
        size_t root = strlen(s->root);
        if (len > root && memcmp(s->root, word, root) == 0 &&
            has_ending(s->endings, word + root, len - root))
            return s->word;
    }
    return NULL;
}

/* True if the letter at `at` is one of those in `set`. */
static bool is_one_of(const char *at, const char *set)
{
    for (; *set != '\0'; set += LETTER)
        if (memcmp(at, set, LETTER) == 0)
            return true;
    return false;
}

static const char vowels[] = "аеиоуыэюя";

static bool has_vowel(const char *stem, size_t len)
{
    for (size_t at = 0; at + LETTER <= len; at += LETTER)
        if (is_one_of(stem + at, vowels))
            return true;
    return false;
}

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
    {consonants, "ок", "к"}, {"жчшщц", "ек", "к"},    {"нрл", "ек", "ьк"},
    {vowels, "ек", "йк"},    {"л", "ец", "ьц"},       {vowels, "ец", "йц"},
    {consonants, "ец", "ц"}, {"джчщи", "анин", "ан"}, {letters, "янин", "ян"},
};

/* True if `j` applies to a stem: a vowel is left before its ending. */
static bool applies(const joining *j, const char *stem, size_t len)
{
    size_t size = strlen(j->ending);
    if (len < size + 2 * LETTER)
        return false;
    const char *ending = stem + len - size;
    return memcmp(ending, j->ending, size) == 0 &&
           is_one_of(ending - LETTER, j->before) && has_vowel(stem, len - size);
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

size_t russian_join(char *stem, size_t len)
{
    if (is_left_alone(stem, len))
        return len;
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
