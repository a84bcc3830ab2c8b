/* SPDX-License-Identifier: MIT
 *
 * The query parser, over the cases in cases/query/, and over random bytes. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "searcher/query/query.h"

#define MEMORY ((size_t)64 << 20)

/* ------------------------------------------------------- trees as text --- */

static const char *field_prefix(engine_field field)
{
    switch (field) {
    case ENGINE_HEADING:
        return "heading:";
    case ENGINE_DOC:
        return "doc:";
    case ENGINE_LANG:
        return "lang:";
    case ENGINE_KIND:
        return "kind:";
    case ENGINE_ID:
        return "id:";
    default:
        return "";
    }
}

static void write_node(buf *out, const query_node *node);

static void write_children(buf *out, const char *name, const query_node *node)
{
    buf_add_format(out, "(%s", name);
    for (const query_node *child = node->first; child != NULL;
         child = child->next) {
        static const char *const signs[] = {"", "+", "-"};
        bool sequence = node->kind == QUERY_SEQUENCE;
        buf_add_format(out, " %s", sequence ? signs[child->occur] : "");
        write_node(out, child);
    }
    buf_add_byte(out, ')');
}

static void write_node(buf *out, const query_node *node)
{
    char near[32];
    switch (node->kind) {
    case QUERY_WORD:
    case QUERY_PHRASE:
        buf_add_text(out, field_prefix(node->field));
        buf_add_text(out, node->kind == QUERY_PHRASE ? "\"" : "");
        buf_add(out, node->text, node->len);
        buf_add_text(out, node->kind == QUERY_PHRASE ? "\"" : "");
        break;
    case QUERY_SEQUENCE:
        write_children(out, "seq", node);
        break;
    case QUERY_AND:
        write_children(out, "and", node);
        break;
    case QUERY_OR:
        write_children(out, "or", node);
        break;
    case QUERY_NEAR:
        snprintf(near, sizeof near, "near/%u", node->distance);
        write_children(out, near, node);
        break;
    }
}

/* --------------------------------------------------------------- cases --- */

typedef struct reader {
    FILE *file;
    char line[4096];
} reader;

static bool next_line(reader *r)
{
    if (fgets(r->line, sizeof r->line, r->file) == NULL)
        return false;
    r->line[strcspn(r->line, "\n")] = '\0';
    return true;
}

/* The next line that opens a case; false at the end. */
static bool next_case(reader *r)
{
    while (next_line(r))
        if (r->line[0] != '\0' && r->line[0] != '#')
            return true;
    return false;
}

static void open_cases(reader *r, const char *name)
{
    char path[4096];
    snprintf(path, sizeof path, "%s/cases/query/%s", TESTS_DIR, name);
    r->file = fopen(path, "r");
    assert_non_null(r->file);
}

static bool has_notice(const query_notices *notices, const char *sentence)
{
    for (size_t i = 0; i < notices->count; i++)
        if (strcmp(notices->list[i], sentence) == 0)
            return true;
    return false;
}

static void check_lenient(reader *r)
{
    arena a;
    buf tree;
    query_node *root;
    char query[4096];
    arena_init(&a, MEMORY);
    buf_init(&tree, MEMORY);
    query_notices notices = {.arena = &a};
    strcpy(query, r->line);
    assert_int_equal(
        query_parse(&root, &a, query, strlen(query), false, &notices, NULL),
        PILCROW_OK);
    if (root != NULL)
        write_node(&tree, root);
    assert_true(next_line(r));
    if (strcmp(buf_text(&tree), r->line) != 0)
        fail_msg("%s\n  gives   %s\n  expected %s", query, buf_text(&tree),
                 r->line);
    size_t expected = 0;
    while (next_line(r) && r->line[0] == '!') {
        if (!has_notice(&notices, r->line + 2))
            fail_msg("%s: lacks the notice '%s'", query, r->line + 2);
        expected++;
    }
    if (notices.count != expected)
        fail_msg("%s: %zu notices, %zu expected; the first: %s", query,
                 notices.count, expected, notices.list[0]);
    buf_release(&tree);
    arena_release(&a);
}

static int check_lenient_file(const char *name)
{
    reader r;
    int count = 0;
    open_cases(&r, name);
    for (; next_case(&r); count++)
        check_lenient(&r);
    fclose(r.file);
    return count;
}

