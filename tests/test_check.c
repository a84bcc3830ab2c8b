/* SPDX-License-Identifier: MIT
 *
 * pilcrow_check: a whole index passes; one whose postings are not those of its
 * text does not. The damage is done through the engine itself, so that every
 * table is well-formed and every checksum holds. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "engine/engine.h"
#include "support.h"

typedef struct findings {
    int count;
    char last[2048];
} findings;

static void note(void *ctx, const char *sentence)
{
    findings *f = ctx;
    f->count++;
    snprintf(f->last, sizeof f->last, "%s", sentence);
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
    assert_int_equal(f.count, 2); /* its numbers and its terms */
    assert_non_null(strstr(f.last, "a.md:3"));
    assert_non_null(strstr(f.last, "terms"));
    buf_release(&record);
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
        case_of(test_a_folder_of_something_else),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
