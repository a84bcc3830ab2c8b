/* SPDX-License-Identifier: MIT
 *
 * Documents read through other programs: what they make of a document, and
 * that a program which hangs, floods or fails is cut off with a reason. */
#include <errno.h>
#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <cmocka.h>

#include "corpus/child.h"
#include "corpus/convert.h"
#include "test_corpus_kit.h"

#define OUT_MAX ((size_t)256 * 1024 * 1024)
#define MEMORY ((size_t)1024 * 1024 * 1024)

/* --------------------------------------------------------- the children --- */

/* What a shell does as the child, and what comes of it within 2 seconds and
 * 1 MB. One that is not stopped sleeps on, until the test itself is stopped. */
static const struct {
    const char *script;
    pilcrow_status status;
    const char *expected; /* the output, or part of the message */
} children[] = {
    {"cat " CHILD_INPUT, PILCROW_OK, "some input"},
    {"cat; echo $HOME $PWD; [ -e /proc/self/fd/5 ] || echo closed", PILCROW_OK,
     "/nonexistent /\nclosed\n"},
    {"echo no >&2; echo yes", PILCROW_OK, "yes\n"},
    {"echo; printf '\\n  out of order\\nmore' >&2; exit 3", PILCROW_IO,
     "fake failed: out of order"},
    {"exit 3", PILCROW_IO, "fake failed with status 3"},
    {"kill -SEGV $$", PILCROW_IO, "fake was killed by signal 11"},
    {"kill -KILL $$", PILCROW_LIMIT, "over its limits"},
    {"sleep 9999", PILCROW_LIMIT, "more than 2 seconds"},
    {"exec >&- 2>&-; sleep 9999", PILCROW_LIMIT, "more than 2 seconds"},
    {"sleep 9999 & exit 0", PILCROW_LIMIT, "more than 2 seconds"},
    {"while :; do :; done", PILCROW_LIMIT, ""},
    {"yes", PILCROW_LIMIT, "more than 1 MB"},
    {"exec yes >&2", PILCROW_LIMIT, ""},
};

static pilcrow_status run_shell(buf *out, const char *path, const char *script,
                                pilcrow_error *err)
{
    const char *const args[] = {"fake", "-c", script, NULL};
    const child_command command = {.path = path,
                                   .args = args,
                                   .seconds = 1,
                                   .memory = MEMORY,
                                   .output_max = 1 << 20};
    buf_clear(out);
    return child_run(out, &command, "some input", 10, err);
}

static void *ask_to_stop(void *ctx)
{
    atomic_bool *stop = ctx;
    const struct timespec nap = {0, 100000000};
    nanosleep(&nap, NULL);
    atomic_store(stop, true);
    return NULL;
}

static void check_no_child_left(void)
{
    assert_int_equal(waitpid(-1, NULL, WNOHANG), -1);
    assert_int_equal(errno, ECHILD);
}

/* One that is asked to stop is gone long before its time, be it at work or
 * asleep with its output closed. */
static void test_stopped_children(void **state)
{
    static const char *const scripts[] = {"while :; do :; done",
                                          "exec >&- 2>&-; sleep 9999"};
    (void)state;
    for (size_t i = 0; i < sizeof scripts / sizeof *scripts; i++) {
        buf out;
        pthread_t thread;
        atomic_bool stop = false;
        pilcrow_error err = {0};
        const char *const args[] = {"fake", "-c", scripts[i], NULL};
        const child_command command = {.path = "/bin/sh",
                                       .args = args,
                                       .seconds = 60,
                                       .memory = MEMORY,
                                       .output_max = 1 << 20,
                                       .stop = &stop};
        buf_init(&out, OUT_MAX);
        assert_int_equal(pthread_create(&thread, NULL, ask_to_stop, &stop), 0);
        assert_int_equal(child_run(&out, &command, "", 0, &err),
                         PILCROW_CANCELLED);
        pthread_join(thread, NULL);
        check_no_child_left();
        buf_release(&out);
    }
}

static void test_children(void **state)
{
    buf out;
    (void)state;
    buf_init(&out, OUT_MAX);
    for (size_t i = 0; i < sizeof children / sizeof *children; i++) {
        pilcrow_error err = {0};
        pilcrow_status status =
            run_shell(&out, "/bin/sh", children[i].script, &err);
        const char *said = status == PILCROW_OK ? buf_text(&out) : err.message;
        if (status != children[i].status ||
            strstr(said, children[i].expected) == NULL)
            fail_msg("%s: %d %s", children[i].script, (int)status, said);
        check_no_child_left();
    }
    buf_release(&out);
}

