/* SPDX-License-Identifier: MIT
 *
 * In: two sides that face each other. Out: how much speaks against the one
 * being the other's translation. */
#include "corpus/glossary/doubt.h"

#include <string.h>

#include "corpus/glossary/spelling.h"
#include "corpus/text.h"

/* Is one of items [first, last) a word of that sort? */
static bool has_between(const span *s, size_t first, size_t last,
                        glossary_word sort)
{
    for (size_t i = first; i < last; i++)
        if (span_word_is(s, i, sort))
            return true;
    return false;
}

/* Does a word of the side belong to that sort? */
static bool has_any(const span *s, glossary_word sort)
{
    return has_between(s, s->first, s->last, sort);
}

/* ---------------------------------------------------------- definitions --- */

/* "лицо, ищущее убежище": is there a clause that begins with a participle, so
 * that all is more than so many times as long as the term? */
static bool has_clause(const span *s, const entry_side *c, const entry_side *l,
                       size_t times)
{
    if (l->longest > 1 && c->words <= times * l->longest)
        return false;
    for (size_t i = s->first + 1; i < s->last; i++)
        if (s->items[i - 1].kind == LEX_COMMA && span_opens_clause(s, i))
            return true;
    return false;
}

/* A clause or a verb makes it a definition. */
static bool is_definition(const span *s, const entry_side *side)
{
    bool commas = false; /* somewhere before: "внутри которого" */
    for (size_t i = s->first; i < s->last; i++) {
        bool first = i == s->first;
        if (first && side->words > 1 && span_word_is(s, i, WORD_IS) &&
            s->items[i + 1].kind != LEX_COMMA) /* "есть, кушать" */
            return true;
        if (commas && span_word_is(s, i, WORD_WHICH))
            return true;
        if (!first && side->words > 3 && !side->cyrillic &&
            span_word_is(s, i, WORD_WHICH))
            return true;
        if (side->words > 2 && span_word_is(s, i, WORD_MEANS))
            return true;
        commas |= s->items[i].kind == LEX_COMMA;
    }
    return false;
}

/* A Latin side that is a sentence. */
static bool is_prose(const span *s, const entry_side *side)
{
    return side->words > 4 && has_any(s, WORD_PROSE);
}

bool glossary_defines(const span *latin, const entry_side *l,
                      const span *cyrillic, const entry_side *c)
{
    return is_definition(cyrillic, c) || is_definition(latin, l) ||
           is_prose(latin, l) || has_clause(cyrillic, c, l, 3);
}

/* "см. Варроатоз", "see below": another place. */
static bool refers(const span *s)
{
    static const char *const where[] = {"bove", "lso", "elow"};
    return s->last - s->first > 1 &&
           (span_first_is(s, WORD_SEE) ||
            (span_first_is(s, WORD_IF) &&
             s->items[s->first + 1].kind == LEX_WORD &&
             span_ends_in(s, s->first + 1, where, 3, 0)));
}

bool glossary_keeps(const span *latin, const span *s)
{
    static const char *const kept[] = {"перев", "есть", "ориг"};
    char room[SPAN_FOLD_ROOM];
    size_t at = s->first + 1;
    if (refers(latin) || refers(s))
        return true;
    if (!span_word_is(s, s->first, WORD_KEPT))
        return false;
    while (at < s->last && s->items[at].kind != LEX_WORD)
        at++;
    if (at >= s->last) /* one word: not "не", but one that says it all */
        return s->items[s->first].end - s->items[s->first].start > 12;
    size_t len = span_fold(room, s, at);
    for (size_t i = 0; i < sizeof kept / sizeof *kept; i++)
        if (len >= strlen(kept[i]) &&
            memcmp(room, kept[i], strlen(kept[i])) == 0)
            return true;
    return false;
}

bool glossary_is_numbered(const span *latin, const entry_side *l,
                          const span *cyrillic, const entry_side *c)
{
    const char *text = latin->text;
    size_t at = l->end;
    while (at > l->start && text_is_digit((unsigned char)text[at - 1]))
        at--;
    const size_t len = l->end - at;
    const bool apart = l->words > 1 ? text[at - 1] == ' '
                                    : at == l->start + 1 && l->tall;
    return len > 0 && at > l->start && apart &&
           memmem(cyrillic->text + c->start, c->end - c->start, text + at,
                  len) == NULL;
}

