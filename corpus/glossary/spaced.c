/* SPDX-License-Identifier: MIT
 *
 * In: the items of a stretch of text with no mark between its sides. Out: the
 * entry it is, as entry_read_spaced() says.
 *
 * The sides face each other where the alphabets turn, once. */
#include "corpus/glossary/spaced.h"

#include <string.h>

#include "corpus/glossary/doubt.h"
#include "corpus/text.h"

#define SYMBOL_BYTES 2 /* of an element: "Zn - zinc цинк" */

/* "[bəʊ]", "/bəʊ/", "(bəʊ)", "bəʊ", "[боу]": what tells how the word before is
 * said, as signs of sounds or a single word in square brackets or slashes do.
 */
static bool is_sound(const span *s, size_t at)
{
    const lex_item *note = &s->items[at];
    const char *text = s->text + note->start;
    size_t len = note->end - note->start;
    if (note->kind != LEX_NOTE || (text[0] != '[' && text[0] != '/'))
        return note->kind == LEX_NOTE && lex_has_sounds(s->text, note);
    if (span_item_script(s->text, note) == SCRIPT_CYRILLIC)
        return memchr(text, ' ', len) == NULL;
    for (size_t i = 0; i < len; i++)
        if (text[i] == '\'' || (text[i] & 0x80) != 0)
            return true;
    return false;
}

/* "(v)", "(adj.)", "(f)": a bracket with a part of speech or a gender. */
static bool is_sort(const span *s, size_t at)
{
    const lex_item *note = &s->items[at];
    const char *text = s->text + note->start;
    size_t len = note->end - note->start - 1, from = 1, size;
    char room[SPAN_FOLD_ROOM];
    if (note->kind != LEX_NOTE || text[0] != '(' ||
        !lex_next_word(text, len, &from, room, sizeof room, &size) ||
        from + 1 < len)
        return false;
    return glossary_word_is(WORD_SPEECH, room, size);
}

bool spaced_has_sound(const span *s)
{
    for (size_t i = s->first + 1; i < s->last; i++)
        if (is_sound(s, i) || is_sort(s, i))
            return true;
    return false;
}

bool spaced_is_spelt_out(const span *s, size_t at)
{
    const lex_item *word = &s->items[s->first], *full = &s->items[at + 1];
    bool stop = at == s->first + 2 && word[1].kind == LEX_STOP;
    size_t turn = at + 1;
    while (turn < s->last && (s->items[turn].script == SCRIPT_LATIN ||
                              s->items[turn].face == FACE_EQUALS))
        turn++;
    bool gap = turn + 1 < s->last && s->items[turn].face == FACE_GAP;
    size_t size = word->end - word->start;
    bool symbol =
        word->capital && size <= SYMBOL_BYTES && (word->lower || size == 1);
    return (stop || (at == s->first + 1 && (symbol || !word->lower))) &&
           word->kind == LEX_WORD && word->script == SCRIPT_LATIN &&
           turn > at + (stop || symbol ? 1 : 2) && turn < s->last &&
           s->items[turn + (gap ? 1 : 0)].script == SCRIPT_CYRILLIC &&
           s->items[turn - 1].end - full->start > size &&
           (s->text[full->start] | 0x20) == (s->text[word->start] | 0x20);
}

bool spaced_is_example(const span *s)
{
    size_t first = s->first;
    while (first + 1 < s->last && s->items[first].kind == LEX_OTHER)
        first++;
    size_t at = first;
    while (at < s->last && s->items[at].kind != LEX_STOP)
        at++;
    for (size_t i = first; i < s->last; i++) {
        const lex_script script = s->items[i].script;
        if (script != SCRIPT_NONE &&
            script != (i < at ? SCRIPT_LATIN : SCRIPT_CYRILLIC))
            return false;
    }
    size_t next = at + 1;
    if (next < s->last && s->items[next].kind == LEX_FACE)
        next++;
    return at > first && next < s->last && s->items[first].capital &&
           s->items[next].capital && s->items[s->last - 1].kind == LEX_STOP;
}

/* "дерево/ древо": a slash between two words of one alphabet. */
static bool is_slash(const span *s, size_t at)
{
    return at > s->first && at + 1 < s->last && span_mark_is(s, at, '/') &&
           s->items[at - 1].script == s->items[at + 1].script &&
           s->items[at - 1].script != SCRIPT_NONE;
}

