/* SPDX-License-Identifier: MIT
 *
 * Roots and parts of roots: who owns a file, what a run on a part of a root
 * drops, and what is kept when something cannot be seen or read now. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <utime.h>

#include <cmocka.h>

#include "indexer/path_map.h"
#include "support.h"

static pilcrow_update_options defaults(void)
{
    return (pilcrow_update_options)PILCROW_UPDATE_OPTIONS_INIT;
}

static pilcrow_update_options pruning(void)
{
    pilcrow_update_options options = defaults();
    options.prune = true;
    return options;
}

static void assert_counts(pilcrow_counts counts, uint64_t added,
                          uint64_t changed, uint64_t removed,
                          uint64_t unchanged, uint64_t failed)
{
    if (counts.added != added || counts.changed != changed ||
        counts.removed != removed || counts.unchanged != unchanged ||
        counts.failed != failed)
        fail_msg("%d added, %d changed, %d removed, %d unchanged, %d failed",
                 (int)counts.added, (int)counts.changed, (int)counts.removed,
                 (int)counts.unchanged, (int)counts.failed);
}

/* Write again, and make the change visible to a comparison of times. */
static void rewrite(const char *path, const char *text)
{
    struct utimbuf later = {2000000000, 2000000000};
    support_write(path, text);
    assert_int_equal(utime(path, &later), 0);
}

/* The reason for which a run on `path` (NULL: a refresh) reported something. */
static const char *reason(const char *path,
                          const pilcrow_update_options *options)
{
    static char text[1100];
    pilcrow_report *report;
    pilcrow_error err = {0};
    pilcrow_skip skip = {.reason = ""};
    pilcrow_source source = {path, NULL, 0};
    if (pilcrow_update(&report, ".pilcrow", &source, path == NULL ? 0 : 1,
                       options, &err) != PILCROW_OK)
        fail_msg("%s", err.message);
    pilcrow_report_skip(report, 0, &skip);
    snprintf(text, sizeof text, "%s", skip.reason);
    pilcrow_report_free(report);
    return text;
}

static void assert_reason(const char *path,
                          const pilcrow_update_options *options,
                          const char *words)
{
    const char *given = reason(path, options);
    if (strstr(given, words) == NULL)
        fail_msg("%s: '%s', not '%s'", path == NULL ? "refresh" : path, given,
                 words);
}

static void make_papers(void)
{
    support_write("papers/a.md", "An aardvark.\n");
    support_write("papers/sub/b.md", "A badger.\n");
    support_write("papers/sub/c.md", "A camel.\n");
    support_write("papers/sub/deep/d.md", "A dormouse.\n");
    assert_counts(support_index(NULL, "papers", NULL), 4, 0, 0, 0, 0);
}

/* ------------------------------------------------------ parts of roots --- */

static void test_a_part_drops_what_is_deleted_in_it(void **state)
{
    (void)state;
    make_papers();
    support_remove("papers/sub/b.md");
    support_remove("papers/a.md");
    assert_counts(support_index(NULL, "papers/sub", NULL), 0, 0, 1, 2, 0);
    assert_int_equal(support_count("badger"), 0);
    assert_int_equal(support_count("aardvark"), 1); /* was not looked at */
    rewrite("papers/sub/c.md", "A cougar.\n");
    support_write("papers/sub/e.md", "An eagle.\n");
    assert_counts(support_index(NULL, "papers/sub/", NULL), 1, 1, 0, 1, 0);
    assert_counts(support_index(NULL, NULL), 0, 0, 1, 3, 0);
    /* It has not become a root: what is named is all there is to refresh. */
    assert_int_equal(rename("papers", "elsewhere"), 0);
    assert_counts(support_index(NULL, NULL), 0, 0, 0, 0, 1);
}

static void test_a_part_keeps_the_ways_of_its_root(void **state)
{
    (void)state;
    pilcrow_update_options options = defaults();
    static const char *const globs[] = {"deep"};
    options.exclude = globs;
    options.exclude_count = 1;
    support_write("papers/sub/a.md", "An aardvark.\n");
    support_write("papers/sub/deep/b.md", "A badger.\n");
    assert_counts(support_index(&options, "papers", NULL), 1, 0, 0, 0, 0);
    assert_counts(support_index(NULL, "papers/sub", NULL), 0, 0, 0, 1, 0);
    /* What the root does not show becomes one by being named. */
    assert_counts(support_index(NULL, "papers/sub/deep", NULL), 1, 0, 0, 0, 0);
    assert_counts(support_index(NULL, NULL), 0, 0, 0, 2, 0);
    assert_int_equal(support_count("badger"), 1);
}

