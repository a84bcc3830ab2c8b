/* SPDX-License-Identifier: MIT
 *
 * What holds of xapian alone. In: its tables with bytes turned over. Out:
 * damage told record by record, and not taken for a writer's work. */
#include "engine_kit.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/buf.h"

#define RECORDS 400

static int make_folder(void **state)
{
    *state = kit_folder();
    return 0;
}

static int remove_folder(void **state)
{
    kit_remove(*state);
    return 0;
}

/* Records that differ, so that many a block is full of them. */
static void write_records(const char *dir)
{
    char id[16], body[200];
    engine_writer_options options = {.engine = "xapian"};
    engine_writer *writer = NULL;
    assert_ok(engine_writer_open(&writer, dir, &options, err));
    for (uint32_t i = 0; i < RECORDS; i++) {
        size_t used = 0;
        uint32_t seed = i + 77;
        for (int w = 0; w < 12; w++) {
            seed = seed * 1664525u + 1013904223u;
            used += (size_t)snprintf(body + used, sizeof body - used, "w%u ",
                                     (unsigned)(seed >> 8) % 100000);
        }
        body[used - 1] = '\0';
        snprintf(id, sizeof id, "p%u", (unsigned)i);
        kit_paragraph p = {.id = id, .body = body};
        assert_ok(kit_add(writer, &p, err));
    }
    assert_ok(engine_writer_commit(writer, err));
    engine_writer_close(writer);
}

static long size_of(const char *path)
{
    struct stat info;
    assert_int_equal(stat(path, &info), 0);
    return (long)info.st_size;
}

/* A damaged record is told, and the others are still visited. */
static bool see_reason(void *ctx, engine_ref ref, const char *record,
                       size_t len, const uint64_t *values, const char *reason)
{
    int *counts = ctx;
    (void)ref;
    (void)len;
    (void)values;
    counts[record == NULL && reason != NULL && reason[0] != '\0']++;
    return true;
}

static void test_damage_is_told(void **state)
{
    int counts[2] = {0};
    write_records(*state);
    char *path = strdup(kit_path(kit_data(*state), "docdata.glass"));
    kit_damage(path, size_of(path) - 40, 30);
    engine_snapshot *snapshot = kit_snapshot(*state);
    assert_ok(engine_each_record(snapshot, see_reason, counts, err));
    assert_int_equal(counts[0] + counts[1], RECORDS);
    assert_true(counts[1] > 0 && counts[1] < RECORDS / 2);
    engine_snapshot_close(snapshot);
    free(path);
}

/* Blocks of a revision that is yet to come look as if a writer had been there;
 * when none has, that is damage. */
static void test_stale_without_a_writer(void **state)
{
    buf record;
    write_records(*state);
    char *path = strdup(kit_path(kit_data(*state), "docdata.glass"));
    engine_snapshot *snapshot = kit_snapshot(*state);
    for (long at = 0; at < size_of(path); at += 8192)
        kit_damage(path, at + 1, 1);
    buf_init(&record, ENGINE_RECORD_MAX);
    assert_fails(engine_fetch(snapshot, 200, &record, err), PILCROW_STALE,
                 "changed");
    assert_fails(engine_snapshot_refresh(snapshot, err), PILCROW_CORRUPT,
                 "damaged");
    engine_snapshot_close(snapshot);
    pilcrow_status status = engine_snapshot_open(&snapshot, *state, NULL);
    if (status == PILCROW_OK)
        status = engine_fetch(snapshot, 200, &record, NULL);
    assert_true(status == PILCROW_CORRUPT || status == PILCROW_STALE);
    engine_snapshot_close(snapshot);
    buf_release(&record);
    free(path);
}

static void test_stale_at_open(void **state)
{
    engine_snapshot *snapshot = NULL;
    write_records(*state);
    char *path = strdup(kit_path(kit_data(*state), "postlist.glass"));
    for (long at = 0; at < size_of(path); at += 8192)
        kit_damage(path, at + 1, 1);
    assert_fails(engine_snapshot_open(&snapshot, *state, err), PILCROW_CORRUPT,
                 "damaged");
    free(path);
}

#define in_folder(test)                                                        \
    cmocka_unit_test_setup_teardown(test, make_folder, remove_folder)

int main(void)
{
    const struct CMUnitTest tests[] = {
        in_folder(test_damage_is_told),
        in_folder(test_stale_without_a_writer),
        in_folder(test_stale_at_open),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
