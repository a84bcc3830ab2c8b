/* SPDX-License-Identifier: MIT
 *
 * Records read without a parser: what they say is what jansson finds in them,
 * and their paragraphs are those of the rules.
 * Lines are put together of pieces that have something to go wrong, with fixed
 * seeds, so a failure comes again. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <jansson.h>

#include "base/utf8.h"
#include "corpus/block.h"
#include "corpus/plain_record.h"
#include "corpus/split.h"
#include "chance.h"

#define ROUNDS 200000u
#define LINE_BYTES 512u

typedef struct line_case {
    const char *line;
    const char *id, *title, *text, *meta; /* text NULL: left to the parser */
} line_case;

static const line_case cases[] = {
    {"{\"text\":\"a\"}", NULL, NULL, "a", "{}"},
    {"{\"id\": \"7\", \"title\": \"T\", \"text\": \"one two\"}", "7", "T",
     "one two", "{}"},
    {" { \"text\" :\t\"\" , \"id\" : 12 } ", "12", NULL, "", "{}"},
    {"{\"text\":\"a\\n\\t\\\"b\\\\c\\/\\r\\b\\f\"}", NULL, NULL,
     "a\n\t\"b\\c/\r\b\f", "{}"},
    {"{\"url\":\"http://x/\",\"text\":\"a\",\"year\":1999,\"\":\"e\"}", NULL,
     NULL, "a", "{\"url\":\"http://x/\",\"year\":1999,\"\":\"e\"}"},
    {"{\"text\":\"Привет, “мир” — и longer than eight\",\"z\":\"ё\"}", NULL,
     NULL, "Привет, “мир” — и longer than eight", "{\"z\":\"ё\"}"},
    {"{\"n\":0,\"text\":\"a\",\"id\":\"\",\"title\":\"\"}", "", "", "a",
     "{\"n\":0}"},
    /* For the parser: */
    {"", NULL, NULL, NULL, NULL},
    {"{}", NULL, NULL, NULL, NULL},
    {"[\"text\"]", NULL, NULL, NULL, NULL},
    {"{\"text\":\"a\"} x", NULL, NULL, NULL, NULL},
    {"{\"text\":\"a\",}", NULL, NULL, NULL, NULL},
    {"{\"text\":\"a\"", NULL, NULL, NULL, NULL},
    {"{\"text\":\"a", NULL, NULL, NULL, NULL},
    {"{\"text\":\"a\\", NULL, NULL, NULL, NULL},
    {"{\"text\":\"\\u0041\"}", NULL, NULL, NULL, NULL},
    {"{\"text\":\"\\x\"}", NULL, NULL, NULL, NULL},
    {"{\"text\":\"a\tb\"}", NULL, NULL, NULL, NULL},
    {"{\"text\":\"a\",\"text\":\"b\"}", NULL, NULL, NULL, NULL},
    {"{\"text\":\"a\",\"k\":\"b\",\"k\":\"c\"}", NULL, NULL, NULL, NULL},
    {"{\"text\":\"a\",\"k\":\"\\n\"}", NULL, NULL, NULL, NULL},
    {"{\"te\\u0078t\":\"a\"}", NULL, NULL, NULL, NULL},
    {"{\"text\":\"a\",\"k\":1.5}", NULL, NULL, NULL, NULL},
    {"{\"text\":\"a\",\"k\":01}", NULL, NULL, NULL, NULL},
    {"{\"text\":\"a\",\"k\":1234567890123456}", NULL, NULL, NULL, NULL},
    {"{\"text\":\"a\",\"k\":-1}", NULL, NULL, NULL, NULL},
    {"{\"text\":\"a\",\"k\":{}}", NULL, NULL, NULL, NULL},
    {"{\"text\":\"a\",\"k\":null}", NULL, NULL, NULL, NULL},
    {"{\"text\":1}", NULL, NULL, NULL, NULL},
    {"{\"text\":\"a\",\"title\":1}", NULL, NULL, NULL, NULL},
};

static void check_part(const char *line, const char *is, const char *wanted)
{
    const bool same =
        is == NULL || wanted == NULL ? is == wanted : strcmp(is, wanted) == 0;
    if (!same)
        fail_msg("%s\ngives '%s', not '%s'", line, is == NULL ? "none" : is,
                 wanted == NULL ? "none" : wanted);
}

