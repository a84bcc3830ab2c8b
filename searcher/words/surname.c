/* SPDX-License-Identifier: MIT
 *
 * In: words of the query with their terms. Out: the same with the terms of
 * other forms of a surname. */
#include "searcher/words/surname.h"

#include <string.h>

#include "base/utf8.h"
#include "searcher/expand/surface.h"

#define FOLDED_MAX ((size_t)64 * 1024)
/* What is remembered: answers, all forgotten when there are more, and bytes
 * that they point at, which are none. */
#define ANSWERS_MAX 16384u
#define BYTES_MAX ((size_t)64)
/* Bytes: -ов and -ев, and what stands before it in the shortest name. */
#define ENDING strlen("ов")
#define BEFORE_MIN strlen("лев")

static const char *const inflections[] = {"а",  "у", "ым", "е",  "ой",
                                          "ою", "ы", "ых", "ыми"};

/* A term that other forms of the word may have. */
typedef struct other {
    const char *term;
    size_t len;
    const char *name; /* the word without inflection, folded */
    size_t name_len;
    bool inflected; /* those forms are */
} other;

static bool ends_in_ov(const char *word, size_t len)
{
    return len >= BEFORE_MIN + ENDING &&
           (memcmp(word + len - ENDING, "ов", ENDING) == 0 ||
            memcmp(word + len - ENDING, "ев", ENDING) == 0);
}

static bool is_inflection(const char *ending, size_t len)
{
    for (size_t i = 0; i < sizeof inflections / sizeof *inflections; i++)
        if (strlen(inflections[i]) == len &&
            memcmp(inflections[i], ending, len) == 0)
            return true;
    return false;
}

/* Is `word` the name, inflected or as it is? */
static bool is_form(const char *word, size_t len, const other *o)
{
    if (len < o->name_len || memcmp(word, o->name, o->name_len) != 0)
        return false;
    return o->inflected ? is_inflection(word + o->name_len, len - o->name_len)
                        : len == o->name_len;
}

/* The term of a name as it stands without inflection; NULL if that is no word,
 * or without memory. */
static const char *term_of(analyser *tokens, arena *a, const char *name,
                           size_t name_len, size_t *len)
{
    analysis_token token;
    analyser_start(tokens, name, name_len, NULL);
    if (!analyser_next(tokens, &token) || token.end != name_len)
        return NULL;
    *len = token.term_len;
    return arena_copy(a, token.term, token.term_len);
}

/* What other term the word may have, whose own is `term`. False if none. */
static bool find_other(other *out, analyser *tokens, arena *a, const char *word,
                       size_t len, const char *term, size_t term_len)
{
    if (len < term_len || memcmp(word, term, term_len) != 0)
        return false;
    *out = (other){word, len, word, len, true};
    if (len > term_len && ends_in_ov(word, len))
        return true;
    *out = (other){.name = term, .name_len = term_len};
    if (!ends_in_ov(term, term_len) ||
        !is_inflection(word + term_len, len - term_len))
        return false;
    out->term = term_of(tokens, a, term, term_len, &out->len);
    return out->term != NULL && out->len < term_len;
}

/* How a word is told to be a form of the name. */
typedef struct telling {
    analyser *tokens;
    const other *of;
    buf folded;
    bool failed;
} telling;

static bool tell_form(void *ctx, const surface_word *word)
{
    telling *t = ctx;
    if (!analyser_fold(t->tokens, &t->folded, word->text, word->len))
        t->failed = true;
    return !t->failed && is_form(buf_text(&t->folded), t->folded.len, t->of);
}

/* Are most words of the term forms of the name? */
static pilcrow_status look_at(bool *out, pilcrow_index *index,
                              engine_field field, const other *o,
                              pilcrow_error *err)
{
    surface_tally tally;
    telling t = {.tokens = index->tokens, .of = o};
    buf_init(&t.folded, FOLDED_MAX);
    pilcrow_status status =
        surface_count(&tally, index, field, o->term, o->len, SURNAME_READS_MAX,
                      tell_form, &t, err);
    buf_release(&t.folded);
    *out = 2 * tally.names > tally.seen;
    return status == PILCROW_OK && t.failed ? error_no_memory(err) : status;
}

/* The same, as it is remembered. */
static pilcrow_status is_surname(bool *out, pilcrow_index *index,
                                 engine_field field, const other *o,
                                 pilcrow_error *err)
{
    answers *known =
        answers_now(&index->surnames, index->snapshot, sizeof(bool), BYTES_MAX);
    if (known == NULL)
        return error_no_memory(err);
    if (known->known.count > ANSWERS_MAX)
        answers_forget(known);
    const XXH128_hash_t question = XXH3_128bits_withSeed(
        o->name, o->name_len, (uint64_t)field << 1 | o->inflected);
    const bool *answer = answers_find(known, question);
    if (answer != NULL) {
        *out = *answer;
        return PILCROW_OK;
    }
    pilcrow_status status = look_at(out, index, field, o, err);
    bool *place = status == PILCROW_OK ? answers_put(known, question) : NULL;
    if (place != NULL)
        *place = *out;
    return status;
}

/* Give the slot the other term beside its own. False without memory. */
static bool add_term(slot *s, arena *a, const other *o)
{
    expand_term *terms = arena_array(a, 2, sizeof *terms);
    const char *bytes = arena_copy(a, o->term, o->len);
    if (terms == NULL || bytes == NULL)
        return false;
    terms[0] = s->terms[0];
    terms[1] = (expand_term){.bytes = bytes, .len = o->len};
    s->terms = terms;
    s->count = 2;
    return true;
}

static pilcrow_status widen(slot *s, pilcrow_index *index, arena *a,
                            engine_field field, const char *word, size_t len,
                            pilcrow_error *err)
{
    other o;
    bool is_one = false;
    uint64_t paragraphs = 0;
    if (!find_other(&o, index->tokens, a, word, len, s->terms->bytes,
                    s->terms->len))
        return a->failed ? error_no_memory(err) : PILCROW_OK;
    pilcrow_status status = engine_frequencies(index->snapshot, field, o.term,
                                               o.len, &paragraphs, NULL, err);
    if (status == PILCROW_OK && paragraphs > 0)
        status = is_surname(&is_one, index, field, &o, err);
    return status == PILCROW_OK && is_one && !add_term(s, a, &o)
               ? error_no_memory(err)
               : status;
}

pilcrow_status surname_widen(slot_list *list, pilcrow_index *index, arena *a,
                             engine_field field, const char *text,
                             pilcrow_error *err)
{
    buf folded;
    pilcrow_status status = PILCROW_OK;
    buf_init(&folded, FOLDED_MAX);
    for (size_t i = 0; i < list->count && status == PILCROW_OK; i++) {
        slot *s = &list->items[i];
        if (s->count != 1 || slot_is_pattern(s) ||
            !utf8_is_russian(s->terms->bytes, s->terms->len))
            continue;
        status =
            analyser_fold(index->tokens, &folded, text + s->start,
                          s->end - s->start)
                ? widen(s, index, a, field, buf_text(&folded), folded.len, err)
                : error_no_memory(err);
    }
    buf_release(&folded);
    return status;
}
