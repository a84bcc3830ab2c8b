/* SPDX-License-Identifier: MIT
 *
 * In: groups of words, asked for again when the index has changed, and in a
 * search whose time is up. Out: what a snapshot opened just now finds: nothing
 * of another generation is remembered, and nothing that is not whole. */
#include <cstdarg>
#include <cstddef>
#include <cstdint>
#include <csetjmp>
extern "C" {
#include <cmocka.h>
#include "engine_kit.h"
}

#include <cstdio>
#include <cstring>
#include <string>

#include "engine/xapian_group.h"

namespace
{

const char *const queries[] = {
    "(synonym cat dog)",
    "(synonym cat (phrase bird ant))",
    "(synonym (phrase cat dog) (near 4 ant dog) bird)",
    "(or (scale 0.5 (synonym cat dog)) bird)",
};

/* Ten words at most, those of a paragraph by its number. */
std::string words_of(unsigned number)
{
    static const char *const words[] = {"cat", "dog", "bird", "ant", "stone"};
    std::string body;
    for (unsigned i = 0; i < 3 + number % 8; i++)
        body += std::string(words[(number * 7 + i * (number % 3 + 1)) % 5]) +
                (i % 4 == 3 ? " _ " : " ");
    return body;
}

void add(engine_writer *writer, unsigned from, unsigned to)
{
    for (unsigned i = from; i < to; i++) {
        const std::string id = std::to_string(i);
        const std::string body = words_of(i);
        kit_paragraph paragraph = {};
        paragraph.id = id.c_str();
        paragraph.body = body.c_str();
        paragraph.lang = i % 3 == 0 ? "en" : "ru";
        paragraph.document = i;
        assert_ok(kit_add(writer, &paragraph, err));
    }
    assert_ok(engine_writer_commit(writer, err));
}

/* Both find the same hits, with the same scores, and count as many. */
void assert_same(engine_snapshot *known, engine_snapshot *fresh,
                 const char *text)
{
    arena a;
    engine_result left = {}, right = {};
    engine_search_options options = kit_options();
    options.limit = 1000;
    options.count = true;
    arena_init(&a, size_t{1} << 20);
    const engine_query *query = kit_query(&a, text);
    assert_ok(engine_search(known, query, &options, &left, err));
    assert_ok(engine_search(fresh, query, &options, &right, err));
    assert_true(left.count > 0);
    assert_int_equal(left.total, right.total);
    assert_int_equal(left.count, right.count);
    for (size_t i = 0; i < left.count; i++) {
        assert_int_equal(left.hits[i].ref, right.hits[i].ref);
        assert_true(left.hits[i].score == right.hits[i].score);
    }
    engine_result_release(&left);
    engine_result_release(&right);
    arena_release(&a);
}

void assert_all_same(engine_snapshot *known, const char *dir)
{
    engine_snapshot *fresh = kit_snapshot(dir);
    for (const char *query : queries)
        for (int again = 0; again < 2; again++)
            assert_same(known, fresh, query);
    engine_snapshot_close(fresh);
}

void test_after_refresh(void **)
{
    char *dir = kit_folder();
    engine_writer *writer = kit_writer(dir);
    add(writer, 0, 60);
    engine_snapshot *snapshot = kit_snapshot(dir);
    assert_all_same(snapshot, dir);
    add(writer, 60, 90);
    assert_ok(engine_snapshot_refresh(snapshot, err));
    assert_all_same(snapshot, dir);
    uint64_t deleted;
    assert_ok(
        engine_writer_delete(writer, ENGINE_LANG, "en", 2, &deleted, err));
    assert_int_equal(deleted, 30);
    assert_ok(engine_writer_commit(writer, err));
    assert_ok(engine_snapshot_refresh(snapshot, err));
    assert_int_equal(kit_paragraphs(snapshot), 60);
    assert_all_same(snapshot, dir);
    add(writer, 90, 91); /* and where one is added alone */
    assert_ok(engine_snapshot_refresh(snapshot, err));
    assert_all_same(snapshot, dir);
    engine_snapshot_close(snapshot);
    engine_writer_close(writer);
    kit_remove(dir);
}

/* How many paragraphs the group has when its time ends at `end_ms`. */
size_t group_size(pilcrow::xapian_snapshot *s, const engine_query *query,
                  int64_t end_ms, bool *late)
{
    pilcrow::deadline clock = {end_ms, false};
    const pilcrow::bm25_shape shape = {1.2, 0.75};
    Xapian::PostingSource *source =
        pilcrow::group_source(s, query, shape, &clock);
    source->init(s->db);
    const size_t size = source->get_termfreq_max();
    *late = clock.late;
    delete source;
    return size;
}

void test_deadline(void **)
{
    const int64_t over = 1; /* ms: long ago */
    char *dir = kit_folder();
    engine_writer *writer = kit_writer(dir);
    add(writer, 0, 60);
    engine_writer_close(writer);
    backend_snapshot *inner;
    assert_ok(pilcrow::snapshot_open(&inner, kit_data(dir), err));
    pilcrow::xapian_snapshot *s = pilcrow::inside(inner);
    for (const char *text : {queries[0], queries[1], queries[2]}) {
        arena a;
        bool late;
        arena_init(&a, size_t{1} << 20);
        const engine_query *query = kit_query(&a, text);
        const size_t before = s->memory.groups.size();
        assert_true(pilcrow::is_word_group(query));
        assert_int_equal(group_size(s, query, over, &late), 0);
        assert_true(late);
        assert_int_equal(s->memory.groups.size(), before);
        const size_t whole = group_size(s, query, 0, &late);
        assert_false(late);
        assert_true(whole > 10);
        assert_int_equal(s->memory.groups.size(), before + 1);
        /* One that is remembered takes no time. */
        assert_int_equal(group_size(s, query, over, &late), whole);
        assert_int_equal(s->memory.groups.size(), before + 1);
        /* Time enough is as good as none told. */
        s->memory = pilcrow::group_memory();
        assert_int_equal(group_size(s, query, INT64_MAX, &late), whole);
        assert_false(late);
        arena_release(&a);
    }
    pilcrow::snapshot_close(inner);
    kit_remove(dir);
}

} // namespace

int main()
{
    const CMUnitTest tests[] = {
        cmocka_unit_test(test_after_refresh),
        cmocka_unit_test(test_deadline),
    };
    return cmocka_run_group_tests_name("engine_group", tests, nullptr, nullptr);
}
