/* SPDX-License-Identifier: MIT
 *
 * Glossary entries in documents: the cases in tests/cases/glossary (how to add
 * one is said at the head of cases/glossary/forms.txt), long glossaries, and
 * precision and recall over glossaries that others have written. */
#include <glob.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "corpus/glossary/words.h"
#include "test_corpus_cases.h"
#include "test_corpus_kit.h"

#define TEXT_MAX ((size_t)8 * 1024 * 1024)
#define GLOSSARIES SHARED_DIR "/data/glossaries/"
#define SEEDS SHARED_DIR "/seeds/"

/* ---------------------------------------------------------------- cases --- */

static pilcrow_status write_entries(void *ctx, const corpus_document *d,
                                    pilcrow_error *err)
{
    buf *out = ctx;
    (void)err;
    for (size_t i = 0; i < d->paragraph_count; i++) {
        if (d->paragraphs[i].entry == NULL)
            continue;
        buf_add_format(out, "%zu ", d->paragraphs[i].line);
        kit_entry(out, d->paragraphs[i].entry);
        buf_add_text(out, "\n");
    }
    return PILCROW_OK;
}

static void pass_over(void *ctx, size_t line, const char *reason)
{
    (void)ctx;
    fail_msg("line %zu: %s", line, reason);
}

static void read_entries(buf *out, const char *name, const char *text,
                         size_t len)
{
    pilcrow_error err;
    corpus_sink sink = {write_entries, pass_over, out};
    kit_split(NULL, name, CORPUS_AUTO, text, len);
    assert_int_equal(corpus_split(name, CORPUS_AUTO, text, len, &sink, &err),
                     PILCROW_OK);
}

static void test_lists_are_in_order(void **state)
{
    (void)state;
    const char *word = glossary_words_misplaced();
    if (word != NULL)
        fail_msg("'%s' is out of its place in a list of words", word);
    assert_true(glossary_word_is(WORD_WHICH, "которыми", strlen("которыми")));
    assert_true(glossary_word_is(WORD_SEE, "cf", 2));
    assert_false(glossary_word_is(WORD_SEE, "cfa", 3));
    assert_false(glossary_word_is(WORD_SEE, "c", 1));
}

static void test_cases(void **state)
{
    (void)state;
    assert_true(kit_run_cases("glossary", read_entries) >= 180);
}

/* --------------------------------------------------------------- texts --- */

static pilcrow_status write_texts(void *ctx, const corpus_document *d,
                                  pilcrow_error *err)
{
    (void)err;
    for (size_t i = 0; i < d->paragraph_count; i++)
        if (d->paragraphs[i].entry != NULL)
            buf_add_format(ctx, "%s = %s\n", d->paragraphs[i].entry->term.text,
                           d->paragraphs[i].entry->translation.text);
    return PILCROW_OK;
}

/* The texts of the sides, where those are more than their forms. */
static void test_texts(void **state)
{
    static const char text[] = "| English | Русский |\n|---|---|\n"
                               "| Saving... | Сохранение... |\n"
                               "| Well done! | Отлично! |\n"
                               "| and so on | и т. д. |\n"
                               "\n## Vocabulary\n\nbond - облигация\n\n"
                               "junk ~ - бросовая облигация.\n\n"
                               "Who owes? - кто должен? (спрашивают)\n\n"
                               "Sold! - продано\n\n"
                               "rooks?, ? - ладьи\n\n"
                               "bid (a price)! - ставка\n";
    pilcrow_error err;
    buf out;
    (void)state;
    buf_init(&out, TEXT_MAX);
    corpus_sink sink = {write_texts, pass_over, &out};
    assert_int_equal(
        corpus_split("a.md", CORPUS_AUTO, text, strlen(text), &sink, &err),
        PILCROW_OK);
    assert_string_equal(buf_text(&out), "Saving... = Сохранение...\n"
                                        "Well done! = Отлично!\n"
                                        "and so on = и т. д\n"
                                        "bond = облигация\n"
                                        "junk ~ = бросовая облигация\n"
                                        "Who owes? = кто должен?\n"
                                        "Sold! = продано\n"
                                        "rooks = ладьи\n"
                                        "bid = ставка\n");
    buf_release(&out);
}

