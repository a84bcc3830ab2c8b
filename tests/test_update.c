/* SPDX-License-Identifier: MIT
 *
 * pilcrow_update and pilcrow_forget: what is added, changed, left and dropped,
 * and what a failure leaves behind. */
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

#include "engine_choice.h"
#include "support.h"

static pilcrow_update_options defaults(void)
{
    return (pilcrow_update_options)PILCROW_UPDATE_OPTIONS_INIT;
}

static void assert_counts(pilcrow_counts counts, uint64_t added,
                          uint64_t changed, uint64_t removed,
                          uint64_t unchanged)
{
    assert_int_equal(counts.added, added);
    assert_int_equal(counts.changed, changed);
    assert_int_equal(counts.removed, removed);
    assert_int_equal(counts.unchanged, unchanged);
}

/* Write again, and make the change visible to a comparison of times. */
static void rewrite(const char *path, const char *text)
{
    struct utimbuf later = {2000000000, 2000000000};
    support_write(path, text);
    assert_int_equal(utime(path, &later), 0);
}

static void test_added_changed_removed(void **state)
{
    (void)state;
    support_write("papers/a.md", "# A\n\nThe quick fox.\n");
    support_write("papers/b.md", "# B\n\nA lazy dog.\n");
    assert_counts(support_index(NULL, "papers", NULL), 2, 0, 0, 0);
    assert_counts(support_index(NULL, "papers", NULL), 0, 0, 0, 2);
    assert_string_equal(support_first_path("foxes"), "papers/a.md");
    rewrite("papers/a.md", "# A\n\nThe quick badger.\n");
    assert_counts(support_index(NULL, NULL), 0, 1, 0, 1);
    assert_int_equal(support_count("fox"), 0);
    assert_string_equal(support_first_path("badger"), "papers/a.md");
    support_remove("papers/b.md");
    assert_counts(support_index(NULL, NULL), 0, 0, 1, 1);
    assert_int_equal(support_count("dog"), 0);
}

static uint64_t generation(void)
{
    pilcrow_index *index;
    pilcrow_stats stats;
    assert_int_equal(pilcrow_open(&index, ".pilcrow", NULL), PILCROW_OK);
    assert_int_equal(pilcrow_stat(&stats, index, NULL), PILCROW_OK);
    pilcrow_close(index);
    return stats.generation;
}

static void test_a_run_without_changes_writes_nothing(void **state)
{
    (void)state;
    support_write("papers/a.md", "Words.\n");
    support_index(NULL, "papers", NULL);
    uint64_t before = generation();
    assert_true(before > 0);
    support_index(NULL, "papers", NULL);
    support_index(NULL, NULL);
    assert_int_equal(generation(), before);
    pilcrow_update_options options = defaults();
    options.hidden = true; /* the root's own ways are a change */
    support_index(&options, "papers", NULL);
    assert_int_equal(generation(), before + 1);
}

static void test_touched_file_is_not_read_into_the_index_again(void **state)
{
    (void)state;
    support_write("a.md", "Some words here.\n");
    support_index(NULL, "a.md", NULL);
    rewrite("a.md", "Some words here.\n");
    pilcrow_counts counts = support_index(NULL, "a.md", NULL);
    assert_counts(counts, 0, 0, 0, 1);
    assert_int_equal(counts.paragraphs, 0);
}

static void test_missing_root_drops_nothing(void **state)
{
    (void)state;
    support_write("papers/a.md", "Words of the paper.\n");
    support_index(NULL, "papers", NULL);
    assert_int_equal(rename("papers", "elsewhere"), 0);
    pilcrow_counts counts = support_index(NULL, NULL);
    assert_counts(counts, 0, 0, 0, 0);
    assert_int_equal(counts.failed, 1);
    assert_int_equal(support_count("paper"), 1);
    pilcrow_update_options options = defaults();
    options.prune = true;
    counts = support_index(&options, NULL);
    assert_counts(counts, 0, 0, 1, 0);
    assert_int_equal(counts.failed, 0);
    assert_int_equal(support_count("paper"), 0);
}

