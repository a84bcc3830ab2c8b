/* SPDX-License-Identifier: MIT
 *
 * In: an exception of each class that xapian-core, the C++ library or the shim
 * itself can throw. Out: a status and a sentence; nothing passes the guard. */
#include <cstdarg>
#include <cstddef>
#include <cstdint>
#include <csetjmp>
extern "C" {
#include <cmocka.h>
}

#include <cerrno>
#include <cstring>
#include <functional>
#include <new>
#include <stdexcept>
#include <string>

#include <xapian.h>

#include "engine/xapian_guard.h"

namespace
{

struct thrown_case {
    const char *name;
    std::function<void()> raise;
    pilcrow_status status;
    const char *words; /* that the sentence must hold */
};

template <typename E>
std::function<void()> with_message()
{
    return [] { throw E("the-message"); };
}

template <typename E>
std::function<void()> with_errno(int code)
{
    return [code] { throw E("the-message", code); };
}

const thrown_case cases[] = {
    {"Assertion", with_message<Xapian::AssertionError>(), PILCROW_INTERNAL,
     "the-message"},
    {"InvalidArgument", with_message<Xapian::InvalidArgumentError>(),
     PILCROW_INTERNAL, "the-message"},
    {"InvalidOperation", with_message<Xapian::InvalidOperationError>(),
     PILCROW_INTERNAL, "the-message"},
    {"Unimplemented", with_message<Xapian::UnimplementedError>(),
     PILCROW_INTERNAL, "the-message"},
    {"Database", with_message<Xapian::DatabaseError>(), PILCROW_CORRUPT,
     "the-message"},
    {"Database, disk full", with_errno<Xapian::DatabaseError>(ENOSPC),
     PILCROW_IO, "free some space"},
    {"Database, read-only", with_errno<Xapian::DatabaseError>(EROFS),
     PILCROW_IO, "writable disk"},
    {"Database, no memory", with_errno<Xapian::DatabaseError>(ENOMEM),
     PILCROW_NO_MEMORY, "memory"},
    {"Database, files", with_errno<Xapian::DatabaseOpeningError>(EMFILE),
     PILCROW_IO, "open files"},
    {"Database, another errno", with_errno<Xapian::DatabaseError>(ENOTTY),
     PILCROW_IO, "the-message"},
    {"Database, errno in words",
     [] {
         throw Xapian::DatabaseError(
             "Modifications failed (No space left on device), and so on");
     },
     PILCROW_IO, "free some space"},
    {"DatabaseCorrupt", with_message<Xapian::DatabaseCorruptError>(),
     PILCROW_CORRUPT, "--full"},
    {"DatabaseCreate", with_message<Xapian::DatabaseCreateError>(), PILCROW_IO,
     "the-message"},
    {"DatabaseLock", with_message<Xapian::DatabaseLockError>(), PILCROW_BUSY,
     "another process"},
    {"DatabaseModified", with_message<Xapian::DatabaseModifiedError>(),
     PILCROW_STALE, "changed"},
    {"DatabaseModified, errno", with_errno<Xapian::DatabaseModifiedError>(EIO),
     PILCROW_STALE, "changed"},
    {"DatabaseOpening", with_message<Xapian::DatabaseOpeningError>(),
     PILCROW_CORRUPT, "the-message"},
    {"DatabaseVersion", with_message<Xapian::DatabaseVersionError>(),
     PILCROW_VERSION, "--full"},
    {"DatabaseNotFound", with_message<Xapian::DatabaseNotFoundError>(),
     PILCROW_CORRUPT, "the-message"},
    {"DatabaseClosed", with_message<Xapian::DatabaseClosedError>(),
     PILCROW_INTERNAL, "the-message"},
    {"DocNotFound", with_message<Xapian::DocNotFoundError>(), PILCROW_CORRUPT,
     "the-message"},
    {"FeatureUnavailable", with_message<Xapian::FeatureUnavailableError>(),
     PILCROW_INTERNAL, "the-message"},
    {"Internal", with_message<Xapian::InternalError>(), PILCROW_INTERNAL,
     "the-message"},
    {"Network", with_message<Xapian::NetworkError>(), PILCROW_IO,
     "the-message"},
    {"NetworkTimeout", with_message<Xapian::NetworkTimeoutError>(), PILCROW_IO,
     "the-message"},
    {"QueryParser", with_message<Xapian::QueryParserError>(), PILCROW_INTERNAL,
     "the-message"},
    {"Serialisation", with_message<Xapian::SerialisationError>(),
     PILCROW_CORRUPT, "the-message"},
    {"Range", with_message<Xapian::RangeError>(), PILCROW_CORRUPT,
     "the-message"},
    {"Wildcard", with_message<Xapian::WildcardError>(), PILCROW_INTERNAL,
     "the-message"},
    {"bad_alloc", [] { throw std::bad_alloc(); }, PILCROW_NO_MEMORY, "memory"},
    {"bad_array_new_length", [] { throw std::bad_array_new_length(); },
     PILCROW_NO_MEMORY, "memory"},
    {"length_error", with_message<std::length_error>(), PILCROW_INTERNAL,
     "the-message"},
    {"runtime_error", with_message<std::runtime_error>(), PILCROW_INTERNAL,
     "the-message"},
    {"a number", [] { throw 42; }, PILCROW_INTERNAL, "unknown"},
    {"a string", [] { throw std::string("x"); }, PILCROW_INTERNAL, "unknown"},
};

void assert_translated(const thrown_case &c)
{
    pilcrow_error err = {};
    const auto body = [&] {
        c.raise();
        return PILCROW_OK;
    };
    const pilcrow_status status = pilcrow::guard(&err, body);
    if (status != c.status || err.status != c.status ||
        std::strstr(err.message, c.words) == nullptr)
        fail_msg("%s: %d '%s', not %d '%s'", c.name, status, err.message,
                 c.status, c.words);
    assert_int_equal(pilcrow::guard(nullptr, body), c.status);
}

void test_every_class(void **)
{
    for (const thrown_case &c : cases)
        assert_translated(c);
}

void test_failed_keeps_its_sentence(void **)
{
    pilcrow_error err = {};
    const pilcrow_status status = pilcrow::guard(&err, [&] {
        pilcrow::require(PILCROW_OK);
        pilcrow::require(error_set(&err, PILCROW_LIMIT, "too much"));
        return PILCROW_OK;
    });
    assert_int_equal(status, PILCROW_LIMIT);
    assert_string_equal(err.message, "too much");
}

void test_success_passes(void **)
{
    pilcrow_error err = {};
    assert_int_equal(pilcrow::guard(&err, [] { return PILCROW_OK; }),
                     PILCROW_OK);
    assert_int_equal(pilcrow::guard(&err, [] { return PILCROW_EXISTS; }),
                     PILCROW_EXISTS);
    assert_string_equal(err.message, "");
}

} // namespace

int main()
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_every_class),
        cmocka_unit_test(test_failed_keeps_its_sentence),
        cmocka_unit_test(test_success_passes),
    };
    return cmocka_run_group_tests(tests, nullptr, nullptr);
}
