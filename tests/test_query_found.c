/* SPDX-License-Identifier: MIT
 *
 * Queries over the collection in cases/query/collection: what they find, what
 * is highlighted, what the user is told and what is suggested, by the cases in
 * cases/query/found*.txt; and the limits of a query as a whole. */
#include <dirent.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/buf.h"
#include "support.h"

#define ROOM ((size_t)1 << 20)
#define HITS_MAX 64

static pilcrow_index *collection;

static void copy_document(const char *name)
{
    static char text[ROOM];
    char path[4096];
    snprintf(path, sizeof path, "%s/cases/query/collection/%s", TESTS_DIR,
             name);
    FILE *file = fopen(path, "rb");
    assert_non_null(file);
    text[fread(text, 1, sizeof text - 1, file)] = '\0';
    fclose(file);
    support_write(name, text);
}

static int open_collection(void **state)
{
    pilcrow_error err;
    if (support_enter(state) != 0)
        return -1;
    copy_document("law.md");
    copy_document("prava.md");
    copy_document("notes/odds.txt");
    support_index(NULL, "law.md", "prava.md", "notes", NULL);
    return pilcrow_open(&collection, ".pilcrow", &err) != PILCROW_OK;
}

static int close_collection(void **state)
{
    pilcrow_close(collection);
    return support_leave(state);
}

static pilcrow_hits *ask(const char *query)
{
    pilcrow_hits *hits;
    pilcrow_error err;
    pilcrow_search_options options = PILCROW_SEARCH_OPTIONS_INIT;
    options.limit = HITS_MAX;
    if (pilcrow_search(&hits, collection, query, strlen(query), &options,
                       &err) != PILCROW_OK)
        fail_msg("%s: %s", query, err.message);
    return hits;
}

/* ----------------------------------------------------------------- cases - */

/* "law:3 notes/odds:1", by document and line; "-" for nothing. */
static int by_place(const void *left, const void *right)
{
    const pilcrow_hit *const *a = left;
    const pilcrow_hit *const *b = right;
    int order = strcmp((*a)->paragraph.path, (*b)->paragraph.path);
    if (order != 0)
        return order;
    return (*a)->paragraph.line < (*b)->paragraph.line ? -1 : 1;
}

static void write_place(buf *out, const pilcrow_paragraph *p)
{
    buf_add_text(out, out->len > 0 ? " " : "");
    buf_add(out, p->path, strcspn(p->path, "."));
    buf_add_format(out, ":%zu", p->line);
}

/* Every word that is highlighted, each once, in the order of the places. */
static void write_highlights(buf *out, const pilcrow_hit *hit)
{
    for (size_t i = 0; i < hit->highlight_count; i++) {
        buf word;
        buf_init(&word, ROOM);
        pilcrow_span span = hit->highlights[i];
        assert_true(span.start < span.end &&
                    span.end <= hit->paragraph.text_len);
        buf_add_byte(&word, ' ');
        buf_add(&word, hit->paragraph.text + span.start, span.end - span.start);
        buf_add_byte(&word, ' ');
        buf_add_byte(out, ' ');
        if (strstr(buf_text(out), word.data) != NULL)
            buf_truncate(out, out->len - 1);
        else
            buf_add(out, word.data + 1, word.len - 2);
        buf_release(&word);
    }
}

typedef struct outcome {
    buf found;
    buf highlights;
} outcome;

static void read_hits(outcome *out, const pilcrow_hits *hits)
{
    const pilcrow_hit *list[HITS_MAX];
    size_t count = pilcrow_hits_count(hits);
    buf_init(&out->found, ROOM);
    buf_init(&out->highlights, ROOM);
    for (size_t i = 0; i < count; i++)
        list[i] = pilcrow_hits_get(hits, i);
    if (count > 0)
        qsort(list, count, sizeof *list, by_place);
    for (size_t i = 0; i < count; i++) {
        write_place(&out->found, &list[i]->paragraph);
        write_highlights(&out->highlights, list[i]);
    }
    if (count == 0)
        buf_add_text(&out->found, "-");
}

static void release_outcome(outcome *out)
{
    buf_release(&out->found);
    buf_release(&out->highlights);
}

typedef struct reader {
    FILE *file;
    const char *name;
    char line[4096];
} reader;

