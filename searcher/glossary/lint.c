/* SPDX-License-Identifier: MIT
 *
 * In: the entries of an index. Out: those a person should look at, with the
 * reason. What two sides say is compared as a query would ask it: by the terms
 * of each form. */
#include <stdlib.h>
#include <string.h>

#include "base/list.h"
#include "base/map.h"
#include "base/utf8.h"
#include "corpus/glossary/lex.h"
#include "searcher/glossary/glossary.h"

#include <xxhash.h>

#define WORD_ROOM 128u
#define NEIGHBOURS_MAX 64u /* entries with one form that are compared */
#define LONG_WORDS 5u      /* of a side that may be a definition */
#define LONG_TIMES 4u      /* the words of the other */

enum { LATIN, CYRILLIC, SIDES };

/* The forms of a side: what they come to. */
typedef struct side_forms {
    const uint64_t *hashes;
    size_t count;
    uint64_t all;            /* of all of them, in any order */
    const uint64_t *written; /* as written, but for capitals */
} side_forms;

typedef struct item_forms {
    side_forms sides[SIDES];
    size_t next[SIDES]; /* the entry before with the same first form, plus 1 */
} item_forms;

typedef struct linting {
    pilcrow_glossary *glossary;
    analyser *tokens;
    item_forms *forms; /* of each item */
    pilcrow_error *err;
} linting;

static pilcrow_status report(linting *l, const char *kind, const char *reason,
                             size_t item, const glossary_item *other)
{
    pilcrow_glossary *g = l->glossary;
    pilcrow_finding *findings = list_room(
        g->findings, g->finding_count, &g->finding_capacity, sizeof *findings);
    if (findings == NULL || reason == NULL)
        return error_no_memory(l->err);
    g->findings = findings;
    g->findings[g->finding_count++] =
        (pilcrow_finding){kind, reason, &g->items[item].shown,
                          other == NULL ? NULL : &other->shown};
    return PILCROW_OK;
}

/* ---------------------------------------------------------------- forms --- */

static const corpus_side *side_of(const glossary_item *item, int side)
{
    bool cyrillic = side == CYRILLIC;
    return item->entry->term.cyrillic == cyrillic ? &item->entry->term
                                                  : &item->entry->translation;
}

/* The words of a form as one number; 0 where it has none. */
static uint64_t hash_form(linting *l, const char *form)
{
    analysis_token token;
    uint64_t hash = 0;
    analyser_start(l->tokens, form, strlen(form), NULL);
    while (analyser_next(l->tokens, &token))
        if (token.role == ANALYSIS_WORD)
            hash = XXH3_64bits_withSeed(token.term, token.term_len, hash);
    return hash;
}

/* The same of its letters, capitals and ё aside. */
static uint64_t hash_letters(const char *form)
{
    char room[WORD_ROOM];
    size_t at = 0, size;
    uint64_t hash = 0;
    while (lex_next_word(form, strlen(form), &at, room, sizeof room, &size))
        hash = XXH3_64bits_withSeed(room, size, hash);
    return hash;
}

static pilcrow_status read_forms(linting *l, side_forms *out,
                                 const corpus_side *side)
{
    uint64_t *hashes =
        arena_array(&l->glossary->arena, side->form_count + 1, sizeof *hashes);
    uint64_t *written =
        arena_array(&l->glossary->arena, side->form_count + 1, sizeof *written);
    if (hashes == NULL || written == NULL)
        return error_no_memory(l->err);
    *out = (side_forms){.hashes = hashes, .written = written};
    for (size_t i = 0; i < side->form_count; i++) {
        uint64_t hash = hash_form(l, side->forms[i]);
        if (hash == 0)
            continue;
        written[out->count] = hash_letters(side->forms[i]);
        hashes[out->count++] = hash;
        out->all += hash;
    }
    return analyser_failed(l->tokens) ? error_no_memory(l->err) : PILCROW_OK;
}

static bool share(const uint64_t *a, size_t a_count, const uint64_t *b,
                  size_t b_count)
{
    for (size_t i = 0; i < a_count; i++)
        for (size_t k = 0; k < b_count; k++)
            if (a[i] == b[k])
                return true;
    return false;
}

static bool share_form(const side_forms *a, const side_forms *b)
{
    return share(a->hashes, a->count, b->hashes, b->count);
}

/* "enhance" and "enhancement" have one stem and two translations by right. */
static bool share_written(const side_forms *a, const side_forms *b)
{
    return share(a->written, a->count, b->written, b->count);
}

