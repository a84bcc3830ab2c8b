/* SPDX-License-Identifier: MIT
 *
 * In: an index folder, good, foreign, newer, half made or in use. Out: who may
 * write to it, what is left alone, and which generation a reader sees. */
#include "engine_kit.h"

#include <errno.h>
#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/buf.h"
#include "engine/arguments.h"

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

static int by_name(const struct dirent **a, const struct dirent **b)
{
    return strcmp((*a)->d_name, (*b)->d_name);
}

/* The names in a folder, with spaces between, in a static buffer. */
static const char *list(const char *dir)
{
    static char names[512];
    struct dirent **entries;
    int count = scandir(dir, &entries, NULL, by_name);
    names[0] = '\0';
    for (int i = 0; i < count; i++) {
        if (entries[i]->d_name[0] != '.') {
            strcat(names, names[0] == '\0' ? "" : " ");
            strcat(names, entries[i]->d_name);
        }
        free(entries[i]);
    }
    if (count >= 0)
        free(entries);
    return names;
}

static engine_writer *rebuilding_writer(const char *dir)
{
    engine_writer *writer = NULL;
    engine_writer_options options = {.rebuild = true};
    assert_ok(engine_writer_open(&writer, dir, &options, err));
    return writer;
}

/* --------------------------------------------------------- whose folder --- */

static void test_made_where_there_is_none(void **state)
{
    const char *dir = kit_path(*state, "new");
    char *made = strdup(dir);
    engine_snapshot *snapshot = NULL;
    assert_fails(engine_snapshot_open(&snapshot, made, err), PILCROW_NOT_FOUND,
                 made);
    assert_null(snapshot);
    engine_writer *writer = kit_writer(made);
    kit_commit_one(writer, "a", "w");
    engine_writer_close(writer);
    assert_string_equal(list(made), "current data-1 lock");
    engine_writer_close(NULL);
    engine_snapshot_close(NULL);
    assert_fails(
        engine_writer_open(&writer, kit_path(*state, "no/such"), NULL, err),
        PILCROW_IO, "no/such");
    assert_null(writer);
    free(made);
}

/* Folders that are not ours, by what is in them. */
static const struct {
    const char *file;
    const char *text;
    pilcrow_status status;
} foreign[] = {
    {"letter.txt", "Dear", PILCROW_NOT_INDEX},
    {"data-1", "a file", PILCROW_NOT_INDEX},
    {"lock", "", PILCROW_NOT_INDEX},
    {"lock", "123\n", PILCROW_NOT_INDEX},
    {"lock", "pilcrows are marks\n", PILCROW_NOT_INDEX},
    {"lock", "pilcrow 123\nand more", PILCROW_NOT_INDEX},
    {"current.tmp", "", PILCROW_NOT_INDEX},
    {"current.tmp", "pilcrow 1 xapian 0\n", PILCROW_NOT_INDEX},
    {"pilcrow-lock-", "", PILCROW_NOT_INDEX},
    {"pilcrow-lock-1a", "", PILCROW_NOT_INDEX},
    {"current", "", PILCROW_NOT_INDEX},
    {"current", "something else\n", PILCROW_NOT_INDEX},
    {"current", "pilcrow\n", PILCROW_NOT_INDEX},
    {"current", "pilcrow 0 xapian 1\n", PILCROW_NOT_INDEX},
    {"current", "pilcrow 1 xapian\n", PILCROW_NOT_INDEX},
    {"current", "pilcrow 1 xapian 1", PILCROW_NOT_INDEX},
    {"current", "pilcrow 1 xapian 1 x\n", PILCROW_NOT_INDEX},
    {"current", "pilcrow 1 ../x 1\n", PILCROW_NOT_INDEX},
    {"current", "pilcrow 2 xapian 1\n", PILCROW_VERSION},
    {"current", "pilcrow 2 another order of things\n", PILCROW_VERSION},
    {"current", "pilcrow 1 lucene 0\n", PILCROW_VERSION},
    {"current", "pilcrow 1 xapian 1 48f18ad\n", PILCROW_NOT_INDEX},
    {"current", "pilcrow 1 xapian 0 48f18ad4\n", PILCROW_CORRUPT},
};

static void assert_holds(const char *path, const char *text)
{
    char bytes[128];
    FILE *file = fopen(path, "rb");
    assert_non_null(file);
    bytes[fread(bytes, 1, sizeof bytes - 1, file)] = '\0';
    fclose(file);
    assert_string_equal(bytes, text);
}

