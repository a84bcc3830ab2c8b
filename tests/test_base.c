/* SPDX-License-Identifier: MIT
 *
 * base/: buffers, arenas, UTF-8, paths, errors, JSON. */
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/error.h"
#include "base/huge.h"
#include "base/json.h"
#include "base/list.h"
#include "base/map.h"
#include "base/path.h"
#include "base/places.h"
#include "base/utf8.h"
#include "chance.h"

/* ------------------------------------------------------------------- buf --- */

static void test_buf_grows_and_ends_in_nul(void **state)
{
    (void)state;
    buf b;
    buf_init(&b, 10000);
    assert_string_equal(buf_text(&b), "");
    for (int i = 0; i < 1000; i++)
        assert_true(buf_add_format(&b, "%d,", i % 10));
    assert_int_equal(b.len, 2000);
    assert_int_equal(strlen(b.data), 2000);
    buf_truncate(&b, 4);
    assert_string_equal(b.data, "0,1,");
    assert_true(buf_reserve(&b, 3000));
    memset(b.data + b.len, 'x', 3000);
    buf_extend(&b, 3000);
    assert_int_equal(strlen(buf_text(&b)), 3004);
    buf_release(&b);
    assert_null(b.data);
}

static void test_buf_failure_is_sticky(void **state)
{
    (void)state;
    buf b;
    buf_init(&b, 4);
    assert_true(buf_add_text(&b, "abcd"));
    assert_false(buf_add_byte(&b, 'e'));
    assert_true(b.failed);
    assert_string_equal(b.data, "abcd");
    buf_truncate(&b, 0);
    assert_false(buf_add_byte(&b, 'e'));
    assert_null(buf_take(&b));
    buf_clear(&b);
    assert_true(buf_add_byte(&b, 'e'));
    char *taken = buf_take(&b);
    assert_string_equal(taken, "e");
    free(taken);
}

static void test_buf_size_overflow(void **state)
{
    (void)state;
    buf b;
    buf_init(&b, 100);
    assert_true(buf_add_text(&b, "x"));
    assert_false(buf_reserve(&b, SIZE_MAX));
    buf_release(&b);
}

static void test_buf_swap(void **state)
{
    (void)state;
    buf a, b;
    buf_init(&a, 100);
    buf_init(&b, 200);
    assert_true(buf_add_text(&a, "one"));
    buf_swap(&a, &b);
    assert_string_equal(buf_text(&a), "");
    assert_string_equal(buf_text(&b), "one");
    assert_int_equal(a.max, 100);
    assert_int_equal(b.max, 200);
    assert_true(buf_add_text(&a, "two"));
    buf_swap(&a, &b);
    assert_string_equal(buf_text(&a), "one");
    assert_string_equal(buf_text(&b), "two");
    buf_release(&a);
    buf_release(&b);
}

/* ------------------------------------------------------------------ huge --- */

static void test_blocks_small_and_large(void **state)
{
    static const size_t large = HUGE_PAGE;
    static const size_t sizes[] = {1, 4096, large - 1, large, 2 * large + 1};
    (void)state;
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        unsigned char *room = huge_alloc(sizes[i]);
        unsigned char *zeroed = huge_zeroed(sizes[i], 1);
        assert_non_null(room);
        assert_non_null(zeroed);
        assert_true(sizes[i] < large || (uintptr_t)room % large == 0);
        for (size_t at = 0; at < sizes[i]; at += 97)
            assert_int_equal(zeroed[at], 0);
        memset(room, 1, sizes[i]);
        memset(zeroed, 1, sizes[i]);
        free(room);
        free(zeroed);
    }
    assert_null(huge_zeroed(SIZE_MAX / 2, 4));
}

static void test_a_block_grows(void **state)
{
    (void)state;
    size_t used = 0;
    unsigned char *block = NULL;
    for (size_t size = 1000; size < (size_t)8 << 20; size *= 3) {
        block = huge_resize(block, used, size);
        assert_non_null(block);
        for (size_t at = 0; at < used; at++)
            assert_int_equal(block[at], at % 251);
        for (; used < size; used++)
            block[used] = (unsigned char)(used % 251);
    }
    free(block);
}

