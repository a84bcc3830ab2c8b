/* SPDX-License-Identifier: MIT
 *
 * Walking: which files of a folder are given, in which order, and what is
 * said of the rest. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "corpus/corpus.h"

#define LOG_MAX ((size_t)64 * 1024)

static char folder[] = "/tmp/pilcrow-walk-XXXXXX";

static void make_file(const char *path)
{
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    fputs("text\n", file);
    fclose(file);
}

/* A tree with one of everything. */
static int enter(void **state)
{
    static const char *const folders[] = {"t", "t/b", "t/.git", "t/none",
                                          "t/index"};
    static const char *const files[] = {
        "t/b.md",       "t/a.TXT",  "t/c.markdown.gz", "t/README",
        "t/x.html",     "t/x.c",    "t/.hidden.md",    "t/.git/a.md",
        "t/b/d.jsonl",  "t/b/e.md", "t/index/f.md",    "t/new\nline.md",
        "t/\xFFgood.md"};
    (void)state;
    assert_non_null(mkdtemp(folder));
    assert_int_equal(chdir(folder), 0);
    for (size_t i = 0; i < sizeof folders / sizeof *folders; i++)
        assert_int_equal(mkdir(folders[i], 0700), 0);
    for (size_t i = 0; i < sizeof files / sizeof *files; i++)
        make_file(files[i]);
    assert_int_equal(symlink("b.md", "t/link.md"), 0);
    assert_int_equal(symlink("..", "t/b/up"), 0);
    assert_int_equal(mkfifo("t/pipe.md", 0600), 0);
    return 0;
}

static int leave(void **state)
{
    char command[100];
    (void)state;
    chmod("t/none", 0700);
    snprintf(command, sizeof command, "rm -rf '%s'", folder);
    return chdir("/") != 0 || system(command) != 0;
}

static pilcrow_status on_file(void *ctx, const corpus_file *file,
                              pilcrow_error *err)
{
    (void)err;
    assert_true(file->modified.tv_sec > 0);
    assert_int_equal(file->size, 5);
    buf_add_format(ctx, "%s%s\n", file->path, file->named ? " (named)" : "");
    return PILCROW_OK;
}

static void on_skip(void *ctx, const char *path, const char *reason,
                    bool failed)
{
    assert_true(strlen(reason) > 0);
    buf_add_format(ctx, "%s%s\n", failed ? "! " : "- ", path);
}

static void check_walk(const char *root, const corpus_walk_options *options,
                       bool complete, const char *expected)
{
    buf log;
    bool seen = !complete;
    pilcrow_error err = {0};
    buf_init(&log, LOG_MAX);
    corpus_walk_sink sink = {.file = on_file, .skip = on_skip, .ctx = &log};
    assert_int_equal(corpus_walk(root, options, &sink, &seen, &err),
                     PILCROW_OK);
    assert_string_equal(buf_text(&log), expected);
    assert_int_equal(seen, complete);
    buf_release(&log);
}

static void test_folder(void **state)
{
    corpus_walk_options options = {0};
    (void)state;
    check_walk("t", &options, true,
               "t/README\nt/a.TXT\nt/b/d.jsonl\nt/b/e.md\n- t/b/up\nt/b.md\n"
               "t/c.markdown.gz\nt/index/f.md\n- t/link.md\nt/new\nline.md\n"
               "- t/pipe.md\nt/x.html\nt/\xFFgood.md\n");
}

static void test_hidden_and_followed(void **state)
{
    corpus_walk_options options = {.hidden = true, .follow = true};
    (void)state;
    check_walk("t/", &options, true,
               "t/.git/a.md\nt/.hidden.md\nt/README\nt/a.TXT\nt/b/d.jsonl\n"
               "t/b/e.md\n- t/b/up\nt/b.md\nt/c.markdown.gz\nt/index/f.md\n"
               "t/link.md\nt/new\nline.md\n- t/pipe.md\nt/x.html\n"
               "t/\xFFgood.md\n");
}

static void test_excluded(void **state)
{
    static const char *const globs[] = {"*.TXT", "b/*.md", "index/", "[lnp]*",
                                        "up"};
    corpus_walk_options options = {.exclude = globs, .exclude_count = 5};
    (void)state;
    check_walk("t", &options, true,
               "t/README\nt/b/d.jsonl\nt/b.md\nt/c.markdown.gz\n"
               "t/x.html\nt/\xFFgood.md\n");
}

/* A glob that begins with a slash is a path below the top, which may lie above
 * what is walked. */
static void test_excluded_by_path(void **state)
{
    static const char *const globs[] = {"/b", "/b.md", "/d.jsonl", "/index/*"};
    corpus_walk_options options = {.exclude = globs, .exclude_count = 4};
    (void)state;
    check_walk("t", &options, true,
               "t/README\nt/a.TXT\nt/c.markdown.gz\n- t/link.md\n"
               "t/new\nline.md\n- t/pipe.md\nt/x.html\nt/\xFFgood.md\n");
    check_walk("t/b", &options, true, "t/b/e.md\n- t/b/up\n");
    options.top = "t";
    check_walk("t/b", &options, true, "t/b/d.jsonl\nt/b/e.md\n- t/b/up\n");
    check_walk("t/index", &options, true, "");
}

/* Folders called "index" stand for indexes. */
static bool is_index(const char *path)
{
    const char *name = strrchr(path, '/');
    return name != NULL && strcmp(name, "/index") == 0;
}

