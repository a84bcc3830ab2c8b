/* SPDX-License-Identifier: MIT
 *
 * Loading: encodings, gzip, limits, and what is refused. */
#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zlib.h>

#include <cmocka.h>

#include "base/utf8.h"
#include "corpus/corpus.h"

#define OUT_MAX ((size_t)1024 * 1024 * 1024)
#define RUSSIAN                                                                                                                         \
    "Организация оказывает содействие государствам в разработке политики " \
    "в области миграции и развития. МИГРАЦИЯ и Развитие."

static const struct {
    const char *what;
    const char *bytes;
    size_t len;
    const char *expected; /* NULL: refused as UNSUPPORTED */
} encodings[] = {
    {"UTF-8", "caf\xC3\xA9", 5, "caf\xC3\xA9"},
    {"UTF-8 with a mark", "\xEF\xBB\xBFtext", 7, "\xEF\xBB\xBFtext"},
    {"UTF-8 with a broken byte",
     "\xC3\xA9\xC3\xA9\xC3\xA9\xC3\xA9\xC3\xA9\xC3\xA9\xC3\xA9\xC3\xA9"
     "\xC3\xA9\xC3\xA9 \xC3 x",
     24, "éééééééééé \xEF\xBF\xBD x"},
    {"UTF-16, little end",
     "\xFF\xFE"
     "a\0\x34\x04\x3D\xD8\x00\xDE",
     10, "aд\xF0\x9F\x98\x80"},
    {"UTF-16, big end", "\xFE\xFF\0a\x04\x34", 6, "aд"},
    {"UTF-16, cut short",
     "\xFF\xFE"
     "a\0b",
     5, "a\xEF\xBF\xBD"},
    {"Latin-1 is not taken for Cyrillic", "caf\xE9 is good, na\xEFve too", 23,
     "caf\xEF\xBF\xBD is good, na\xEF\xBF\xBDve too"},
    {"broken bytes are not taken for Cyrillic",
     "Good text \xFF\xFE\x80 and \xC3( more.", 26,
     "Good text \xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD and \xEF\xBF\xBD( more."},
    {"binary",
     "\x7F"
     "ELF\x02\x01\x01\0\0\0\0\0\0\0\0\0",
     16, NULL},
    {"UTF-32, little end", "\xFF\xFE\0\0a\0\0\0", 8, NULL},
    {"UTF-32, big end", "\0\0\xFE\xFF\0\0\0a", 8, NULL},
    {"control characters", "\x01\x02\x03\x04\x05 text", 10, NULL},
    {"nothing", "", 0, NULL},
};

static void test_encodings(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof encodings / sizeof *encodings; i++) {
        buf out;
        pilcrow_error err = {0};
        buf_init(&out, OUT_MAX);
        pilcrow_status status =
            corpus_decode(&out, "the-name", CORPUS_AUTO, encodings[i].bytes,
                          encodings[i].len, &err);
        if (encodings[i].expected == NULL) {
            assert_int_equal(status, PILCROW_UNSUPPORTED);
            assert_true(strlen(err.message) > 0);
        } else if (status != PILCROW_OK ||
                   strcmp(buf_text(&out), encodings[i].expected) != 0) {
            fail_msg("%s: %s", encodings[i].what, buf_text(&out));
        }
        buf_release(&out);
    }
}

/* KOI8-R has its small letters where Windows-1251 has capitals. */
static const char koi8_order[] =
    "юабцдефгхийклмнопярстужвьызшэщчъЮАБЦДЕФГХИЙКЛМНОПЯРСТУЖВЬЫЗШЭЩЧЪ";
static const char windows_order[] =
    "АБВГДЕЖЗИЙКЛМНОПРСТУФХЦЧШЩЪЫЬЭЮЯабвгдежзийклмнопрстуфхцчшщъыьэюя";

/* `text`, whose Cyrillic letters take two bytes each, in a code page. */
static size_t encode(char *out, const char *text, const char *order)
{
    size_t len = 0;
    while (*text != '\0') {
        if ((unsigned char)*text < 0x80) {
            out[len++] = *text++;
            continue;
        }
        for (size_t i = 0; order[2 * i] != '\0'; i++)
            if (memcmp(order + 2 * i, text, 2) == 0)
                out[len++] = (char)(0xC0 + i);
        text += 2;
    }
    return len;
}

