/* SPDX-License-Identifier: MIT
 *
 * In: steps, then query trees. Out: the rows of their answers. Invariant: a
 * paragraph never changes once it is made; what is committed and what is in
 * hand are lists of pointers to them. */
#include "reference.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define ENTRIES_MAX 64
#define TERMS_MAX 32
#define MEMORY_MAX ((size_t)1 << 30)

/* A term in a paragraph. */
typedef struct entry {
    engine_field field;
    const char *term;
    size_t len;
    uint32_t frequency;  /* 0 in a field that only filters */
    uint32_t *positions; /* `frequency` of them */
} entry;

typedef struct made {
    kit_paragraph source;
    entry *entries; /* in the order of (field, term) */
    size_t count;
    uint64_t length;
} made;

typedef struct list {
    const made **at;
    size_t count;
    size_t capacity;
} list;

struct reference {
    arena arena;
    list committed;
    list pending;
};

static void *checked(void *memory)
{
    if (memory == NULL)
        fail_msg("the reference is out of memory");
    return memory;
}

reference *reference_new(void)
{
    reference *r = checked(calloc(1, sizeof *r));
    arena_init(&r->arena, MEMORY_MAX);
    return r;
}

void reference_free(reference *r)
{
    arena_release(&r->arena);
    free(r->committed.at);
    free(r->pending.at);
    free(r);
}

/* ----------------------------------------------------------- paragraphs --- */

static int compare_key(const entry *e, engine_field field, const char *term,
                       size_t len)
{
    if (e->field != field)
        return e->field < field ? -1 : 1;
    const size_t common = e->len < len ? e->len : len;
    const int order = memcmp(e->term, term, common);
    if (order != 0 || e->len == len)
        return order;
    return e->len < len ? -1 : 1;
}

static int by_key(const void *a, const void *b)
{
    const entry *right = b;
    return compare_key(a, right->field, right->term, right->len);
}

static void add_filter(reference *r, made *m, engine_field field,
                       const char *term)
{
    if (term == NULL)
        return;
    m->entries[m->count++] =
        (entry){.field = field,
                .term = checked(arena_text(&r->arena, term)),
                .len = strlen(term)};
}

static entry *entry_of(reference *r, made *m, engine_field field,
                       const kit_word *word)
{
    for (size_t i = 0; i < m->count; i++)
        if (compare_key(&m->entries[i], field, word->text, word->len) == 0)
            return &m->entries[i];
    assert_true(m->count < ENTRIES_MAX);
    entry *e = &m->entries[m->count++];
    *e = (entry){.field = field, .term = word->text, .len = word->len};
    e->positions =
        checked(arena_array(&r->arena, ENTRIES_MAX, sizeof *e->positions));
    return e;
}

static void add_words(reference *r, made *m, engine_field field,
                      const char *text)
{
    kit_word word = {.rest = text};
    while (kit_next_word(&word)) {
        entry *e = entry_of(r, m, field, &word);
        assert_true(e->frequency < ENTRIES_MAX);
        if (e->frequency > 0 &&
            e->positions[e->frequency - 1] == word.position)
            continue;
        e->positions[e->frequency++] = word.position;
        m->length++;
    }
}

static const made *make(reference *r, const kit_paragraph *source)
{
    char document[32];
    made *m = checked(arena_alloc(&r->arena, sizeof *m));
    m->entries =
        checked(arena_array(&r->arena, ENTRIES_MAX, sizeof *m->entries));
    m->source = *source;
    snprintf(document, sizeof document, "d%" PRIu64, source->document);
    add_filter(r, m, ENGINE_ID, source->id);
    add_filter(r, m, ENGINE_DOC, document);
    add_filter(r, m, ENGINE_LANG, source->lang);
    add_words(r, m, ENGINE_BODY, source->body);
    add_words(r, m, ENGINE_HEADING, source->heading);
    qsort(m->entries, m->count, sizeof *m->entries, by_key);
    return m;
}