/* May the mark at `at` stand in a side, as one that ends no sentence? */
static bool is_within(const span *s, size_t at, bool turned)
{
    const lex_item *item = &s->items[at];
    bool stop = item->kind == LEX_STOP && at > s->first;
    return item->kind == LEX_NOTE || item->kind == LEX_COMMA ||
           span_mark_is(s, at, ' ') || /* a gap that parts nothing */
           span_mark_is(s, at, '~') || /* stands for the headword */
           item->kind == LEX_CUT || item->face == FACE_SLASH ||
           is_slash(s, at) ||
           (at > s->first && span_counts_sense(s, at - 1)) ||
           (stop && span_is_short_speech(s, at - 1)) ||
           (stop && turned && at + 1 < s->last && item[1].kind == LEX_WORD &&
            !item[1].capital);
}

size_t spaced_turn(const span *s)
{
    size_t turn = 0;
    if (span_script(s, s->first) != SCRIPT_LATIN)
        return 0;
    for (size_t i = s->first; i < s->last; i++) {
        const lex_item *item = &s->items[i];
        if (item->kind != LEX_WORD && !is_within(s, i, turn > 0))
            return 0;
        if (item->kind != LEX_WORD)
            continue;
        bool cyrillic = item->script == SCRIPT_CYRILLIC;
        if (turn == 0 && (span_counts_sense(s, i) ||
                          (cyrillic && !span_is_short_speech(s, i))))
            turn = i;
    }
    return turn;
}

/* Leave out what follows the translation: behind a colon an example in the
 * language of the term, behind a dash what that means, and a bracket that a
 * page's end cut. */
static void leave_example(span *s)
{
    bool turned = false;
    for (size_t i = s->first; i + 1 < s->last; i++) {
        const lex_item *item = &s->items[i];
        turned |= item->script == SCRIPT_CYRILLIC;
        if ((turned && item->face == FACE_COLON &&
             span_script(s, i + 1) == SCRIPT_LATIN) ||
            (turned && item->face >= FACE_HYPHEN &&
             span_script(s, i + 1) == SCRIPT_CYRILLIC) ||
            (turned && item->kind == LEX_OTHER && span_mark_is(s, i, '(')))
            s->last = i;
    }
    entry_side_trim(s);
}

/* Past an abbreviation, if what it is short for follows it. */
static bool past_abbreviation(span *s)
{
    for (size_t at = s->first + 1; at < s->last && at < s->first + 3; at++)
        if (s->items[at].face >= FACE_HYPHEN && spaced_is_spelt_out(s, at)) {
            s->first = at + 1;
            return true;
        }
    return false;
}

/* Does "~" part the sides that turn at item `turn`, as in "lime ~ липа"? Where
 * one stands behind that, too, they are headwords: "small ~ малая ~". */
static bool is_parted(const span *s, size_t turn)
{
    for (size_t i = turn; i < s->last; i++)
        if (span_mark_is(s, i, '~'))
            return false;
    return turn > s->first + 1 && span_mark_is(s, turn - 1, '~');
}

bool spaced_is_stressed(const char *text, size_t start, size_t end)
{
    static const char acute[] = "\xCC\x81";
    return memmem(text + start, end - start, acute, strlen(acute)) != NULL;
}

bool entry_read_spaced(entry_parse *out, const char *text,
                       const lex_item *items, size_t count)
{
    span all = {text, items, 0, count};
    bool spelt_out = past_abbreviation(&all);
    entry_side_trim(&all);
    span_take_number(&all);
    leave_example(&all);
    size_t turn = spaced_turn(&all);
    if (turn <= all.first || turn >= all.last)
        return false;
    span left = {text, items, all.first, turn};
    for (size_t i = all.first + 1; i + 3 < left.last; i++)
        if (is_sound(&all, i))
            left.last = i + 1; /* what the term means follows it */
    bool parted = is_parted(&all, turn);
    left.last -= parted;
    const lex_item *word = &items[left.first];
    bool letter = lex_is_letter(text, word->start, word->end);
    if (left.last - left.first == 1 &&
        (letter ? items[turn].capital
                : span_is_short_speech(&left, left.first)))
        return false; /* "adj ночной", of the term before it; "I Семестр" */
    *out = entry_pair(text, items + all.first, left.last - left.first, text,
                      items + turn, all.last - turn);
    out->face = FACE_SPACE;
    out->told =
        spelt_out || parted || out->term.speech || spaced_has_sound(&left) ||
        span_counts_sense(&all, turn) ||
        spaced_is_stressed(text, out->translation.start, out->translation.end);
    unsigned bare = glossary_doubt_of_bare(&left, out);
    out->doubt += bare;
    out->unsaid += bare;
    out->start = out->term.start;
    out->end = items[count - 1].end;
    return out->kind == ENTRY_PAIR;
}