static bool next_line(reader *r)
{
    if (fgets(r->line, sizeof r->line, r->file) == NULL)
        return false;
    r->line[strcspn(r->line, "\n")] = '\0';
    return true;
}

static bool has_notice(const pilcrow_hits *hits, const char *sentence)
{
    const char *notice;
    for (size_t i = 0; (notice = pilcrow_hits_notice(hits, i)) != NULL; i++)
        if (strcmp(notice, sentence) == 0)
            return true;
    return false;
}

static void check_suggestion(const reader *r, const char *query,
                             const pilcrow_hits *hits, size_t i,
                             const char *expected)
{
    const char *got = pilcrow_hits_suggestion(hits, i);
    const char *shown = got == NULL ? "none" : got;
    if (expected == NULL ? got != NULL
                         : got == NULL || strcmp(got, expected) != 0)
        fail_msg("%s: %s: suggestion %zu is %s, expected %s", r->name, query,
                 i + 1, shown, expected == NULL ? "none" : expected);
}

/* What follows the list of places, up to a blank line. */
static void check_rest(reader *r, const char *query, const pilcrow_hits *hits,
                       const outcome *got)
{
    size_t notices = 0;
    size_t suggestions = 0;
    while (next_line(r) && r->line[0] != '\0') {
        const char *rest = r->line + 2;
        if (r->line[0] == '!') {
            notices++;
            if (!has_notice(hits, rest))
                fail_msg("%s: %s: lacks the notice '%s'; the first: %s",
                         r->name, query, rest,
                         pilcrow_hits_notice(hits, 0) == NULL
                             ? "none"
                             : pilcrow_hits_notice(hits, 0));
        } else if (r->line[0] == '=') {
            if (strcmp(buf_text(&got->highlights), r->line + 1) != 0)
                fail_msg("%s: %s: highlights%s, expected%s", r->name, query,
                         buf_text(&got->highlights), r->line + 1);
        } else if (r->line[0] == '?') {
            check_suggestion(r, query, hits, suggestions++, rest);
        } else {
            fail_msg("%s: %s: what is '%s'?", r->name, query, r->line);
        }
    }
    check_suggestion(r, query, hits, suggestions, NULL);
    if (pilcrow_hits_notice(hits, notices) != NULL)
        fail_msg("%s: %s: more notices than %zu; the last: %s", r->name, query,
                 notices, pilcrow_hits_notice(hits, notices));
}

static void check_case(reader *r)
{
    char query[4096];
    outcome got;
    strcpy(query, r->line);
    pilcrow_hits *hits = ask(query);
    read_hits(&got, hits);
    assert_true(next_line(r));
    if (strcmp(got.found.data, r->line) != 0)
        fail_msg("%s: %s finds %s, expected %s", r->name, query, got.found.data,
                 r->line);
    check_rest(r, query, hits, &got);
    release_outcome(&got);
    pilcrow_hits_free(hits);
}

static size_t check_file(const char *name)
{
    size_t count = 0;
    char path[4096];
    snprintf(path, sizeof path, "%s/cases/query/%s", TESTS_DIR, name);
    reader r = {.file = fopen(path, "r"), .name = name};
    assert_non_null(r.file);
    while (next_line(&r))
        if (r.line[0] != '\0' && r.line[0] != '#') {
            check_case(&r);
            count++;
        }
    fclose(r.file);
    return count;
}

static void test_found(void **state)
{
    (void)state;
    size_t count = 0;
    struct dirent *entry;
    DIR *folder = opendir(TESTS_DIR "/cases/query");
    assert_non_null(folder);
    while ((entry = readdir(folder)) != NULL)
        if (strncmp(entry->d_name, "found", 5) == 0)
            count += check_file(entry->d_name);
    closedir(folder);
    assert_true(count > 20);
}

/* ---------------------------------------------------------------- limits - */

static void check_refused(const char *query, size_t offset)
{
    pilcrow_hits *hits;
    pilcrow_error err = {0};
    pilcrow_search_options options = PILCROW_SEARCH_OPTIONS_INIT;
    options.strict = true;
    assert_int_equal(
        pilcrow_search(&hits, collection, query, strlen(query), &options, &err),
        PILCROW_QUERY);
    if (err.offset != offset)
        fail_msg("%.40s: %s at byte %zu, expected %zu", query, err.message,
                 err.offset, offset);
}