static void test_newly_empty_root_drops_nothing(void **state)
{
    (void)state;
    support_write("papers/a.md", "Words of the paper.\n");
    support_index(NULL, "papers", NULL);
    support_remove("papers/a.md");
    pilcrow_counts counts = support_index(NULL, "papers", NULL);
    assert_counts(counts, 0, 0, 0, 0);
    assert_int_equal(counts.failed, 1);
    assert_int_equal(support_count("paper"), 1);
    pilcrow_update_options options = defaults();
    options.prune = true;
    assert_counts(support_index(&options, "papers", NULL), 0, 0, 1, 0);
}

static void test_named_file_does_not_take_a_folder_over(void **state)
{
    (void)state;
    support_write("papers/a.md", "First words.\n");
    support_write("papers/b.md", "Second words.\n");
    support_index(NULL, "papers", NULL);
    assert_counts(support_index(NULL, "papers/a.md", NULL), 0, 0, 0, 1);
    support_remove("papers/a.md");
    assert_counts(support_index(NULL, NULL), 0, 0, 1, 1);
}

static void test_two_roots_are_kept_apart(void **state)
{
    (void)state;
    support_write("one/a.md", "First words.\n");
    support_write("two/b.md", "Second words.\n");
    support_index(NULL, "one", "two", NULL);
    support_remove("two/b.md");
    support_write("two/c.md", "Third words.\n");
    assert_counts(support_index(NULL, "one", NULL), 0, 0, 0, 1);
    assert_int_equal(support_count("second"), 1);
    assert_counts(support_index(NULL, NULL), 1, 0, 1, 1);
}

static void test_unknown_path_is_reported_and_not_kept(void **state)
{
    (void)state;
    pilcrow_report *report;
    pilcrow_error err;
    pilcrow_source nowhere = {"nowhere", NULL, 0};
    assert_int_equal(
        pilcrow_update(&report, ".pilcrow", &nowhere, 1, NULL, &err),
        PILCROW_NOT_FOUND);
    assert_null(report);
    assert_non_null(strstr(err.message, "nowhere"));
    assert_int_not_equal(access(".pilcrow", F_OK), 0);
    support_write("a.md", "Words.\n");
    pilcrow_counts counts = support_index(NULL, "a.md", "nowhere", NULL);
    assert_counts(counts, 1, 0, 0, 0);
    assert_int_equal(counts.failed, 1);
    assert_int_equal(support_index(NULL, NULL).failed, 0);
}

static void test_full_rebuild_carries_over_what_cannot_be_read(void **state)
{
    (void)state;
    pilcrow_report *report;
    pilcrow_source memory = {"note", "A note from memory.\n", 20};
    support_write("papers/a.md", "Words of the paper.\n");
    support_write("gone/b.md", "Words of the absent.\n");
    support_index(NULL, "papers", "gone", NULL);
    assert_int_equal(pilcrow_update(&report, ".pilcrow", &memory, 1, NULL, NULL),
                     PILCROW_OK);
    pilcrow_report_free(report);
    assert_int_equal(rename("gone", "elsewhere"), 0);
    pilcrow_update_options options = defaults();
    options.full = true;
    pilcrow_counts counts = support_index(&options, NULL);
    assert_int_equal(counts.failed, 1);
    assert_int_equal(support_count("paper"), 1);
    assert_int_equal(support_count("absent"), 1);
    assert_string_equal(support_first_path("memory"), "note");
    assert_int_not_equal(access(".pilcrow/data-1", F_OK), 0); /* went */
    assert_int_equal(access(".pilcrow/data-2", F_OK), 0);
    assert_int_equal(
        pilcrow_check(".pilcrow", NULL, NULL, NULL), PILCROW_OK);
}

/* Bytes in memory whose id a file has taken in the rebuild. */
static void test_full_rebuild_with_an_id_clash(void **state)
{
    (void)state;
    pilcrow_report *report;
    pilcrow_source memory = {"notes.md", "The same words.\n", 16};
    assert_int_equal(pilcrow_update(&report, ".pilcrow", &memory, 1, NULL, NULL),
                     PILCROW_OK);
    pilcrow_report_free(report);
    support_write("notes.md", "The same words.\n");
    support_index(NULL, "notes.md", NULL);
    pilcrow_update_options options = defaults();
    options.full = true;
    support_index(&options, NULL);
    assert_int_equal(support_count("same"), 2);
    assert_int_equal(pilcrow_check(".pilcrow", NULL, NULL, NULL), PILCROW_OK);
}