static void test_no_program(void **state)
{
    buf out;
    pilcrow_error err = {0};
    (void)state;
    buf_init(&out, OUT_MAX);
    assert_int_equal(run_shell(&out, "/nonexistent/fake", "", &err),
                     PILCROW_IO);
    assert_non_null(strstr(err.message, "fake could not be started"));
    check_no_child_left();
    buf_release(&out);
}

/* Nothing of ours is open in a child but what it needs. */
static void test_closed_files(void **state)
{
    buf out;
    pilcrow_error err = {0};
    int mine[2];
    (void)state;
    buf_init(&out, OUT_MAX);
    assert_int_equal(pipe(mine), 0);
    assert_int_equal(run_shell(&out, "/bin/sh",
                               "for i in 0 1 2 3 4 5 6 7 8 9; do "
                               "[ -e /proc/$$/fd/$i ] && printf $i; done; "
                               "exit 0",
                               &err),
                     PILCROW_OK);
    assert_string_equal(buf_text(&out), "0123");
    close(mine[0]);
    close(mine[1]);
    buf_release(&out);
}

/* ----------------------------------------------------- the converters --- */

static const char *const no_args[] = {"pilcrow-none", NULL};

static void test_not_installed(void **state)
{
    const converter none = {.format = CORPUS_PDF,
                            .kind = "PDF",
                            .magic = "%PDF-",
                            .magic_within = 5,
                            .program = "pilcrow-none",
                            .package = "some-package",
                            .args = no_args,
                            .seconds = 1,
                            .memory = MEMORY};
    buf out;
    pilcrow_error err = {0};
    (void)state;
    buf_init(&out, OUT_MAX);
    assert_int_equal(convert_document(&out, &none, "%PDF-1.4", 8, NULL, &err),
                     PILCROW_NOT_FOUND);
    assert_non_null(strstr(err.message, "install the package some-package"));
    assert_int_equal(convert_document(&out, &none, "text", 4, NULL, &err),
                     PILCROW_UNSUPPORTED);
    assert_string_equal(err.message, "not a PDF file");
    buf_release(&out);
}

static pilcrow_status read_nothing(buf *out, const buf *told, const buf *more,
                                   const atomic_bool *stop, pilcrow_error *err)
{
    (void)told;
    (void)more;
    (void)stop;
    buf_clear(out);
    return error_set(err, PILCROW_UNSUPPORTED, "it is no layout");
}

/* A converter whose program is a shell that runs these, to tell of places and
 * for plain text. */
static converter shell_converter(const char *const *places,
                                 const char *const *plain, unsigned seconds)
{
    return (converter){.format = CORPUS_PDF,
                       .kind = "PDF",
                       .magic = "%PDF-",
                       .magic_within = 5,
                       .program = "sh",
                       .package = "some-package",
                       .args = places,
                       .plain_args = plain,
                       .helper = "pilcrow-none",
                       .helper_args = no_args,
                       .read = read_nothing,
                       .seconds = seconds,
                       .memory = MEMORY};
}

/* What the program does when it is to tell of places, and for plain text, and
 * what comes of it. */
static const struct {
    const char *places, *plain;
    pilcrow_status status;
    const char *expected; /* the paragraph, or part of the message */
    const char *why;      /* there are no places */
} falls[] = {
    {"echo places", "echo plain", PILCROW_OK, "] plain\n", "it is no layout"},
    {"kill -ABRT $$", "echo; echo plain", PILCROW_OK,
     "paragraph 2-2 [] plain\n", "sh was killed by signal 6"},
    {"exec yes", "echo plain", PILCROW_OK, "] plain\n",
     "sh wrote more than 64 MB and was stopped"},
    {"printf 'a\\tb \\377' >&2; exit 1", "echo plain", PILCROW_OK, "] plain\n",
     "sh failed: a b \xEF\xBF\xBD"},
    {"echo no >&2; exit 1", "echo never >&2; exit 1", PILCROW_IO,
     "sh failed: never", ""},
    {"exit 0", "exit 0", PILCROW_UNSUPPORTED, "holds no text", ""},
};

/* A text that was made for want of a better is split as it is, and the reason
 * told. */
