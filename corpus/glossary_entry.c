/* SPDX-License-Identifier: MIT
 *
 * In: the items of a stretch of text. Out: the sides of the entry it is.
 *
 * A side is all Latin, or Cyrillic with at most as many Latin words; it faces
 * the other at the first mark where the alphabets change. */
#include "corpus/glossary_entry.h"

#include <string.h>

#include "corpus/glossary_spelling.h"
#include "corpus/glossary_words.h"
#include "corpus/text.h"

#define FOLD_ROOM 64
#define TIGHT_ITEMS_MAX 16
#define LISTED_WORDS_MAX 24
#define ALTERNATIVE_WORDS_MAX 4
#define DOUBT_SENTENCE 50

/* Items [first, last). */
typedef struct span {
    const char *text;
    const lex_item *items;
    size_t first, last;
} span;

static bool word_is(const span *s, size_t at, glossary_word sort)
{
    char room[FOLD_ROOM];
    const lex_item *item = &s->items[at];
    if (item->kind != LEX_WORD)
        return false;
    size_t len = lex_fold(room, sizeof room, s->text + item->start,
                          item->end - item->start);
    return glossary_word_is(sort, room, len);
}

static bool is_mark(const lex_item *item, const char *text, char mark)
{
    return item->kind != LEX_WORD && text[item->start] == mark;
}

/* --------------------------------------------------------------- sides --- */

/* "(1)", "(a)" before the words. */
static bool counts_entries(const span *s)
{
    const lex_item *note = &s->items[s->first];
    size_t len = note->end - note->start;
    return s->last - s->first > 1 && s->text[note->start] == '(' &&
           (len == 3 ||
            (len == 4 &&
             text_is_digit((unsigned char)s->text[note->start + 1])));
}

/* Past bullets, commas and a number or letter that counts the entries. */
static void trim_front(span *s)
{
    while (s->first < s->last && s->items[s->first].kind != LEX_WORD &&
           (s->items[s->first].kind != LEX_NOTE || counts_entries(s)))
        s->first++;
    if (s->last - s->first < 3)
        return;
    const lex_item *number = &s->items[s->first], *mark = number + 1;
    bool counts =
        number->kind == LEX_WORD &&
        (number->script == SCRIPT_NONE || number->end - number->start <= 2) &&
        mark->start == number->end &&
        (is_mark(mark, s->text, ')') || is_mark(mark, s->text, '.'));
    if (counts)
        s->first += 2;
}

static void trim_back(span *s)
{
    while (s->last > s->first && s->items[s->last - 1].kind != LEX_WORD &&
           s->items[s->last - 1].kind != LEX_NOTE)
        s->last--;
}

/* The words between commas are few each. */
static bool is_listing(const span *s)
{
    size_t words = 0, all = 0, commas = 0;
    for (size_t i = s->first; i < s->last; i++) {
        if (s->items[i].kind == LEX_COMMA || s->items[i].kind == LEX_CUT) {
            words = 0;
            commas++;
        }
        words += s->items[i].kind == LEX_WORD;
        all += s->items[i].kind == LEX_WORD;
        if (words > ALTERNATIVE_WORDS_MAX)
            return false;
    }
    return commas > 0 && all <= LISTED_WORDS_MAX;
}

/* What the words of a span are. */
typedef struct census {
    size_t latin, cyrillic, other, numbers;
    size_t tall, capital, humps, code;
    size_t longest; /* words between two commas */
} census;

/* The "1)" or "1." of a sense. */
static bool is_sense_number(const span *s, size_t at)
{
    const lex_item *number = &s->items[at];
    return number->script == SCRIPT_NONE && at + 1 < s->last &&
           number[1].start == number->end &&
           (number[1].kind == LEX_STOP || number[1].kind == LEX_OTHER);
}