static void test_full_rebuild_mends_a_damaged_index(void **state)
{
    (void)state;
    pilcrow_report *report;
    pilcrow_error err;
    support_write("a.md", "Words of the paper.\n");
    support_index(NULL, "a.md", NULL);
    support_remove(engine_choice_main_file(".pilcrow/data-1"));
    pilcrow_source source = {"a.md", NULL, 0};
    assert_int_equal(
        pilcrow_update(&report, ".pilcrow", &source, 1, NULL, &err),
        PILCROW_CORRUPT);
    pilcrow_update_options options = defaults();
    options.full = true;
    assert_int_equal(pilcrow_update(&report, ".pilcrow", NULL, 0, &options,
                                    &err),
                     PILCROW_CORRUPT); /* what to index is lost too */
    support_index(&options, "a.md", NULL);
    assert_int_equal(support_count("paper"), 1);
}

static void write_current(int number)
{
    char line[64];
    snprintf(line, sizeof line, "pilcrow 1 %s %d\n", engine_choice(), number);
    support_write(".pilcrow/current", line);
}

/* A wrong digit in `current` costs nothing. */
static void test_a_wrong_current_deletes_nothing(void **state)
{
    (void)state;
    pilcrow_report *report;
    pilcrow_error err;
    support_write("a.md", "Words of the paper.\n");
    support_index(NULL, "a.md", NULL);
    write_current(7);
    assert_int_not_equal(pilcrow_update(&report, ".pilcrow", NULL, 0, NULL,
                                        &err),
                         PILCROW_OK);
    write_current(1);
    assert_int_equal(support_count("paper"), 1);
}

/* One record too large for the index does not end the run. */
static void test_a_record_too_large_is_skipped(void **state)
{
    (void)state;
    size_t size = (size_t)5 << 20;
    char *text = malloc(size + 200);
    assert_non_null(text);
    int start = sprintf(text, "{\"id\":\"r\",\"text\":\"huge\",\"x\":\"");
    memset(text + start, 'y', size);
    strcpy(text + start + size, "\"}\n{\"id\":\"s\",\"text\":\"small\"}\n");
    support_write("a.jsonl", text);
    free(text);
    pilcrow_counts counts = support_index(NULL, "a.jsonl", NULL);
    assert_int_equal(counts.paragraphs, 1);
    assert_int_equal(support_count("small"), 1);
}

static void test_a_name_is_given_once(void **state)
{
    (void)state;
    pilcrow_report *report;
    pilcrow_error err;
    pilcrow_source both[] = {{"n", "one", 3}, {"n", "two", 3}};
    assert_int_equal(pilcrow_update(&report, ".pilcrow", both, 2, NULL, &err),
                     PILCROW_INVALID);
}

static void test_memory_source_is_replaced_by_name(void **state)
{
    (void)state;
    pilcrow_report *report;
    pilcrow_source first = {"note", "A badger.\n", 10};
    pilcrow_source second = {"note", "A weasel.\n", 10};
    pilcrow_update(&report, ".pilcrow", &first, 1, NULL, NULL);
    assert_int_equal(pilcrow_report_counts(report)->added, 1);
    pilcrow_report_free(report);
    pilcrow_update(&report, ".pilcrow", &second, 1, NULL, NULL);
    assert_int_equal(pilcrow_report_counts(report)->changed, 1);
    pilcrow_report_free(report);
    assert_int_equal(support_count("badger"), 0);
    assert_string_equal(support_first_path("weasel"), "note");
}

