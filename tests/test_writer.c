/* SPDX-License-Identifier: MIT
 *
 * A writer that stays open: records, bytes and paths go in; what is committed
 * is there, what is rolled back is not, and the index is whole after each. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "engine_choice.h"
#include "support.h"

static pilcrow_writer *open_writer(const pilcrow_update_options *options)
{
    pilcrow_writer *writer;
    pilcrow_error err;
    if (pilcrow_writer_open(&writer, ".pilcrow", options, &err) != PILCROW_OK)
        fail_msg("open: %s", err.message);
    return writer;
}

static pilcrow_record record_of(const char *id, const char *text)
{
    pilcrow_record record = PILCROW_RECORD_INIT;
    record.id = id;
    record.text = text;
    record.text_len = strlen(text);
    return record;
}

static void add(pilcrow_writer *writer, const char *id, const char *text)
{
    pilcrow_error err;
    pilcrow_record record = record_of(id, text);
    if (pilcrow_writer_add_record(writer, &record, &err) != PILCROW_OK)
        fail_msg("add %s: %s", id, err.message);
}

static pilcrow_counts commit(pilcrow_writer *writer)
{
    pilcrow_report *report;
    pilcrow_error err;
    if (pilcrow_writer_commit(&report, writer, &err) != PILCROW_OK)
        fail_msg("commit: %s", err.message);
    pilcrow_counts counts = *pilcrow_report_counts(report);
    pilcrow_report_free(report);
    return counts;
}

static void print_damage(void *ctx, const char *sentence)
{
    (void)ctx;
    print_error("%s\n", sentence);
}

/* All is committed and closed: is the index whole? */
static void close_and_check(pilcrow_writer *writer)
{
    pilcrow_writer_close(writer);
    assert_int_equal(pilcrow_check(".pilcrow", print_damage, NULL, NULL),
                     PILCROW_OK);
}

/* ------------------------------------------------------------- records --- */

static void test_a_record_comes_back_with_its_fields(void **state)
{
    (void)state;
    pilcrow_writer *writer = open_writer(NULL);
    pilcrow_record record =
        record_of("note-1", "The guardian was appointed.\n\nOn Friday.");
    record.title = "Meeting";
    record.meta = "{ \"tags\": [\"a\",\n \"b\"] }";
    assert_int_equal(pilcrow_writer_add_record(writer, &record, NULL),
                     PILCROW_OK);
    pilcrow_counts counts = commit(writer);
    assert_int_equal(counts.added, 1);
    assert_int_equal(counts.paragraphs, 2);
    pilcrow_hits *hits = support_search("guardians");
    const pilcrow_paragraph *p = &pilcrow_hits_get(hits, 0)->paragraph;
    assert_string_equal(p->document, "note-1");
    assert_string_equal(p->path, "note-1");
    assert_string_equal(p->title, "Meeting");
    assert_string_equal(p->meta, "{\"tags\":[\"a\",\"b\"]}");
    assert_int_equal(p->line, 1);
    pilcrow_hits_free(hits);
    close_and_check(writer);
}

/* What is mended in it leaves a fraction of 2,000 digits as it is. */
static void test_a_meta_with_a_long_number(void **state)
{
    (void)state;
    char meta[2100] = "{\"a\":0.", *at = meta + strlen(meta);
    pilcrow_writer *writer = open_writer(NULL);
    pilcrow_record record = record_of("n", "A lighthouse.");
    strcpy((char *)memset(at, '1', 2000) + 2000, ",\"b\":\"x\\u0000\"}");
    record.meta = meta;
    assert_int_equal(pilcrow_writer_add_record(writer, &record, NULL),
                     PILCROW_OK);
    commit(writer);
    pilcrow_hits *hits = support_search("lighthouse");
    assert_non_null(strstr(pilcrow_hits_get(hits, 0)->paragraph.meta,
                           "\"b\":\"x\xEF\xBF\xBD\""));
    pilcrow_hits_free(hits);
    close_and_check(writer);
}

static void test_a_record_is_replaced_by_its_id(void **state)
{
    (void)state;
    pilcrow_writer *writer = open_writer(NULL);
    pilcrow_record record = record_of("n", "A lighthouse.");
    add(writer, "n", "A lighthouse.");
    add(writer, "n", "A lighthouse.");
    pilcrow_counts counts = commit(writer);
    assert_int_equal(counts.added, 1);
    assert_int_equal(counts.unchanged, 1);
    record.meta = "{\"a\":1}";
    assert_int_equal(pilcrow_writer_add_record(writer, &record, NULL),
                     PILCROW_OK);
    assert_int_equal(commit(writer).changed, 1);
    add(writer, "n", "A harbour.");
    add(writer, "n", "A bridge.");
    assert_int_equal(commit(writer).changed, 2);
    assert_int_equal(support_count("lighthouse"), 0);
    assert_int_equal(support_count("harbour"), 0);
    assert_int_equal(support_count("bridge"), 1);
    close_and_check(writer);
}

