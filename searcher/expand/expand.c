/* SPDX-License-Identifier: MIT
 *
 * In: a pattern. Out: the best terms for it, a bounded number. The term list is
 * walked from the letters the pattern begins with; every term is held against
 * it, and as many are kept as may be. */
#include "searcher/expand/expand.h"

#include <string.h>

#include "base/utf8.h"
#include "searcher/expand/distance.h"
#include "searcher/expand/expansions.h"
#include "searcher/expand/shape.h"
#include "searcher/expand/witness.h"
#include "searcher/query/pattern.h"

/* A stem may lose so many letters before the ending of its word begins:
 * countri, country. */
#define LETTERS_CHANGED_MAX 2u
#define SHORT_ENDING_LETTERS 2u
/* Times as many terms are gathered as may be kept, as some will be dropped. */
#define UNSURE_TERMS 4u
#define FOLDED_MAX ((size_t)64 * 1024)

typedef struct expand_memo {
    const char *text;
    size_t len;
    engine_field field;
    unsigned edits;
    expansion outcome;
} expand_memo;

/* One pattern while its terms are gathered. */
typedef struct gathering {
    expander *x;
    engine_field field;
    const char *text; /* as typed */
    size_t len;
    const char *folded; /* the same, folded */
    unsigned edits;
    letters shape;     /* of the folded text */
    size_t first_mark; /* of * and ?, in letters; the count for none */
    size_t tail;       /* letters behind the last one */
    bool plain;        /* a * at the end and no other mark */
    bool inner;        /* a * that is not at the end */
    bool typed;        /* the word in hand is what stands before it */
    letters *stems;    /* slips: the terms of the text as it is typed */
    size_t stem_count;
    expand_term *terms; /* the best so far, best first; one place more */
    size_t room;
    size_t count;
    size_t found;
    bool failed; /* out of memory */
    pilcrow_status status;
    pilcrow_error *err;
} gathering;

/* ----------------------------------------------------------------- terms - */

static int compare_bytes(const expand_term *a, const char *bytes, size_t len)
{
    size_t shorter = a->len < len ? a->len : len;
    int order = memcmp(a->bytes, bytes, shorter);
    return order != 0 ? order : (a->len > len) - (a->len < len);
}

static bool is_better(const expand_term *a, const expand_term *b)
{
    if (a->edits != b->edits)
        return a->edits < b->edits;
    if (a->paragraphs != b->paragraphs)
        return a->paragraphs > b->paragraphs;
    return compare_bytes(a, b->bytes, b->len) < 0;
}

/* Keep the term if it is among the best. False without memory. */
static bool keep(gathering *g, expand_term term)
{
    const char *bytes = term.bytes;
    size_t len = term.len;
    const size_t limit = g->room;
    g->found++;
    if (g->count == limit && !is_better(&term, &g->terms[limit - 1]))
        return true;
    term.bytes = arena_copy(g->x->arena, bytes, len);
    if (term.bytes == NULL) {
        g->failed = true;
        return false;
    }
    size_t at = g->count;
    for (; at > 0 && is_better(&term, &g->terms[at - 1]); at--)
        g->terms[at] = g->terms[at - 1];
    g->terms[at] = term;
    g->count += g->count < limit;
    return true;
}

static bool is_kept(const gathering *g, const char *bytes, size_t len)
{
    for (size_t i = 0; i < g->count; i++)
        if (compare_bytes(&g->terms[i], bytes, len) == 0)
            return true;
    return false;
}

/* ----------------------------------------------------------------- globs - */

static size_t write_letters(char *out, const letters *word)
{
    size_t used = 0;
    for (size_t i = 0; i < word->count; i++)
        used += utf8_write(out + used, word->codes[i]);
    return used;
}

/* Is this a word of the shape whose term is `term`? */
static bool is_form(const gathering *g, const letters *word, const char *term,
                    size_t len)
{
    char bytes[4 * LETTERS_MAX];
    if (!shape_fits(&g->shape, word))
        return false;
    size_t used = write_letters(bytes, word);
    return forms_is_term(&g->x->forms, bytes, used, term, len);
}

/* The stem, perhaps without its last letters, and then the end of the pattern,
 * or what of it the stem lacks: recogni?e of recognis. */
