/* SPDX-License-Identifier: MIT
 *
 * In: an engine whose n-th allocation in C++ fails, for every n; and one that
 * is given more than its memory holds. Out: "out of memory" or success, and the
 * index as it was before or after; no exception, no half a generation. And
 * memory that does not grow with the transaction. */
#include <cstdarg>
#include <cstddef>
#include <cstdint>
#include <csetjmp>
extern "C" {
#include <cmocka.h>
#include "engine_kit.h"
}

#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <new>

#include <malloc.h>

namespace
{

/* Allocations that still succeed; below 0: all do. */
long allowed = -1;
/* Bytes that are allocated now. */
std::size_t live = 0;

bool may_allocate()
{
    if (allowed < 0)
        return true;
    if (allowed == 0)
        return false;
    allowed--;
    return true;
}

} // namespace

/* An allocation that fails halfway makes xapian-core leak what it has built so
 * far; nothing that is ours could be told from it. */
extern "C" __attribute__((visibility("default"))) int __lsan_is_turned_off()
{
    return 1;
}

/* Both of xapian's and of the shim's allocations come here. */
__attribute__((visibility("default"))) void *operator new(std::size_t size)
{
    void *memory = may_allocate() ? std::malloc(size) : nullptr;
    if (memory == nullptr)
        throw std::bad_alloc();
    live += malloc_usable_size(memory);
    return memory;
}

void *operator new[](std::size_t size)
{
    return operator new(size);
}

void operator delete(void *memory) noexcept
{
    if (memory != nullptr)
        live -= malloc_usable_size(memory);
    std::free(memory);
}

void operator delete[](void *memory) noexcept
{
    operator delete(memory);
}

void operator delete(void *memory, std::size_t) noexcept
{
    operator delete(memory);
}

void operator delete[](void *memory, std::size_t) noexcept
{
    operator delete(memory);
}