static void check_page(const char *order, const char *text)
{
    char bytes[512];
    buf out;
    pilcrow_error err = {0};
    size_t len = encode(bytes, text, order);
    buf_init(&out, OUT_MAX);
    assert_int_equal(corpus_decode(&out, "x", CORPUS_AUTO, bytes, len, &err),
                     PILCROW_OK);
    assert_string_equal(buf_text(&out), text);
    buf_release(&out);
}

static void test_code_pages(void **state)
{
    static const char *const texts[] = {
        RUSSIAN, "Word list: беженец, мигрант, граница, помощь",
        "ДЕКЛАРАЦИЯ О ПРАВАХ ЧЕЛОВЕКА", "и в не на что он",
        "English with беженцы in it", "ПОСТАНОВЛЕНИЕ ПРАВИТЕЛЬСТВА"};
    (void)state;
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        check_page(windows_order, texts[i]);
        check_page(koi8_order, texts[i]);
    }
}

/* Pages that name their encoding, and some that do so wrongly. */
static const struct {
    const char *bytes;
    const char *expected;
} pages[] = {
    {"<meta charset=\"koi8-r\"><p>\xC4\xC1", "<meta charset=\"koi8-r\"><p>да"},
    {"<META http-equiv='Content-Type' content='text/html; "
     "charset=windows-1251'>"
     "\xE4\xE0",
     "<META http-equiv='Content-Type' content='text/html; "
     "charset=windows-1251'>"
     "да"},
    {"<?xml version='1.0' encoding='iso-8859-1'?>caf\xE9",
     "<?xml version='1.0' encoding='iso-8859-1'?>café"},
    {"<meta charset=shift_jis>\x93\xFA\x96{ \x93",
     "<meta charset=shift_jis>日本 \xEF\xBF\xBD"},
    {"<meta charset=windows-1251>д", "<meta charset=windows-1251>д"},
    {"<meta charset=nonsense>\xC3\xA9", "<meta charset=nonsense>é"},
    {"<meta charset=nonsense>caf\xE9", "<meta charset=nonsense>café"},
    {"<p>caf\xE9 \x96 na\xEFve", "<p>café – naïve"},
    {"<p>\xE9 д", "<p>\xEF\xBF\xBD д"},
    {"<meta charset=win-1251>\xE4\xE0", "<meta charset=win-1251>да"},
    {"<meta charset=iso-8859-1>\xC6\xE8\xF2\xE5\xEB\xE8 "
     "\xE4\xE5\xEB\xFC\xF2\xFB \xF3\xF5\xEE\xE4\xFF\xF2 \xEE\xF2 "
     "\xE2\xEE\xE4\xFB \xE2 \xE3\xEE\xF0\xEE\xE4\xE0 \xED\xE0 "
     "\xEF\xEE\xE1\xE5\xF0\xE5\xE6\xFC\xE5",
     "<meta charset=iso-8859-1>Жители дельты уходят от воды в города на "
     "побережье"},
    {"<meta charset=windows-1251>\xF6\xC9\xD4\xC5\xCC\xC9 "
     "\xC4\xC5\xCC\xD8\xD4\xD9 \xD5\xC8\xCF\xC4\xD1\xD4 \xCF\xD4 "
     "\xD7\xCF\xC4\xD9 \xD7 \xC7\xCF\xD2\xCF\xC4\xC1 \xCE\xC1 "
     "\xD0\xCF\xC2\xC5\xD2\xC5\xD6\xD8\xC5",
     "<meta charset=windows-1251>Жители дельты уходят от воды в города на "
     "побережье"},
    {"<meta charset=koi8-r>\xC6\xE8\xF2\xE5\xEB\xE8 \xE4\xE5\xEB\xFC\xF2\xFB "
     "\xF3\xF5\xEE\xE4\xFF\xF2 \xEE\xF2 \xE2\xEE\xE4\xFB \xE2 "
     "\xE3\xEE\xF0\xEE\xE4\xE0 \xED\xE0 \xEF\xEE\xE1\xE5\xF0\xE5\xE6\xFC\xE5",
     "<meta charset=koi8-r>Жители дельты уходят от воды в города на побережье"},
    {"<meta charset=latin1>p\xE4\xE4 s\xE4\xE4 j\xE4\xE4n \xE4\xE4ni",
     "<meta charset=latin1>pää sää jään ääni"},
    {"<meta charset=\"utf-8\">caf\xE9",
     "<meta charset=\"utf-8\">caf\xEF\xBF\xBD"},
};

