/* SPDX-License-Identifier: MIT
 *
 * A long file of records that is read piece by piece gives the documents that
 * it gives whole, at the same places; what is not to be read so is told; and
 * where the file changes meanwhile the rest is left out. */
#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "chance.h"
#include "corpus/pieces.h"
#include "pilcrow.h"
#include "support.h"

#define COUNT_OF(array) (sizeof(array) / sizeof *(array))
#define NAME "many.jsonl"
#define ROUNDS 5

/* All that a text gives, written down. */
typedef struct account {
    buf said;
    size_t documents, skips;
} account;

static pilcrow_status note_document(void *ctx, const corpus_document *document,
                                    pilcrow_error *err)
{
    account *a = ctx;
    (void)err;
    a->documents++;
    buf_add_format(&a->said, "%s|%s|%s", document->id ? document->id : "-",
                   document->title, document->meta);
    for (size_t i = 0; i < document->paragraph_count; i++) {
        const corpus_paragraph *p = &document->paragraphs[i];
        buf_add_format(&a->said, "|%zu-%zu %zu-%zu %zu+%zu ", p->line,
                       p->end_line, p->byte, p->end_byte, p->runs->source,
                       p->runs->source_len);
        buf_add(&a->said, p->text, p->text_len);
    }
    buf_add_byte(&a->said, '\n');
    return PILCROW_OK;
}

static void note_skip(void *ctx, size_t line, const char *reason)
{
    account *a = ctx;
    a->skips++;
    buf_add_format(&a->said, "skip %zu %s\n", line, reason);
}

static void write_all(const char *path, const buf *text)
{
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    assert_int_equal(fwrite(buf_text(text), 1, text->len, file), text->len);
    assert_int_equal(fclose(file), 0);
}

static void begin(account *a)
{
    *a = (account){0};
    buf_init(&a->said, (size_t)1 << 28);
}

/* --------------------------------------------------------------- drawing ---
 */

/* A line end, and now and then an empty line. */
static void add_end(buf *out, uint64_t *seed)
{
    buf_add_text(out, below(seed, 9) == 0 ? "\r\n" : "\n");
    if (below(seed, 40) == 0)
        buf_add_text(out, below(seed, 2) == 0 ? "\n" : " \t\r\n");
}

/* A record; now and then of many words, a broken one, or none. */
static void add_record(buf *out, uint64_t *seed, size_t number)
{
    static const char *const words[] = {"plain", "слово",         "¶",
                                        "a\\nb", "term — термин", "\\u0442"};
    const size_t odd = below(seed, 900);
    size_t count = odd == 0 ? 40000 : below(seed, 40);
    if (odd == 1)
        buf_add_text(out, "no record");
    if (odd == 2)
        buf_add_text(out, "{\"text\": 5}");
    if (odd == 1 || odd == 2)
        return;
    buf_add_format(out, "{\"id\": \"r%zu\", \"text\": \"first", number);
    const size_t kinds = odd == 0 ? 1 : COUNT_OF(words);
    while (count-- > 0)
        buf_add_format(out, " %s", words[below(seed, kinds)]);
    buf_add_text(out, below(seed, 5) == 0 ? "\", \"more\": 1}" : "\"}");
}

static void draw(buf *out, uint64_t seed)
{
    const size_t size = PIECE_BYTES + 1 + below(&seed, 5 * PIECE_BYTES);
    if (below(&seed, 3) == 0)
        buf_add_text(out, "\xEF\xBB\xBF");
    for (size_t i = 0; out->len < size; i++) {
        if (i > 0)
            add_end(out, &seed);
        add_record(out, &seed, i);
    }
    if (below(&seed, 2) == 0)
        add_end(out, &seed);
}

/* ----------------------------------------------------------------- tests ---
 */

static void check_same(pieces *p, const buf *text)
{
    account whole, split;
    begin(&whole);
    begin(&split);
    const corpus_sink to_whole = {note_document, note_skip, &whole};
    const corpus_sink to_split = {note_document, note_skip, &split};
    assert_int_equal(corpus_split(NAME, CORPUS_JSONL, buf_text(text), text->len,
                                  &to_whole, NULL),
                     PILCROW_OK);
    assert_int_equal(pieces_split(p, NAME, &to_split, NULL), PILCROW_OK);
    assert_true(whole.documents > 20);
    assert_int_equal(split.said.len, whole.said.len);
    assert_memory_equal(split.said.data, whole.said.data, whole.said.len);
    assert_false(p->changed);
    buf_release(&whole.said);
    buf_release(&split.said);
}

