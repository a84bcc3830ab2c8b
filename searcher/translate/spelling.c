/* SPDX-License-Identifier: MIT
 *
 * In: a Cyrillic and a Latin word. Out: whether the one is written for the
 * other. */
#include "searcher/translate/spelling.h"

#include <string.h>
#include <uchar.h>

#define MOST 15u /* no word costs more */
#define NEVER 255u
#define ENDING_MAX 2u
#define RUN_MAX 3u /* letters that are written as one */

/* Ways to write a letter: those that cost nothing, a bar, those that cost 1.
 * From SPELLING_CYRILLIC_FIRST on. */
static const char *const singles[SPELLING_LETTERS] = {
    /* а */ "a|u e o",
    /* б */ "b",
    /* в */ "v w|u f",
    /* г */ "g h|gh",
    /* д */ "d",
    /* е */ "e ye ie je yo|o a ai ae i eu io oe",
    /* ж */ "zh j g|z s",
    /* з */ "z s|x",
    /* и */ "i y ee ey|ea ie e ei j",
    /* й */ "y i j|",
    /* к */ "k c ck ch q",
    /* л */ "l",
    /* м */ "m",
    /* н */ "n",
    /* о */ "o au eau|a ou oa ow aw",
    /* п */ "p",
    /* р */ "r|wr",
    /* с */ "s c|sc ce x",
    /* т */ "t th",
    /* у */ "u ou oo w|wo o",
    /* ф */ "f ph|v",
    /* х */ "h kh ch x|j gh",
    /* ц */ "ts tz c z|cz s",
    /* ч */ "ch tch tsch cz|c tj cs",
    /* ш */ "sh sch|s ch sz",
    /* щ */ "shch sch|sc sh",
    /* ъ */ "",
    /* ы */ "y i",
    /* ь */ "",
    /* э */ "e a ae|ea o",
    /* ю */ "yu iu ju u|ue ew eu y",
    /* я */ "ya ia ja|a ea",
    /* ѐ */ "e",
    /* ё */ "yo o e",
    /* ђ */ "dj d",
    /* ѓ */ "g gj",
    /* є */ "ye ie je e",
    /* ѕ */ "dz z",
    /* і */ "i y",
    /* ї */ "yi i ji",
    /* ј */ "j y i",
    /* љ */ "lj l",
    /* њ */ "nj n",
    /* ћ */ "c ch",
    /* ќ */ "k kj",
    /* ѝ */ "i",
    /* ў */ "u w",
    /* џ */ "dz dzh j"};

/* Letters that are written as one, or as none of them is alone. */
static const struct {
    char32_t cyrillic[RUN_MAX + 1];
    const char *latin;
} runs[] = {{U"ай", "ai ay|ei i y igh"},
            {U"ау", "au ow|ou"},
            {U"ги", "gui ghi"},
            {U"дж", "j g|dg dj"},
            {U"дз", "dz z"},
            {U"ей", "ey ei ay ai a|ea eu"},
            {U"ер", "er|or ur ir ear"},
            {U"ий", "y i ij"},
            {U"ия", "ia ya iya"},
            {U"йл", "gl"},
            {U"йо", "yo io jo|o"},
            {U"кв", "qu kv"},
            {U"кз", "x"},
            {U"кс", "x ks"},
            {U"ль", "gl"},
            {U"мак", "mc"},
            {U"ой", "oy oi|eu"},
            {U"оу", "ow o ou oe"},
            {U"рб", "rsb"},
            {U"сл", "stl"},
            {U"уа", "wa ua"},
            {U"уи", "wi ui"},
            {U"уо", "wo wa"},
            {U"уэ", "we ue wa"},
            {U"ье", "ie ye ier"},
            {U"ьо", "io yo"},
            {U"ью", "u ew"},
            {U"эй", "ay ey ei ai a|eu"},
            {U"эр", "er ar air"}};
#define RUNS (sizeof runs / sizeof *runs)

/* ----------------------------------------------------------------- ways --- */

/* One of the ways in a table. */
typedef struct way {
    const char *text;
    size_t len;
    unsigned cost;
} way;

/* The way that begins at `text`. */
static way read_way(const char *text, unsigned cost)
{
    size_t len = 0;
    while (text[len] != '\0' && text[len] != ' ' && text[len] != '|')
        len++;
    return (way){text, len, cost};
}

/* Go on to the next; false if it is the last. */
static bool next_way(way *now)
{
    const char *end = now->text + now->len;
    if (*end == '\0')
        return false;
    *now = read_way(end + 1, now->cost + (*end == '|'));
    return true;
}

/* Has the word the letters of the way at its `j`th one? */
static bool has_way(const letters *latin, size_t j, const way *one)
{
    size_t same = 0;
    while (same < one->len && j + same < latin->count &&
           latin->codes[j + same] == (unsigned char)one->text[same])
        same++;
    return same == one->len;
}