static bool has_tail_form(const gathering *g, const letters *stem,
                          const char *term, size_t len)
{
    const letters *shape = &g->shape;
    for (size_t cut = 0; cut <= LETTERS_CHANGED_MAX && cut < stem->count; cut++)
        for (size_t own = 0; own <= g->tail; own++) {
            letters word = *stem;
            word.count -= cut;
            size_t from = shape->count - g->tail + own;
            if (word.count + g->tail - own > LETTERS_MAX)
                continue;
            while (from < shape->count)
                word.codes[word.count++] = shape->codes[from++];
            if (is_form(g, &word, term, len))
                return true;
        }
    return false;
}

/* The stem and an ending that ends as the pattern does: conf*tion of confirm.
 */
static bool has_ending_form(const gathering *g, const letters *stem,
                            const char *term, size_t len)
{
    const char *const *endings = forms_endings(term, len);
    for (size_t i = 0; g->inner && endings[i] != NULL; i++) {
        letters word;
        char bytes[4 * LETTERS_MAX + FORMS_ENDING_BYTES_MAX];
        size_t used = write_letters(bytes, stem);
        size_t more = strlen(endings[i]);
        memcpy(bytes + used, endings[i], more);
        if (letters_read(&word, bytes, used + more) &&
            is_form(g, &word, term, len))
            return true;
    }
    return false;
}

/* Has the stem a word of the shape? */
static bool has_form(const gathering *g, const letters *stem, const char *term,
                     size_t len)
{
    return has_tail_form(g, stem, term, len) ||
           has_ending_form(g, stem, term, len);
}

/* One more term is looked at: is that within the limits, and in time? */
static bool may_visit(expander *x)
{
    if (++x->visits % 256 == 0 && index_is_late(x->index, 0))
        x->visits = EXPAND_VISITS_MAX;
    return x->visits <= EXPAND_VISITS_MAX;
}

/* A visitor of the term list, from the letters before the first mark on. */
static bool take_shaped(void *ctx, const char *term, size_t len,
                        uint64_t paragraphs, uint64_t occurrences)
{
    gathering *g = ctx;
    letters word;
    (void)occurrences;
    if (!may_visit(g->x))
        return false;
    if (paragraphs == 0)
        return true;
    expand_term now = {.bytes = term, .len = len, .paragraphs = paragraphs};
    if (g->plain)
        return keep(g, now);
    if (!letters_read(&word, term, len))
        return true;
    bool stem = shape_fits(&g->shape, &word);
    now.unsure = !stem && g->inner;
    return !(stem || has_form(g, &word, term, len)) || keep(g, now);
}

/* A visitor of words of the shape: take the term of each, if the index holds
 * it and the term list did not give it. */
static bool take_form_term(void *ctx, const char *term, size_t len)
{
    gathering *g = ctx;
    uint64_t paragraphs = 0;
    size_t prefix = strcspn(g->folded, "*?");
    if (len > ENGINE_TERM_MAX ||
        (g->plain && len >= prefix && memcmp(term, g->folded, prefix) == 0) ||
        is_kept(g, term, len))
        return true;
    g->status = engine_frequencies(g->x->index->snapshot, g->field, term, len,
                                   &paragraphs, NULL, g->err);
    if (g->status != PILCROW_OK)
        return false;
    expand_term now = {.bytes = term,
                       .len = len,
                       .paragraphs = paragraphs,
                       .unsure = g->inner || (g->plain && !g->typed)};
    return paragraphs == 0 || keep(g, now);
}

static bool take_form(void *ctx, const char *word, size_t len)
{
    gathering *g = ctx;
    g->typed = g->plain && len == strcspn(g->text, "*");
    bool memory = forms_terms(&g->x->forms, word, len, take_form_term, g);
    g->failed = g->failed || !memory;
    return !g->failed && g->status == PILCROW_OK;
}

/* ----------------------------------------------------------------- words - */

/* Look for a word of the shape in at most so many paragraphs. */
static pilcrow_status witness_term(gathering *g, const expand_term *term,
                                   size_t most, bool *seen, pilcrow_error *err)
{
    expander *x = g->x;
    const size_t left = EXPAND_READS_MAX - x->reads;
    const witness_question question = {.field = g->field,
                                       .term = term->bytes,
                                       .len = term->len,
                                       .shape = &g->shape,
                                       .most = most < left ? most : left};
    witness_answer answer;
    pilcrow_status status = witness_ask(&answer, x->index, &question, err);
    x->reads += answer.read;
    *seen = answer.seen;
    return status;
}

