/* SPDX-License-Identifier: MIT
 *
 * In: words of the query, side by side. Out: what they are in the other
 * language, each with the entry or place that shows it. */
#include "searcher/translate/by_words.h"

#include <string.h>

#include "corpus/function_words.h"
#include "searcher/translate/names.h"

#define FOLDED_MAX ((size_t)64 * 1024)

/* Folded. Where a word comes again it is written in several ways. */
static const struct {
    const char *latin, *cyrillic;
} particles[] = {
    {"al", "аль"},     {"ben", "бен"},  {"bin", "бин"},     {"da", "да"},
    {"de", "де"},      {"del", "дель"}, {"den", "ден"},     {"der", "дер"},
    {"di", "ди"},      {"do", "ду"},    {"dos", "душ"},     {"du", "дю"},
    {"el", "эль"},     {"ibn", "ибн"},  {"la", "ла"},       {"las", "лас"},
    {"le", "ле"},      {"los", "лос"},  {"new", "нью"},     {"saint", "сен"},
    {"saint", "сент"}, {"san", "сан"},  {"santa", "санта"}, {"ten", "тен"},
    {"ter", "тер"},    {"van", "ван"},  {"von", "фон"}};
#define PARTICLES (sizeof particles / sizeof *particles)

/* What the token may be by the list; none, mostly. */
typedef struct parts {
    size_t items[NAMES_FORMS_MAX];
    size_t count;
} parts;

/* False without memory. */
static bool read_particle(parts *out, translation *t, const bridge_token *token)
{
    buf folded;
    buf_init(&folded, FOLDED_MAX);
    const bool ok = analyser_fold(t->words->index->tokens, &folded, token->text,
                                  token->text_len);
    out->count = 0;
    for (size_t i = 0; ok && !token->part && i < PARTICLES; i++) {
        const char *own =
            token->cyrillic ? particles[i].cyrillic : particles[i].latin;
        if (strlen(own) == folded.len &&
            memcmp(own, buf_text(&folded), folded.len) == 0 &&
            out->count < NAMES_FORMS_MAX)
            out->items[out->count++] = i;
    }
    buf_release(&folded);
    return ok;
}

size_t by_words_begin(translation *t, const bridge_token *tokens, size_t count)
{
    size_t length = 0;
    parts now;
    while (length < count && length < QUERY_PHRASE_WORDS_MAX &&
           read_particle(&now, t, &tokens[length]) && now.count > 0)
        length++;
    return length > 0 && length < count && length < QUERY_PHRASE_WORDS_MAX
               ? length + 1
               : 0;
}

/* Fill `out` with the particle in the other alphabet; nobody need tell where it
 * stands. */
static pilcrow_status write_particle(bridge_forms *out, translation *t,
                                     bool cyrillic, const parts *from,
                                     pilcrow_error *err)
{
    bridge_form *forms =
        arena_array(t->words->arena, NAMES_FORMS_MAX, sizeof *forms);
    for (size_t i = 0; forms != NULL && i < from->count; i++) {
        size_t len;
        bridge_tokens read = {0};
        const char *text = cyrillic ? particles[from->items[i]].latin
                                    : particles[from->items[i]].cyrillic;
        if (!bridge_read_tokens(t, &read, 0, text, strlen(text)))
            return error_no_memory(err);
        forms[i] = (bridge_form){
            .text = text,
            .side = bridge_side_text(t, read.items, read.count, &len),
            .paragraphs = UINT64_MAX,
            .documents = 1};
        if (forms[i].side == NULL)
            return error_no_memory(err);
    }
    *out = (bridge_forms){.items = forms, .count = from->count};
    return forms == NULL ? error_no_memory(err) : PILCROW_OK;
}

/* What an entry gives for one word. */
static pilcrow_status find_entry(bridge_forms *out, translation *t,
                                 engine_field field, const bridge_token *token,
                                 pilcrow_error *err)
{
    size_t len;
    *out = (bridge_forms){0};
    if (!t->has_entries || token->part ||
        is_function_word(token->term, token->len))
        return PILCROW_OK;
    const char *key = bridge_side_key(t, token, 1, &len);
    return key == NULL ? error_no_memory(err)
                       : bridge_find(out, t, key, len, field, token->cyrillic,
                                     false, err);
}