/* ----------------------------------------------------------------- arena --- */

static void test_arena_is_zeroed_and_aligned(void **state)
{
    (void)state;
    arena a;
    arena_init(&a, 1 << 20);
    for (int round = 0; round < 3; round++) {
        for (size_t size = 1; size < 3000; size += 7) {
            unsigned char *memory = arena_alloc(&a, size);
            assert_non_null(memory);
            assert_int_equal((uintptr_t)memory % _Alignof(max_align_t), 0);
            for (size_t i = 0; i < size; i++)
                assert_int_equal(memory[i], 0);
            memset(memory, 0xAA, size);
        }
        arena_clear(&a);
    }
    arena_release(&a);
}

/* What a round took is there in one piece for the next. */
static void test_arena_expects_the_next_round(void **state)
{
    (void)state;
    arena a;
    arena_init(&a, (size_t)64 << 20);
    for (int round = 0; round < 3; round++) {
        char *first = arena_room(&a, 1000);
        char *last = first;
        for (int i = 0; i < 999; i++) {
            last = arena_room(&a, 1000);
            assert_non_null(last);
            memset(last, i, 1000);
        }
        assert_true(round == 0 || last > first);
        assert_true(round == 0 || last - first < 1100 * 1000);
        arena_clear(&a);
        assert_int_equal(a.total, 0);
    }
    assert_non_null(arena_room(&a, (size_t)32 << 20));
    arena_release(&a);
}

static void test_arena_cap(void **state)
{
    (void)state;
    arena a;
    arena_init(&a, 100);
    assert_non_null(arena_alloc(&a, 60));
    assert_null(arena_alloc(&a, 60));
    assert_true(a.failed);
    assert_null(arena_alloc(&a, 1));
    arena_clear(&a);
    assert_non_null(arena_alloc(&a, 100));
    arena_clear(&a);
    assert_null(arena_array(&a, SIZE_MAX / 2, 4));
    assert_true(a.failed);
    arena_clear(&a);
    assert_non_null(arena_room_array(&a, 25, 4));
    assert_null(arena_room_array(&a, SIZE_MAX / 2, 4));
    assert_true(a.failed);
    arena_release(&a);
}

/* ----------------------------------------------------------------- lists --- */

static void test_lists_grow(void **state)
{
    (void)state;
    arena a;
    int *heap = NULL;
    int *kept = NULL;
    size_t heap_capacity = 0;
    size_t kept_capacity = 0;
    arena_init(&a, 1 << 20);
    for (int i = 0; i < 1000; i++) {
        heap = list_room(heap, (size_t)i, &heap_capacity, sizeof *heap);
        kept = list_room_in(&a, kept, (size_t)i, &kept_capacity, sizeof *kept);
        assert_true(heap != NULL && kept != NULL);
        heap[i] = kept[i] = i;
    }
    for (int i = 0; i < 1000; i++)
        assert_true(heap[i] == i && kept[i] == i);
    size_t full = SIZE_MAX / sizeof *heap;
    assert_null(list_room(heap, full, &full, sizeof *heap));
    assert_null(list_room_in(&a, kept, 1 << 20, &(size_t){1 << 20}, 64));
    free(heap);
    arena_release(&a);
}

/* ------------------------------------------------------------------ utf8 --- */