static void test_pages(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof pages / sizeof *pages; i++) {
        buf out;
        pilcrow_error err = {0};
        buf_init(&out, OUT_MAX);
        assert_int_equal(corpus_decode(&out, "page.htm", CORPUS_AUTO,
                                       pages[i].bytes, strlen(pages[i].bytes),
                                       &err),
                         PILCROW_OK);
        assert_string_equal(buf_text(&out), pages[i].expected);
        buf_release(&out);
    }
}

/* A page may name its encoding behind a long script. */
static void test_late_name(void **state)
{
    buf page, out;
    pilcrow_error err;
    (void)state;
    buf_init(&page, OUT_MAX);
    buf_init(&out, OUT_MAX);
    buf_add_text(&page, "<script>");
    for (size_t i = 0; i < 1000; i++)
        buf_add_text(&page, "wait(10);\n");
    buf_add_text(&page, "</script><meta charset=iso-8859-2>\xB1");
    assert_int_equal(corpus_decode(&out, "page.htm", CORPUS_AUTO, page.data,
                                   page.len, &err),
                     PILCROW_OK);
    assert_string_equal(buf_text(&out) + out.len - 2, "ą");
    buf_release(&page);
    buf_release(&out);
}

/* ---------------------------------------------------------------- gzip --- */

static size_t pack(char *out, size_t room, const char *text, size_t len)
{
    z_stream stream = {0};
    assert_int_equal(
        deflateInit2(&stream, 9, Z_DEFLATED, 31, 8, Z_DEFAULT_STRATEGY), Z_OK);
    stream.next_in = (Bytef *)(uintptr_t)text;
    stream.avail_in = (uInt)len;
    stream.next_out = (Bytef *)out;
    stream.avail_out = (uInt)room;
    assert_int_equal(deflate(&stream, Z_FINISH), Z_STREAM_END);
    size_t size = stream.total_out;
    deflateEnd(&stream);
    return size;
}

static void test_gzip(void **state)
{
    char packed[1024];
    buf out;
    pilcrow_error err = {0};
    (void)state;
    buf_init(&out, OUT_MAX);
    size_t first = pack(packed, sizeof packed, "one ", 4);
    size_t len = first + pack(packed + first, sizeof packed - first, "two", 3);
    assert_int_equal(
        corpus_decode(&out, "x.gz", CORPUS_AUTO, packed, len, &err),
        PILCROW_OK);
    assert_string_equal(buf_text(&out), "one two");
    assert_int_equal(
        corpus_decode(&out, "x.gz", CORPUS_AUTO, packed, first - 6, &err),
        PILCROW_IO);
    packed[14] ^= 0x55;
    assert_int_equal(
        corpus_decode(&out, "x.gz", CORPUS_AUTO, packed, len, &err),
        PILCROW_IO);
    assert_non_null(strstr(err.message, "damaged"));
    buf_release(&out);
}

static void test_gzip_bomb(void **state)
{
    enum { BIG = 8 * 1024 * 1024, ROOM = 64 * 1024 };
    char *text = malloc(BIG), *packed = malloc(ROOM);
    buf out;
    pilcrow_error err = {0};
    (void)state;
    buf_init(&out, OUT_MAX);
    memset(text, 'a', BIG);
    size_t len = pack(packed, ROOM, text, BIG);
    assert_int_equal(
        corpus_decode(&out, "b.gz", CORPUS_AUTO, packed, len, &err),
        PILCROW_LIMIT);
    assert_true(out.len == 0);
    buf_release(&out);
    free(text);
    free(packed);
}

/* --------------------------------------------------------------- files --- */

static char folder[] = "/tmp/pilcrow-load-XXXXXX";

static int enter(void **state)
{
    (void)state;
    return mkdtemp(folder) == NULL || chdir(folder) != 0;
}

static int leave(void **state)
{
    static const char *const names[] = {"a.md", "link.md", "pipe.md", "big.md",
                                        "page.html"};
    (void)state;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        unlink(names[i]);
    return chdir("/") != 0 || rmdir(folder) != 0;
}

