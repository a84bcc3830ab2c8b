/* SPDX-License-Identifier: MIT
 *
 * In: a term. Out: the words of stored paragraphs that came to it. */
#include "searcher/expand/surface.h"

#include <stdlib.h>
#include <string.h>

#include <utf8proc.h>

#include "base/list.h"
#include "base/utf8.h"

#define PARAGRAPH_MEMORY_MAX ((size_t)64 << 20)
#define REFS_MAX 10000u

/* ------------------------------------------------------------- capitals --- */

/* How many bytes a letter and an apostrophe take that a word begins with. */
static size_t elided(const char *word, size_t len)
{
    static const char *const marks[] = {"'", "\xE2\x80\x99"};
    uint32_t code;
    const size_t first = utf8_read(word, len, &code);
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++) {
        const size_t both = first + strlen(marks[i]);
        if (both < len && memcmp(word + first, marks[i], both - first) == 0)
            return both;
    }
    return 0;
}

bool surface_has_capital(const char *word, size_t len)
{
    uint32_t code;
    if (len == 0)
        return false;
    utf8_read(word, len, &code);
    if (utf8proc_isupper((utf8proc_int32_t)code))
        return true;
    const size_t at = elided(word, len);
    utf8_read(word + at, len - at, &code);
    return utf8proc_isupper((utf8proc_int32_t)code);
}

static bool is_one_of(const char *text, size_t len, const char *const *list)
{
    for (; *list != NULL; list++)
        if (strlen(*list) == len && memcmp(*list, text, len) == 0)
            return true;
    return false;
}

/* Does the dot behind byte `at` belong to an initial, as in A. N. Onymous? */
static bool is_initial(const char *begin, size_t at)
{
    if (at == 0)
        return false;
    const size_t from = utf8_before(begin, at);
    return surface_has_capital(begin + from, at - from) &&
           (from == 0 || begin[from - 1] == ' ' || begin[from - 1] == '.');
}

bool surface_begins_sentence(const surface_word *word)
{
    static const char *const ends[] = {"!", "?", ":", ";", "|",  "#", "-",
                                       "…", "—", "–", "•", "\n", NULL};
    static const char *const passed[] = {" ", "\"", "'", "(", "[", "*",
                                         "_", "«",  "“", "„", "‘", NULL};
    const char *begin = word->text - word->before;
    for (size_t at = word->before, from; at > 0; at = from) {
        from = utf8_before(begin, at);
        if (begin[from] == '.')
            return !is_initial(begin, from);
        if (begin[from] == '-' && at == word->before)
            return false;
        if (is_one_of(begin + from, at - from, ends))
            return true;
        if (!is_one_of(begin + from, at - from, passed))
            return false;
    }
    return true;
}

/* -------------------------------------------------------------- finding --- */

typedef struct finding {
    engine_ref *refs; /* REFS_MAX of them */
    size_t count;
} finding;

static bool take_ref(void *ctx, engine_ref ref, uint64_t document)
{
    finding *f = ctx;
    (void)document;
    f->refs[f->count++] = ref;
    return f->count < REFS_MAX;
}

/* What is looked for in a text. */
typedef struct looking {
    pilcrow_index *index;
    arena *arena;
    const char *term;
    size_t len;
    surface_visitor visit;
    void *ctx;
    bool go_on;
} looking;

static bool look_through(looking *l, const char *text, size_t len,
                         const pilcrow_paragraph *p)
{
    analysis_token token;
    pilcrow_span *spans = NULL;
    size_t count = 0;
    size_t capacity = 0;
    analyser *tokens = l->index->tokens;
    analyser_start(tokens, text, len, p->lang);
    while (analyser_next(tokens, &token)) {
        if (token.term_len != l->len ||
            memcmp(token.term, l->term, l->len) != 0)
            continue;
        spans = list_room_in(l->arena, spans, count, &capacity, sizeof *spans);
        if (spans == NULL)
            return false;
        spans[count++] = (pilcrow_span){token.start, token.end};
    }
    if (analyser_failed(tokens))
        return false;
    for (size_t i = 0; i < count && l->go_on; i++) {
        const size_t start = spans[i].start;
        const surface_word word = {text + start, spans[i].end - start, start,
                                   p};
        l->go_on = l->visit(l->ctx, &word);
    }
    return true;
}

static bool look_at(looking *l, engine_field field, const pilcrow_paragraph *p)
{
    if (field == ENGINE_BODY)
        return look_through(l, p->text, p->text_len, p);
    bool ok = look_through(l, p->title, strlen(p->title), p);
    for (size_t i = 0; i < p->heading_count && ok && l->go_on; i++)
        ok = look_through(l, p->heading[i], strlen(p->heading[i]), p);
    return ok;
}

/* Read every so manieth of the paragraphs, as neighbours tell the same. */
static pilcrow_status read_spread(looking *l, engine_field field,
                                  const finding *f, size_t most, size_t *read,
                                  pilcrow_error *err)
{
    pilcrow_status status = PILCROW_OK;
    size_t count = f->count < most ? f->count : most;
    for (size_t i = 0; i < count && l->go_on && status == PILCROW_OK; i++) {
        pilcrow_paragraph p;
        arena_clear(l->arena);
        ++*read;
        status = index_paragraph(&p, l->index, f->refs[i * f->count / count],
                                 l->arena, NULL, err);
        if (status == PILCROW_OK && !look_at(l, field, &p))
            status = error_no_memory(err);
    }
    return status;
}

pilcrow_status surface_each(pilcrow_index *index, engine_field field,
                            const char *term, size_t len, size_t most,
                            surface_visitor visit, void *ctx, size_t *read,
                            pilcrow_error *err)
{
    arena a;
    finding f = {.refs = malloc(REFS_MAX * sizeof *f.refs)};
    looking l = {.index = index,
                 .arena = &a,
                 .term = term,
                 .len = len,
                 .visit = visit,
                 .ctx = ctx,
                 .go_on = true};
    const engine_query query = {
        .op = ENGINE_TERM, .field = field, .term = term, .len = len};
    *read = 0;
    if (f.refs == NULL)
        return error_no_memory(err);
    arena_init(&a, PARAGRAPH_MEMORY_MAX);
    pilcrow_status status = PILCROW_OK;
    if (most > 0)
        status =
            engine_each_match(index->snapshot, &query, 0, take_ref, &f, err);
    if (status == PILCROW_OK)
        status = read_spread(&l, field, &f, most, read, err);
    arena_release(&a);
    free(f.refs);
    return status;
}

/* ------------------------------------------------------------- counting --- */

typedef struct counting {
    surface_tally *tally;
    surface_visitor is_form;
    void *ctx;
} counting;

static bool count_word(void *ctx, const surface_word *word)
{
    const counting *c = ctx;
    if (surface_begins_sentence(word))
        return true;
    c->tally->seen++;
    c->tally->names += surface_has_capital(word->text, word->len) &&
                       (c->is_form == NULL || c->is_form(c->ctx, word));
    return true;
}

pilcrow_status surface_count(surface_tally *out, pilcrow_index *index,
                             engine_field field, const char *term, size_t len,
                             size_t most, surface_visitor is_form, void *ctx,
                             pilcrow_error *err)
{
    counting c = {out, is_form, ctx};
    *out = (surface_tally){0};
    return surface_each(index, field, term, len, most, count_word, &c,
                        &out->read, err);
}