static census count_words(const span *s)
{
    census n = {0};
    size_t since = 0;
    for (size_t i = s->first; i < s->last; i++) {
        const lex_item *item = &s->items[i];
        if (item->kind == LEX_COMMA || item->kind == LEX_CUT)
            since = 0;
        if (item->kind != LEX_WORD || is_sense_number(s, i))
            continue;
        since++;
        n.longest = since > n.longest ? since : n.longest;
        n.latin += item->script == SCRIPT_LATIN;
        n.cyrillic += item->script == SCRIPT_CYRILLIC;
        n.other += item->script == SCRIPT_OTHER;
        n.numbers += item->script == SCRIPT_NONE;
        n.code += item->code;
        if (item->script == SCRIPT_NONE)
            continue;
        n.tall += !item->lower && item->end - item->start > 1;
        n.capital += item->capital;
        n.humps += item->hump;
    }
    return n;
}

/* Part of speech behind a term: "account n.", "to go v". */
static void drop_speech(span *s)
{
    while (s->last - s->first > 1 && word_is(s, s->last - 1, WORD_SPEECH)) {
        s->last--;
        trim_back(s);
    }
}

/* A full stop or a colon within: initials, a sentence, a key. */
static bool stops(const span *s)
{
    for (size_t i = s->first + 1; i < s->last; i++)
        if ((s->items[i].kind == LEX_STOP &&
             s->items[i - 1].script != SCRIPT_NONE) ||
            s->items[i].face == FACE_COLON)
            return true;
    return false;
}

/* Read a span as one side; false if it cannot be. */
static bool read_side(entry_side *out, span *s)
{
    trim_front(s);
    trim_back(s);
    drop_speech(s);
    census n = count_words(s);
    size_t letters = n.latin + n.cyrillic;
    *out = (entry_side){.words = letters + n.numbers,
                        .longest = n.longest,
                        .cyrillic = n.cyrillic > 0,
                        .capital = n.capital == letters,
                        .tall = n.tall == letters,
                        .humps = n.humps > 0,
                        .numbers = n.numbers > 0,
                        .stops = stops(s)};
    if (letters == 0 || n.other > 0 || n.code > 0)
        return false;
    if (n.cyrillic > 0 && n.latin > n.cyrillic)
        return false;
    const lex_item *first = &s->items[s->first];
    if (first->kind == LEX_WORD && first->script == SCRIPT_NONE)
        return false;
    out->start = first->start;
    out->end = s->items[s->last - 1].end;
    if (out->end - out->start > ENTRY_SIDE_BYTES_MAX)
        return false;
    return out->words <= ENTRY_SIDE_WORDS_MAX || is_listing(s);
}

/* ---------------------------------------------------------- definitions --- */

/* A participle, with more words behind it before the next comma: it tells more
 * of the thing, and is no synonym. */
static bool opens_clause(const span *s, size_t at)
{
    static const char *const ends[] = {
        "щий",  "щая",  "щее",  "щие",  "мый",  "мая",  "мое",  "мые",
        "нный", "нная", "нное", "нные", "вший", "вшая", "вшее", "вшие"};
    char room[FOLD_ROOM];
    const lex_item *word = &s->items[at];
    if (at + 1 >= s->last || word->kind != LEX_WORD || word[1].kind != LEX_WORD)
        return false;
    size_t len = lex_fold(room, sizeof room, s->text + word->start,
                          word->end - word->start);
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++) {
        size_t size = strlen(ends[i]);
        if (len > size + 4 && memcmp(room + len - size, ends[i], size) == 0)
            return true;
    }
    return false;
}

/* A clause or a verb makes it a definition. */
static bool is_definition(const span *s, const entry_side *side)
{
    bool comma = false;
    for (size_t i = s->first; i < s->last; i++) {
        bool first = i == s->first;
        if (first && side->words > 1 && word_is(s, i, WORD_IS))
            return true;
        if (!first && comma &&
            (word_is(s, i, WORD_WHICH) || opens_clause(s, i)))
            return true;
        if (!first && side->words > 3 && !side->cyrillic &&
            word_is(s, i, WORD_WHICH))
            return true;
        if (side->words > 2 && word_is(s, i, WORD_MEANS))
            return true;
        comma = s->items[i].kind == LEX_COMMA;
    }
    return false;
}

