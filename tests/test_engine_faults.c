/* SPDX-License-Identifier: MIT
 *
 * In: an index whose writer is killed, whose disk is full or whose system calls
 * fail. Out: the last generation that was acknowledged, or the next one, whole;
 * never anything in between. */
#include "engine_kit.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/buf.h"

/* ------------------------------------------------- failing system calls --- */

/* What to do when an engine renames a file in its data folder, which is the
 * moment of commit. Ours, and everyone else's, go through. */
static enum {
    RENAME_WORKS,
    RENAME_FAILS,
    RENAME_FAILS_ONCE,
    RENAME_LIES /* it works, and says that it has not */
} rename_mode;

/* What happened to the disk, in order: 'c' the engine's commit, 'p' our publishing
 * of a data folder, 's' a file synced, 'S' a folder synced. */
static char events[256];

static void note_event(char event)
{
    size_t len = strlen(events);
    if (len + 1 < sizeof events)
        events[len] = event;
}

__attribute__((visibility("default"))) int rename(const char *from,
                                                  const char *to)
{
    size_t len = strlen(to);
    bool commits = strstr(to, "/data-") != NULL;
    bool publishes = len > 8 && strcmp(to + len - 8, "/current") == 0;
    bool done = commits && (rename_mode == RENAME_FAILS ||
                            rename_mode == RENAME_FAILS_ONCE);
    if (commits || publishes)
        note_event(commits ? 'c' : 'p');
    if (!done && syscall(SYS_rename, from, to) != 0)
        return -1;
    if (!commits || rename_mode == RENAME_WORKS)
        return 0;
    if (rename_mode == RENAME_FAILS_ONCE)
        rename_mode = RENAME_WORKS;
    errno = EIO;
    return -1;
}

/* Xapian removes the file that it could not rename, and takes it for renamed
 * when it is not there. */
__attribute__((visibility("default"))) int unlink(const char *path)
{
    int result = (int)syscall(SYS_unlink, path);
    return rename_mode == RENAME_LIES ? 0 : result;
}

static int note_sync(int fd, long call)
{
    struct stat info;
    bool folder = fstat(fd, &info) == 0 && S_ISDIR(info.st_mode);
    note_event(folder ? 'S' : 's');
    return (int)syscall(call, fd);
}

__attribute__((visibility("default"))) int fsync(int fd)
{
    return note_sync(fd, SYS_fsync);
}

__attribute__((visibility("default"))) int fdatasync(int fd)
{
    return note_sync(fd, SYS_fdatasync);
}

static void lift_limit(void)
{
    struct rlimit limit;
    getrlimit(RLIMIT_FSIZE, &limit);
    limit.rlim_cur = limit.rlim_max;
    setrlimit(RLIMIT_FSIZE, &limit);
}

static void set_limit(rlim_t bytes)
{
    struct rlimit limit;
    signal(SIGXFSZ, SIG_IGN);
    getrlimit(RLIMIT_FSIZE, &limit);
    limit.rlim_cur = bytes;
    setrlimit(RLIMIT_FSIZE, &limit);
}

/* ------------------------------------------------------------- fixture --- */

static int make_folder(void **state)
{
    *state = kit_folder();
    return 0;
}

static int remove_folder(void **state)
{
    rename_mode = RENAME_WORKS;
    lift_limit();
    kit_remove(*state);
    return 0;
}

static uint32_t next_random(uint32_t *seed)
{
    *seed = *seed * 1664525u + 1013904223u;
    return *seed >> 8;
}

/* ---------------------------------------------------------- generations --- */

#define PARAGRAPHS 60

static pilcrow_status write_one(engine_writer *writer, uint64_t generation,
                                int i, pilcrow_error *err)
{
    char id[32], body[64];
    snprintf(id, sizeof id, "p%d-%d", i, (int)generation);
    snprintf(body, sizeof body, "g%d all g%d", (int)generation,
             (int)generation);
    kit_paragraph p = {.id = id, .body = body, .document = 5};
    return kit_add(writer, &p, err);
}

