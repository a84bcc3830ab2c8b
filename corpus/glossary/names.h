/* SPDX-License-Identifier: MIT
 *
 * Words that name no thing a glossary translates: people, identifiers,
 * quantities, forms; and those of exercises. To be asked by glossary_word_is()
 * (words.h), and of its form. */
#ifndef PILCROW_CORPUS_GLOSSARY_NAMES_H
#define PILCROW_CORPUS_GLOSSARY_NAMES_H

#include <stddef.h>

/* Words in the order of their bytes. One that ends in '*' stands for all that
 * begin so, and has four bytes before it at least. */
typedef struct glossary_list {
    const char *const *words;
    size_t count;
} glossary_list;

#define GLOSSARY_LIST(words)                                                   \
    {                                                                          \
        words, sizeof(words) / sizeof *(words)                                 \
    }

extern const glossary_list glossary_speaker_words;
extern const glossary_list glossary_person_words;
extern const glossary_list glossary_identifier_words;
extern const glossary_list glossary_shared_words;
extern const glossary_list glossary_measure_words;
extern const glossary_list glossary_grammar_words;
extern const glossary_list glossary_notes_words;
extern const glossary_list glossary_match_words;
extern const glossary_list glossary_find_words;
extern const glossary_list glossary_equivalent_words;
extern const glossary_list glossary_source_words;
extern const glossary_list glossary_other_words;
extern const glossary_list glossary_wrong_words;

#endif
