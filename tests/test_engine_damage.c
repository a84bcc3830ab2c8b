/* SPDX-License-Identifier: MIT
 *
 * In: an index with a file missing, cut short, or with bytes turned over. Out:
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

/* ------------------------------------------------------- flipped bytes --- */

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

/* The record of paragraph "p<i>", if it can be found and read. */
static pilcrow_status fetch_by_id(engine_snapshot *snapshot, int i, buf *record)
{
    char id[16];
    engine_result result = {0};
    const int len = snprintf(id, sizeof id, "p%d", i);
    const engine_query query = {.op = ENGINE_TERM,
                                .field = ENGINE_ID,
                                .term = id,
                                .len = (size_t)len};
    const engine_search_options options = kit_options();
    pilcrow_status status =
        engine_search(snapshot, &query, &options, &result, NULL);
    if (status == PILCROW_OK && result.count == 0)
        status = PILCROW_NOT_FOUND;
    if (status == PILCROW_OK)
        status = engine_fetch(snapshot, result.hits[0].ref, record, NULL);
    engine_result_release(&result);
    return status;
}

/* Fetch every record; how many are not given. Wrong text fails. */
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
        pilcrow_status status = fetch_by_id(snapshot, i, &record);
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

/* Every file of the index that `dir` holds, that is not empty. */
#define FILES_MAX 64

typedef struct files {
    char *names[FILES_MAX];
    size_t count;
} files;

static files files_of(const char *dir)
{
    files f = {0};
    f.count = engine_choice_files(kit_data(dir), f.names, FILES_MAX);
    assert_true(f.count > 0);
    return f;
}

static void files_release(files *f)
{
    for (size_t i = 0; i < f->count; i++)
        free(f->names[i]);
}

/* -------------------------------------------------------- missing files --- */

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

static void test_missing_files(void **state)
{
    write_records(*state);
    files f = files_of(*state);
    for (size_t i = 0; i < f.count; i++) {
        char aside[600], table[600];
        const char *data = kit_data(*state);
        snprintf(table, sizeof table, "%s/%s", data, f.names[i]);
        snprintf(aside, sizeof aside, "%s/aside", *(char **)state);
        assert_int_equal(rename(table, aside), 0);
        assert_refused(*state, f.names[i]);
        assert_int_not_equal(access(table, F_OK), 0);
        kit_write(table, "");
        assert_refused(*state, f.names[i]);
        assert_int_equal(rename(aside, table), 0);
    }
    assert_int_equal(count_damaged(*state), 0);
    files_release(&f);
}

static void test_rebuild_mends(void **state)
{
    engine_writer *writer = NULL;
    engine_writer_options rebuild = {.rebuild = true};
    write_records(*state);
    unlink(engine_choice_main_file(kit_data(*state)));
    assert_ok(engine_writer_open(&writer, *state, &rebuild, err));
    fill_and_close(writer);
    assert_int_equal(count_damaged(*state), 0);
}

static void turn_bit(const char *path, long bit)
{
    FILE *file = fopen(path, "r+b");
    assert_non_null(file);
    assert_int_equal(fseek(file, bit / 8, SEEK_SET), 0);
    const int byte = fgetc(file);
    assert_int_equal(fseek(file, bit / 8, SEEK_SET), 0);
    assert_int_not_equal(fputc(byte ^ 1 << bit % 8, file), EOF);
    assert_int_equal(fclose(file), 0);
}

static void test_missing_data_folder(void **state)
{
    engine_snapshot *snapshot = NULL;
    write_records(*state);
    char line[64];
    snprintf(line, sizeof line, "pilcrow 1 %s 4\n", engine_choice());
    kit_write(kit_path(*state, "current"), line);
    assert_fails(engine_snapshot_open(&snapshot, *state, err), PILCROW_CORRUPT,
                 "current");
}

/* A turned bit in `current` could name another data folder, or none. */
static void test_each_bit_of_current(void **state)
{
    engine_snapshot *snapshot = NULL;
    write_records(*state);
    char *path = strdup(kit_path(*state, "current"));
    const long bits = 8 * size_of(path);
    for (long bit = 0; bit < bits; bit++) {
        turn_bit(path, bit);
        assert_int_not_equal(engine_snapshot_open(&snapshot, *state, NULL),
                             PILCROW_OK);
        assert_null(snapshot);
        turn_bit(path, bit);
    }
    assert_int_equal(count_damaged(*state), 0);
    free(path);
}

static void test_rebuild_mends_current(void **state)
{
    engine_writer *writer = NULL;
    engine_writer_options rebuild = {.rebuild = true};
    write_records(*state);
    const char *path = kit_path(*state, "current");
    const long number = 8 * (size_of(path) - (long)strlen("1 00000000\n"));
    turn_bit(path, number);
    assert_fails(engine_writer_open(&writer, *state, NULL, err),
                 PILCROW_CORRUPT, "--full");
    assert_ok(engine_writer_open(&writer, *state, &rebuild, err));
    fill_and_close(writer);
    assert_int_equal(count_damaged(*state), 0);
}

/* ------------------------------------------------------- flipped bytes --- */

static void see_nothing(void *ctx, const char *sentence)
{
    (void)ctx;
    (void)sentence;
}

/* Xapian has no checksums of its own, so only its records are safe, and many
 * bytes of its blocks are not in use. Elsewhere no bit may turn over unseen. */
static void flip_bytes(const char *dir, const char *path, int rounds,
                       uint32_t *seed)
{
    int told = 0, checked = 0;
    const long size = size_of(path);
    for (int i = 0; i < rounds; i++) {
        const long at = (long)(next_random(seed) % (uint32_t)size);
        kit_damage(path, at, 1);
        told += count_damaged(dir) > 0;
        checked += engine_verify(dir, see_nothing, NULL, NULL) ==
                   PILCROW_CORRUPT;
        kit_damage(path, at, 1);
    }
    print_message("%s: %d of %d turned bits told by reading, %d by verifying\n",
                  strrchr(path, '/') + 1, told, rounds, checked);
    if (engine_choice_is("xapian"))
        assert_true(told > rounds / 8);
    else
        assert_int_equal(checked, rounds);
}

static void test_flipped_bytes(void **state)
{
    uint32_t seed = 11;
    write_records(*state);
    assert_int_equal(count_damaged(*state), 0);
    files f = files_of(*state);
    for (size_t i = 0; i < f.count; i++) {
        char path[600];
        snprintf(path, sizeof path, "%s/%s", kit_data(*state), f.names[i]);
        if (!engine_choice_is("xapian"))
            flip_bytes(*state, path, 60, &seed);
        else if (strcmp(f.names[i], "docdata.glass") == 0)
            flip_bytes(*state, path, 150, &seed);
    }
    assert_int_equal(count_damaged(*state), 0);
    files_release(&f);
}

#define in_folder(test)                                                        \
    cmocka_unit_test_setup_teardown(test, make_folder, remove_folder)

int main(void)
{
    const struct CMUnitTest tests[] = {
        in_folder(test_missing_files),
        in_folder(test_rebuild_mends),
        in_folder(test_missing_data_folder),
        in_folder(test_each_bit_of_current),
        in_folder(test_rebuild_mends_current),
        in_folder(test_flipped_bytes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