static size_t count_hits(const char *query, size_t notices)
{
    pilcrow_hits *hits = ask(query);
    size_t count = pilcrow_hits_count(hits);
    if (notices == 0 && pilcrow_hits_notice(hits, 0) != NULL)
        fail_msg("%.60s: %s", query, pilcrow_hits_notice(hits, 0));
    if (notices > 0 && pilcrow_hits_notice(hits, notices - 1) == NULL)
        fail_msg("%.60s: fewer than %zu notices", query, notices);
    pilcrow_hits_free(hits);
    return count;
}

/* `count` words word0 word1 ... after `query`, each as `format` says. */
static void add_words(char *query, const char *format, int count)
{
    char piece[64];
    for (int i = 0; i < count; i++) {
        char word[16];
        snprintf(word, sizeof word, "w%d", i);
        snprintf(piece, sizeof piece, format, word);
        strcat(query, piece);
    }
}

/* Words count wherever they stand, each once; those that the index does not
 * hold leave the others room. */
static void test_limit_of_words(void **state)
{
    (void)state;
    static const struct {
        const char *begin, *each, *end;
        int count;
        size_t hits;
    } cases[] = {
        {"birds ", "%s ", "", 200, 2},
        {"birds OR ", "%s OR ", "storks", 200, 2},
        {"birds ", "-%s ", "", 200, 2},
        {"+birds ", "(%s AND birds) ", "", 200, 2},
        {"birds ", "\"%s x\" ", "", 200, 2},
        {"birds ", "(%s NEAR/3 x) ", "", 200, 2},
        {"birds ", "heading:%s ", "", 200, 0},
        {"birds ", "+%s ", "", 200, 0},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char query[8192] = "";
        strcat(query, cases[i].begin);
        add_words(query, cases[i].each, cases[i].count);
        strcat(query, cases[i].end);
        size_t hits = count_hits(query, 1);
        if (hits != cases[i].hits)
            fail_msg("%.60s: %zu hits", query, hits);
        pilcrow_hits *strict;
        pilcrow_search_options options = PILCROW_SEARCH_OPTIONS_INIT;
        options.strict = true;
        assert_int_equal(pilcrow_search(&strict, collection, query,
                                        strlen(query), &options, NULL),
                         PILCROW_QUERY);
    }
}

/* The byte is that of the first word too many. */
static void test_limit_of_words_has_a_place(void **state)
{
    (void)state;
    char query[4096] = "";
    add_words(query, "%s ", 128);
    assert_int_equal(count_hits(query, 0), 0);
    size_t offset = strlen(query);
    strcat(query, "слово ");
    check_refused(query, offset);
    query[0] = '\0';
    add_words(query, "%s ", 127);
    offset = strlen(query);
    strcat(query, "\"two more\" end");
    check_refused(query, offset + 1);
    query[0] = '\0';
    add_words(query, "%s ", 127);
    offset = strlen(query);
    strcat(query, "two NEAR/3 more");
    check_refused(query, offset);
}

/* The same words again and again are no more words. */
static void test_repeated_words_are_one(void **state)
{
    (void)state;
    static const char *const pieces[] = {
        "birds ",       "\"migratory birds\" ", "birds NEAR/3 policy ",
        "+birds ",      "birds AND policy OR ", "-money ",
        "lang:en ",     "(birds policy) ",      "heading:law ",
        "birds-policy "};
    pilcrow_hits *hits;
    pilcrow_search_options options = PILCROW_SEARCH_OPTIONS_INIT;
    options.strict = true;
    for (size_t i = 0; i < sizeof pieces / sizeof *pieces; i++) {
        char query[4096] = "";
        while (strlen(query) + strlen(pieces[i]) < 4000)
            strcat(query, pieces[i]);
        strcat(query, "birds");
        assert_int_equal(pilcrow_search(&hits, collection, query, strlen(query),
                                        &options, NULL),
                         PILCROW_OK);
        assert_true(pilcrow_hits_count(hits) > 0);
        pilcrow_hits_free(hits);
    }
}