static void test_cases(void **state)
{
    (void)state;
    plain_record p;
    plain_record_init(&p);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const line_case *c = &cases[i];
        record_parts parts;
        /* Bytes of its own, so that reading past them is found. */
        const size_t len = strlen(c->line);
        char *line = malloc(len + 1);
        memcpy(line, c->line, len);
        const bool read = plain_record_read(&parts, &p, line, len);
        free(line);
        if (read != (c->text != NULL))
            fail_msg("%s\nis %s", c->line, read ? "read" : "not read");
        if (!read)
            continue;
        check_part(c->line, parts.id, c->id);
        check_part(c->line, parts.title, c->title);
        check_part(c->line, parts.text, c->text);
        check_part(c->line, parts.meta, c->meta);
        assert_int_equal(parts.text_len, strlen(c->text));
    }
    plain_record_release(&p);
}

/* ----------------------------------------------------------- by jansson --- */

/* The meta as the parser's way has it. */
static char *meta_of(json_t *record)
{
    json_object_del(record, "id");
    json_object_del(record, "title");
    json_object_del(record, "text");
    return json_dumps(record, JSON_COMPACT);
}

static void check_by_jansson(const char *line, const record_parts *parts)
{
    char number[32] = "";
    json_error_t error;
    json_t *record = json_loads(line, 0, &error);
    if (!json_is_object(record))
        fail_msg("%s\nis read; jansson: %s", line, error.text);
    json_t *id = json_object_get(record, "id");
    if (json_is_integer(id))
        snprintf(number, sizeof number, "%lld",
                 (long long)json_integer_value(id));
    check_part(line, parts->id,
               json_is_integer(id) ? number : json_string_value(id));
    check_part(line, parts->title,
               json_string_value(json_object_get(record, "title")));
    check_part(line, parts->text,
               json_string_value(json_object_get(record, "text")));
    char *meta = meta_of(record);
    check_part(line, parts->meta, meta);
    free(meta);
    json_decref(record);
}

static const char *const keys[] = {"id", "title", "text", "url", "a", ""};
static const char *const values[] = {
    "\"\"",
    "\"plain words\"",
    "\"ё — “q”\"",
    "\"a\\nb\"",
    "\"\\\\\"",
    "\"\\u0416\"",
    "7",
    "0",
    "00",
    "-3",
    "123456789012345",
    "1e5",
    "true",
    "null",
    "[1]",
    "{\"b\":\"c\"}",
    "\"\\\"quoted\\\" and more than eight bytes\"",
    "\"a\x01\"",
    "\"open",
    "\"\x7F\"",
};

static void add(char *line, const char *piece)
{
    strncat(line, piece, LINE_BYTES - 1 - strlen(line));
}

static void make_line(char *line, uint64_t *seed)
{
    const size_t members = 1 + below(seed, 4);
    strcpy(line, "{");
    for (size_t i = 0; i < members; i++) {
        const size_t key = i == 0 ? 2 : below(seed, sizeof keys / sizeof *keys);
        add(line, i > 0 ? (below(seed, 4) > 0 ? ", " : ",") : "");
        add(line, "\"");
        add(line, keys[key]);
        add(line, below(seed, 4) > 0 ? "\": " : "\" :");
        /* Mostly what is read. */
        add(line, values[below(seed, below(seed, 2) > 0
                                         ? 5
                                         : sizeof values / sizeof *values)]);
    }
    add(line, below(seed, 50) > 0 ? "}" : "");
    /* A byte changed here and there. */
    if (below(seed, 4) == 0)
        line[below(seed, strlen(line))] = (char)(1 + below(seed, 127));
}

static void test_as_jansson(void **state)
{
    (void)state;
    uint64_t seed = 20260101;
    size_t read = 0;
    char line[LINE_BYTES];
    record_parts parts;
    plain_record p;
    plain_record_init(&p);
    for (unsigned i = 0; i < ROUNDS; i++) {
        make_line(line, &seed);
        if (!utf8_valid(line, strlen(line)) ||
            !plain_record_read(&parts, &p, line, strlen(line)))
            continue;
        check_by_jansson(line, &parts);
        read++;
    }
    plain_record_release(&p);
    assert_true(read > ROUNDS / 5);
}

/* What a text is made of, to be one plain paragraph or not quite: first what is
 * plain without a letter of ASCII, then what is with them, then what is odd. */