/* Replace all there is by generation `generation`, without a commit. */
static pilcrow_status write_generation(engine_writer *writer,
                                       uint64_t generation, pilcrow_error *err)
{
    char text[16];
    int len = snprintf(text, sizeof text, "%d", (int)generation);
    pilcrow_status status =
        engine_writer_delete(writer, ENGINE_DOC, "d5", 2, NULL, err);
    for (int i = 0; status == PILCROW_OK && i < PARAGRAPHS + (int)generation;
         i++)
        status = write_one(writer, generation, i, err);
    if (status == PILCROW_OK)
        status =
            engine_writer_set_metadata(writer, "g", 1, text, (size_t)len, err);
    return status;
}

/* What was found of a generation. */
typedef struct found {
    char word[16]; /* the one that its paragraphs hold */
    char tail[40]; /* what their records end in */
    uint64_t records, occurrences;
    bool mixed;
} found;

static bool see_record(void *ctx, engine_ref ref, const char *record,
                       size_t len, const uint64_t *values, const char *reason)
{
    found *f = ctx;
    (void)ref;
    size_t tail = strlen(f->tail);
    f->records++;
    if (reason != NULL || len < tail || values[0] != 5 ||
        memcmp(record + len - tail, f->tail, tail) != 0)
        f->mixed = true;
    return true;
}

static bool see_posting(void *ctx, engine_ref ref,
                        const engine_posting *posting)
{
    found *f = ctx;
    (void)ref;
    if (posting->field != ENGINE_BODY)
        return true;
    bool word = posting->len == strlen(f->word) &&
                memcmp(posting->term, f->word, posting->len) == 0;
    bool all = posting->len == 3 && memcmp(posting->term, "all", 3) == 0;
    uint32_t right = word ? 2 : 1;
    f->occurrences += posting->frequency;
    if ((!word && !all) || posting->frequency != right ||
        posting->positions == NULL || posting->positions[0] != 3 - right)
        f->mixed = true;
    return true;
}

static void see_damage(void *ctx, const char *sentence)
{
    int *count = ctx;
    print_message("%s\n", sentence);
    ++*count;
}

/* The generation in the folder, every byte of it looked at. */
static uint64_t whole_generation(const char *dir)
{
    found f = {0};
    int damages = 0;
    buf text;
    engine_snapshot *snapshot = kit_snapshot(dir);
    uint64_t generation = kit_generation(snapshot);
    snprintf(f.word, sizeof f.word, "g%d", (int)generation);
    snprintf(f.tail, sizeof f.tail, " %s all %s", f.word, f.word);
    assert_ok(engine_each_record(snapshot, see_record, &f, err));
    assert_ok(engine_each_posting(snapshot, see_posting, &f, err));
    assert_ok(engine_verify(dir, see_damage, &damages, err));
    assert_false(f.mixed);
    assert_int_equal(f.records, generation == 0 ? 0 : PARAGRAPHS + generation);
    assert_int_equal(f.occurrences, 3 * f.records);
    buf_init(&text, 64);
    assert_ok(engine_metadata(snapshot, "g", 1, &text, err));
    assert_int_equal(strtoull(buf_text(&text), NULL, 10), generation);
    buf_release(&text);
    engine_snapshot_close(snapshot);
    return generation;
}

static void commit_generation(const char *dir, uint64_t generation)
{
    engine_writer *writer = kit_writer(dir);
    assert_ok(write_generation(writer, generation, err));
    assert_ok(engine_writer_commit(writer, err));
    engine_writer_close(writer);
}

/* ----------------------------------------------------------------- kill --- */