/* The bytes that are looked at together begin and end anywhere. */
static void test_utf8_valid_anywhere(void **state)
{
    static const char *const fillings[] = {"a", "я", "—", "я — b ", "日"};
    static const struct {
        const char *piece;
        bool valid;
    } cases[] = {
        {"я", true},
        {"“", true},
        {"日", true},
        {"\xF0\x9F\x98\x80", true},
        {"\xD0", false},
        {"\x80", false},
        {"\xE2\x80", false},
        {"\xE2", false},
        {"\xE2\x80\x94\x80", false},
        {"\xC1\x81", false},
        {"\xE0\x80\x80", false},
        {"\xED\xA0\x80", false},
        {"\xF0\x9F\x98", false},
        {"\xD0\xD0", false},
        {"\xFF", false},
    };
    buf text;
    (void)state;
    buf_init(&text, 1000);
    for (size_t c = 0; c < sizeof cases / sizeof *cases; c++)
        for (size_t i = 0; i < 5 * 80; i++) {
            buf_clear(&text);
            for (size_t at = 0; at < 80; at++)
                buf_add_text(&text,
                             at == i / 5 ? cases[c].piece : fillings[i % 5]);
            assert_int_equal(utf8_valid(buf_text(&text), text.len),
                             cases[c].valid);
            const size_t whole = text.len - strlen(fillings[i % 5]);
            if (i / 5 < 79)
                assert_int_equal(utf8_valid(buf_text(&text), whole),
                                 cases[c].valid);
        }
    buf_release(&text);
}

static void test_utf8_clean(void **state)
{
    (void)state;
    static const struct {
        const char *in;
        const char *out;
        bool valid;
        size_t length;
    } cases[] = {
        {"", "", true, 0},
        {"abc", "abc", true, 3},
        {"ж\xE2\x82\xAC\xF0\x9F\x98\x80", "ж\xE2\x82\xAC\xF0\x9F\x98\x80",
         true, 3},
        {"a\xFFz", "a\xEF\xBF\xBDz", false, 3},
        {"\xC0\xAF", "\xEF\xBF\xBD\xEF\xBF\xBD", false, 2},
        {"\xE2\x82", "\xEF\xBF\xBD", false, 1},
        {"\xF0\x9F\x98", "\xEF\xBF\xBD", false, 1},
        {"\xED\xA0\x80", "\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD", false, 3},
        {"\xF4\x90\x80\x80",
         "\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD", false, 4},
        {"\xEF\xBF\xBD", "\xEF\xBF\xBD", true, 1},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        buf out;
        size_t len = strlen(cases[i].in);
        buf_init(&out, 100);
        assert_true(utf8_clean(&out, cases[i].in, len));
        assert_string_equal(buf_text(&out), cases[i].out);
        assert_int_equal(utf8_valid(cases[i].in, len), cases[i].valid);
        assert_int_equal(utf8_length(cases[i].in, len), cases[i].length);
        buf_release(&out);
    }
}

/* Eight bytes at a time or one character: the same, and no byte is read that is
 * not there. */
static void test_utf8_length(void **state)
{
    (void)state;
    static const char *const pieces[] = {
        "a",
        "b ",
        "ж",
        "Ё",
        "слово",
        "word",
        "é",
        "\xD0",
        "\x80",
        "\xD1 ",
        "—",
        "\xC2",
        "\xF0\x9F\x98\x80",
        "\xFF",
        "\xD2\x80",
    };
    enum { PIECES_WHOLE = 7 }; /* the first: of UTF-8 */
    const size_t count = sizeof pieces / sizeof *pieces;
    uint64_t seed = 20261130;
    for (unsigned round = 0; round < 20000; round++) {
        char text[256] = "";
        for (unsigned left = round % 20; left > 0; left--) {
            const size_t some = round % 2 > 0 ? count : PIECES_WHOLE;
            strcat(text, pieces[below(&seed, some)]);
        }
        const size_t len = strlen(text);
        char *exact = malloc(len > 0 ? len : 1);
        assert_non_null(exact);
        memcpy(exact, text, len);
        size_t wanted = 0;
        for (size_t at = 0; at < len; wanted++) {
            uint32_t code;
            at += utf8_read(text + at, len - at, &code);
        }
        assert_int_equal(utf8_length(exact, len), wanted);
        free(exact);
    }
}

static void test_utf8_cut(void **state)
{
    (void)state;
    assert_int_equal(utf8_cut("", 5), 0);
    assert_int_equal(utf8_cut("abc", 3), 3);
    assert_int_equal(utf8_cut("abcd", 3), 3);
    assert_int_equal(utf8_cut("aжж", 3), 3);
    assert_int_equal(utf8_cut("aжж", 4), 3);
    assert_int_equal(utf8_cut("aжж", 5), 5);
    assert_int_equal(utf8_cut("ж", 1), 0);
    assert_int_equal(utf8_cut("\xF0\x9F\x98\x80", 3), 0);
    assert_int_equal(utf8_cut("\x80\x80\x80\x80\x80\x80", 5), 1);
}

