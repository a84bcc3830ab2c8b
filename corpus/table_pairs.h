/* SPDX-License-Identifier: MIT
 *
 * Tables in Markdown that have heads only because the notation wants some:
 * "| Seller | Продавец |" over more rows of terms in two alphabets. */
#ifndef PILCROW_CORPUS_TABLE_PAIRS_H
#define PILCROW_CORPUS_TABLE_PAIRS_H

#include <stdbool.h>
#include <stddef.h>

#include "corpus/clean.h"

/* Which of two cells of a row is Cyrillic where the other is Latin. */
typedef enum table_turn {
    TURN_NONE, /* not two cells, one alphabet each */
    TURN_LATIN_FIRST,
    TURN_CYRILLIC_FIRST
} table_turn;

/* How the row turns that has these cells. */
table_turn table_row_turn(const char *text, const slice *cells, size_t count);

/* True if one of the cells says what stands below it: "Description",
 * "Перевод". */
bool table_row_names(const char *text, const slice *cells, size_t count);

/* How many of the cells begin with a capital letter. */
size_t table_row_capitals(const char *text, const slice *cells, size_t count);

#endif
