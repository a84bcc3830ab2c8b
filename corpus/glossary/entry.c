/* SPDX-License-Identifier: MIT
 *
 * In: the items of a stretch of text. Out: the sides of the entry it is.
 *
 * A side faces the other at the first mark where the alphabets change. */
#include "corpus/glossary/entry.h"

#include <string.h>

#include "corpus/glossary/bracket.h"
#include "corpus/glossary/doubt.h"
#include "corpus/glossary/face.h"
#include "corpus/glossary/heading.h"
#include "corpus/glossary/spaced.h"
#include "corpus/text.h"

#define LANGUAGES 3 /* of is_one_word() */
#define TIGHT_ITEMS_MAX 16
#define DOUBT_SENTENCE 50
#define DOUBT_LABEL 40
#define DOUBT_TAIL 20 /* of more behind what else is clear */
#define PROSE_WORDS 3 /* of a sentence that others follow */

/* "Insert the missing words": more than one word, that name what follows. */
static bool is_label(const span *s, const entry_side *side)
{
    return side->words > 1 && entry_heading_says_so(s->text + side->start,
                                                    side->end - side->start);
}

/* "English", "Перевод": all of it is the name of a language. */
static bool is_head(const span *s)
{
    return s->last - s->first == 1 && span_first_is(s, WORD_LANGUAGE);
}

/* "English" and "английский", "word" and "слово": one and the same, so no heads
 * of two columns, but for words with capital letters. */
static bool is_one_word(const span *latin, const span *cyrillic)
{
    static const char *const names[][2] = {
        {"english", "английск"},     {"russian", "русск"},
        {"ukrainian", "украинск"},   {"expression", "выражени"},
        {"expressions", "выражени"}, {"phrase", "фраза"},
        {"phrases", "фразы"},        {"term", "термин"},
        {"terms", "термин"},         {"translation", "перевод"},
        {"word", "слово"},           {"words", "слова"}};
    bool capital = latin->items[latin->first].capital ||
                   cyrillic->items[cyrillic->first].capital;
    const size_t count = capital ? LANGUAGES : sizeof names / sizeof *names;
    char a[SPAN_FOLD_ROOM], b[SPAN_FOLD_ROOM];
    size_t a_len = span_fold(a, latin, latin->first);
    size_t b_len = span_fold(b, cyrillic, cyrillic->first);
    for (size_t i = 0; i < count; i++)
        if (a_len == strlen(names[i][0]) && b_len >= strlen(names[i][1]) &&
            memcmp(a, names[i][0], a_len) == 0 &&
            memcmp(b, names[i][1], strlen(names[i][1])) == 0)
            return true;
    return false;
}

/* "?? ask Johanna": one that is still to be found. */
static bool is_asked(const span *right)
{
    return right->first > 0 && span_mark_is(right, right->first - 1, '?');
}

/* What two sides that were read make of each other. */
static void judge(entry_parse *out, const span *left, const span *right)
{
    bool turned = out->term.cyrillic;
    const span *cyrillic = turned ? left : right;
    const entry_side *c = entry_cyrillic(out);
    const span *latin = turned ? right : left;
    const entry_side *l = entry_latin(out);
    out->kind = ENTRY_KEPT;
    out->heads =
        is_head(left) && is_head(right) && !is_one_word(latin, cyrillic);
    if (out->term.cyrillic == out->translation.cyrillic || out->heads ||
        glossary_keeps(latin, cyrillic) ||
        glossary_is_numbered(latin, l, cyrillic, c) || is_asked(right))
        return;
    if (glossary_defines(latin, l, cyrillic, c)) {
        out->doubt = 100;
        return;
    }
    out->kind = ENTRY_PAIR;
    out->key = glossary_is_key(latin, l);
    out->phrasal = latin->last - latin->first > 1 &&
                   (span_first_is(latin, WORD_LINK) ||
                    span_word_is(latin, latin->first + 1, WORD_PARTICLE));
    unsigned name = glossary_doubt_of_name(latin, l, cyrillic, c);
    out->unsaid =
        glossary_doubt_unsaid(latin, l, cyrillic, c) + (turned ? 0 : name);
    out->doubt = glossary_doubt(latin, l, cyrillic, c) + out->unsaid +
                 (turned ? name : 0) + glossary_doubt_of_face(left, right, out);
}