static void test_a_part_that_is_empty_drops_nothing(void **state)
{
    (void)state;
    pilcrow_update_options options = pruning();
    make_papers();
    support_remove("papers/sub/deep/d.md");
    assert_reason("papers/sub/deep", NULL, "--prune");
    assert_int_equal(support_count("dormouse"), 1);
    assert_counts(support_index(&options, "papers/sub/deep", NULL), 0, 0, 1, 0,
                  0);
    assert_int_equal(support_count("dormouse"), 0);
}

static void test_what_is_gone_goes_with_prune(void **state)
{
    (void)state;
    pilcrow_update_options options = pruning();
    make_papers();
    support_remove("papers/a.md");
    assert_reason("papers/a.md", NULL, "kept (--prune drops it)");
    assert_int_equal(support_count("aardvark"), 1);
    assert_counts(support_index(&options, "papers/a.md", NULL), 0, 0, 1, 0, 0);
    assert_int_equal(support_count("aardvark"), 0);
    assert_int_equal(rename("papers/sub", "elsewhere"), 0);
    assert_counts(support_index(&options, "papers/sub", NULL), 0, 0, 3, 0, 0);
    assert_reason("papers/sub", &options, "no such file or folder");
}

/* ---------------------------------------------------------- many roots --- */

static void test_the_innermost_root_owns(void **state)
{
    (void)state;
    pilcrow_update_options as_text = defaults();
    as_text.format = "text";
    support_write("papers/a.md", "A *starred* word.\n");
    support_write("papers/sub/b.md", "Another *starred* word.\n");
    support_index(NULL, "papers", NULL);
    assert_int_equal(support_count("lang:en \"another starred word\""), 1);
    assert_counts(support_index(&as_text, "papers/sub", NULL), 0, 1, 0, 0, 0);
    for (int i = 0; i < 2; i++) {
        assert_counts(support_index(NULL, NULL), 0, 0, 0, 2, 0);
        assert_counts(support_index(NULL, "papers", NULL), 0, 0, 0, 2, 0);
    }
    pilcrow_hits *hits = support_search("another");
    assert_string_equal(pilcrow_hits_get(hits, 0)->paragraph.text,
                        "Another *starred* word.");
    pilcrow_hits_free(hits);
    support_remove("papers/sub/b.md");
    support_write("papers/sub/c.md", "A third one.\n");
    assert_counts(support_index(NULL, "papers", NULL), 1, 0, 1, 1, 0);
}

/* A root that is wider covers those below that have no ways of their own. */
static void test_a_wider_root_covers_a_narrow_one(void **state)
{
    (void)state;
    make_papers();
    support_write("b.md", "A bee.\n");
    assert_counts(support_index(NULL, ".", NULL), 1, 0, 0, 4, 0);
    /* Were papers still a root, its being gone would be an error. */
    assert_int_equal(rename("papers", "elsewhere"), 0);
    assert_counts(support_index(NULL, NULL), 4, 0, 4, 1, 0);
    assert_string_equal(support_first_path("badger"), "elsewhere/sub/b.md");
}

static void test_a_part_named_before_its_root(void **state)
{
    (void)state;
    support_write("papers/sub/a.md", "An aardvark.\n");
    support_write("papers/b.md", "A badger.\n");
    assert_counts(
        support_index(NULL, "papers/sub", "papers/b.md", "papers", NULL), 2, 0,
        0, 0, 0);
    assert_int_equal(rename("papers/sub", "papers/new"), 0);
    assert_counts(support_index(NULL, NULL), 1, 0, 1, 1, 0);
}

static void test_a_hidden_root_is_its_own(void **state)
{
    (void)state;
    support_write(".notes/a.md", "An aardvark.\n");
    support_write("b.md", "A badger.\n");
    assert_counts(support_index(NULL, ".notes", ".", NULL), 2, 0, 0, 0, 0);
    assert_counts(support_index(NULL, NULL), 0, 0, 0, 2, 0);
    assert_int_equal(support_count("aardvark"), 1);
}

