/* SPDX-License-Identifier: MIT
 *
 * In: a seed. Out: steps and trees, the same for the same seed, and their
 * text. */
#include "random_trees.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#define CHILDREN_MAX 5

uint32_t draw(chance *c, uint32_t below)
{
    c->state = c->state * UINT64_C(6364136223846793005) + 1442695040888963407u;
    return (uint32_t)((c->state >> 33) % below);
}

static bool one_in(chance *c, uint32_t n)
{
    return draw(c, n) == 0;
}

/* ---------------------------------------------------------------- words --- */

static const char *const common[] = {
    "the",     "в",       "of",    "на",      "refuge", "беженец", "camp",
    "право",   "border",  "день",  "asylum",  "суд",    "visa",    "закон",
    "seeker",  "миграц",  "law",   "граница", "child",  "ребенок", "state",
    "государ", "convent", "конв",  "work",    "работа", "report",  "доклад",
    "a",       "и",       "apple", "ёж",      "zebra",  "яблок",   "cost",
};
#define COMMON (sizeof common / sizeof *common)

/* A word by its rank, the most frequent first. In one static buffer. */
static const char *word_of_rank(uint32_t rank)
{
    static char word[16];
    if (rank < COMMON)
        return common[rank];
    snprintf(word, sizeof word, "%s%u", rank % 2 ? "w" : "ж", (unsigned)rank);
    return word;
}

/* By Zipf's law: as many words of ranks 1 to 2 as of ranks 10 to 20. */
static const char *draw_word(chance *c, const shape *s)
{
    const double part = draw(c, 1u << 24) / (double)(1u << 24);
    return word_of_rank((uint32_t)pow(s->words, part) - 1);
}

static const char *draw_text(chance *c, const shape *s, uint32_t words,
                             arena *a)
{
    buf text;
    buf_init(&text, 4096);
    for (uint32_t i = 0; i < words; i++) {
        if (i > 0)
            buf_add_byte(&text, one_in(c, 8) && !s->alone ? '/' : ' ');
        if (one_in(c, 16))
            buf_add_text(&text, "_ ");
        buf_add_text(&text, draw_word(c, s));
    }
    const char *copy = arena_copy(a, buf_text(&text), text.len);
    buf_release(&text);
    return copy;
}

/* ---------------------------------------------------------------- steps --- */

static const char *draw_id(chance *c, const reference *r, arena *a)
{
    char id[16];
    if (reference_count(r) > 0 && !one_in(c, 8)) {
        const uint32_t i = draw(c, (uint32_t)reference_count(r));
        return reference_paragraph(r, i)->id;
    }
    snprintf(id, sizeof id, "p%u", (unsigned)draw(c, 50));
    return arena_text(a, id);
}

static kit_paragraph draw_paragraph(chance *c, const shape *s,
                                    const reference *r, uint32_t *next_id,
                                    arena *a)
{
    char id[16];
    const uint32_t length = 1 + draw(c, one_in(c, 6) ? s->body_max : 8);
    kit_paragraph p = {.document = draw(c, s->documents),
                       .ordinal = draw(c, 300)};
    snprintf(id, sizeof id, "p%u", (unsigned)*next_id);
    p.id = one_in(c, 20) ? draw_id(c, r, a) : arena_text(a, id);
    *next_id += 1;
    p.body = draw_text(c, s, length, a);
    p.heading = draw_text(c, s, one_in(c, 2) ? draw(c, 4) : 0, a);
    p.lang = one_in(c, 3) ? "ru" : "en";
    return p;
}

static step draw_delete(chance *c, const shape *s, const reference *r, arena *a)
{
    char document[16];
    step d = {.kind = STEP_DELETE, .field = ENGINE_ID};
    if (one_in(c, 3)) {
        snprintf(document, sizeof document, "d%u",
                 (unsigned)draw(c, s->documents));
        d.field = ENGINE_DOC;
        d.term = arena_text(a, document);
    } else if (one_in(c, 12)) {
        d.field = one_in(c, 2) ? ENGINE_BODY : ENGINE_HEADING;
        d.term = arena_text(a, draw_word(c, s));
    } else {
        d.term = draw_id(c, r, a);
    }
    return d;
}

