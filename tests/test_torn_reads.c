/* SPDX-License-Identifier: MIT
 *
 * In: a search or a watch, and a writer that commits twice between the two
 * halves of its n-th read of a block, for every n. Out: what a search finds is
 * of one generation, all of it, as if the writer had come before or after; a
 * watch begins. For an engine that
 * writes over its old blocks; one that maps its files reads no blocks. */
#include "index_script.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cmocka.h>

#include "engine_choice.h"

#define DOCUMENTS 24
#define FILES 80u  /* beside them */
#define WORDS 200u /* of each */
#define BLOCK ((size_t)8192)
#define READS_MAX 400 /* by one search: no more are torn */

static char folder[64], dir[80];
static unsigned generation;

/* A paragraph that holds the generation's number, and words enough that the
 * tables have many blocks. */
static void write_text(char *text, size_t size, unsigned document)
{
    int len = snprintf(text, size,
                       "stamp %u all of the harbour council, paper %u,",
                       generation, document);
    for (unsigned i = 0; i < WORDS; i++)
        len += snprintf(text + len, size - (size_t)len, " word%u",
                        (generation * 7 + document * WORDS + i) % 4000);
}

/* Every document is replaced. */
static void commit(void)
{
    static char names[DOCUMENTS][16], texts[DOCUMENTS][WORDS * 16];
    pilcrow_source sources[DOCUMENTS];
    generation++;
    for (unsigned i = 0; i < DOCUMENTS; i++) {
        snprintf(names[i], sizeof names[i], "d%u.txt", i);
        write_text(texts[i], sizeof texts[i], i);
        sources[i] = (pilcrow_source){names[i], texts[i], strlen(texts[i])};
    }
    assert_int_equal(
        pilcrow_update(NULL, dir, sources, DOCUMENTS, NULL, NULL), PILCROW_OK);
}

/* ---------------------------------------------------------------- tearing --- */

static long until_torn = -1; /* reads of blocks; -1: none is torn */

/* The C library's, for this program and every library in it. */
__attribute__((visibility("default"))) ssize_t pread(int fd, void *bytes,
                                                     size_t len, off_t offset)
{
    if (len != BLOCK || until_torn < 0 || until_torn-- > 0)
        return syscall(SYS_pread64, fd, bytes, len, offset);
    ssize_t first = syscall(SYS_pread64, fd, bytes, len / 2, offset);
    if (first != (ssize_t)len / 2)
        return first;
    commit();
    commit();
    ssize_t second = syscall(SYS_pread64, fd, (char *)bytes + len / 2, len / 2,
                             offset + (off_t)len / 2);
    return second < 0 ? second : first + second;
}

/* xapian-core loses the cursor over metadata whose first read throws. */
__attribute__((visibility("default"))) const char *
__lsan_default_suppressions(void);
const char *__lsan_default_suppressions(void)
{
    return "leak:engine_metadata_each";
}

/* A search whose `at`-th read of a block is torn. False if there was none. */
static bool search_torn(const char *query, long at)
{
    pilcrow_error err = {0};
    pilcrow_index *index = NULL;
    pilcrow_hits *hits = NULL;
    unsigned first = 0;
    pilcrow_search_options options = PILCROW_SEARCH_OPTIONS_INIT;
    options.limit = 100;
    options.count = true;
    until_torn = at;
    if (pilcrow_open(&index, dir, &err) != PILCROW_OK ||
        pilcrow_search(&hits, index, query, strlen(query), &options, &err) !=
            PILCROW_OK)
        fail_msg("'%s', read %ld torn: %s", query, at, err.message);
    const bool torn = until_torn < 0;
    until_torn = -1;
    if (pilcrow_hits_count(hits) != DOCUMENTS ||
        pilcrow_hits_total(hits, NULL) != DOCUMENTS)
        fail_msg("'%s', read %ld torn: %zu hits, %d in all", query, at,
                 pilcrow_hits_count(hits),
                 (int)pilcrow_hits_total(hits, NULL));
    for (size_t i = 0; i < pilcrow_hits_count(hits); i++) {
        unsigned stamp = 0;
        const char *text = pilcrow_hits_get(hits, i)->paragraph.text;
        assert_int_equal(sscanf(text, "stamp %u all", &stamp), 1);
        first = i == 0 ? stamp : first;
        assert_int_equal(stamp, first);
    }
    pilcrow_hits_free(hits);
    pilcrow_close(index);
    return torn;
}

static void test_reads_torn_by_commits(void **state)
{
    static const char *const queries[] = {"stamp",      "\"harbour council\"",
                                          "+paper +all", "stamp NEAR/6 council",
                                          "harb*",      "lang:en -altogether"};
    long torn = 0;
    (void)state;
    for (size_t i = 0; i < sizeof queries / sizeof *queries; i++)
        for (long at = 0; at < READS_MAX && search_torn(queries[i], at); at++)
            torn++;
    print_message("%s: %ld reads torn\n", engine_choice(), torn);
    assert_true(torn > 0);
}

/* A watch whose `at`-th read of a block is torn. False if there was none. */
static bool watch_torn(long at)
{
    pilcrow_error err = {0};
    pilcrow_watch *watch = NULL;
    until_torn = at;
    const pilcrow_status status = pilcrow_watch_open(&watch, dir, &err);
    const bool torn = until_torn < 0;
    until_torn = -1;
    if (status != PILCROW_OK)
        fail_msg("a watch, read %ld torn: %s", at, err.message);
    pilcrow_watch_close(watch);
    return torn;
}

static void test_watches_torn_by_commits(void **state)
{
    long at = 0;
    (void)state;
    while (at < READS_MAX && watch_torn(at))
        at++;
    assert_true(at > 0);
}

/* A root to watch, and so many files beside it that the list of files has many
 * blocks; no query finds anything in them. */
static void write_files(void)
{
    static const char text[] = "Something else altogether.\n";
    static char names[FILES][80];
    pilcrow_source sources[FILES];
    snprintf(names[0], sizeof names[0], "%s/a.txt", folder);
    FILE *file = fopen(names[0], "w");
    assert_non_null(file);
    assert_true(fputs(text, file) >= 0);
    assert_int_equal(fclose(file), 0);
    sources[0] = (pilcrow_source){names[0], NULL, 0};
    for (unsigned i = 1; i < FILES; i++) {
        snprintf(names[i], sizeof names[i], "f%u.txt", i);
        sources[i] = (pilcrow_source){names[i], text, strlen(text)};
    }
    assert_int_equal(pilcrow_update(NULL, dir, sources, FILES, NULL, NULL),
                     PILCROW_OK);
}

static int set_up(void **state)
{
    (void)state;
    script_folder(folder);
    snprintf(dir, sizeof dir, "%s/ix", folder);
    write_files();
    commit();
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    script_empty(folder);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_reads_torn_by_commits),
        cmocka_unit_test(test_watches_torn_by_commits)};
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