/* A side of nothing but marks for the headword is cut, and no failure. */
static void test_many_headwords(void **state)
{
    buf text, out;
    (void)state;
    buf_init(&text, TEXT_MAX);
    buf_init(&out, TEXT_MAX);
    buf_add_text(&text, "## Vocabulary\n\n");
    for (size_t i = 0; i < 7; i++)
        buf_add_text(&text, "consideration-of-consideration ");
    buf_add_text(&text, "- слово\n\nit ");
    for (size_t i = 0; i < 70; i++)
        buf_add_text(&text, "~ ");
    buf_add_text(&text, "- другое\n");
    read_entries(&out, "a.md", buf_text(&text), text.len);
    assert_non_null(strstr(buf_text(&out), "другое"));
    buf_release(&text);
    buf_release(&out);
}

/* -------------------------------------------------------------- length --- */

/* The n-th of many words of an alphabet of 26 letters, two bytes each. */
static void add_word(buf *text, const char *letters, size_t size, size_t n)
{
    for (size_t i = 0; i < 4; i++, n /= 26)
        buf_add(text, letters + n % 26 * size, size);
    buf_add(text, letters, size);
}

/* "word<face>слово<end>", `count` times. */
static void add_pairs(buf *text, const char *face, const char *end,
                      size_t count)
{
    for (size_t i = 0; i < count; i++) {
        add_word(text, "abcdefghijklmnopqrstuvwxyz", 1, i);
        buf_add_text(text, face);
        add_word(text, "абвгдежзийклмнопрстуфхцчшщ", 2, i);
        buf_add_text(text, end);
    }
}

static size_t count_lines(const buf *text)
{
    size_t lines = 0;
    for (size_t i = 0; i < text->len; i++)
        lines += text->data[i] == '\n';
    return lines;
}