step random_step(chance *c, const shape *s, const reference *r,
                 uint32_t *next_id, arena *a)
{
    if (one_in(c, s->commits))
        return (step){.kind = STEP_COMMIT};
    if (one_in(c, s->commits * 6))
        return (step){.kind = one_in(c, 2) ? STEP_ROLLBACK : STEP_REOPEN};
    if (one_in(c, 6))
        return draw_delete(c, s, r, a);
    return (step){.kind = STEP_ADD,
                  .paragraph = draw_paragraph(c, s, r, next_id, a)};
}

/* ---------------------------------------------------------------- trees --- */

static engine_query *new_node(arena *a, engine_op op)
{
    engine_query *q = arena_alloc(a, sizeof *q);
    assert_non_null(q);
    q->op = op;
    return q;
}

static engine_query *new_term(arena *a, engine_field field, const char *term,
                              size_t len)
{
    engine_query *q = new_node(a, ENGINE_TERM);
    q->field = field;
    q->term = arena_copy(a, term, len);
    q->len = len;
    return q;
}

static engine_query *draw_filter(chance *c, const shape *s, const reference *r,
                                 arena *a)
{
    char text[16];
    if (one_in(c, 3)) {
        const char *id = draw_id(c, r, a);
        return new_term(a, ENGINE_ID, id, strlen(id));
    }
    if (one_in(c, 2))
        return new_term(a, ENGINE_LANG, one_in(c, 2) ? "ru" : "en", 2);
    const int len =
        snprintf(text, sizeof text, "d%u", (unsigned)draw(c, s->documents));
    return new_term(a, ENGINE_DOC, text, (size_t)len);
}

static engine_query *draw_term(chance *c, const shape *s, arena *a)
{
    const char *word = one_in(c, 40) ? "none" : draw_word(c, s);
    return new_term(a, one_in(c, 6) ? ENGINE_HEADING : ENGINE_BODY, word,
                    strlen(word));
}

static engine_query *draw_leaf(chance *c, const shape *s, const reference *r,
                               arena *a)
{
    if (one_in(c, 8))
        return draw_filter(c, s, r, a);
    return one_in(c, 30) ? new_node(a, ENGINE_ALL) : draw_term(c, s, a);
}

static engine_query *draw_range(chance *c, const shape *s, arena *a)
{
    engine_query *q = new_node(a, ENGINE_RANGE);
    q->value = one_in(c, 2) ? ENGINE_DOCUMENT : ENGINE_ORDINAL;
    const uint32_t most = q->value == ENGINE_DOCUMENT ? s->documents : 300;
    q->low = draw(c, most);
    q->high = one_in(c, 10) ? draw(c, most) : q->low + draw(c, most);
    return q;
}

static void set_children(engine_query *q, engine_query **children,
                         size_t count, arena *a)
{
    const engine_query **kept = arena_array(a, count + 1, sizeof *kept);
    assert_non_null(kept);
    for (size_t i = 0; i < count; i++)
        kept[i] = children[i];
    q->children = kept;
    q->child_count = count;
}

/* Words that stand somewhere, from some word of a paragraph on. Returns how
 * many. */
static size_t draw_run(chance *c, const reference *r, engine_query **terms,
                       size_t count, arena *a)
{
    if (reference_count(r) == 0)
        return 0;
    const uint32_t i = draw(c, (uint32_t)reference_count(r));
    const kit_paragraph *p = reference_paragraph(r, i);
    const engine_field field = one_in(c, 8) ? ENGINE_HEADING : ENGINE_BODY;
    kit_word word = {.rest = field == ENGINE_BODY ? p->body : p->heading};
    const size_t skipped = draw(c, 6);
    size_t found = 0;
    for (size_t at = 0; found < count && kit_next_word(&word); at++) {
        if (at < skipped || one_in(c, 10))
            continue;
        terms[found++] = new_term(a, field, word.text, word.len);
    }
    return found;
}

