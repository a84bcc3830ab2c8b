/* SPDX-License-Identifier: MIT
 *
 * What tells a term and its translation from two texts that face each other for
 * another reason. */
#ifndef PILCROW_CORPUS_GLOSSARY_DOUBT_H
#define PILCROW_CORPUS_GLOSSARY_DOUBT_H

#include "corpus/glossary/entry.h"
#include "corpus/glossary/span.h"

/* Does one of the sides say what a thing is: by a clause or a verb? */
bool glossary_defines(const span *latin, const entry_side *l,
                      const span *cyrillic, const entry_side *c);

/* "без перевода", "не переводится", "как есть", "непереводимо", "see below"? */
bool glossary_keeps(const span *latin, const span *cyrillic);

/* "Plot 101", "AISI 304", "D13", facing words without that number: one of many
 * things that are counted, and what is there. */
bool glossary_is_numbered(const span *latin, const entry_side *l,
                          const span *cyrillic, const entry_side *c);

/* How much speaks against the pair, added up: 0 for nothing, 100 and more for
 * much. */
unsigned glossary_doubt(const span *latin, const entry_side *l,
                        const span *cyrillic, const entry_side *c);

/* A word that identifies things as often as it names them: "error", "config".
 */
bool glossary_is_key(const span *latin, const entry_side *l);

/* What lapses where a heading says that a glossary follows: how much because
 * someone speaks, as in "How are you?", since a phrase book has such pairs, and
 * so has any text with its translation; and how much because a side is a sign
 * or an abbreviation. */
unsigned glossary_doubt_unsaid(const span *latin, const entry_side *l,
                               const span *cyrillic, const entry_side *c);

/* What does, besides, because each word of the Latin side has a capital letter,
 * and the Cyrillic one none: a name and what it is the name of. Under a heading
 * that lapses for terms; to translate one, a name is none. */
unsigned glossary_doubt_of_name(const span *latin, const entry_side *l,
                                const span *cyrillic, const entry_side *c);

/* What speaks against a pair whose sides face each other by `e->face`. */
unsigned glossary_doubt_of_face(const span *left, const span *right,
                                const entry_parse *e);

/* What does where no mark parts them, until a heading says that these are
 * words: a name in letters of any size, a key of the keyboard, names on both
 * sides, and who does what: "design Анна". */
unsigned glossary_doubt_of_bare(const span *latin, const entry_parse *e);

#endif
