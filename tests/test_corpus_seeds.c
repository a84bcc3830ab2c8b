/* SPDX-License-Identifier: MIT
 *
 * The five documents that the project was made for, where they are at hand:
 * which of their paragraphs are mended, and that every word of a paragraph
 * stands on its lines. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/utf8.h"
#include "corpus/text.h"
#include "test_corpus_kit.h"

#define FOLDER SHARED_DIR "/seeds/"
#define FILE_MAX_BYTES ((size_t)1024 * 1024)

static const struct seed {
    const char *name;
    size_t paragraphs;
    /* Every paragraph of more than one line, as "first-last". */
    const char *mended;  /* cut, and whole again */
    const char *grouped; /* lines that are one as written: lists, code */
} seeds[] = {
    {"000_976a2ab6a723d023.txt", 31, "23-25 53-55 65-67", ""},
    {"001_3a4de5dbde7e8b52.txt", 40, "30-38 56-64 86-92", "6-9 11-12"},
    {"002_c4d9e58ce5a72234.txt", 53, "42-46 52-56 68-76", ""},
    {"003_f053573be2b6ea63.txt", 72, "",
     "5-8 57-61 90-94 135-136 140-143"},
    {"004_650d3e67a096070b.txt", 39, "",
     "5-7 15-16 20-22 30-31 35-36 40-41 47-52 58-63 67-73 79-84 90-96 "
     "104-108 112-117 121-127 133-140 144-147 153-156 172-173 177-179"},
};

#define SEED_COUNT (sizeof seeds / sizeof *seeds)

/* What is collected of a document. */
typedef struct collected {
    const char *text;
    size_t len;
    size_t paragraphs;
    buf ranges; /* "3-5 " of those over several lines */
} collected;

static bool has_range(const char *list, const char *range)
{
    size_t len = strlen(range);
    for (const char *at = list; (at = strstr(at, range)) != NULL; at++)
        if ((at == list || at[-1] == ' ') &&
            (at[len] == ' ' || at[len] == '\0'))
            return true;
    return false;
}

/* The bytes of lines [first, last] of the file. */
static const char *lines_of(const collected *c, size_t first, size_t last,
                            size_t *len)
{
    const char *start = c->text, *end = c->text + c->len;
    for (size_t i = 1; i < first; i++)
        start = (const char *)memchr(start, '\n', (size_t)(end - start)) + 1;
    const char *stop = start;
    for (size_t i = first; i <= last && stop < end; i++) {
        const char *found = memchr(stop, '\n', (size_t)(end - stop));
        stop = found == NULL ? end : found + 1;
    }
    *len = (size_t)(stop - start);
    return start;
}

/* How many bytes of letters or digits begin at `at`. */
static size_t word_length(const char *text, size_t len, size_t at)
{
    size_t end = at;
    while (end < len) {
        uint32_t code;
        size_t size = utf8_read(text + end, len - end, &code);
        if (!text_is_letter(code) && !text_is_digit(code))
            break;
        end += size;
    }
    return end - at;
}

/* The part of a word before "th" or "nd", which the file may have raised. */
static size_t without_ordinal(const char *word, size_t len)
{
    bool ordinal = len > 2 && word[0] >= '0' && word[0] <= '9' &&
                   (memcmp(word + len - 2, "th", 2) == 0 ||
                    memcmp(word + len - 2, "nd", 2) == 0);
    return ordinal ? len - 2 : len;
}

/* Every word of the paragraph is found, in order, on its lines. */
static void check_words(const collected *c, const corpus_paragraph *p)
{
    size_t left;
    const char *at = lines_of(c, p->line, p->end_line, &left);
    for (size_t i = 0; i < p->text_len;) {
        size_t len = word_length(p->text, p->text_len, i);
        size_t size = without_ordinal(p->text + i, len);
        const char *found = memmem(at, left, p->text + i, size);
        if (found == NULL)
            fail_msg("'%.*s' is not on lines %zu-%zu", (int)len, p->text + i,
                     p->line, p->end_line);
        left -= (size_t)(found - at) + size;
        at = found + size;
        i += len > 0 ? len : 1;
    }
}

static pilcrow_status collect(void *ctx, const corpus_document *d,
                              pilcrow_error *err)
{
    collected *c = ctx;
    (void)err;
    c->paragraphs = d->paragraph_count;
    for (size_t i = 0; i < d->paragraph_count; i++) {
        const corpus_paragraph *p = &d->paragraphs[i];
        check_words(c, p);
        if (p->end_line > p->line)
            buf_add_format(&c->ranges, "%zu-%zu ", p->line, p->end_line);
    }
    return PILCROW_OK;
}

static void no_skip(void *ctx, size_t line, const char *reason)
{
    (void)ctx;
    fail_msg("passed over at line %zu: %s", line, reason);
}

static void check_ranges(const struct seed *seed, const char *ranges)
{
    char expected[1024], range[40];
    snprintf(expected, sizeof expected, "%s %s", seed->mended, seed->grouped);
    for (const char *at = ranges; *at != '\0'; at += strcspn(at, " ") + 1) {
        snprintf(range, sizeof range, "%.*s", (int)strcspn(at, " "), at);
        if (!has_range(expected, range))
            fail_msg("%s: lines %s should not be one", seed->name, range);
    }
    for (const char *at = expected; *at != '\0';) {
        size_t len = strcspn(at, " ");
        snprintf(range, sizeof range, "%.*s", (int)len, at);
        if (len > 0 && !has_range(ranges, range))
            fail_msg("%s: lines %s should be one", seed->name, range);
        at += len + (at[len] == ' ');
    }
}

static void test_seed(void **state)
{
    const struct seed *seed = *state;
    char path[4096];
    buf text;
    pilcrow_error err;
    buf_init(&text, FILE_MAX_BYTES);
    snprintf(path, sizeof path, "%s%s", FOLDER, seed->name);
    assert_int_equal(corpus_load(&text, path, CORPUS_AUTO, false, NULL, &err), PILCROW_OK);
    collected c = {.text = text.data, .len = text.len};
    buf_init(&c.ranges, FILE_MAX_BYTES);
    corpus_sink sink = {collect, no_skip, &c};
    assert_int_equal(
        corpus_split(path, CORPUS_AUTO, text.data, text.len, &sink, &err),
        PILCROW_OK);
    check_ranges(seed, buf_text(&c.ranges));
    assert_int_equal(c.paragraphs, seed->paragraphs);
    kit_split(NULL, path, CORPUS_AUTO, text.data, text.len);
    buf_release(&c.ranges);
    buf_release(&text);
}

int main(void)
{
    struct CMUnitTest tests[SEED_COUNT];
    for (size_t i = 0; i < SEED_COUNT; i++) {
        char path[4096];
        snprintf(path, sizeof path, "%s%s", FOLDER, seeds[i].name);
        FILE *file = fopen(path, "r");
        if (file == NULL) {
            printf("skipped: no documents at %s\n", FOLDER);
            return 77;
        }
        fclose(file);
        tests[i] =
            (struct CMUnitTest){.name = seeds[i].name,
                                .test_func = test_seed,
                                .initial_state = (void *)(uintptr_t)&seeds[i]};
    }
    return cmocka_run_group_tests(tests, NULL, NULL);
}