/* Side by side, a word twice counts twice, found once. */
static void test_repeated_words_add_up(void **state)
{
    (void)state;
    pilcrow_hits *one = ask("storks");
    pilcrow_hits *three = ask("storks storks OR storks");
    double score = pilcrow_hits_get(one, 0)->score;
    double tripled = pilcrow_hits_get(three, 0)->score;
    assert_true(score > 0 && tripled > 2.999 * score &&
                tripled < 3.001 * score);
    pilcrow_hits_free(one);
    pilcrow_hits_free(three);
}

/* More work than a second's is cut short, with a notice; strict: refused. */
static void test_limit_of_work(void **state)
{
    (void)state;
    char query[4096] = "";
    pilcrow_hits *hits;
    pilcrow_error err;
    pilcrow_index *index;
    pilcrow_search_options options = PILCROW_SEARCH_OPTIONS_INIT;
    const size_t paragraphs = 20000;
    buf text;
    buf_init(&text, (size_t)64 << 20);
    for (size_t i = 0; i < paragraphs; i++)
        buf_add_format(&text, "a b c d e f g h badger%zu\n\n", i);
    support_write("many.txt", text.data);
    buf_release(&text);
    pilcrow_source source = {"many.txt", NULL, 0};
    pilcrow_report *report;
    assert_int_equal(pilcrow_update(&report, "many", &source, 1, NULL, &err),
                     PILCROW_OK);
    pilcrow_report_free(report);
    assert_int_equal(pilcrow_open(&index, "many", &err), PILCROW_OK);
    strcat(query, "badger7");
    for (int i = 0; i < 180; i++) {
        char piece[64];
        snprintf(piece, sizeof piece, " (%c NEAR/%d %c -x)", 'a' + i % 7, 2 + i,
                 'b' + i % 7);
        strcat(query, piece);
    }
    assert_int_equal(
        pilcrow_search(&hits, index, query, strlen(query), NULL, &err),
        PILCROW_OK);
    assert_non_null(strstr(pilcrow_hits_notice(hits, 0), "take too long"));
    assert_non_null(
        strstr(pilcrow_hits_get(hits, 0)->paragraph.text, "badger7"));
    pilcrow_hits_free(hits);
    options.strict = true;
    assert_int_equal(
        pilcrow_search(&hits, index, query, strlen(query), &options, &err),
        PILCROW_QUERY);
    assert_true(err.offset > 7 && err.offset < strlen(query));
    pilcrow_close(index);
}

/* Phrases of patterns are many phrases: the more of them, the fewer of each. */
static void test_limit_of_phrases_of_patterns(void **state)
{
    (void)state;
    static const struct {
        int times;
        const char *notice;
    } cases[] = {{1, NULL},
                 {40, "stand for more than 12 phrases"},
                 {170, "stand for more than 4 phrases"}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char query[4096] = "";
        for (int k = 0; k < cases[i].times; k++) {
            char piece[64];
            snprintf(piece, sizeof piece, "\"mi* %s*\"%c", k == 0 ? "po" : "re",
                     k % 2 == 0 ? ' ' : '\n');
            strcat(query, piece);
        }
        pilcrow_hits *hits = ask(query);
        assert_true(pilcrow_hits_count(hits) > 0);
        const char *notice = pilcrow_hits_notice(hits, 0);
        if (cases[i].notice == NULL
                ? notice != NULL
                : notice == NULL || strstr(notice, cases[i].notice) == NULL)
            fail_msg("%d phrases: the notice is '%s'", cases[i].times, notice);
        pilcrow_hits_free(hits);
    }
}

/* ----------------------------------------------------------- punctuation - */

/* Every mark before, behind, between and around words, set apart by spaces or
 * not, leaves them to be found. */
