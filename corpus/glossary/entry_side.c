/* SPDX-License-Identifier: MIT
 *
 * In: a stretch of items. Out: what it is as a side of an entry.
 *
 * A side is all Latin, or Cyrillic with at most as many Latin words. */
#include "corpus/glossary/entry_side.h"

#include <string.h>

#include "corpus/text.h"

#define LISTED_WORDS_MAX 24
#define ALTERNATIVE_WORDS_MAX 4

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

/* The "~" that stands for the headword: "~ payable", "cost ~". */
static bool is_headword(const span *s, size_t at)
{
    return span_mark_is(s, at, '~') && span_script(s, s->first) != SCRIPT_NONE;
}

/* Past bullets, commas and a number or letter that counts the entries. */
static void trim_front(span *s)
{
    while (s->first < s->last && s->items[s->first].kind != LEX_WORD &&
           !is_headword(s, s->first) &&
           (s->items[s->first].kind != LEX_NOTE || counts_entries(s)))
        s->first++;
    if (s->last - s->first < 3)
        return;
    const lex_item *number = &s->items[s->first], *mark = number + 1;
    bool digits = number->script == SCRIPT_NONE;
    bool initial = s->first > 0 && number->capital && number[2].capital &&
                   number[-1].kind == LEX_FACE;
    bool counts = number->kind == LEX_WORD && !initial &&
                  (digits || number->end - number->start <= 2) &&
                  mark->start == number->end &&
                  (span_mark_is(s, s->first + 1, ')') ||
                   span_mark_is(s, s->first + 1, '.') ||
                   (digits && span_mark_is(s, s->first + 1, '/')));
    if (counts)
        s->first += 2;
}

static void trim_back(span *s)
{
    while (s->last > s->first && s->items[s->last - 1].kind != LEX_WORD &&
           s->items[s->last - 1].kind != LEX_NOTE &&
           !is_headword(s, s->last - 1))
        s->last--;
}

void entry_side_trim(span *s)
{
    trim_front(s);
    trim_back(s);
}

/* Does item `at` part alternatives of a side? */
static bool parts(const span *s, size_t at)
{
    const lex_item *item = &s->items[at];
    return item->kind == LEX_COMMA || item->kind == LEX_CUT;
}