/* A Latin side that is a sentence. */
static bool is_prose(const span *s, const entry_side *side)
{
    for (size_t i = s->first; side->words > 4 && i < s->last; i++)
        if (word_is(s, i, WORD_PROSE))
            return true;
    return false;
}

/* "без перевода", "не переводится", "как есть", "непереводимо" */
static bool says_kept(const span *s)
{
    static const char *const kept[] = {"перев", "есть", "ориг"};
    char room[FOLD_ROOM];
    size_t at = s->first + 1;
    if (!word_is(s, s->first, WORD_KEPT))
        return false;
    while (at < s->last && s->items[at].kind != LEX_WORD)
        at++;
    if (at >= s->last) /* one word: not "не", but one that says it all */
        return s->items[s->first].end - s->items[s->first].start > 12;
    const lex_item *next = &s->items[at];
    size_t len = lex_fold(room, sizeof room, s->text + next->start,
                          next->end - next->start);
    for (size_t i = 0; i < sizeof kept / sizeof *kept; i++)
        if (len >= strlen(kept[i]) &&
            memcmp(room, kept[i], strlen(kept[i])) == 0)
            return true;
    return false;
}

static bool first_is(const span *s, glossary_word sort)
{
    return word_is(s, s->first, sort);
}

/* Letters of a side of one word none of which is a vowel: kg, cm. */
static bool has_no_vowel(const span *s, const entry_side *side)
{
    char room[FOLD_ROOM];
    size_t len = lex_fold(room, sizeof room, s->text + side->start,
                          side->end - side->start);
    for (size_t i = 0; i < len; i++)
        if (strchr("aeiouy", room[i]) != NULL || (unsigned char)room[i] > 0x7F)
            return false;
    return len > 0;
}

/* "нажмите", "откройте": tells a reader what to do. */
static bool is_order(const span *s)
{
    static const char *const ends[] = {"ите", "йте"};
    char room[FOLD_ROOM];
    const lex_item *word = &s->items[s->first];
    size_t len = lex_fold(room, sizeof room, s->text + word->start,
                          word->end - word->start);
    for (size_t i = 0; i < 2; i++)
        if (len > 2 * strlen(ends[i]) &&
            memcmp(room + len - strlen(ends[i]), ends[i], strlen(ends[i])) == 0)
            return true;
    return false;
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
    for (size_t i = s->first + 1; i + 1 < s->last; i++)
        if (word_is(s, i, sort))
            return true;
    return false;
}

/* A verb with which a definition says what a thing does: "задаёт", "хранит
 * значение". */
static bool does_something(const span *s)
{
    static const char *const ends[] = {"ает", "яет", "ует"};
    char room[FOLD_ROOM];
    const lex_item *word = &s->items[s->first];
    size_t len = lex_fold(room, sizeof room, s->text + word->start,
                          word->end - word->start);
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++) {
        size_t size = strlen(ends[i]);
        if (len > 2 * size && memcmp(room + len - size, ends[i], size) == 0)
            return true;
    }
    return first_is(s, WORD_DOES);
}

/* "сохранить документ": what happens when one chooses "Save". */
static bool is_deed(const span *s)
{
    static const char end[] = "ть";
    char room[FOLD_ROOM];
    const lex_item *word = &s->items[s->first];
    size_t len = lex_fold(room, sizeof room, s->text + word->start,
                          word->end - word->start);
    return len > 2 * (sizeof end - 1) &&
           memcmp(room + len - (sizeof end - 1), end, sizeof end - 1) == 0;
}

/* An option of a command within: "ls -l". */
static bool has_option(const span *s)
{
    for (size_t i = s->first + 1; i + 1 < s->last; i++)
        if (s->items[i].face == FACE_LEAN)
            return true;
    return false;
}