static void test_markdown_in_a_record(void **state)
{
    (void)state;
    pilcrow_writer *writer = open_writer(NULL);
    pilcrow_record record = record_of("n", "# Harbours\n\nA **deep** one.\n");
    record.format = "markdown";
    assert_int_equal(pilcrow_writer_add_record(writer, &record, NULL),
                     PILCROW_OK);
    commit(writer);
    pilcrow_hits *hits = support_search("deep");
    const pilcrow_paragraph *p = &pilcrow_hits_get(hits, 0)->paragraph;
    assert_string_equal(p->title, "Harbours");
    assert_string_equal(p->text, "A deep one.");
    pilcrow_hits_free(hits);
    close_and_check(writer);
}

static void test_an_empty_record(void **state)
{
    (void)state;
    pilcrow_writer *writer = open_writer(NULL);
    add(writer, "n", "A lighthouse.");
    add(writer, "n", "");
    commit(writer);
    assert_int_equal(support_count("lighthouse"), 0);
    close_and_check(writer);
}

static void test_broken_text_is_mended(void **state)
{
    (void)state;
    pilcrow_writer *writer = open_writer(NULL);
    pilcrow_record record = record_of("n", "");
    record.text = "a \xFF harbour \0 here";
    record.text_len = 18;
    assert_int_equal(pilcrow_writer_add_record(writer, &record, NULL),
                     PILCROW_OK);
    commit(writer);
    assert_int_equal(support_count("harbour"), 1);
    assert_int_equal(support_count("here"), 1);
    close_and_check(writer);
}

/* -------------------------------------------------------- transactions --- */

static void test_nothing_is_seen_before_the_commit(void **state)
{
    (void)state;
    pilcrow_writer *writer = open_writer(NULL);
    add(writer, "a", "A lighthouse.");
    assert_int_equal(support_count("lighthouse"), 0);
    commit(writer);
    assert_int_equal(support_count("lighthouse"), 1);
    add(writer, "b", "Another lighthouse.");
    assert_int_equal(support_count("lighthouse"), 1);
    pilcrow_writer_close(writer); /* without a commit */
    assert_int_equal(support_count("lighthouse"), 1);
}

static void test_roll_back(void **state)
{
    (void)state;
    pilcrow_writer *writer = open_writer(NULL);
    add(writer, "a", "A lighthouse.");
    assert_int_equal(pilcrow_writer_rollback(writer, NULL), PILCROW_OK);
    assert_int_equal(commit(writer).added, 0);
    assert_int_equal(support_count("lighthouse"), 0);
    add(writer, "a", "A lighthouse.");
    commit(writer);
    add(writer, "a", "A harbour.");
    add(writer, "b", "A bridge.");
    assert_int_equal(pilcrow_writer_forget(writer, "a", NULL), PILCROW_OK);
    assert_int_equal(pilcrow_writer_rollback(writer, NULL), PILCROW_OK);
    add(writer, "c", "A road.");
    assert_int_equal(commit(writer).added, 1);
    assert_int_equal(support_count("lighthouse"), 1);
    assert_int_equal(support_count("harbour OR bridge"), 0);
    assert_int_equal(support_count("road"), 1);
    close_and_check(writer);
}

static void test_forget(void **state)
{
    (void)state;
    pilcrow_error err;
    pilcrow_writer *writer = open_writer(NULL);
    add(writer, "a", "A lighthouse.");
    assert_int_equal(pilcrow_writer_forget(writer, "a", NULL), PILCROW_OK);
    assert_int_equal(pilcrow_writer_forget(writer, "a", &err),
                     PILCROW_NOT_FOUND);
    add(writer, "a", "A harbour.");
    commit(writer);
    assert_int_equal(support_count("lighthouse"), 0);
    assert_int_equal(support_count("harbour"), 1);
    assert_int_equal(pilcrow_writer_forget(writer, "a", NULL), PILCROW_OK);
    assert_int_equal(commit(writer).removed, 1);
    assert_int_equal(support_count("harbour"), 0);
    close_and_check(writer);
}