/* Letters of a side of one word none of which is a vowel: kg, cm, кг. */
static bool has_no_vowel(const span *s, const entry_side *side)
{
    static const char vowels[] = "aeiouyаеёиоуыэюяіїє";
    char room[SPAN_FOLD_ROOM];
    size_t len = lex_fold(room, sizeof room, s->text + side->start,
                          side->end - side->start);
    for (size_t i = 0; i < len;) {
        size_t size = (unsigned char)room[i] < 0x80 ? 1 : 2;
        if (memmem(vowels, sizeof vowels - 1, room + i, size) != NULL ||
            (size > 1 && !side->cyrillic))
            return false;
        i += size;
    }
    return len > (side->cyrillic ? 2 : 0);
}

/* "нажмите", "откройте": tells a reader what to do. */
static bool is_order(const span *s)
{
    static const char *const ends[] = {"ите", "йте"};
    return span_ends_in(s, s->first, ends, sizeof ends / sizeof *ends, 6);
}

/* An initial: "Ivanov I". */
static bool ends_in_initial(const span *s)
{
    const lex_item *last = &s->items[s->last - 1];
    return s->last - s->first > 1 && last->kind == LEX_WORD && last->capital &&
           last->end - last->start == 1;
}

/* A word between the first and the last that joins two things. */
static bool has_inner(const span *s, glossary_word sort)
{
    return has_between(s, s->first + 1, s->last - 1, sort);
}

/* A verb with which a definition says what a thing does: "задаёт", "хранит
 * значение". */
static bool does_something(const span *s)
{
    static const char *const ends[] = {"ает", "яет", "ует"};
    return span_ends_in(s, s->first, ends, sizeof ends / sizeof *ends, 6) ||
           span_first_is(s, WORD_DOES);
}

/* "готовит смету", "макеты утверждены": a clause, though a short one; a noun
 * may end so, too. */
static bool is_clause(const span *s)
{
    static const char *const verbs[] = {"ит"};
    static const char *const short_forms[] = {"ен", "ена", "ено", "ены",
                                              "ан", "ана", "ано", "аны"};
    for (size_t i = s->first; i < s->last; i++)
        if (s->items[i].kind == LEX_WORD &&
            span_ends_in(s, i, short_forms,
                         sizeof short_forms / sizeof *short_forms, 8))
            return true;
    return span_ends_in(s, s->first, verbs, 1, 6);
}

/* "How are you today": someone speaks. */
static bool is_speech(const span *s)
{
    return s->last - s->first > 1 &&
           (has_any(s, WORD_PROSE) || has_any(s, WORD_SPEAKS));
}

/* "Hello!" and a translation that calls or asks, too. */
static bool calls(const span *s, const entry_side *side)
{
    char mark = s->text[side->end];
    return mark == '!' || mark == '?';
}

/* "две ложки", "one cat": how much or how many of something. */
static bool is_measure(const span *s, const entry_side *side)
{
    return side->words > 1 && has_any(s, WORD_MEASURE);
}

/* "она, роет" facing "lei scava": a form of a verb, and whose it is. */
static bool is_conjugated(const span *latin, const span *cyrillic)
{
    return latin->last - latin->first > 1 &&
           latin->items[latin->first + 1].kind == LEX_WORD &&
           span_first_is(cyrillic, WORD_SPEAKS) &&
           (cyrillic->last - cyrillic->first == 1 ||
            cyrillic->items[cyrillic->first + 1].kind == LEX_COMMA);
}

/* "прошедшее время" facing "went": the form that a word has, not what it
 * means. */
static bool is_form(const span *latin, const span *cyrillic)
{
    return span_word_is(cyrillic, cyrillic->last - 1, WORD_GRAMMAR) &&
           !has_any(latin, WORD_GRAMMAR);
}

/* "сохранить документ": what happens when one chooses "Save". Not "скорость
 * звука". */
static bool is_deed(const span *s)
{
    static const char *const verbs[] = {"ть"}, *const nouns[] = {"ость"};
    return span_ends_in(s, s->first, verbs, 1, 4) &&
           !span_ends_in(s, s->first, nouns, 1, 4);
}

/* An option of a command within: "ls -l", "ls --all"; not "abd -abdomen", which
 * says what the one word is short for. */
static bool has_option(const span *s)
{
    for (size_t i = s->first + 1; i + 1 < s->last; i++) {
        const lex_item *mark = &s->items[i];
        bool option = span_mark_is(s, i, '-') && mark[-1].end < mark->start &&
                      mark->end == mark[1].start;
        if (option && !span_spells_out(s, i))
            return true;
    }
    return false;
}

/* A bracket with a time of day before the words, or behind them one that says
 * what type a value has. */