/* What one word is. */
static pilcrow_status find_part(bridge_forms *out, translation *t,
                                engine_field field, const bridge_token *token,
                                bool names, pilcrow_error *err)
{
    parts now;
    pilcrow_status status = PILCROW_OK;
    *out = (bridge_forms){0};
    if (!names)
        status = find_entry(out, t, field, token, err);
    if (status != PILCROW_OK || out->count > 0)
        return status;
    if (!read_particle(&now, t, token))
        return error_no_memory(err);
    return now.count > 0 ? write_particle(out, t, token->cyrillic, &now, err)
                         : names_find(out, t, field, token, true, err);
}

/* Two texts as one, of which either may be missing. */
static const char *join(arena *a, const char *one, const char *mark,
                        const char *two)
{
    return one == NULL || two == NULL
               ? one == NULL ? two : one
               : arena_format(a, "%s%s%s", one, mark, two);
}

static bridge_form join_forms(arena *a, const bridge_form *one,
                              const bridge_form *two)
{
    return (bridge_form){.text = join(a, one->text, " ", two->text),
                         .side = join(a, one->side, " ", two->side + 1),
                         .via = join(a, one->via, "; ", two->via),
                         .paragraphs = one->paragraphs < two->paragraphs
                                           ? one->paragraphs
                                           : two->paragraphs,
                         .documents = 1};
}

/* Put each form of the next word behind each of `all`, as many as there may
 * be. */
static pilcrow_status add_part(bridge_forms *all, arena *a,
                               const bridge_forms *next, pilcrow_error *err)
{
    bridge_form *forms = arena_array(a, BY_WORDS_WAYS_MAX, sizeof *forms);
    size_t count = 0;
    for (size_t i = 0; forms != NULL && i < all->count; i++)
        for (size_t k = 0; k < next->count && k < BY_WORDS_FORMS_MAX &&
                           count < BY_WORDS_WAYS_MAX;
             k++)
            forms[count++] = join_forms(a, &all->items[i], &next->items[k]);
    *all = (bridge_forms){.items = forms, .count = count};
    return a->failed ? error_no_memory(err) : PILCROW_OK;
}

/* Leave out what has more words than a phrase may have. */
static pilcrow_status keep_phrases(bridge_forms *out, arena *a,
                                   const bridge_forms *from, pilcrow_error *err)
{
    bridge_form *forms = arena_array(a, from->count + 1, sizeof *forms);
    size_t count = 0;
    for (size_t i = 0; forms != NULL && i < from->count; i++)
        if (bridge_count_words(from->items[i].side) <= QUERY_PHRASE_WORDS_MAX)
            forms[count++] = from->items[i];
    *out = (bridge_forms){.items = forms, .count = count};
    return forms == NULL ? error_no_memory(err) : PILCROW_OK;
}

pilcrow_status by_words_find(bridge_forms *out, translation *t,
                             engine_field field, const bridge_token *tokens,
                             size_t count, bool names, pilcrow_error *err)
{
    arena *a = t->words->arena;
    bridge_forms all = {0}, next;
    pilcrow_status status = PILCROW_OK;
    *out = (bridge_forms){0};
    if (count > QUERY_PHRASE_WORDS_MAX)
        return PILCROW_OK;
    for (size_t i = 0; i < count && status == PILCROW_OK; i++) {
        status = find_part(&next, t, field, &tokens[i], names, err);
        if (status == PILCROW_OK && next.count == 0)
            return PILCROW_OK;
        if (status == PILCROW_OK && i > 0)
            status = add_part(&all, a, &next, err);
        else
            all = next;
    }
    return status == PILCROW_OK && all.count > 0 && all.items[0].via != NULL
               ? keep_phrases(out, a, &all, err)
               : status;
}