/* Write generations until killed; tell each one that was acknowledged. */
static int write_until_killed(const char *dir, uint64_t generation, int pipe)
{
    engine_writer *writer = NULL;
    for (;;) {
        engine_writer_options options = {.rebuild = generation % 7 == 3};
        if (options.rebuild || writer == NULL) {
            engine_writer_close(writer);
            if (engine_writer_open(&writer, dir, &options, NULL) != 0)
                return 1;
        }
        generation++;
        if (write_generation(writer, generation, NULL) != 0 ||
            engine_writer_commit(writer, NULL) != 0 ||
            write(pipe, &generation, sizeof generation) < 0)
            return 1;
    }
}

/* Kill a writer after `microseconds`, or, `patient`, so long after its first
 * commit; the last generation acknowledged. */
static uint64_t kill_writer(const char *dir, uint64_t from, long microseconds,
                            bool patient)
{
    int ends[2];
    int status = 0;
    uint64_t acknowledged = from, one;
    assert_int_equal(pipe(ends), 0);
    fflush(NULL);
    pid_t pid = fork();
    if (pid == 0)
        _exit(write_until_killed(dir, from, ends[1]));
    close(ends[1]);
    if (patient && read(ends[0], &one, sizeof one) == sizeof one)
        acknowledged = one;
    nanosleep(&(struct timespec){.tv_nsec = microseconds * 1000}, NULL);
    kill(pid, SIGKILL);
    assert_int_equal(waitpid(pid, &status, 0), pid);
    assert_true(WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL);
    while (read(ends[0], &one, sizeof one) == sizeof one)
        acknowledged = one;
    close(ends[0]);
    return acknowledged;
}

static void test_killed_at_any_moment(void **state)
{
    int rounds = getenv("PILCROW_LONG") != NULL ? 500 : 20;
    uint32_t seed = 20240229;
    uint64_t generation = 0, landed = 0;
    for (int i = 0; i < rounds; i++) {
        long wait = 500 + (long)(next_random(&seed) % 250000);
        /* However slow the machine, half of the rounds come to a commit. */
        uint64_t acknowledged =
            kill_writer(*state, generation, wait, i % 2 == 1);
        /* Killed before there was anything: it starts over. */
        if (access(kit_path(*state, "current"), F_OK) != 0) {
            assert_int_equal(acknowledged, 0);
            continue;
        }
        generation = whole_generation(*state);
        if (generation != acknowledged && generation != acknowledged + 1)
            fail_msg("round %d: %d acknowledged, %d found", i,
                     (int)acknowledged, (int)generation);
        landed += generation == acknowledged + 1;
    }
    print_message("%d rounds, %d generations, %d landed unacknowledged\n",
                  rounds, (int)generation, (int)landed);
    assert_true(generation > 0);
    commit_generation(*state, generation + 1);
    assert_int_equal(whole_generation(*state), generation + 1);
}

/* ------------------------------------------------------ failing commits --- */

static void test_commit_fails(void **state)
{
    commit_generation(*state, 1);
    engine_writer *writer = kit_writer(*state);
    assert_ok(write_generation(writer, 2, err));
    rename_mode = RENAME_FAILS;
    assert_fails(engine_writer_commit(writer, err), PILCROW_IO, "Input/output");
    rename_mode = RENAME_WORKS;
    assert_int_equal(whole_generation(*state), 1);
    assert_ok(write_generation(writer, 2, err));
    assert_ok(engine_writer_commit(writer, err));
    assert_int_equal(whole_generation(*state), 2);
    assert_ok(write_generation(writer, 3, err));
    rename_mode = RENAME_FAILS;
    assert_fails(engine_writer_commit(writer, err), PILCROW_IO, "Input/output");
    rename_mode = RENAME_WORKS;
    engine_writer_close(writer);
    assert_int_equal(whole_generation(*state), 2);
}