/* How the letter is written; NULL for one that is not known. */
static const char *ways_of(uint32_t code)
{
    const uint32_t letter = code - SPELLING_CYRILLIC_FIRST;
    return letter < SPELLING_LETTERS ? singles[letter] : NULL;
}

/* How many letters the `n`th run has that the word has at its `i`th; 0 if it
 * has others. */
static size_t run_at(const letters *cyrillic, size_t i, size_t n)
{
    size_t same = 0;
    for (; runs[n].cyrillic[same] != 0; same++)
        if (i + same == cyrillic->count ||
            cyrillic->codes[i + same] != runs[n].cyrillic[same])
            return 0;
    return same;
}

static bool is_silent(uint32_t code)
{
    return code == 'h' || code == 'e';
}

/* ---------------------------------------------------------------- costs --- */

/* A row is what each beginning of the Latin word costs, for a beginning of the
 * Cyrillic one. */
typedef struct walk {
    const letters *cyrillic, *latin;
    unsigned char row[LETTERS_MAX + RUN_MAX][LETTERS_MAX + 1];
    size_t furthest; /* row that anything reached */
    unsigned most;
} walk;

static void reach(walk *w, size_t i, size_t j, unsigned cost)
{
    if (cost > w->most || cost >= w->row[i][j])
        return;
    w->row[i][j] = (unsigned char)cost;
    if (i > w->furthest)
        w->furthest = i;
}

/* Write `width` letters from the `i`th on, at the `j`th, in each of the ways.
 */
static void write_all(walk *w, size_t i, size_t width, size_t j,
                      const char *ways)
{
    way now = read_way(ways, w->row[i][j]);
    do {
        if (has_way(w->latin, j, &now))
            reach(w, i + width, j + now.len, now.cost);
    } while (next_way(&now));
}

/* Go on from the place where `i` letters are written as `j`. */
static void go_on(walk *w, size_t i, size_t j)
{
    const uint32_t *from = w->cyrillic->codes, *to = w->latin->codes;
    const unsigned cost = w->row[i][j];
    if (j > 0 && j < w->latin->count) {
        if (to[j] == to[j - 1])
            reach(w, i, j + 1, cost);
        else if (is_silent(to[j]))
            reach(w, i, j + 1, cost + 1);
    }
    if (i == w->cyrillic->count)
        return;
    if (i > 0 && from[i] == from[i - 1])
        reach(w, i + 1, j, cost);
    const char *ways = ways_of(from[i]);
    if (ways != NULL)
        write_all(w, i, 1, j, ways);
    for (size_t n = 0; n < RUNS; n++) {
        const size_t width = run_at(w->cyrillic, i, n);
        if (width > 0)
            write_all(w, i, width, j, runs[n].latin);
    }
}

/* Fill the rows. */
static void walk_all(walk *w, const letters *cyrillic, const letters *latin,
                     unsigned most)
{
    w->cyrillic = cyrillic;
    w->latin = latin;
    w->furthest = 0;
    w->most = most < MOST ? most : MOST;
    for (size_t i = 0; i <= cyrillic->count; i++)
        memset(w->row[i], NEVER, latin->count + 1);
    w->row[0][0] = 0;
    for (size_t i = 0; i <= w->furthest; i++)
        for (size_t j = 0; j <= latin->count; j++)
            if (w->row[i][j] != NEVER)
                go_on(w, i, j);
}

/* Is the word's letter, counted from its end, one of these? */
static bool ends_in(const letters *latin, size_t from_end, const char *these)
{
    const uint32_t code =
        from_end < latin->count ? latin->codes[latin->count - 1 - from_end] : 0;
    return code > 0 && code < 0x80 && strchr(these, (int)code) != NULL;
}

/* How many letters behind the word's others need not be heard: vowels, or what
 * ends Diderot and Rimbaud. */
static size_t count_unheard(const letters *latin)
{
    size_t count = 0;
    while (count < ENDING_MAX && ends_in(latin, count, "aehiouy"))
        count++;
    if (count == 0)
        count = (ends_in(latin, 0, "t") && ends_in(latin, 1, "aelnoru")) ||
                (ends_in(latin, 0, "d") && ends_in(latin, 1, "ru")) ||
                (ends_in(latin, 0, "x") && ends_in(latin, 1, "u"));
    return count;
}