/* How many paragraphs each term that is unsure may take. */
static size_t share_reads(const gathering *g)
{
    size_t unsure = 1;
    for (size_t i = 0; i < g->count; i++)
        unsure += g->terms[i].unsure;
    size_t share = (EXPAND_READS_MAX - g->x->reads) / unsure;
    if (share < EXPAND_READS_LEAST)
        return EXPAND_READS_LEAST;
    return share > EXPAND_READS_MOST ? EXPAND_READS_MOST : share;
}

/* Drop the terms that could have a word of the shape and show none. */
static pilcrow_status drop_unsure(gathering *g, pilcrow_error *err)
{
    size_t kept = 0;
    size_t share = share_reads(g);
    pilcrow_status status = PILCROW_OK;
    for (size_t i = 0; i < g->count && status == PILCROW_OK; i++) {
        bool seen = true;
        if (g->terms[i].unsure && !index_is_late(g->x->index, 0))
            status = witness_term(g, &g->terms[i], share, &seen, err);
        if (seen)
            g->terms[kept++] = g->terms[i];
    }
    if (g->inner)
        g->found = kept; /* of others than these nothing is known */
    else
        g->found -= g->count - kept;
    g->count = kept;
    return status;
}

/* ---------------------------------------------------------------- shapes - */

static void read_shape(gathering *g)
{
    const letters *shape = &g->shape;
    g->first_mark = shape->count;
    for (size_t i = shape->count; i-- > 0;)
        if (shape->codes[i] == '*' || shape->codes[i] == '?')
            g->first_mark = i;
    while (g->tail < shape->count &&
           shape->codes[shape->count - 1 - g->tail] != '*' &&
           shape->codes[shape->count - 1 - g->tail] != '?')
        g->tail++;
    g->plain = g->tail == 0;
    for (size_t i = g->first_mark; i < shape->count; i++) {
        g->plain = g->plain && shape->codes[i] == '*';
        g->inner = g->inner || (i > 0 && shape->codes[i] != '*' &&
                                shape->codes[i - 1] == '*');
    }
}

static pilcrow_status gather_shaped(gathering *g, pilcrow_error *err)
{
    read_shape(g);
    if (g->first_mark == 0)
        return PILCROW_OK;
    pilcrow_status status =
        engine_terms(g->x->index->snapshot, g->field, g->folded,
                     strcspn(g->folded, "*?"), take_shaped, g, err);
    if (status != PILCROW_OK || g->failed)
        return status;
    if (!forms_each(g->text, g->len, take_form, g) &&
        (g->failed || g->status != PILCROW_OK))
        return g->status;
    return drop_unsure(g, err);
}

/* ----------------------------------------------------------------- slips - */

static unsigned least(unsigned a, unsigned b)
{
    return a < b ? a : b;
}

/* Slips between the terms: a short one leaves less room for them. */
static unsigned slips_of_stems(const gathering *g, const letters *term)
{
    unsigned best = g->edits + 1;
    for (size_t i = 0; i < g->stem_count; i++) {
        size_t shorter =
            g->stems[i].count < term->count ? g->stems[i].count : term->count;
        unsigned most = least(g->edits, pattern_edits(shorter));
        unsigned slips = distance_between(term, &g->stems[i], most, NULL);
        if (slips <= most)
            best = least(best, slips);
    }
    return best;
}

/* Slips between the text as typed and a word that has this term. */
static unsigned slips_of_form(const gathering *g, const letters *base,
                              const char *ending, unsigned best,
                              const char *term, size_t len)
{
    letters word;
    char bytes[4 * LETTERS_MAX + FORMS_ENDING_BYTES_MAX];
    size_t used = write_letters(bytes, base);
    size_t ending_len = strlen(ending);
    memcpy(bytes + used, ending, ending_len);
    used += ending_len;
    if (!letters_read(&word, bytes, used))
        return best;
    unsigned slips = distance_between(&word, &g->shape, best - 1, NULL);
    if (slips < best && forms_is_term(&g->x->forms, bytes, used, term, len))
        return slips;
    return best;
}