static bool has_odd_bracket(const span *s)
{
    const lex_item *first = &s->items[s->first];
    const lex_item *last = &s->items[s->last - 1];
    char room[SPAN_FOLD_ROOM];
    if (first->kind == LEX_NOTE && first->end - first->start > 4) {
        const char *colon =
            memchr(s->text + first->start, ':', first->end - first->start);
        if (colon != NULL && text_is_digit((unsigned char)colon[1]))
            return true;
    }
    if (last->kind != LEX_NOTE || last->end - last->start < 4)
        return false;
    size_t len = lex_fold(room, sizeof room, s->text + last->start + 1,
                          last->end - last->start - 2);
    return glossary_word_is(WORD_TYPE, room, len);
}

/* "американский писатель": says last what a name is the name of. */
static bool ends_in_thing(const span *s)
{
    return span_word_is(s, s->last - 1, WORD_THING);
}

/* "немецкий", facing the name of that language. */
static bool is_language(const span *s)
{
    static const char *const ends[] = {"ский", "цкий"};
    return span_ends_in(s, s->first, ends, 2, 4);
}

static bool is_quoted(const span *s, const entry_side *side)
{
    uint32_t before = side->start == 0 ? 0 : text_before(s->text, side->start);
    return before == '"' || before == 0xAB || before == 0x201C ||
           before == 0x201E;
}

/* "War and Peace" facing «Война и мир»: a book, a film, a saying. */
static bool is_title(const span *latin, const entry_side *l,
                     const span *cyrillic, const entry_side *c)
{
    return is_quoted(latin, l) && is_quoted(cyrillic, c) &&
           latin->items[latin->first].capital &&
           cyrillic->items[cyrillic->first].capital;
}

/* "World Health Organization (WHO)" facing "... (ВОЗ)": short for it in both
 * languages, so that names are no sign against them. */
static bool is_shortened(const span *latin, const span *cyrillic)
{
    return span_is_abbreviation(latin->text, &latin->items[latin->last - 1]) &&
           span_is_abbreviation(cyrillic->text,
                                &cyrillic->items[cyrillic->last - 1]);
}

/* "Дёмина" facing "cover": who does it. */
static bool is_surname(const span *s)
{
    static const char *const ends[] = {"ов", "ова", "ев", "ева", "ин", "ина"};
    return span_ends_in(s, s->first, ends, sizeof ends / sizeof *ends, 2);
}

/* "студия «Поле»": a name behind what it is the name of; "Начнём со «слово»": a
 * sentence about a word. */
static bool ends_in_name(const span *s)
{
    const lex_item *last = &s->items[s->last - 1];
    return s->last - s->first > 1 && last->kind == LEX_WORD &&
           last->capital != s->items[s->first].capital &&
           text_before(s->text, last->start) == 0xAB;
}

/* "и чёрные отступают": the rest of a sentence; not "and so on". */
static bool goes_on(const span *latin, const span *cyrillic)
{
    return span_first_is(cyrillic, WORD_JOINS) &&
           span_first_is(cyrillic, WORD_LINK) &&
           !span_first_is(latin, WORD_JOINS);
}

/* ------------------------------------------------------------ adding up --- */

/* How many times as many words; 5 and more is 5. */
static size_t times(const entry_side *c, const entry_side *l)
{
    size_t ratio = c->longest / l->longest;
    return ratio < 5 ? ratio : 5;
}

/* A Latin side of one word that names something: `name` is that it looks so. */
static unsigned doubt_of_word(const span *latin, const entry_side *l, bool name)
{
    const struct {
        bool counts;
        glossary_word sort;
        unsigned doubt;
    } sorts[] = {
        {name, WORD_NAME, 40},           {name, WORD_PERSON, 60},
        {!l->tall, WORD_IDENTIFIER, 60}, {!l->tall, WORD_SHARED, 25},
        {l->capital, WORD_KEYBOARD, 60},
    };
    unsigned doubt = 0;
    for (size_t i = 0; i < sizeof sorts / sizeof *sorts; i++)
        if (sorts[i].counts && span_first_is(latin, sorts[i].sort))
            doubt += sorts[i].doubt;
    return doubt;
}

bool glossary_is_key(const span *latin, const entry_side *l)
{
    return l->words == 1 && (span_first_is(latin, WORD_SHARED) ||
                             span_first_is(latin, WORD_IDENTIFIER));
}

/* "Red Hat" facing small letters: a name and what it is the name of, or a term
 * each of whose words has a capital letter. */
static bool is_name(const span *latin, const entry_side *l,
                    const span *cyrillic, const entry_side *c)
{
    return l->capital && !l->tall && !c->capital &&
           !is_shortened(latin, cyrillic);
}