/* However long a glossary is, all of it is found, in one block or many. */
static void test_long_glossaries(void **state)
{
    static const char *const forms[][3] = {
        {"a.md", " - ", "; "},    {"a.md", "\n", "\n"},
        {"a.md", "\n\n", "\n\n"}, {"a.md", " -\n\n", "\n\n"},
        {"a.txt", ",", "\n"},     {"a.txt", "\t", "\n"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof forms / sizeof *forms; i++) {
        buf text, found;
        buf_init(&text, TEXT_MAX);
        buf_init(&found, TEXT_MAX);
        add_pairs(&text, forms[i][1], forms[i][2], 5000);
        read_entries(&found, forms[i][0], text.data, text.len);
        assert_int_equal(count_lines(&found), 5000);
        buf_release(&text);
        buf_release(&found);
    }
}

/* -------------------------------------------------- others' glossaries --- */

/* What was looked for and found. */
typedef struct score {
    size_t wanted, found, right;
} score;

/* A term without brackets, quotation marks and spare blanks. */
static void plain_term(char *out, size_t size, const char *term, size_t len)
{
    size_t to = 0, depth = 0;
    for (size_t i = 0; i < len && to + 2 < size; i++) {
        depth += term[i] == '(';
        bool blank = depth > 0 || term[i] == ' ' || term[i] == '"';
        depth -= term[i] == ')' && depth > 0;
        if (!blank)
            out[to++] = term[i];
        else if (to > 0 && out[to - 1] != ' ')
            out[to++] = ' ';
    }
    while (to > 0 && out[to - 1] == ' ')
        to--;
    out[to] = '\0';
}

static bool has_cyrillic(const char *text, size_t len)
{
    for (size_t i = 0; i < len; i++)
        if ((unsigned char)text[i] == 0xD0 || (unsigned char)text[i] == 0xD1)
            return true;
    return false;
}

/* "line term" of each pair of the two alphabets, a line each. */
static void read_gold(buf *out, const char *path)
{
    char *line = NULL, term[400];
    size_t room = 0;
    FILE *file = fopen(path, "r");
    assert_non_null(file);
    while (getline(&line, &room, file) >= 0) {
        char *first = strchr(line, '\t');
        char *second = first == NULL ? NULL : strchr(first + 1, '\t');
        if (second == NULL || strncmp(line, "line", 4) == 0)
            continue;
        size_t len = (size_t)(second - first - 1);
        if (has_cyrillic(first + 1, len) ==
            has_cyrillic(second, strlen(second)))
            continue;
        plain_term(term, sizeof term, first + 1, len);
        buf_add_format(out, "\n%d %s\n", atoi(line), term);
    }
    free(line);
    fclose(file);
}

static pilcrow_status write_terms(void *ctx, const corpus_document *d,
                                  pilcrow_error *err)
{
    buf *out = ctx;
    char term[400];
    (void)err;
    for (size_t i = 0; i < d->paragraph_count; i++) {
        const corpus_entry *e = d->paragraphs[i].entry;
        if (e == NULL)
            continue;
        plain_term(term, sizeof term, e->term.text, strlen(e->term.text));
        buf_add_format(out, "\n%zu %s\n", d->paragraphs[i].line, term);
    }
    return PILCROW_OK;
}

static void find_terms(buf *out, const char *path)
{
    buf text;
    pilcrow_error err;
    corpus_sink sink = {write_terms, pass_over, out};
    buf_init(&text, TEXT_MAX);
    assert_int_equal(corpus_load(&text, path, CORPUS_AUTO, false, NULL, &err),
                     PILCROW_OK);
    assert_int_equal(
        corpus_split(path, CORPUS_AUTO, buf_text(&text), text.len, &sink, &err),
        PILCROW_OK);
    buf_release(&text);
}

/* How many of the lines of `a` are in `b`. */
static size_t count_shared(const buf *a, const buf *b)
{
    size_t shared = 0;
    const char *at = buf_text(a);
    while (*at != '\0') {
        char line[600];
        size_t len = strcspn(at + 1, "\n") + 2;
        snprintf(line, sizeof line, "%.*s", (int)len, at);
        shared += strstr(buf_text(b), line) != NULL;
        at += len;
    }
    return shared;
}

/* The text that a gold list is of. */
static void path_of(char *out, size_t size, const char *gold)
{
    const char *name = gold + strlen(GLOSSARIES);
    glob_t found;
    size_t len = strlen(gold) - strlen(".gold.tsv");
    if (strncmp(name, "seed-", 5) != 0) {
        snprintf(out, size, "%.*s.md", (int)len, gold);
        return;
    }
    snprintf(out, size, SEEDS "%.3s_*", name + 5);
    assert_int_equal(glob(out, 0, NULL, &found), 0);
    snprintf(out, size, "%s", found.gl_pathv[0]);
    globfree(&found);
}

static score score_one(const char *gold)
{
    char path[4096];
    buf wanted, found;
    buf_init(&wanted, TEXT_MAX);
    buf_init(&found, TEXT_MAX);
    read_gold(&wanted, gold);
    path_of(path, sizeof path, gold);
    find_terms(&found, path);
    score s = {.wanted = count_lines(&wanted) / 2,
               .found = count_lines(&found) / 2,
               .right = count_shared(&wanted, &found)};
    printf("%s: %zu entries, %zu found, %zu right\n", gold + strlen(GLOSSARIES),
           s.wanted, s.found, s.right);
    buf_release(&wanted);
    buf_release(&found);
    return s;
}

static void test_precision_and_recall(void **state)
{
    glob_t lists;
    score all = {0, 0, 0};
    (void)state;
    if (glob(GLOSSARIES "*.gold.tsv", 0, NULL, &lists) != 0) {
        printf("skipped: no glossaries at %s\n", GLOSSARIES);
        skip();
    }
    for (size_t i = 0; i < lists.gl_pathc; i++) {
        score one = score_one(lists.gl_pathv[i]);
        all.wanted += one.wanted;
        all.found += one.found;
        all.right += one.right;
    }
    globfree(&lists);
    assert_true(all.wanted > 100);
    assert_true(all.right * 100 >= all.wanted * 97);
    assert_true(all.right * 100 >= all.found * 97);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_lists_are_in_order),
        cmocka_unit_test(test_cases),
        cmocka_unit_test(test_texts),
        cmocka_unit_test(test_many_headwords),
        cmocka_unit_test(test_long_glossaries),
        cmocka_unit_test(test_precision_and_recall),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