static void test_one_writer_at_a_time(void **state)
{
    (void)state;
    pilcrow_error err;
    pilcrow_writer *second;
    pilcrow_writer *writer = open_writer(NULL);
    assert_int_equal(pilcrow_writer_open(&second, ".pilcrow", NULL, &err),
                     PILCROW_BUSY);
    assert_null(second);
    assert_true(strlen(err.message) > 0);
    pilcrow_writer_close(writer);
    pilcrow_writer_close(open_writer(NULL));
}

static void test_full_begins_empty(void **state)
{
    (void)state;
    pilcrow_update_options options = PILCROW_UPDATE_OPTIONS_INIT;
    pilcrow_writer *writer = open_writer(NULL);
    add(writer, "a", "A lighthouse.");
    commit(writer);
    pilcrow_writer_close(writer);
    options.full = true;
    writer = open_writer(&options);
    add(writer, "b", "A thrown lighthouse.");
    assert_int_equal(pilcrow_writer_rollback(writer, NULL), PILCROW_OK);
    add(writer, "c", "A harbour.");
    assert_int_equal(support_count("lighthouse"), 1);
    commit(writer);
    assert_int_equal(support_count("lighthouse"), 0);
    add(writer, "c", "A bridge.");
    commit(writer);
    assert_int_equal(support_count("harbour"), 0);
    assert_int_equal(support_count("bridge"), 1);
    close_and_check(writer);
    writer = open_writer(&options);
    commit(writer);
    assert_int_equal(support_count("bridge"), 0);
    close_and_check(writer);
}

/* ----------------------------------------------------- paths and bytes --- */

static void test_paths_and_records_side_by_side(void **state)
{
    (void)state;
    pilcrow_writer *writer = open_writer(NULL);
    support_write("in/a.md", "A lighthouse.\n");
    support_write("in/b.md", "A harbour.\n");
    add(writer, "in/a.md", "A record by the name of a file.");
    assert_int_equal(pilcrow_writer_add_path(writer, "in", NULL), PILCROW_OK);
    assert_int_equal(pilcrow_writer_add_path(writer, "in/a.md", NULL),
                     PILCROW_OK);
    support_write("in/a.md", "A lighthouse no more: a bridge.\n");
    assert_int_equal(pilcrow_writer_add_path(writer, "in", NULL), PILCROW_OK);
    commit(writer);
    assert_int_equal(support_count("lighthouse"), 1);
    assert_int_equal(support_count("record"), 1);
    support_remove("in/b.md");
    assert_int_equal(pilcrow_writer_add_path(writer, "in", NULL), PILCROW_OK);
    assert_int_equal(commit(writer).removed, 1);
    close_and_check(writer);
    /* A refresh looks at the folder, and leaves the record. */
    support_write("in/c.md", "A road.\n");
    assert_int_equal(support_index(NULL, NULL).added, 1);
    assert_int_equal(support_count("record"), 1);
}

static void test_bytes_of_any_format(void **state)
{
    (void)state;
    static const char page[] = "<p>A <b>deep</b> harbour</p>";
    static const char rows[] = "{\"id\":\"x1\",\"text\":\"A road.\"}\n"
                               "{\"id\":\"x2\",\"text\":\"A bridge.\"}\n";
    static const char binary[] = "\0\1\2\3\4\5\6\7\0\1\2\3\4\5\6\7";
    pilcrow_error err;
    pilcrow_writer *writer = open_writer(NULL);
    assert_int_equal(pilcrow_writer_add_memory(writer, "a.html", page,
                                               sizeof page - 1, NULL),
                     PILCROW_OK);
    assert_int_equal(pilcrow_writer_add_memory(writer, "b.jsonl", rows,
                                               sizeof rows - 1, NULL),
                     PILCROW_OK);
    assert_int_equal(
        pilcrow_writer_add_memory(writer, "c", binary, sizeof binary, &err),
        PILCROW_UNSUPPORTED);
    assert_int_equal(pilcrow_writer_add_memory(writer, "c", NULL, 0, &err),
                     PILCROW_UNSUPPORTED);
    commit(writer);
    assert_int_equal(support_count("\"deep harbour\""), 1);
    assert_int_equal(support_count("doc:x2"), 1);
    close_and_check(writer);
}