static void test_utf8_round_trip(void **state)
{
    (void)state;
    for (uint32_t code = 0; code <= 0x110000; code += code < 0x3000 ? 1 : 37) {
        char bytes[4];
        uint32_t back;
        size_t size = utf8_write(bytes, code);
        assert_int_equal(utf8_read(bytes, size, &back), size);
        bool writable = code <= 0x10FFFF && (code < 0xD800 || code > 0xDFFF);
        assert_int_equal(back, writable ? code : UTF8_REPLACEMENT);
    }
}

/* ----------------------------------------------------------------- paths --- */

static void test_path_normal(void **state)
{
    (void)state;
    static const char *const cases[][2] = {
        {"", "."},          {"a", "a"},           {"./a/./b/", "a/b"},
        {"a//b", "a/b"},    {"a/../b", "b"},      {"../a", "../a"},
        {"../../a", "../../a"}, {"a/../../b", "../b"}, {"/", "/"},
        {"/..", "/"},       {"/a/../..", "/"},    {"//a", "/a"},
        {"a/..", "."},      {"..", ".."},         {"...", "..."},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        buf out;
        buf_init(&out, PATH_BYTES_MAX);
        assert_true(path_normal(&out, cases[i][0]));
        assert_string_equal(out.data, cases[i][1]);
        buf_release(&out);
    }
}

static void test_path_relative(void **state)
{
    (void)state;
    static const char *const cases[][3] = {
        {"/a/b.md", "/a", "b.md"},      {"/a/b.md", "/a/c", "../b.md"},
        {"/a", "/a", "."},              {"/b/c", "/a", "../b/c"},
        {"/ab", "/a", "../ab"},         {"/a", "/a/b/c", "../.."},
        {"/x", "/", "x"},               {"/", "/a", ".."},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        buf out;
        buf_init(&out, PATH_BYTES_MAX);
        assert_true(path_relative(&out, cases[i][0], cases[i][1]));
        assert_string_equal(out.data, cases[i][2]);
        buf_release(&out);
    }
}

