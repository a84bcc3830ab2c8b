/* SPDX-License-Identifier: MIT
 *
 * Forms of Russian words that are read as another of their word before they are
 * stemmed, as no rule tells their vowel: окон as окна, трутень as трутня, день
 * and дни as one (see russian.h). They stand in lists. */
#ifndef PILCROW_ANALYSIS_RUSSIAN_FORMS_H
#define PILCROW_ANALYSIS_RUSSIAN_FORMS_H

#include <stddef.h>

/* The form to stem in place of `word`, folded; NULL for the word itself.
 * Static. */
const char *russian_read_as(const char *word, size_t len);

#endif