static void test_same_as_whole(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= ROUNDS; seed++) {
        buf text;
        pieces p;
        buf_init(&text, CORPUS_FILE_MAX);
        draw(&text, seed);
        write_all(NAME, &text);
        assert_true(pieces_open(&p, NAME, CORPUS_AUTO, false));
        assert_int_equal(p.len, text.len);
        assert_true(XXH128_isEqual(p.hash, XXH3_128bits(text.data, text.len)));
        check_same(&p, &text);
        check_same(&p, &text);
        pieces_close(&p);
        buf_release(&text);
    }
}

static void check_whole(const buf *text, const char *path)
{
    pieces p;
    write_all(path, text);
    assert_false(pieces_open(&p, path, CORPUS_AUTO, false));
    assert_int_equal(p.fd, -1);
    assert_int_equal(unlink(path), 0);
}

/* What is short, of another name, packed, of another encoding or broken
 * anywhere is not read so. */
static void test_not_to_be_read_so(void **state)
{
    buf text;
    pieces p;
    (void)state;
    buf_init(&text, CORPUS_FILE_MAX);
    draw(&text, 1);
    check_whole(&text, "many.txt");
    write_all("many.txt", &text);
    assert_true(pieces_open(&p, "many.txt", CORPUS_JSONL, false));
    pieces_close(&p);
    text.data[text.len - 20] = '\xFF';
    check_whole(&text, NAME);
    memset(text.data + text.len - 2000, '\0', 1900);
    check_whole(&text, NAME);
    memcpy(text.data, "\x1F\x8B", 2);
    check_whole(&text, NAME);
    buf_clear(&text);
    while (text.len < 2 * PIECE_BYTES)
        buf_add_text(&text, "{\"text\": \"of a Macintosh\"}\r");
    check_whole(&text, NAME);
    buf_truncate(&text, PIECE_BYTES);
    check_whole(&text, NAME);
    buf_clear(&text);
    check_whole(&text, NAME);
    assert_false(pieces_open(&p, "none.jsonl", CORPUS_AUTO, false));
    assert_int_equal(p.fd, -1);
    assert_false(pieces_open(&p, ".", CORPUS_JSONL, false));
    assert_int_equal(p.fd, -1);
    buf_release(&text);
}

/* Split a file of which `change` has made another since it was opened. */
static void split_changed(account *out, size_t byte, bool cut)
{
    buf text;
    pieces p;
    begin(out);
    const corpus_sink sink = {note_document, note_skip, out};
    buf_init(&text, CORPUS_FILE_MAX);
    for (size_t i = 0; text.len < 4 * PIECE_BYTES; i++)
        buf_add_format(&text, "{\"id\": %zu, \"text\": \"a record\"}\n", i);
    write_all(NAME, &text);
    assert_true(pieces_open(&p, NAME, CORPUS_AUTO, false));
    text.data[byte] = '!';
    if (cut)
        buf_truncate(&text, byte);
    write_all(NAME, &text);
    assert_int_equal(pieces_split(&p, NAME, &sink, NULL), PILCROW_OK);
    assert_true(p.changed);
    assert_int_equal(out->skips, 0);
    assert_int_equal(p.lines, out->documents);
    pieces_close(&p);
    buf_release(&text);
}

static void test_changed(void **state)
{
    account a;
    (void)state;
    split_changed(&a, 10, false);
    assert_int_equal(a.documents, 0);
    buf_release(&a.said);
    split_changed(&a, 3 * PIECE_BYTES, false);
    assert_true(a.documents * 30 > PIECE_BYTES * 2);
    assert_true(a.documents * 30 < PIECE_BYTES * 4);
    buf_release(&a.said);
    split_changed(&a, 3 * PIECE_BYTES, true);
    assert_true(a.documents * 30 > PIECE_BYTES * 2);
    buf_release(&a.said);
}

/* The file as it is to be from a certain reading of it on. */
static const buf *other_text;
static int readings_left;

ssize_t __real_pread(int fd, void *bytes, size_t len, off_t at);
ssize_t __wrap_pread(int fd, void *bytes, size_t len, off_t at);

