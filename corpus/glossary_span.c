/* SPDX-License-Identifier: MIT
 *
 * In: a stretch of items. Out: what its words are. */
#include "corpus/glossary_span.h"

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
