/* SPDX-License-Identifier: MIT
 *
 * In: a stretch of items. Out: what its words are. */
#include "corpus/glossary_span.h"

#include <string.h>

size_t span_fold(char *room, const span *s, size_t at)
{
    const lex_item *item = &s->items[at];
    return lex_fold(room, SPAN_FOLD_ROOM, s->text + item->start,
                    item->end - item->start);
}

bool span_word_is(const span *s, size_t at, glossary_word sort)
{
    char room[SPAN_FOLD_ROOM];
    if (s->items[at].kind != LEX_WORD)
        return false;
    size_t len = span_fold(room, s, at);
    return glossary_word_is(sort, room, len);
}

bool span_first_is(const span *s, glossary_word sort)
{
    return span_word_is(s, s->first, sort);
}

bool span_mark_is(const span *s, size_t at, char mark)
{
    return s->items[at].kind != LEX_WORD && s->text[s->items[at].start] == mark;
}

lex_script span_script(const span *s, size_t from)
{
    return lex_first_script(s->items, from, s->last);
}

bool span_ends_in(const span *s, size_t at, const char *const *ends,
                  size_t count, size_t stem)
{
    char room[SPAN_FOLD_ROOM];
    size_t len = span_fold(room, s, at);
    for (size_t i = 0; i < count; i++) {
        size_t size = strlen(ends[i]);
        if (len > size + stem && memcmp(room + len - size, ends[i], size) == 0)
            return true;
    }
    return false;
}

static bool is_participle(const span *s, size_t at)
{
    static const char *const ends[] = {
        "щий",  "щая",  "щее",  "щие",  "мый",  "мая",  "мое",  "мые",
        "нный", "нная", "нное", "нные", "вший", "вшая", "вшее", "вшие"};
    /* adjectives: "государственный", "обменный" */
    static const char *const adjectives[] = {"ственный", "ственная", "ственное",
                                             "ственные", "менный",   "менная",
                                             "менное",   "менные"};
    return s->items[at].kind == LEX_WORD &&
           span_ends_in(s, at, ends, sizeof ends / sizeof *ends, 4) &&
           !span_ends_in(s, at, adjectives,
                         sizeof adjectives / sizeof *adjectives, 2);
}

bool span_opens_clause(const span *s, size_t at)
{
    return at + 1 < s->last && s->items[at + 1].kind == LEX_WORD &&
           is_participle(s, at);
}

bool span_is_noun_and_clause(const span *s)
{
    const size_t first = s->first;
    return s->last == first + 4 && s->items[first].kind == LEX_WORD &&
           s->items[first + 1].kind == LEX_COMMA && !is_participle(s, first) &&
           span_opens_clause(s, first + 2);
}