static void test_forget(void **state)
{
    (void)state;
    pilcrow_report *report;
    pilcrow_error err;
    support_write("papers/a.md", "First words.\n");
    support_write("papers/deep/b.md", "Second words.\n");
    support_write("c.md", "Third words.\n");
    support_index(NULL, "papers", "c.md", NULL);
    const char *deep[] = {"papers/deep"};
    assert_int_equal(pilcrow_forget(&report, ".pilcrow", deep, 1, &err),
                     PILCROW_OK);
    assert_int_equal(pilcrow_report_counts(report)->removed, 1);
    pilcrow_report_free(report);
    assert_int_equal(support_count("words"), 2);
    const char *none[] = {"nothing.md"};
    assert_int_equal(pilcrow_forget(&report, ".pilcrow", none, 1, &err),
                     PILCROW_NOT_FOUND);
    assert_null(report);
    const char *all[] = {"papers", "c.md"};
    assert_int_equal(pilcrow_forget(&report, ".pilcrow", all, 2, &err),
                     PILCROW_OK);
    pilcrow_report_free(report);
    assert_int_equal(support_count("words"), 0);
}

static void forget(const char *path, uint64_t expected)
{
    pilcrow_report *report;
    pilcrow_error err;
    if (pilcrow_forget(&report, ".pilcrow", &path, 1, &err) != PILCROW_OK)
        fail_msg("forget %s: %s", path, err.message);
    assert_int_equal(pilcrow_report_counts(report)->removed, expected);
    pilcrow_report_free(report);
}

/* A folder of one letter is no root folder; "." and ".." mean all below. */
static void test_forget_folders(void **state)
{
    (void)state;
    support_write("a/x.md", "First words.\n");
    support_write("b/y.md", "Second words.\n");
    support_index(NULL, "a", "b", NULL);
    forget("a", 1);
    assert_int_equal(support_count("words"), 1);
    forget(".", 1);
    assert_int_equal(support_count("words"), 0);
    support_index(NULL, "a", "b", NULL);
    forget("..", 2);
    pilcrow_report *report;
    pilcrow_error err;
    assert_int_equal(pilcrow_update(&report, ".pilcrow", NULL, 0, NULL, &err),
                     PILCROW_INVALID); /* no root is left to refresh */
}

/* A file that was named once and holds nothing is told of once. */
static void test_a_named_file_without_text(void **state)
{
    (void)state;
    const char *const name = "empty.txt";
    pilcrow_report *report;
    support_write("a.md", "A badger.\n");
    support_write(name, "");
    pilcrow_counts counts = support_index(NULL, "a.md", name, NULL);
    assert_int_equal(counts.failed, 1);
    counts = support_index(NULL, NULL);
    assert_int_equal(counts.failed, 0);
    assert_int_equal(pilcrow_forget(&report, ".pilcrow", &name, 1, NULL),
                     PILCROW_OK);
    pilcrow_report_free(report);
    assert_int_equal(pilcrow_forget(&report, ".pilcrow", &name, 1, NULL),
                     PILCROW_NOT_FOUND);
}

/* Records that were cut short are no sign that there are none any more. */
static void test_broken_records_drop_nothing(void **state)
{
    (void)state;
    support_write("a.jsonl", "{\"id\":\"x\",\"text\":\"A badger.\"}\n");
    support_index(NULL, "a.jsonl", NULL);
    support_write("a.jsonl", "{\"id\":\"x\",\"text\":\"A wea");
    assert_int_equal(support_index(NULL, NULL).failed, 1);
    assert_int_equal(support_count("badger"), 1);
    /* One that held nothing before is passed over, line by line. */
    support_write("b.jsonl", "{\"messages\":[1]}\n");
    assert_int_equal(support_index(NULL, "b.jsonl", NULL).failed, 0);
    support_write("a.jsonl", "\n{no\n{\"text\":\"A weasel.\"}\n");
    assert_int_equal(support_index(NULL, NULL).failed, 0);
    assert_int_equal(support_count("badger"), 0);
    assert_int_equal(support_count("weasel"), 1);
    support_write("a.jsonl", "\xEF\xBB\xBF{\"text\":\"A stoat.\"}\r\n");
    assert_int_equal(support_index(NULL, "a.jsonl", NULL).failed, 0);
    assert_int_equal(support_count("stoat"), 1);
}