static void check_fallen(const buf *text, const char *paragraph,
                         const char *why)
{
    buf out, told;
    buf_init(&out, OUT_MAX);
    buf_init(&told, OUT_MAX);
    kit_split(&out, "a.pdf", CORPUS_PDF, text->data, text->len);
    buf_add_format(&told, "skip 1 where its words stand, as %s; ", why);
    if (strncmp(buf_text(&out), buf_text(&told), told.len) != 0 ||
        strstr(buf_text(&out), paragraph) == NULL)
        fail_msg("%s%s", buf_text(&told), buf_text(&out));
    buf_release(&out);
    buf_release(&told);
}

/* Where places are not told or not read, there is plain text. */
static void test_plain(void **state)
{
    buf out;
    (void)state;
    buf_init(&out, OUT_MAX);
    for (size_t i = 0; i < sizeof falls / sizeof *falls; i++) {
        const char *const places[] = {"sh", "-c", falls[i].places, NULL};
        const char *const plain[] = {"sh", "-c", falls[i].plain, NULL};
        const converter how = shell_converter(places, plain, 20);
        pilcrow_error err = {0};
        const pilcrow_status status =
            convert_document(&out, &how, "%PDF-1.4", 8, NULL, &err);
        if (status != falls[i].status ||
            (status != PILCROW_OK &&
             strstr(err.message, falls[i].expected) == NULL))
            fail_msg("%s: %d %s", falls[i].places, (int)status, err.message);
        if (status == PILCROW_OK)
            check_fallen(&out, falls[i].expected, falls[i].why);
    }
    buf_release(&out);
}

/* All programs that read one document share one time: here two seconds. */
static void test_one_time(void **state)
{
    static const char *const places[] = {"sh", "-c", "sleep 1.2; exit 1", NULL};
    static const char *const plain[] = {"sh", "-c", "sleep 1.2; echo plain",
                                        NULL};
    const converter how = shell_converter(places, plain, 1);
    buf out;
    pilcrow_error err = {0};
    (void)state;
    buf_init(&out, OUT_MAX);
    assert_int_equal(convert_document(&out, &how, "%PDF-1.4", 8, NULL, &err),
                     PILCROW_LIMIT);
    assert_non_null(strstr(err.message, "more than 2 seconds"));
    check_no_child_left();
    buf_release(&out);
}

static void need(const char *program)
{
    char path[100];
    snprintf(path, sizeof path, "/usr/bin/%s", program);
    if (access(path, X_OK) != 0) {
        print_message("skipped: %s is not installed\n", program);
        skip();
    }
}

/* A PDF of a page for each text, each a line; the table of places is left
 * out, as readers make it themselves. */
static void write_pdf(buf *out, const char *const *pages, size_t count)
{
    buf_add_text(out, "%PDF-1.4\n1 0 obj\n<</Type/Catalog/Pages 2 0 R>>\n"
                      "endobj\n3 0 obj\n<</Type/Font/Subtype/Type1"
                      "/BaseFont/Helvetica>>\nendobj\n"
                      "2 0 obj\n<</Type/Pages/Kids[");
    for (size_t i = 0; i < count; i++)
        buf_add_format(out, "%zu 0 R ", 4 + 2 * i);
    buf_add_format(out, "]/Count %zu>>\nendobj\n", count);
    for (size_t i = 0; i < count; i++)
        buf_add_format(out,
                       "%zu 0 obj\n<</Type/Page/Parent 2 0 R"
                       "/MediaBox[0 0 612 792]/Resources<</Font<</F1 3 0 R>>>>"
                       "/Contents %zu 0 R>>\nendobj\n%zu 0 obj\n"
                       "<</Length %zu>>stream\nBT /F1 9 Tf 40 700 Td "
                       "(%s) Tj ET\nendstream\nendobj\n",
                       4 + 2 * i, 5 + 2 * i, 5 + 2 * i, strlen(pages[i]) + 34,
                       pages[i]);
    buf_add_text(out, "trailer<</Root 1 0 R>>\n%%EOF\n");
}

