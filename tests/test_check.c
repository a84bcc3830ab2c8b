/* SPDX-License-Identifier: MIT
 *
 * pilcrow_check: a whole index passes; one whose postings are not those of its
 * text does not. The damage is done through the engine itself, so that every
 * table is well-formed and every checksum holds. */
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "engine/engine.h"
#include "support.h"

typedef struct findings {
    int count;
    char all[8192]; /* a line each */
} findings;

static void note(void *ctx, const char *sentence)
{
    findings *f = ctx;
    size_t len = strlen(f->all);
    f->count++;
    snprintf(f->all + len, sizeof f->all - len, "%s\n", sentence);
}

static void assert_found(const findings *f, const char *words)
{
    if (strstr(f->all, words) == NULL)
        fail_msg("no '%s' in:\n%s", words, f->all);
}

static void make_index(void)
{
    support_write("a.md", "# Title\n\nThe quick brown fox.\n\n"
                          "Беженцы и мигранты.\n");
    support_write("b.md", "Another file of words.\n");
    support_index(NULL, "a.md", "b.md", NULL);
}

static void test_a_whole_index_passes(void **state)
{
    (void)state;
    findings f = {0};
    make_index();
    assert_int_equal(pilcrow_check(".pilcrow", note, &f, NULL), PILCROW_OK);
    assert_int_equal(f.count, 0);
}

/* Take the record of one paragraph and store it again under other terms. */
static bool keep_record(void *ctx, engine_ref ref, const char *record,
                        size_t len, const uint64_t *values, const char *reason)
{
    buf *kept = ctx;
    (void)ref;
    (void)values;
    assert_null(reason);
    if (memmem(record, len, "quick", 5) == NULL)
        return true;
    buf_add(kept, record, len);
    return false;
}

static void store_under(const buf *record, const char *id, const char *word)
{
    engine_writer *writer;
    uint32_t position = 0;
    engine_posting postings[] = {
        {ENGINE_ID, id, strlen(id), 0, NULL},
        {ENGINE_BODY, word, strlen(word), 1, &position},
    };
    engine_paragraph paragraph = {.postings = postings,
                                  .posting_count = 2,
                                  .record = record->data,
                                  .record_len = record->len};
    engine_writer_options options = {0};
    assert_int_equal(engine_writer_open(&writer, ".pilcrow", &options, NULL),
                     PILCROW_OK);
    assert_int_equal(engine_writer_add(writer, &paragraph, NULL), PILCROW_OK);
    assert_int_equal(engine_writer_commit(writer, NULL), PILCROW_OK);
    engine_writer_close(writer);
}

static void test_wrong_postings_are_found(void **state)
{
    (void)state;
    findings f = {0};
    engine_snapshot *snapshot;
    buf record;
    make_index();
    buf_init(&record, 10000);
    assert_int_equal(engine_snapshot_open(&snapshot, ".pilcrow", NULL),
                     PILCROW_OK);
    engine_each_record(snapshot, keep_record, &record, NULL);
    engine_snapshot_close(snapshot);
    assert_true(record.len > 0);
    store_under(&record, "anotherid", "wolf");
    assert_int_equal(pilcrow_check(".pilcrow", note, &f, NULL),
                     PILCROW_CORRUPT);
    assert_int_equal(f.count, 4);
    assert_found(&f, "(a.md:3): the numbers kept with it");
    assert_found(&f, "(a.md:3): the index does not hold the terms");
    assert_found(&f, "a.md: the index lists 2 paragraphs of 7 words, and "
                     "holds 3 of 11");
    assert_found(&f, "the index counts 3 paragraphs in its files, and holds 4");
    buf_release(&record);
}

static void set_metadata(const char *key, const char *value, size_t len)
{
    engine_writer *writer;
    engine_writer_options options = {0};
    assert_int_equal(engine_writer_open(&writer, ".pilcrow", &options, NULL),
                     PILCROW_OK);
    assert_int_equal(engine_writer_set_metadata(writer, key, strlen(key), value,
                                                len, NULL),
                     PILCROW_OK);
    assert_int_equal(engine_writer_commit(writer, NULL), PILCROW_OK);
    engine_writer_close(writer);
}

static void test_wrong_totals_are_found(void **state)
{
    (void)state;
    findings f = {0};
    make_index();
    set_metadata("totals", "\x05\x63", 2);
    assert_int_equal(pilcrow_check(".pilcrow", note, &f, NULL),
                     PILCROW_CORRUPT);
    assert_int_equal(f.count, 2);
    assert_found(&f, "the index counts 5 documents, and holds 2");
    assert_found(&f, "the index counts 99 words in its files, and holds 11");
}

