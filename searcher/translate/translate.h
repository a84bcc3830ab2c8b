/* SPDX-License-Identifier: MIT
 *
 * The collection's own glossaries as a bridge between languages: words of a
 * query as nodes that match what an entry gives for them on its other side.
 *
 * Where the words, in any inflection, are one whole side of an entry, all that
 * its other side says is looked for, as one word in several spellings: phrases
 * as phrases. The longest entry comes first. A word that is only part of sides
 * reaches each word of the others at TRANSLATE_PART_WEIGHT of that weight: the
 * more of them a paragraph has, and the rarer they are, the better. What no
 * entry holds may be a name (names.h). */
#ifndef PILCROW_SEARCHER_TRANSLATE_TRANSLATE_H
#define PILCROW_SEARCHER_TRANSLATE_TRANSLATE_H

#include "searcher/glossary/entries.h"
#include "searcher/words/words.h"

/* Words of one side at most. */
#define TRANSLATE_WORDS_MAX 8u
#define TRANSLATE_PART_WEIGHT 0.3
/* How much more the translation of several words weighs than that of one, but
 * no more than the words themselves: else one word of them would count more,
 * though it be "of". */
#define TRANSLATE_PHRASE 2.5
/* The same holds of stretches of words that each are translated, where a
 * paragraph has what all of so many are: more are a question, and few
 * paragraphs have all of one. */
#define TRANSLATE_TOGETHER_MAX 4u
/* Of one stretch of words: entries looked at, translations kept. */
#define TRANSLATE_ENTRIES_MAX 16u
#define TRANSLATE_FORMS_MAX 16u
#define TRANSLATE_LOOKED_MAX 16u /* words of a pattern that are looked up */
#define TRANSLATE_NEAR_MAX 4u    /* of either side of a NEAR */
/* A word that stands in more entries than this, never as a whole side, is too
 * common to be translated by them. */
#define TRANSLATE_PART_ENTRIES_MAX 8u
/* A word that the collection has this much rarer than its translation counts as
 * that translation, without a discount. */
#define TRANSLATE_RARE 10u
/* Words of a query that are looked for as names, at most; and terms looked at
 * for these, but for those of the last one (NAMES_VISITS_MAX). */
#define TRANSLATE_NAMES_MAX 32u
#define TRANSLATE_VISITS_MAX 200000u

/* One text of the query: a word, or all of a phrase. */
typedef struct translate_text {
    const char *text;
    size_t len;
} translate_text;

typedef struct translation {
    words_context *words;
    double weight;    /* 0: none; 1: as the words themselves */
    size_t readings;  /* of Latin words (bridge_readings) */
    bool has_entries; /* the index has some */
    translate_text names[TRANSLATE_NAMES_MAX]; /* looked for as such */
    size_t name_count;
    size_t name_visits; /* terms looked at for them */
    bool few;           /* words stand side by side now: few enough */
    known_entries entries;
} translation;

/* `weight` is that of a translation beside the word itself, 0..1. Call
 * translate_end() in any case. */
pilcrow_status translate_begin(translation *t, words_context *words,
                               double weight, pilcrow_error *err);

void translate_end(translation *t);

/* Begin to count the names anew, to compile the query once more. */
void translate_restart(translation *t);

/* What the `count` texts, side by side in the query, become in the other
 * language: one scored node in `field`, or NULL where no entry holds any of
 * them and none is a name. `whole`: only an entry that holds all of them
 * counts, or what each of them is, side by side, as for a quoted phrase. */
pilcrow_status translate_texts(const engine_query **out, translation *t,
                               engine_field field, const translate_text *texts,
                               size_t count, bool whole, pilcrow_error *err);

/* What two texts, `distance` words apart at most, become in the other language,
 * each as a whole: TRANSLATE_NEAR_MAX forms of each; NULL where one of them
 * becomes nothing. */
pilcrow_status translate_near(const engine_query **out, translation *t,
                              engine_field field, const translate_text *texts,
                              uint32_t distance, pilcrow_error *err);

/* Add a notice that a pattern, which became `node`, is not translated, if
 * entries have a word that it stands for. */
pilcrow_status translate_pattern(translation *t, const engine_query *node,
                                 const char *text, size_t len,
                                 pilcrow_error *err);

#endif
