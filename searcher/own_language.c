/* SPDX-License-Identifier: MIT
 *
 * In: a term of BODY. Out: its weight, by how many paragraphs are in its
 * language and how many of these hold it. */
#include "searcher/own_language.h"

#include "corpus/function_words.h"
#include "searcher/explain.h"

/* The least share of a language's paragraphs that are taken to hold one of its
 * function words: where all there is of it are titles and lists, few do. */
#define LEAST_SHARE 0.5

/* How many paragraphs are in Russian, or in any other language. */
static pilcrow_status count_language(double *out, pilcrow_index *index,
                                     double all, bool russian,
                                     pilcrow_error *err)
{
    uint64_t count = 0;
    pilcrow_status status = engine_frequencies(index->snapshot, ENGINE_LANG,
                                               "ru", 2, &count, NULL, err);
    *out = russian ? (double)count : all - (double)count;
    return status;
}

pilcrow_status own_language_weight(double *out, pilcrow_index *index,
                                   const engine_query *term, pilcrow_error *err)
{
    const bool russian = (unsigned char)term->term[0] >= 0x80;
    engine_stats stats;
    uint64_t holders = 0;
    double own;
    *out = 1.0;
    if (!is_function_word(term->term, term->len))
        return PILCROW_OK;
    pilcrow_status status =
        engine_snapshot_counts(index->snapshot, &stats, err);
    if (status == PILCROW_OK)
        status = engine_frequencies(index->snapshot, ENGINE_BODY, term->term,
                                    term->len, &holders, NULL, err);
    if (status == PILCROW_OK)
        status =
            count_language(&own, index, (double)stats.paragraphs, russian, err);
    if (status != PILCROW_OK || holders == 0)
        return status;
    const double all = (double)stats.paragraphs, held = (double)holders;
    if (2.0 * own >= all)
        return PILCROW_OK;
    own = own > held ? own : held;
    const double here = explain_idf(all, held);
    const double there =
        explain_idf(own, held > LEAST_SHARE * own ? held : LEAST_SHARE * own);
    if (there < here)
        *out = there / here;
    return PILCROW_OK;
}
