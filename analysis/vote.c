/* SPDX-License-Identifier: MIT
 *
 * In: a text. Out: one of the languages. Invariant: a word is looked up without
 * its accents, so the tables hold none. */
#include "analysis/vote.h"

#include <string.h>

#include <utf8proc.h>

#include "base/eight.h"
#include "base/utf8.h"

#define WORD_BYTES_MAX 15

typedef struct function_words {
    char code[3];
    const char *words; /* with a space on each side */
} function_words;

static const function_words tables[] = {
    {"ca", " de la el que i a en un una per amb els les es no del al dels als "
           "son ha com mes pero aquest aquesta o si seva seu han tambe fou era "
           "sobre entre quan on ser molt ja fins des ens li ho aixo "},
    {"da",
     " og i at det er en den til af som pa de med han der et har ikke var "
     "jeg om vi fra men sig et nar eller over kan hun skal ogsa hvor "
     "efter blev denne disse vil mellem deres "},
    {"de", " der die und in den von zu das mit sich des auf ist im dem nicht "
           "ein eine als auch es an werden aus er hat dass sie nach wird bei "
           "einer um am sind noch wie einem uber einen so zum war haben nur "
           "oder aber vor zur durch man kann ihre "},
    {"en", " the of and to in is that for it as was with be by on not he his "
           "but at are this have from or had an they which you were all "
           "their has would what will there if can who been its more when "
           "also our these than into such other "},
    {"es",
     " de la que el en y a los se del las un por con no una su para es al "
     "lo como mas o pero sus le ha me si sin sobre este ya entre cuando "
     "todo esta ser son dos tambien fue habia era muy hasta desde "
     "nos durante donde "},
    {"eu", " eta da ez bat dira du zuen zen ere izan baina egin bere hau "
           "dituzte dute dago edo hori den diren dela ziren zuten batean "
           "izango beste guztiak horrek honek hain oso orain gero "},
    {"fi", " ja on ei se etta oli han en joka mutta ovat kun niin ole myos tai "
           "jos kuin sen mita nyt voi hanen vain minun sita ne siita olen "
           "mukaan kanssa ennen jotka olla taman tama seka "},
    {"fr", " de la le et les des en un du une que est pour qui dans a par plus "
           "pas au sur ne se ce il sont la avec son ou aux d l qu n s cette "
           "mais comme on tout nous sa ses leur ont etre elle deux meme ces "},
    {"ga", " agus an na ar ag go is i le do a ni ta bhi se si chun ach no faoi "
           "mar sin seo iad nach leis duit aon ata beidh gur cad ina nior "
           "bheith acu againn sna fein "},
    {"hu", " a az es hogy nem is egy volt meg ez de ha csak mint el van ki "
           "vagy majd mar lesz azt ami aki amely minden kell lehet azonban "
           "ezt ott itt igen nagyon sem pedig szerint utan kozott voltak "},
    {"id", " yang dan di dari untuk dengan pada ini itu dalam adalah tidak ke "
           "akan oleh juga karena atau sebagai ada mereka telah dapat bisa "
           "kami saya anda kita lebih sudah tersebut seperti secara "},
    {"it", " di e che la il un a per in una mi sono ho non ma lo ha le si ti i "
           "con cosa se io come da ci no questo qui del della dei delle alla "
           "nel gli al anche piu essere dal sul suo loro l d degli nella "},
    {"lt", " ir yra kad buvo su is kaip i bet ar tai ne per apie jo jos uz po "
           "nuo iki savo del arba tik jau kuris kuri taip dar prie buti gali "
           "ji jis mes jie visi labai yra "},
    {"nl",
     " de het een van en in is dat op te zijn met voor niet aan er om ook "
     "als dan maar bij of uit nog naar door over ze zich heeft hij tot "
     "worden werd was wordt deze kan hun geen meer moet zal "},
    {"no",
     " og i det er en til pa som av for at med de den har ikke var et jeg "
     "om vi fra men seg ble nar eller over kan hun skal ogsa hvor etter "
     "blir denne disse vil mellom sine bare noen etter hva "},
    {"pt", " de a o que e do da em um para com nao uma os no se na por mais as "
           "dos como mas ao ele das tem seu sua ou quando muito nos ja eu "
           "tambem so pelo pela ate isso ela entre depois sem mesmo aos "
           "foi sao esta "},
    {"ro", " si de in la a cu pe o un nu este sa din care pentru mai ca au fi "
           "ce sau dar fost lui prin sunt am era ei el dupa aceasta acest cele "
           "cel fara intre ale iar avea "},
    {"sr", " i je u da se na su za od sa ne o koji koja koje kao ili ali to bi "
           "iz do sam smo ce nije bio bila bilo samo kako njegov kada ovaj "
           "po pre svoj biti jer sve "},
    {"sv", " och i att det som en pa ar av for med den till inte har de ett om "
           "var jag men sig fran vi nar kan nu hade vid eller efter han skulle "
           "dar under hon sa ska mycket ocksa blir detta mellan sina alla "},
    {"tr", " ve bir bu da de icin ile olarak olan cok daha gibi ne o ama en "
           "kadar sonra var ise veya hem ben sen biz onlar sey her mi mu "
           "degil oldu oldugu icinde gore yok iki ancak "},
};