/* The root lies above the folder of the index, so that its files are kept in
 * two forms. */
static void test_a_root_around_the_index(void **state)
{
    (void)state;
    support_write("project/a.md", "An aardvark.\n");
    support_write("project/sub/b.md", "A badger.\n");
    support_write("other/c.md", "A camel.\n");
    assert_int_equal(chdir("project"), 0);
    assert_counts(support_index(NULL, "..", NULL), 3, 0, 0, 0, 0);
    support_remove("sub/b.md");
    support_write("sub/d.md", "A dormouse.\n");
    support_remove("../other/c.md");
    assert_counts(support_index(NULL, "sub", NULL), 1, 0, 1, 0, 0);
    assert_counts(support_index(NULL, NULL), 0, 0, 1, 2, 0);
    assert_int_equal(chdir(".."), 0);
}

/* Thousands of roots are no more work than as many files. */
static void test_many_roots(void **state)
{
    (void)state;
    enum { MANY = 1000 };
    static char names[MANY][16];
    pilcrow_source sources[MANY];
    pilcrow_report *report;
    pilcrow_error err = {0};
    for (int i = 0; i < MANY; i++) {
        snprintf(names[i], sizeof names[i], "f%d.md", i);
        support_write(names[i], i % 2 == 0 ? "Even.\n" : "Odd.\n");
        sources[i] = (pilcrow_source){names[i], NULL, 0};
    }
    if (pilcrow_update(&report, ".pilcrow", sources, MANY, NULL, &err) !=
        PILCROW_OK)
        fail_msg("%s", err.message);
    assert_int_equal(pilcrow_report_counts(report)->added, MANY);
    pilcrow_report_free(report);
    support_remove("f7.md");
    assert_counts(support_index(NULL, NULL), 0, 0, 0, MANY - 1, 1);
    pilcrow_update_options options = pruning();
    assert_counts(support_index(&options, NULL), 0, 0, 1, MANY - 1, 0);
    assert_counts(support_index(NULL, NULL), 0, 0, 0, MANY - 1, 0);
    assert_int_equal(pilcrow_check(".pilcrow", NULL, NULL, NULL), PILCROW_OK);
}

/* Two paths of one hash are two. */
static void test_path_map(void **state)
{
    (void)state;
    path_map m;
    path_map_init(&m);
    assert_int_equal(path_map_find(&m, "a"), PATH_MAP_NONE);
    assert_true(path_map_put(&m, "a", 1));
    assert_true(path_map_put(&m, "b", 2));
    assert_true(path_map_put(&m, "a", 3));
    assert_int_equal(path_map_find(&m, "a"), 3);
    assert_int_equal(path_map_find(&m, "b"), 2);
    assert_int_equal(path_map_find(&m, "c"), PATH_MAP_NONE);
    path_map_release(&m);
}

/* --------------------------------------------- what cannot be read now --- */

/* A converter may be missing, or fail: here on a file that is no whole one. */
static void test_a_file_unreadable_now_is_kept(void **state)
{
    (void)state;
    pilcrow_update_options options = defaults();
    support_write("a.docx", "just text");
    options.format = "text";
    support_index(&options, "a.docx", NULL);
    assert_int_equal(support_count("text"), 1);
    rewrite("a.docx", "PK\x03\x04 and no more");
    options = defaults();
    assert_reason("a.docx", &options,
                  "what was indexed from it before is kept");
    assert_int_equal(support_count("text"), 1);
    options.full = true;
    assert_reason("a.docx", &options, "kept");
    assert_int_equal(support_count("text"), 1);
    assert_reason(NULL, NULL, "kept"); /* until it is mended, or forgotten */
    assert_int_equal(pilcrow_check(".pilcrow", NULL, NULL, NULL), PILCROW_OK);
}

/* The file is what it was; only the format asked for is wrong. */
static void test_a_wrong_format_drops_nothing(void **state)
{
    (void)state;
    pilcrow_update_options options = defaults();
    options.format = "pdf";
    support_write("a.md", "An aardvark.\n");
    support_index(NULL, "a.md", NULL);
    assert_reason("a.md", &options, "not a PDF file; what was");
    assert_int_equal(support_count("aardvark"), 1);
}