static void test_pdf(void **state)
{
    static const char *const pages[] = {
        "The first page has a paragraph of some words that goes on with",
        "the second page, where it ends."};
    buf bytes, text, out;
    pilcrow_error err = {0};
    (void)state;
    need("pdftotext");
    buf_init(&bytes, OUT_MAX);
    buf_init(&text, OUT_MAX);
    buf_init(&out, OUT_MAX);
    write_pdf(&bytes, pages, 2);
    assert_int_equal(corpus_decode(&text, "report", CORPUS_AUTO, bytes.data,
                                   bytes.len, &err),
                     PILCROW_OK);
    kit_split(&out, "report.pdf", CORPUS_AUTO, text.data, text.len);
    assert_string_equal(
        buf_text(&out),
        "paragraph 1-2 p1 [] The first page has a paragraph of some words that "
        "goes on with the second page, where it ends.\n");
    assert_int_equal(corpus_decode(&text, "report.pdf", CORPUS_TEXT, bytes.data,
                                   bytes.len, &err),
                     PILCROW_UNSUPPORTED);
    buf_clear(&bytes);
    write_pdf(&bytes, (const char *const[]){""}, 1);
    assert_int_equal(corpus_decode(&text, "scan.pdf", CORPUS_AUTO, bytes.data,
                                   bytes.len, &err),
                     PILCROW_UNSUPPORTED);
    assert_non_null(strstr(err.message, "OCR"));
    assert_int_equal(corpus_decode(&text, "bad.pdf", CORPUS_AUTO,
                                   "%PDF-1.4 and more", 17, &err),
                     PILCROW_IO);
    assert_non_null(strstr(err.message, "pdftotext failed: "));
    buf_release(&bytes);
    buf_release(&text);
    buf_release(&out);
}

/* Make a DOCX with pandoc itself. */
static bool make_docx(buf *out, const char *markdown)
{
    char path[] = "/tmp/pilcrow-docx-XXXXXX", command[200];
    int fd = mkstemp(path);
    assert_true(fd >= 0);
    close(fd);
    snprintf(command, sizeof command, "pandoc -f markdown -t docx -o %s", path);
    FILE *to = popen(command, "w");
    assert_non_null(to);
    fputs(markdown, to);
    bool made = pclose(to) == 0 && kit_read(out, path);
    unlink(path);
    return made;
}

/* ------------------------------------------------ what a ZIP file is --- */

static void add_number(buf *out, size_t size, size_t number)
{
    for (; size > 0; size--, number >>= 8)
        buf_add_byte(out, (char)(number & 0xFF));
}

/* A ZIP file of empty files of those names, parted by blanks, and a comment. */
static void write_zip(buf *out, const char *names, const char *comment)
{
    buf list;
    size_t count = 0, start;
    buf_init(&list, OUT_MAX);
    buf_clear(out);
    for (size_t len; *names != '\0'; names += len + (names[len] == ' ')) {
        len = strcspn(names, " ");
        buf_add(&list, "PK\x01\x02", 4);
        add_number(&list, 24, 0);
        add_number(&list, 2, len);
        add_number(&list, 2, 3); /* bytes of an extra field */
        add_number(&list, 10, 0);
        add_number(&list, 4, out->len);
        buf_add(&list, names, len);
        buf_add(&list, "ext", 3);
        buf_add(out, "PK\x03\x04", 4);
        add_number(out, 22, 0);
        add_number(out, 4, len);
        buf_add(out, names, len);
        count++;
    }
    start = out->len;
    buf_add(out, buf_text(&list), list.len);
    buf_add(out, "PK\x05\x06", 4);
    add_number(out, 4, 0);
    add_number(out, 2, count);
    add_number(out, 2, count);
    add_number(out, 4, list.len);
    add_number(out, 4, start);
    add_number(out, 2, strlen(comment));
    buf_add_text(out, comment);
    buf_release(&list);
}

/* ZIP files that hold a DOCX, and others that look much like it. */
static const struct {
    const char *names;
    bool docx;
} zips[] = {
    {"[Content_Types].xml _rels/.rels word/document.xml", true},
    {"word/document2.xml word/styles.xml [Content_Types].xml", true},
    {"[Content_Types].xml _rels/.rels xl/workbook.xml", false},
    {"[Content_Types].xml ppt/presentation.xml ppt/word/a.xml", false},
    {"[Content_Types].xml word", false},
    {"mimetype content.xml word/document.xml", false},
    {"my[Content_Types].xml word/document.xml", false},
    {"mimetype META-INF/container.xml EPUB/content.opf", false},
    {"", false},
};

static void test_zips(void **state)
{
    buf bytes, out;
    (void)state;
    buf_init(&bytes, OUT_MAX);
    buf_init(&out, OUT_MAX);
    for (size_t i = 0; i < sizeof zips / sizeof *zips; i++) {
        const char *const comments[] = {"", "a comment"};
        for (size_t j = 0; j < 2; j++) {
            write_zip(&bytes, zips[i].names, comments[j]);
            const converter *how = convert_of_content(bytes.data, bytes.len);
            if ((how != NULL) != zips[i].docx)
                fail_msg("%s: %d", zips[i].names, how != NULL);
            if (how != NULL)
                assert_int_equal(how->format, CORPUS_DOCX);
            pilcrow_error err = {0};
            if (how == NULL) {
                assert_int_equal(corpus_decode(&out, "zip", CORPUS_AUTO,
                                               bytes.data, bytes.len, &err),
                                 PILCROW_UNSUPPORTED);
                assert_string_equal(err.message, "binary, not text");
            }
        }
    }
    buf_release(&bytes);
    buf_release(&out);
}

