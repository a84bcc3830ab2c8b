/* SPDX-License-Identifier: MIT
 *
 * In: folded Russian words and stems. Out: the same with fleeting vowels
 * joined. Invariant: of two equal stems the same is made, none longer. */
#include "analysis/russian.h"

#include <stdbool.h>
#include <string.h>

#include "analysis/russian_letters.h"

typedef struct read_as {
    const char *form;
    size_t len; /* of `form` */
    const char *other;
} read_as;

/* Each form is of two letters at least. */
#define READ(form, other)                                                      \
    {                                                                          \
        form, sizeof form - 1, other                                           \
    }

static const read_as forms[] = {
    /* genitive plurals */
    READ("окон", "окна"),
    READ("писем", "письма"),
    READ("сестер", "сестра"),
    READ("чисел", "числа"),
    READ("кресел", "кресла"),
    READ("песен", "песня"),
    READ("сосен", "сосна"),
    READ("башен", "башня"),
    READ("вишен", "вишня"),
    READ("спален", "спальня"),
    READ("кухонь", "кухня"),
    READ("деревень", "деревня"),
    READ("земель", "земля"),
    READ("капель", "капля"),
    READ("свадеб", "свадьба"),
    READ("судеб", "судьба"),
    READ("усадеб", "усадьба"),
    READ("серег", "серьга"),
    READ("денег", "деньги"),
    READ("ремесел", "ремесла"),
    READ("ведер", "ведра"),
    READ("ребер", "ребра"),
    READ("ядер", "ядра"),
    READ("бедер", "бедра"),
    READ("зерен", "зерна"),
    READ("бревен", "бревна"),
    READ("стекол", "стекла"),
    READ("пятен", "пятна"),
    READ("полотен", "полотна"),
    READ("волокон", "волокна"),
    READ("масел", "масла"),
    READ("кукол", "кукла"),
    READ("игол", "игла"),
    READ("сабель", "сабля"),
    READ("туфель", "туфля"),
    READ("петель", "петля"),
    READ("басен", "басня"),
    READ("таможен", "таможня"),
    READ("тюрем", "тюрьма"),
    READ("сотен", "сотня"),
    READ("весен", "весна"),
    READ("десен", "десна"),
    READ("боен", "бойня"),
    READ("яиц", "яйца"),
    READ("ребят", "ребята"),
    READ("россиян", "россияне"),
    READ("крестьян", "крестьяне"),
    READ("киевлян", "киевляне"),
    READ("землян", "земляне"),
    READ("египтян", "египтяне"),
    READ("северян", "северяне"),
    READ("времен", "время"),
    READ("племен", "племя"),
    /* nominatives and instrumentals */
    READ("имя", "имени"),
    READ("ветер", "ветра"),
    READ("узел", "узла"),
    READ("угол", "угла"),
    READ("уголь", "угля"),
    READ("огонь", "огня"),
    READ("котел", "котла"),
    READ("козел", "козла"),
    READ("орел", "орла"),
    READ("осел", "осла"),
    READ("дятел", "дятла"),
    READ("пепел", "пепла"),
    READ("уровень", "уровня"),
    READ("корень", "корня"),
    READ("камень", "камня"),
    READ("парень", "парня"),
    READ("ремень", "ремня"),
    READ("ливень", "ливня"),
    READ("перстень", "перстня"),
    READ("стержень", "стержня"),
    READ("гребень", "гребня"),
    READ("щебень", "щебня"),
    READ("кремень", "кремня"),
    READ("ноготь", "ногтя"),
    READ("локоть", "локтя"),
    READ("коготь", "когтя"),
    READ("ломоть", "ломтя"),
    READ("деготь", "дегтя"),
    READ("лапоть", "лаптя"),
    READ("хребет", "хребта"),
    READ("овес", "овса"),
    READ("костер", "костра"),
    READ("шатер", "шатра"),
    READ("ковер", "ковра"),
    READ("бобер", "бобра"),
    READ("багор", "багра"),
    READ("бугор", "бугра"),
    READ("свекор", "свекра"),
    READ("чехол", "чехла"),
    READ("хохол", "хохла"),
    READ("заяц", "зайца"),
    READ("заем", "займа"),
    READ("наем", "найма"),
    READ("церковь", "церкви"),
    READ("церковью", "церкви"),
    READ("любовь", "любви"),
    READ("любовью", "любви"),
    READ("прибыли", "прибыль"),
    /* short adjectives */
    READ("должен", "должны"),
    READ("нужен", "нужны"),
    READ("важен", "важны"),
    READ("возможен", "возможны"),
    READ("полон", "полны"),
    READ("болен", "больны"),
    READ("свободен", "свободны"),
    READ("известен", "известны"),
    READ("способен", "способны"),
    READ("доступен", "доступны"),
    READ("согласен", "согласны"),
    READ("верен", "верны"),
    READ("равен", "равны"),
    READ("недоступен", "недоступны"),
    READ("характерен", "характерны"),
    READ("аналогичен", "аналогичны"),
    READ("полезен", "полезны"),
    READ("удобен", "удобны"),
    READ("уникален", "уникальны"),
    /* short participles */
    READ("начат", "начаты"),
    READ("принят", "приняты"),
    READ("занят", "заняты"),
    READ("поднят", "подняты"),
    READ("понят", "поняты"),
    READ("изъят", "изъяты"),
    /* gerunds that look like adjectives */
    READ("начиная", "начинать"),
    READ("считая", "считать"),
    READ("создавая", "создавать"),
    READ("рассматривая", "рассматривать"),
    READ("обеспечивая", "обеспечивать"),
    READ("поддерживая", "поддерживать"),
    READ("устанавливая", "устанавливать"),
    READ("оценивая", "оценивать"),
    /* infinitives that would be as видео and стерео are */
    READ("видеть", "видит"),
    READ("стереть", "стерла"),
};