static void test_lenient_cases(void **state)
{
    (void)state;
    assert_true(check_lenient_file("lenient.txt") > 40);
    assert_true(check_lenient_file("nested.txt") > 150);
}

static void check_strict(reader *r)
{
    arena a;
    query_node *root;
    pilcrow_error err = {0};
    char query[4096];
    char result[2048] = "ok";
    arena_init(&a, MEMORY);
    query_notices notices = {.arena = &a};
    strcpy(query, r->line);
    pilcrow_status status =
        query_parse(&root, &a, query, strlen(query), true, &notices, &err);
    if (status != PILCROW_OK) {
        assert_int_equal(status, PILCROW_QUERY);
        snprintf(result, sizeof result, "%zu %s", err.offset, err.message);
    }
    assert_true(next_line(r));
    assert_string_equal(result, r->line);
    assert_int_equal(notices.count, 0);
    arena_release(&a);
}

static void test_strict_cases(void **state)
{
    (void)state;
    reader r;
    int count = 0;
    open_cases(&r, "strict.txt");
    for (; next_case(&r); count++)
        check_strict(&r);
    assert_true(count > 5);
    fclose(r.file);
}

/* -------------------------------------------------------------- limits --- */

static void test_length_limit(void **state)
{
    (void)state;
    arena a;
    query_node *root;
    pilcrow_error err;
    char text[QUERY_BYTES_MAX + 1];
    arena_init(&a, MEMORY);
    query_notices notices = {.arena = &a};
    memset(text, 'a', sizeof text);
    assert_int_equal(
        query_parse(&root, &a, text, sizeof text, false, &notices, &err),
        PILCROW_LIMIT);
    assert_int_equal(
        query_parse(&root, &a, text, sizeof text - 1, false, &notices, &err),
        PILCROW_OK);
    arena_release(&a);
}

static size_t depth_of(const query_node *node)
{
    size_t deepest = 0;
    for (const query_node *child = node->first; child != NULL;
         child = child->next) {
        size_t depth = depth_of(child);
        deepest = depth > deepest ? depth : deepest;
    }
    return deepest + 1;
}

static void test_depth_limit(void **state)
{
    (void)state;
    arena a;
    query_node *root;
    char text[2048] = "";
    arena_init(&a, MEMORY);
    query_notices notices = {.arena = &a};
    for (int i = 0; i < 100; i++)
        strcat(text, "(a -");
    strcat(text, "b");
    for (int i = 0; i < 100; i++)
        strcat(text, ")");
    assert_int_equal(
        query_parse(&root, &a, text, strlen(text), false, &notices, NULL),
        PILCROW_OK);
    assert_true(depth_of(root) <= 2 * QUERY_DEPTH_MAX + 2);
    assert_true(notices.count > 0);
    arena_release(&a);
}

/* Every random query parses, ends, and keeps the depth. */
static void test_random_queries(void **state)
{
    (void)state;
    static const char *const pieces[] = {
        "a",        "слово",    " ",    " ", "\"",      "«",    "»",
        "(",        ")",        "+",    "-", " AND ",   " OR ", " NOT ",
        " NEAR/3 ", "heading:", "doc:", "*", "\xFF",    "\xE2", "„",
        "“",        "”",        "И ",   ":", "lang:ru", "\t",   "\x01"};
    const size_t count = sizeof pieces / sizeof *pieces;
    uint32_t seed = 12345;
    for (int round = 0; round < 20000; round++) {
        char text[512] = "";
        arena a;
        query_node *root;
        arena_init(&a, MEMORY);
        query_notices notices = {.arena = &a};
        int length = round % 25;
        for (int i = 0; i < length; i++) {
            seed = seed * 1664525u + 1013904223u;
            strcat(text, pieces[(seed >> 16) % count]);
        }
        assert_int_equal(
            query_parse(&root, &a, text, strlen(text), false, &notices, NULL),
            PILCROW_OK);
        if (root != NULL)
            assert_true(depth_of(root) <= 2 * QUERY_DEPTH_MAX + 2);
        arena_release(&a);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_lenient_cases),
        cmocka_unit_test(test_strict_cases),
        cmocka_unit_test(test_length_limit),
        cmocka_unit_test(test_depth_limit),
        cmocka_unit_test(test_random_queries),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
