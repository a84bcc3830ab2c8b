/* SPDX-License-Identifier: MIT
 *
 * In: folded words. Out: terms. Invariant: the term depends on the word and its
 * language alone; the cache only saves the work. */
#include "analysis/stem.h"

#include <stdint.h>
#include <string.h>

#include <libstemmer.h>

#include "analysis/russian.h"
#include "analysis/russian_forms.h"
#include "analysis/russian_nouns.h"
#include "analysis/russian_verbs.h"
#include "analysis/switches.h"

/* Longer words are no words: they are their own stem. */
#define STEM_BYTES_MAX ((size_t)256)
#define TERM_BYTES_MAX ((size_t)1 << 30)

static pilcrow_status unknown_language(const char *code, size_t len,
                                       pilcrow_error *err)
{
    buf list;
    buf_init(&list, 1024);
    language_list(&list);
    pilcrow_status status = error_set(
        err, PILCROW_INVALID, "unknown language '%.*s'; choose from: %s",
        (int)len, code, buf_text(&list));
    buf_release(&list);
    return status;
}

/* Add a language unless it is there. */
static pilcrow_status add_language(stems *s, const char *code, size_t len,
                                   pilcrow_error *err)
{
    const language *l = language_find(code, len);
    if (l == NULL)
        return unknown_language(code, len < 32 ? len : 32, err);
    if (stems_index(s, l->code) >= 0)
        return PILCROW_OK;
    struct sb_stemmer *handle = sb_stemmer_new(l->name, "UTF_8");
    if (handle == NULL)
        return error_no_memory(err);
    s->items[s->count] = (stemmer){l, handle};
    if (s->by_script[l->script] < 0)
        s->by_script[l->script] = (int)s->count;
    s->count++;
    return PILCROW_OK;
}

/* Add the languages of a comma-separated list. */
static pilcrow_status add_languages(stems *s, const char *list,
                                    pilcrow_error *err)
{
    pilcrow_status status = PILCROW_OK;
    do {
        size_t len = strcspn(list, ",");
        status = add_language(s, list, len, err);
        list += len;
    } while (status == PILCROW_OK && *list++ == ',');
    return status;
}

pilcrow_status stems_init(stems *s, const char *languages, pilcrow_error *err)
{
    memset(s, 0, sizeof *s);
    for (size_t i = 0; i < SCRIPT_COUNT; i++)
        s->by_script[i] = -1;
    buf_init(&s->term, TERM_BYTES_MAX);
    buf_init(&s->spare, TERM_BYTES_MAX);
    if (!cache_init(&s->cache))
        return error_no_memory(err);
    pilcrow_status status = add_languages(s, languages, err);
    s->asked = s->count;
    if (status == PILCROW_OK)
        status = add_language(s, "ru", 2, err);
    if (status == PILCROW_OK && s->by_script[SCRIPT_LATIN] < 0)
        status = add_language(s, "en", 2, err);
    return status;
}

void stems_release(stems *s)
{
    for (size_t i = 0; i < s->count; i++)
        sb_stemmer_delete(s->items[i].handle);
    s->count = 0;
    cache_release(&s->cache);
    buf_release(&s->term);
    buf_release(&s->spare);
}

int stems_index(const stems *s, const char *code)
{
    for (size_t i = 0; i < s->count; i++)
        if (strcmp(s->items[i].language->code, code) == 0)
            return (int)i;
    return -1;
}

/* Put what the stemmer makes of the word into s->term. */
static bool stem_by(stems *s, const stemmer *by, const char *word, size_t len)
{
    buf_clear(&s->term);
    if (len > STEM_BYTES_MAX)
        return buf_add(&s->term, word, len);
    const sb_symbol *stem =
        sb_stemmer_stem(by->handle, (const sb_symbol *)word, (int)len);
    if (stem == NULL)
        return false;
    const size_t stem_len = (size_t)sb_stemmer_length(by->handle);
    return stem_len == 0 ? buf_add(&s->term, word, len)
                         : buf_add(&s->term, stem, stem_len);
}

/* Put the stem of a Russian word that is no noun on the list into s->term,
 * before endings of stems are joined. */
static bool cut_russian(stems *s, const stemmer *by, const char *word,
                        size_t len)
{
    russian_stem verb;
    if (russian_verb(&verb, word, len))
        return buf_add(&s->term, word, verb.kept) &&
               buf_add_text(&s->term, verb.ending);
    if (!stem_by(s, by, word, len))
        return false;
    const size_t kept = russian_participle(word, len, s->term.len);
    return kept <= s->term.len ||
           buf_add(&s->term, word + s->term.len, kept - s->term.len);
}

/* Put the stem of a Russian word into s->term. */
static bool stem_russian(stems *s, const stemmer *by, const char *word,
                         size_t len)
{
    const char *other = russian_read_as(word, len);
    if (other != NULL) {
        word = other;
        len = strlen(other);
    }
    buf_clear(&s->term);
    const size_t noun = russian_noun(word, len);
    if (noun > 0)
        return buf_add(&s->term, word, noun);
    if (!cut_russian(s, by, word, len))
        return false;
    buf_truncate(&s->term, russian_join(s->term.data, s->term.len));
    return true;
}

/* Put the stem of the word into s->term. */
static bool stem_word(stems *s, const stemmer *by, const char *word, size_t len)
{
    size_t cut = language_elision(by->language, word, len);
    word += cut;
    len -= cut;
    const bool russian =
        ANALYSIS_JOIN_RUSSIAN && by->language->script == SCRIPT_CYRILLIC;
    if (!(russian ? stem_russian : stem_by)(s, by, word, len))
        return false;
    /* The stemmer folds ё too, so without the step it is a mark of its own. */
    if (!ANALYSIS_FOLD_YO && memmem(word, len, "ё", strlen("ё")) != NULL)
        return buf_add_text(&s->term, "ё");
    return true;
}

static bool is_ascii(const buf *b)
{
    for (size_t i = 0; i < b->len; i++)
        if ((unsigned char)b->data[i] >= 0x80)
            return false;
    return true;
}

/* Take the diacritics off s->term. */
static bool strip_term(stems *s)
{
    if (!ANALYSIS_STRIP_MARKS || is_ascii(&s->term))
        return true;
    if (!fold_strip(&s->spare, s->term.data, s->term.len))
        return false;
    if (s->spare.len == 0)
        return true;
    buf swap = s->term;
    s->term = s->spare;
    s->spare = swap;
    return true;
}

/* Make the term in s->term. */
static bool make(stems *s, const stemmer *by, const char *word, size_t len)
{
    return stem_word(s, by, word, len) &&
           (by->language->script != SCRIPT_LATIN || strip_term(s));
}

bool stems_term(stems *s, int index, const char *word, size_t len,
                stems_found *out)
{
    char padded[CACHE_BYTES] = {0};
    const bool fits = len <= sizeof padded;
    if (fits)
        memcpy(padded, word, len);
    if (fits && stems_known(s, index, padded, len, out))
        return true;
    if (!make(s, &s->items[index], word, len))
        return false;
    const buf *term = &s->term;
    *out = (stems_found){term->data, term->len,
                         (uint32_t)mix_bytes(0, term->data, term->len)};
    if (fits)
        cache_put(&s->cache, (uint8_t)index, padded, len, out->term, out->len,
                  out->hash);
    return true;
}
