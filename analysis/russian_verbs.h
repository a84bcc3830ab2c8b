/* SPDX-License-Identifier: MIT
 *
 * Forms of Russian verbs that the stemmer parts from the others of their verb.
 *
 *   Before the stemmer, with what these endings come to:
 *
 *     -ует -уют -уемый -ующий -уя …     -ова    использует as использовать
 *       behind ж ч ш щ ц                -ева    танцует as танцевать
 *     -юет -юют -юющий …                -ева    воюет as воевать
 *     -еет -еют -еющий … -еть           -е      имеет, имеющий, иметь
 *     -ывая, -лая -рая as -ляя -ряя,
 *       -аясь -яясь                     -ыва …  учитывая as учитывать
 *     -жат -чат -шат -щат               -ж …    служат as служит
 *
 *   of which -ую is no part, as most words in it are adjectives (новую).
 *
 *   After it, -ен -ена -ено -ены stay -ен, and -ыт stays: установлен as
 *   установленный and установление, открыт as открытый. So do nouns that end
 *   likewise: обмен, арена, опыт.
 *
 * Each where a vowel is left before it. */
#ifndef PILCROW_ANALYSIS_RUSSIAN_VERBS_H
#define PILCROW_ANALYSIS_RUSSIAN_VERBS_H

#include <stdbool.h>
#include <stddef.h>

/* A stem: the first bytes of its word, and what comes behind them; static. */
typedef struct russian_stem {
    size_t kept;
    const char *ending;
} russian_stem;

/* The stem of a folded word, if it is such a form. */
bool russian_verb(russian_stem *out, const char *word, size_t len);

/* How many bytes of a folded word are its stem, if the stemmer left the first
 * `stem_len` of them. */
size_t russian_participle(const char *word, size_t len, size_t stem_len);

#endif