static bool same_forms(const side_forms *a, const side_forms *b)
{
    return a->count == b->count && a->all == b->all;
}

/* --------------------------------------------------------- two entries --- */

/* What an entry is to an earlier one that has a form in common on `side`. */
static pilcrow_status compare(linting *l, size_t item, size_t before, int side,
                              bool *told)
{
    const pilcrow_glossary *g = l->glossary;
    const glossary_item *a = &g->items[item], *b = &g->items[before];
    const item_forms *fa = &l->forms[item], *fb = &l->forms[before];
    bool is_term = a->entry->term.cyrillic == (side == CYRILLIC) ||
                   b->entry->term.cyrillic == (side == CYRILLIC);
    int other = side == LATIN ? CYRILLIC : LATIN;
    if (same_forms(&fa->sides[LATIN], &fb->sides[LATIN]) &&
        same_forms(&fa->sides[CYRILLIC], &fb->sides[CYRILLIC])) {
        *told = true;
        return report(l, "duplicate",
                      arena_format(&l->glossary->arena,
                                   "'%s' = '%s' stands in %s:%zu too",
                                   a->shown.term, a->shown.translation,
                                   b->shown.path, b->shown.line),
                      item, b);
    }
    if (!is_term || share_form(&fa->sides[other], &fb->sides[other]) ||
        !share_written(&fa->sides[side], &fb->sides[side]))
        return PILCROW_OK;
    *told = true;
    return report(l, "conflict",
                  arena_format(&l->glossary->arena,
                               "'%s' is '%s' here and '%s' in %s:%zu",
                               side_of(a, side)->text, side_of(a, other)->text,
                               side_of(b, other)->text, b->shown.path,
                               b->shown.line),
                  item, b);
}

/* Compare an entry with those before it that begin with the same form on one
 * side; the first that it is at odds with is told. */
static pilcrow_status compare_side(linting *l, map *firsts, size_t item,
                                   int side, bool *told)
{
    const side_forms *forms = &l->forms[item].sides[side];
    pilcrow_status status = PILCROW_OK;
    if (forms->count == 0)
        return PILCROW_OK;
    size_t *head = map_put(firsts, forms->hashes[0] + (uint64_t)side);
    if (head == NULL)
        return error_no_memory(l->err);
    size_t at = *head;
    for (size_t n = 0; n < NEIGHBOURS_MAX && at > 0 && !*told; n++) {
        status = compare(l, item, at - 1, side, told);
        if (status != PILCROW_OK)
            return status;
        at = l->forms[at - 1].next[side];
    }
    l->forms[item].next[side] = *head;
    *head = item + 1;
    return PILCROW_OK;
}

/* ----------------------------------------------------------- one entry --- */

static size_t count_words(const char *text)
{
    size_t count = 0;
    for (const char *at = text; *at != '\0';) {
        at += strspn(at, " ");
        count += *at != '\0';
        at += strcspn(at, " ");
    }
    return count;
}

/* The words of the longest form. */
static size_t longest_form(const corpus_side *side)
{
    size_t most = 0;
    for (size_t i = 0; i < side->form_count; i++) {
        size_t words = count_words(side->forms[i]);
        most = words > most ? words : most;
    }
    return most;
}

static const char *judge_length(arena *a, const corpus_side *x,
                                const corpus_side *y)
{
    size_t words = longest_form(x), others = longest_form(y);
    if (words < LONG_WORDS || words < LONG_TIMES * (others == 0 ? 1 : others))
        return NULL;
    return arena_format(a,
                        "'%s' has %zu words and '%s' %zu: is that a "
                        "definition?",
                        x->text, words, y->text, others);
}

/* The next run of digits from `*at` on, and its length; NULL for none. */
static const char *next_number(const char **at, size_t *len)
{
    const char *start = *at + strcspn(*at, "0123456789");
    *len = strspn(start, "0123456789");
    *at = start + *len;
    return *len == 0 ? NULL : start;
}

/* Both sides give numbers, and not the same. */
static const char *judge_numbers(arena *a, const corpus_side *x,
                                 const corpus_side *y)
{
    const char *at = x->text, *there = y->text, *number;
    size_t len, there_len;
    if (next_number(&there, &there_len) == NULL)
        return NULL;
    while ((number = next_number(&at, &len)) != NULL) {
        char *copy = arena_copy(a, number, len);
        if (copy != NULL && strstr(y->text, copy) == NULL)
            return arena_format(a, "'%s' has the number %s and '%s' has not",
                                x->text, copy, y->text);
    }
    return NULL;
}