static void test_forget_makes_no_index(void **state)
{
    (void)state;
    pilcrow_report *report;
    const char *path[] = {"a.md"};
    assert_int_equal(pilcrow_forget(&report, ".pilcrow", path, 1, NULL),
                     PILCROW_NOT_FOUND);
    assert_int_not_equal(access(".pilcrow", F_OK), 0);
}

/* ------------------------------------------------------------------- ids --- */

static void id_of(char *id, const char *query)
{
    pilcrow_hits *hits = support_search(query);
    assert_true(pilcrow_hits_count(hits) >= 1);
    strcpy(id, pilcrow_hits_get(hits, 0)->paragraph.id);
    pilcrow_hits_free(hits);
}

static void test_ids_survive_edits_elsewhere(void **state)
{
    (void)state;
    char before[16];
    char after[16];
    support_write("a.md", "# T\n\nA paragraph on badgers.\n\nOther words.\n");
    support_index(NULL, "a.md", NULL);
    id_of(before, "badgers");
    assert_int_equal(strlen(before), 12);
    assert_int_equal(strspn(before, "abcdefghijklmnopqrstuvwxyz234567"), 12);
    rewrite("a.md", "# T\n\nNew here.\n\nA paragraph on badgers.\n");
    support_index(NULL, "a.md", NULL);
    id_of(after, "badgers");
    assert_string_equal(before, after);
}

static void test_equal_paragraphs_get_different_ids(void **state)
{
    (void)state;
    support_write("a.txt", "The same words.\n\nThe same words.\n\n"
                           "The same words.\n");
    support_index(NULL, "a.txt", NULL);
    pilcrow_hits *hits = support_search("same");
    assert_int_equal(pilcrow_hits_count(hits), 3);
    for (size_t i = 0; i < 3; i++)
        for (size_t k = 0; k < i; k++)
            assert_string_not_equal(pilcrow_hits_get(hits, i)->paragraph.id,
                                    pilcrow_hits_get(hits, k)->paragraph.id);
    pilcrow_hits_free(hits);
}

/* ---------------------------------------------------------------- places --- */

static void test_paths_resolve_from_the_current_folder(void **state)
{
    (void)state;
    support_write("tree/papers/a.md", "Words of the paper.\n");
    assert_int_equal(chdir("tree"), 0);
    support_index(NULL, "papers", NULL);
    assert_string_equal(support_first_path("paper"), "papers/a.md");
    assert_int_equal(chdir(".."), 0);
    assert_int_equal(rename("tree", "moved"), 0);
    assert_int_equal(chdir("moved"), 0);
    assert_string_equal(support_first_path("paper"), "papers/a.md");
    assert_counts(support_index(NULL, NULL), 0, 0, 0, 1);
}

/* The index lies in the folder that is indexed, and is not. */
static void test_an_index_never_indexes_itself(void **state)
{
    (void)state;
    pilcrow_update_options options = defaults();
    options.hidden = true;
    support_write("a.md", "Words.\n");
    assert_counts(support_index(&options, ".", NULL), 1, 0, 0, 0);
    assert_counts(support_index(&options, ".", NULL), 0, 0, 0, 1);
}

/* ---------------------------------------------------------------- others --- */

static bool stop_after_two(void *ctx, const pilcrow_progress *now)
{
    int *calls = ctx;
    (void)now;
    return ++*calls > 2;
}

static void test_stopping_keeps_what_is_finished(void **state)
{
    (void)state;
    pilcrow_report *report;
    pilcrow_error err;
    int calls = 0;
    pilcrow_source here = {".", NULL, 0};
    pilcrow_update_options options = defaults();
    options.progress = stop_after_two;
    options.progress_ctx = &calls;
    support_write("a.md", "Common words.\n");
    support_write("b.md", "Common words.\n");
    support_write("c.md", "Common words.\n");
    assert_int_equal(
        pilcrow_update(&report, ".pilcrow", &here, 1, &options, &err),
        PILCROW_CANCELLED);
    assert_int_equal(pilcrow_report_counts(report)->added, 2);
    pilcrow_report_free(report);
    assert_int_equal(support_count("common"), 2);
    assert_counts(support_index(NULL, NULL), 1, 0, 0, 2);
    calls = 0;
    options.full = true;
    assert_int_equal(
        pilcrow_update(&report, ".pilcrow", &here, 1, &options, &err),
        PILCROW_CANCELLED);
    pilcrow_report_free(report);
    assert_int_equal(support_count("common"), 3);
}

