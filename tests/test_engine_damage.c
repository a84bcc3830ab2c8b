/* SPDX-License-Identifier: MIT
 *
 * In: an index with a table missing, cut short, or with bytes turned over. Out:
 * CORRUPT with a sentence that names what is wrong; never wrong text. */
#include "engine_kit.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buf.h"

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

static uint32_t next_random(uint32_t *seed)
{
    *seed = *seed * 1664525u + 1013904223u;
    return *seed >> 8;
}

static void see_damage(void *ctx, const char *sentence)
{
    int *count = ctx;
    print_message("%s\n", sentence);
    ++*count;
}

/* --------------------------------------------------------- flipped bytes ---
 */

#define RECORDS 400

static void text_of(int i, char *body, size_t size)
{
    uint32_t seed = (uint32_t)i + 77;
    size_t used = 0;
    for (int w = 0; w < 12; w++)
        used += (size_t)snprintf(body + used, size - used, "w%u ",
                                 (unsigned)next_random(&seed) % 100000);
    body[used - 1] = '\0';
}

static void fill_and_close(engine_writer *writer)
{
    char id[16], body[200];
    for (int i = 0; i < RECORDS; i++) {
        snprintf(id, sizeof id, "p%d", i);
        text_of(i, body, sizeof body);
        kit_paragraph p = {.id = id, .body = body};
        assert_ok(kit_add(writer, &p, err));
    }
    assert_ok(engine_writer_commit(writer, err));
    engine_writer_close(writer);
}

static void write_records(const char *dir)
{
    fill_and_close(kit_writer(dir));
}

/* Fetch every record; how many are given as damaged. Wrong text fails. */
static int count_damaged(const char *dir)
{
    buf record;
    char right[256];
    int damaged = 0;
    engine_snapshot *snapshot = NULL;
    if (engine_snapshot_open(&snapshot, dir, NULL) != PILCROW_OK)
        return RECORDS;
    buf_init(&record, ENGINE_RECORD_MAX);
    for (int i = 0; i < RECORDS; i++) {
        pilcrow_status status =
            engine_fetch(snapshot, (engine_ref)i + 1, &record, NULL);
        int len = snprintf(right, sizeof right, "p%d ", i);
        text_of(i, right + len, sizeof right - (size_t)len);
        if (status == PILCROW_OK)
            assert_string_equal(record.data, right);
        damaged += status != PILCROW_OK;
    }
    buf_release(&record);
    engine_snapshot_close(snapshot);
    return damaged;
}

static long size_of(const char *path)
{
    struct stat info;
    assert_int_equal(stat(path, &info), 0);
    return (long)info.st_size;
}

/* ------------------------------------------------------- missing tables --- */

static const char *const tables[] = {"position.glass", "docdata.glass",
                                     "termlist.glass", "postlist.glass",
                                     "iamglass"};
#define TABLES (sizeof tables / sizeof *tables)

static void assert_refused(const char *dir, const char *table)
{
    int damages = 0;
    engine_snapshot *snapshot = NULL;
    engine_writer *writer = NULL;
    assert_fails(engine_snapshot_open(&snapshot, dir, err), PILCROW_CORRUPT,
                 table);
    assert_null(snapshot);
    assert_fails(engine_writer_open(&writer, dir, NULL, err), PILCROW_CORRUPT,
                 table);
    assert_null(writer);
    assert_fails(engine_verify(dir, see_damage, &damages, err), PILCROW_CORRUPT,
                 "damaged");
    assert_true(damages > 0);
}

static void test_missing_tables(void **state)
{
    write_records(*state);
    for (size_t i = 0; i < TABLES; i++) {
        char aside[600], table[600];
        const char *data = kit_data(*state);
        snprintf(table, sizeof table, "%s/%s", data, tables[i]);
        snprintf(aside, sizeof aside, "%s/aside", data);
        assert_int_equal(rename(table, aside), 0);
        assert_refused(*state, tables[i]);
        assert_int_not_equal(access(table, F_OK), 0);
        kit_write(table, "");
        assert_refused(*state, tables[i]);
        assert_int_equal(rename(aside, table), 0);
    }
    assert_int_equal(count_damaged(*state), 0);
}

static void test_rebuild_mends(void **state)
{
    engine_writer *writer = NULL;
    engine_writer_options rebuild = {.rebuild = true};
    write_records(*state);
    unlink(kit_path(kit_data(*state), "postlist.glass"));
    assert_ok(engine_writer_open(&writer, *state, &rebuild, err));
    fill_and_close(writer);
    assert_int_equal(count_damaged(*state), 0);
}

static void test_missing_data_folder(void **state)
{
    engine_snapshot *snapshot = NULL;
    write_records(*state);
    kit_write(kit_path(*state, "current"), "pilcrow 1 xapian 4\n");
    assert_fails(engine_snapshot_open(&snapshot, *state, err), PILCROW_CORRUPT,
                 "current");
}

/* --------------------------------------------------------- flipped bytes ---
 */

static void test_flipped_bytes(void **state)
{
    uint32_t seed = 11;
    int found_out = 0;
    write_records(*state);
    assert_int_equal(count_damaged(*state), 0);
    char *path = strdup(kit_path(kit_data(*state), "docdata.glass"));
    const long size = size_of(path);
    for (int i = 0; i < 150; i++) {
        const long at = (long)(next_random(&seed) % (uint32_t)size);
        kit_damage(path, at, 1);
        found_out += count_damaged(*state) > 0;
        kit_damage(path, at, 1);
    }
    print_message("%d of 150 flipped bytes found\n", found_out);
    assert_true(found_out > 20);
    assert_int_equal(count_damaged(*state), 0);
    free(path);
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
        in_folder(test_missing_tables),
        in_folder(test_rebuild_mends),
        in_folder(test_missing_data_folder),
        in_folder(test_flipped_bytes),
        in_folder(test_damage_is_told),
        in_folder(test_stale_without_a_writer),
        in_folder(test_stale_at_open),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