/* A commit that fails once is not tried again behind the caller's back. */
static void test_commit_fails_once(void **state)
{
    commit_generation(*state, 1);
    engine_writer *writer = kit_writer(*state);
    assert_ok(write_generation(writer, 2, err));
    rename_mode = RENAME_FAILS_ONCE;
    assert_fails(engine_writer_commit(writer, err), PILCROW_IO, "Input/output");
    assert_int_equal(whole_generation(*state), 1);
    engine_writer_close(writer);
    assert_int_equal(whole_generation(*state), 1);
}

static void test_failed_commit_has_landed(void **state)
{
    commit_generation(*state, 1);
    engine_writer *writer = kit_writer(*state);
    assert_ok(write_generation(writer, 2, err));
    rename_mode = RENAME_LIES;
    pilcrow_status status = engine_writer_commit(writer, NULL);
    rename_mode = RENAME_WORKS;
    assert_int_equal(status, PILCROW_OK);
    assert_int_equal(whole_generation(*state), 2);
    assert_ok(write_generation(writer, 3, err));
    assert_ok(engine_writer_commit(writer, err));
    engine_writer_close(writer);
    assert_int_equal(whole_generation(*state), 3);
}

static void test_first_commit_fails(void **state)
{
    engine_writer *writer = kit_writer(*state);
    assert_ok(write_generation(writer, 1, err));
    rename_mode = RENAME_FAILS;
    assert_fails(engine_writer_commit(writer, err), PILCROW_IO, "Input/output");
    rename_mode = RENAME_WORKS;
    assert_int_equal(whole_generation(*state), 0);
    assert_ok(engine_writer_rollback(writer, err));
    assert_ok(write_generation(writer, 1, err));
    assert_ok(engine_writer_commit(writer, err));
    engine_writer_close(writer);
    assert_int_equal(whole_generation(*state), 1);
}

/* A commit that is acknowledged would survive a power failure: the names of
 * the files are on disk too, which xapian leaves to chance. A first one is
 * synced by us, whatever the engine does; a later one by the engine, whose
 * rename comes after its files and before the folder. */
static void test_commit_is_on_disk(void **state)
{
    engine_writer *writer = kit_writer(*state);
    assert_ok(write_generation(writer, 1, err));
    memset(events, 0, sizeof events);
    assert_ok(engine_writer_commit(writer, err));
    const char *published = strchr(events, 'p');
    const char *committed = strrchr(events, 'c');
    print_message("first commit: %s\n", events);
    assert_true(committed != NULL && published > committed);
    /* The files and their folder, then the new `current`, then its folder. */
    const char *files = engine_choice_is("xapian") ? "sssss" : "s";
    assert_true(strncmp(committed + 1, files, strlen(files)) == 0);
    assert_true(strncmp(published - 2, "Ss", 2) == 0);
    assert_string_equal(published + 1, "S");
    assert_ok(write_generation(writer, 2, err));
    memset(events, 0, sizeof events);
    assert_ok(engine_writer_commit(writer, err));
    print_message("second commit: %s\n", events);
    committed = strrchr(events, 'c');
    assert_non_null(committed);
    assert_true(committed > events && strchr(events, 's') < committed);
    assert_string_equal(committed + 1, "S");
    engine_writer_close(writer);
}

/* ------------------------------------------------------------ full disk --- */

/* Write until the disk is full; the status of the call that found out. */
static pilcrow_status fill_disk(engine_writer *writer, pilcrow_error *err)
{
    uint32_t seed = 1;
    char noise[20000];
    pilcrow_status status = PILCROW_OK;
    for (int i = 0; status == PILCROW_OK && i < 4000; i++) {
        char id[16];
        int len = snprintf(id, sizeof id, "n%d", i);
        for (size_t at = 0; at < sizeof noise; at++)
            noise[at] = (char)next_random(&seed);
        engine_posting posting = {ENGINE_ID, id, (size_t)len, 0, NULL};
        engine_paragraph p = {.postings = &posting,
                              .posting_count = 1,
                              .record = noise,
                              .record_len = sizeof noise};
        status = engine_writer_add(writer, &p, err);
    }
    return status != PILCROW_OK ? status : engine_writer_commit(writer, err);
}