static engine_query *draw_window(chance *c, const shape *s, const reference *r,
                                 arena *a)
{
    engine_query *terms[CHILDREN_MAX];
    engine_query *q =
        new_node(a, one_in(c, 2) || s->no_near ? ENGINE_PHRASE : ENGINE_NEAR);
    const size_t want = 2 + draw(c, one_in(c, 3) ? CHILDREN_MAX - 1 : 1);
    size_t count = one_in(c, 6) ? 0 : draw_run(c, r, terms, want, a);
    while (count < want) {
        const char *word = draw_word(c, s);
        terms[count++] = new_term(a, ENGINE_BODY, word, strlen(word));
    }
    if (q->op == ENGINE_NEAR && one_in(c, 2)) {
        engine_query *first = terms[0];
        terms[0] = terms[count - 1];
        terms[count - 1] = first;
    }
    if (one_in(c, 30))
        terms[draw(c, (uint32_t)count)] = draw_filter(c, s, r, a);
    q->window = one_in(c, 2) ? (uint32_t)count : draw(c, 12);
    set_children(q, terms, count, a);
    return q;
}

/* In a group no range may stand. */
static engine_query *draw_node(chance *c, const shape *s, const reference *r,
                               unsigned depth, bool grouped, arena *a);

static engine_query *draw_inner(chance *c, const shape *s, const reference *r,
                                engine_op op, unsigned depth, bool grouped,
                                arena *a)
{
    static const double weights[] = {0, 0.25, 0.5, 1, 2.5};
    engine_query *children[CHILDREN_MAX];
    engine_query *q = new_node(a, op);
    size_t count = 1 + draw(c, CHILDREN_MAX);
    if (op == ENGINE_SCALE) {
        count = 1;
        q->weight = weights[draw(c, 5)];
    }
    if (one_in(c, 40))
        count = 0;
    grouped = grouped || op == ENGINE_SYNONYM;
    for (size_t i = 0; i < count; i++)
        children[i] = draw_node(c, s, r, depth - 1, grouped, a);
    set_children(q, children, count, a);
    return q;
}

static engine_query *draw_node(chance *c, const shape *s, const reference *r,
                               unsigned depth, bool grouped, arena *a)
{
    static const engine_op inner[] = {
        ENGINE_OR,      ENGINE_OR,        ENGINE_OR,     ENGINE_AND,
        ENGINE_AND,     ENGINE_AND_NOT,   ENGINE_FILTER, ENGINE_AND_MAYBE,
        ENGINE_SYNONYM, ENGINE_AND_MAYBE, ENGINE_SCALE,
    };
    if (depth <= 1 || one_in(c, 3))
        return draw_leaf(c, s, r, a);
    if (one_in(c, 6))
        return draw_window(c, s, r, a);
    if (!grouped && one_in(c, 14))
        return draw_range(c, s, a);
    const engine_op op = inner[draw(c, sizeof inner / sizeof *inner)];
    return draw_inner(c, s, r, op, depth, grouped, a);
}

/* One in three has no group, so that its scores can be told of any engine. */
engine_query *random_tree(chance *c, const shape *s, const reference *r,
                          unsigned depth, arena *a)
{
    engine_query *q;
    const bool plain = !one_in(c, 3);
    do {
        q = draw_node(c, s, r, depth, false, a);
    } while (plain && tree_holds(q, ENGINE_SYNONYM));
    return q;
}

/* ----------------------------------------------------------- looking at --- */

bool tree_holds(const engine_query *q, engine_op op)
{
    for (size_t i = 0; i < q->child_count; i++)
        if (tree_holds(q->children[i], op))
            return true;
    return q->op == op;
}

static bool members_are_plain(const engine_query *q)
{
    if (q->op == ENGINE_TERM || q->op == ENGINE_PHRASE || q->op == ENGINE_NEAR)
        return true;
    if (q->op != ENGINE_OR && q->op != ENGINE_SYNONYM)
        return false;
    for (size_t i = 0; i < q->child_count; i++)
        if (!members_are_plain(q->children[i]))
            return false;
    return true;
}

