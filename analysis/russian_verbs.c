/* SPDX-License-Identifier: MIT
 *
 * In: a folded Russian word. Out: its stem, if its ending is one of those of
 * verbs that the stemmer does not know, or takes for an adjective's. */
#include "analysis/russian_verbs.h"

#include "analysis/russian_letters.h"

static size_t without_reflexive(const char *word, size_t len)
{
    static const char *const endings[] = {"ся", "сь", NULL};
    const size_t left = before_endings(word, len, endings);
    return left > 0 ? left : len;
}

/* How much is before a participle: before `middle` and one of the endings that
 * adjectives have; 0 if it is none. */
static size_t before_participle(const char *word, size_t len,
                                const char *middle, const char *const *endings)
{
    size_t left = 0;
    /* Most words have not even that. */
    if (memmem(word, len, middle, strlen(middle)) == NULL)
        return 0;
    for (; left == 0 && *endings != NULL; endings++) {
        const size_t ends = before_ending(word, len, *endings);
        left = ends > 0 ? before_ending(word, ends, middle) : 0;
    }
    return left;
}

static size_t before_active(const char *word, size_t len)
{
    static const char *const endings[] = {"ий", "ая",  "ее",  "ие", "его",
                                          "ей", "ую",  "их",  "им", "ем",
                                          "ею", "ими", "ему", NULL};
    return before_participle(word, len, "ющ", endings);
}

static size_t before_passive(const char *word, size_t len)
{
    static const char *const endings[] = {"ый",  "ая", "ое", "ые", "ой",  "ую",
                                          "ых",  "ым", "ом", "ою", "ого", "ому",
                                          "ыми", "а",  "о",  "ы",  NULL};
    return before_participle(word, len, "ем", endings);
}

/* How much is before the ending of a present tense, or of what is made of it;
 * 0 if that is none. */
static size_t before_present(const char *word, size_t len)
{
    static const char *const endings[] = {"ет", "ют", "ешь", "ете", NULL};
    const size_t left = before_endings(word, len, endings);
    return left > 0 ? left : before_active(word, len);
}

/* The same of endings that nouns in -е have as well: музеем, идея. */
static size_t before_other_present(const char *word, size_t len)
{
    static const char *const endings[] = {"ем", "я", "й", "йте", NULL};
    const size_t left = before_passive(word, len);
    return left > 0 ? left : before_endings(word, len, endings);
}

static bool make(russian_stem *out, const char *word, size_t kept,
                 const char *ending)
{
    *out = (russian_stem){kept, ending};
    return has_vowel(word, kept);
}

/* A present of -овать or -евать, or of -еть. */
static bool read_present(russian_stem *out, const char *word, size_t len)
{
    size_t left = before_present(word, len);
    if (last_letter_in(word, left, "е"))
        return make(out, word, left - LETTER, "е");
    if (left == 0)
        left = before_other_present(word, len);
    if (!last_letter_in(word, left, "ую"))
        return false;
    const bool soft = last_letter_in(word, left, "ю") ||
                      last_letter_in(word, left - LETTER, "жчшщц");
    return make(out, word, left - LETTER, soft ? "ева" : "ова");
}

/* зависеть; but подсеть is a noun. */
static bool read_infinitive(russian_stem *out, const char *word, size_t len)
{
    const size_t left = before_ending(word, len, "еть");
    const bool net = last_letter_in(word, left, "с") &&
                     !last_letter_in(word, left - LETTER, "и");
    return left > 0 && !net && make(out, word, left, "е");
}

/* What is said of something done meanwhile. `len` is without -сь. */
static bool read_gerund(russian_stem *out, const char *word, size_t len,
                        bool reflexive)
{
    const size_t left = before_ending(word, len, "я");
    const char *before = reflexive ? "ая" : "я";
    if (left < 2 * LETTER || !last_letter_in(word, left, before))
        return before_ending(word, len, "ывая") > 0 &&
               make(out, word, left, "");
    return (reflexive || last_letter_in(word, left - LETTER, "лр")) &&
           make(out, word, left, "");
}

/* служат; but прижат is a participle. */
static bool read_plural(russian_stem *out, const char *word, size_t len)
{
    const size_t left = before_ending(word, len, "ат");
    const bool fits = last_letter_in(word, left, "чшщ") ||
                      (last_letter_in(word, left, "ж") &&
                       last_letter_in(word, left - LETTER, "еоулр"));
    return fits && make(out, word, left, "");
}

bool russian_verb(russian_stem *out, const char *word, size_t len)
{
    const size_t bare = without_reflexive(word, len);
    const bool gerund = before_ending(word, len, "сь") > 0;
    return read_present(out, word, bare) || read_infinitive(out, word, bare) ||
           read_gerund(out, word, bare, gerund) || read_plural(out, word, bare);
}

size_t russian_participle(const char *word, size_t len, size_t stem_len)
{
    static const char *const endings[] = {"ен", "ена", "ено", "ены", NULL};
    if (before_endings(word, len, endings) == stem_len)
        return stem_len + 2 * LETTER;
    return before_ending(word, len, "ыт") == stem_len ? len : stem_len;
}