static void test_foreign_folder_untouched(void **state)
{
    for (size_t i = 0; i < sizeof foreign / sizeof *foreign; i++) {
        engine_writer *writer = NULL;
        engine_snapshot *snapshot = NULL;
        const char *file = kit_path(*state, foreign[i].file);
        kit_write(file, foreign[i].text);
        bool engine = strstr(foreign[i].text, "lucene") != NULL;
        const char *words = engine ? "lucene"
                            : foreign[i].status == PILCROW_VERSION ? "newer"
                            : foreign[i].status == PILCROW_CORRUPT
                                ? "is damaged"
                                : "not a pilcrow index";
        assert_fails(engine_writer_open(&writer, *state, NULL, err),
                     foreign[i].status, words);
        assert_fails(engine_snapshot_open(&snapshot, *state, err),
                     foreign[i].status, words);
        if (!engine)
            assert_string_equal(list(*state), foreign[i].file);
        assert_holds(file, foreign[i].text);
        unlink(kit_path(*state, "lock"));
        unlink(file);
    }
    assert_string_equal(list(*state), "");
}

/* What a crash may leave before there is a `current`. */
static const char *const left_over[][3] = {
    {"lock", "current.tmp", NULL},
    {"lock", NULL},
    {"pilcrow-lock-4711", NULL},
    {"pilcrow-lock-4711", "pilcrow-lock-12", NULL},
};

static void test_crash_before_current(void **state)
{
    for (size_t i = 0; i < sizeof left_over / sizeof *left_over; i++) {
        char *dir = kit_folder();
        engine_snapshot *snapshot = NULL;
        for (size_t k = 0; k < 2 && left_over[i][k] != NULL; k++)
            kit_write(kit_path(dir, left_over[i][k]), "pilcrow 123       \n");
        assert_fails(engine_snapshot_open(&snapshot, dir, err),
                     PILCROW_NOT_INDEX, "not a pilcrow");
        engine_writer *writer = kit_writer(dir);
        kit_commit_one(writer, "a", "w");
        engine_writer_close(writer);
        assert_string_equal(list(dir), "current data-1 lock");
        kit_remove(dir);
    }
    (void)state;
}

/* Processes that begin a first build at one moment: one is let in. */
static int hold_a_while(const char *dir)
{
    const struct timespec a_while = {0, 300000000};
    engine_writer *writer = NULL;
    pilcrow_status status = engine_writer_open(&writer, dir, NULL, NULL);
    if (status == PILCROW_OK)
        nanosleep(&a_while, NULL);
    engine_writer_close(writer);
    return (int)status;
}

static void test_many_first_builds(void **state)
{
    enum { MANY = 8 };
    pid_t pids[MANY];
    int in = 0, busy = 0;
    fflush(NULL);
    for (int i = 0; i < MANY; i++) {
        pids[i] = fork();
        if (pids[i] == 0)
            _exit(hold_a_while(*state));
        assert_true(pids[i] > 0);
    }
    for (int i = 0; i < MANY; i++) {
        int status = 0;
        assert_int_equal(waitpid(pids[i], &status, 0), pids[i]);
        assert_true(WIFEXITED(status));
        in += WEXITSTATUS(status) == PILCROW_OK;
        busy += WEXITSTATUS(status) == PILCROW_BUSY;
    }
    assert_true(in >= 1);
    assert_int_equal(in + busy, MANY);
    assert_string_equal(list(*state), "current lock");
}

static void test_unknown_engine(void **state)
{
    engine_writer *writer = NULL;
    engine_writer_options options = {.engine = "lucene"};
    assert_fails(engine_writer_open(&writer, *state, &options, err),
                 PILCROW_VERSION, "lucene");
    assert_string_equal(list(*state), "");
    kit_write(kit_path(*state, "current"), "pilcrow 1 lucene 0\n");
    options = (engine_writer_options){.engine = engine_choice(),
                                      .rebuild = true};
    assert_ok(engine_writer_open(&writer, *state, &options, err));
    kit_commit_one(writer, "a", "w");
    engine_writer_close(writer);
    engine_snapshot *snapshot = kit_snapshot(*state);
    assert_string_equal(kit_search(snapshot, "w", NULL), "a");
    engine_snapshot_close(snapshot);
}

