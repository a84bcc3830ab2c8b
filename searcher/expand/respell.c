/* SPDX-License-Identifier: MIT
 *
 * In: a word. Out: the words of the index that are like it. The index holds
 * stems, so paragraphs are read for the word behind each: of its forms the one
 * nearest to what was typed, as that keeps number and case. */
#include "searcher/expand/respell.h"

#include <string.h>

#include <utf8proc.h>

#include "base/list.h"
#include "base/utf8.h"
#include "searcher/expand/distance.h"
#include "searcher/expand/surface.h"
#include "searcher/query/pattern.h"

#define TERMS_MAX 6u   /* looked at for their words */
#define READS_MAX 100u /* paragraphs, for a term */
#define FORMS_MAX 32u  /* of a term, the first met */
#define WORD_BYTES_MAX (4 * LETTERS_MAX)

/* ------------------------------------------------------------- frequency - */

typedef struct knowing {
    expander *x;
    engine_field field;
    uint64_t paragraphs;
    pilcrow_error *err;
    pilcrow_status status;
} knowing;

static bool know_term(void *ctx, const char *term, size_t len)
{
    knowing *k = ctx;
    uint64_t paragraphs = 0;
    k->status = engine_frequencies(k->x->index->snapshot, k->field, term, len,
                                   &paragraphs, NULL, k->err);
    if (paragraphs > k->paragraphs)
        k->paragraphs = paragraphs;
    return k->status == PILCROW_OK;
}

pilcrow_status respell_known(uint64_t *paragraphs, expander *x,
                             engine_field field, const char *text, size_t len,
                             pilcrow_error *err)
{
    knowing k = {.x = x, .field = field, .err = err};
    if (!forms_terms(&x->forms, text, len, know_term, &k))
        return error_no_memory(err);
    *paragraphs = k.paragraphs;
    return k.status;
}

/* ----------------------------------------------------------------- forms - */

/* A form of a term, in small letters. */
typedef struct form {
    char text[WORD_BYTES_MAX];
    size_t len;
    size_t times;
    unsigned edits;
} form;

typedef struct choosing {
    const letters *typed; /* in small letters */
    form *forms;          /* FORMS_MAX of them */
    size_t count;
} choosing;

/* Write the word in small letters; false if it is too long. */
static bool write_small(char *out, size_t *used, const char *word, size_t len)
{
    *used = 0;
    for (size_t at = 0; at < len;) {
        uint32_t code;
        at += utf8_read(word + at, len - at, &code);
        code = (uint32_t)utf8proc_tolower((utf8proc_int32_t)code);
        if (*used + 4 > WORD_BYTES_MAX)
            return false;
        *used += utf8_write(out + *used, code);
    }
    return true;
}

static bool take_form(void *ctx, const surface_word *word)
{
    choosing *c = ctx;
    form now = {.times = 1};
    letters small;
    if (!write_small(now.text, &now.len, word->text, word->len) ||
        !letters_read(&small, now.text, now.len))
        return true;
    for (size_t i = 0; i < c->count; i++)
        if (c->forms[i].len == now.len &&
            memcmp(c->forms[i].text, now.text, now.len) == 0) {
            c->forms[i].times++;
            return true;
        }
    now.edits = distance_between(&small, c->typed, PATTERN_EDITS_MAX + 1, NULL);
    if (c->count < FORMS_MAX)
        c->forms[c->count++] = now;
    return true;
}

static bool is_better_form(const form *a, const form *b)
{
    if (a->edits != b->edits)
        return a->edits < b->edits;
    if (a->times != b->times)
        return a->times > b->times;
    size_t shorter = a->len < b->len ? a->len : b->len;
    int order = memcmp(a->text, b->text, shorter);
    return order != 0 ? order < 0 : a->len < b->len;
}