/* The words between the marks that part them are few each. */
static bool is_listing(const span *s)
{
    size_t words = 0, all = 0, commas = 0;
    for (size_t i = s->first; i < s->last; i++) {
        if (parts(s, i)) {
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
    size_t tall, capital, humps, code, single;
    size_t longest; /* words between two commas */
} census;

/* "border-top-width" is three words to one who counts those of its translation.
 */
static size_t count_parts(const span *s, const lex_item *word)
{
    size_t parts = 1;
    for (size_t at = word->start + 1; at + 1 < word->end; at++)
        parts += s->text[at] == '-';
    return parts;
}

static census count_words(const span *s)
{
    census n = {0};
    size_t since = 0;
    bool cut = false; /* what follows a ';' may explain what is before it */
    for (size_t i = s->first; i < s->last; i++) {
        const lex_item *item = &s->items[i];
        if (parts(s, i) || item->face == FACE_SLASH)
            since = 0;
        cut |= item->kind == LEX_CUT && n.longest > 0;
        if (item->kind != LEX_WORD || span_counts_sense(s, i))
            continue;
        since += item->script == SCRIPT_LATIN ? count_parts(s, item) : 1;
        n.longest = since > n.longest && !cut ? since : n.longest;
        n.latin += item->script == SCRIPT_LATIN;
        n.cyrillic += item->script == SCRIPT_CYRILLIC;
        n.other += item->script == SCRIPT_OTHER;
        n.numbers += item->script == SCRIPT_NONE;
        n.code += item->code;
        if (item->script == SCRIPT_NONE)
            continue;
        n.single += item->end - item->start ==
                    (item->script == SCRIPT_CYRILLIC ? 2u : 1u);
        n.tall += !item->lower && item->end - item->start > 1;
        n.capital += item->capital;
        n.humps += item->hump;
    }
    return n;
}

/* "abrupt а": the last word of a Latin term, an adjective, typed in the letter
 * of the other alphabet. */
static bool is_typed_adjective(const span *s, size_t at)
{
    const lex_item *item = &s->items[at];
    return at + 1 == s->last && lex_is_typed_a(s->text, item) &&
           item[-1].kind == LEX_WORD && item[-1].script == SCRIPT_LATIN;
}

/* True if item `at` is a part of speech, a gender or an article, and no word of
 * the term: "account n.", "métro m", "to go, verb", "Tal, das", "Tal das,", but
 * not "irregular verb", "5 m". */
static bool is_speech(const span *s, size_t at)
{
    const lex_item *item = &s->items[at], *before = item - 1;
    if (at == s->first || item->capital || before->face == FACE_LEAN)
        return false;
    if (is_typed_adjective(s, at))
        return true;
    bool sound = before->kind == LEX_NOTE && s->text[before->start] == '[';
    if (sound && item->end == item->start + 1) /* "meek [mi:k] a" */
        return true;
    if ((before->kind == LEX_COMMA ||
         (before->capital && s->text[item->end] == ',')) &&
        span_word_is(s, at, WORD_GERMAN))
        return true;
    return span_word_is(s, at, WORD_SPEECH) &&
           (before->kind != LEX_WORD ||
            (before->script != SCRIPT_NONE &&
             !span_word_is(s, at, WORD_SPELT_SPEECH)));
}

/* Is the last word one that a part of speech before it governs, as in "accéder
 * vi à", the number of a sense, "order n 2", or a form of the first word,
 * "oasis pl oases"? */
static bool follows_speech(const span *s)
{
    size_t at = s->last - 1;
    return at > s->first + 1 && s->items[at - 1].kind == LEX_WORD &&
           is_speech(s, at - 1) &&
           (s->items[at].script == SCRIPT_NONE ||
            span_word_is(s, at, WORD_LINK) ||
            (s->items[at].script == SCRIPT_LATIN &&
             strncmp(s->text + s->items[at].start,
                     s->text + s->items[s->first].start, 3) == 0));
}

#define SHORT_ENDING_MAX 3
#define ENDING_BYTES_MAX 5 /* behind a hyphen */

/* True if the last word is the ending of another form of the noun or adjective
 * before it: "costa, ae f", "radix, radicis f", "altus, a, um",
 * "Tal n, -s", "singen, a, u". */
static bool is_ending(const span *s, bool gender)
{
    static const char *const genitives[] = {"is", "ae"};
    char room[SPAN_FOLD_ROOM];
    size_t len = span_fold(room, s, s->last - 1);
    if (s->text[s->items[s->last - 1].start - 1] == '-')
        return len <= ENDING_BYTES_MAX;
    if (len == 1 || (len == 2 && memcmp(room, "um", len) == 0))
        return true;
    return gender && (len <= SHORT_ENDING_MAX ||
                      span_ends_in(s, s->last - 1, genitives,
                                   sizeof genitives / sizeof *genitives, 0));
}

/* True if a comma and such an ending are the last of the span. */
static bool ends_in_ending(const span *s, bool gender)
{
    const lex_item *last = &s->items[s->last - 1];
    return s->last - s->first > 2 && last->kind == LEX_WORD && !last->capital &&
           (last[-1].kind == LEX_COMMA || last[-1].kind == LEX_CUT) &&
           span_script(s, s->first) == SCRIPT_LATIN && is_ending(s, gender);
}

/* Leave out what follows a Latin term from a comma and an ending on: "Rand,
 * -es, Ränder", "Ware, =, -n". */
static void drop_forms(span *s)
{
    if (span_script(s, s->first) != SCRIPT_LATIN)
        return;
    for (size_t i = s->first + 1; i + 1 < s->last; i++)
        if (s->items[i].kind == LEX_COMMA &&
            (span_mark_is(s, i + 1, '=') ||
             (s->items[i + 1].kind != LEX_FACE &&
              s->text[s->items[i + 1].start - 1] == '-'))) {
            s->last = i;
            return;
        }
}

/* Leave out the part of speech behind the words, and endings, with the notes
 * behind these; true if there were some. */
static bool drop_speech(span *s)
{
    const size_t all = s->last;
    while (s->last - s->first > 2 && s->items[s->last - 1].kind == LEX_NOTE)
        s->last--;
    trim_back(s);
    const size_t last = s->last;
    drop_forms(s);
    while (s->last - s->first > 1 &&
           s->text[s->items[s->last - 1].end] != '"') { /* as in f"{x}" */
        if (follows_speech(s) || ends_in_ending(s, s->last < last))
            s->last -= 2;
        else if (is_speech(s, s->last - 1))
            s->last--;
        else
            break;
        trim_back(s);
    }
    bool dropped = s->last < last;
    if (!dropped)
        s->last = all;
    return dropped;
}

/* "B beacon": past the letter that heads the words of a dictionary that begin
 * with it, and stands before the first of them. */
static void past_letter(span *s)
{
    const lex_item *letter = &s->items[s->first], *word = letter + 1;
    if (s->last - s->first > 1 && letter->kind == LEX_WORD &&
        word->kind == LEX_WORD && letter->script == SCRIPT_LATIN &&
        letter->end - letter->start == 1 && letter->capital &&
        word->end - word->start > 1 &&
        s->text[letter->start] != 'I' &&
        s->text[word->start] == (s->text[letter->start] | 0x20))
        s->first++;
}

/* Past the part of speech before the words: "сущ. весть". */
static void past_speech(span *s)
{
    if (s->last - s->first > 2 && span_mark_is(s, s->first + 1, '.') &&
        s->items[s->first + 2].kind == LEX_WORD &&
        !s->items[s->first].capital && span_is_short_speech(s, s->first))
        s->first += 2;
}

/* A full stop or a colon within: initials, a sentence, a key. */
static bool stops(const span *s)
{
    for (size_t i = s->first + 1; i < s->last; i++)
        if ((s->items[i].kind == LEX_STOP &&
             s->items[i - 1].script != SCRIPT_NONE &&
             s->items[i + 1].kind != LEX_FACE &&
             !span_word_is(s, i - 1, WORD_SORT)) ||
            s->items[i].face == FACE_COLON)
            return true;
    return false;
}

/* Numbers of pages behind a comma are none of its words: "устой, 14, 22",
 * "устой, с. 14". True if there were some that nothing tells to be such. */
static bool drop_pages(span *s)
{
    bool bare = false;
    while (s->last - s->first > 2 && s->items[s->last - 1].kind == LEX_WORD &&
           s->items[s->last - 1].script == SCRIPT_NONE) {
        size_t at = s->last - 1;
        while (at > s->first + 1 && s->items[at - 1].kind != LEX_COMMA)
            at--;
        bool told = at + 1 < s->last && at + 3 >= s->last &&
                    span_word_is(s, at, WORD_PAGE);
        if (at < s->first + 2 || (at + 1 < s->last && !told))
            break;
        bare |= !told;
        s->last = at - 1;
    }
    return bare;
}

/* A slash or an open bracket between words of two alphabets parts two sides,
 * not alternatives. */
static bool has_two_sides(const span *s)
{
    for (size_t i = s->first + 1; i + 1 < s->last; i++)
        if ((s->items[i].face == FACE_SLASH ||
             lex_is_bracket(s->items[i].face)) &&
            span_script_before(s, i) + s->items[i + 1].script ==
                SCRIPT_LATIN + SCRIPT_CYRILLIC &&
            s->items[i + 1].script != SCRIPT_NONE)
            return true;
    return false;
}

/* "Der Abend": every noun of German has a capital letter. */
static bool is_german(const span *s)
{
    return s->last - s->first > 1 && span_first_is(s, WORD_GERMAN);
}

bool entry_side_read(entry_side *out, span *s)
{
    entry_side_trim(s);
    past_letter(s);
    past_speech(s);
    bool pages = drop_pages(s);
    bool speech = drop_speech(s);
    census n = count_words(s);
    size_t letters = n.latin + n.cyrillic;
    *out = (entry_side){.words = letters + n.numbers,
                        .longest = n.longest,
                        .cyrillic = n.cyrillic > 0,
                        .capital = n.capital == letters && !is_german(s),
                        .tall = n.tall == letters,
                        .letters = n.single == letters,
                        .humps = n.humps > 0,
                        .numbers = n.numbers > 0,
                        .pages = pages,
                        .speech = speech,
                        .stops = stops(s)};
    if (letters == 0 || n.other > 0 || n.code > 0 || has_two_sides(s))
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