static void write_file(const char *path, const char *text)
{
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    fputs(text, file);
    fclose(file);
}

static void check_load(const char *path, bool follow, pilcrow_status expected)
{
    buf out;
    pilcrow_error err = {0};
    buf_init(&out, OUT_MAX);
    assert_int_equal(corpus_load(&out, path, CORPUS_AUTO, follow, NULL, &err),
                     expected);
    if (expected != PILCROW_OK)
        assert_true(strlen(err.message) > 0 &&
                    strstr(err.message, path) == NULL);
    buf_release(&out);
}

static void test_files(void **state)
{
    (void)state;
    write_file("a.md", "text");
    write_file("page.html", "<p>text</p>");
    assert_int_equal(symlink("a.md", "link.md"), 0);
    assert_int_equal(mkfifo("pipe.md", 0600), 0);
    int fd = open("big.md", O_WRONLY | O_CREAT, 0600);
    assert_int_equal(ftruncate(fd, (off_t)CORPUS_FILE_MAX + 1), 0);
    close(fd);
    check_load("a.md", false, PILCROW_OK);
    check_load("link.md", false, PILCROW_UNSUPPORTED);
    check_load("link.md", true, PILCROW_OK);
    check_load("pipe.md", true, PILCROW_UNSUPPORTED);
    check_load("big.md", false, PILCROW_LIMIT);
    check_load("none.md", false, PILCROW_NOT_FOUND);
    check_load(".", false, PILCROW_UNSUPPORTED);
    check_load("page.html", false, PILCROW_OK);
}

/* What a file holds and what is given in memory come to the same. */
static void check_same(const char *name, const char *bytes, size_t len)
{
    buf decoded, loaded;
    pilcrow_error err = {0};
    FILE *file = fopen(name, "w");
    assert_non_null(file);
    assert_int_equal(fwrite(bytes, 1, len, file), len);
    fclose(file);
    buf_init(&decoded, OUT_MAX);
    buf_init(&loaded, OUT_MAX);
    assert_int_equal(
        corpus_load(&loaded, name, CORPUS_AUTO, false, NULL, &err),
        corpus_decode(&decoded, name, CORPUS_AUTO, bytes, len, &err));
    assert_int_equal(loaded.len, decoded.len);
    assert_memory_equal(buf_text(&loaded), buf_text(&decoded), decoded.len);
    assert_true(utf8_valid(buf_text(&loaded), loaded.len));
    buf_release(&decoded);
    buf_release(&loaded);
    unlink(name);
}

/* Characters that lack bytes, before text and at the end. */
static void test_files_cut_within_a_character(void **state)
{
    static const char *const whole[] = {"д", "€", "\xF0\x9F\x98\x80"};
    static const char *const names[] = {"cut.txt", "cut.md", "cut.html"};
    char text[64];
    (void)state;
    for (size_t i = 0; i < 3 * sizeof whole / sizeof *whole; i++) {
        const char *character = whole[i / 3];
        for (size_t len = 1; len <= strlen(character); len++) {
            int size = snprintf(text, sizeof text, "<p>smile %.*s", (int)len,
                                character);
            check_same(names[i % 3], text, (size_t)size);
            size = snprintf(text, sizeof text, "<p>smile %.*s and more",
                            (int)len, character);
            check_same(names[i % 3], text, (size_t)size);
        }
    }
}

static void test_files_are_as_their_bytes(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof encodings / sizeof *encodings; i++)
        check_same("bytes.txt", encodings[i].bytes, encodings[i].len);
    for (size_t i = 0; i < sizeof pages / sizeof *pages; i++)
        check_same("bytes.html", pages[i].bytes, strlen(pages[i].bytes));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_encodings),
        cmocka_unit_test(test_code_pages),
        cmocka_unit_test(test_pages),
        cmocka_unit_test(test_late_name),
        cmocka_unit_test(test_gzip),
        cmocka_unit_test(test_gzip_bomb),
        cmocka_unit_test(test_files),
        cmocka_unit_test(test_files_cut_within_a_character),
        cmocka_unit_test(test_files_are_as_their_bytes),
    };
    return cmocka_run_group_tests(tests, enter, leave);
}
