/* SPDX-License-Identifier: MIT
 *
 * In: the term of a word. Out: whether it is on the list. */
#include "corpus/function_words.h"

#include <string.h>

static const char *const function_words[] = {
    "a",  "an",  "and", "as", "at", "be",   "by",  "for", "from", "in",  "into",
    "is", "it",  "of",  "on", "or", "that", "the", "to",  "with", "без", "в",
    "во", "для", "до",  "же", "за", "и",    "из",  "или", "к",    "ко",  "на",
    "не", "о",   "об",  "от", "по", "под",  "при", "с",   "со",   "у"};

bool is_function_word(const char *term, size_t len)
{
    size_t count = sizeof function_words / sizeof *function_words;
    for (size_t i = 0; i < count; i++)
        if (strlen(function_words[i]) == len &&
            memcmp(function_words[i], term, len) == 0)
            return true;
    return false;
}
