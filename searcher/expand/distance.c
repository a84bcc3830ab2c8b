/* SPDX-License-Identifier: MIT
 *
 * In: two words. Out: the slips between them. A row is the distances of one
 * beginning of the word to all beginnings of the other; once a whole row is
 * over the limit, so are all that follow. */
#include "searcher/expand/distance.h"

#include "base/utf8.h"

bool letters_read(letters *out, const char *text, size_t len)
{
    out->count = 0;
    for (size_t at = 0; at < len;) {
        if (out->count == LETTERS_MAX)
            return false;
        at += utf8_read(text + at, len - at, &out->codes[out->count++]);
    }
    return true;
}

static unsigned least(unsigned a, unsigned b)
{
    return a < b ? a : b;
}

/* The rows of the last two beginnings of the word, and that in hand. */
typedef struct rows {
    unsigned before[LETTERS_MAX + 1];
    unsigned last[LETTERS_MAX + 1];
    unsigned now[LETTERS_MAX + 1];
} rows;

/* Fill the row of word[0..i]; the least distance in it. */
static unsigned fill_row(rows *r, const letters *word, const letters *other,
                         size_t i)
{
    unsigned best = r->now[0] = (unsigned)i + 1;
    for (size_t j = 0; j < other->count; j++) {
        bool same = word->codes[i] == other->codes[j];
        unsigned slips = r->last[j] + !same;
        slips = least(slips, least(r->last[j + 1], r->now[j]) + 1);
        if (i > 0 && j > 0 && word->codes[i] == other->codes[j - 1] &&
            word->codes[i - 1] == other->codes[j])
            slips = least(slips, r->before[j - 1] + 1);
        r->now[j + 1] = slips;
        best = least(best, slips);
    }
    return best;
}

unsigned distance_between(const letters *word, const letters *other,
                          unsigned most, unsigned *beginning)
{
    rows r;
    unsigned best = 0;
    if (beginning != NULL)
        *beginning = most + 1;
    for (size_t j = 0; j <= other->count; j++)
        r.last[j] = r.before[j] = (unsigned)j;
    for (size_t i = 0; i < word->count; i++) {
        best = fill_row(&r, word, other, i);
        if (best > most)
            return most + 1;
        for (size_t j = 0; j <= other->count; j++) {
            r.before[j] = r.last[j];
            r.last[j] = r.now[j];
        }
    }
    if (beginning != NULL)
        *beginning = best;
    return least(r.last[other->count], most + 1);
}