/* What an engine says of "the index" is told of the index in its folder. */
static void test_messages_name_the_folder(void **state)
{
    static const struct {
        const char *said, *told;
    } cases[] = {
        {"cannot read the index: No space left",
         "cannot read the index in '/x/i': No space left"},
        {"the index is damaged; rebuild the index",
         "the index in '/x/i' is damaged; rebuild the index"},
        {"the index in '/y' is damaged", "the index in '/y' is damaged"},
        {"out of memory", "out of memory"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        pilcrow_error err;
        error_set(&err, PILCROW_IO, "%s", cases[i].said);
        assert_int_equal(name_index(&err, PILCROW_IO, "/x/i"), PILCROW_IO);
        assert_string_equal(err.message, cases[i].told);
        assert_int_equal(name_index(&err, PILCROW_OK, "/z"), PILCROW_OK);
        assert_int_equal(name_index(NULL, PILCROW_IO, "/z"), PILCROW_IO);
        assert_string_equal(err.message, cases[i].told);
    }
}

/* ----------------------------------------------------------- one writer --- */

static void test_two_writers_one_process(void **state)
{
    char own[32];
    engine_writer *second = NULL;
    engine_writer *first = kit_writer(*state);
    snprintf(own, sizeof own, "process %ld ", (long)getpid());
    assert_fails(engine_writer_open(&second, *state, NULL, err), PILCROW_BUSY,
                 own);
    assert_null(second);
    kit_commit_one(first, "a", "w");
    assert_fails(engine_writer_open(&second, *state, NULL, err), PILCROW_BUSY,
                 own);
    engine_writer_close(first);
    second = kit_writer(*state);
    engine_writer_close(second);
}

/* Run `child` in a process of its own; its exit status. */
static int in_process(int (*child)(const char *), const char *dir)
{
    int status = 0;
    fflush(NULL);
    pid_t pid = fork();
    if (pid == 0)
        _exit(child(dir));
    assert_true(pid > 0);
    assert_int_equal(waitpid(pid, &status, 0), pid);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

static int try_to_write(const char *dir)
{
    engine_writer *writer = NULL;
    pilcrow_status status = engine_writer_open(&writer, dir, NULL, NULL);
    engine_writer_close(writer);
    return (int)status;
}

static void test_two_writers_two_processes(void **state)
{
    engine_writer *writer = kit_writer(*state);
    assert_int_equal(in_process(try_to_write, *state), PILCROW_BUSY);
    engine_writer_close(writer);
    assert_int_equal(in_process(try_to_write, *state), PILCROW_OK);
}

/* ------------------------------------------------------------- rebuild --- */

static void test_rebuild_under_a_reader(void **state)
{
    engine_writer *writer = kit_writer(*state);
    kit_commit_one(writer, "old", "w");
    kit_commit_one(writer, "older", "w");
    engine_writer_close(writer);
    engine_snapshot *reader = kit_snapshot(*state);
    writer = rebuilding_writer(*state);
    kit_commit_one(writer, "new", "w");
    assert_string_equal(list(*state), "current data-1 data-2 lock");
    assert_string_equal(kit_search(reader, "w", NULL), "old older");
    assert_int_equal(kit_generation(reader), 2);
    assert_ok(engine_snapshot_refresh(reader, err));
    assert_string_equal(kit_search(reader, "w", NULL), "new");
    assert_int_equal(kit_generation(reader), 3);
    kit_commit_one(writer, "next", "w");
    engine_writer_close(writer);
    assert_string_equal(kit_search(reader, "w", NULL), "new");
    assert_ok(engine_snapshot_refresh(reader, err));
    assert_string_equal(kit_search(reader, "w", NULL), "new next");
    engine_writer_close(kit_writer(*state));
    assert_string_equal(list(*state), "current data-2 lock");
    engine_snapshot_close(reader);
}

static void test_rebuild_not_committed(void **state)
{
    kit_paragraph lost = {.id = "lost", .body = "w"};
    engine_writer *writer = kit_writer(*state);
    kit_commit_one(writer, "a", "w");
    engine_writer_close(writer);
    writer = rebuilding_writer(*state);
    assert_ok(kit_add(writer, &lost, err));
    assert_ok(engine_writer_rollback(writer, err));
    assert_ok(kit_add(writer, &lost, err));
    engine_writer_close(writer);
    assert_string_equal(list(*state), "current data-1 lock");
    engine_snapshot *snapshot = kit_snapshot(*state);
    assert_string_equal(kit_search(snapshot, "w", NULL), "a");
    engine_snapshot_close(snapshot);
}

static void test_leftovers_go(void **state)
{
    engine_writer *writer = kit_writer(*state);
    kit_commit_one(writer, "a", "w");
    engine_writer_close(writer);
    assert_int_equal(mkdir(kit_path(*state, "data-7"), 0777), 0);
    kit_write(kit_path(*state, "data-7/table"), "half");
    kit_write(kit_path(*state, "current.tmp"), "pilcr");
    assert_int_equal(mkdir(kit_path(*state, "data-0"), 0777), 0);
    assert_int_equal(mkdir(kit_path(*state, "data-x"), 0777), 0);
    kit_write(kit_path(*state, "data-9"), "a file, not a folder");
    engine_writer_close(rebuilding_writer(*state));
    assert_string_equal(list(*state),
                        "current current.tmp data-0 data-1 data-9 data-x "
                        "lock");
    writer = rebuilding_writer(*state);
    kit_commit_one(writer, "b", "w");
    engine_writer_close(writer);
    assert_string_equal(list(*state),
                        "current data-0 data-10 data-9 data-x lock");
    engine_snapshot *snapshot = kit_snapshot(*state);
    assert_string_equal(kit_search(snapshot, "w", NULL), "b");
    engine_snapshot_close(snapshot);
}

/* An index made first and committed later is seen by who opened it empty. */
static void test_first_commit_is_seen(void **state)
{
    engine_writer *writer = kit_writer(*state);
    engine_snapshot *reader = kit_snapshot(*state);
    assert_int_equal(kit_generation(reader), 0);
    kit_commit_one(writer, "a", "w");
    assert_int_equal(kit_paragraphs(reader), 0);
    assert_ok(engine_snapshot_refresh(reader, err));
    assert_int_equal(kit_generation(reader), 1);
    assert_string_equal(kit_search(reader, "w", NULL), "a");
    engine_snapshot_close(reader);
    engine_writer_close(writer);
}

/* Give the data folder's files second names, as copies by hard link do. */
static void link_data(const char *dir, const char *copy)
{
    char *data = strdup(kit_data(dir));
    char *to = strdup(kit_path(dir, copy));
    assert_int_equal(mkdir(to, 0777), 0);
    DIR *open = opendir(data);
    assert_non_null(open);
    for (const struct dirent *entry; (entry = readdir(open)) != NULL;) {
        char *old = strdup(kit_path(data, entry->d_name));
        if (entry->d_name[0] != '.')
            assert_int_equal(link(old, kit_path(to, entry->d_name)), 0);
        free(old);
    }
    closedir(open);
    free(to);
    free(data);
}

/* However soon after a look that found nothing new. */
static void test_each_commit_is_seen(void **state)
{
    enum { COMMITS = 40 };
    char copy[16];
    engine_writer *writer = kit_writer(*state);
    kit_commit_one(writer, "first", "w");
    engine_snapshot *reader = kit_snapshot(*state);
    for (uint64_t i = 0; i < COMMITS; i++) {
        char id[16];
        snprintf(id, sizeof id, "a%d", (int)i);
        snprintf(copy, sizeof copy, "data-x%d", (int)i);
        assert_ok(engine_snapshot_refresh(reader, err));
        if (i % 8 == 0)
            link_data(*state, copy);
        kit_commit_one(writer, id, "w");
        assert_int_equal(kit_generation(reader), i + 1);
        assert_ok(engine_snapshot_refresh(reader, err));
        assert_int_equal(kit_generation(reader), i + 2);
    }
    engine_snapshot_close(reader);
    engine_writer_close(writer);
}

static void make_index(const char *dir, const char *id)
{
    engine_writer *writer = kit_writer(dir);
    kit_commit_one(writer, id, "w");
    engine_writer_close(writer);
}

/* An index removed and made again is seen at once, one moved to where another
 * was in a moment. */
static void test_another_in_its_place(void **state)
{
    char *one = strdup(kit_path(*state, "one"));
    char *two = strdup(kit_path(*state, "two"));
    make_index(one, "a");
    engine_snapshot *reader = kit_snapshot(one);
    assert_ok(engine_snapshot_refresh(reader, err));
    kit_remove(strdup(one));
    make_index(one, "b");
    assert_ok(engine_snapshot_refresh(reader, err));
    assert_string_equal(kit_search(reader, "w", NULL), "b");
    make_index(two, "c");
    assert_ok(engine_snapshot_refresh(reader, err));
    assert_int_equal(rename(one, kit_path(*state, "old")), 0);
    assert_int_equal(rename(two, one), 0);
    for (int i = 0; i < 1000; i++) {
        assert_ok(engine_snapshot_refresh(reader, err));
        if (strcmp(kit_search(reader, "w", NULL), "c") == 0)
            break;
        usleep(5000);
    }
    assert_string_equal(kit_search(reader, "w", NULL), "c");
    engine_snapshot_close(reader);
    free(one);
    free(two);
}

/* A relative path goes on working when the process goes elsewhere. */
static void test_relative_path(void **state)
{
    char here[4096];
    assert_non_null(getcwd(here, sizeof here));
    assert_int_equal(chdir(*state), 0);
    engine_writer *writer = kit_writer("index");
    engine_snapshot *reader = kit_snapshot("index");
    assert_int_equal(chdir("/"), 0);
    kit_commit_one(writer, "a", "w");
    assert_ok(engine_snapshot_refresh(reader, err));
    assert_string_equal(kit_search(reader, "w", NULL), "a");
    engine_snapshot_close(reader);
    engine_writer_close(writer);
    assert_int_equal(chdir(here), 0);
}

/* -------------------------------------------------- readers and writers --- */

/* Every paragraph of generation g says "gN" and there are as many of them as
 * the generation's number says, so a mixture shows. */
static void commit_generation(engine_writer *writer, int generation)
{
    char id[16], word[16];
    snprintf(word, sizeof word, "g%d", generation);
    assert_ok(engine_writer_delete(writer, ENGINE_DOC, "d5", 2, NULL, err));
    for (int i = 0; i < 600 + generation; i++) {
        snprintf(id, sizeof id, "p%d", i);
        kit_paragraph p = {.id = id, .body = word, .document = 5};
        assert_ok(kit_add(writer, &p, err));
    }
    assert_ok(engine_writer_commit(writer, err));
}

/* Read all records of one generation; STALE, or what is wrong with them. */
typedef struct tally {
    uint64_t generation;
    uint64_t records;
    bool mixed;
} tally;

static bool count_record(void *ctx, engine_ref ref, const char *record,
                         size_t len, const uint64_t *values, const char *reason)
{
    tally *t = ctx;
    char word[16];
    (void)ref;
    (void)values;
    (void)reason;
    snprintf(word, sizeof word, " g%d", (int)t->generation);
    size_t tail = strlen(word);
    t->records++;
    t->mixed = t->mixed || record == NULL || len < tail ||
               memcmp(record + len - tail, word, tail) != 0;
    return true;
}

static pilcrow_status read_all(engine_snapshot *reader, tally *t,
                               pilcrow_error *err)
{
    engine_stats stats;
    pilcrow_status status = engine_snapshot_stats(reader, &stats, err);
    *t = (tally){.generation = stats.generation};
    if (status == PILCROW_OK)
        status = engine_each_record(reader, count_record, t, err);
    return status;
}

/* Generations that a writer makes; each can overtake a reader once. */
#define GENERATIONS 40

/* Follow the protocol of engine.h, but that the writer does not rest here: the
 * number of times it was STALE. */
static int read_by_protocol(engine_snapshot *reader, tally *t)
{
    int stale = 0;
    pilcrow_status status = PILCROW_STALE;
    for (; status == PILCROW_STALE && stale < GENERATIONS; stale++) {
        assert_ok(engine_snapshot_refresh(reader, err));
        status = read_all(reader, t, NULL);
    }
    assert_int_equal(status, PILCROW_OK);
    return stale - 1;
}

static void test_reader_under_a_writer(void **state)
{
    tally t;
    int stale = 0;
    engine_writer *writer = kit_writer(*state);
    commit_generation(writer, 1);
    engine_snapshot *late = kit_snapshot(*state);
    engine_snapshot *reader = kit_snapshot(*state);
    for (int g = 2; g < 30; g++) {
        commit_generation(writer, g);
        /* A reader is overtaken, or keeps what it opened. */
        pilcrow_status status = read_all(late, &t, NULL);
        if (status == PILCROW_STALE) {
            stale++;
        } else {
            assert_int_equal(status, PILCROW_OK);
            assert_int_equal(t.generation, 1);
            assert_int_equal(t.records, 601);
            assert_false(t.mixed);
        }
        read_by_protocol(reader, &t);
        assert_int_equal(t.generation, g);
        assert_int_equal(t.records, 600 + g);
        assert_false(t.mixed);
    }
    if (engine_choice_is("xapian"))
        assert_true(stale > 0);
    read_by_protocol(late, &t);
    assert_int_equal(t.generation, 29);
    assert_int_equal(t.records, 600 + 29);
    engine_snapshot_close(late);
    engine_snapshot_close(reader);
    engine_writer_close(writer);
}

static int write_generations(const char *dir)
{
    engine_writer *writer = NULL;
    engine_writer_options options = {0};
    for (int g = 2; g < GENERATIONS; g++) {
        options.rebuild = g % 13 == 0;
        if (engine_writer_open(&writer, dir, &options, NULL) != PILCROW_OK)
            return 1;
        commit_generation(writer, g);
        engine_writer_close(writer);
    }
    return 0;
}

/* A writer in a process of its own that commits and rebuilds all the time. */
static void test_reader_beside_a_process(void **state)
{
    tally t = {0};
    int status = -1, stale = 0, reads = 0;
    engine_writer *writer = kit_writer(*state);
    commit_generation(writer, 1);
    engine_writer_close(writer);
    fflush(NULL);
    pid_t pid = fork();
    if (pid == 0)
        _exit(write_generations(*state));
    engine_snapshot *reader = kit_snapshot(*state);
    for (bool done = false; !done || t.generation < GENERATIONS - 1; reads++) {
        done = done || waitpid(pid, &status, WNOHANG) == pid;
        stale += read_by_protocol(reader, &t);
        assert_int_equal(t.records, 600 + t.generation);
        assert_false(t.mixed);
    }
    print_message("%d reads, %d of them anew\n", reads, stale);
    assert_true(WIFEXITED(status) && WEXITSTATUS(status) == 0);
    engine_snapshot_close(reader);
}

/* ------------------------------------------------------- read-only disk --- */

/* Root writes anywhere but to a disk mounted read-only. */
static bool make_read_only(const char *dir)
{
    if (geteuid() != 0)
        return chmod(dir, 0555) == 0;
    return mount(dir, dir, NULL, MS_BIND, NULL) == 0 &&
           mount(NULL, dir, NULL, MS_REMOUNT | MS_BIND | MS_RDONLY, NULL) == 0;
}

static void test_read_only(void **state)
{
    engine_writer *writer = kit_writer(*state);
    kit_commit_one(writer, "a", "w");
    engine_writer_close(writer);
    if (!make_read_only(*state)) {
        print_message("skipped: may not mount here\n");
        umount(*state);
        skip();
    }
    engine_snapshot *snapshot = NULL;
    pilcrow_status opened = engine_snapshot_open(&snapshot, *state, NULL);
    char found[16] = "";
    if (opened == PILCROW_OK)
        snprintf(found, sizeof found, "%s", kit_search(snapshot, "w", NULL));
    pilcrow_error err = {0};
    pilcrow_status wrote = engine_writer_open(&writer, *state, NULL, &err);
    engine_snapshot_close(snapshot);
    umount(*state);
    chmod(*state, 0755);
    assert_int_equal(opened, PILCROW_OK);
    assert_string_equal(found, "a");
    assert_int_equal(wrote, PILCROW_IO);
    assert_non_null(strstr(err.message, "lock"));
}

#define in_folder(test)                                                        \
    cmocka_unit_test_setup_teardown(test, make_folder, remove_folder)

int main(void)
{
    const struct CMUnitTest tests[] = {
        in_folder(test_made_where_there_is_none),
        in_folder(test_foreign_folder_untouched),
        in_folder(test_crash_before_current),
        in_folder(test_many_first_builds),
        in_folder(test_unknown_engine),
        cmocka_unit_test(test_messages_name_the_folder),
        in_folder(test_two_writers_one_process),
        in_folder(test_two_writers_two_processes),
        in_folder(test_rebuild_under_a_reader),
        in_folder(test_rebuild_not_committed),
        in_folder(test_leftovers_go),
        in_folder(test_first_commit_is_seen),
        in_folder(test_each_commit_is_seen),
        in_folder(test_another_in_its_place),
        in_folder(test_relative_path),
        in_folder(test_reader_under_a_writer),
        in_folder(test_reader_beside_a_process),
        in_folder(test_read_only),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
