/* SPDX-License-Identifier: MIT
 *
 * In: records and dictionaries. Out: that what is packed comes back whole or
 * not at all, and that a dictionary is worth its room. */
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <setjmp.h>
#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "engine/dictionary.h"
#include "engine/engine.h"
#include "engine/record.h"

static const char *const words[] = {
    "the ",     "committee ", "of ",       "asylum ",      "seekers ",
    "decided ", "to ",        "postpone ", "hearing ",     "resolution ",
    "border ",  "member ",    "states ",   "recommends ",  "that ",
    "беженцы ", "комитет ",   "решение ",  "государства ", "рынок ",
};
#define WORDS (sizeof words / sizeof *words)

/* A paragraph out of the words above; the same one for the same number. */
static void write_text(buf *out, uint32_t number)
{
    uint32_t seed = number * 2654435761u + 1;
    buf_clear(out);
    for (int i = 0; i < 40; i++) {
        seed = seed * 1664525u + 1013904223u;
        buf_add_text(out, words[(seed >> 16) % WORDS]);
        if (seed % 5 == 0)
            buf_add_format(out, "%u ", seed >> 20);
    }
}

typedef struct fixture {
    buf text, packed, content, dictionary;
    record_codec *plain, *trained;
} fixture;

static int set_up(void **state)
{
    buf sample;
    fixture *f = calloc(1, sizeof *f);
    assert_non_null(f);
    buf_init(&sample, 1 << 20);
    buf_init(&f->text, ENGINE_RECORD_MAX);
    buf_init(&f->packed, RECORD_PACKED_MAX(ENGINE_RECORD_MAX));
    buf_init(&f->content, ENGINE_RECORD_MAX);
    buf_init(&f->dictionary, RECORD_DICTIONARY_MAX);
    for (uint32_t i = 0; sample.len < 256 * 1024; i++) {
        write_text(&f->text, i);
        buf_add(&sample, f->text.data, f->text.len);
    }
    assert_true(dictionary_build(&f->dictionary, sample.data, sample.len,
                                 RECORD_DICTIONARY_MAX));
    buf_release(&sample);
    record_codec_new(&f->plain, NULL, 0, NULL);
    record_codec_new(&f->trained, f->dictionary.data, f->dictionary.len, NULL);
    assert_non_null(f->plain);
    assert_non_null(f->trained);
    *state = f;
    return 0;
}

static int tear_down(void **state)
{
    fixture *f = *state;
    record_codec_free(f->plain);
    record_codec_free(f->trained);
    record_codec_free(NULL);
    buf_release(&f->text);
    buf_release(&f->packed);
    buf_release(&f->content);
    buf_release(&f->dictionary);
    free(f);
    return 0;
}

static void assert_round_trip(fixture *f, record_codec *codec)
{
    assert_int_equal(
        record_pack(codec, 7, f->text.data, f->text.len, &f->packed, NULL),
        PILCROW_OK);
    assert_int_equal(record_unpack(codec, 7, f->packed.data, f->packed.len,
                                   &f->content, NULL),
                     PILCROW_OK);
    assert_int_equal(f->content.len, f->text.len);
    assert_memory_equal(f->content.data, f->text.data, f->text.len);
}

static void test_round_trip(void **state)
{
    fixture *f = *state;
    for (uint32_t i = 0; i < 200; i++) {
        write_text(&f->text, i * 7919);
        buf_truncate(&f->text, i < 100 ? i + 1 : f->text.len);
        assert_round_trip(f, f->plain);
        assert_round_trip(f, f->trained);
    }
}

/* All bytes, all lengths around the steps of the head's length. */
static void test_bytes_and_lengths(void **state)
{
    static const size_t lengths[] = {
        1, 2, 127, 128, 16383, 16384, 2097151, 2097152, ENGINE_RECORD_MAX};
    fixture *f = *state;
    for (size_t i = 0; i < sizeof lengths / sizeof *lengths; i++) {
        uint32_t seed = 5;
        buf_clear(&f->text);
        assert_true(buf_reserve(&f->text, lengths[i]));
        while (f->text.len < lengths[i]) {
            seed = seed * 1664525u + 1013904223u;
            buf_add_byte(&f->text, (char)(seed >> 24));
        }
        assert_round_trip(f, f->trained);
        assert_true(f->packed.len <= RECORD_PACKED_MAX(lengths[i]));
        memset(f->text.data, 0, f->text.len);
        assert_round_trip(f, f->plain);
    }
}