unsigned glossary_doubt_of_name(const span *latin, const entry_side *l,
                                const span *cyrillic, const entry_side *c)
{
    return l->words > 1 && is_name(latin, l, cyrillic, c) ? 20 : 0;
}

unsigned glossary_doubt(const span *latin, const entry_side *l,
                        const span *cyrillic, const entry_side *c)
{
    static const unsigned of_ratio[] = {0, 0, 0, 5, 35, 55};
    bool shortened = is_shortened(latin, cyrillic);
    bool name = is_name(latin, l, cyrillic, c);
    bool alone = l->words == 1, several = c->longest > 1;
    bool quoted = is_quoted(latin, l) && !is_quoted(cyrillic, c);
    size_t len = l->end - l->start;
    bool named = c->capital && !c->tall && !shortened;
    bool spelt =
        glossary_is_spelt(latin->text + l->start, len,
                          cyrillic->text + c->start, c->end - c->start);
    const struct {
        bool holds;
        unsigned doubt;
    } signs[] = {
        {name, alone ? 10 : 25},
        {l->capital && !alone &&
             (span_first_is(latin, WORD_NAME) ||
              span_first_is(latin, WORD_PERSON)),
         60},
        {l->humps && !c->humps, 40},
        {l->numbers != c->numbers, 50},
        {l->capital && (l->pages || c->pages), 50},
        {alone && len < 3 && l->capital &&
             !span_first_is(cyrillic, WORD_SPEAKS), /* "I - я" */
         len == 1 ? 90 : 40},
        {c->letters && c->words > 1 && !c->stops, 90},
        {l->letters && l->words > 1 && !l->stops, 90},
        {ends_in_initial(latin), 40},
        {l->capital && several && span_first_is(cyrillic, WORD_THING), 40},
        {l->capital && alone && several && ends_in_thing(cyrillic), 30},
        {(name || len < 4) && alone && !several && is_language(cyrillic),
         len < 4 ? 50 : 25},
        {alone && span_first_is(latin, WORD_DAY) &&
             !span_first_is(cyrillic, WORD_DAY),
         60},
        {is_title(latin, l, cyrillic, c), 45},
        {quoted && l->words > 2 && c->capital, 45}, /* and whose it is */
        {several && does_something(cyrillic), 70},
        {several && is_clause(cyrillic), 35},
        {is_measure(cyrillic, c) || is_measure(latin, l), 50},
        {alone && c->words == 1 && span_first_is(cyrillic, WORD_MEASURE) &&
             !span_first_is(latin, WORD_MEASURE),
         25},
        {is_conjugated(latin, cyrillic), 60},
        {alone && is_form(latin, cyrillic), 40},
        {alone && several && is_deed(cyrillic), l->capital ? 40 : 25},
        {has_option(latin), 60},
        {has_odd_bracket(latin), 60},
        {spelt && l->capital && c->capital, 45},
        {named && !spelt && c->longest > 1, 45}, /* "Джон Толкин" */
        {named && !spelt && !several && l->capital && !l->tall &&
             l->longest > 1,
         45},
        {!several && span_first_is(cyrillic, WORD_ANSWER), 40},
        {several && is_order(cyrillic), 70},
        {several && span_first_is(cyrillic, WORD_LINK) &&
             !span_first_is(latin, WORD_LINK),
         alone ? 35 : 50},
        {alone && several && has_inner(cyrillic, WORD_LINK), 10},
        {true, of_ratio[times(c, l)]},
        {alone, doubt_of_word(latin, l, name)},
        {named && !spelt && !several && !l->capital && is_surname(cyrillic),
         45},
        {quoted && l->capital && !l->tall && !c->capital, 120}, /* call sign */
        {ends_in_name(cyrillic), 60},
        {latin->text[l->end] == '?' && is_quoted(cyrillic, c) &&
             !is_quoted(latin, l),
         60},
        {several && goes_on(latin, cyrillic), 50},
        {l->stops, 40},
        {c->stops, 30},
        {has_clause(cyrillic, c, l, 2), 65},
    };
    unsigned doubt = 0;
    for (size_t i = 0; i < sizeof signs / sizeof *signs; i++)
        doubt += signs[i].holds ? signs[i].doubt : 0;
    return doubt;
}

/* "SLA (service level agreement)": a bracket with words behind it. */
static bool is_spelt_out(const span *s)
{
    const lex_item *note = &s->items[s->last - 1];
    return note->kind == LEX_NOTE &&
           memchr(s->text + note->start, ' ', note->end - note->start) != NULL;
}

