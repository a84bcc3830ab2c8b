/* SPDX-License-Identifier: MIT
 *
 * In: a mistyped name and the known ones. Out: the nearest, by edit distance
 * with swaps of neighbours. Names longer than LONGEST are near to nothing. */
#include "suggest.h"

#include <stdbool.h>
#include <string.h>

#define LONGEST 31u

static size_t least(size_t a, size_t b)
{
    return a < b ? a : b;
}

/* Both at most LONGEST bytes long. */
static size_t edit_distance(const char *a, const char *b)
{
    size_t rows[LONGEST + 1][LONGEST + 1];
    size_t a_len = strlen(a), b_len = strlen(b);
    for (size_t i = 0; i <= a_len; i++)
        rows[i][0] = i;
    for (size_t j = 0; j <= b_len; j++)
        rows[0][j] = j;
    for (size_t i = 1; i <= a_len; i++) {
        for (size_t j = 1; j <= b_len; j++) {
            size_t change = a[i - 1] == b[j - 1] ? 0 : 1;
            size_t best = least(rows[i - 1][j], rows[i][j - 1]) + 1;
            best = least(best, rows[i - 1][j - 1] + change);
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                best = least(best, rows[i - 2][j - 2] + 1);
            rows[i][j] = best;
        }
    }
    return rows[a_len][b_len];
}

void suggest_consider(suggestion *s, const char *name)
{
    size_t typed_len = strlen(s->typed), name_len = strlen(name);
    if (typed_len == 0 || typed_len > LONGEST || name_len > LONGEST)
        return;
    size_t allowed = least((typed_len + 2) / 3, (name_len + 2) / 3);
    size_t distance = edit_distance(s->typed, name);
    bool is_start = typed_len >= 2 && strncmp(s->typed, name, typed_len) == 0;
    if (is_start)
        distance = least(distance, allowed);
    if (distance > allowed || distance >= typed_len || /* all of it wrong */
        (s->best != NULL && distance >= s->distance))
        return;
    s->best = name;
    s->distance = distance;
}