namespace
{

/* One call of the engine with `n` allocations, if it has not failed yet. */
#define step(status, call)                                                     \
    do {                                                                       \
        if ((status) == PILCROW_OK)                                            \
            (status) = (call);                                                 \
    } while (0)

pilcrow_status write_one(const char *dir, long n, pilcrow_error *err)
{
    engine_writer *writer = nullptr;
    kit_paragraph paragraph = {};
    paragraph.id = "new";
    paragraph.body = "some words and some more";
    pilcrow_status status = PILCROW_OK;
    allowed = n;
    step(status, engine_writer_open(&writer, dir, nullptr, err));
    step(status, kit_add(writer, &paragraph, err));
    step(status,
         engine_writer_delete(writer, ENGINE_ID, "old", 3, nullptr, err));
    step(status, engine_writer_set_metadata(writer, "k", 1, "v", 1, err));
    step(status, engine_writer_commit(writer, err));
    engine_writer_close(writer);
    allowed = -1;
    return status;
}

/* No phrase, no AND_NOT: where those run out of memory while they are set up,
 * xapian-core 1.4.22 itself crashes, and no guard around it helps. */
pilcrow_status read_some(const char *dir, long n, pilcrow_error *err)
{
    arena a;
    engine_snapshot *snapshot = nullptr;
    engine_result result = {};
    engine_search_options options = kit_options();
    options.deadline_ms = 60000;
    buf record;
    buf_init(&record, ENGINE_RECORD_MAX);
    arena_init(&a, 1 << 20);
    const engine_query *query =
        kit_query(&a, "(or (filter old words) (synonym words (and a b)))");
    pilcrow_status status = PILCROW_OK;
    allowed = n;
    step(status, engine_snapshot_open(&snapshot, dir, err));
    step(status, engine_search(snapshot, query, &options, &result, err));
    step(status, engine_fetch(snapshot, 1, &record, err));
    step(status, engine_snapshot_refresh(snapshot, err));
    engine_result_release(&result);
    engine_snapshot_close(snapshot);
    allowed = -1;
    arena_release(&a);
    buf_release(&record);
    return status;
}

void make_index(const char *dir)
{
    engine_writer *writer = kit_writer(dir);
    kit_commit_one(writer, "old", "old words in a row");
    engine_writer_close(writer);
}

/* The ids in the index: before the change, or after it. */
const char *ids(const char *dir)
{
    static char text[64];
    engine_snapshot *snapshot = kit_snapshot(dir);
    std::snprintf(text, sizeof text, "%d %s",
                  static_cast<int>(kit_generation(snapshot)),
                  kit_search(snapshot, "(all)", nullptr));
    engine_snapshot_close(snapshot);
    return text;
}

void test_writing(void **)
{
    long failures = 0;
    char *dir = kit_folder();
    make_index(dir);
    for (long n = 0;; n++) {
        pilcrow_error err = {};
        const pilcrow_status status = write_one(dir, n, &err);
        if (status == PILCROW_OK)
            break;
        failures++;
        if (status != PILCROW_NO_MEMORY)
            fail_msg("allocation %ld: %d %s", n, status, err.message);
        if (std::strcmp(ids(dir), "1 old") != 0)
            fail_msg("allocation %ld: left %s", n, ids(dir));
    }
    print_message("%ld failures\n", failures);
    assert_true(failures > 100);
    assert_string_equal(ids(dir), "2 new");
    kit_remove(dir);
}

void test_reading(void **)
{
    long failures = 0;
    char *dir = kit_folder();
    make_index(dir);
    for (long n = 0;; n++) {
        pilcrow_error err = {};
        const pilcrow_status status = read_some(dir, n, &err);
        if (status == PILCROW_OK)
            break;
        failures++;
        if (status != PILCROW_NO_MEMORY)
            fail_msg("allocation %ld: %d %s", n, status, err.message);
    }
    print_message("%ld failures\n", failures);
    assert_true(failures > 50);
    kit_remove(dir);
}

/* What one transaction holds in memory after so many more paragraphs. */
std::size_t live_after(engine_writer *writer, int from, int to)
{
    for (int i = from; i < to; i++) {
        char id[16];
        std::snprintf(id, sizeof id, "p%d", i);
        kit_paragraph paragraph = {};
        paragraph.id = id;
        paragraph.body = "w";
        paragraph.document = static_cast<uint64_t>(i) * 7919;
        paragraph.ordinal = static_cast<uint64_t>(i);
        assert_int_equal(kit_add(writer, &paragraph, nullptr), PILCROW_OK);
    }
    return live;
}

/* Neither what is added in one transaction nor what is deleted piles up: it
 * would be 500 bytes and more of each paragraph. */
void test_large_transaction(void **state)
{
    const char *const threshold = static_cast<const char *>(*state);
    char *dir = kit_folder();
    make_index(dir);
    if (threshold != nullptr)
        setenv("XAPIAN_FLUSH_THRESHOLD", threshold, 1);
    engine_writer *writer = nullptr;
    engine_writer_options options = {};
    options.memory_bytes = 1; /* the least there is, 16 MB */
    assert_int_equal(engine_writer_open(&writer, dir, &options, nullptr),
                     PILCROW_OK);
    unsetenv("XAPIAN_FLUSH_THRESHOLD");
    const std::size_t before = live_after(writer, 0, 25000);
    const std::size_t after = live_after(writer, 25000, 50000);
    if (threshold == nullptr)
        assert_true(after < before + 25000 * 100);
    assert_true(after < 24u << 20);
    assert_int_equal(engine_writer_commit(writer, nullptr), PILCROW_OK);
    uint64_t deleted = 0;
    const std::size_t idle = live;
    assert_int_equal(
        engine_writer_delete(writer, ENGINE_BODY, "w", 1, &deleted, nullptr),
        PILCROW_OK);
    assert_int_equal(deleted, 50000);
    assert_true(live < idle + (24u << 20));
    assert_int_equal(engine_writer_commit(writer, nullptr), PILCROW_OK);
    engine_writer_close(writer);
    kit_remove(dir);
}

/* As many as xapian-core would keep, if it were asked. */
void test_own_threshold(void **)
{
    void *threshold = const_cast<char *>("1000000");
    if (std::getenv("PILCROW_LONG") == nullptr)
        skip();
    test_large_transaction(&threshold);
}

} // namespace

int main()
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_writing),
        cmocka_unit_test(test_reading),
        cmocka_unit_test(test_large_transaction),
        cmocka_unit_test(test_own_threshold),
    };
    return cmocka_run_group_tests(tests, nullptr, nullptr);
}