ssize_t __wrap_pread(int fd, void *bytes, size_t len, off_t at)
{
    struct stat ours, read_from;
    if (other_text != NULL && fstat(fd, &read_from) == 0 &&
        stat(NAME, &ours) == 0 && read_from.st_ino == ours.st_ino &&
        readings_left-- == 0) {
        write_all(NAME, other_text);
        other_text = NULL;
    }
    return __real_pread(fd, bytes, len, at);
}

static void index_now(pilcrow_counts *counts, size_t *skips)
{
    pilcrow_report *report;
    pilcrow_skip skipped;
    const pilcrow_source source = {NAME, NULL, 0};
    assert_int_equal(
        pilcrow_update(&report, ".pilcrow", &source, 1, NULL, NULL),
        PILCROW_OK);
    *counts = *pilcrow_report_counts(report);
    *skips = 0;
    while (pilcrow_report_skip(report, *skips, &skipped))
        ++*skips;
    pilcrow_report_free(report);
}

/* What was left out of a file that changed comes in by the next run, also where
 * the file is then as it was. */
static void test_changed_while_indexed(void **state)
{
    enum { RECORDS = 20000, LOOKED = 6 };
    static const struct timespec long_ago[2] = {{1000, 0}, {1000, 0}};
    buf text, other;
    pilcrow_counts counts;
    size_t skips;
    (void)state;
    buf_init(&text, CORPUS_FILE_MAX);
    buf_init(&other, CORPUS_FILE_MAX);
    for (int i = 0; i < RECORDS; i++)
        buf_add_format(&text,
                       "{\"id\": %d, \"text\": \"record %d of a file that "
                       "is rather long\"}\n",
                       i, i);
    assert_true(text.len > (LOOKED - 1) * PIECE_BYTES);
    assert_true(text.len < LOOKED * PIECE_BYTES);
    buf_add(&other, text.data, text.len / 2);
    write_all(NAME, &text);
    other_text = &other;
    readings_left = LOOKED + 1;
    index_now(&counts, &skips);
    assert_null(other_text);
    assert_true(counts.paragraphs > 0 && counts.paragraphs < RECORDS);
    assert_int_equal(skips, 1);
    assert_int_equal(counts.failed, 1);
    write_all(NAME, &text);
    index_now(&counts, &skips);
    assert_int_equal(counts.paragraphs, RECORDS);
    assert_int_equal(skips, 0);
    index_now(&counts, &skips);
    assert_int_equal(counts.unchanged, 1);
    /* And where it was only touched. */
    assert_int_equal(utimensat(AT_FDCWD, NAME, long_ago, 0), 0);
    index_now(&counts, &skips);
    assert_int_equal(counts.unchanged, 1);
    assert_int_equal(counts.paragraphs, 0);
    /* A file that the index holds is had whole before anything of it goes. */
    buf_add_text(&text, "{\"text\": \"one more\"}\n");
    write_all(NAME, &text);
    other_text = &other;
    readings_left = 0;
    index_now(&counts, &skips);
    assert_non_null(other_text);
    other_text = NULL;
    assert_int_equal(counts.paragraphs, RECORDS + 1);
    assert_int_equal(counts.changed, 1);
    buf_release(&text);
    buf_release(&other);
}

/* What the program has open is left alone, also where a file is read that the
 * index holds: only a new one is read piece by piece. */
static void test_other_files_stay_open(void **state)
{
    pilcrow_counts counts;
    size_t skips;
    buf text;
    (void)state;
    buf_init(&text, CORPUS_FILE_MAX);
    for (int run = 0; run < 3; run++) {
        buf_add_text(&text, "{\"text\": \"a record\"}\n");
        write_all(NAME, &text);
        index_now(&counts, &skips);
        assert_int_equal(counts.added, run == 0);
        assert_int_equal(counts.changed, run > 0);
        assert_true(fcntl(STDIN_FILENO, F_GETFD) >= 0);
    }
    buf_release(&text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_same_as_whole, support_enter,
                                        support_leave),
        cmocka_unit_test_setup_teardown(test_not_to_be_read_so, support_enter,
                                        support_leave),
        cmocka_unit_test_setup_teardown(test_changed, support_enter,
                                        support_leave),
        cmocka_unit_test_setup_teardown(test_changed_while_indexed,
                                        support_enter, support_leave),
        cmocka_unit_test_setup_teardown(test_other_files_stay_open,
                                        support_enter, support_leave),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