static void test_indexes_are_not_entered(void **state)
{
    corpus_walk_options options = {.is_index = is_index};
    (void)state;
    check_walk("t", &options, true,
               "t/README\nt/a.TXT\nt/b/d.jsonl\nt/b/e.md\n- t/b/up\n"
               "t/b.md\nt/c.markdown.gz\n- t/link.md\nt/new\nline.md\n"
               "- t/pipe.md\nt/x.html\nt/\xFFgood.md\n");
    check_walk("t/index", &options, false, "! t/index\n");
    check_walk("t/index/f.md", &options, false, "! t/index/f.md\n");
}

static pilcrow_status on_folder(void *ctx, const char *path, pilcrow_error *err)
{
    (void)err;
    buf_add_format(ctx, "%s/\n", path);
    return PILCROW_OK;
}

static pilcrow_status no_file(void *ctx, const corpus_file *file,
                              pilcrow_error *err)
{
    (void)ctx;
    (void)file;
    (void)err;
    return PILCROW_OK;
}

static void no_skip(void *ctx, const char *path, const char *reason,
                    bool failed)
{
    (void)ctx;
    (void)path;
    (void)reason;
    (void)failed;
}

static void test_folders_entered(void **state)
{
    buf log;
    bool complete;
    pilcrow_error err = {0};
    corpus_walk_options options = {.hidden = true, .is_index = is_index};
    (void)state;
    buf_init(&log, LOG_MAX);
    corpus_walk_sink sink = {no_file, no_skip, on_folder, &log};
    assert_int_equal(corpus_walk("t", &options, &sink, &complete, &err),
                     PILCROW_OK);
    assert_string_equal(buf_text(&log), "t/\nt/.git/\nt/b/\nt/none/\n");
    buf_release(&log);
}

/* Would a walk of t come to it? */
static void test_shows(void **state)
{
    static const char *const globs[] = {"a*", "/b/d*"};
    static const struct {
        const char *path;
        bool plain, hidden, excluded;
    } cases[] = {
        {"b.md", true, true, true},
        {"a.TXT", true, true, false},
        {"x.c", false, false, false},
        {"b", true, true, true},
        {"b/e.md", true, true, true},
        {"b/d.jsonl", true, true, false},
        {".git", false, true, false},
        {".git/a.md", false, true, false},
        {".hidden.md", false, true, false},
        {"link.md", false, false, false},
        {"b/up/b.md", false, false, false},
        {"pipe.md", false, false, false},
        {"index", false, false, false},
        {"index/f.md", false, false, false},
        {"none/gone.md", true, true, true},
        {"absent.c", false, false, false},
    };
    char root[4200], path[4300];
    corpus_walk_options plain = {.is_index = is_index};
    corpus_walk_options hidden = {.hidden = true, .is_index = is_index};
    corpus_walk_options excluded = {
        .exclude = globs, .exclude_count = 2, .is_index = is_index};
    (void)state;
    snprintf(root, sizeof root, "%s/t", folder);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        snprintf(path, sizeof path, "%s/%s", root, cases[i].path);
        if (corpus_walk_shows(root, path, &plain) != cases[i].plain ||
            corpus_walk_shows(root, path, &hidden) != cases[i].hidden ||
            corpus_walk_shows(root, path, &excluded) != cases[i].excluded)
            fail_msg("%s", cases[i].path);
    }
    assert_false(corpus_walk_shows(root, root, &plain));
    assert_false(corpus_walk_shows(root, folder, &plain));
    assert_false(corpus_walk_shows(root, "/elsewhere.md", &plain));
    snprintf(path, sizeof path, "%s/t/b.md", folder);
    assert_true(corpus_walk_shows("/", path, &plain));
}

static void test_roots(void **state)
{
    corpus_walk_options options = {0};
    (void)state;
    check_walk("t/x.html", &options, true, "t/x.html (named)\n");
    check_walk("t/.hidden.md", &options, true, "t/.hidden.md (named)\n");
    check_walk("t/absent", &options, false, "! t/absent\n");
    check_walk("t/link.md", &options, false, "! t/link.md\n");
    check_walk("t/pipe.md", &options, false, "! t/pipe.md\n");
}

static void test_unreadable(void **state)
{
    corpus_walk_options options = {0};
    (void)state;
    if (geteuid() == 0)
        skip(); /* nothing is unreadable to root */
    assert_int_equal(chmod("t/none", 0), 0);
    check_walk("t/none", &options, false, "! t/none\n");
}

static pilcrow_status stop(void *ctx, const corpus_file *file,
                           pilcrow_error *err)
{
    (void)ctx;
    (void)file;
    return error_set(err, PILCROW_CANCELLED, "enough");
}

static void test_stopped(void **state)
{
    corpus_walk_options options = {0};
    buf log;
    bool complete = true;
    pilcrow_error err = {0};
    (void)state;
    buf_init(&log, LOG_MAX);
    corpus_walk_sink sink = {.file = stop, .skip = on_skip, .ctx = &log};
    assert_int_equal(corpus_walk("t", &options, &sink, &complete, &err),
                     PILCROW_CANCELLED);
    assert_false(complete);
    buf_release(&log);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_folder),
        cmocka_unit_test(test_hidden_and_followed),
        cmocka_unit_test(test_excluded),
        cmocka_unit_test(test_excluded_by_path),
        cmocka_unit_test(test_indexes_are_not_entered),
        cmocka_unit_test(test_folders_entered),
        cmocka_unit_test(test_shows),
        cmocka_unit_test(test_roots),
        cmocka_unit_test(test_unreadable),
        cmocka_unit_test(test_stopped),
    };
    return cmocka_run_group_tests(tests, enter, leave);
}