/* Does the pattern end so? */
static bool ends_in(const gathering *g, const letters *ending)
{
    if (ending->count > g->shape.count)
        return false;
    size_t from = g->shape.count - ending->count;
    for (size_t i = 0; i < ending->count; i++)
        if (g->shape.codes[from + i] != ending->codes[i])
            return false;
    return true;
}

/* May the slips lie so? With a long ending either it or the stem has to be
 * right, or nearly: anything is like something with -ive behind it. */
static bool is_likely(const gathering *g, const char *ending,
                      unsigned beginning)
{
    letters own;
    if (!letters_read(&own, ending, strlen(ending)))
        return false;
    return beginning == 0 || own.count <= SHORT_ENDING_LETTERS ||
           (beginning == 1 && ends_in(g, &own));
}

static unsigned slips_of_forms(const gathering *g, const letters *stem,
                               unsigned best, const char *term, size_t len)
{
    const char *const *endings = forms_endings(term, len);
    unsigned beginning;
    distance_between(stem, &g->shape, best, &beginning);
    if (beginning >= best)
        return best;
    for (size_t i = 0; endings[i] != NULL && best > 0; i++)
        if (is_likely(g, endings[i], beginning))
            best = slips_of_form(g, stem, endings[i], best, term, len);
    if (best > 0 && stem->count > 1 && stem->codes[stem->count - 1] == 'i') {
        letters base = *stem;
        base.codes[base.count - 1] = 'y';
        best = slips_of_form(g, &base, "", best, term, len);
    }
    return best;
}

static bool take_alike(void *ctx, const char *term, size_t len,
                       uint64_t paragraphs, uint64_t occurrences)
{
    gathering *g = ctx;
    letters word;
    (void)occurrences;
    if (!may_visit(g->x))
        return false;
    if (paragraphs == 0 || !letters_read(&word, term, len) ||
        word.count > g->shape.count + g->edits)
        return true;
    unsigned slips = slips_of_stems(g, &word);
    slips = slips_of_forms(g, &word, slips, term, len);
    expand_term now = {
        .bytes = term, .len = len, .paragraphs = paragraphs, .edits = slips};
    return slips > g->edits || keep(g, now);
}

static bool take_stem(void *ctx, const char *term, size_t len)
{
    gathering *g = ctx;
    if (g->stem_count < INDEX_LANGUAGES_MAX &&
        letters_read(&g->stems[g->stem_count], term, len))
        g->stem_count++;
    return true;
}

static pilcrow_status walk(gathering *g, const uint32_t *codes, size_t count,
                           pilcrow_error *err)
{
    char prefix[8];
    size_t len = 0;
    if (g->failed || g->x->visits > EXPAND_VISITS_MAX)
        return PILCROW_OK;
    for (size_t i = 0; i < count; i++)
        len += utf8_write(prefix + len, codes[i]);
    return engine_terms(g->x->index->snapshot, g->field, prefix, len,
                        take_alike, g, err);
}

/* Of the first two letters one may be wrong, missing or too many, or they may
 * be swapped; the rest of the term list is not looked at. */
static pilcrow_status walk_alike(gathering *g, pilcrow_error *err)
{
    const uint32_t *first = g->shape.codes;
    const char *alphabet = forms_alphabet(g->text, g->len);
    size_t len = strlen(alphabet);
    pilcrow_status status = walk(g, first, 1, err);
    if (status == PILCROW_OK && first[1] != first[0])
        status = walk(g, first + 1, 1, err);
    for (size_t at = 0; at < len && status == PILCROW_OK;) {
        uint32_t two[2];
        at += utf8_read(alphabet + at, len - at, &two[0]);
        if (two[0] == first[0] || two[0] == first[1])
            continue;
        two[1] = first[0];
        status = walk(g, two, 2, err);
        two[1] = first[1];
        if (status == PILCROW_OK && first[1] != first[0])
            status = walk(g, two, 2, err);
    }
    return status;
}

static pilcrow_status gather_alike(gathering *g, pilcrow_error *err)
{
    g->stems = arena_array(g->x->arena, INDEX_LANGUAGES_MAX, sizeof *g->stems);
    if (g->stems == NULL ||
        !forms_terms(&g->x->forms, g->text, g->len, take_stem, g))
        return error_no_memory(err);
    if (g->shape.count < 2)
        return PILCROW_OK;
    return walk_alike(g, err);
}

