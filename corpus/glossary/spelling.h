/* SPDX-License-Identifier: MIT
 *
 * Names written in the letters of the other alphabet: "London - Лондон" tells
 * how a word is spelt, and translates none. */
#ifndef PILCROW_CORPUS_GLOSSARY_SPELLING_H
#define PILCROW_CORPUS_GLOSSARY_SPELLING_H

#include <stdbool.h>
#include <stddef.h>

/* Is the Cyrillic text the Latin one as it sounds? The consonants have to
 * agree, most of them. */
bool glossary_is_spelt(const char *latin, size_t latin_len,
                       const char *cyrillic, size_t cyrillic_len);

#endif