static const entry *find_entry(const made *m, engine_field field,
                               const char *term, size_t len)
{
    size_t low = 0, high = m->count;
    while (low < high) {
        const size_t middle = (low + high) / 2;
        const int order = compare_key(&m->entries[middle], field, term, len);
        if (order == 0)
            return &m->entries[middle];
        if (order < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return NULL;
}

/* ---------------------------------------------------------------- steps --- */

static void list_add(list *l, const made *m)
{
    if (l->count == l->capacity) {
        l->capacity = l->capacity * 2 + 16;
        l->at = checked(realloc(l->at, l->capacity * sizeof *l->at));
    }
    l->at[l->count++] = m;
}

static void list_copy(list *to, const list *from)
{
    to->count = 0;
    for (size_t i = 0; i < from->count; i++)
        list_add(to, from->at[i]);
}

static size_t list_find(const list *l, const char *id, size_t len)
{
    for (size_t i = 0; i < l->count; i++)
        if (strlen(l->at[i]->source.id) == len &&
            memcmp(l->at[i]->source.id, id, len) == 0)
            return i;
    return SIZE_MAX;
}

static uint64_t add(reference *r, const kit_paragraph *source)
{
    if (list_find(&r->pending, source->id, strlen(source->id)) != SIZE_MAX)
        return 0;
    list_add(&r->pending, make(r, source));
    return 1;
}

static uint64_t drop(reference *r, engine_field field, const char *term)
{
    size_t kept = 0;
    const size_t before = r->pending.count;
    for (size_t i = 0; i < before; i++)
        if (find_entry(r->pending.at[i], field, term, strlen(term)) == NULL)
            r->pending.at[kept++] = r->pending.at[i];
    r->pending.count = kept;
    return before - kept;
}

uint64_t reference_apply(reference *r, const step *s)
{
    switch (s->kind) {
    case STEP_ADD:
        return add(r, &s->paragraph);
    case STEP_DELETE:
        return drop(r, s->field, s->term);
    case STEP_COMMIT:
        list_copy(&r->committed, &r->pending);
        return 0;
    case STEP_ROLLBACK:
    case STEP_REOPEN:
        list_copy(&r->pending, &r->committed);
        return 0;
    }
    return 0;
}

/* ----------------------------------------------------------- statistics --- */

size_t reference_count(const reference *r)
{
    return r->committed.count;
}

const kit_paragraph *reference_paragraph(const reference *r, size_t i)
{
    return &r->committed.at[i]->source;
}

uint64_t reference_length(const reference *r, size_t i)
{
    return r->committed.at[i]->length;
}

uint64_t reference_words(const reference *r)
{
    uint64_t words = 0;
    for (size_t i = 0; i < r->committed.count; i++)
        words += reference_length(r, i);
    return words;
}

size_t reference_find(const reference *r, const char *id, size_t len)
{
    return list_find(&r->committed, id, len);
}

uint32_t reference_occurrences(const reference *r, size_t i,
                               engine_field field, const char *term,
                               size_t len)
{
    const entry *e = find_entry(r->committed.at[i], field, term, len);
    return e == NULL ? 0 : e->frequency;
}

void reference_frequencies(const reference *r, engine_field field,
                           const char *term, size_t len, uint64_t *paragraphs,
                           uint64_t *occurrences)
{
    *paragraphs = *occurrences = 0;
    for (size_t i = 0; i < r->committed.count; i++) {
        const entry *e = find_entry(r->committed.at[i], field, term, len);
        *paragraphs += e != NULL;
        *occurrences += e != NULL ? e->frequency : 0;
    }
}

/* ------------------------------------------------------------- queries --- */

typedef struct search {
    const reference *r;
    double k1, b;
    double average; /* length */
    arena arena;
} search;

/* What a node makes of one paragraph. `frequency` is what counts where it is
 * a member of a group. */
typedef struct cell {
    bool match;
    double score;
    double frequency;
} cell;

static cell *evaluate(search *s, const engine_query *q);

static cell *new_cells(search *s)
{
    return checked(
        arena_array(&s->arena, reference_count(s->r) + 1, sizeof(cell)));
}

static double bm25(const search *s, double f, double n, double length)
{
    if (f == 0)
        return 0;
    const double count = (double)reference_count(s->r);
    const double r = (count - n + 0.5) / (n + 0.5);
    const double idf = log(r < 2 ? r / 2 + 1 : r);
    const double norm = s->k1 * (1 - s->b + s->b * length / s->average);
    return idf * f * (s->k1 + 1) / (f + norm);
}

/* Score the cells as one term, by their frequencies. */
static void score_as_term(search *s, cell *cells)
{
    double n = 0;
    for (size_t i = 0; i < reference_count(s->r); i++)
        n += cells[i].match;
    for (size_t i = 0; i < reference_count(s->r); i++)
        if (cells[i].match)
            cells[i].score = bm25(s, cells[i].frequency, n,
                                  (double)reference_length(s->r, i));
}

static cell *evaluate_term(search *s, const engine_query *q)
{
    cell *cells = new_cells(s);
    for (size_t i = 0; i < reference_count(s->r); i++) {
        const entry *e =
            find_entry(s->r->committed.at[i], q->field, q->term, q->len);
        cells[i].match = e != NULL;
        cells[i].frequency = e != NULL ? e->frequency : 0;
    }
    score_as_term(s, cells);
    return cells;
}

static cell *evaluate_all(search *s, const engine_query *q)
{
    (void)q;
    cell *cells = new_cells(s);
    for (size_t i = 0; i < reference_count(s->r); i++)
        cells[i].match = true;
    return cells;
}

static cell *evaluate_range(search *s, const engine_query *q)
{
    cell *cells = new_cells(s);
    for (size_t i = 0; i < reference_count(s->r); i++) {
        const kit_paragraph *p = reference_paragraph(s->r, i);
        const uint64_t value =
            q->value == ENGINE_DOCUMENT ? p->document : p->ordinal;
        cells[i].match = value >= q->low && value <= q->high;
    }
    return cells;
}

/* What the children after the first do to the first. */
typedef struct rule {
    bool needs;  /* they must match */
    bool needs_not;
    bool adds;   /* they score */
} rule;

static void apply_rule(cell *to, const cell *child, rule how)
{
    to->match = to->match && (child->match || !how.needs) &&
                !(child->match && how.needs_not);
    if (child->match && how.adds) {
        to->score += child->score;
        to->frequency += child->frequency;
    }
}

static cell *evaluate_by_rule(search *s, const engine_query *q, rule how)
{
    cell *cells = evaluate(s, q->children[0]);
    for (size_t c = 1; c < q->child_count; c++) {
        const cell *child = evaluate(s, q->children[c]);
        for (size_t i = 0; i < reference_count(s->r); i++)
            apply_rule(&cells[i], &child[i], how);
    }
    return cells;
}

static cell *evaluate_and(search *s, const engine_query *q)
{
    return evaluate_by_rule(s, q, (rule){.needs = true, .adds = true});
}

static cell *evaluate_and_not(search *s, const engine_query *q)
{
    return evaluate_by_rule(s, q, (rule){.needs_not = true});
}

static cell *evaluate_and_maybe(search *s, const engine_query *q)
{
    return evaluate_by_rule(s, q, (rule){.adds = true});
}

static cell *evaluate_filter(search *s, const engine_query *q)
{
    return evaluate_by_rule(s, q, (rule){.needs = true});
}

static cell *evaluate_or(search *s, const engine_query *q)
{
    cell *cells = new_cells(s);
    for (size_t c = 0; c < q->child_count; c++) {
        const cell *child = evaluate(s, q->children[c]);
        for (size_t i = 0; i < reference_count(s->r); i++) {
            if (!child[i].match)
                continue;
            cells[i].match = true;
            cells[i].score += child[i].score;
            cells[i].frequency += child[i].frequency;
        }
    }
    return cells;
}

static cell *evaluate_synonym(search *s, const engine_query *q)
{
    cell *cells = evaluate_or(s, q);
    score_as_term(s, cells);
    return cells;
}

static cell *evaluate_scale(search *s, const engine_query *q)
{
    cell *cells = evaluate(s, q->children[0]);
    for (size_t i = 0; i < reference_count(s->r); i++)
        cells[i].score *= q->weight;
    return cells;
}

/* ----------------------------------------------------------- positions --- */

/* Where the first `count` terms of a window were put. */
typedef struct placing {
    const entry *terms[TERMS_MAX];
    size_t count;
    uint32_t window;
    uint32_t at[TERMS_MAX];
} placing;

/* May term `i` stand at `position`, beside those before it? */
static bool may_stand(const placing *p, size_t i, uint32_t position, bool order)
{
    for (size_t j = 0; j < i; j++) {
        const uint32_t other = p->at[j];
        const uint32_t apart =
            position > other ? position - other : other - position;
        if (apart == 0 || apart >= p->window || (order && position < other))
            return false;
    }
    return true;
}

static bool place(placing *p, size_t i, bool order)
{
    if (i == p->count)
        return true;
    for (uint32_t k = 0; k < p->terms[i]->frequency; k++) {
        p->at[i] = p->terms[i]->positions[k];
        if (may_stand(p, i, p->at[i], order) && place(p, i + 1, order))
            return true;
    }
    return false;
}

static bool fits(const made *m, const engine_query *q)
{
    placing p = {.count = q->child_count, .window = q->window};
    assert_true(q->child_count <= TERMS_MAX);
    if (p.window < p.count)
        p.window = (uint32_t)p.count;
    for (size_t c = 0; c < q->child_count; c++) {
        const engine_query *term = q->children[c];
        p.terms[c] = find_entry(m, term->field, term->term, term->len);
        if (p.terms[c] == NULL || p.terms[c]->positions == NULL)
            return false;
    }
    return place(&p, 0, q->op == ENGINE_PHRASE);
}

static cell *evaluate_window(search *s, const engine_query *q)
{
    cell *cells = evaluate_and(s, q);
    for (size_t i = 0; i < reference_count(s->r); i++) {
        const made *m = s->r->committed.at[i];
        cells[i].match = cells[i].match && fits(m, q);
        if (!cells[i].match)
            continue;
        cells[i].frequency = INFINITY;
        for (size_t c = 0; c < q->child_count; c++) {
            const engine_query *term = q->children[c];
            cells[i].frequency = fmin(
                cells[i].frequency,
                find_entry(m, term->field, term->term, term->len)->frequency);
        }
    }
    return cells;
}

/* ---------------------------------------------------------------- trees --- */

/* By engine_op. */
static const struct {
    cell *(*evaluate)(search *, const engine_query *);
    bool needs_children;
} nodes[] = {
    [ENGINE_TERM] = {evaluate_term, false},
    [ENGINE_ALL] = {evaluate_all, false},
    [ENGINE_OR] = {evaluate_or, true},
    [ENGINE_AND] = {evaluate_and, true},
    [ENGINE_AND_NOT] = {evaluate_and_not, true},
    [ENGINE_AND_MAYBE] = {evaluate_and_maybe, true},
    [ENGINE_FILTER] = {evaluate_filter, true},
    [ENGINE_PHRASE] = {evaluate_window, true},
    [ENGINE_NEAR] = {evaluate_window, true},
    [ENGINE_SYNONYM] = {evaluate_synonym, true},
    [ENGINE_SCALE] = {evaluate_scale, true},
    [ENGINE_RANGE] = {evaluate_range, false},
};

static cell *evaluate(search *s, const engine_query *q)
{
    if (nodes[q->op].needs_children && q->child_count == 0)
        return new_cells(s);
    return nodes[q->op].evaluate(s, q);
}

reference_row *reference_search(const reference *r, const engine_query *query,
                                double k1, double b)
{
    search s = {.r = r, .k1 = k1, .b = b};
    const size_t count = reference_count(r);
    reference_row *rows = checked(calloc(count + 1, sizeof *rows));
    s.average = count == 0 ? 1 : (double)reference_words(r) / (double)count;
    arena_init(&s.arena, MEMORY_MAX);
    const cell *cells = evaluate(&s, query);
    for (size_t i = 0; i < count; i++)
        rows[i] = (reference_row){cells[i].match,
                                  cells[i].match ? cells[i].score : 0};
    arena_release(&s.arena);
    return rows;
}