static void test_a_path_that_is_not_there(void **state)
{
    (void)state;
    pilcrow_error err;
    pilcrow_writer *writer = open_writer(NULL);
    assert_int_equal(pilcrow_writer_add_path(writer, "none.md", &err),
                     PILCROW_NOT_FOUND);
    assert_non_null(strstr(err.message, "none.md"));
    add(writer, "a", "The transaction goes on.");
    commit(writer);
    close_and_check(writer);
}

typedef struct told {
    size_t calls;
    size_t stop_at;
    size_t skips;
    char path[64];
} told;

static bool on_progress(void *ctx, const pilcrow_progress *now)
{
    told *t = ctx;
    (void)now;
    return ++t->calls == t->stop_at;
}

static void on_skip(void *ctx, const pilcrow_skip *skip)
{
    told *t = ctx;
    t->skips++;
    strncpy(t->path, skip->path, sizeof t->path - 1);
}

static void test_progress_skips_and_cancelling(void **state)
{
    (void)state;
    told t = {.stop_at = 2};
    pilcrow_update_options options = PILCROW_UPDATE_OPTIONS_INIT;
    options.progress = on_progress;
    options.progress_ctx = &t;
    options.skip = on_skip;
    options.skip_ctx = &t;
    support_write("in/a.md", "A lighthouse.\n");
    support_write("in/b.md", "A harbour.\n");
    support_write("in/empty.md", "");
    pilcrow_writer *writer = open_writer(&options);
    assert_int_equal(pilcrow_writer_add_path(writer, "in", NULL),
                     PILCROW_CANCELLED);
    assert_int_equal(commit(writer).added, 1);
    assert_int_equal(t.skips, 0);
    t.stop_at = 0;
    assert_int_equal(pilcrow_writer_add_path(writer, "in", NULL), PILCROW_OK);
    pilcrow_counts counts = commit(writer);
    assert_int_equal(counts.added, 1);
    assert_int_equal(counts.unchanged, 1);
    assert_int_equal(t.skips, 1);
    assert_string_equal(t.path, "in/empty.md");
    close_and_check(writer);
}

/* The same callback in one call. */
static void test_skips_of_an_update(void **state)
{
    (void)state;
    told t = {0};
    pilcrow_update_options options = PILCROW_UPDATE_OPTIONS_INIT;
    options.skip = on_skip;
    options.skip_ctx = &t;
    support_write("in/empty.md", "");
    support_index(&options, "in", NULL);
    assert_int_equal(t.skips, 1);
    assert_string_equal(t.path, "in/empty.md");
}

static void test_many_records(void **state)
{
    (void)state;
    char id[32];
    pilcrow_writer *writer = open_writer(NULL);
    for (int round = 0; round < 3; round++) {
        for (int i = 0; i < 300; i++) {
            snprintf(id, sizeof id, "r%d", (i * 7 + round) % 400);
            add(writer, id, round == 0 ? "A lighthouse." : "A harbour.");
        }
        commit(writer);
    }
    pilcrow_index *index;
    pilcrow_stats stats;
    assert_int_equal(pilcrow_open(&index, ".pilcrow", NULL), PILCROW_OK);
    assert_int_equal(pilcrow_stat(&stats, index, NULL), PILCROW_OK);
    assert_int_equal(stats.documents, stats.paragraphs);
    assert_true(stats.documents >= 300 && stats.documents <= 400);
    pilcrow_close(index);
    close_and_check(writer);
}

/* ------------------------------------------------------------- bad use --- */

static void test_bad_records(void **state)
{
    (void)state;
    static const char *const metas[] = {"",  "{",        "[1]",
                                        "7", "{\"a\":}", "{\"a\":1} x"};
    char deep[600];
    pilcrow_error err;
    pilcrow_writer *writer = open_writer(NULL);
    for (size_t i = 0; i < sizeof metas / sizeof *metas; i++) {
        pilcrow_record record = record_of("a", "Words.");
        record.meta = metas[i];
        assert_int_equal(pilcrow_writer_add_record(writer, &record, &err),
                         PILCROW_INVALID);
        assert_non_null(strstr(err.message, "meta"));
    }
    memset(deep, '[', sizeof deep - 1);
    memcpy(deep, "{\"a\":", 5);
    deep[sizeof deep - 1] = '\0';
    pilcrow_record record = record_of("a", "Words.");
    record.meta = deep;
    assert_int_equal(pilcrow_writer_add_record(writer, &record, &err),
                     PILCROW_INVALID);
    assert_non_null(strstr(err.message, "deeper"));
    record = record_of("a", "Words.");
    record.format = "pdf";
    assert_int_equal(pilcrow_writer_add_record(writer, &record, &err),
                     PILCROW_INVALID);
    record = record_of("", "Words.");
    assert_int_equal(pilcrow_writer_add_record(writer, &record, &err),
                     PILCROW_INVALID);
    record = record_of("a", "Words.");
    record.text = NULL;
    assert_int_equal(pilcrow_writer_add_record(writer, &record, &err),
                     PILCROW_INVALID);
    for (size_t size = 0; size < sizeof record; size += 4) {
        record = record_of("a", "Words.");
        record.size = size;
        assert_int_equal(pilcrow_writer_add_record(writer, &record, &err),
                         PILCROW_INVALID);
    }
    assert_int_equal(pilcrow_writer_add_record(writer, NULL, &err),
                     PILCROW_INVALID);
    assert_int_equal(commit(writer).added, 0);
    close_and_check(writer);
}