static void test_path_stored_and_shown(void **state)
{
    (void)state;
    static const struct {
        const char *path, *base, *here, *stored, *shown;
    } cases[] = {
        {"/w/p/a.md", "/w", "/w", "p/a.md", "p/a.md"},
        {"/w/p/a.md", "/w", "/w/p", "p/a.md", "a.md"},
        {"/w/p/a.md", "/w", "/", "p/a.md", "w/p/a.md"},
        {"/x/a.md", "/w", "/x", "/x/a.md", "a.md"},
        {"/x/a.md", "/w", "/w", "/x/a.md", "/x/a.md"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        buf stored, shown;
        buf_init(&stored, PATH_BYTES_MAX);
        buf_init(&shown, PATH_BYTES_MAX);
        assert_true(path_stored(&stored, cases[i].path, cases[i].base));
        assert_string_equal(stored.data, cases[i].stored);
        assert_true(path_shown(&shown, stored.data, cases[i].base,
                               cases[i].here));
        assert_string_equal(shown.data, cases[i].shown);
        buf_release(&stored);
        buf_release(&shown);
    }
    assert_true(path_is_below("/a/b", "/a"));
    assert_true(path_is_below("/a", "/a"));
    assert_true(path_is_below("/a", "/"));
    assert_false(path_is_below("/ab", "/a"));
    assert_false(path_is_below("/ab", "a"));
    assert_true(path_is_below("a/b", "a"));
    assert_string_equal(path_name("/a/b.md"), "b.md");
    assert_string_equal(path_name("b.md"), "b.md");
}

static void test_path_too_long(void **state)
{
    (void)state;
    char path[PATH_BYTES_MAX + 100];
    buf out;
    memset(path, 'a', sizeof path - 1);
    path[sizeof path - 1] = '\0';
    buf_init(&out, PATH_BYTES_MAX);
    assert_false(path_normal(&out, path));
    buf_release(&out);
}

/* ---------------------------------------------------------------- errors --- */

static void test_error_message_is_cut_at_a_character(void **state)
{
    (void)state;
    pilcrow_error err;
    char text[3000];
    for (size_t shift = 0; shift < 4; shift++) {
        size_t len = shift;
        memset(text, 'x', shift);
        while (len + 2 < sizeof text) {
            memcpy(text + len, "ж", 2);
            len += 2;
        }
        text[len] = '\0';
        assert_int_equal(error_set(&err, PILCROW_IO, "%s", text), PILCROW_IO);
        assert_true(utf8_valid(err.message, strlen(err.message)));
        assert_true(strlen(err.message) > sizeof err.message - 4);
    }
}

static void test_error_system(void **state)
{
    (void)state;
    pilcrow_error err;
    assert_int_equal(error_system(&err, ENOENT, "open", "a\nb"),
                     PILCROW_NOT_FOUND);
    assert_string_equal(err.message,
                        "cannot open 'a\nb': No such file or directory");
    assert_int_equal(error_system(&err, ENOSPC, "write", "x"), PILCROW_IO);
    assert_non_null(strstr(err.message, "free some space"));
    assert_int_equal(error_system(NULL, EIO, "write", "x"), PILCROW_IO);
    for (int i = 0; i <= PILCROW_INTERNAL; i++)
        assert_string_not_equal(pilcrow_status_name((pilcrow_status)i),
                                "unknown");
    assert_string_equal(pilcrow_status_name((pilcrow_status)999), "unknown");
}

/* ------------------------------------------------------------------- map --- */

static void test_map(void **state)
{
    (void)state;
    map m;
    size_t at = 0, count = 0;
    uint64_t key, sum = 0;
    const uint32_t *value;
    map_init(&m, sizeof *value);
    assert_null(map_find(&m, 0));
    assert_null(map_next(&m, &at, &key));
    for (uint32_t i = 0; i < 5000; i++) {
        uint32_t *made = map_put(&m, (uint64_t)i * i << 30);
        assert_non_null(made);
        assert_int_equal(*made, 0);
        *made = i + 1;
    }
    for (uint32_t i = 0; i < 5000; i++) {
        value = map_find(&m, (uint64_t)i * i << 30);
        assert_non_null(value);
        assert_int_equal(*value, i + 1);
        assert_ptr_equal(map_put(&m, (uint64_t)i * i << 30), value);
    }
    assert_null(map_find(&m, 12345));
    assert_int_equal(m.count, 5000);
    for (at = 0; (value = map_next(&m, &at, &key)) != NULL; count++) {
        sum += *value;
        assert_int_equal(key, (uint64_t)(*value - 1) * (*value - 1) << 30);
    }
    assert_int_equal(count, 5000);
    assert_int_equal(sum, 5000 * 5001 / 2);
    map_clear(&m);
    assert_null(map_find(&m, 0));
    assert_int_equal(*(uint32_t *)map_put(&m, 0), 0);
    map_release(&m);
    assert_null(map_find(&m, 0));
}

/* ---------------------------------------------------------------- places --- */

static void test_places(void **state)
{
    (void)state;
    static char dir[] = "/p/.pilcrow", base[] = "/p", here[] = "/p/papers";
    const places p = {dir, base, here};
    static const struct {
        const char *given, *stored, *shown, *absolute;
    } cases[] = {
        {"a.md", "papers/a.md", "a.md", "/p/papers/a.md"},
        {"..", ".", "..", "/p"},
        {"../b.md", "b.md", "../b.md", "/p/b.md"},
        {"../../c.md", "/c.md", "/c.md", "/c.md"},
        {"/p/papers", "papers", ".", "/p/papers"},
        {"/", "/", "/", "/"},
    };
    static const struct {
        const char *path, *folder;
        bool below;
    } pairs[] = {
        {"papers/a.md", "papers", true}, {"papers-2/a.md", "papers", false},
        {"papers/a.md", ".", true},      {"/c.md", ".", false},
        {"papers/a.md", "/", true},      {"papers/a.md", "/p", true},
        {"papers/a.md", "/q", false},    {"/q/a.md", "/q", true},
        {"/q/a.md", "papers", false},    {".", "/p", true},
        {".", ".", true},
    };
    buf out;
    buf_init(&out, 1000);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        assert_true(places_stored(&out, &p, cases[i].given));
        assert_string_equal(out.data, cases[i].stored);
        assert_true(places_shown(&out, &p, cases[i].stored));
        assert_string_equal(out.data, cases[i].shown);
        assert_true(places_absolute(&out, &p, cases[i].stored));
        assert_string_equal(out.data, cases[i].absolute);
    }
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++)
        if (places_is_below(&p, pairs[i].path, pairs[i].folder) !=
            pairs[i].below)
            fail_msg("%s below %s", pairs[i].path, pairs[i].folder);
    buf_release(&out);
}