static void test_a_file_too_large_is_kept(void **state)
{
    (void)state;
    support_write("papers/a.md", "An aardvark.\n");
    support_index(NULL, "papers", NULL);
    assert_int_equal(truncate("papers/a.md", (off_t)65 << 20), 0);
    assert_reason(NULL, NULL, "kept");
    assert_int_equal(support_count("aardvark"), 1);
}

static void test_a_file_without_text_is_dropped(void **state)
{
    (void)state;
    support_write("papers/a.md", "An aardvark.\n");
    support_write("papers/b.md", "A badger.\n");
    support_index(NULL, "papers", NULL);
    rewrite("papers/a.md", "");
    assert_counts(support_index(NULL, NULL), 0, 0, 1, 1, 0);
    assert_int_equal(support_count("aardvark"), 0);
}

static void test_named_pipe(void **state)
{
    (void)state;
    support_write("a.md", "An aardvark.\n");
    assert_int_equal(mkfifo("pipe.md", 0600), 0);
    assert_int_equal(symlink("a.md", "link.md"), 0);
    assert_counts(support_index(NULL, "a.md", "pipe.md", "link.md", NULL), 1, 0,
                  0, 0, 2);
    /* They have not become roots. */
    assert_counts(support_index(NULL, NULL), 0, 0, 0, 1, 0);
}

static void test_other_indexes_are_not_entered(void **state)
{
    (void)state;
    pilcrow_report *report;
    pilcrow_error err = {0};
    pilcrow_source source = {"a.md", NULL, 0};
    support_write("a.md", "An aardvark.\n");
    support_write("sub/b.md", "A badger.\n");
    if (pilcrow_update(&report, "sub/other", &source, 1, NULL, &err) !=
        PILCROW_OK)
        fail_msg("%s", err.message);
    pilcrow_report_free(report);
    assert_counts(support_index(NULL, ".", NULL), 2, 0, 0, 0, 0);
    assert_reason("sub/other", NULL, "is an index");
    assert_reason("sub/other/current", NULL, "is an index");
    /* They have not become roots. */
    assert_counts(support_index(NULL, NULL), 0, 0, 0, 2, 0);
}

/* ------------------------------------------------------------- exclude --- */

static void test_globs(void **state)
{
    (void)state;
    static const struct {
        const char *glob;
        int left; /* of three files below papers */
    } cases[] = {
        {"papers/drafts", 2},
        {"./papers/drafts/", 2},
        {"drafts/a.md", 2},
        {"papers/*.md", 0},
        {"a.md", 1},
        {"/drafts", 2},
        {"papers/drafts/b", 3},
        {"*/a.md", 2},
        {"/a.md", 2},
        {"elsewhere/*", 3},
    };
    support_write("papers/a.md", "Words.\n");
    support_write("papers/drafts/a.md", "More words.\n");
    support_write("papers/sub/c.md", "Other words.\n");
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        pilcrow_update_options options = pruning();
        options.full = true;
        options.exclude = &cases[i].glob;
        options.exclude_count = 1;
        support_index(&options, "papers/", NULL);
        if ((int)support_count("words") != cases[i].left)
            fail_msg("%s: %d left", cases[i].glob, (int)support_count("words"));
        options = pruning();
        support_index(&options, NULL);
        assert_int_equal(support_count("words"), cases[i].left);
    }
}

#define case_of(test)                                                          \
    cmocka_unit_test_setup_teardown(test, support_enter, support_leave)

int main(void)
{
    const struct CMUnitTest tests[] = {
        case_of(test_a_part_drops_what_is_deleted_in_it),
        case_of(test_a_part_keeps_the_ways_of_its_root),
        case_of(test_a_part_that_is_empty_drops_nothing),
        case_of(test_what_is_gone_goes_with_prune),
        case_of(test_the_innermost_root_owns),
        case_of(test_a_wider_root_covers_a_narrow_one),
        case_of(test_a_part_named_before_its_root),
        case_of(test_a_hidden_root_is_its_own),
        case_of(test_a_root_around_the_index),
        case_of(test_many_roots),
        cmocka_unit_test(test_path_map),
        case_of(test_a_file_unreadable_now_is_kept),
        case_of(test_a_wrong_format_drops_nothing),
        case_of(test_a_file_too_large_is_kept),
        case_of(test_a_file_without_text_is_dropped),
        case_of(test_named_pipe),
        case_of(test_other_indexes_are_not_entered),
        case_of(test_globs),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
