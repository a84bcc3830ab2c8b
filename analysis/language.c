/* SPDX-License-Identifier: MIT
 *
 * In: a two-letter code. Out: what is known of the language. Invariant: each
 * name is one that libstemmer 2.2 has. */
#include "analysis/language.h"

#include <string.h>

static const language languages[] = {
    {"ar", "arabic", SCRIPT_ARABIC, FOLD_NORMAL, false},
    {"ca", "catalan", SCRIPT_LATIN, FOLD_NORMAL, true},
    {"da", "danish", SCRIPT_LATIN, FOLD_NORMAL, false},
    {"de", "german", SCRIPT_LATIN, FOLD_NORMAL, false},
    {"el", "greek", SCRIPT_GREEK, FOLD_NORMAL, false},
    {"en", "english", SCRIPT_LATIN, FOLD_PLAIN, false},
    {"es", "spanish", SCRIPT_LATIN, FOLD_NORMAL, false},
    {"eu", "basque", SCRIPT_LATIN, FOLD_NORMAL, false},
    {"fi", "finnish", SCRIPT_LATIN, FOLD_NORMAL, false},
    {"fr", "french", SCRIPT_LATIN, FOLD_NORMAL, true},
    {"ga", "irish", SCRIPT_LATIN, FOLD_NORMAL, false},
    {"hi", "hindi", SCRIPT_DEVANAGARI, FOLD_NORMAL, false},
    {"hu", "hungarian", SCRIPT_LATIN, FOLD_NORMAL, false},
    {"hy", "armenian", SCRIPT_ARMENIAN, FOLD_NORMAL, false},
    {"id", "indonesian", SCRIPT_LATIN, FOLD_NORMAL, false},
    {"it", "italian", SCRIPT_LATIN, FOLD_NORMAL, true},
    {"lt", "lithuanian", SCRIPT_LATIN, FOLD_NORMAL, false},
    {"ne", "nepali", SCRIPT_DEVANAGARI, FOLD_NORMAL, false},
    {"nl", "dutch", SCRIPT_LATIN, FOLD_NORMAL, false},
    {"no", "norwegian", SCRIPT_LATIN, FOLD_NORMAL, false},
    {"pt", "portuguese", SCRIPT_LATIN, FOLD_NORMAL, false},
    {"ro", "romanian", SCRIPT_LATIN, FOLD_ROMANIAN, false},
    {"ru", "russian", SCRIPT_CYRILLIC, FOLD_NORMAL, false},
    {"sr", "serbian", SCRIPT_LATIN, FOLD_NORMAL, false},
    {"sv", "swedish", SCRIPT_LATIN, FOLD_NORMAL, false},
    {"ta", "tamil", SCRIPT_TAMIL, FOLD_NORMAL, false},
    {"tr", "turkish", SCRIPT_LATIN, FOLD_TURKISH, false},
    {"yi", "yiddish", SCRIPT_HEBREW, FOLD_NORMAL, false},
};

#define LANGUAGE_COUNT (sizeof languages / sizeof languages[0])

const language *language_find(const char *code, size_t len)
{
    for (size_t i = 0; i < LANGUAGE_COUNT; i++)
        if (len == 2 && memcmp(languages[i].code, code, 2) == 0)
            return &languages[i];
    return NULL;
}

bool language_list(buf *out)
{
    for (size_t i = 0; i < LANGUAGE_COUNT; i++)
        buf_add_format(out, "%s%s", i > 0 ? ", " : "", languages[i].code);
    return !out->failed;
}

/* Articles, pronouns and conjunctions that French, Italian and Catalan write
 * together with the word after them. */
static const char *const elided[] = {
    "l'",    "d'",     "j'",     "m'",      "t'",      "s'",      "n'",
    "c'",    "qu'",    "un'",    "all'",    "dall'",   "dell'",   "nell'",
    "sull'", "quell'", "jusqu'", "lorsqu'", "puisqu'", "quoiqu'",
};

size_t language_elision(const language *l, const char *word, size_t len)
{
    if (!l->elides)
        return 0;
    for (size_t i = 0; i < sizeof elided / sizeof elided[0]; i++) {
        size_t size = strlen(elided[i]);
        if (len > size && memcmp(word, elided[i], size) == 0)
            return size;
    }
    return 0;
}