/* A bracket with a time of day before the words, or behind them one that says
 * what type a value has. */
static bool has_odd_bracket(const span *s)
{
    const lex_item *first = &s->items[s->first];
    const lex_item *last = &s->items[s->last - 1];
    char room[FOLD_ROOM];
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

/* How many times as many words; 5 and more is 5. */
static size_t times(const entry_side *c, const entry_side *l)
{
    size_t ratio = c->longest / l->longest;
    return ratio < 5 ? ratio : 5;
}

/* How much speaks against a pair, added up. */
static unsigned doubt_of(const span *latin, const entry_side *l,
                         const span *cyrillic, const entry_side *c)
{
    static const unsigned of_ratio[] = {0, 0, 0, 5, 35, 55};
    bool name = l->capital && !l->tall && !c->capital;
    bool alone = l->words == 1, several = c->longest > 1;
    size_t len = l->end - l->start;
    bool spelt =
        glossary_is_spelt(latin->text + l->start, len,
                          cyrillic->text + c->start, c->end - c->start);
    const struct {
        bool holds;
        unsigned doubt;
    } signs[] = {
        {l->tall && !c->tall && len < 6, several ? 55 : 40},
        {name, alone ? 10 : 45},
        {l->humps && !c->humps, 40},
        {l->numbers != c->numbers, 50},
        {alone && len < 3, l->capital ? 40 : 25},
        {len == 1, 50},
        {alone && has_no_vowel(latin, l), 50},
        {ends_in_initial(latin), 40},
        {l->capital && first_is(cyrillic, WORD_THING), 40},
        {several && does_something(cyrillic), 70},
        {l->capital && alone && several && is_deed(cyrillic), 40},
        {has_option(latin), 60},
        {has_odd_bracket(latin), 60},
        {spelt && l->capital && c->capital, 45},
        {!several && first_is(cyrillic, WORD_ANSWER), 40},
        {several && is_order(cyrillic), 70},
        {alone && several && first_is(cyrillic, WORD_LINK), 35},
        {alone && several && has_inner(cyrillic, WORD_LINK), 10},
        {l->capital && alone && first_is(latin, WORD_KEYBOARD), 60},
        {true, of_ratio[times(c, l)]},
        {l->stops, 40},
        {c->stops, 30},
    };
    unsigned doubt = 0;
    for (size_t i = 0; i < sizeof signs / sizeof *signs; i++)
        doubt += signs[i].holds ? signs[i].doubt : 0;
    return doubt;
}

/* What speaks against a pair that faces each other so. */
static unsigned doubt_of_face(const span *left, const entry_parse *e)
{
    const entry_side *latin = e->term.cyrillic ? &e->translation : &e->term;
    const entry_side *cyrillic = e->term.cyrillic ? &e->term : &e->translation;
    bool names = latin->capital && cyrillic->capital;
    switch (e->face) {
    case FACE_COLON:
        return latin->capital && first_is(left, WORD_KEY) ? 70
               : latin->capital                           ? 20
                                                          : 0;
    case FACE_COMMA:
        return names ? 60 : 0;
    case FACE_LEAN:
    case FACE_TIGHT:
        return 25;
    default:
        return 0;
    }
}

/* --------------------------------------------------------------- facing --- */

/* A stop that ends a sentence: a word of some length before it, and more text
 * behind. */
static bool ends_sentence(const span *s, size_t at)
{
    const lex_item *item = &s->items[at];
    if (item->kind != LEX_STOP || at == s->first || at + 1 >= s->last)
        return false;
    const lex_item *before = item - 1, *after = item + 1;
    return after->start > item->end && before->kind == LEX_WORD &&
           before->script != SCRIPT_NONE && before->end - before->start > 3;
}

/* A dash behind a label: "Vocabulary - dignity - ..." */
static bool ends_label(const span *s, size_t at)
{
    size_t start = s->items[s->first].start;
    return at > s->first &&
           entry_heading_says_so(s->text + start, s->items[at].start - start);
}

/* The left side of the face at `at`: what a label or a sentence before it
 * leaves. */
static span left_of(const span *s, size_t at)
{
    span left = *s;
    size_t faces = 0;
    left.last = at;
    for (size_t i = s->first; i + 1 < at; i++)
        if (s->items[i].face == FACE_COLON || ends_sentence(&left, i) ||
            (s->items[i].face >= FACE_HYPHEN && faces++ == 0 &&
             ends_label(s, i)))
            left.first = i + 1;
    return left;
}

/* True if `face` ends a side that began behind `own`. */
static bool ends_side(lex_face face, lex_face own)
{
    if (face == FACE_GAP)
        return own == FACE_GAP;
    return face == FACE_COLON || face >= FACE_BAR;
}

/* The right side, up to a remark behind another face, "//" or a sentence. */
static span right_of(const span *s, size_t at)
{
    span right = *s;
    right.first = at + 1;
    for (size_t i = right.first; i < s->last; i++) {
        const lex_item *item = &s->items[i];
        bool face = i > right.first && ends_side(item->face, s->items[at].face);
        if (face || item->kind == LEX_COMMENT || ends_sentence(&right, i)) {
            right.last = i;
            break;
        }
    }
    return right;
}

static bool faces(const lex_item *item)
{
    return item->kind == LEX_FACE && item->face != FACE_TIGHT;
}

/* "English", "Перевод": all of it is the name of a language. */
static bool is_head(const span *s)
{
    return s->last - s->first == 1 && first_is(s, WORD_LANGUAGE);
}

/* What two sides that were read make of each other. */
static void judge(entry_parse *out, const span *left, const span *right)
{
    bool turned = out->term.cyrillic;
    const span *cyrillic = turned ? left : right;
    const entry_side *c = turned ? &out->term : &out->translation;
    const span *latin = turned ? right : left;
    const entry_side *l = turned ? &out->translation : &out->term;
    out->kind = ENTRY_KEPT;
    out->heads = is_head(left) && is_head(right);
    if (out->term.cyrillic == out->translation.cyrillic || out->heads ||
        says_kept(cyrillic))
        return;
    if (is_definition(cyrillic, c) || is_definition(latin, l) ||
        is_prose(latin, l)) {
        out->doubt = 100;
        return;
    }
    out->kind = ENTRY_PAIR;
    out->doubt = doubt_of(latin, l, cyrillic, c) + doubt_of_face(left, out);
}

/* What speaks against a pair that more text follows: a sentence that goes on in
 * the language of the translation explains; one dash more, and words in that of
 * the term, and the first two were those of a sentence. */
static unsigned doubt_of_tail(const span *s, size_t from, const entry_parse *e)
{
    if (from >= s->last || s->items[from].kind == LEX_COMMENT)
        return 0;
    lex_script script = SCRIPT_NONE;
    for (size_t i = from; i < s->last && script == SCRIPT_NONE; i++)
        script = s->items[i].script;
    bool of_term = (script == SCRIPT_CYRILLIC) == e->term.cyrillic;
    if (s->items[from].kind == LEX_STOP)
        return of_term ? 5 : 20;
    return of_term && s->items[from].face >= FACE_HYPHEN ? 35 : 0;
}

/* No option is in Cyrillic: "grant -субсидия" lacks a blank and no more. */
static lex_face face_at(const span *s, size_t at)
{
    bool cyrillic = s->items[at + 1].script == SCRIPT_CYRILLIC;
    bool lean = s->items[at].face == FACE_LEAN;
    return lean && cyrillic ? FACE_HYPHEN : s->items[at].face;
}

/* True if a sentence ends right before the face, as in "She lives here. - ...",
 * but not where a question faces a question, or a call a call. */
static bool ends_sentence_before(const span *s, size_t at)
{
    const lex_item *stop = &s->items[at - 1];
    if (at < s->first + 3 || stop->kind != LEX_STOP ||
        stop[-1].kind != LEX_WORD || stop[-1].end - stop[-1].start < 4 ||
        stop[-2].kind != LEX_WORD)
        return false;
    char mark = s->text[stop->start];
    return mark == '.' || s->text[s->items[s->last - 1].end] != mark;
}

/* Try the sides that face each other at item `at`. */
static bool try_face(entry_parse *out, const span *s, size_t at)
{
    span left = left_of(s, at), right = right_of(s, at);
    size_t right_end = right.last;
    if (!read_side(&out->term, &left) || !read_side(&out->translation, &right))
        return false;
    out->face = face_at(s, at);
    if (out->face == FACE_COLON && is_head(&left))
        return false;
    out->start = out->term.start;
    out->end = s->items[s->last - 1].end;
    if (out->face == FACE_COLON &&
        out->term.cyrillic == out->translation.cyrillic)
        return false;
    judge(out, &left, &right);
    if (out->kind != ENTRY_PAIR)
        return true;
    out->doubt += doubt_of_tail(s, right_end, out);
    out->doubt += ends_sentence_before(s, at) ? DOUBT_SENTENCE : 0;
    return true;
}

entry_parse entry_pair(const char *left, const lex_item *left_items,
                       size_t left_count, const char *right,
                       const lex_item *right_items, size_t right_count)
{
    span a = {left, left_items, 0, left_count};
    span b = {right, right_items, 0, right_count};
    entry_parse out = {.kind = ENTRY_NONE, .face = FACE_DASH};
    if (read_side(&out.term, &a) && read_side(&out.translation, &b))
        judge(&out, &a, &b);
    return out;
}

static lex_script script_of_word(const char *text, const lex_item *word)
{
    for (size_t at = word->start; at < word->end; at++)
        if ((unsigned char)text[at] >= 0xD0 && (unsigned char)text[at] <= 0xD3)
            return SCRIPT_CYRILLIC;
    return SCRIPT_LATIN;
}

/* Past "English:" before the words. */
static span past_language(const span *s)
{
    span rest = *s;
    if (s->last - s->first > 2 && first_is(s, WORD_LANGUAGE) &&
        s->items[s->first + 1].face == FACE_COLON)
        rest.first += 2;
    return rest;
}

static bool has_stop(const span *s)
{
    for (size_t i = s->first; i < s->last; i++)
        if (ends_sentence(s, i))
            return true;
    return false;
}

/* Items of one word with a hyphen between two alphabets, parted there; a pair
 * that way only if all before is in the one and all behind in the other. */
static bool try_tight(entry_parse *out, const span *s)
{
    lex_item parted[TIGHT_ITEMS_MAX + 2];
    size_t count = 0, face = 0;
    if (s->last - s->first > TIGHT_ITEMS_MAX)
        return false;
    for (size_t i = s->first; i < s->last; i++) {
        lex_item item = s->items[i];
        if (item.kind != LEX_WORD || item.split == 0) {
            parted[count++] = item;
            continue;
        }
        if (face > 0)
            return false;
        lex_item left = item, mark = {.kind = LEX_FACE, .face = FACE_TIGHT};
        left.end = mark.start = item.split;
        mark.end = item.start = item.split + 1;
        left.script = script_of_word(s->text, &left);
        item.script = script_of_word(s->text, &item);
        parted[count++] = left;
        face = count;
        parted[count++] = mark;
        parted[count++] = item;
    }
    span all = {s->text, parted, 0, count};
    return face > 0 && try_face(out, &all, face) && out->kind == ENTRY_PAIR;
}

/* The item where a Latin beginning turns into Cyrillic, and nothing but words
 * and notes stand on both sides; 0 if there is none. */
static size_t turn_of(const span *s)
{
    size_t turn = 0;
    for (size_t i = s->first; i < s->last; i++) {
        const lex_item *item = &s->items[i];
        if (item->kind == LEX_NOTE || item->kind == LEX_COMMA)
            continue;
        if (item->kind != LEX_WORD)
            return 0;
        if (item->script == SCRIPT_CYRILLIC && turn == 0)
            turn = i;
        else if (item->script == SCRIPT_LATIN && turn > 0)
            return 0;
    }
    return turn;
}

bool entry_read_spaced(entry_parse *out, const char *text,
                       const lex_item *items, size_t count)
{
    span all = {text, items, 0, count};
    trim_front(&all);
    trim_back(&all);
    size_t turn = turn_of(&all);
    if (turn <= all.first || turn >= all.last)
        return false;
    *out = entry_pair(text, items + all.first, turn - all.first, text,
                      items + turn, all.last - turn);
    out->face = FACE_SPACE;
    out->start = out->term.start;
    out->end = items[all.last - 1].end;
    return out->kind == ENTRY_PAIR;
}

/* The clearest of the faces that make a pair of the piece, the first of
 * several; else what keeps a run. */
static entry_parse read_faces(const span *all)
{
    entry_parse best = {.kind = ENTRY_NONE};
    for (size_t i = all->first + 1; i + 1 < all->last; i++) {
        entry_parse found = {.kind = ENTRY_NONE};
        if (!faces(&all->items[i]) || !try_face(&found, all, i))
            continue;
        bool real = found.kind == ENTRY_PAIR || found.doubt > 0;
        if (real && found.face >= FACE_BAR)
            return found;
        if (best.kind == ENTRY_NONE ||
            (real && best.kind == ENTRY_KEPT && best.doubt == 0))
            best = found;
    }
    return best;
}

static bool begins_as_option(const char *text, const lex_item *items,
                             size_t count)
{
    return count > 1 && items[0].kind == LEX_FACE &&
           items[0].face != FACE_BELOW && items[0].end == items[1].start &&
           text[items[0].start] == '-';
}

entry_parse entry_read(const char *text, const lex_item *items, size_t count)
{
    span all = {text, items, 0, count};
    trim_front(&all);
    trim_back(&all);
    entry_parse found = read_faces(&all);
    span alone = past_language(&all);
    if (found.kind == ENTRY_NONE && all.first < all.last && !has_stop(&all) &&
        read_side(&found.term, &alone)) {
        found.kind = ENTRY_TERM;
        found.start = found.term.start;
        found.end = items[all.last - 1].end;
    }
    found.option = begins_as_option(text, items, count);
    return found;
}

bool entry_read_tight(entry_parse *out, const char *text, const lex_item *items,
                      size_t count)
{
    span all = {text, items, 0, count};
    trim_front(&all);
    trim_back(&all);
    return try_tight(out, &all);
}

#define HEADING_BYTES_MAX ((size_t)160)

bool entry_heading_says_so(const char *text, size_t len)
{
    char room[FOLD_ROOM];
    size_t at = 0, size, words = 0, weak = 0;
    bool lists = false, other = false;
    if (len > HEADING_BYTES_MAX)
        return false;
    for (; lex_next_word(text, len, &at, room, sizeof room, &size); words++) {
        lists |= glossary_word_is(WORD_LISTS, room, size);
        weak += glossary_word_is(WORD_OF_LISTS, room, size);
        other |= glossary_word_is(WORD_NO_LIST, room, size);
    }
    return lists || (!other && (weak > 1 || (weak == 1 && words <= 4)));
}

bool entry_heading_denies(const char *text, size_t len)
{
    char room[FOLD_ROOM];
    size_t at = 0, size;
    if (len > HEADING_BYTES_MAX)
        return false;
    while (lex_next_word(text, len, &at, room, sizeof room, &size))
        if (glossary_word_is(WORD_DENIES, room, size))
            return true;
    return false;
}
