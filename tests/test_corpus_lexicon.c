/* SPDX-License-Identifier: MIT
 *
 * What an index keeps of an imported glossary: keys, head and parts, there and
 * back; and that no damage to a part goes unseen. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <xxhash.h>

#include "corpus/lexicon.h"

#define KEY "0123456789abcdef0123456789abcdef"
#define ROOM ((size_t)1 << 20)

static const char *const latin[] = {"host country"};
static const char *const cyrillic[] = {"принимающая страна", "страна приема"};
static const corpus_entry country = {
    .term = {"host country", latin, 1, false},
    .translation = {"принимающая страна, страна приёма", cyrillic, 2, true},
    .note = "law"};
static const char *const terms_of_country[] = {
    "=host country", "=принимающ стран", "=стран прием"};

static void test_keys(void **state)
{
    char room[LEXICON_KEY_MAX];
    (void)state;
    lexicon_head_key(room, KEY);
    assert_string_equal(room, LEXICON_HEADS KEY);
    lexicon_entries_key(room, KEY, 0);
    assert_string_equal(room, "lexicon-entries/" KEY "/0");
    lexicon_entries_key(room, KEY, 4096);
    assert_string_equal(room, "lexicon-entries/" KEY "/4096");
    lexicon_sides_key(room, KEY, UINT64_MAX);
    assert_string_equal(room, "lexicon-sides/" KEY "/18446744073709551615");
}

/* A term's part is that of its first word, whatever the language it is of. */
static void test_parts(void **state)
{
    static const char *const terms[] = {"ehost", "rhost", "ehost country",
                                        "ehost country of origin"};
    uint64_t first = lexicon_part_of(terms[0], strlen(terms[0]), 1000);
    bool differs = false;
    (void)state;
    for (size_t i = 1; i < sizeof terms / sizeof *terms; i++)
        assert_int_equal(lexicon_part_of(terms[i], strlen(terms[i]), 1000),
                         first);
    for (char letter = 'a'; letter <= 'z'; letter++) {
        char term[] = {'e', letter, '\0'};
        uint64_t part = lexicon_part_of(term, 2, 7);
        assert_true(part < 7);
        assert_int_equal(lexicon_part_of(term, 2, 1), 0);
        differs |= part != lexicon_part_of("ea", 2, 7);
    }
    assert_true(differs);
    assert_int_equal(lexicon_part_of("", 0, 7), 0);
}

static void test_begins_with(void **state)
{
    static const struct {
        const char *term, *side;
        bool begins;
    } cases[] = {
        {"host country", "host", true},
        {"host country", "host country", true},
        {"host country", "hos", false},
        {"host", "host country", false},
        {"host country", "country", false},
    };
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_int_equal(
            lexicon_begins_with(cases[i].term, strlen(cases[i].term),
                                cases[i].side, strlen(cases[i].side)),
            cases[i].begins);
}

/* ----------------------------------------------------------------- head --- */

static pilcrow_status get_head(lexicon_head *out, arena *a, const char *key,
                               const char *bytes, size_t len)
{
    pilcrow_error err;
    return lexicon_get_head(out, a, key, strlen(key), bytes, len, &err);
}

static void test_head(void **state)
{
    lexicon_head head = {.path = "a/dictionary.tsv",
                         .in_memory = true,
                         .entries = 50000,
                         .parts = 700};
    lexicon_head back;
    pilcrow_error err;
    buf bytes;
    arena a;
    (void)state;
    buf_init(&bytes, ROOM);
    arena_init(&a, ROOM);
    assert_true(lexicon_put_head(&bytes, &head));
    assert_int_equal(
        get_head(&back, &a, LEXICON_HEADS KEY, bytes.data, bytes.len),
        PILCROW_OK);
    assert_string_equal(back.key, KEY);
    assert_int_equal(back.version, LEXICON_VERSION);
    assert_int_equal(lexicon_check_version(&back, &err), PILCROW_OK);
    assert_string_equal(back.path, head.path);
    assert_true(back.in_memory);
    assert_int_equal(back.entries, head.entries);
    assert_int_equal(back.parts, head.parts);
    for (size_t len = 0; len < bytes.len; len++)
        assert_int_equal(
            get_head(&back, &a, LEXICON_HEADS KEY, bytes.data, len),
            PILCROW_CORRUPT);
    assert_int_equal(
        get_head(&back, &a, LEXICON_HEADS "short", bytes.data, bytes.len),
        PILCROW_CORRUPT);
    buf_clear(&bytes);
    head.parts = 0;
    assert_true(lexicon_put_head(&bytes, &head));
    assert_int_equal(
        get_head(&back, &a, LEXICON_HEADS KEY, bytes.data, bytes.len),
        PILCROW_CORRUPT);
    arena_release(&a);
    buf_release(&bytes);
}