/* ------------------------------------------------------------- the whole - */

void expander_begin(expander *x, arena *a, pilcrow_index *index,
                    const char *const *languages, size_t patterns)
{
    size_t share = EXPAND_TERMS_TOTAL / (patterns > 0 ? patterns : 1);
    *x = (expander){.arena = a,
                    .index = index,
                    .forms = {index->tokens, languages},
                    .limit = share};
    if (share < EXPAND_TERMS_MIN)
        x->limit = EXPAND_TERMS_MIN;
    if (share > EXPAND_TERMS_MAX)
        x->limit = EXPAND_TERMS_MAX;
}

static pilcrow_status gather(expansion *out, gathering *g, pilcrow_error *err)
{
    buf folded;
    pilcrow_status status = PILCROW_OK;
    expander *x = g->x;
    buf_init(&folded, FOLDED_MAX);
    g->room = x->limit * (g->edits > 0 ? 1 : UNSURE_TERMS);
    g->terms = arena_array(x->arena, g->room + 1, sizeof *g->terms);
    if (g->terms == NULL ||
        !analyser_fold(x->index->tokens, &folded, g->text, g->len))
        g->failed = true;
    g->folded = buf_text(&folded);
    bool pairs = !g->failed && folded.len == 0;
    if (!g->failed && letters_read(&g->shape, g->folded, folded.len))
        status = g->edits > 0 ? gather_alike(g, err) : gather_shaped(g, err);
    buf_release(&folded);
    if (status == PILCROW_OK && g->failed)
        status = error_no_memory(err);
    *out = (expansion){.terms = g->terms,
                       .count = g->count < x->limit ? g->count : x->limit,
                       .found = g->found,
                       .tried = true,
                       .pairs = pairs};
    return status;
}

static const expansion *recall(const expander *x, const gathering *g)
{
    for (size_t i = 0; i < x->memo_count; i++) {
        const expand_memo *m = &x->memos[i];
        if (m->field == g->field && m->edits == g->edits && m->len == g->len &&
            memcmp(m->text, g->text, g->len) == 0)
            return &m->outcome;
    }
    return NULL;
}

/* Gather, unless it is known from a query before and within what this one may
 * still look at. What was cut, by the time or by that, is not kept. */
static pilcrow_status recall_or_gather(expansion *out, gathering *g,
                                       pilcrow_error *err)
{
    expander *x = g->x;
    expansions_answer answer;
    const expansions_question question = {.field = g->field,
                                          .edits = g->edits,
                                          .limit = x->limit,
                                          .reads = x->reads,
                                          .text = g->text,
                                          .len = g->len};
    const size_t visits = x->visits;
    if (expansions_get(&answer, x->index, &question, x->arena) &&
        visits + answer.visits <= EXPAND_VISITS_MAX) {
        *out = answer.outcome;
        x->visits += answer.visits;
        x->reads += answer.reads;
        return out->terms == NULL ? error_no_memory(err) : PILCROW_OK;
    }
    pilcrow_status status = gather(out, g, err);
    answer = (expansions_answer){*out, x->visits - visits,
                                 x->reads - question.reads};
    if (status == PILCROW_OK && x->visits < EXPAND_VISITS_MAX &&
        !index_is_late(x->index, 0))
        expansions_keep(x->index, &question, &answer);
    return status;
}

pilcrow_status expand_pattern(expansion *out, expander *x, engine_field field,
                              const char *text, size_t len, unsigned edits,
                              pilcrow_error *err)
{
    gathering g = {.x = x,
                   .field = field,
                   .text = text,
                   .len = len,
                   .edits = edits,
                   .err = err};
    const expansion *known = recall(x, &g);
    *out = (expansion){0};
    if (known != NULL) {
        *out = *known;
        return PILCROW_OK;
    }
    if (x->memo_count == EXPAND_PATTERNS_MAX)
        return PILCROW_OK;
    if (x->memos == NULL)
        x->memos = arena_array(x->arena, EXPAND_PATTERNS_MAX, sizeof *x->memos);
    if (x->memos == NULL)
        return error_no_memory(err);
    pilcrow_status status = recall_or_gather(out, &g, err);
    if (status == PILCROW_OK)
        x->memos[x->memo_count++] =
            (expand_memo){text, len, field, edits, *out};
    return status;
}