static void test_places_go_up(void **state)
{
    (void)state;
    static char dir[] = "/p/q/.pilcrow", base[] = "/p/q", here[] = "/";
    const places p = {dir, base, here};
    static const char *const steps[] = {"a/b", "a", ".", "/p", "/"};
    buf out;
    buf_init(&out, 1000);
    assert_true(path_normal(&out, "a/b/c.md"));
    for (size_t i = 0; i < sizeof steps / sizeof *steps; i++) {
        assert_true(places_go_up(&out, &p));
        assert_string_equal(out.data, steps[i]);
    }
    assert_false(places_go_up(&out, &p));
    assert_string_equal(out.data, "/");
    buf_release(&out);
}

/* ------------------------------------------------------------------ JSON --- */

static void test_json(void **state)
{
    (void)state;
    buf out;
    buf_init(&out, 1000);
    json_open(&out, '{');
    json_key(&out, "a\"b");
    json_text(&out, "x\n\x01\x7F\\\xFFж", 8);
    json_key(&out, "list");
    json_open(&out, '[');
    json_number(&out, 1);
    json_real(&out, 0.1);
    json_real(&out, 1.0 / 3.0);
    json_real(&out, 1.0 / 0.0);
    json_bool(&out, true);
    json_open(&out, '{');
    json_close(&out, '}');
    json_close(&out, ']');
    json_key(&out, "raw");
    json_raw(&out, "{}");
    json_close(&out, '}');
    assert_string_equal(
        buf_text(&out),
        "{\"a\\\"b\":\"x\\n\\u0001\\u007f\\\\\xEF\xBF\xBDж\",\"list\":[1,0.1,"
        "0.3333333333333333,null,true,{}],\"raw\":{}}");
    buf_release(&out);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_buf_grows_and_ends_in_nul),
        cmocka_unit_test(test_buf_failure_is_sticky),
        cmocka_unit_test(test_buf_size_overflow),
        cmocka_unit_test(test_buf_swap),
        cmocka_unit_test(test_blocks_small_and_large),
        cmocka_unit_test(test_a_block_grows),
        cmocka_unit_test(test_arena_is_zeroed_and_aligned),
        cmocka_unit_test(test_arena_expects_the_next_round),
        cmocka_unit_test(test_arena_cap),
        cmocka_unit_test(test_lists_grow),
        cmocka_unit_test(test_utf8_clean),
        cmocka_unit_test(test_utf8_valid_anywhere),
        cmocka_unit_test(test_utf8_round_trip),
        cmocka_unit_test(test_utf8_length),
        cmocka_unit_test(test_utf8_cut),
        cmocka_unit_test(test_path_normal),
        cmocka_unit_test(test_path_relative),
        cmocka_unit_test(test_path_stored_and_shown),
        cmocka_unit_test(test_path_too_long),
        cmocka_unit_test(test_error_message_is_cut_at_a_character),
        cmocka_unit_test(test_error_system),
        cmocka_unit_test(test_map),
        cmocka_unit_test(test_places),
        cmocka_unit_test(test_places_go_up),
        cmocka_unit_test(test_json),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