unsigned spelling_cost(const letters *cyrillic, size_t least,
                       const letters *latin, size_t rest, unsigned most)
{
    walk w;
    unsigned best = most + 1;
    const size_t unheard = count_unheard(latin);
    const size_t end = rest > unheard ? rest : unheard;
    walk_all(&w, cyrillic, latin, most);
    for (size_t i = least; i <= w.furthest; i++)
        for (size_t left = 0; left <= end && left <= latin->count; left++) {
            /* Марк is Mark rather than Marco, but Майк is Mike. */
            const bool short_of = left > rest && i == cyrillic->count &&
                                  (left > 1 || !ends_in(latin, 0, "e"));
            const unsigned cost =
                w.row[i][latin->count - left] + (short_of ? 1u : 0u);
            best = cost < best ? cost : best;
        }
    return best;
}

/* ----------------------------------------------------------- beginnings --- */

static void mark_latin(spelling_beginnings *out, char first, uint32_t second)
{
    const uint32_t n = second - SPELLING_LATIN_FIRST;
    if (n < SPELLING_LETTERS)
        out->two[first - SPELLING_LATIN_FIRST][n] = true;
}

/* Mark the first letters of the ways. True if one of them has none. */
static bool mark_ways(spelling_beginnings *out, char first, const char *ways)
{
    bool unheard = false;
    way now = read_way(ways, 0);
    do {
        mark_latin(out, first, (unsigned char)now.text[0]);
        unheard |= now.len == 0;
    } while (next_way(&now));
    return unheard;
}

/* What may stand behind `first`, by which the Cyrillic word is written up to
 * its `i`th letter. */
static void follow_latin(spelling_beginnings *out, char first,
                         const letters *cyrillic, size_t i)
{
    bool unheard = true;
    mark_latin(out, first, (unsigned char)first);
    mark_latin(out, first, 'h');
    for (; unheard && i < cyrillic->count; i++) {
        const uint32_t code = cyrillic->codes[i];
        const char *ways = ways_of(code);
        unheard = mark_ways(out, first, ways == NULL ? "" : ways) ||
                  (i > 0 && code == cyrillic->codes[i - 1]);
        for (size_t n = 0; n < RUNS; n++)
            if (code == runs[n].cyrillic[0])
                mark_ways(out, first, runs[n].latin);
    }
}

/* The same of what the first letters are written as. */
static void begin_ways(spelling_beginnings *out, const letters *cyrillic,
                       size_t width, const char *ways)
{
    way now = read_way(ways, 0);
    do {
        if (now.len > 1)
            mark_latin(out, now.text[0], (unsigned char)now.text[1]);
        else if (now.len == 1)
            follow_latin(out, now.text[0], cyrillic, width);
    } while (next_way(&now));
}

void spelling_begin_latin(spelling_beginnings *out, const letters *cyrillic)
{
    memset(out, 0, sizeof *out);
    const char *ways =
        cyrillic->count == 0 ? NULL : ways_of(cyrillic->codes[0]);
    if (ways != NULL)
        begin_ways(out, cyrillic, 1, ways);
    for (size_t n = 0; n < RUNS; n++) {
        const size_t width = run_at(cyrillic, 0, n);
        if (width > 0)
            begin_ways(out, cyrillic, width, runs[n].latin);
    }
}

/* Is one of the ways at the `j`th letter, or none needed? */
static bool has_any(const letters *latin, size_t j, const char *ways)
{
    way now = read_way(ways, 0);
    do
        if (has_way(latin, j, &now))
            return true;
    while (next_way(&now));
    return false;
}

/* Which letters may stand behind the `first`, which the Latin word is written
 * for up to its `j`th. */
static void follow_cyrillic(spelling_beginnings *out, size_t first,
                            const letters *latin, size_t j)
{
    bool more = true;
    out->two[first][first] = true;
    for (; more && j <= latin->count; j++) {
        for (size_t n = 0; n < SPELLING_LETTERS; n++)
            out->two[first][n] |= has_any(latin, j, singles[n]);
        for (size_t n = 0; n < RUNS; n++) {
            const size_t letter = runs[n].cyrillic[0] - SPELLING_CYRILLIC_FIRST;
            out->two[first][letter] |= has_any(latin, j, runs[n].latin);
        }
        more = j < latin->count && j > 0 &&
               (latin->codes[j] == latin->codes[j - 1] ||
                is_silent(latin->codes[j]));
    }
}

void spelling_begin_cyrillic(spelling_beginnings *out, const letters *latin)
{
    memset(out, 0, sizeof *out);
    for (size_t n = 0; n < SPELLING_LETTERS; n++) {
        way now = read_way(singles[n], 0);
        do
            if (now.len > 0 && has_way(latin, 0, &now))
                follow_cyrillic(out, n, latin, now.len);
        while (next_way(&now));
    }
    for (size_t n = 0; n < RUNS; n++) {
        const char32_t *run = runs[n].cyrillic;
        if (has_any(latin, 0, runs[n].latin))
            out->two[run[0] - SPELLING_CYRILLIC_FIRST]
                    [run[1] - SPELLING_CYRILLIC_FIRST] = true;
    }
}