/* "число number": the item where a Cyrillic beginning turns into Latin, with
 * nothing but words, notes and commas on both sides; 0 if there is none. */
static size_t turn_back(const span *s)
{
    size_t turn = 0;
    if (s->first == s->last ||
        s->items[s->last - 1].script == SCRIPT_CYRILLIC ||
        span_script(s, s->first) != SCRIPT_CYRILLIC)
        return 0;
    for (size_t i = s->first; i < s->last; i++) {
        const lex_item *item = &s->items[i];
        bool latin = item->script == SCRIPT_LATIN;
        if (turn > 0 && item->capital && !item[-1].capital &&
            item[-1].kind == LEX_WORD && i + 1 < s->last &&
            !span_word_is(s, i - 1, WORD_ARTICLE))
            return 0; /* one more: "легче Easy now Ease the wheel" */
        if (turn == 0 && latin)
            turn = i;
        else if (turn == 0 && item->kind == LEX_STOP && i + 1 < s->last &&
                 item[1].script == SCRIPT_LATIN)
            continue;
        else if (item->kind != LEX_NOTE && item->kind != LEX_COMMA &&
                 (item->kind != LEX_WORD || latin != (turn > 0)))
            return 0;
    }
    return turn;
}

/* "собрать image": what is to be done, and with what. To translate it, a word
 * is a verb, too: "собрать to gather". */
static bool is_task(const span *s, size_t turn)
{
    static const char *const verbs[] = {"ть", "ться", "ти"};
    static const char *const nouns[] = {"ость", "асть", "есть"};
    return span_ends_in(s, s->first, verbs, 3, 2) &&
           !span_ends_in(s, s->first, nouns, 3, 0) &&
           !span_word_is(s, turn, WORD_ARTICLE);
}

bool entry_read_back(entry_parse *out, const char *text, const lex_item *items,
                     size_t count)
{
    span all = {text, items, 0, count};
    entry_side_trim(&all);
    span_take_number(&all);
    size_t turn = turn_back(&all);
    if (turn <= all.first || out == NULL)
        return turn > all.first;
    *out = entry_pair(text, items + all.first, turn - all.first, text,
                      items + turn, all.last - turn);
    out->face = FACE_SPACE;
    out->told = out->translation.speech ||
                spaced_is_stressed(text, out->term.start, out->term.end);
    out->loud = items[all.first].capital || items[turn].capital;
    out->task = is_task(&all, turn);
    out->start = out->term.start;
    out->end = items[count - 1].end;
    return out->kind == ENTRY_PAIR;
}

size_t spaced_next(const span *s)
{
    bool turned = false;
    for (size_t i = s->first; i < s->last; i++) {
        lex_script script = s->items[i].script;
        if (turned && script == SCRIPT_LATIN)
            return i;
        turned |= script == SCRIPT_CYRILLIC;
    }
    return s->last;
}

/* May the item stand in a row of entries? */
static bool is_of_row(const span *s, size_t at)
{
    const lex_item *item = &s->items[at];
    return item->face == FACE_GAP || item->face == FACE_SLASH ||
           item->kind == LEX_WORD || item->kind == LEX_NOTE ||
           item->kind == LEX_COMMA ||
           (item->kind == LEX_STOP && at + 1 == s->last);
}

bool spaced_is_row(const span *s)
{
    size_t count = 0, pairs = 0, gaps = 0;
    entry_parse e;
    if (span_script(s, s->first) != SCRIPT_LATIN || spaced_next(s) == s->last)
        return false;
    for (size_t i = s->first; i < s->last; i++)
        if (!is_of_row(s, i))
            return false;
    for (span rest = *s; rest.first < s->last; count++) {
        size_t next = spaced_next(&rest);
        gaps += next < s->last && s->items[next - 1].face == FACE_GAP;
        pairs += entry_read_spaced(&e, s->text, s->items + rest.first,
                                   next - rest.first);
        rest.first = next;
    }
    return pairs * 4 >= count * 3 && (pairs > 2 || (pairs == 2 && gaps > 0));
}
