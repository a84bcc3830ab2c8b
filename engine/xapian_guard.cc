/* SPDX-License-Identifier: MIT
 *
 * In: the exception in flight. Out: a status and a sentence a user can act
 * on. Invariant: nothing is thrown from here, whatever was thrown. */
#include "engine/xapian_guard.h"

#include <cerrno>
#include <cstring>
#include <exception>
#include <new>

#include <xapian.h>

namespace pilcrow
{

namespace
{

/* Where an exception of xapian's has no errno of its own to tell. A name that
 * is not here is an INTERNAL error: the shim should not have provoked it. */
struct kind {
    const char *type;
    pilcrow_status status;
};

const kind kinds[] = {
    {"DatabaseModifiedError", PILCROW_STALE},
    {"DatabaseLockError", PILCROW_BUSY},
    {"DatabaseVersionError", PILCROW_VERSION},
    {"DatabaseError", PILCROW_CORRUPT},
    {"DatabaseCorruptError", PILCROW_CORRUPT},
    {"DatabaseCreateError", PILCROW_IO},
    {"DatabaseNotFoundError", PILCROW_CORRUPT},
    {"DatabaseOpeningError", PILCROW_CORRUPT},
    {"DocNotFoundError", PILCROW_CORRUPT},
    {"RangeError", PILCROW_CORRUPT},
    {"SerialisationError", PILCROW_CORRUPT},
    {"NetworkError", PILCROW_IO},
    {"NetworkTimeoutError", PILCROW_IO},
};

pilcrow_status status_of(const char *type) noexcept
{
    for (const kind &k : kinds)
        if (std::strcmp(k.type, type) == 0)
            return k.status;
    return PILCROW_INTERNAL;
}

/* Xapian gives an errno in words only, and of a commit that failed it quotes
 * them in its message. These are the ones for which error_system() has advice
 * or a status of its own. 0 if none of them is in `text`. */
int errno_in(const char *text) noexcept
{
    static const int codes[] = {ENOSPC, EDQUOT, EROFS, EMFILE, ENFILE, ENOMEM,
                                EACCES, EPERM,  EIO,   EFBIG,  EINTR};
    char buffer[128];
    for (int code : codes)
        if (std::strstr(text, strerror_r(code, buffer, sizeof buffer)))
            return code;
    return 0;
}

pilcrow_status sentence(pilcrow_error *err, pilcrow_status status,
                        const Xapian::Error &error)
{
    const char *message = error.get_msg().c_str();
    switch (status) {
    case PILCROW_STALE:
        return error_set(err, status,
                         "the index changed while it was read; try again");
    case PILCROW_BUSY:
        return error_set(err, status,
                         "another process is writing to the index; try again "
                         "when it is done");
    case PILCROW_VERSION:
        return error_set(err, status,
                         "the index was made by another version of "
                         "xapian-core; rebuild it with --full (%s)",
                         message);
    case PILCROW_CORRUPT:
        return error_set(err, status,
                         "the index is damaged; rebuild it with --full (%s)",
                         message);
    case PILCROW_IO:
        return error_set(err, status, "the index cannot be read or written: %s",
                         message);
    default:
        return error_set(err, status, "xapian-core: %s: %s", error.get_type(),
                         message);
    }
}

/* True for what tells its status whatever the operating system said. */
bool is_certain(const char *type) noexcept
{
    static const char *const types[] = {
        "DatabaseModifiedError", "DatabaseLockError", "DatabaseCorruptError"};
    for (const char *certain : types)
        if (std::strcmp(type, certain) == 0)
            return true;
    return false;
}

pilcrow_status from_xapian(pilcrow_error *err, const Xapian::Error &error)
{
    const char *type = error.get_type();
    if (is_certain(type))
        return sentence(err, status_of(type), error);
    const char *words = error.get_error_string();
    int code = errno_in(words != nullptr ? words : error.get_msg().c_str());
    if (code != 0)
        return error_system(err, code, "read or write the index", nullptr);
    if (words != nullptr)
        return error_set(err, PILCROW_IO,
                         "the index cannot be read or written: %s: %s",
                         error.get_msg().c_str(), words);
    return sentence(err, status_of(type), error);
}

pilcrow_status rethrow(pilcrow_error *err)
{
    try {
        throw;
    } catch (const failed &error) {
        return error.status;
    } catch (const Xapian::Error &error) {
        return from_xapian(err, error);
    } catch (const std::bad_alloc &) {
        return error_no_memory(err);
    } catch (const std::exception &error) {
        return error_set(err, PILCROW_INTERNAL, "unexpected: %s", error.what());
    }
}

} // namespace

pilcrow_status translate(pilcrow_error *err) noexcept
{
    try {
        return rethrow(err);
    } catch (const std::bad_alloc &) {
        return error_no_memory(err);
    } catch (...) {
        return error_set(err, PILCROW_INTERNAL,
                         "an exception of an unknown kind");
    }
}

} // namespace pilcrow