/* A sign, a unit, an abbreviation. */
static unsigned doubt_of_short(const span *latin, const entry_side *l,
                               const span *cyrillic, const entry_side *c)
{
    bool alone = l->words == 1;
    size_t len = l->end - l->start;
    unsigned doubt = 0;
    bool compound = memchr(latin->text + l->start, '-', len) != NULL;
    if (l->tall && !c->tall && !is_spelt_out(latin) &&
        (len < 6 || (alone && compound)))
        doubt += c->longest > 1 ? 55 : 40;
    if (alone && len < 3 && !l->capital)
        doubt += len == 1 ? 75 : 25;
    if (alone && !l->tall && has_no_vowel(latin, l))
        doubt += 50;
    if (c->words == 1 && !c->tall && has_no_vowel(cyrillic, c))
        doubt += 50;
    return doubt;
}

unsigned glossary_doubt_unsaid(const span *latin, const entry_side *l,
                               const span *cyrillic, const entry_side *c)
{
    bool spoken =
        is_speech(latin) || (c->longest > 1 && has_any(cyrillic, WORD_SPEAKS));
    bool thing =
        l->capital && c->longest <= 1 && span_first_is(cyrillic, WORD_THING);
    return (spoken ? 35u : 0u) +
           (calls(latin, l) && calls(cyrillic, c) ? 30u : 0u) +
           (thing ? 40u : 0u) + doubt_of_short(latin, l, cyrillic, c);
}

/* "title - Главная страница": a key and its value, whatever is between. */
static bool is_set(const span *left, const span *right)
{
    return span_first_is(left, WORD_KEY) && !left->items[left->first].capital &&
           right->items[right->first].capital;
}

#define BRACKET_WORDS 4 /* of a term before one */
#define KEY_PARTS 4

/* A key and its value: "title: Главная страница", "price (число)", or one of
 * four parts or more: "map-window-tide-text = Прилив". */
static unsigned doubt_of_key(const span *left, const entry_parse *e)
{
    if (e->term.words == 1 && !e->term.cyrillic &&
        e->term.longest >= KEY_PARTS && !lex_is_bracket(e->face))
        return 70;
    if (!span_first_is(left, WORD_KEY) ||
        (!e->term.capital && e->term.words > 1))
        return 0;
    return e->term.capital || e->translation.capital ? 70 : 40;
}

#define COLON_WORDS 6 /* the same: more are a sentence */

/* "возраст (int)", "run (глагол)": what sort of a thing or word it is. More
 * words than a term has are a sentence that ends in a bracket. */
static unsigned doubt_of_bracket(const span *right, const entry_parse *e)
{
    bool sort =
        span_first_is(right, WORD_TYPE) || span_first_is(right, WORD_SPEECH);
    return (sort ? 40u : 0u) + (e->term.words > BRACKET_WORDS ? 25u : 0u);
}

unsigned glossary_doubt_of_face(const span *left, const span *right,
                                const entry_parse *e)
{
    const entry_side *latin = entry_latin(e);
    const entry_side *cyrillic = entry_cyrillic(e);
    bool names = latin->capital && cyrillic->capital;
    bool titled = e->term.cyrillic && e->term.words == 1 &&
                  e->translation.longest > BRACKET_WORDS;
    switch (e->face) {
    case FACE_BRACKET:
    case FACE_LISTED:
        return doubt_of_bracket(right, e) + doubt_of_key(left, e);
    case FACE_COLON:
        return (latin->capital && !e->told ? 20u : 0u) + doubt_of_key(left, e) +
               (e->term.words > COLON_WORDS || titled ? 70u : 0u);
    case FACE_EQUALS:
        return doubt_of_key(left, e);
    case FACE_SLASH: /* "SIGNS / ЗНАКИ": a title in both languages */
        return latin->tall && cyrillic->tall ? 130 : 0;
    case FACE_COMMA:
    case FACE_SPACE:
        return names ? 60 : 0;
    case FACE_LEAN:
    case FACE_TIGHT:
        return 25;
    default:
        return is_set(left, right) ? 40 : 0;
    }
}

unsigned glossary_doubt_of_bare(const span *latin, const entry_parse *e)
{
    bool key = e->term.words == 1 && (span_first_is(latin, WORD_KEYBOARD) ||
                                      span_first_is(latin, WORD_IDENTIFIER));
    bool known = key || span_first_is(latin, WORD_NAME);
    bool small = !e->translation.capital || e->told;
    return known ? 60 : small ? 0 : e->term.capital ? 60 : 40;
}