bool tree_groups_are_plain(const engine_query *q)
{
    if (q->op == ENGINE_SYNONYM)
        return members_are_plain(q);
    for (size_t i = 0; i < q->child_count; i++)
        if (!tree_groups_are_plain(q->children[i]))
            return false;
    return true;
}

/* ------------------------------------------------------------- simplify --- */

/* A copy of the tree with simplification `*n`; counts `*n` down to below 0 on
 * the way. */
static const engine_query *simplify(const engine_query *q, int *n, arena *a)
{
    const int count = (int)q->child_count;
    const int edit = *n;
    *n -= 2 * count;
    if (edit < count && edit >= 0)
        return q->children[edit];
    engine_query *copy = new_node(a, q->op);
    *copy = *q;
    engine_query *kept[CHILDREN_MAX];
    size_t left = 0;
    for (int i = 0; i < count; i++) {
        if (edit >= 0 && i == edit - count)
            continue;
        const engine_query *child = q->children[i];
        kept[left++] =
            (engine_query *)(uintptr_t)(*n >= 0 ? simplify(child, n, a)
                                                : child);
    }
    set_children(copy, kept, left, a);
    return copy;
}

const engine_query *simpler_tree(const engine_query *q, unsigned n, arena *a)
{
    int left = (int)n;
    const engine_query *simple = simplify(q, &left, a);
    return left >= 0 ? NULL : simple;
}

/* ---------------------------------------------------------------- print --- */

static const char *const op_names[] = {
    [ENGINE_OR] = "or",           [ENGINE_AND] = "and",
    [ENGINE_AND_NOT] = "not",     [ENGINE_AND_MAYBE] = "maybe",
    [ENGINE_FILTER] = "filter",   [ENGINE_PHRASE] = "phrase",
    [ENGINE_NEAR] = "near",       [ENGINE_SYNONYM] = "synonym",
    [ENGINE_SCALE] = "scale",     [ENGINE_RANGE] = "range",
    [ENGINE_ALL] = "all",
};

static const char *const field_names[ENGINE_FIELD_COUNT] = {
    [ENGINE_BODY] = "",     [ENGINE_HEADING] = "heading:",
    [ENGINE_ID] = "id:",    [ENGINE_DOC] = "doc:",
    [ENGINE_LANG] = "lang:"};

void print_tree(buf *out, const engine_query *q)
{
    if (q->op == ENGINE_TERM) {
        buf_add_text(out, field_names[q->field]);
        buf_add(out, q->term, q->len);
        return;
    }
    buf_add_format(out, "(%s", op_names[q->op]);
    if (q->op == ENGINE_PHRASE || q->op == ENGINE_NEAR)
        buf_add_format(out, " %u", (unsigned)q->window);
    if (q->op == ENGINE_SCALE)
        buf_add_format(out, " %g", q->weight);
    if (q->op == ENGINE_RANGE)
        buf_add_format(out, " %d %" PRIu64 " %" PRIu64, (int)q->value, q->low,
                       q->high);
    for (size_t i = 0; i < q->child_count; i++) {
        buf_add_byte(out, ' ');
        print_tree(out, q->children[i]);
    }
    buf_add_byte(out, ')');
}

void print_step(buf *out, const step *s)
{
    const kit_paragraph *p = &s->paragraph;
    switch (s->kind) {
    case STEP_ADD:
        buf_add_format(out, "+ %s %" PRIu64 " %" PRIu64 " %s | %s | %s\n",
                       p->id, p->document, p->ordinal, p->lang, p->body,
                       p->heading);
        break;
    case STEP_DELETE:
        buf_add_format(out, "- %s%s\n", field_names[s->field], s->term);
        break;
    case STEP_COMMIT:
        buf_add_text(out, "commit\n");
        break;
    case STEP_ROLLBACK:
        buf_add_text(out, "rollback\n");
        break;
    case STEP_REOPEN:
        buf_add_text(out, "reopen\n");
        break;
    }
}