static void test_punctuation_empties_nothing(void **state)
{
    (void)state;
    static const char *const marks[] = {"!",
                                        "\"",
                                        "#",
                                        "$",
                                        "%",
                                        "&",
                                        "'",
                                        "(",
                                        ")",
                                        "*",
                                        "+",
                                        ",",
                                        ".",
                                        "/",
                                        ":",
                                        ";",
                                        "<",
                                        "=",
                                        ">",
                                        "?",
                                        "@",
                                        "[",
                                        "\\",
                                        "]",
                                        "^",
                                        "_",
                                        "`",
                                        "{",
                                        "|",
                                        "}",
                                        "~",
                                        "«",
                                        "»",
                                        "„",
                                        "“",
                                        "”",
                                        "‘",
                                        "’",
                                        "‚",
                                        "‹",
                                        "›",
                                        "…",
                                        "–",
                                        "—",
                                        "―",
                                        "•",
                                        "·",
                                        "¶",
                                        "§",
                                        "№",
                                        "°",
                                        "¿",
                                        "¡",
                                        "™",
                                        "©",
                                        "、",
                                        "。",
                                        "「",
                                        "」",
                                        "！",
                                        "？",
                                        "\xC2\xA0",
                                        "\xE2\x80\xAF",
                                        "\xE2\x80\x8B",
                                        "\xEF\xBB\xBF",
                                        "--",
                                        "->",
                                        "...",
                                        "!!",
                                        "??",
                                        "**",
                                        "''",
                                        "\"\"",
                                        "()",
                                        "(?)",
                                        "[1]",
                                        "\t",
                                        "\n",
                                        "\r\n",
                                        "\x01",
                                        "\xFF"};
    static const char *const forms[] = {"%s refugees",    "refugees %s",
                                        "refugees%s",     "refugees %s storks",
                                        "%s refugees %s", "%s%s refugees %s%s"};
    for (size_t m = 0; m < sizeof marks / sizeof *marks; m++)
        for (size_t f = 0; f < sizeof forms / sizeof *forms; f++) {
            buf query;
            buf_init(&query, ROOM);
            for (const char *at = forms[f]; *at != '\0'; at++)
                if (at[0] == '%')
                    buf_add_text(&query, marks[m]), at++;
                else
                    buf_add_byte(&query, *at);
            pilcrow_hits *hits = ask(buf_text(&query));
            if (pilcrow_hits_count(hits) < 2)
                fail_msg("'%s' finds nothing", buf_text(&query));
            pilcrow_hits_free(hits);
            buf_release(&query);
        }
}

/* ----------------------------------------------------------- suggestions - */

static size_t count_suggestions(const char *query,
                                const pilcrow_search_options *options)
{
    size_t count = 0;
    pilcrow_hits *hits;
    assert_int_equal(
        pilcrow_search(&hits, collection, query, strlen(query), options, NULL),
        PILCROW_OK);
    while (pilcrow_hits_suggestion(hits, count) != NULL)
        count++;
    pilcrow_hits_free(hits);
    return count;
}

static void test_suggestions_are_an_option(void **state)
{
    (void)state;
    pilcrow_search_options options = PILCROW_SEARCH_OPTIONS_INIT;
    assert_int_equal(count_suggestions("asylm", NULL), 1);
    assert_int_equal(count_suggestions("asylm", &options), 1);
    options.suggest = false;
    assert_int_equal(count_suggestions("asylm", &options), 0);
}

/* What is offered is text, whatever bytes stand beside the word put right. */
static void test_suggestions_are_text(void **state)
{
    (void)state;
    static const char query[] = "asylm m\xD0\xFF\0x";
    pilcrow_hits *hits;
    assert_int_equal(pilcrow_search(&hits, collection, query, sizeof query - 1,
                                    NULL, NULL),
                     PILCROW_OK);
    assert_string_equal(pilcrow_hits_suggestion(hits, 0),
                        "asylum m\xEF\xBF\xBD\xEF\xBF\xBD x");
    pilcrow_hits_free(hits);
}

/* A text of unknown words is in no need of a speller. */
static void test_many_unknown_words(void **state)
{
    (void)state;
    char query[4096] = "";
    for (int i = 0; i < 5; i++)
        strcat(query, i % 2 == 0 ? "asylm seekrs " : "remitances mony cots ");
    assert_int_equal(count_suggestions(query, NULL), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_found),
        cmocka_unit_test(test_limit_of_words),
        cmocka_unit_test(test_limit_of_words_has_a_place),
        cmocka_unit_test(test_repeated_words_are_one),
        cmocka_unit_test(test_repeated_words_add_up),
        cmocka_unit_test(test_limit_of_work),
        cmocka_unit_test(test_limit_of_phrases_of_patterns),
        cmocka_unit_test(test_punctuation_empties_nothing),
        cmocka_unit_test(test_suggestions_are_an_option),
        cmocka_unit_test(test_suggestions_are_text),
        cmocka_unit_test(test_many_unknown_words),
    };
    return cmocka_run_group_tests(tests, open_collection, close_collection);
}
