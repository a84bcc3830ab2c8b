/* SPDX-License-Identifier: MIT
 *
 * In: a stretch of items. Out: what its words are. */
#include "corpus/glossary_span.h"

bool span_word_is(const span *s, size_t at, glossary_word sort)
{
    char room[SPAN_FOLD_ROOM];
    const lex_item *item = &s->items[at];
    if (item->kind != LEX_WORD)
        return false;
    size_t len = lex_fold(room, sizeof room, s->text + item->start,
                          item->end - item->start);
    return glossary_word_is(sort, room, len);
}

bool span_first_is(const span *s, glossary_word sort)
{
    return span_word_is(s, s->first, sort);
}