/* Words of one syllable: what is left without the vowel, and the endings that
 * make a form of the word with it. Two in -мя are of the same make; but имя
 * goes with its forms, as им is another word. */
typedef struct short_word {
    const char *root;
    size_t len; /* of `root` */
    const char *word;
    const char *endings; /* each with a space behind it */
} short_word;

#define SHORT(root, word, endings)                                             \
    {                                                                          \
        root, sizeof root - 1, word, endings                                   \
    }

#define HARD "а у ом е ы ов ам ами ах "
#define SOFT "я ю ем е и ей ям ями ях "

static const short_word short_words[] = {
    SHORT("дн", "день", SOFT),
    SHORT("пн", "пень", "я ю ем и ей ям ями ях "),
    SHORT("сн", "сон", HARD),
    SHORT("рт", "рот", HARD),
    SHORT("лб", "лоб", HARD),
    SHORT("пс", "пес", HARD),
    SHORT("мх", "мох", "а у ом е и ов ам ами ах "),
    SHORT("льв", "лев", HARD),
    SHORT("льд", "лед", HARD),
    SHORT("льн", "лен", "а у ом е ы "),
    SHORT("лж", "ложь", "и "),
    SHORT("рж", "рожь", "и "),
    SHORT("шв", "шов", HARD),
    SHORT("рв", "ров", "ов ом ам ами ах "),
    SHORT("посл", "посол", "ы ов ам ами ах ом "),
    SHORT("времен", "время", "и ем а ам ами ах "),
    SHORT("племен", "племя", "и ем а ам ами ах "),
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

/* True if two words, of two letters at least, begin with the same two. */
static bool begin_alike(const char *one, const char *other)
{
    return memcmp(one, other, 2 * LETTER) == 0;
}

const char *russian_read_as(const char *word, size_t len)
{
    if (len < 2 * LETTER)
        return NULL;
    for (size_t i = 0; i < sizeof forms / sizeof forms[0]; i++)
        if (forms[i].len == len && begin_alike(forms[i].form, word) &&
            memcmp(forms[i].form, word, len) == 0)
            return forms[i].other;
    for (size_t i = 0; i < sizeof short_words / sizeof short_words[0]; i++) {
        const short_word *s = &short_words[i];
        if (len > s->len && begin_alike(s->root, word) &&
            memcmp(s->root, word, s->len) == 0 &&
            has_ending(s->endings, word + s->len, len - s->len))
            return s->word;
    }
    return NULL;
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
    {consonants, "ок", "к"},     {"жчшщц", "ек", "к"},
    {"нрл", "ек", "ьк"},         {RUSSIAN_VOWELS, "ек", "йк"},
    {"л", "ец", "ьц"},           {RUSSIAN_VOWELS, "ец", "йц"},
    {consonants, "ец", "ц"},     {"джчщи", "анин", "а"},
    {letters, "янин", "ян"},     {letters, "ал", "а"},
    {letters, "ан", "а"},        {letters, "ит", ""},
    {letters, "телен", "тельн"}, {letters, "ивен", "ивн"},
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