/* What speaks against a pair that more text follows: a sentence that goes on in
 * the language of the translation explains, unless that is a sentence itself,
 * and so does what a colon parts from it;
 * one dash more, and words in that of the term but not the term, and the first
 * two were those of a sentence. */
static unsigned doubt_of_tail(const span *s, size_t from, const span *left,
                              const span *right, const entry_parse *e)
{
    if (from >= s->last || s->items[from].kind == LEX_COMMENT)
        return 0;
    lex_script script = span_script(s, from);
    if (script == SCRIPT_NONE)
        return 0;
    bool of_term = (script == SCRIPT_CYRILLIC) == e->term.cyrillic;
    bool prose = right->items[right->first].capital &&
                 e->translation.longest >= PROSE_WORDS;
    if (s->items[from].kind == LEX_STOP)
        return of_term ? 5 : prose ? 100 : DOUBT_TAIL;
    if (s->items[from].face == FACE_COLON && !of_term)
        return 35;
    return of_term && s->items[from].face >= FACE_HYPHEN &&
                   !span_repeats(s, from, left)
               ? DOUBT_TAIL
               : 0;
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
    while (at > s->first && (s->items[at - 1].kind == LEX_NOTE ||
                             s->items[at - 1].kind == LEX_FACE))
        at--; /* how it is said may stand between */
    const lex_item *stop = &s->items[at - 1];
    if (at < s->first + 3 || stop->kind != LEX_STOP ||
        stop[-1].kind != LEX_WORD || stop[-1].end - stop[-1].start < 4 ||
        stop[-2].kind != LEX_WORD)
        return false;
    char mark = s->text[stop->start];
    return mark == '.' || s->text[s->items[s->last - 1].end] != mark;
}

/* "Величины: velocity (скорость), work (работа)": a label before a row of terms
 * with brackets in its own alphabet. */
static bool is_row(const span *right, bool cyrillic)
{
    const lex_script own = cyrillic ? SCRIPT_CYRILLIC : SCRIPT_LATIN;
    size_t notes = 0;
    for (size_t i = right->first; i < right->last; i++)
        notes += right->items[i].kind == LEX_NOTE &&
                 span_item_script(right->text, &right->items[i]) == own;
    return notes > 1;
}

/* "Тон: мягкий — soft", "Tone: soft / мягкий". */
static bool has_strange_label(const span *s, const span *left, size_t at)
{
    return (left->first > s->first &&
            face_is_strange_label(s, left->first - 1)) ||
           (left->last < at && face_is_strange_label(s, left->last));
}

/* A dash or the like. */
static bool has_clear_face(const span *s)
{
    for (size_t i = s->first; i < s->last; i++)
        if (s->items[i].face >= FACE_HYPHEN)
            return true;
    return false;
}

/* "bow / prow [baʊ] нос": does a slash part two terms? */
static bool is_between_terms(const span *left, const span *right)
{
    lex_script script = span_script(left, left->first);
    return script == SCRIPT_LATIN && span_script(right, right->first) == script;
}

/* Of "причал; место, где стоят суда", what is before the definition. */
static bool leave_defining(span *right)
{
    for (size_t i = right->first + 1; i < right->last; i++)
        if (right->items[i].kind == LEX_CUT) {
            right->last = i;
            return true;
        }
    return false;
}

/* "gorge (f) горло: Il a mal. ...", "reed тростник: Reeds grow here", "reed
 * [ri:d] тростник - то, что": behind the colon a sentence that others follow,
 * or that has the term in it, behind a dash what the term means, and before it
 * two sides with nothing between. */