static void test_languages_are_fixed_until_rebuilt(void **state)
{
    (void)state;
    pilcrow_report *report;
    pilcrow_error err;
    pilcrow_source source = {"a.md", NULL, 0};
    pilcrow_update_options options = defaults();
    support_write("a.md", "Words.\n");
    support_index(NULL, "a.md", NULL);
    options.languages = "de,ru";
    assert_int_equal(
        pilcrow_update(&report, ".pilcrow", &source, 1, &options, &err),
        PILCROW_VERSION);
    assert_non_null(strstr(err.message, "--full"));
    options.full = true;
    support_index(&options, "a.md", NULL);
    options.full = false;
    support_index(&options, "a.md", NULL);
}

static void test_bad_arguments(void **state)
{
    (void)state;
    pilcrow_report *report;
    pilcrow_error err;
    pilcrow_source source = {"a.md", NULL, 0};
    pilcrow_update_options options = defaults();
    support_write("a.md", "Words.\n");
    options.size = 4;
    assert_int_equal(
        pilcrow_update(&report, ".pilcrow", &source, 1, &options, &err),
        PILCROW_INVALID);
    options = defaults();
    options.format = "runes";
    assert_int_equal(
        pilcrow_update(&report, ".pilcrow", &source, 1, &options, &err),
        PILCROW_INVALID);
    options = defaults();
    options.engine = "steam"; /* refused before a folder is made, too */
    assert_int_not_equal(
        pilcrow_update(&report, ".pilcrow", &source, 1, &options, &err),
        PILCROW_OK);
    options = defaults();
    options.languages = "en,xx";
    assert_int_equal(
        pilcrow_update(&report, ".pilcrow", &source, 1, &options, &err),
        PILCROW_INVALID);
    assert_int_not_equal(access(".pilcrow", F_OK), 0);
    assert_int_equal(pilcrow_update(&report, ".pilcrow", NULL, 0, NULL, &err),
                     PILCROW_NOT_FOUND);
    assert_int_not_equal(access(".pilcrow", F_OK), 0);
}

#define case_of(test)                                                         \
    cmocka_unit_test_setup_teardown(test, support_enter, support_leave)

int main(void)
{
    const struct CMUnitTest tests[] = {
        case_of(test_added_changed_removed),
        case_of(test_a_run_without_changes_writes_nothing),
        case_of(test_touched_file_is_not_read_into_the_index_again),
        case_of(test_missing_root_drops_nothing),
        case_of(test_newly_empty_root_drops_nothing),
        case_of(test_named_file_does_not_take_a_folder_over),
        case_of(test_two_roots_are_kept_apart),
        case_of(test_unknown_path_is_reported_and_not_kept),
        case_of(test_full_rebuild_carries_over_what_cannot_be_read),
        case_of(test_full_rebuild_with_an_id_clash),
        case_of(test_full_rebuild_mends_a_damaged_index),
        case_of(test_a_wrong_current_deletes_nothing),
        case_of(test_a_record_too_large_is_skipped),
        case_of(test_a_name_is_given_once),
        case_of(test_memory_source_is_replaced_by_name),
        case_of(test_forget),
        case_of(test_forget_folders),
        case_of(test_a_named_file_without_text),
        case_of(test_broken_records_drop_nothing),
        case_of(test_forget_makes_no_index),
        case_of(test_ids_survive_edits_elsewhere),
        case_of(test_equal_paragraphs_get_different_ids),
        case_of(test_paths_resolve_from_the_current_folder),
        case_of(test_an_index_never_indexes_itself),
        case_of(test_stopping_keeps_what_is_finished),
        case_of(test_languages_are_fixed_until_rebuilt),
        case_of(test_bad_arguments),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
