/* SPDX-License-Identifier: MIT
 *
 * Words that name no thing a glossary translates: people, identifiers,
 * quantities, forms; and those of exercises. To be asked by glossary_word_is()
 * (glossary_words.h), and of its form. */
#ifndef PILCROW_CORPUS_GLOSSARY_NAMES_H
#define PILCROW_CORPUS_GLOSSARY_NAMES_H

extern const char *const glossary_speaker_words[];
extern const char *const glossary_person_words[];
extern const char *const glossary_identifier_words[];
extern const char *const glossary_shared_words[];
extern const char *const glossary_measure_words[];
extern const char *const glossary_grammar_words[];
extern const char *const glossary_clause_words[];
extern const char *const glossary_notes_words[];
extern const char *const glossary_match_words[];
extern const char *const glossary_find_words[];
extern const char *const glossary_equivalent_words[];
extern const char *const glossary_source_words[];

#endif