static void test_folder_of_something_else(void **state)
{
    (void)state;
    pilcrow_error err;
    pilcrow_writer *writer;
    support_write("papers/a.md", "Words.\n");
    assert_int_equal(pilcrow_writer_open(&writer, "papers", NULL, &err),
                     PILCROW_NOT_INDEX);
    assert_null(writer);
    assert_int_equal(pilcrow_writer_open(&writer, "none/deep/er", NULL, &err),
                     PILCROW_IO);
    assert_null(writer);
}

/* A child has a copy of the writer, which is the parent's. */
static void test_a_child_leaves_it_alone(void **state)
{
    (void)state;
    int result = 0;
    pilcrow_error err;
    pilcrow_writer *writer = open_writer(NULL);
    pilcrow_record record = record_of("a", "Words.");
    assert_int_equal(pilcrow_writer_add_record(writer, &record, &err),
                     PILCROW_OK);
    int stay[2];
    assert_int_equal(pipe(stay), 0);
    const pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        char byte;
        const bool refused = pilcrow_writer_commit(NULL, writer, &err) ==
                             PILCROW_INVALID;
        pilcrow_writer_close(writer);
        close(stay[1]);
        _exit(refused && read(stay[0], &byte, 1) == 0 ? 0 : 1);
    }
    assert_int_equal(commit(writer).added, 1);
    pilcrow_writer_close(writer);
    /* It lives on, and has every file open that was: xapian-core's lock is
     * held until it ends. */
    if (strcmp(engine_choice(), "segment") == 0)
        close_and_check(open_writer(NULL));
    close(stay[0]);
    close(stay[1]);
    assert_int_equal(waitpid(child, &result, 0), child);
    assert_int_equal(result, 0);
    close_and_check(open_writer(NULL));
}

static void test_patterns_that_are_missing(void **state)
{
    (void)state;
    pilcrow_error err;
    pilcrow_writer *writer;
    const char *const none[] = {"a*", NULL};
    pilcrow_update_options options = PILCROW_UPDATE_OPTIONS_INIT;
    options.exclude_count = 1;
    assert_int_equal(pilcrow_writer_open(&writer, "index", &options, &err),
                     PILCROW_INVALID);
    assert_null(writer);
    options.exclude = none;
    options.exclude_count = 2;
    assert_int_equal(pilcrow_writer_open(&writer, "index", &options, &err),
                     PILCROW_INVALID);
    assert_int_equal(
        pilcrow_update(NULL, "index", NULL, 0, &options, &err),
        PILCROW_INVALID);
}

#define case_of(test)                                                          \
    cmocka_unit_test_setup_teardown(test, support_enter, support_leave)

int main(void)
{
    const struct CMUnitTest tests[] = {
        case_of(test_a_record_comes_back_with_its_fields),
        case_of(test_a_meta_with_a_long_number),
        case_of(test_a_record_is_replaced_by_its_id),
        case_of(test_markdown_in_a_record),
        case_of(test_an_empty_record),
        case_of(test_broken_text_is_mended),
        case_of(test_nothing_is_seen_before_the_commit),
        case_of(test_roll_back),
        case_of(test_forget),
        case_of(test_one_writer_at_a_time),
        case_of(test_full_begins_empty),
        case_of(test_paths_and_records_side_by_side),
        case_of(test_bytes_of_any_format),
        case_of(test_a_path_that_is_not_there),
        case_of(test_progress_skips_and_cancelling),
        case_of(test_skips_of_an_update),
        case_of(test_many_records),
        case_of(test_bad_records),
        case_of(test_folder_of_something_else),
        case_of(test_a_child_leaves_it_alone),
        case_of(test_patterns_that_are_missing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