static bool is_before_example(const span *s, const span *left,
                              const span *right)
{
    const lex_item *mark = &right->items[right->first - 1];
    bool colon = mark->face == FACE_COLON;
    if ((!colon && mark->face < FACE_HYPHEN) || right->first >= right->last ||
        span_script(right, right->first) !=
            (colon ? SCRIPT_LATIN : SCRIPT_CYRILLIC) ||
        spaced_turn(left) == 0)
        return false;
    if (!colon)
        return spaced_has_sound(left);
    span term = *left;
    term.last = term.first + 1;
    return (right->last < s->last &&
            right->items[right->last].kind == LEX_STOP) ||
           span_repeats(right, right->first, &term);
}

/* "call off - cancel", "PC - personal computer": the dash behind the first of
 * two parts of what faces a translation, past the end of `left` where the other
 * was left out; 0 if there is none. */
static size_t parting(const span *left, size_t end)
{
    const lex_item *first = &left->items[left->first];
    size_t dash = left->first + 1;
    while (dash < end && !face_is_dash(left, dash))
        dash++;
    bool letter = first->capital && dash == left->first + 1 &&
                  first->end == first->start + 1; /* "A - apple" */
    return dash < end && !letter && face_words(left, dash + 1, end) > 0 ? dash
                                                                        : 0;
}

/* Read the left side of the face at `end` as the term: its first part alone,
 * where both are too long for one. */
static bool read_term(entry_parse *out, span *left, size_t end)
{
    size_t dash = parting(left, end);
    if (!entry_side_read(&out->term, left)) {
        left->last = dash;
        if (dash == 0 || !entry_side_read(&out->term, left))
            return false;
    }
    if (dash > 0 && left->items[dash - 1].end > out->term.start)
        out->first_end = left->items[dash - 1].end;
    return true;
}

/* "Jack [Джек]": how a name is said. */
static bool is_said(const span *s, size_t at, const entry_parse *e)
{
    return lex_is_bracket(s->items[at].face) && span_mark_is(s, at, '[') &&
           e->term.capital && e->translation.capital;
}

/* Try the sides that face each other at item `at`. */
static bool try_face(entry_parse *out, const span *s, size_t at)
{
    span left = face_left(s, at), right = face_right(s, at);
    size_t right_end = right.last;
    if ((s->items[at].face == FACE_EQUALS && spaced_turn(&right) > 0) ||
        (lex_is_bracket(s->items[at].face) &&
         (bracket_goes_on(&right) || bracket_says(s, at, right_end))) ||
        is_before_example(s, &left, &right) ||
        (s->items[at].face == FACE_SLASH &&
         (has_clear_face(&left) || is_between_terms(&left, &right))))
        return false;
    out->number = span_take_number(&left);
    out->told = spaced_has_sound(&left);
    if (!entry_side_read(&out->translation, &right) ||
        !bracket_drop(&left, &out->translation, &out->told) ||
        !read_term(out, &left, at))
        return false;
    if (is_said(s, at, out))
        return false;
    out->told |= out->term.speech || bracket_spells(&right, &out->translation);
    out->face = face_at(s, at);
    if (out->face == FACE_COLON &&
        (is_head(&left) || is_label(&left, &out->term) ||
         is_label(&right, &out->translation) ||
         is_row(&right, out->term.cyrillic)))
        return false;
    out->start = out->term.start;
    out->end = s->items[s->last - 1].end;
    bool loose = out->face == FACE_COLON || out->face == FACE_SLASH;
    if (loose && out->term.cyrillic == out->translation.cyrillic)
        return false;
    judge(out, &left, &right);
    if (out->kind == ENTRY_KEPT && out->doubt > 0 && leave_defining(&right) &&
        entry_side_read(&out->translation, &right)) {
        out->doubt = 0;
        judge(out, &left, &right);
    }
    if (out->kind != ENTRY_PAIR)
        return true;
    out->explained = bracket_explains(s, right_end, out);
    if (out->explained)
        out->face = FACE_LISTED;
    else
        out->doubt += doubt_of_tail(s, right_end, &left, &right, out);
    if (ends_sentence_before(s, at))
        out->doubt += DOUBT_SENTENCE + (s->text[out->end] == '.' ? 80u : 0u);
    out->doubt += has_strange_label(s, &left, at) ? DOUBT_LABEL : 0;
    return true;
}

