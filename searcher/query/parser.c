/* SPDX-License-Identifier: MIT
 *
 * In: well-formed query tokens. Out: the tree. One function a level of the
 * grammar, loosest first:
 *
 *     either    = both { OR both }
 *     both      = sequence { AND sequence }
 *     sequence  = item { item }
 *     item      = [ + | - ] near
 *     near      = primary [ NEAR primary ]
 *     primary   = [ field: ] ( word | "phrase" | "(" either ")" ) */
#include "searcher/query/lexer.h"

#include <assert.h>

#include "searcher/query/pattern.h"

typedef struct parser {
    const lexer *lexer;
    size_t at;
    arena *arena;
} parser;

static query_node *parse_either(parser *p);

static bool next_is(const parser *p, lexer_kind kind)
{
    return p->at < p->lexer->count && p->lexer->tokens[p->at].kind == kind;
}

static bool accept(parser *p, lexer_kind kind)
{
    if (!next_is(p, kind))
        return false;
    p->at++;
    return true;
}

/* NULL only without memory; every caller passes NULL on. */
static query_node *new_node(parser *p, query_kind kind, query_node *first)
{
    query_node *node = arena_alloc(p->arena, sizeof *node);
    if (node == NULL)
        return NULL;
    node->kind = kind;
    node->share = 1.0;
    node->first = first;
    return node;
}

static query_node *parse_text(parser *p, engine_field field)
{
    const lexer_token *token = &p->lexer->tokens[p->at++];
    query_node *node = new_node(
        p, token->kind == LEXER_PHRASE ? QUERY_PHRASE : QUERY_WORD, NULL);
    if (node == NULL)
        return NULL;
    node->field = field;
    node->text = p->lexer->text + token->start;
    node->len = token->end - token->start;
    return node;
}

/* A field before brackets is that of all in them that name none. */
static void spread_field(query_node *node, engine_field field)
{
    if (node->first == NULL && node->field == ENGINE_BODY)
        node->field = field;
    for (query_node *child = node->first; child != NULL; child = child->next)
        spread_field(child, field);
}

static query_node *parse_primary(parser *p)
{
    engine_field field = ENGINE_BODY;
    if (next_is(p, LEXER_FIELD))
        field = p->lexer->tokens[p->at++].field;
    if (!accept(p, LEXER_OPEN))
        return parse_text(p, field);
    query_node *inner = parse_either(p);
    accept(p, LEXER_CLOSE);
    if (inner != NULL && field != ENGINE_BODY)
        spread_field(inner, field);
    return inner;
}

static query_node *parse_near(parser *p)
{
    query_node *left = parse_primary(p);
    if (left == NULL || !next_is(p, LEXER_NEAR))
        return left;
    uint32_t distance = p->lexer->tokens[p->at++].distance;
    left->next = parse_primary(p);
    if (left->next == NULL)
        return NULL;
    query_node *near = new_node(p, QUERY_NEAR, left);
    if (near != NULL) {
        near->distance = distance;
        near->text = left->text;
    }
    return near;
}

static query_node *parse_item(parser *p)
{
    query_occur occur = QUERY_SHOULD;
    if (accept(p, LEXER_PLUS))
        occur = QUERY_MUST;
    else if (accept(p, LEXER_MINUS))
        occur = QUERY_MUST_NOT;
    query_node *node = parse_near(p);
    if (node == NULL || occur == QUERY_SHOULD)
        return node;
    if (node->occur != QUERY_SHOULD) /* -(-x): keep the inner sign apart */
        node = new_node(p, QUERY_SEQUENCE, node);
    if (node != NULL)
        node->occur = occur;
    return node;
}

static bool begins_item(const parser *p)
{
    return p->at < p->lexer->count &&
           p->lexer->tokens[p->at].kind <= LEXER_MINUS &&
           !next_is(p, LEXER_CLOSE);
}

static query_node *parse_sequence(parser *p)
{
    query_node *first = parse_item(p);
    query_node *last = first;
    while (last != NULL && begins_item(p)) {
        last->next = parse_item(p);
        last = last->next;
    }
    if (last == NULL)
        return NULL;
    if (first == last && first->occur == QUERY_SHOULD)
        return first;
    return new_node(p, QUERY_SEQUENCE, first);
}

/* One level of a binary operator: operands become children of one node. */
static query_node *parse_chain(parser *p, lexer_kind operator, query_kind kind,
                               query_node *(*operand)(parser *))
{
    query_node *first = operand(p);
    query_node *last = first;
    if (first == NULL || !next_is(p, operator))
        return first;
    while (last != NULL && accept(p, operator)) {
        last->next = operand(p);
        last = last->next;
    }
    return last == NULL ? NULL : new_node(p, kind, first);
}

static query_node *parse_both(parser *p)
{
    return parse_chain(p, LEXER_AND, QUERY_AND, parse_sequence);
}

static query_node *parse_either(parser *p)
{
    return parse_chain(p, LEXER_OR, QUERY_OR, parse_both);
}

/* -------------------------------------------------------------- patterns - */

static const struct {
    const char *what;
    const char *reading;
} troubles[] = {
    [PATTERN_LEADING] = {"begins with a star, which stands for letters only "
                         "behind two of them",
                         "the star is passed over"},
    [PATTERN_SHORT] = {"has fewer than two letters before its star",
                       "the star is passed over"},
    [PATTERN_SHORT_TYPO] = {"is too short for slips",
                            "it is read as it stands"},
    [PATTERN_EDITS] = {"may have one slip or two", "its length decides"},
    [PATTERN_BOTH] = {"has both a star or question mark and a tilde",
                      "the tilde is passed over"},
};

/* The leaf whose patterns are looked at. */
typedef struct checking {
    lexer *lexer;
    const query_node *leaf;
} checking;

static void tell_trouble(void *ctx, pattern_trouble what, size_t start,
                         size_t end)
{
    checking *c = ctx;
    const char *word = c->leaf->text + start;
    lexer_complain(c->lexer, (size_t)(word - c->lexer->text), word, end - start,
                   troubles[what].what, troubles[what].reading);
}

/* Marks that look like a pattern's and are none. In the fields that filter a
 * star has rules of its own. */
static void check_patterns(lexer *l, const query_node *node)
{
    checking c = {l, node};
    pattern_visitor visitor = {.ctx = &c, .trouble = tell_trouble};
    if (node->first == NULL &&
        (node->field == ENGINE_BODY || node->field == ENGINE_HEADING))
        pattern_scan(node->text, node->len, &visitor);
    for (const query_node *child = node->first; child != NULL;
         child = child->next)
        check_patterns(l, child);
}

/* ------------------------------------------------------------- the whole - */

pilcrow_status query_parse(query_node **out, arena *a, const char *text,
                           size_t len, bool strict, query_notices *notices,
                           pilcrow_error *err)
{
    lexer l = {.text = text,
               .len = len,
               .strict = strict,
               .notices = notices,
               .err = err};
    *out = NULL;
    if (len > QUERY_BYTES_MAX)
        return error_set(err, PILCROW_LIMIT,
                         "the query has %zu bytes; at most %u are read", len,
                         QUERY_BYTES_MAX);
    pilcrow_status status = lexer_run(&l, a);
    if (status != PILCROW_OK || l.count == 0)
        return status;
    parser p = {&l, 0, a};
    *out = parse_either(&p);
    assert(*out == NULL || p.at == l.count);
    if (*out == NULL)
        return error_no_memory(err);
    check_patterns(&l, *out);
    if (l.status != PILCROW_OK)
        *out = NULL;
    return l.status;
}