static const char scraps[] =
    "слово\0Это\0я.\0—\0“7”\0°\0 \0 \0 \0 \0 \0"
    "word\0It\0a\0is.\0(b)\0-\0é\0 \0 \0 \0 \0"
    "  \0\t\0\n\0\r\0\x7F\0\n\n\0\xC2\xA0\0\xC2\xAD\0\xC2\x85\0"
    "\xE2\x80\x89\0\xE2\x80\x90\0\xE3\x80\x80\0\xEF\xBB\xBF\0 - ";
#define SCRAPS_CYRILLIC 11u
#define SCRAPS_PLAIN 22u
#define SCRAPS 36u

static const char *scrap(size_t number)
{
    const char *at = scraps;
    while (number-- > 0)
        at += strlen(at) + 1;
    return at;
}

/* Paragraphs that a sink is given, and those that are wanted. */
typedef struct wanted {
    const split *by_rules;
    size_t line, line_bytes; /* of the next record, and of each with its end */
    size_t records, entries;
} wanted;

static pilcrow_status compare_paragraphs(void *ctx,
                                         const corpus_document *document,
                                         pilcrow_error *err)
{
    wanted *w = ctx;
    (void)err;
    w->records++;
    w->line++;
    assert_int_equal(document->paragraph_count,
                     paragraphs_count(&w->by_rules->paragraphs));
    for (size_t i = 0; i < document->paragraph_count; i++) {
        const corpus_paragraph *got = &document->paragraphs[i];
        const corpus_paragraph *by_rules =
            paragraphs_at(&w->by_rules->paragraphs, i);
        assert_string_equal(got->text, by_rules->text);
        assert_int_equal(got->text_len, by_rules->text_len);
        assert_int_equal(got->kind, by_rules->kind);
        assert_int_equal(got->heading_count, by_rules->heading_count);
        assert_int_equal(got->page, by_rules->page);
        assert_int_equal(got->line, w->line);
        assert_int_equal(got->byte, (w->line - 1) * w->line_bytes);
        assert_int_equal(got->run_count, 1);
        assert_true((got->entry == NULL) == (by_rules->entry == NULL));
        w->entries += got->entry != NULL;
    }
    return PILCROW_OK;
}

static void no_skip(void *ctx, size_t line, const char *reason)
{
    (void)ctx;
    (void)line;
    fail_msg("passed over: %s", reason);
}

static void check_paragraphs(const char *text, wanted *w)
{
    split by_rules;
    const corpus_sink sink = {compare_paragraphs, no_skip, w};
    json_t *record = json_pack("{s:s}", "text", text);
    char *line = json_dumps(record, JSON_COMPACT);
    char *twice = NULL;
    assert_non_null(line);
    assert_true(asprintf(&twice, "%s\n%s\n", line, line) > 0);
    assert_true(split_text(&by_rules, BLOCK_BASIC, text, strlen(text), &sink));
    w->by_rules = &by_rules;
    w->line = 0;
    w->line_bytes = strlen(line) + 1;
    assert_int_equal(
        split_records("x.jsonl", twice, strlen(twice), &sink, NULL),
        PILCROW_OK);
    split_release(&by_rules);
    free(line);
    free(twice);
    json_decref(record);
}

/* A record's paragraphs are those that the rules make of its text, whether or
 * not it is one that needs no rules, and once more where the text comes again;
 * from one word to several paragraphs. */
static void test_paragraphs(void **state)
{
    (void)state;
    uint64_t seed = 20260102;
    wanted w = {0};
    char text[16384];
    check_paragraphs("", &w);
    for (unsigned i = 0; i < ROUNDS / 100; i++) {
        const size_t kinds[] = {SCRAPS_CYRILLIC, SCRAPS_PLAIN, SCRAPS};
        const size_t some = kinds[below(&seed, 3)];
        const size_t count = 1 + below(&seed, i % 10 == 0 ? 900 : 12);
        text[0] = '\0';
        for (size_t k = 0; k < count; k++)
            strcat(text, scrap(below(&seed, some)));
        check_paragraphs(text, &w);
    }
    /* On either side of the most words that are one paragraph. */
    for (size_t words = 398; words < 403; words++) {
        text[0] = '\0';
        for (size_t k = 0; k < words; k++)
            strcat(text, k > 0 ? " a" : "a");
        check_paragraphs(text, &w);
    }
    assert_int_equal(w.records, 2 * (1 + ROUNDS / 100 + 5));
    assert_true(w.entries > 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_cases),
        cmocka_unit_test(test_as_jansson),
        cmocka_unit_test(test_paragraphs),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