static bool is_latin(uint32_t c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static bool is_cyrillic(uint32_t c)
{
    return c >= 0x400 && c <= 0x52F;
}

/* A word with letters of both alphabets side by side. */
static const char *judge_letters(arena *a, const corpus_side *x,
                                 const corpus_side *y)
{
    size_t len = strlen(x->text);
    uint32_t before = ' ';
    (void)y;
    for (size_t at = 0; at < len;) {
        uint32_t c;
        at += utf8_read(x->text + at, len - at, &c);
        if ((is_latin(before) && is_cyrillic(c)) ||
            (is_cyrillic(before) && is_latin(c)))
            return arena_format(
                a, "a word of '%s' has letters of both alphabets", x->text);
        before = c;
    }
    return NULL;
}

/* A dash between blanks is what stands between two sides. */
static const char *judge_dashes(arena *a, const corpus_side *x,
                                const corpus_side *y)
{
    static const char *const dashes[] = {" - ", " – ", " — "};
    (void)y;
    for (size_t i = 0; i < sizeof dashes / sizeof *dashes; i++)
        if (strstr(x->text, dashes[i]) != NULL)
            return arena_format(a,
                                "a dash stands within '%s': do two entries run "
                                "into one another?",
                                x->text);
    return NULL;
}

static const char *judge_brackets(arena *a, const corpus_side *x,
                                  const corpus_side *y)
{
    int depth = 0;
    bool early = false;
    (void)y;
    for (const char *at = x->text; *at != '\0'; at++) {
        depth += *at == '(' ? 1 : *at == ')' ? -1 : 0;
        early |= depth < 0;
    }
    return depth == 0 && !early
               ? NULL
               : arena_format(a, "a bracket in '%s' has no other", x->text);
}

static const char *(*const judges[])(arena *a, const corpus_side *x,
                                     const corpus_side *y) = {
    judge_length, judge_numbers, judge_letters, judge_dashes, judge_brackets};

/* Tell the first thing that is odd about the two sides. */
static pilcrow_status judge_pair(linting *l, size_t item)
{
    const corpus_entry *entry = l->glossary->items[item].entry;
    const corpus_side *sides[] = {&entry->term, &entry->translation};
    arena *a = &l->glossary->arena;
    const char *reason = NULL;
    for (size_t j = 0; j < sizeof judges / sizeof *judges; j++)
        for (size_t s = 0; s < 2 && reason == NULL; s++)
            reason = judges[j](a, sides[s], sides[1 - s]);
    if (a->failed)
        return error_no_memory(l->err);
    return reason == NULL ? PILCROW_OK
                          : report(l, "suspicious", reason, item, NULL);
}

static pilcrow_status judge_sides(linting *l, size_t item)
{
    const item_forms *forms = &l->forms[item];
    for (int side = LATIN; side < SIDES; side++)
        if (forms->sides[side].count == 0)
            return report(
                l, "one-sided",
                arena_format(&l->glossary->arena,
                             "'%s' holds no word to find it by",
                             side_of(&l->glossary->items[item], side)->text),
                item, NULL);
    return judge_pair(l, item);
}

static pilcrow_status lint_item(linting *l, map *firsts, size_t item)
{
    const glossary_item *it = &l->glossary->items[item];
    bool told = false;
    pilcrow_status status = PILCROW_OK;
    for (int side = LATIN; side < SIDES && status == PILCROW_OK; side++)
        status = read_forms(l, &l->forms[item].sides[side], side_of(it, side));
    if (status == PILCROW_OK)
        status = judge_sides(l, item);
    for (int side = LATIN; side < SIDES && status == PILCROW_OK; side++)
        status = compare_side(l, firsts, item, side, &told);
    return status;
}

pilcrow_status glossary_lint(pilcrow_glossary *g, analyser *tokens,
                             pilcrow_error *err)
{
    map firsts;
    linting l = {.glossary = g, .tokens = tokens, .err = err};
    pilcrow_status status = PILCROW_OK;
    l.forms = calloc(g->count + 1, sizeof *l.forms);
    if (l.forms == NULL)
        return error_no_memory(err);
    map_init(&firsts, sizeof(size_t));
    for (size_t i = 0; i < g->count && status == PILCROW_OK; i++)
        status = lint_item(&l, &firsts, i);
    map_release(&firsts);
    free(l.forms);
    return status;
}