entry_parse entry_pair(const char *left, const lex_item *left_items,
                       size_t left_count, const char *right,
                       const lex_item *right_items, size_t right_count)
{
    span a = {left, left_items, 0, left_count};
    span b = {right, right_items, 0, right_count};
    entry_parse out = {.kind = ENTRY_NONE, .face = FACE_DASH};
    if (entry_side_read(&out.term, &a) && entry_side_read(&out.translation, &b))
        judge(&out, &a, &b);
    return out;
}

/* Past "English:" before the words. */
static span past_language(const span *s)
{
    span rest = *s;
    if (s->last - s->first > 2 && span_first_is(s, WORD_LANGUAGE) &&
        s->items[s->first + 1].face == FACE_COLON)
        rest.first += 2;
    return rest;
}

/* "goal (score)-гол": does the hyphen at `at` touch a bracket and a word of the
 * other alphabet than the text begins with? */
static bool is_behind_note(const span *s, size_t at)
{
    const lex_item *item = &s->items[at];
    return at > s->first && at + 1 < s->last && item[-1].kind == LEX_NOTE &&
           span_mark_is(s, at, '-') && item[-1].end == item->start &&
           item[1].start == item->end && item[1].script != SCRIPT_NONE &&
           item[1].script != span_script(s, s->first);
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
        parted[count++] = s->items[i];
        if (face == 0 && is_behind_note(s, i)) {
            face = count - 1;
            parted[face].kind = LEX_FACE;
            parted[face].face = FACE_TIGHT;
        }
        if (s->items[i].kind != LEX_WORD || s->items[i].split == 0)
            continue;
        if (face > 0)
            return false;
        span_part(&parted[count - 1], s->text);
        face = count;
        count += 2;
    }
    span all = {s->text, parted, 0, count};
    return face > 0 && try_face(out, &all, face) && out->kind == ENTRY_PAIR;
}

/* "reef: риф - They hit a reef", "reef: риф. They hit a reef - ...": is the
 * pair behind another its translation and its use, or all of it its use? */
static bool is_use(const entry_parse *e, const entry_parse *behind)
{
    if (e->kind != ENTRY_PAIR)
        return false;
    return behind->start == e->translation.start
               ? (!e->term.capital || e->term.tall) &&
                     e->doubt - e->unsaid < DOUBT_SENTENCE &&
                     behind->translation.words >= PROSE_WORDS
               : behind->start >= e->translation.end && e->doubt <= DOUBT_TAIL;
}

/* The clearest of the faces that make a pair of the piece, the first of
 * several; else what keeps a run. */
static entry_parse read_faces(span all)
{
    entry_parse best = {.kind = ENTRY_NONE};
    for (size_t i = all.first + 1;
         i + 1 < all.last && all.items[i].kind != LEX_COMMENT; i++) {
        entry_parse found = {.kind = ENTRY_NONE};
        bool part = face_parts(&all.items[i]);
        if (part && spaced_is_spelt_out(&all, i))
            all.first = i + 1;
        if (!part || i < all.first || !try_face(&found, &all, i))
            continue;
        bool real = found.kind == ENTRY_PAIR || found.doubt > 0;
        if (is_use(&best, &found))
            return best;
        if (real && (found.face >= FACE_BAR || found.face == FACE_EQUALS))
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
    entry_side_trim(&all);
    entry_parse found = read_faces(all);
    span alone = past_language(&all);
    size_t number = found.kind == ENTRY_NONE ? span_take_number(&alone) : 0;
    if ((lex_is_bracket(found.face) || found.face == FACE_COLON) &&
        items[count - 1].face == FACE_COLON)
        found.kind = ENTRY_NONE; /* "Suspended (не помню, откуда):", a label */
    else if (found.kind == ENTRY_NONE && all.first < all.last &&
             entry_side_read(&found.term, &alone)) {
        found.kind = ENTRY_TERM;
        found.number = number;
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
    entry_side_trim(&all);
    return try_tight(out, &all);
}