static void test_a_damaged_list_of_files_is_found(void **state)
{
    (void)state;
    findings f = {0};
    make_index();
    set_metadata("file/x", "nonsense", 8);
    assert_int_equal(pilcrow_check(".pilcrow", note, &f, NULL),
                     PILCROW_CORRUPT);
    assert_int_equal(f.count, 1);
    assert_found(&f, "list of files is damaged");
}

/* A whole file of the index is gone: that is no more than one damage, told. */
static void test_what_cannot_be_opened_is_a_damage(void **state)
{
    (void)state;
    findings f = {0};
    pilcrow_error err;
    make_index();
    assert_int_equal(rename(".pilcrow/data-1", "elsewhere"), 0);
    assert_int_equal(pilcrow_check(".pilcrow", note, &f, &err),
                     PILCROW_CORRUPT);
    assert_int_equal(f.count, 1);
    assert_non_null(strstr(err.message, "--full"));
}

/* The numbers that xapian keeps of the whole database lie at the end of a file
 * that has no checksum: turn over one bit of each. Its own check finds a wrong
 * number of paragraphs, that of their words is ours to find. */
static void test_a_wrong_length_of_all_is_found(void **state)
{
    (void)state;
    const char *path = ".pilcrow/data-1/iamglass";
    char bytes[4096];
    findings f = {0};
    make_index();
    FILE *file = fopen(path, "rb");
    if (file == NULL)
        skip(); /* another engine */
    size_t len = fread(bytes, 1, sizeof bytes, file);
    fclose(file);
    assert_true(len > 12 && len < sizeof bytes);
    for (size_t at = len - 12; at < len; at++) {
        file = fopen(path, "wb");
        bytes[at] ^= 1;
        assert_int_equal(fwrite(bytes, 1, len, file), len);
        fclose(file);
        bytes[at] ^= 1;
        pilcrow_check(".pilcrow", note, &f, NULL);
    }
    assert_found(&f, " words, and holds ");
}

/* A writer commits all the time: no damage is told of, whatever the check
 * comes to. */
static void test_a_writer_is_no_damage(void **state)
{
    (void)state;
    findings f = {0};
    int status = 0;
    make_index();
    fflush(NULL);
    pid_t writer = fork();
    for (int i = 0; writer == 0; i++) {
        char text[64];
        snprintf(text, sizeof text, "Words of round %d.\n\nMore of it.\n", i);
        support_write(i % 3 == 0 ? "a.md" : "c.md", text);
        pilcrow_source sources[] = {{"a.md", NULL, 0}, {"c.md", NULL, 0}};
        pilcrow_report *report;
        pilcrow_update_options options = PILCROW_UPDATE_OPTIONS_INIT;
        options.full = i % 7 == 0;
        pilcrow_update(&report, ".pilcrow", sources, 2, &options, NULL);
        pilcrow_report_free(report);
    }
    for (int i = 0; i < 60; i++) {
        pilcrow_error err = {0};
        pilcrow_status came = pilcrow_check(".pilcrow", note, &f, &err);
        if (came != PILCROW_OK && came != PILCROW_STALE)
            print_error("check: %s\n", err.message);
        status += came != PILCROW_OK && came != PILCROW_STALE;
    }
    kill(writer, SIGKILL);
    waitpid(writer, NULL, 0);
    assert_int_equal(status, 0);
    if (f.count > 0)
        fail_msg("told of: %s", f.all);
}

static void test_a_folder_of_something_else(void **state)
{
    (void)state;
    pilcrow_error err;
    support_write("other/file", "x");
    assert_int_equal(pilcrow_check("other", NULL, NULL, &err),
                     PILCROW_NOT_INDEX);
    assert_non_null(strstr(err.message, "other"));
    assert_int_equal(pilcrow_check("nowhere", NULL, NULL, &err),
                     PILCROW_NOT_FOUND);
}

#define case_of(test)                                                         \
    cmocka_unit_test_setup_teardown(test, support_enter, support_leave)

int main(void)
{
    const struct CMUnitTest tests[] = {
        case_of(test_a_whole_index_passes),
        case_of(test_wrong_postings_are_found),
        case_of(test_wrong_totals_are_found),
        case_of(test_a_damaged_list_of_files_is_found),
        case_of(test_what_cannot_be_opened_is_a_damage),
        case_of(test_a_wrong_length_of_all_is_found),
        case_of(test_a_writer_is_no_damage),
        case_of(test_a_folder_of_something_else),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
