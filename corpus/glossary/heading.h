/* SPDX-License-Identifier: MIT
 *
 * What a heading or label tells of that which follows it. */
#ifndef PILCROW_CORPUS_GLOSSARY_HEADING_H
#define PILCROW_CORPUS_GLOSSARY_HEADING_H

#include <stdbool.h>
#include <stddef.h>

/* True if a heading tells that what follows are definitions, names, keys. */
bool entry_heading_denies(const char *text, size_t len);

/* True if it surely does: "Useful links", "Столицы". */
bool entry_heading_is_of_others(const char *text, size_t len);

/* True if a heading or label says that a glossary follows. */
bool entry_heading_says_so(const char *text, size_t len);

/* True if it surely does: "Glossary", not "Words". */
bool entry_heading_is_of_glossary(const char *text, size_t len);

/* True if it asks to find what belongs together: "Match the words with their
 * translations". */
bool entry_heading_asks(const char *text, size_t len);

/* True if it is a word for notes, as "Notes:": what follows may be entries. */
bool entry_heading_is_of_notes(const char *text, size_t len);

/* True if one says that keywords follow: they are entries where they have
 * translations in brackets. */
bool entry_heading_is_of_keywords(const char *text, size_t len);

#endif