/* The disk fills up under `writer`, is made room on, and is written again. */
static void assert_survives_full_disk(const char *dir, engine_writer *writer,
                                      uint64_t before, void (*make_room)(void),
                                      const char *words)
{
    kit_paragraph p = {.id = "late", .body = "w"};
    assert_fails(fill_disk(writer, err), PILCROW_IO, words);
    if (make_room != NULL)
        make_room();
    pilcrow_status later = kit_add(writer, &p, NULL);
    assert_int_equal(whole_generation(dir), before);
    if (later != PILCROW_OK)
        assert_fails(engine_writer_commit(writer, err), later, "");
    assert_ok(engine_writer_rollback(writer, err));
    assert_ok(write_generation(writer, before + 1, err));
    assert_ok(engine_writer_commit(writer, err));
    assert_int_equal(whole_generation(dir), before + 1);
}

static void test_file_too_large(void **state)
{
    commit_generation(*state, 1);
    engine_writer *writer = kit_writer(*state);
    set_limit(400000);
    assert_survives_full_disk(*state, writer, 1, lift_limit, "large");
    engine_writer_close(writer);
    engine_writer_options rebuild = {.rebuild = true};
    assert_ok(engine_writer_open(&writer, *state, &rebuild, err));
    set_limit(400000);
    assert_survives_full_disk(*state, writer, 2, lift_limit, "large");
    engine_writer_close(writer);
}

static void fill_file(const char *path, off_t bytes)
{
    int fd = open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0666);
    assert_true(fd >= 0);
    assert_int_equal(posix_fallocate(fd, 0, bytes), 0);
    close(fd);
}

static void test_disk_full(void **state)
{
    char dir[512];
    if (mount("tmpfs", *state, "tmpfs", 0, "size=2m") != 0) {
        print_message("skipped: may not mount here\n");
        skip();
    }
    snprintf(dir, sizeof dir, "%s/index", (char *)*state);
    commit_generation(dir, 1);
    char *ballast = strdup(kit_path(*state, "ballast"));
    fill_file(ballast, 900000);
    engine_writer *writer = kit_writer(dir);
    pilcrow_error why = {0};
    pilcrow_status full = fill_disk(writer, &why);
    pilcrow_status again = engine_writer_rollback(writer, NULL);
    engine_writer_close(writer);
    unlink(ballast);
    free(ballast);
    uint64_t kept = whole_generation(dir);
    engine_writer_options rebuild = {.rebuild = true};
    assert_ok(engine_writer_open(&writer, dir, &rebuild, err));
    pilcrow_status rebuilt = fill_disk(writer, NULL);
    engine_writer_close(writer);
    uint64_t kept_again = whole_generation(dir);
    commit_generation(dir, 2);
    uint64_t taken = whole_generation(dir);
    umount2(*state, MNT_DETACH);
    assert_int_equal(full, PILCROW_IO);
    assert_non_null(strstr(why.message, "free some space"));
    assert_int_equal(again, PILCROW_OK);
    assert_int_equal(kept, 1);
    assert_int_equal(rebuilt, PILCROW_IO);
    assert_int_equal(kept_again, 1);
    assert_int_equal(taken, 2);
}

#define in_folder(test)                                                        \
    cmocka_unit_test_setup_teardown(test, make_folder, remove_folder)

int main(void)
{
    const struct CMUnitTest tests[] = {
        in_folder(test_killed_at_any_moment),
        in_folder(test_commit_fails),
        in_folder(test_commit_fails_once),
        in_folder(test_failed_commit_has_landed),
        in_folder(test_first_commit_fails),
        in_folder(test_commit_is_on_disk),
        in_folder(test_file_too_large),
        in_folder(test_disk_full),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