/* The best form of a term; `edits` over the most for none. */
static pilcrow_status best_form(respelling *out, expander *x,
                                engine_field field, const expand_term *term,
                                const letters *typed, pilcrow_error *err)
{
    size_t read;
    choosing c = {.typed = typed};
    *out = (respelling){.edits = PATTERN_EDITS_MAX + 1,
                        .paragraphs = term->paragraphs};
    c.forms = arena_array(x->arena, FORMS_MAX, sizeof *c.forms);
    if (c.forms == NULL)
        return error_no_memory(err);
    pilcrow_status status =
        surface_each(x->index, field, term->bytes, term->len, READS_MAX,
                     take_form, &c, &read, err);
    if (status != PILCROW_OK || c.count == 0)
        return status;
    const form *best = &c.forms[0];
    for (size_t i = 1; i < c.count; i++)
        if (is_better_form(&c.forms[i], best))
            best = &c.forms[i];
    out->edits = best->edits;
    out->text = arena_copy(x->arena, best->text, best->len);
    return out->text == NULL ? error_no_memory(err) : PILCROW_OK;
}

/* ----------------------------------------------------------------- words - */

static bool is_better_word(const respelling *a, const respelling *b)
{
    if (a->edits != b->edits)
        return a->edits < b->edits;
    if (a->paragraphs != b->paragraphs)
        return a->paragraphs > b->paragraphs;
    return strcmp(a->text, b->text) < 0;
}

static void add_word(respellings *out, const respelling *word)
{
    size_t at = out->count;
    for (size_t i = 0; i < out->count; i++)
        if (strcmp(out->words[i].text, word->text) == 0)
            return;
    if (at == RESPELL_WORDS_MAX && !is_better_word(word, &out->words[at - 1]))
        return;
    at -= at == RESPELL_WORDS_MAX;
    for (; at > 0 && is_better_word(word, &out->words[at - 1]); at--)
        out->words[at] = out->words[at - 1];
    out->words[at] = *word;
    out->count += out->count < RESPELL_WORDS_MAX;
}

pilcrow_status respell(respellings *out, expander *x, engine_field field,
                       const char *text, size_t len, uint64_t paragraphs,
                       pilcrow_error *err)
{
    char small[WORD_BYTES_MAX];
    size_t small_len;
    letters typed;
    expansion terms;
    *out = (respellings){0};
    if (!write_small(small, &small_len, text, len) ||
        !letters_read(&typed, small, small_len))
        return PILCROW_OK;
    unsigned edits = pattern_edits(typed.count);
    if (edits == 0)
        return PILCROW_OK;
    pilcrow_status status =
        expand_pattern(&terms, x, field, text, len, edits, err);
    size_t tried = 0;
    for (size_t i = 0; i < terms.count && tried < TERMS_MAX; i++) {
        respelling word;
        if (status != PILCROW_OK || terms.terms[i].paragraphs < paragraphs)
            continue;
        tried++;
        status = best_form(&word, x, field, &terms.terms[i], &typed, err);
        if (status == PILCROW_OK && word.edits > 0 && word.edits <= edits)
            add_word(out, &word);
    }
    return status;
}

/* ------------------------------------------------------------------ case - */

/* How many characters of a word to raise: those of `typed` that are capitals,
 * if they are all of several, or only the first. */
static size_t characters_raised(const char *typed, size_t len)
{
    size_t capitals = 0;
    size_t count = 0;
    bool first = false;
    for (size_t at = 0; at < len; count++) {
        uint32_t code;
        at += utf8_read(typed + at, len - at, &code);
        bool capital = utf8proc_isupper((utf8proc_int32_t)code) != 0;
        first = first || (count == 0 && capital);
        capitals += capital;
    }
    if (capitals == count && count > 1)
        return SIZE_MAX;
    return first ? 1 : 0;
}

const char *respell_case(arena *a, const char *word, const char *typed,
                         size_t typed_len)
{
    size_t len = strlen(word);
    size_t raised = characters_raised(typed, typed_len);
    char *out = arena_alloc(a, 4 * len + 1);
    size_t used = 0;
    if (out == NULL)
        return NULL;
    for (size_t at = 0, i = 0; at < len; i++) {
        uint32_t code;
        at += utf8_read(word + at, len - at, &code);
        if (i < raised)
            code = (uint32_t)utf8proc_toupper((utf8proc_int32_t)code);
        used += utf8_write(out + used, code);
    }
    out[used] = '\0';
    return out;
}