/* A head of version 1 had no version, and is still known for what it is: so
 * that the glossary can be taken out. One of a version to come is not. */
static void test_other_versions(void **state)
{
    lexicon_head back;
    pilcrow_error err;
    buf bytes;
    arena a;
    (void)state;
    buf_init(&bytes, ROOM);
    arena_init(&a, ROOM);
    for (uint64_t in_memory = 0; in_memory < 2; in_memory++) {
        buf_clear(&bytes);
        schema_put_number(&bytes, in_memory);
        schema_put_text(&bytes, "old.tsv", 7);
        schema_put_number(&bytes, 40);
        schema_put_number(&bytes, 3);
        assert_int_equal(
            get_head(&back, &a, LEXICON_HEADS KEY, bytes.data, bytes.len),
            PILCROW_OK);
        assert_int_equal(back.version, 1);
        assert_int_equal(back.in_memory, in_memory);
        assert_string_equal(back.path, "old.tsv");
        assert_int_equal(back.entries, 40);
        assert_int_equal(back.parts, 3);
        assert_int_equal(lexicon_check_version(&back, &err), PILCROW_VERSION);
        assert_non_null(strstr(err.message, "'old.tsv'"));
        assert_non_null(strstr(err.message, "import it again"));
    }
    bytes.data[0] = LEXICON_VERSION + 1;
    assert_int_equal(
        get_head(&back, &a, LEXICON_HEADS KEY, bytes.data, bytes.len),
        PILCROW_VERSION);
    arena_release(&a);
    buf_release(&bytes);
}

/* -------------------------------------------------------------- entries --- */

static void assert_is_country(const lexicon_entry *e, uint64_t line)
{
    assert_int_equal(e->line, line);
    assert_string_equal(e->entry->term.text, country.term.text);
    assert_string_equal(e->entry->translation.text, country.translation.text);
    assert_int_equal(e->entry->translation.form_count, 2);
    assert_string_equal(e->entry->translation.forms[1], cyrillic[1]);
    assert_true(e->entry->translation.cyrillic);
    assert_string_equal(e->entry->note, "law");
    for (size_t i = 0; i < 3; i++)
        assert_string_equal(e->terms[i], terms_of_country[i]);
}

static void put_block(buf *out, size_t count)
{
    lexicon_entry entries[LEXICON_BLOCK + 1];
    for (size_t i = 0; i < count; i++)
        entries[i] = (lexicon_entry){10 * i + 3, &country, terms_of_country};
    assert_true(lexicon_put_entries(out, entries, count));
}

static lexicon_part open_part(const buf *bytes)
{
    lexicon_part part;
    pilcrow_error err;
    assert_int_equal(lexicon_open_part(&part, bytes->data, bytes->len, &err),
                     PILCROW_OK);
    return part;
}

