/* SPDX-License-Identifier: MIT
 *
 * What glossary entries give for a term that they hold: forms, each the terms
 * of one of several translations. What the index does not remember (bridges.h)
 * lives in the arena of the words. */
#ifndef PILCROW_SEARCHER_TRANSLATE_BRIDGE_H
#define PILCROW_SEARCHER_TRANSLATE_BRIDGE_H

#include "searcher/translate/translate.h"

/* A token of the query. */
typedef struct bridge_token {
    const char *term;
    size_t len;
    const char *text; /* its bytes in the query */
    size_t text_len;
    bool cyrillic;
    bool part; /* of a pattern, as migr* and typo~ */
} bridge_token;

typedef struct bridge_tokens {
    bridge_token *items;
    size_t count, capacity;
} bridge_tokens;

/* What a side says, and who vouches for it. */
typedef struct bridge_form {
    const char *text;
    const char *side;    /* its words' terms (bridge_side_text) */
    const char *via;     /* the first entry that gives it (bridge_via) */
    uint64_t paragraphs; /* that hold its rarest word */
    size_t documents;    /* with an entry that gives it */
} bridge_form;

typedef struct bridge_forms {
    const bridge_form *items;
    size_t count;
    size_t work; /* terms that were looked at for a name */
} bridge_forms;

/* How many ways there are to read Latin words: one a language of the index. */
size_t bridge_readings(const words_context *w);

/* Add the words of a text, as the indexer read those of the entries: in all of
 * these ways, of which `reading` is one, from 0. The words are the same in
 * each, only their terms differ. False without memory. */
bool bridge_read_tokens(translation *t, bridge_tokens *list, size_t reading,
                        const char *text, size_t len);

/* What `count` tokens are as a whole side, `*len` bytes; NULL without
 * memory. */
char *bridge_side_text(translation *t, const bridge_token *tokens, size_t count,
                       size_t *len);

/* How many words such a side has. */
size_t bridge_count_words(const char *side);

/* The terms of ENGINE_GLOSSARY that tokens are as a whole side, and that one is
 * as a word of a side; NULL without memory. */
const char *bridge_side_key(translation *t, const bridge_token *tokens,
                            size_t count, size_t *len);
const char *bridge_word_key(translation *t, const bridge_token *word,
                            size_t *len);

/* How it is told: "беженец = asylum-seeker, study.md:12"; NULL without
 * memory. */
const char *bridge_via(arena *a, const char *matched, const char *given,
                       const char *path, size_t line);

/* How many paragraphs hold the rarest word of a side (bridge_side_text) in that
 * field: 0 where one is in none. */
pilcrow_status bridge_rarest(translation *t, engine_field field,
                             const char *side, uint64_t *out,
                             pilcrow_error *err);

/* Fill `out` with what all entries that hold the term give on the side of the
 * other alphabet, as far as paragraphs hold it in that field: the forms most
 * documents vouch for, TRANSLATE_FORMS_MAX of them. `cyrillic`: the term is;
 * `by_word`: each word that says something is a form of its own, and a term in
 * more than TRANSLATE_PART_ENTRIES_MAX entries gives none. Good as long as the
 * query. */
pilcrow_status bridge_find(bridge_forms *out, translation *t, const char *key,
                           size_t len, engine_field field, bool cyrillic,
                           bool by_word, pilcrow_error *err);

#endif
