/* SPDX-License-Identifier: MIT
 *
 * In: stems, words, patterns. Out: words that may be, and their terms. */
#include "searcher/expand/forms.h"

#include <string.h>

#include "analysis/chars.h"
#include "base/utf8.h"

#define MARKS_MAX 2u /* a pattern of more is not tried */

/* ----------------------------------------------------------------- terms - */

bool forms_terms(const forms_reader *f, const char *word, size_t len,
                 forms_visitor visit, void *ctx)
{
    size_t i = 0;
    bool go_on = true;
    do {
        analysis_token token;
        analyser_start(f->tokens, word, len, f->languages[i]);
        if (analyser_next(f->tokens, &token) && token.start == 0 &&
            token.end == len)
            go_on = visit(ctx, token.term, token.term_len);
        if (analyser_failed(f->tokens))
            return false;
    } while (go_on && f->languages[i] != NULL && f->languages[++i] != NULL);
    return true;
}

typedef struct wanted_term {
    const char *bytes;
    size_t len;
    bool found;
} wanted_term;

static bool compare_term(void *ctx, const char *bytes, size_t len)
{
    wanted_term *wanted = ctx;
    wanted->found =
        len == wanted->len && memcmp(bytes, wanted->bytes, len) == 0;
    return !wanted->found;
}

bool forms_is_term(const forms_reader *f, const char *word, size_t len,
                   const char *term, size_t term_len)
{
    wanted_term wanted = {term, term_len, false};
    return forms_terms(f, word, len, compare_term, &wanted) && wanted.found;
}

/* --------------------------------------------------------------- endings - */

static const char latin_letters[] = "abcdefghijklmnopqrstuvwxyz";
static const char russian_letters[] = "абвгдежзийклмнопрстуфхцчшщъыьэюя";

static const char *const latin_endings[] = {
    "",    "s",   "es",   "ed",   "d",     "e",      "ing", "ings",
    "er",  "ers", "ion",  "ions", "ation", "ations", "ly",  "al",
    "ity", "y",   "ness", "ment", "able",  "ive",    NULL};

static const char *const russian_endings[] = {
    "",    "а",   "я",    "о",    "е",    "ы",    "и",     "у",   "ю",
    "ь",   "й",   "ой",   "ей",   "ом",   "ем",   "ам",    "ям",  "ами",
    "ями", "ах",  "ях",   "ов",   "ев",   "ый",   "ий",    "ая",  "яя",
    "ое",  "ее",  "ые",   "ие",   "ого",  "его",  "ому",   "ему", "ым",
    "им",  "ых",  "их",   "ую",   "юю",   "ть",   "л",     "ла",  "ли",
    "ло",  "ет",  "ит",   "ия",   "ии",   "ию",   "ией",   "иям", "иях",
    "ий",  "ать", "ость", "ости", "ение", "ения", "остью", NULL};

static const char *const no_endings[] = {"", NULL};

/* The script of the first letter. */
static char_script script_of(const char *text, size_t len)
{
    for (size_t at = 0; at < len;) {
        char_read c = char_at(text, len, at);
        if (c.class == CHAR_LETTER)
            return char_script_of(c.code);
        at += c.size;
    }
    return SCRIPT_NONE;
}

const char *const *forms_endings(const char *text, size_t len)
{
    char_script script = script_of(text, len);
    return script == SCRIPT_CYRILLIC ? russian_endings
           : script == SCRIPT_LATIN  ? latin_endings
                                     : no_endings;
}

const char *forms_alphabet(const char *text, size_t len)
{
    char_script script = script_of(text, len);
    return script == SCRIPT_CYRILLIC ? russian_letters
           : script == SCRIPT_LATIN  ? latin_letters
                                     : "";
}

/* -------------------------------------------------------------- patterns - */

typedef struct making {
    const char *pattern;
    size_t len;
    size_t marks;        /* runs of * count one */
    const char *letters; /* of its script */
    const char *const *endings;
    char word[FORMS_BYTES_MAX];
    size_t used;
    forms_visitor visit;
    void *ctx;
} making;

static bool make_rest(making *m, size_t at);

/* Go on behind a mark with these letters in its place. */
static bool make_with(making *m, size_t at, const char *letters, size_t len)
{
    size_t used = m->used;
    if (used + len > sizeof m->word)
        return true;
    memcpy(m->word + used, letters, len);
    m->used = used + len;
    bool go_on = make_rest(m, at);
    m->used = used;
    return go_on;
}

/* Each letter in the mark's place; if `pairs`, with each letter behind it. */
static bool make_letters(making *m, size_t at, bool pairs)
{
    const char *letters = m->letters;
    size_t len = strlen(letters);
    size_t size;
    size_t second;
    for (size_t i = 0; i < len; i += size) {
        uint32_t code;
        char both[8];
        size = utf8_read(letters + i, len - i, &code);
        if (!make_with(m, at, letters + i, size))
            return false;
        memcpy(both, letters + i, size);
        for (size_t k = 0; k < len && pairs; k += second) {
            second = utf8_read(letters + k, len - k, &code);
            memcpy(both + size, letters + k, second);
            if (!make_with(m, at, both, size + second))
                return false;
        }
    }
    return true;
}

static bool make_endings(making *m, size_t at)
{
    for (size_t i = 0; m->endings[i] != NULL; i++)
        if (!make_with(m, at, m->endings[i], strlen(m->endings[i])))
            return false;
    return true;
}

/* Copy up to the next mark, put letters for it, and go on behind it. */
static bool make_rest(making *m, size_t at)
{
    size_t mark = at;
    size_t used = m->used;
    while (mark < m->len && m->pattern[mark] != '*' && m->pattern[mark] != '?')
        mark++;
    if (used + (mark - at) > sizeof m->word)
        return true;
    memcpy(m->word + used, m->pattern + at, mark - at);
    m->used = used + (mark - at);
    size_t next = mark + 1;
    while (next < m->len && m->pattern[mark] == '*' && m->pattern[next] == '*')
        next++;
    bool go_on =
        mark == m->len ? m->visit(m->ctx, m->word, m->used)
        : m->pattern[mark] == '?'
            ? make_letters(m, next, false)
            : make_endings(m, next) && make_letters(m, next, m->marks == 1);
    m->used = used;
    return go_on;
}

bool forms_each(const char *pattern, size_t len, forms_visitor visit, void *ctx)
{
    making m = {.pattern = pattern,
                .len = len,
                .letters = forms_alphabet(pattern, len),
                .endings = forms_endings(pattern, len),
                .visit = visit,
                .ctx = ctx};
    for (size_t i = 0; i < len; i++)
        m.marks += pattern[i] == '?' ||
                   (pattern[i] == '*' && (i == 0 || pattern[i - 1] != '*'));
    return m.marks > MARKS_MAX || make_rest(&m, 0);
}