static void test_entries(void **state)
{
    lexicon_part part;
    lexicon_entry back[LEXICON_BLOCK], one;
    pilcrow_error err;
    size_t count;
    buf bytes;
    arena a;
    (void)state;
    buf_init(&bytes, ROOM);
    arena_init(&a, ROOM);
    put_block(&bytes, LEXICON_BLOCK);
    part = open_part(&bytes);
    assert_int_equal(lexicon_get_entries(back, &count, &a, &part, &err),
                     PILCROW_OK);
    assert_int_equal(count, LEXICON_BLOCK);
    for (size_t i = 0; i < count; i++) {
        assert_is_country(&back[i], 10 * i + 3);
        assert_int_equal(lexicon_get_entry(&one, &a, &part, i, &err),
                         PILCROW_OK);
        assert_is_country(&one, 10 * i + 3);
    }
    assert_int_equal(lexicon_get_entry(&one, &a, &part, count, &err),
                     PILCROW_CORRUPT);
    put_block(&bytes, LEXICON_BLOCK + 1); /* one more than there may be */
    part = open_part(&bytes);
    assert_int_equal(lexicon_get_entries(back, &count, &a, &part, &err),
                     PILCROW_CORRUPT);
    put_block(&bytes, 0);
    part = open_part(&bytes);
    assert_int_equal(lexicon_get_entries(back, &count, &a, &part, &err),
                     PILCROW_OK);
    assert_int_equal(count, 0);
    arena_release(&a);
    buf_release(&bytes);
}

/* ---------------------------------------------------------------- sides --- */

#define SIDE(term, number)                                                     \
    {                                                                          \
        term, sizeof term - 1, number                                          \
    }

static const lexicon_side sides[] = {
    SIDE("ehost", 4),         SIDE("ehost", 9),         SIDE("ehost", 300),
    SIDE("ehost country", 0), SIDE("ehost country", 7), SIDE("ehostage", 2),
};

static void put_sides(buf *out)
{
    assert_true(lexicon_put_sides(out, sides, sizeof sides / sizeof *sides));
}

static size_t find(const buf *bytes, const char *term, uint64_t *numbers,
                   size_t max)
{
    pilcrow_error err;
    size_t count;
    lexicon_part part = open_part(bytes);
    assert_int_equal(lexicon_find_side(numbers, max, &count, &part, term,
                                       strlen(term), &err),
                     PILCROW_OK);
    return count;
}

static void test_sides(void **state)
{
    uint64_t numbers[3] = {0, 0, 77};
    buf bytes;
    (void)state;
    buf_init(&bytes, ROOM);
    put_sides(&bytes);
    assert_int_equal(find(&bytes, "ehost", numbers, 2), 3);
    assert_int_equal(numbers[0], 4);
    assert_int_equal(numbers[1], 9);
    assert_int_equal(numbers[2], 77); /* no more than asked for */
    assert_int_equal(find(&bytes, "ehost", NULL, 0), 3);
    assert_int_equal(find(&bytes, "ehost country", numbers, 3), 2);
    assert_int_equal(numbers[0], 0);
    assert_int_equal(numbers[1], 7);
    assert_int_equal(find(&bytes, "ehostage", numbers, 3), 1);
    assert_int_equal(numbers[0], 2);
    assert_int_equal(find(&bytes, "ehos", numbers, 3), 0);
    assert_int_equal(find(&bytes, "ehost count", numbers, 3), 0);
    assert_int_equal(find(&bytes, "", numbers, 3), 0);
    buf_release(&bytes);
}

static void test_longest(void **state)
{
    static const struct {
        const char *term;
        size_t longest;
    } cases[] = {
        {"ehost", 5},
        {"ehost country", 13},
        {"ehost country law", 13},
        {"ehost countryside", 5},
        {"ehosts", 0},
        {"ehostage taker", 8},
        {"ehostage country", 8},
        {"ehost zone of country", 5},
        {"aaa", 0},
        {"zzz ehost", 0},
        {"", 0},
    };
    pilcrow_error err;
    buf bytes;
    (void)state;
    buf_init(&bytes, ROOM);
    put_sides(&bytes);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        size_t longest = 99;
        lexicon_part part = open_part(&bytes);
        assert_int_equal(lexicon_find_longest(&longest, &part, cases[i].term,
                                              strlen(cases[i].term), &err),
                         PILCROW_OK);
        assert_int_equal(longest, cases[i].longest);
    }
    buf_release(&bytes);
}

/* --------------------------------------------------------------- damage --- */