static const char *words_of(const char *code)
{
    for (size_t i = 0; i < sizeof tables / sizeof tables[0]; i++)
        if (strcmp(tables[i].code, code) == 0)
            return tables[i].words;
    return "";
}

/* A Latin word, small and without accents, between two spaces. */
typedef struct ballot {
    char word[WORD_BYTES_MAX + 3];
    size_t len; /* of the word; over WORD_BYTES_MAX: too long */
} ballot;

static void add_letter(ballot *b, uint32_t code)
{
    int32_t codes[8] = {(int32_t)code};
    int boundclass = 0;
    if (code >= 0x80)
        (void)utf8proc_decompose_char((int32_t)code, codes, 8,
                                      UTF8PROC_DECOMPOSE, &boundclass);
    int32_t small = utf8proc_tolower(codes[0]);
    if (small >= 0x80 || b->len >= WORD_BYTES_MAX)
        b->len = WORD_BYTES_MAX + 1;
    else
        b->word[1 + b->len++] = (char)small;
}

/* Count the word for each language that has it, and begin a new one. */
static void cast(ballot *b, const stems *s, size_t *votes)
{
    if (b->len > 0 && b->len <= WORD_BYTES_MAX) {
        b->word[0] = ' ';
        b->word[b->len + 1] = ' ';
        b->word[b->len + 2] = '\0';
        for (size_t i = 0; i < s->count; i++)
            votes[i] +=
                strstr(words_of(s->items[i].language->code), b->word) != NULL;
    }
    b->len = 0;
}

/* The Latin language with the most votes, the first of them. */
static int elect(const stems *s, const char *text, size_t len)
{
    size_t votes[STEM_LANGUAGES_MAX] = {0};
    ballot b = {.len = 0};
    for (size_t at = 0; at < len;) {
        char_read c = char_at(text, len, at);
        if (c.class == CHAR_LETTER)
            add_letter(&b, c.code);
        else if (c.class != CHAR_MARK && c.class != CHAR_IGNORED)
            cast(&b, s, votes);
        at += c.size;
    }
    cast(&b, s, votes);
    int best = s->by_script[SCRIPT_LATIN];
    for (size_t i = 0; i < s->count; i++)
        if (votes[i] > votes[best])
            best = (int)i;
    return best;
}

/* Count the letters of so many bytes, ASCII and Russian ones, EIGHT at most. */
static void count_common(size_t *letters, const char *text, size_t count)
{
    const uint64_t eight = eight_upwards(text);
    const uint64_t past = eight_past(count);
    letters[SCRIPT_LATIN] +=
        eight_count_high(~eight_not_letters(eight) & ~past);
    letters[SCRIPT_CYRILLIC] += eight_count_high(eight & ~past) / 2;
}

static char_script main_script(const char *text, size_t len)
{
    size_t letters[SCRIPT_COUNT] = {0};
    if (utf8_ascii(text, len) == len)
        return SCRIPT_LATIN;
    for (size_t at = 0; at < len;) {
        const size_t common = utf8_common(text + at, len - at);
        if (common > 0) {
            count_common(letters, text + at, common);
            at += common;
            continue;
        }
        char_read c = char_at(text, len, at);
        if (c.class == CHAR_LETTER)
            letters[char_script_of(c.code)]++;
        at += c.size;
    }
    char_script best = SCRIPT_LATIN;
    for (size_t i = 0; i < SCRIPT_COUNT; i++)
        if (letters[i] > letters[best])
            best = (char_script)i;
    return best;
}

static size_t count_of_script(const stems *s, char_script script)
{
    size_t count = 0;
    for (size_t i = 0; i < s->count; i++)
        count += s->items[i].language->script == script;
    return count;
}

const char *vote_language(const stems *s, const char *text, size_t len)
{
    char_script script = main_script(text, len);
    int index = s->by_script[script];
    if (script == SCRIPT_LATIN && count_of_script(s, SCRIPT_LATIN) > 1)
        index = elect(s, text, len);
    if (index < 0)
        index = s->by_script[SCRIPT_LATIN];
    return s->items[index].language->code;
}