/* One that was cut or overwritten anywhere is looked at without harm. */
static void test_broken_zips(void **state)
{
    buf bytes;
    (void)state;
    buf_init(&bytes, OUT_MAX);
    write_zip(&bytes, zips[0].names, "");
    for (size_t len = 0; len < bytes.len; len++) {
        char *copy = malloc(len + 1);
        memcpy(copy, bytes.data, len);
        assert_null(convert_of_content(copy, len));
        free(copy);
    }
    for (size_t i = 4; i < bytes.len; i++) {
        const char was = bytes.data[i];
        bytes.data[i] = (char)0xFF;
        convert_of_content(bytes.data, bytes.len);
        bytes.data[i] = was;
    }
    buf_release(&bytes);
}

/* A DOCX is one under any name that claims nothing else. */
static void check_docx_names(const buf *bytes)
{
    static const char *const names[] = {"paper", "paper.txt", "paper.zip"};
    buf text;
    pilcrow_error err = {0};
    buf_init(&text, OUT_MAX);
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        assert_int_equal(corpus_decode(&text, names[i], CORPUS_AUTO,
                                       bytes->data, bytes->len, &err),
                         PILCROW_OK);
        assert_non_null(strstr(buf_text(&text), "Some *text* with a note"));
    }
    assert_int_equal(corpus_decode(&text, "paper.md", CORPUS_AUTO, bytes->data,
                                   bytes->len, &err),
                     PILCROW_UNSUPPORTED);
    assert_string_equal(err.message, "a DOCX file, not text");
    buf_release(&text);
}

static void test_docx(void **state)
{
    buf bytes, text, out;
    pilcrow_error err = {0};
    (void)state;
    need("pandoc");
    buf_init(&bytes, OUT_MAX);
    buf_init(&text, OUT_MAX);
    buf_init(&out, OUT_MAX);
    assert_true(make_docx(&bytes, "---\ntitle: The title\n---\n\n# Part\n\n"
                                  "Some *text* with a note[^1].\n\n"
                                  "- one\n- two\n\n"
                                  "| A | B |\n|---|---|\n| 1 | 2 |\n\n"
                                  "[^1]: The note.\n"));
    assert_int_equal(corpus_decode(&text, "paper.docx", CORPUS_AUTO, bytes.data,
                                   bytes.len, &err),
                     PILCROW_OK);
    kit_split(&out, "paper.docx", CORPUS_AUTO, text.data, text.len);
    static const char *const parts[] = {
        "title: The title\n", " [Part] Some text with a note.\n",
        " [Part] one two\n", " [Part] A: 1; B: 2\n", " [Part] The note.\n"};
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
        if (strstr(buf_text(&out), parts[i]) == NULL)
            fail_msg("%s is not in\n%s", parts[i], buf_text(&out));
    check_docx_names(&bytes);
    assert_int_equal(corpus_decode(&text, "cut.docx", CORPUS_AUTO, bytes.data,
                                   bytes.len / 2, &err),
                     PILCROW_IO);
    assert_int_equal(
        corpus_decode(&text, "text.docx", CORPUS_DOCX, "text", 4, &err),
        PILCROW_UNSUPPORTED);
    /* What pandoc has made of it already. */
    assert_int_equal(
        corpus_decode(&text, "text.docx", CORPUS_AUTO, "text", 4, &err),
        PILCROW_OK);
    assert_string_equal(buf_text(&text), "text");
    buf_release(&bytes);
    buf_release(&text);
    buf_release(&out);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_children),
        cmocka_unit_test(test_stopped_children),
        cmocka_unit_test(test_no_program),
        cmocka_unit_test(test_closed_files),
        cmocka_unit_test(test_pdf),
        cmocka_unit_test(test_not_installed),
        cmocka_unit_test(test_plain),
        cmocka_unit_test(test_one_time),
        cmocka_unit_test(test_docx),
        cmocka_unit_test(test_zips),
        cmocka_unit_test(test_broken_zips),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