static void assert_damaged(const char *bytes, size_t len)
{
    lexicon_part part;
    pilcrow_error err;
    assert_int_equal(lexicon_open_part(&part, bytes, len, &err),
                     PILCROW_CORRUPT);
    assert_non_null(strstr(err.message, "import it anew"));
}

/* Any byte changed, or the end cut off. */
static void damage(const buf *part)
{
    char *bytes = malloc(part->len);
    assert_non_null(bytes);
    for (size_t i = 0; i < part->len; i++) {
        memcpy(bytes, part->data, part->len);
        bytes[i] = (char)(bytes[i] ^ 1);
        assert_damaged(bytes, part->len);
        assert_damaged(part->data, i);
    }
    free(bytes);
}

static void test_damage(void **state)
{
    buf part;
    (void)state;
    buf_init(&part, ROOM);
    put_block(&part, 3);
    damage(&part);
    put_sides(&part);
    damage(&part);
    buf_release(&part);
}

/* Put the checksum of a part right again. */
static void seal(buf *part)
{
    uint32_t sum = (uint32_t)XXH3_64bits(part->data + 4, part->len - 4);
    for (size_t i = 0; i < 4; i++)
        part->data[i] = (char)(sum >> (8 * i));
}

/* What is wrong and yet has the right checksum is read no further than the part
 * goes. */
static void test_wrong_within(void **state)
{
    static const size_t rows_at = 4, first_row_at = 8;
    uint64_t numbers[3];
    size_t count, longest;
    lexicon_part part;
    lexicon_entry one;
    pilcrow_error err;
    buf bytes;
    arena a;
    (void)state;
    buf_init(&bytes, ROOM);
    arena_init(&a, ROOM);
    put_sides(&bytes);
    bytes.data[rows_at + 3] = 1; /* more rows than there are bytes */
    seal(&bytes);
    assert_damaged(bytes.data, bytes.len);
    put_sides(&bytes);
    for (size_t row = 0; row < 3; row++) /* all begin behind the end */
        bytes.data[first_row_at + 4 * row + 2] = 1;
    seal(&bytes);
    part = open_part(&bytes);
    assert_int_equal(
        lexicon_find_side(numbers, 3, &count, &part, "ehost", 5, &err),
        PILCROW_CORRUPT);
    assert_int_equal(lexicon_find_longest(&longest, &part, "ehost", 5, &err),
                     PILCROW_CORRUPT);
    put_block(&bytes, 1);
    bytes.len -= 3; /* the last term is cut */
    seal(&bytes);
    part = open_part(&bytes);
    assert_int_equal(lexicon_get_entry(&one, &a, &part, 0, &err),
                     PILCROW_CORRUPT);
    arena_release(&a);
    buf_release(&bytes);
}

/* Where memory runs out the status says so, and nothing is half a part. */
static void test_no_memory(void **state)
{
    lexicon_entry entry = {1, &country, terms_of_country};
    lexicon_entry back[LEXICON_BLOCK];
    lexicon_part part;
    pilcrow_error err;
    buf bytes, small;
    arena a;
    size_t count;
    (void)state;
    buf_init(&small, 16);
    assert_false(lexicon_put_entries(&small, &entry, 1));
    assert_false(
        lexicon_put_sides(&small, sides, sizeof sides / sizeof *sides));
    buf_release(&small);
    buf_init(&bytes, ROOM);
    put_block(&bytes, 1);
    arena_init(&a, 8);
    part = open_part(&bytes);
    assert_int_equal(lexicon_get_entries(back, &count, &a, &part, &err),
                     PILCROW_NO_MEMORY);
    arena_release(&a);
    buf_release(&bytes);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_keys),
        cmocka_unit_test(test_parts),
        cmocka_unit_test(test_begins_with),
        cmocka_unit_test(test_head),
        cmocka_unit_test(test_other_versions),
        cmocka_unit_test(test_entries),
        cmocka_unit_test(test_sides),
        cmocka_unit_test(test_longest),
        cmocka_unit_test(test_damage),
        cmocka_unit_test(test_wrong_within),
        cmocka_unit_test(test_no_memory),
    };
    return cmocka_run_group_tests_name("corpus_lexicon", tests, NULL, NULL);
}