static void test_dictionary_is_worth_it(void **state)
{
    fixture *f = *state;
    size_t raw = 0, plain = 0, trained = 0;
    for (uint32_t i = 100000; i < 100300; i++) {
        write_text(&f->text, i);
        raw += f->text.len;
        record_pack(f->plain, i, f->text.data, f->text.len, &f->packed, NULL);
        plain += f->packed.len;
        record_pack(f->trained, i, f->text.data, f->text.len, &f->packed, NULL);
        trained += f->packed.len;
    }
    print_message("%zu bytes: %zu plain, %zu with a dictionary\n", raw, plain,
                  trained);
    assert_true(plain < raw * 3 / 4);
    assert_true(trained < plain * 9 / 10);
}

/* Every bit of a packed record, turned over: never another text. */
static void test_every_bit(void **state)
{
    fixture *f = *state;
    pilcrow_error err;
    write_text(&f->text, 1);
    buf_truncate(&f->text, 120);
    assert_round_trip(f, f->trained);
    for (size_t bit = 0; bit < f->packed.len * 8; bit++) {
        f->packed.data[bit / 8] ^= (char)(1 << bit % 8);
        pilcrow_status status = record_unpack(f->trained, 7, f->packed.data,
                                              f->packed.len, &f->content, &err);
        /* A bit that deflate pads its end with may turn and mean nothing. */
        if (status == PILCROW_OK)
            assert_memory_equal(f->content.data, f->text.data, f->text.len);
        else
            assert_int_equal(status, PILCROW_CORRUPT);
        f->packed.data[bit / 8] ^= (char)(1 << bit % 8);
    }
    for (size_t len = 0; len < f->packed.len; len++)
        assert_int_equal(record_unpack(f->trained, 7, f->packed.data, len,
                                       &f->content, &err),
                         PILCROW_CORRUPT);
}

static void test_wrong_place_or_dictionary(void **state)
{
    fixture *f = *state;
    write_text(&f->text, 1);
    assert_round_trip(f, f->trained);
    assert_int_equal(record_unpack(f->trained, 8, f->packed.data, f->packed.len,
                                   &f->content, NULL),
                     PILCROW_CORRUPT);
    assert_int_equal(f->content.len, 0);
    assert_int_equal(record_unpack(f->plain, 7, f->packed.data, f->packed.len,
                                   &f->content, NULL),
                     PILCROW_CORRUPT);
}

/* A head that promises more than a record may hold. */
static void test_bomb(void **state)
{
    static const char head[] = "\x01"
                               "\0\0\0\0"
                               "\xFF\xFF\xFF\xFF\x0F"
                               "payload";
    buf content;
    fixture *f = *state;
    buf_init(&content, SIZE_MAX / 2);
    assert_int_equal(
        record_unpack(f->plain, 7, head, sizeof head - 1, &content, NULL),
        PILCROW_CORRUPT);
    assert_int_equal(content.capacity, 0);
}

static void test_dictionary_of_little(void **state)
{
    buf out;
    (void)state;
    buf_init(&out, RECORD_DICTIONARY_MAX);
    assert_true(dictionary_build(&out, "short", 5, RECORD_DICTIONARY_MAX));
    assert_string_equal(out.data, "short");
    assert_true(dictionary_build(&out, "", 0, RECORD_DICTIONARY_MAX));
    assert_int_equal(out.len, 0);
    assert_true(dictionary_build(&out, "abcdef", 6, 3));
    assert_string_equal(out.data, "abc");
    buf_release(&out);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_round_trip),
        cmocka_unit_test(test_bytes_and_lengths),
        cmocka_unit_test(test_dictionary_is_worth_it),
        cmocka_unit_test(test_every_bit),
        cmocka_unit_test(test_wrong_place_or_dictionary),
        cmocka_unit_test(test_bomb),
        cmocka_unit_test(test_dictionary_of_little),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
