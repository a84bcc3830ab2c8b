/* SPDX-License-Identifier: MIT
 *
 * In: the text of a heading or label. Out: whether its words name a glossary,
 * keywords, or what is neither. */
#include "corpus/glossary/heading.h"

#include <string.h>

#include "corpus/glossary/span.h"
#include "corpus/text.h"

#define HEADING_BYTES_MAX ((size_t)160)

/* "слова": key ones are those of a programming language or of a paper, as key
 * terms and phrases are not. */
static bool is_plain_word(const char *word, size_t len)
{
    static const char slov[] = "слов";
    return len >= strlen(slov) && memcmp(word, slov, strlen(slov)) == 0;
}

/* "English words from the course": words, and of which language. */
static bool has_tongue(const char *text, size_t len)
{
    char room[SPAN_FOLD_ROOM];
    size_t at = 0, size;
    bool tongue = false, terms = false;
    while (lex_next_word(text, len, &at, room, sizeof room, &size)) {
        bool language = glossary_word_is(WORD_LANGUAGE, room, size);
        bool term = glossary_word_is(WORD_TERM, room, size) ||
                    glossary_word_is(WORD_PLAIN, room, size);
        bool weak = glossary_word_is(WORD_OF_LISTS, room, size);
        terms |= weak && (term || !language);
        tongue |= language && !term && !weak;
    }
    return tongue && terms;
}

/* Is one of the words of that sort? */
static bool has_word(const char *text, size_t len, glossary_word sort)
{
    char room[SPAN_FOLD_ROOM];
    size_t at = 0, size;
    while (lex_next_word(text, len, &at, room, sizeof room, &size))
        if (glossary_word_is(sort, room, size))
            return true;
    return false;
}

bool entry_heading_says_so(const char *text, size_t len)
{
    char room[SPAN_FOLD_ROOM];
    size_t at = 0, size, words = 0, weak = 0;
    bool lists = false, other = false, key = false, plain = false;
    bool last = false; /* the last word is weak */
    if (len > HEADING_BYTES_MAX)
        return false;
    for (; lex_next_word(text, len, &at, room, sizeof room, &size); words++) {
        lists |= glossary_word_is(WORD_LISTS, room, size);
        last = glossary_word_is(WORD_OF_LISTS, room, size);
        weak += last;
        plain |= is_plain_word(room, size);
        if (glossary_word_is(WORD_NO_LIST, room, size)) {
            bool is_key = glossary_word_is(WORD_KEY_TO, room, size);
            key |= is_key;
            other |= !is_key;
        }
    }
    bool keywords = key && plain && weak == 1;
    bool leads = last && len > 0 && text[len - 1] == ':';
    bool says = lists || (!other && !keywords &&
                          (weak > 1 || (weak == 1 && (words <= 4 || leads ||
                                                      has_tongue(text, len)))));
    return says && !has_word(text, len, WORD_WRONG);
}

bool entry_heading_is_of_glossary(const char *text, size_t len)
{
    return has_word(text, len, WORD_LISTS);
}

bool entry_heading_denies(const char *text, size_t len)
{
    return has_word(text, len, WORD_DENIES);
}

bool entry_heading_is_of_others(const char *text, size_t len)
{
    return has_word(text, len, WORD_OTHER) || has_word(text, len, WORD_WRONG);
}

/* True if the next word behind byte `at` begins the text or stands behind a
 * mark or number: "3. Match", but not "football match". */
static bool is_first(const char *text, size_t len, size_t at)
{
    size_t next = at;
    while (next < len && text_is_blank(text[next]))
        next++;
    return at == 0 || !text_is_letter(text_at(text, len, next));
}

bool entry_heading_asks(const char *text, size_t len)
{
    char room[SPAN_FOLD_ROOM];
    size_t at = 0, size;
    bool matches = false, finds = false, what = false, source = false;
    for (size_t from = 0;
         lex_next_word(text, len, &at, room, sizeof room, &size); from = at) {
        if (matches || finds) {
            what |= glossary_word_is(WORD_EQUIVALENT, room, size) ||
                    (matches && (glossary_word_is(WORD_OF_LISTS, room, size) ||
                                 glossary_word_is(WORD_MEANING, room, size)));
            source |= finds && glossary_word_is(WORD_SOURCE, room, size);
        } else if (is_first(text, len, from)) {
            matches = glossary_word_is(WORD_MATCH, room, size);
            finds = glossary_word_is(WORD_FIND, room, size);
        }
    }
    return what && !source;
}

#define NOTES_WORDS_MAX 2

bool entry_heading_is_of_notes(const char *text, size_t len)
{
    return has_word(text, len, WORD_NOTES) &&
           text_words(text, len) <= NOTES_WORDS_MAX;
}

#define KEYWORDS_WORDS_MAX 4

bool entry_heading_is_of_keywords(const char *text, size_t len)
{
    char room[SPAN_FOLD_ROOM];
    size_t at = 0, size, words = 0;
    bool names = false, key = false, weak = false;
    for (; words <= KEYWORDS_WORDS_MAX &&
           lex_next_word(text, len, &at, room, sizeof room, &size);
         words++) {
        names |= glossary_word_is(WORD_KEYWORDS, room, size);
        key |= glossary_word_is(WORD_KEY_TO, room, size) ||
               glossary_word_is(WORD_DEFINES, room, size);
        weak |= glossary_word_is(WORD_OF_LISTS, room, size);
    }
    return (names || (key && weak)) && words <= KEYWORDS_WORDS_MAX;
}
